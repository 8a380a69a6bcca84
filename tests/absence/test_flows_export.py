"""Payroll's extract, written out and read in again; and Nordstrand's, against a naive reading."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from absence.extracts import write_rejections
from absence.flows import (
    export_absence,
    import_absence,
    report_fit,
    report_sick,
    withdraw_period,
)
from absence.models import PayrollCode, Period
from absence.rules.recording import WithdrawReason
from cases.models import FollowUp
from people.access import system
from people.models import Employee
from tests.absence.conftest import HEADER, NOW, TODAY, Line, Payroll, Place, audit_events, counts, days, standing

NORDSTRAND = Path(__file__).parents[1] / "data" / "nordstrand"


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
