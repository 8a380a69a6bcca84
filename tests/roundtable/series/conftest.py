"""A workplace in the world of tests/world.py, and who was away there."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from absence.models import Cause, Period
from people.models import Employee, Employment
from roundtable.models import Series
from tests.world import BEGINNING, NOW, TODAY, World

DAY = timedelta(days=1)
WORDS = {"goals": "Færre fraværsdage.", "plan": "Tirsdage i december.", "roles": "Karen leder samtalerne."}

Absent = Callable[..., Employee]


@pytest.fixture
def series(world: World) -> Series:
    """At Solgården, prepared."""
    return Series.objects.create(
        unit=world.units["solgaarden"], begun_on=TODAY, begun_by=world.users["consultant"], **WORDS
    )


@pytest.fixture
def absent(world: World) -> Absent:
    """Somebody new, away for two days so many days ago."""

    def make(name: str, ago: int | None = 30, *, unit: str = "solgaarden", cause: str = "sickness", **more) -> Employee:
        number = str(30000 + Employee.objects.count())
        employee = Employee.objects.create(number=number, first_name=name, last_name="Birk", **more)
        Employment.objects.create(employee=employee, unit=world.units[unit], first_day=BEGINNING, weekly_hours=37)
        if ago is not None:
            last = TODAY - ago * DAY
            Period.objects.create(
                employee=employee,
                first_day=last - DAY,
                last_day=last,
                cause=Cause.objects.get(key=cause),
                source="payroll",
                recorded_at=NOW,
            )
        return employee

    return make
