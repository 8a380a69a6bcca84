"""Short ways to make a municipality with something on its lists, and to make the packs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from absence.models import GivenPolicy
from insight.models import Pack
from insight.packs.flows import freeze_packs
from insight.rules.packs import PackKind
from people.access import system
from people.models import Employee
from tests.factories import person
from tests.world import NOW, World

# The newest quarter that is over, and the month of the world.
QUARTER, MONTH = date(2026, 7, 1), date(2026, 11, 1)
# 40 days of sickness that end in October, and so lie in the windows of the last months.
AWAY = date(2026, 9, 1)


def freeze(now: datetime = NOW, *, back: int = 0) -> int:
    return freeze_packs(by=system(now), back=back)


def the_list(unit: str = "aeldre", month: date = MONTH) -> Pack:
    codes = {"kommune": "1000", "aeldre": "2000", "solgaarden": "2001", "laerkevej": "2002"}
    return Pack.objects.get(kind=PackKind.LIST, unit__code=codes[unit], first_day=month)


@pytest.fixture
def listed(world: World, give: Callable, sick: Callable) -> World:
    """The policy holds below Ældre og Sundhed; Åse and three others are over the rule."""
    gift = give("aeldre", "gt29")
    GivenPolicy.objects.filter(pk=gift.pk).update(first_day=date(2026, 1, 1))
    for name, days in (("employee", 40), ("colleague", 31), ("leader", 35), ("sibling_leader", 50), ("deputy", 29)):
        sick(world.employees[name], AWAY, days)
    return world


@pytest.fixture
def crowd(world: World) -> Callable[..., list[Employee]]:
    """So many more people in a unit, from 2020 on."""
    return lambda unit, number: [person(world.units[unit], user=None) for _ in range(number)]


@pytest.fixture
def told(crowd: Callable[..., list[Employee]], sick: Callable) -> dict[str, list[Employee]]:
    """Enough people for the figures of each unit to be shown."""
    people = {unit: crowd(unit, 8) for unit in ("kommune", "aeldre", "solgaarden", "laerkevej")}
    sick(people["solgaarden"][0], date(2026, 8, 3), 5)
    sick(people["solgaarden"][1], date(2026, 8, 3), 20)
    sick(people["laerkevej"][0], date(2026, 8, 3), 30)
    sick(people["solgaarden"][2], date(2025, 8, 4), 26)
    return people


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def rows_of(file: bytes) -> list[list[object]]:
    """Of a spreadsheet."""
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()


def paper_of(file: bytes) -> str:
    """The words of a tagged paper."""
    reader = PdfReader(BytesIO(file))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
