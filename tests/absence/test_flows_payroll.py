"""Payroll's extract, read in and written out through the database."""

import csv
import hashlib
import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from absence.extracts import write_rejections
from absence.flows import (
    LeavesOutTooMany,
    correct_period,
    export_absence,
    import_absence,
    report_fit,
    report_sick,
    withdraw_period,
)
from absence.models import FormerPeriod, PayrollCode, PayrollImport, Period
from absence.rules.recording import WithdrawReason
from audit.models import Entry
from cases.models import FollowUp
from people.access import system
from people.extracts import UnreadableExtract
from people.models import Employee
from tests.absence.conftest import HEADER, NOW, TODAY, Payroll, Place, days, standing
from tests.factories import EmployeeFactory

Line = Callable[..., str]
NORDSTRAND = Path(__file__).parents[1] / "data" / "nordstrand"


def counts(summary: object) -> dict[str, int]:
    """What is not nothing in a summary."""
    names = ("inserted", "corrected", "adopted", "reinstated", "withdrawn", "unchanged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def audit_events() -> list[tuple[str, list[str], str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "subjects", "purpose"))


# --- New rows, the same again, corrections --------------------------------------------------------------


def test_an_extract_becomes_periods_and_follow_ups(place: Place, payroll: Payroll, line: Line) -> None:
    before = Entry.objects.count()
    summary = payroll.send(line("5", -4), line("6", -40, -38, "526", "66,67"), line("6", -3, -3, "510"))

    assert counts(summary) == {"inserted": 3}
    assert (summary.lines, summary.employees, summary.rejected) == (3, 2, [])
    assert standing() == [
        ("5", -4, None, "sickness", 100, "790"),
        ("6", -40, -38, "partial", 66, "526"),
        ("6", -3, -3, "child", 100, "510"),
    ]
    row = FollowUp.objects.get(employee=place.employee, rule_key="1-5-14/5")
    assert (row.state, row.due_on, row.late_by_correction) == ("open", TODAY, False)
    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.event, entry.capacity, entry.purpose) == ("payroll_imported", "system", "payroll")
    assert sorted(entry.subjects) == sorted([place.employee.ref, place.colleague.ref])
    kept = PayrollImport.objects.get()
    assert (kept.at, kept.by, kept.lines, kept.inserted, kept.newest_first_day) == (NOW, None, 3, 3, days(-3))
    assert kept.sha256 == hashlib.sha256((payroll.folder / "fravaer.csv").read_bytes()).hexdigest()


def test_the_same_extract_again_changes_nothing(place: Place, payroll: Payroll, line: Line) -> None:
    lines = [line("5", -4), line("5", -4, -2, "510"), line("6", -40, -38)]
    first = payroll.send(*lines)
    before = (standing(), list(FollowUp.objects.order_by("pk").values()), list(Period.objects.order_by("pk").values()))
    second = payroll.send(*lines)

    assert counts(first) == {"inserted": 2}
    assert counts(second) == {"unchanged": 2}
    assert [(r.line, r.code) for r in first.rejected] == [(r.line, r.code) for r in second.rejected] == [(3, "overlap")]
    after = (standing(), list(FollowUp.objects.order_by("pk").values()), list(Period.objects.order_by("pk").values()))
    assert after == before
    assert FormerPeriod.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("dialect", [";", ",", "\t"])
def test_the_same_extract_in_another_dress_changes_nothing(
    place: Place, payroll: Payroll, line: Line, tmp_path: Path, encoding: str, dialect: str
) -> None:
    lines = [line("5", -4), line("6", -40, -38, "526", "60"), line("6", -3, -3, "510")]
    payroll.send(*lines)
    before = list(Period.objects.order_by("pk").values())
    path = tmp_path / "andet navn.txt"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect, lineterminator="\r\n")
        writer.writerow(["Procent", "SLUTDATO", "Løn", "Startdato", "medarbejder-nummer", "fravaerskode"])
        for text in reversed(lines):
            number, code, _, first, last, percent = text.split(";")
            iso = "-".join(reversed(first.split("-")))
            writer.writerow([f"{percent},0 %", last.replace("-", "."), "æøå", iso, number, code])

    assert counts(import_absence(path=path, by=system(NOW))) == {"unchanged": 3}
    assert list(Period.objects.order_by("pk").values()) == before


