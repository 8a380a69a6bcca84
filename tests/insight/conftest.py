"""Absences of many more people in the world of tests/world.py."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest

from absence.models import Cause, GivenPolicy, Period
from people.models import Employee
from tests.factories import EmploymentFactory
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
# The window of the page without anything chosen, on the world's day.
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def hire(world: World) -> Callable[..., Employee]:
    """Somebody new in a unit, whose name must stand nowhere."""
    numbers = count(60000)

    def make(unit: str = "solgaarden", **more) -> Employee:
        who = {"number": str(next(numbers)), "first_name": "Kanariefugl", "last_name": "Navn"}
        employee = Employee.objects.create(**who, **{k: more.pop(k) for k in ("is_outside", "user") if k in more})
        EmploymentFactory(employee=employee, unit=world.units[unit], **more)
        return employee

    return make


@pytest.fixture
def sick() -> Callable[..., Period]:
    """That many days from the first on; None is still open."""

    def make(employee: Employee, first: date = MONDAY, days: int | None = 5, cause: str = "sickness") -> Period:
        return Period.objects.create(
            employee=employee,
            first_day=first,
            last_day=None if days is None else first + (days - 1) * DAY,
            cause=Cause.objects.get(key=cause),
            source="payroll",
            recorded_at=NOW,
        )

    return make


@pytest.fixture
def give(world: World) -> Callable[[str, str], GivenPolicy]:
    return lambda unit, key: GivenPolicy.objects.create(
        unit=world.units[unit], policy_id=key, first_day=TODAY - 30 * DAY
    )


@pytest.fixture
def many(hire: Callable[..., Employee], sick: Callable[..., Period]) -> Callable[[int], None]:
    """That many people in two units, each with some absences in random order of causes; they do not overlap."""
    rng = random.Random(5)

    def make(number: int) -> None:
        for one in range(number):
            employee = hire(("solgaarden", "laerkevej")[one % 2])
            at = FIRST - 400 * DAY
            while at < LAST + 30 * DAY:
                days = rng.choice([1, 2, 3, 8, 20, 45])
                sick(employee, at, days, rng.choice(["sickness", "partial", "accident", "pregnancy", "child"]))
                at += (days + rng.choice([0, 1, 6, 30, 90])) * DAY
            if one % 3 == 0:
                sick(employee, at, None)

    return make
