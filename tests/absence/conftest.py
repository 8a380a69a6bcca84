"""A small municipality with causes and 1-5-14, where people fall ill.

Forvaltningen      led by Dorte
  Solgården        led by Birgit, with Dina as deputy; Åse and Bo work there
  Lærkevej         led by Søren
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from absence.flows import ImportSummary, give_policy, import_absence, seed_causes, seed_policies
from absence.models import Period, Policy
from audit.models import Entry
from people.access import system, viewer_for
from people.calendar import COPENHAGEN
from people.flows import seed_closing_days
from people.models import Employee, Unit
from people.rules import CapacityKind
from people.viewer import Viewer
from tests.factories import CapacityFactory, LeadershipFactory, UnitFactory, person

# A Monday.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
TODAY = NOW.date()
HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"


Line = Callable[..., str]


def days(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


@dataclass
class Place:
    top: Unit
    unit: Unit
    other_unit: Unit
    director: Employee
    leader: Employee
    deputy: Employee
    sibling: Employee
    employee: Employee
    colleague: Employee
    hr: Employee

    def by(self, name: str, now: datetime = NOW) -> Viewer:
        employee: Employee = getattr(self, name)
        assert employee.user is not None
        return viewer_for(employee.user, now)


@pytest.fixture
def causes(db: None) -> None:
    by = system(NOW)
    seed_closing_days(by=by)
    seed_causes(by=by)
    seed_policies(by=by)


@pytest.fixture
def place(causes: None) -> Place:
    top = UnitFactory(code="1000", name="Forvaltningen")
    unit = UnitFactory(code="2001", name="Solgården", parent=top)
    other = UnitFactory(code="2002", name="Lærkevej", parent=top)
    found = Place(
        top=top,
        unit=unit,
        other_unit=other,
        director=person(top, leads=True, first_name="Dorte", number="1"),
        leader=person(unit, leads=True, first_name="Birgit", number="2"),
        deputy=person(unit, first_name="Dina", number="3"),
        sibling=person(other, leads=True, first_name="Søren", number="4"),
        employee=person(unit, first_name="Åse", number="5"),
        colleague=person(unit, first_name="Bo", number="6"),
        hr=person(top, first_name="Henrik", number="7"),
    )
    LeadershipFactory(unit=unit, user=found.deputy.user, is_deputy=True, last_day=days(4))
    CapacityFactory(user=found.hr.user, kind=CapacityKind.HR)
    policy = Policy.objects.get(key="1-5-14")
    give_policy(unit=top, policy=policy, first_day=days(-200), by=system(NOW))
    return found


@dataclass
class Payroll:
    """Payroll's side: writes an extract and has it read in."""

    folder: Path

    def file(self, *lines: str, name: str = "fravaer.csv") -> Path:
        path = self.folder / name
        path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8-sig")
        return path

    def send(self, *lines: str, now: datetime = NOW, **options: Any) -> ImportSummary:
        return import_absence(path=self.file(*lines), by=system(now), **options)


@pytest.fixture
def payroll(tmp_path: Path) -> Payroll:
    return Payroll(tmp_path)


@pytest.fixture
def line() -> Callable[..., str]:
    """A line of an extract; days are counted from today."""

    def write(number: str, first: int, last: int | None = None, code: str = "790", percent: str = "100") -> str:
        end = "" if last is None else f"{days(last):%d-%m-%Y}"
        return f"{number};{code};Tekst;{days(first):%d-%m-%Y};{end};{percent}"

    return write


def counts(summary: object) -> dict[str, int]:
    """What is not nothing in a summary."""
    names = ("inserted", "corrected", "adopted", "reinstated", "withdrawn", "unchanged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def audit_events() -> list[tuple[str, list[str], str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "subjects", "purpose"))


def standing(employee: Employee | None = None) -> list[tuple[Any, ...]]:
    """What stands: number, first and last day from today, cause, percent, and whether payroll has confirmed it."""
    periods = Period.objects.standing().order_by("employee__number", "first_day")
    if employee is not None:
        periods = periods.filter(employee=employee)
    return [
        (
            period.employee.number,
            (period.first_day - TODAY).days,
            None if period.last_day is None else (period.last_day - TODAY).days,
            period.cause_id,
            int(period.degree),
            period.payroll_code,
        )
        for period in periods.select_related("employee")
    ]
