"""Short ways to say what targets there are, and who works where."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from absence.models import Cause, Period
from insight.models import Target
from insight.rollup.flows import rebuild_figures
from insight.rules.targets import Change
from insight.targets.flows import set_targets
from people.models import Employee
from tests.factories import person
from tests.world import NOW, TODAY, World


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


def aim(world: World, year: int = TODAY.year, **percents: str) -> None:
    """HR sets the units' own targets."""
    own = dict(Target.objects.filter(year=year).values_list("unit", "percent"))
    changes = {
        world.units[name].pk: Change(own.get(world.units[name].pk), Decimal(percent))
        for name, percent in percents.items()
    }
    set_targets(year=year, changes=changes, by=world.viewer("hr"))


def count(world: World) -> None:
    rebuild_figures(by=world.viewer("hr"))


@pytest.fixture
def staff(world: World) -> Callable[..., list[Employee]]:
    """So many more people in a unit, the first of them sick for so many days in October."""

    def hire(unit: str, number: int, sick: int = 0) -> list[Employee]:
        people = [person(world.units[unit], user=None) for _ in range(number)]
        if sick:
            first = date(2026, 10, 1)
            Period.objects.create(
                employee=people[0],
                first_day=first,
                last_day=first + timedelta(days=sick - 1),
                cause=Cause.objects.get(key="sickness"),
                source="payroll",
                recorded_at=NOW,
            )
        return people

    return hire
