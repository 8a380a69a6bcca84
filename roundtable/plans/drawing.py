"""The curve of a plan as numbers for a drawing: across in percent, down in pixels, so that words keep their size. Pure.

static/js/plan.js moves the same pieces while hours are typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from roundtable.rules.plans import ONE_WEEK, Week

# A working week's days, of which the middle of each is drawn.
WORKING_DAYS: Final = 5
# Where words about a day begin to stand on its left.
LATE: Final = 60
# How far below the curve the hours stand, and how much room they need.
BELOW, ROOM = 22, 30
# Half of a line's thickness; and how far a column reaches into the next, so that no seam is seen.
HALF, OVERLAP = 2, 0.1


class Size(NamedTuple):
    """From the most hours down to the base, and the whole drawing's height."""

    top: int
    base: int
    height: int


WALL: Final = Size(30, 220, 222)
SMALL: Final = Size(8, 64, 66)


@dataclass(frozen=True, slots=True)
class Column:
    """A week. Without hours (`y` is the base) nothing is drawn. `rise` and `fall` are the ends of the line from where
    the week before stood, the same where it stood as high.
    """

    x: float
    width: float
    middle: float
    right: float
    y: float
    height: float
    label_y: float
    rise: float
    fall: float
    drawn: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the curve; its words stand on the left of it where `ends` says so."""

    x: float
    y: int
    label_y: int
    ends: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """`full` and `half` are the lines of full time and of half of it, `most` the hours at the top."""

    size: Size
    full: float
    half: float
    most: float
    columns: tuple[Column, ...]
    mark: Mark | None


def draw(mondays: Sequence[date], weeks: Sequence[Week], *, full: Decimal, marked: date | None, size: Size) -> Curve:
    """A column for each Monday, those without hours among them."""
    hours = {week.monday: week.hours for week in weeks}
    most = max([full, *hours.values()])
    wide = 100 / max(len(mondays), 1)

    def down(amount: Decimal) -> float:
        return round(size.base - float(amount / most) * (size.base - size.top), 1) if most else size.base

    columns: list[Column] = []
    before: float | None = None
    for place, monday in enumerate(mondays):
        y = down(hours.get(monday, Decimal(0)))
        drawn = monday in hours
        rise, fall = _between(before, y)
        columns.append(
            Column(
                x=round(place * wide, 3),
                width=round(wide + (OVERLAP if place < len(mondays) - 1 else 0), 3),
                middle=round((place + 0.5) * wide, 3),
                right=round((place + 1) * wide + OVERLAP / 2, 3),
                y=y,
                height=round(size.base - y, 1),
                label_y=round(y + BELOW if size.base - y >= ROOM else y - 8, 1),
                rise=rise,
                fall=fall,
                drawn=drawn,
            )
        )
        before = y
    return Curve(
        size=size,
        full=down(full),
        half=down(full / 2),
        most=float(most),
        columns=tuple(columns),
        mark=_mark(mondays, columns, marked, size),
    )


def _between(before: float | None, y: float) -> tuple[float, float]:
    """From the week before to this one, over both lines' thickness; nothing before the first."""
    if before is None or before == y:
        return y, y
    return (before + HALF, y - HALF) if before > y else (before - HALF, y + HALF)


def _mark(mondays: Sequence[date], columns: Sequence[Column], day: date | None, size: Size) -> Mark | None:
    if day is None or not mondays or not mondays[0] <= day < mondays[-1] + ONE_WEEK:
        return None
    weeks, days = divmod((day - mondays[0]).days, 7)
    x = (weeks + min(days + 0.5, WORKING_DAYS) / WORKING_DAYS) * 100 / len(mondays)
    above = columns[weeks].y > size.top + ROOM + 10
    return Mark(
        x=round(x, 3),
        y=size.top + 12,
        label_y=size.top + 26 if above else size.base - 12,
        ends=x > LATE,
    )