def test_a_correction_changes_end_and_percent_of_the_same_period(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -4))
    period = Period.objects.get()
    summary = payroll.send(line("5", -4, -1, percent="50"))

    assert counts(summary) == {"corrected": 1}
    assert standing() == [("5", -4, -1, "sickness", 50, "790")]
    after = Period.objects.get()
    assert (after.pk, after.ref, after.version) == (period.pk, period.ref, 2)
    assert FollowUp.objects.get(rule_key="1-5-14/5").state == "lapsed"
    assert [(row.last_day, int(row.degree)) for row in FormerPeriod.objects.all()] == [(None, 100)]


def test_import_of_a_then_of_its_correction_is_import_of_the_corrected(
    place: Place, payroll: Payroll, line: Line
) -> None:
    payroll.send(line("5", -30, -20), line("6", -4))
    payroll.send(line("5", -30, -10), line("6", -4, -1))
    step_by_step = standing(), dict(FollowUp.objects.filter(state="open").values_list("key", "due_on"))
    FollowUp.objects.all().delete()
    Period.objects.all().delete()
    payroll.send(line("5", -30, -10), line("6", -4, -1))
    assert (standing(), dict(FollowUp.objects.filter(state="open").values_list("key", "due_on"))) == step_by_step


def test_files_in_any_order_give_the_same_periods(place: Place, payroll: Payroll, line: Line) -> None:
    files = [[line("5", -30, -25)], [line("5", -20, -15), line("6", -9)], [line("6", -40, -30), line("5", -4)]]
    results = []
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        FollowUp.objects.all().delete()
        Period.objects.all().delete()
        for number in order:
            payroll.send(*files[number])
        results.append((standing(), sorted(FollowUp.objects.filter(state="open").values_list("key", "due_on"))))
    assert results[0] == results[1] == results[2]


# --- What Tilbage recorded ------------------------------------------------------------------------------


def test_payroll_adopts_a_report_with_its_follow_ups(place: Place, payroll: Payroll, line: Line) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    rows = set(FollowUp.objects.values_list("pk", flat=True))
    summary = payroll.send(line("5", -4, None, "590"))

    assert counts(summary) == {"adopted": 1}
    assert standing() == [("5", -4, None, "accident", 100, "590")]
    after = Period.objects.get()
    assert (after.pk, after.source, after.recorded_by) == (period.pk, "leader", period.recorded_by)
    kept = FollowUp.objects.filter(rule_key__startswith="1-5-14/")
    assert {row.pk for row in kept} <= rows
    assert FollowUp.objects.get(rule_key="1-5-14/1").state == "done"
    assert FollowUp.objects.get(rule_key="1-5-14/5").due_on == TODAY
    assert counts(payroll.send(line("5", -4, None, "590"))) == {"unchanged": 1}


def test_of_several_reports_payroll_adopts_the_earliest_and_withdraws_the_others(
    place: Place, payroll: Payroll, line: Line
) -> None:
    by = place.by("leader")
    first = report_sick(employee=place.employee, first_day=days(-20), last_day=days(-15), by=by)
    second = report_sick(employee=place.employee, first_day=days(-12), last_day=days(-10), by=by)
    summary = payroll.send(line("5", -21, -9))

    assert counts(summary) == {"adopted": 1, "withdrawn": 1}
    assert standing() == [("5", -21, -9, "sickness", 100, "790")]
    assert Period.objects.get(pk=first.pk).withdrawn is False
    assert Period.objects.get(pk=second.pk).withdraw_reason == "adopted"


def test_a_report_is_adopted_once_a_file(place: Place, payroll: Payroll, line: Line) -> None:
    report_sick(employee=place.employee, first_day=days(-20), by=place.by("leader"))
    summary = payroll.send(line("5", -20, -10), line("5", -9, None, "526", "50"))
    assert counts(summary) == {"adopted": 1, "inserted": 1}
    assert standing() == [("5", -20, -10, "sickness", 100, "790"), ("5", -9, None, "partial", 50, "526")]


