"""Payroll's extract: what a complete one leaves out, what changes nothing, and what happens meanwhile."""

import random

import pytest

from absence.flows import (
    LeavesOutTooMany,
    import_absence,
    report_sick,
)
from absence.models import PayrollImport, Period
from audit.models import Entry
from cases.models import FollowUp
from people.access import system
from people.extracts import UnreadableExtract
from tests.absence.conftest import HEADER, NOW, TODAY, Line, Payroll, Place, audit_events, counts, days, standing
from tests.at_once import while_others
from tests.factories import EmployeeFactory

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
    came = while_others(
        lambda: report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader")),
        lambda: import_absence(path=path, by=system(NOW)),
    )
    assert counts(came) == {"adopted": 1, "inserted": 1}
    assert standing() == [("5", -4, None, "sickness", 100, "790"), ("6", -9, None, "sickness", 100, "790")]
