"""What absence derived, against what stands: the one place where rows come, move and go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db import transaction

from cases.flows import open_reached_cases
from cases.followups.queries import WORDS, stored_rows, wordings
from cases.followups.rules import (
    Annotate,
    Change,
    Close,
    Create,
    FollowUpEvent,
    FollowUpState,
    Owed,
    Reopen,
    Update,
    Words,
    next_state,
    reconcile,
)
from cases.models import Case, FollowUp, Wording
from people.models import Employee
from people.querysets import update_rows
from people.viewer import Viewer

BATCH = 1000
# What a row takes over from what is fresh.
TAKEN_OVER = (
    *("key", "rule_key", "origin", "kind", "owner_role", "step", "mandatory", "opens_case", "legal_ref", "wording_id"),
    *("anchor", "due_on", "legal_last_day", "spell_from", "late_by_correction", "state", "closed_on", "remind_on"),
)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many rows of each sort a reconciling wrote."""

    created: int = 0
    moved: int = 0
    reopened: int = 0
    closed: int = 0
    annotated: int = 0
    cases_opened: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(
            *(getattr(self, name) + getattr(other, name) for name in self.__slots__)  # same fields, in order
        )

    @property
    def changed(self) -> int:
        return self.created + self.moved + self.reopened + self.closed + self.annotated + self.cases_opened


@transaction.atomic
def reconcile_many(*, fresh_by_employee: Mapping[int, Iterable[Owed]], by: Viewer) -> Reconciled:
    """Makes the rows of these employees say what is fresh, and opens the cases whose day has come.

    An employee without anything fresh is given with an empty list. About a dozen queries for any number of them.
    Audit: `case_opened` for each case; what moved the rows is recorded by whoever moved them.
    """
    employees = sorted(fresh_by_employee)
    Employee.objects.lock(employees)
    stored = stored_rows(employees)
    changes: list[tuple[int, Change]] = [
        (employee, change)
        for employee in employees
        for change in reconcile(fresh_by_employee[employee], stored.get(employee, ()), by.today)
    ]
    written = _Writing(by).write(changes)
    opened = open_reached_cases(employees=employees, by=by)
    return written + Reconciled(cases_opened=len(opened))


class _Writing:
    """Writes changes in few statements, whatever their number."""

    def __init__(self, by: Viewer) -> None:
        self._by = by
        self._wordings = {words: pk for pk, words in wordings().items()}

    def write(self, changes: list[tuple[int, Change]]) -> Reconciled:
        if not changes:
            return Reconciled()
        self._know_words(changes)
        creates = [(employee, change) for employee, change in changes if isinstance(change, Create)]
        updates = [change for _, change in changes if isinstance(change, Update)]
        reopened = [change for _, change in changes if isinstance(change, Reopen)]
        closed = [change for _, change in changes if isinstance(change, Close)]
        annotated = [change for _, change in changes if isinstance(change, Annotate)]
        self._close(closed)
        self._annotate(annotated)
        self._take_over(updates, reopened)
        self._create(creates)
        return Reconciled(
            created=len(creates),
            moved=len(updates),
            reopened=len(reopened),
            closed=len(closed),
            annotated=len(annotated),
        )

    def _know_words(self, changes: list[tuple[int, Change]]) -> None:
        said = {
            change.owed.duty.words
            for _, change in changes
            if isinstance(change, Create | Update | Reopen) and change.owed.duty.words != Words()
        }
        new = sorted(said - self._wordings.keys(), key=lambda words: words.act_da)
        rows = Wording.objects.bulk_create([Wording(**{name: getattr(words, name) for name in WORDS}) for words in new])
        self._wordings |= {words: row.pk for words, row in zip(new, rows, strict=True)}

    def _close(self, changes: list[Close]) -> None:
        by_event: dict[FollowUpEvent, list[int]] = {}
        for change in changes:
            by_event.setdefault(change.event, []).append(change.ref)
        for event, refs in by_event.items():
            state = next_state(FollowUpState.OPEN, event)
            FollowUp.objects.filter(pk__in=refs).update(state=state, closed_on=self._by.today)

    def _annotate(self, changes: list[Annotate]) -> None:
        for basis_changed in (True, False):
            refs = [change.ref for change in changes if change.basis_changed is basis_changed]
            if refs:
                FollowUp.objects.filter(pk__in=refs).update(basis_changed=basis_changed)

    def _take_over(self, moved: list[Update], reopened: list[Reopen]) -> None:
        changes: dict[int, Update | Reopen] = {change.ref: change for change in moved}
        changes |= {change.ref: change for change in reopened}
        rows = list(FollowUp.objects.filter(pk__in=changes).order_by("pk"))
        for row in rows:
            change = changes[row.pk]
            self._fill(row, change.owed, late=change.late_by_correction)
            if isinstance(change, Reopen):
                row.state = next_state(FollowUpState(row.state), FollowUpEvent.REOPEN)
                row.closed_on = None
                row.remind_on = None
            else:
                row.remind_on = change.remind_on
        update_rows(FollowUp, TAKEN_OVER, (attrgetter("pk", *TAKEN_OVER)(row) for row in rows))

    def _create(self, changes: list[tuple[int, Create]]) -> None:
        if not changes:
            return
        cases = dict(
            Case.objects.open()
            .filter(employee__in={employee for employee, _ in changes})
            .values_list("employee_id", "pk")
        )
        rows = []
        for employee, change in changes:
            row = FollowUp(employee_id=employee, case_id=cases.get(employee), created_at=self._by.now)
            self._fill(row, change.owed, late=change.late_by_correction)
            rows.append(row)
        FollowUp.objects.bulk_create(rows, batch_size=BATCH)

    def _fill(self, row: FollowUp, owed: Owed, *, late: bool) -> None:
        duty = owed.duty
        row.key = key_of(duty.rule, owed.anchor)
        row.rule_key = duty.rule
        row.origin = duty.policy
        row.kind = duty.kind
        row.owner_role = duty.owner_role
        row.step = duty.step
        row.mandatory = duty.mandatory
        row.opens_case = duty.opens_case
        row.legal_ref = duty.legal_ref
        row.wording_id = self._wordings.get(duty.words)
        row.anchor = owed.anchor
        row.due_on = owed.due_on
        row.legal_last_day = owed.legal_last_day
        row.spell_from = owed.spell_from
        row.late_by_correction = late


def key_of(rule: str, anchor: date) -> str:
    return f"{rule}@{anchor:%Y-%m-%d}"