def test_back_at_work_stands_against_payroll_until_payroll_sends_an_end(
    place: Place, payroll: Payroll, line: Line
) -> None:
    payroll.send(line("5", -9))
    report_fit(period=Period.objects.get(), back_on=days(-1), by=place.by("leader"))
    assert counts(payroll.send(line("5", -9))) == {"unchanged": 1}
    assert standing() == [("5", -9, -2, "sickness", 100, "790")]
    assert counts(payroll.send(line("5", -9, percent="80"))) == {"corrected": 1}
    assert standing() == [("5", -9, -2, "sickness", 80, "790")]
    assert counts(payroll.send(line("5", -9, -3, percent="80"))) == {"corrected": 1}
    assert standing() == [("5", -9, -3, "sickness", 80, "790")]


def test_back_at_work_stands_when_payroll_first_hears_of_it(place: Place, payroll: Payroll, line: Line) -> None:
    period = report_sick(employee=place.employee, first_day=days(-9), by=place.by("leader"))
    report_fit(period=period, back_on=days(-1), by=place.by("leader"))
    payroll.send(line("5", -9))
    assert standing() == [("5", -9, -2, "sickness", 100, "790")]


def test_a_period_keeps_its_identity_when_tilbage_corrects_it(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -9, -5))
    period = Period.objects.get()
    corrected(period, place, first_day=days(-8), cause="accident")
    assert counts(payroll.send(line("5", -9, -5))) == {"unchanged": 1}
    assert counts(payroll.send(line("5", -9, -4))) == {"corrected": 1}
    assert standing() == [("5", -8, -4, "accident", 100, "790")]
    assert Period.objects.get().pk == period.pk


def test_payroll_takes_over_what_tilbage_corrected(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -9, -5))
    period = Period.objects.get()
    corrected(period, place, first_day=days(-8))
    summary = payroll.send(line("5", -8, -5), complete_from=days(-30))
    assert (counts(summary), summary.rejected) == ({"corrected": 1}, [])
    assert (Period.objects.get().pk, standing()) == (period.pk, [("5", -8, -5, "sickness", 100, "790")])


def corrected(period: Period, place: Place, **change: object) -> Period:
    values = {
        "version": period.version,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "cause": period.cause_id,
        "degree": period.degree,
        "returns_on": period.expected_return,
        "by": place.by("leader"),
    }
    return correct_period(period=period, **(values | change))  # type: ignore[arg-type]


def test_what_a_leader_withdrew_stays_so_until_payroll_says_something_new(
    place: Place, payroll: Payroll, line: Line
) -> None:
    payroll.send(line("5", -9, -5))
    withdraw_period(period=Period.objects.get(), version=1, reason=WithdrawReason.MISTAKE, by=place.by("leader"))
    assert counts(payroll.send(line("5", -9, -5))) == {"unchanged": 1}
    assert standing() == []
    assert counts(payroll.send(line("5", -9, -4))) == {"reinstated": 1}
    assert standing() == [("5", -9, -4, "sickness", 100, "790")]


# --- Complete files -------------------------------------------------------------------------------------


def test_a_complete_file_withdraws_what_it_leaves_out_and_brings_it_back(
    place: Place, payroll: Payroll, line: Line
) -> None:
    report_sick(employee=place.colleague, first_day=days(-2), by=place.by("leader"))
    payroll.send(line("5", -30, -25), line("5", -20, -15), line("5", -9))
    assert counts(payroll.send(line("5", -9), complete_from=days(-20))) == {"withdrawn": 1, "unchanged": 1}
    assert standing() == [
        ("5", -30, -25, "sickness", 100, "790"),  # before the day
        ("5", -9, None, "sickness", 100, "790"),
        ("6", -2, None, "sickness", 100, ""),  # not payroll's
    ]
    assert Period.objects.get(withdrawn=True).withdraw_reason == "left_out"
    assert counts(payroll.send(line("5", -20, -15), line("5", -9))) == {"reinstated": 1, "unchanged": 1}
    assert Period.objects.filter(withdrawn=True).count() == 0


