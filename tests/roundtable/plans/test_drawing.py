"""The curve as numbers: it stays in its frame, meets at every week, and is as high as its hours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.plans.drawing import HALF, SMALL, WALL, Size, draw
from roundtable.rules.plans import Week

MONDAY, FULL = date(2027, 1, 4), Decimal(37)
HOURS = st.one_of(st.none(), st.decimals(0, 60, places=2))


def mondays(number: int) -> list[date]:
    return [MONDAY + timedelta(weeks=place) for place in range(number)]


@given(hours=st.lists(HOURS, max_size=26), size=st.sampled_from([WALL, SMALL]), marked=st.integers(-10, 200))
def test_it_stays_in_its_frame(hours: list[Decimal | None], size: Size, marked: int) -> None:
    days = mondays(len(hours))
    weeks = [Week(day, amount) for day, amount in zip(days, hours, strict=True) if amount is not None]
    found = draw(days, weeks, full=FULL, marked=MONDAY + timedelta(days=marked), size=size)
    assert len(found.columns) == len(hours)
    assert size.top <= found.full < found.half < size.base
    for column, amount in zip(found.columns, hours, strict=True):
        assert column.drawn == (amount is not None)
        assert size.top <= column.y <= size.base
        assert column.y + column.height == pytest.approx(size.base, abs=0.1)
        assert amount or column.y == size.base
        assert not amount or amount < 1 or column.y < size.base
        assert column.x < column.middle < column.right <= 100.1
    assert sum(column.width for column in found.columns) == pytest.approx(100 if hours else 0, abs=3)
    assert (found.mark is not None) == (0 <= marked < 7 * len(hours))
    assert found.mark is None or 0 <= found.mark.x <= 100


def test_more_hours_stand_higher_and_full_time_at_the_top() -> None:
    days = mondays(5)
    weeks = [Week(day, Decimal(hours)) for day, hours in zip(days, (8, 16, 24, 30, 37), strict=True)]
    found = draw(days, weeks, full=FULL, marked=None, size=WALL)
    heights = [column.y for column in found.columns]
    assert (heights, heights[-1], found.full) == (sorted(heights, reverse=True), WALL.top, WALL.top)
    assert [column.x for column in found.columns] == [0, 20, 40, 60, 80]
    # Each line up begins below the week before and ends above this one, so that the corners are whole.
    for before, column in zip(found.columns, found.columns[1:], strict=False):
        assert (column.rise, column.fall) == (before.y + HALF, column.y - HALF)


def test_more_than_full_time_moves_the_line_of_full_time_down() -> None:
    found = draw(mondays(1), [Week(MONDAY, Decimal(60))], full=FULL, marked=None, size=WALL)
    assert (found.columns[0].y, found.full > WALL.top) == (WALL.top, True)


@pytest.mark.parametrize(
    ("day", "x", "ends"),
    [
        (MONDAY, 2.0, False),
        (MONDAY + timedelta(days=4), 18.0, False),
        # A Sunday is no later than the end of its Friday.
        (MONDAY + timedelta(days=6), 20.0, False),
        (MONDAY + timedelta(days=28), 82.0, True),
        (MONDAY + timedelta(days=34), 100.0, True),
    ],
)
def test_a_day_stands_among_the_working_days_of_its_week(day: date, x: float, ends: bool) -> None:
    mark = draw(mondays(5), [], full=FULL, marked=day, size=WALL).mark
    assert mark is not None
    assert mark.x == pytest.approx(x, abs=0.2)
    assert mark.ends is ends
