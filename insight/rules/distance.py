"""How far a figure lies from another, such as its target, and the small bar that shows it. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# Half of the drawing: a bar goes to either side of the middle.
HALF: Final = 60
# What is drawn this long at the least, so that a small distance is seen, too.
SHORTEST: Final = 2
# So many percentage points fill a half, unless the largest distance beside it needs more.
FULL: Final = Decimal(2)


@dataclass(frozen=True, slots=True)
class Bar:
    """For components/distance.html: a rectangle from `x`, so wide; over target it is hollow and lies to the right."""

    x: int
    width: int
    is_over: bool


def bar_of(distance: Decimal, widest: Decimal = FULL) -> Bar:
    """`widest` is the largest distance of those that are seen side by side."""
    part = min(abs(distance) / max(widest, FULL), Decimal(1))
    width = max(round(part * HALF), SHORTEST) if distance else 0
    return Bar(HALF if distance > 0 else HALF - width, width, distance > 0)


def points_above(percent: Decimal, other: Decimal) -> Decimal:
    """How many percentage points the one lies above the other, or below it if negative.

    Of the two in tenths, as they are shown, so that whoever subtracts them finds the same: 5.84 is on a target of 5.80.
    """
    return to_tenths(percent) - to_tenths(other)


def points_off(percent: Decimal | None, target: Decimal | None) -> Decimal | None:
    """`points_above` of a figure and its target; None where there is no figure, or no target."""
    return None if percent is None or target is None else points_above(percent, target)


def to_tenths(percent: Decimal) -> Decimal:
    """As it is said: 0.05 is said as 0.1."""
    return percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
