"""Initiatives in the world of tests/world.py, and people who were away there before and after."""

from collections.abc import Callable
from datetime import date

import pytest

from absence.models import Cause, Period
from insight.initiatives.flows import Written, add_initiative
from insight.models import Initiative
from people.models import Employee, Employment
from tests.world import BEGINNING, NOW, TODAY, World

Made = Callable[..., Initiative]
Staffed = Callable[..., list[Employee]]


def written(world: World, *units: str, **said: object) -> Written:
    """As HR would write it, at Solgården unless it is said where."""
    plain: dict[str, object] = {
        "title": "Trivselsteam",
        "purpose": "Færre sygedage i plejen.",
        "goal": "",
        "efforts": "",
        "baseline": "Fravær 2022/2023",
        "resources": "",
        "amount": None,
        "next_step": "Aftal besøg på to afdelinger",
        "responsible_id": None,
        "responsible_words": "Velfærdssekretariatet",
        "reports_to": "",
        "follow_up_on": date(2027, 3, 1),
        "first_day": TODAY,
        "last_day": None,
        "job_group": "",
        "units": tuple(world.units[name].pk for name in units or ("solgaarden",)),
    }
    return Written(**{**plain, **said})  # type: ignore[arg-type]


@pytest.fixture
def made(world: World) -> Made:
    """An initiative as HR has added it."""

    def make(*units: str, **said: object) -> Initiative:
        return add_initiative(written=written(world, *units, **said), by=world.viewer("hr"))

    return make


@pytest.fixture
def staffed(world: World) -> Staffed:
    """So many new people in a unit, the first of them sick from a day to a day."""

    def make(unit: str, number: int, *sick: tuple[date, date]) -> list[Employee]:
        people = []
        for _place in range(number):
            one = Employee.objects.create(
                number=str(40000 + Employee.objects.count()), first_name="Ny", last_name="Birk"
            )
            Employment.objects.create(employee=one, unit=world.units[unit], first_day=BEGINNING, weekly_hours=37)
            people.append(one)
        cause = Cause.objects.get(key="sickness")
        for first, last in sick:
            Period.objects.create(
                employee=people[0], first_day=first, last_day=last, cause=cause, source="payroll", recorded_at=NOW
            )
        return people

    return make
