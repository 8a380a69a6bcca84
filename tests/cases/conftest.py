"""A small organisation, and what the rules would hand down about its people.

Forvaltningen      led by the director
  Solgården        led by Birgit, with a deputy this week; Åse works there
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from cases.followups.flows import reconcile_many
from cases.followups.queries import Row
from cases.followups.rules import Duty, Owed, Words
from cases.models import FollowUp
from people.access import system, viewer_for
from people.calendar import COPENHAGEN
from people.models import Employee, Unit, User
from people.rules import CapacityKind, OwnerRole
from people.viewer import Viewer
from tests.factories import CapacityFactory, LeadershipFactory, UnitFactory, person

# A Monday.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
TODAY = NOW.date()


def days(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


def rows_of(follow_ups: Iterable[FollowUp]) -> list[Row]:
    """As the question whose they are is asked."""
    return [Row(f.pk, f.employee_id, OwnerRole(f.owner_role), f.named_owner_id) for f in follow_ups]


def user_of(employee: Employee) -> User:
    assert employee.user is not None
    return employee.user


@dataclass
class Place:
    top: Unit
    unit: Unit
    director: Employee
    leader: Employee
    deputy: Employee
    employee: Employee
    hr: Employee
    hr_colleague: Employee

    def by(self, name: str, now: datetime = NOW) -> Viewer:
        return viewer_for(user_of(getattr(self, name)), now)


@pytest.fixture
def place(db: None) -> Place:
    top = UnitFactory(name="Forvaltningen")
    unit = UnitFactory(name="Solgården", parent=top)
    found = Place(
        top=top,
        unit=unit,
        director=person(top, leads=True, first_name="Dorte"),
        leader=person(unit, leads=True, first_name="Birgit"),
        deputy=person(unit, first_name="Dina"),
        employee=person(unit, first_name="Åse"),
        hr=person(top, first_name="Henrik"),
        hr_colleague=person(top, first_name="Hanne"),
    )
    LeadershipFactory(unit=unit, user=found.deputy.user, is_deputy=True, last_day=days(4))
    for officer in (found.hr, found.hr_colleague):
        CapacityFactory(user=officer.user, kind=CapacityKind.HR)
    return found


@pytest.fixture
def the_system(db: None) -> Callable[[], Viewer]:
    return lambda: system(NOW)


def duty(rule: str = "1-5-14/5", **fields: object) -> Duty:
    step = rule.partition("/")[2]
    known = {
        "rule": rule,
        "kind": "contact",
        "owner_role": OwnerRole.LEADER,
        "step": int(step) if step.isdigit() else None,
        "words": Words(act_da=f"Ring ({rule})"),
    }
    return Duty(**{**known, **fields})  # type: ignore[arg-type]


def owed(
    rule: str = "1-5-14/5",
    *,
    due: int = 0,
    spell_from: int = -4,
    spell_last: int | None = None,
    legal: int | None = None,
    anchor: int | None = None,
    **fields: object,
) -> Owed:
    """Days are counted from today."""
    return Owed(
        duty=duty(rule, **fields),
        anchor=days(due if anchor is None else anchor),
        due_on=days(due),
        legal_last_day=None if legal is None else days(legal),
        spell_from=days(spell_from),
        spell_last=None if spell_last is None else days(spell_last),
    )


def give(employee: Employee, *fresh: Owed, now: datetime = NOW) -> list[FollowUp]:
    """What absence would do: hand down what is owed now. Returns the open rows, earliest due first."""
    reconcile_many(fresh_by_employee={employee.pk: fresh}, by=system(now))
    return list(FollowUp.objects.filter(employee=employee, state="open").order_by("due_on", "pk"))