def test_a_complete_file_makes_room_for_its_own_rows(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -20, -15))
    summary = payroll.send(line("5", -19, -14), complete_from=days(-30))
    assert (counts(summary), summary.rejected) == ({"inserted": 1, "withdrawn": 1}, [])
    assert standing() == [("5", -19, -14, "sickness", 100, "790")]


def test_a_rejected_line_still_names_its_period(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -20, -15))
    summary = payroll.send(line("5", -20, -21), complete_from=days(-30))
    assert [rejection.code for rejection in summary.rejected] == ["ends_before_start"]
    assert standing() == [("5", -20, -15, "sickness", 100, "790")]


def open_absences(place: Place, number: int, line: Line) -> list[str]:
    employees = EmployeeFactory.create_batch(number)
    return [line(employee.number, -10) for employee in employees]


@pytest.mark.parametrize(("stored", "left_out", "refused"), [(49, 10, True), (50, 10, False), (30, 9, False)])
def test_a_file_that_leaves_out_too_many_open_absences_changes_nothing(
    place: Place, payroll: Payroll, line: Line, stored: int, left_out: int, refused: bool
) -> None:
    lines = open_absences(place, stored, line)
    payroll.send(*lines, line("5", -40, -30))
    before = (standing(), Entry.objects.count(), PayrollImport.objects.count())
    rest = [*lines[left_out:], line("6", -3)]
    if not refused:
        assert payroll.send(*rest, complete_from=days(-30)).withdrawn == left_out
        return
    with pytest.raises(LeavesOutTooMany) as refusal:
        payroll.send(*rest, complete_from=days(-30))
    assert (refusal.value.left_out, refusal.value.total) == (left_out, stored)
    assert (standing(), Entry.objects.count(), PayrollImport.objects.count()) == before
    summary = payroll.send(*rest, complete_from=days(-30), accept_missing=True)
    assert (summary.withdrawn, summary.inserted) == (left_out, 1)
    assert [event for event, _, _ in audit_events()][-2:] == ["payroll_imported", "missing_rows_accepted"]
    assert PayrollImport.objects.latest("pk").accepted_missing is True


def test_ending_many_absences_is_normal(place: Place, payroll: Payroll, line: Line) -> None:
    lines = open_absences(place, 20, line)
    payroll.send(*lines)
    ended = [text.replace(";;", f";{TODAY:%d-%m-%Y};") for text in lines]
    assert counts(payroll.send(*ended, complete_from=days(-30))) == {"corrected": 20}


# --- Nothing changes ------------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_change_and_changes_nothing(place: Place, payroll: Payroll, line: Line) -> None:
    payroll.send(line("5", -9))
    before = (standing(), Entry.objects.count(), PayrollImport.objects.count(), FollowUp.objects.count())
    summary = payroll.send(line("5", -9, -5), line("6", -3), line("6", -2), dry_run=True)
    assert counts(summary) == {"corrected": 1, "inserted": 1}
    assert [rejection.line for rejection in summary.rejected] == [4]
    after = (standing(), Entry.objects.count(), PayrollImport.objects.count(), FollowUp.objects.count())
    assert after == before


BAD = {
    "xlsx": b"PK\x03\x04" + bytes(200),
    "nul": (HEADER + "5;790;;01-11-2026;\0;100\n").encode(),
    "two encodings": (HEADER + "5;790;æ;01-11-2026;;100\n").encode() + "6;790;æ;01-11-2026;;100\n".encode("cp1252"),
    "other columns": b"Navn;Alder\nAase;50\n",
    "empty": b"",
    "open quote": (HEADER + '5;790;"Sygdom;01-11-2026;;100\n').encode(),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_read_changes_nothing(place: Place, payroll: Payroll, line: Line, content: bytes) -> None:
    payroll.send(line("5", -9))
    before = (standing(), Entry.objects.count(), PayrollImport.objects.count())
    path = payroll.folder / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableExtract):
        import_absence(path=path, by=system(NOW), complete_from=days(-30))
    assert (standing(), Entry.objects.count(), PayrollImport.objects.count()) == before


