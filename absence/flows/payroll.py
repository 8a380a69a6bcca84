"""Payroll's extract: read in, and written out. One file is one transaction."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from absence.extracts import HEADER, Extract, Rejection, Row, read_absences
from absence.flows.deriving import rederive
from absence.importing import Change, Effect, Plan, Stored, leaves_out_too_many, plan_employee
from absence.models import PayrollCode, PayrollImport, Period, Source
from absence.rules.recording import Event, WithdrawReason
from audit import flows as audit
from audit.rules import Event as ReadEvent
from cases.followups.flows import Reconciled
from cases.tables import harmless
from people.extracts import write_table
from people.models import Employee, new_reference
from people.querysets import Among
from people.rules import RuleViolation
from people.viewer import Viewer

Say = Callable[[str], None]
PURPOSE = "payroll"
PROGRESS_EVERY = 20_000
WRITTEN_AT_ONCE = 500

_TABLE = "absence_period"
_STORED = (
    "pk",
    "first_day",
    "last_day",
    "cause_id",
    "degree",
    "withdraw_reason",
    "payroll_code",
    "payroll_first_day",
    "payroll_last_day",
    "payroll_degree",
)


class LeavesOutTooMany(RuleViolation):
    """A file that is said to be complete lacks more open absences than can be believed."""

    def __init__(self, left_out: int, total: int) -> None:
        super().__init__("leaves_out_too_many")
        self.left_out = left_out
        self.total = total


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an extract did, or would do on a dry run."""

    lines: int = 0
    inserted: int = 0
    corrected: int = 0
    adopted: int = 0
    reinstated: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    odd_percents: list[int] = field(default_factory=list)
    employees: int = 0
    """How many employees' absence changed."""
    follow_ups: Reconciled = field(default_factory=Reconciled)


def import_absence(
    *,
    path: Path,
    by: Viewer,
    complete_from: date | None = None,
    accept_missing: bool = False,
    dry_run: bool = False,
    say: Say = lambda _: None,
) -> ImportSummary:
    """Reads payroll's extract into the periods, and reconciles the follow-ups of those whose absence changed.

    `complete_from` says that the file is all that payroll has from that day on. A dry run changes nothing.
    `UnreadableExtract` and `LeavesOutTooMany` change nothing either; `accept_missing` lets the latter pass.
    Audit: `payroll_imported` with those who changed, and `missing_rows_accepted` where that let something pass.
    """
    causes = dict(PayrollCode.objects.values_list("code", "cause_id"))
    people = _People(dict(Employee.objects.values_list("number", "pk")))
    say(f"Læser {path.name}")
    extract = read_absences(path, codes=causes, numbers=people.numbers)
    say(f"Sammenligner {len(extract.rows)} rækker med det, der er registreret")
    work = _Work(extract, people, causes, complete_from)
    plans = work.plans(work.employees())
    too_many = leaves_out_too_many(plans.values())
    if too_many and not accept_missing:
        raise LeavesOutTooMany(*too_many)
    if dry_run:
        return _summary(extract, plans)
    return _write(work, plans, path, by, accept_missing, say)


def export_absence(*, path: Path, by: Viewer, since: date | None = None) -> int:
    """Writes every period that stands (from `since` on, by first day) as payroll's own extract; returns how many.

    What Tilbage has recorded or corrected gets the payroll code of its cause; a cause without one is left out. An
    older file stands until the new one is whole. Audit: `exported` with those in it.
    """
    rows = list(_exported(since))
    write_table(path, [HEADER, *(row for _, row in rows)], mark=True)
    subjects = sorted({ref for ref, _ in rows})
    audit.record(ReadEvent.EXPORTED, by=by, capacity=by.standing, subjects=subjects, purpose=PURPOSE, at=by.now)
    return len(rows)


# --- Reading in ---------------------------------------------------------------------------------------


