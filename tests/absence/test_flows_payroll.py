"""Payroll's extract, read in: rows that are new, the same again or corrected, and what stood before."""

import csv
import hashlib
from pathlib import Path

import pytest

from absence.flows import (
    correct_period,
    import_absence,
    report_fit,
    report_sick,
    withdraw_period,
)
from absence.models import FormerPeriod, PayrollImport, Period
from absence.rules.recording import WithdrawReason
from audit.models import Entry
from cases.models import FollowUp
from people.access import system
from tests.absence.conftest import NOW, TODAY, Line, Payroll, Place, counts, days, standing

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