def test_a_cut_file_is_refused_or_gives_whole_rows_only(place: Place, payroll: Payroll, line: Line) -> None:
    employees = EmployeeFactory.create_batch(12)
    lines = [line(employee.number, -40 + n, -38 + n) for n, employee in enumerate(employees)]
    content = payroll.file(*lines).read_bytes()
    payroll.send(*lines)
    whole = set(standing())
    path = payroll.folder / "cut.csv"
    chance = random.Random(5)
    for cut in sorted(chance.sample(range(len(content)), 200)):
        path.write_bytes(content[:cut])
        try:
            summary = import_absence(path=path, by=system(NOW))
        except UnreadableExtract:
            continue
        # A cut percent cannot be told from a whole one; nothing else may be misread.
        assert {row[:4] for row in standing()} == {row[:4] for row in whole}
        assert summary.inserted == summary.withdrawn == 0
        Period.objects.update(degree=100, payroll_degree=100)


# --- Two at once ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_report_made_during_the_import_is_adopted(place: Place, payroll: Payroll, line: Line) -> None:
    """The leader's report is on its way when the file is compared, and stands when it is written."""
    path = payroll.file(line("5", -4), line("6", -9))
    done: list[object] = []

    def run() -> None:
        try:
            done.append(import_absence(path=path, by=system(NOW)))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
        thread.start()
        while True:  # until the import waits for the employee
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
                if cursor.fetchone():
                    break
            thread.join(0.02)
            assert thread.is_alive() or done
    thread.join()
    assert counts(done[0]) == {"adopted": 1, "inserted": 1}
    assert standing() == [("5", -4, None, "sickness", 100, "790"), ("6", -9, None, "sickness", 100, "790")]


# --- Writing out ----------------------------------------------------------------------------------------


def test_export_writes_what_stands_as_payroll_would(place: Place, payroll: Payroll, line: Line, tmp_path: Path) -> None:
    payroll.send(line("5", -9, -5, "526", "66,67"), line("5", -40, -38))
    report_sick(employee=place.colleague, first_day=days(-2), cause="accident", by=place.by("leader"))
    withdraw_period(
        period=Period.objects.get(first_day=days(-40)), version=1, reason=WithdrawReason.MISTAKE, by=place.by("hr")
    )
    path = tmp_path / "ud.csv"
    assert export_absence(path=path, by=system(NOW)) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig") == HEADER + (
        "5;526;Delvis sygdom;14-11-2026;18-11-2026;66,67\n6;590;Arbejdsskade;21-11-2026;;100\n"
    )
    event, subjects, purpose = audit_events()[-1]
    assert (event, purpose) == ("exported", "payroll")
    assert subjects == sorted([place.employee.ref, place.colleague.ref])
    assert export_absence(path=path, by=system(NOW), since=days(-2)) == 1


def test_export_leaves_out_what_payroll_has_no_code_for(place: Place, tmp_path: Path) -> None:
    report_sick(employee=place.employee, first_day=days(-2), by=place.by("leader"))
    PayrollCode.objects.filter(cause="sickness").delete()
    assert export_absence(path=tmp_path / "ud.csv", by=system(NOW)) == 0