class _People:
    """Employee numbers and primary keys, both ways."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        self._number_of = {pk: number for number, pk in numbers.items()}

    def number_of(self, pk: int) -> str:
        return self._number_of[pk]


class _Work:
    """A file beside what is stored."""

    def __init__(self, extract: Extract, people: _People, causes: dict[str, str], complete_from: date | None) -> None:
        self.extract = extract
        self.people = people
        self.causes = causes
        self.complete_from = complete_from
        self._rows: defaultdict[int, list[Row]] = defaultdict(list)
        for row in extract.rows:
            self._rows[people.numbers[row.number]].append(row)

    def employees(self) -> set[int]:
        """Everybody whom the file speaks of, also by keeping silent."""
        found = set(self._rows)
        if self.complete_from is not None:
            found.update(
                Period.objects.standing()
                .filter(payroll_first_day__gte=self.complete_from)
                .values_list("employee_id", flat=True)
            )
        return found

    def plans(self, employees: Collection[int]) -> dict[int, Plan]:
        """What to do for each of them, as things are now."""
        self._stored = _stored(employees)
        return {employee: self._plan(employee, self._stored.get(employee, [])) for employee in employees}

    def renew(self, plans: dict[int, Plan], employees: Collection[int]) -> None:
        """Plans again for those of the employees whose periods have changed since."""
        now = _stored(employees)
        for employee in employees:
            stored = now.get(employee, [])
            if stored != self._stored.get(employee, []):
                plans[employee] = self._plan(employee, stored)

    def _plan(self, employee: int, stored: list[Stored]) -> Plan:
        return plan_employee(
            stored,
            self._rows.get(employee, ()),
            causes=self.causes,
            named=self.extract.identities,
            number=self.people.number_of(employee),
            complete_from=self.complete_from,
        )


def _stored(employees: Collection[int]) -> dict[int, list[Stored]]:
    found: defaultdict[int, list[Stored]] = defaultdict(list)
    rows = Period.objects.of_many(employees).order_by("pk").values_list("employee_id", *_STORED)
    for employee, *values in rows.iterator(chunk_size=10_000):
        found[employee].append(Stored(*values))
    return found


@transaction.atomic
def _write(
    work: _Work, plans: dict[int, Plan], path: Path, by: Viewer, accept_missing: bool, say: Say
) -> ImportSummary:
    """Locks those who change, looks again, and writes. Whoever changes somebody else meanwhile is not held up."""
    changing = sorted(employee for employee, plan in plans.items() if plan.writes)
    Employee.objects.lock(changing)
    work.renew(plans, changing)
    too_many = leaves_out_too_many(plans.values())
    if too_many and not accept_missing:
        raise LeavesOutTooMany(*too_many)
    with connection.cursor() as cursor:
        # The periods may pass over each other on the way; everything else is checked as it comes, because a long queue
        # of deferred checks is walked through at every later statement.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS period_no_overlap DEFERRED")
    _insert([(employee, row) for employee in changing for row in plans[employee].inserts], work, by, say)
    _change([change for employee in changing for change in plans[employee].changes])
    _withdraw([gone for employee in changing for gone in plans[employee].withdrawals])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    moved = [employee for employee in changing if plans[employee].moves]
    if moved:
        say(f"Afstemmer opfølgninger for {len(moved)} medarbejdere")
    follow_ups = rederive(employee_ids=moved, by=by)
    summary = _summary(work.extract, plans, follow_ups)
    _keep(summary, work, path, by, accepted=too_many is not None)
    refs = Employee.objects.filter(Among("pk", changing)).order_by("pk").values_list("ref", flat=True)
    audit.record(Event.PAYROLL_IMPORTED, by=by, capacity=by.standing, subjects=refs, purpose=PURPOSE, at=by.now)
    if too_many:
        audit.record(Event.MISSING_ROWS_ACCEPTED, by=by, capacity=by.standing, purpose=PURPOSE, at=by.now)
    return summary


def _insert(rows: list[tuple[int, Row]], work: _Work, by: Viewer, say: Say) -> None:
    columns = (
        "ref, employee_id, first_day, last_day, degree, payroll_first_day, payroll_last_day, payroll_degree, cause_id, "
        "payroll_code, source, recorded_at, recorded_by_id, withdrawn, withdraw_reason, version"
    )
    how = (Source.PAYROLL.value, by.now.isoformat(), by.actor_id, "f", "", 1)
    rest = {code: "\t".join(map(_text, (cause, code, *how))) for code, cause in work.causes.items()}
    with connection.cursor() as cursor:
        for start in range(0, len(rows), PROGRESS_EVERY):
            if start:
                say(f"{start} af {len(rows)} nye perioder")
            chunk = rows[start : start + PROGRESS_EVERY]
            with cursor.copy(f"COPY {_TABLE} ({columns}) FROM STDIN") as copy:
                for at in range(0, len(chunk), WRITTEN_AT_ONCE):
                    lines = [_line(employee, row, rest) for employee, row in chunk[at : at + WRITTEN_AT_ONCE]]
                    copy.write("".join(lines))


def _line(employee: int, row: Row, rest: dict[str, str]) -> str:
    """A new period in the text format of COPY."""
    said = f"{row.first_day}\t{_text(row.last_day)}\t{row.degree}"
    return f"{new_reference()}\t{employee}\t{said}\t{said}\t{rest[row.code]}\n"


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _text(value: object) -> str:
    """A value in the text format of COPY."""
    return r"\N" if value is None else str(value).translate(_ESCAPED)


def _change(changes: list[Change]) -> None:
    _update_from(
        "bigint[], date[], date[], text[], numeric[], text[], date[], date[], numeric[], bool[]",
        "pk, first_day, last_day, cause, degree, payroll_code, payroll_first_day, payroll_last_day, payroll_degree, "
        "moves",
        "first_day = n.first_day, last_day = n.last_day, cause_id = n.cause, degree = n.degree, "
        "payroll_code = n.payroll_code, payroll_first_day = n.payroll_first_day, "
        "payroll_last_day = n.payroll_last_day, payroll_degree = n.payroll_degree, "
        "withdrawn = false, withdraw_reason = '', version = p.version + n.moves::int",
        [
            (
                change.stored.pk,
                change.first_day,
                change.last_day,
                change.cause,
                change.degree,
                change.row.code,
                change.row.first_day,
                change.row.last_day,
                change.row.degree,
                change.moves,
            )
            for change in changes
        ],
    )


def _withdraw(gone: list[tuple[Stored, WithdrawReason]]) -> None:
    _update_from(
        "bigint[], text[]",
        "pk, reason",
        "withdrawn = true, withdraw_reason = n.reason, version = p.version + 1",
        [(stored.pk, reason.value) for stored, reason in gone],
    )


def _update_from(types: str, names: str, assignments: str, rows: list[tuple[Any, ...]]) -> None:
    """One statement for any number of periods. Only `rows` comes from outside; the rest is written above."""
    if not rows:
        return
    arrays = ", ".join(f"%s::{kind}" for kind in types.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} p SET {assignments} FROM unnest({arrays}) AS n({names}) WHERE p.id = n.pk",  # noqa: S608
            [list(column) for column in zip(*rows, strict=True)],
        )


def _keep(summary: ImportSummary, work: _Work, path: Path, by: Viewer, *, accepted: bool) -> None:
    PayrollImport.objects.create(
        at=by.now,
        by=by.user,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        complete_from=work.complete_from,
        accepted_missing=accepted,
        lines=summary.lines,
        inserted=summary.inserted,
        corrected=summary.corrected,
        adopted=summary.adopted,
        reinstated=summary.reinstated,
        withdrawn=summary.withdrawn,
        unchanged=summary.unchanged,
        rejected=len(summary.rejected),
        newest_first_day=max((row.first_day for row in work.extract.rows), default=None),
    )


def _summary(extract: Extract, plans: dict[int, Plan], follow_ups: Reconciled | None = None) -> ImportSummary:
    effects = [change.effect for plan in plans.values() for change in plan.changes]
    overlaps = [rejection for plan in plans.values() for rejection in plan.rejected]
    return ImportSummary(
        lines=extract.lines,
        inserted=sum(len(plan.inserts) for plan in plans.values()),
        corrected=effects.count(Effect.CORRECTED),
        adopted=effects.count(Effect.ADOPTED),
        reinstated=effects.count(Effect.REINSTATED),
        withdrawn=sum(len(plan.withdrawals) for plan in plans.values()),
        unchanged=sum(plan.unchanged for plan in plans.values()),
        rejected=sorted([*extract.rejected, *overlaps]),
        odd_percents=extract.odd_percents,
        employees=sum(plan.moves for plan in plans.values()),
        follow_ups=follow_ups or Reconciled(),
    )


# --- Writing out --------------------------------------------------------------------------------------


def _exported(since: date | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The employee's reference and the fields of a line, in order of number and first day."""
    codes, texts = _codes()
    periods = Period.objects.standing()
    if since is not None:
        periods = periods.filter(first_day__gte=since)
    rows = periods.order_by("employee__number", "first_day").values_list(
        "employee__ref", "employee__number", "cause_id", "cause__name_da", "payroll_code", *_STORED[1:3], "degree"
    )
    for ref, number, cause, name, own_code, first_day, last_day, degree in rows.iterator(chunk_size=10_000):
        code = own_code if own_code in codes.get(cause, ()) else next(iter(codes.get(cause, ())), None)
        if code is not None:
            fields = (number, code, texts.get(code) or name, _day(first_day), _day(last_day), _percent(degree))
            yield ref, tuple(map(harmless, fields))


def _codes() -> tuple[dict[str, list[str]], dict[str, str]]:
    """The payroll codes of each cause, and what each is called."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    texts: dict[str, str] = {}
    for code, cause, text in PayrollCode.objects.order_by("code").values_list("code", "cause_id", "text"):
        codes[cause].append(code)
        texts[code] = text
    return codes, texts


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day:02}-{day.month:02}-{day.year:04}"


def _percent(degree: object) -> str:
    """`100`, `66,67`."""
    text = f"{degree:.2f}".removesuffix(".00")
    return text.replace(".", ",")
