"""Nordstrand's extracts through the real imports, against a count of the files' lines by hand, day by day."""

import csv
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from absence.models import PayrollCode
from insight.rules.measures import By
from insight.statistics.flows import export_statistics
from insight.statistics.queries import Asked
from people.access import system
from people.calendar import DEFAULT_CALENDAR
from people.extracts import read_date
from tests.absence.test_flows_export import NORDSTRAND, naive
from tests.insight.statistics.oracle import Away, Job, Number, figures
from tests.insight.statistics.test_table import expected
from tests.world import NOW

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 8, 17), date(2026, 9, 30)


def lines(name: str) -> list[dict[str, str]]:
    text = (NORDSTRAND / name).read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(text, delimiter=";"))


def numbers(units: list[str]) -> list[Number]:
    people = {row["Medarbejdernummer"]: row for row in lines("medarbejdere.csv")}
    causes = dict(PayrollCode.objects.values_list("code", "cause"))
    degrees = {
        (row["Medarbejdernummer"], row["Fraværskode"], read_date(row["Startdato"])): row["Procent"]
        for row in lines("fravaer.csv")
    }
    away: defaultdict[str, list[Away]] = defaultdict(list)
    for number, code, first, last in naive(NORDSTRAND / "fravaer.csv", set(people), set(causes))[0]:
        degree = Fraction((degrees[number, code, first] or "100").replace(",", "."))
        away[number].append(Away(first, last, causes[code], degree))
    return [Number(number, [job(row, units)], away[number]) for number, row in people.items()]


def job(row: dict[str, str], units: list[str]) -> Job:
    first = read_date(row["Startdato"])
    assert first is not None
    hours = Fraction(row["Ugentlige timer"].replace(",", "."))
    last = read_date(row["Slutdato"])
    return Job(units.index(row["Afdelingskode"]), first, last, row["Faggruppe"], hours, row["Bopælskommune"])


@time_machine.travel(NOW, tick=False)
def test_the_figures_are_those_of_the_files(tmp_path: Path) -> None:
    call_command("seed")
    call_command("import_people", NORDSTRAND, "--as-of", "2026-11-20", "--report", tmp_path / "people.csv")
    call_command("import_absence", NORDSTRAND / "fravaer.csv")
    above = {row["Afdelingskode"]: row["Forældreafdelingskode"] for row in lines("organisation.csv")}
    units, path = list(above), tmp_path / "tal.csv"
    parents = {units.index(code): units.index(parent) if parent else None for code, parent in above.items()}
    codes = {str(number): code for number, code in enumerate(units)}
    found = numbers(units)
    for by in [(By.UNIT,), (By.JOB_GROUP, By.LENGTH), (By.CAUSE, By.MONTH), (By.SENIORITY, By.HOME_MUNICIPALITY)]:
        export_statistics(asked=Asked(FIRST, LAST, NOW.date(), by), path=path, masked=False, by=system(NOW))
        counted = figures(found, parents, DEFAULT_CALENDAR, FIRST, LAST, NOW.date(), by)
        assert path.read_text(encoding="utf-8").splitlines()[1:] == expected(counted, by, codes), by