def test_export_is_no_formula(place: Place, tmp_path: Path) -> None:
    Employee.objects.filter(pk=place.employee.pk).update(number="=1+1")
    report_sick(employee=place.employee, first_day=days(-2), by=place.by("leader"))
    export_absence(path=tmp_path / "ud.csv", by=system(NOW))
    assert (tmp_path / "ud.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("'=1+1;")


@pytest.mark.parametrize("seed", range(6))
def test_export_and_import_change_nothing(place: Place, payroll: Payroll, line: Line, seed: int) -> None:
    chance = random.Random(seed)
    people = [place.employee, place.colleague]
    for _ in range(4):
        lines = [
            line(
                chance.choice(people).number,
                first := -chance.randrange(1, 90),
                chance.choice([None, first, first + 2, first + 9]),
                chance.choice(["790", "526", "510"]),
                chance.choice(["100", "50"]),
            )
            for _ in range(6)
        ]
        payroll.send(*lines)
        free = TODAY - timedelta(days=chance.randrange(90))
        person = chance.choice(people)
        if not Period.objects.covering(free).filter(employee=person).exists():
            report_sick(employee=person, first_day=free, last_day=free, by=place.by("leader"))
        for period in Period.objects.standing().filter(last_day__isnull=True):
            report_fit(period=period, back_on=max(TODAY, period.first_day + timedelta(1)), by=place.by("leader"))
    before = [row[:5] for row in standing()], sorted(FollowUp.objects.values_list("key", "state", "due_on"))
    path = payroll.folder / "ud.csv"
    written = export_absence(path=path, by=system(NOW))
    for options in ({}, {"complete_from": date(2020, 1, 1)}):
        summary = import_absence(path=path, by=system(NOW), **options)
        assert (summary.rejected, summary.inserted, summary.withdrawn) == ([], 0, 0)
        assert summary.corrected + summary.adopted + summary.unchanged == written
        after = [row[:5] for row in standing()], sorted(FollowUp.objects.values_list("key", "state", "due_on"))
        assert after == before


# --- The real extract -----------------------------------------------------------------------------------


def naive(path: Path, numbers: set[str], codes: set[str]) -> tuple[list[tuple[str, str, date, date | None]], Counter]:
    """Which rows stand and how many are rejected for what, told line by line without any of our own code."""

    def read(text: str) -> date | None:
        try:
            day, month, year = text.split("-")
            return date(int(year), int(month), int(day))
        except ValueError:
            return None

    rejected: Counter = Counter()
    rows: dict[tuple[str, str, date], tuple[int, date | None]] = {}
    text = path.read_text(encoding="utf-8-sig").splitlines()
    for number, row in enumerate(csv.DictReader(text, delimiter=";"), start=2):
        first, last = read(row["Startdato"]), read(row["Slutdato"])
        if row["Medarbejdernummer"] not in numbers:
            rejected["unknown_employee"] += 1
        elif row["Fraværskode"] not in codes:
            rejected["unknown_code"] += 1
        elif first is None or (row["Slutdato"] and last is None):
            rejected["unreadable_date"] += 1
        elif last is not None and last < first:
            rejected["ends_before_start"] += 1
        else:
            rows[row["Medarbejdernummer"], row["Fraværskode"], first] = (number, last)
    standing: dict[str, list[tuple[str, str, date, date | None]]] = {}
    for (number, code, first), (_, last) in sorted(rows.items(), key=lambda item: item[1][0]):
        mine = standing.setdefault(number, [])
        if any(a <= (last or date.max) and first <= (b or date.max) for _, _, a, b in mine):
            rejected["overlap"] += 1
        else:
            mine.append((number, code, first, last))
    return sorted((row for mine in standing.values() for row in mine), key=lambda row: row[:3]), rejected


def test_nordstrands_extract_gives_what_a_naive_reading_gives(causes: None, tmp_path: Path) -> None:
    path = NORDSTRAND / "fravaer.csv"
    people = (NORDSTRAND / "medarbejdere.csv").read_text(encoding="utf-8-sig").splitlines()
    numbers = {row["Medarbejdernummer"] for row in csv.DictReader(people, delimiter=";")}
    Employee.objects.bulk_create(Employee(number=number, first_name="A", last_name="B") for number in numbers)
    rows, rejected = naive(path, numbers, set(PayrollCode.objects.values_list("code", flat=True)))

    summary = import_absence(path=path, by=system(NOW))
    periods = Period.objects.standing().values_list("employee__number", "payroll_code", "first_day", "last_day")
    assert sorted(periods, key=lambda row: row[:3]) == rows
    assert Counter(str(rejection.code) for rejection in summary.rejected) == rejected
    assert (summary.lines, summary.inserted, len(summary.rejected)) == (24502, 24460, 27)
    assert rejected == {
        "unknown_employee": 14,
        "unknown_code": 6,
        "unreadable_date": 2,
        "ends_before_start": 4,
        "overlap": 1,
    }

    report = tmp_path / "afvist.csv"
    write_rejections(report, summary.rejected)
    lines = report.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "line;code;reason"
    assert lines[8] == "13765;overlap;Overlapper linje 13764 (fra 14-11-2023 til 19-11-2023). Ret en af dem."
    assert len(lines) == 28

    again = import_absence(path=path, by=system(NOW), complete_from=date(2020, 1, 1))
    assert counts(again) == {"unchanged": 24460}
    assert len(again.rejected) == 27
