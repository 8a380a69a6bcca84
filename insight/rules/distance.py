"""The small bar that shows how far a figure lies from its target. Pure."""

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


def to_tenths(distance: Decimal) -> Decimal:
    """As it is said: 0.05 is said as 0.1."""
    return distance.quantize(Decimal("0.1"), ROUND_HALF_UP)
