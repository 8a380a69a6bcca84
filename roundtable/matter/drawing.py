"""Where both see the employee over meetings: two lines over the steps, as numbers for a drawing. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 44, 316, 14, 150
HEIGHT: Final = 210
RADIUS: Final = 8
MOST: Final = 4


class Seen(NamedTuple):
    """At one meeting: where the employee and the leader placed the employee, and what they agreed on."""

    own: int
    leaders: int
    agreed: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """A meeting, `x` across. `agreed` is None where they agreed on nothing."""

    x: float
    own: float
    leaders: float
    agreed: float | None
    square_x: float
    square_y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A step's line across the drawing."""

    number: int
    y: float


@dataclass(frozen=True, slots=True)
class Course:
    """`own` and `leaders` are paths."""

    width: int
    height: int
    left: int
    right: int
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    own: str
    leaders: str


def draw(seen: Sequence[Seen]) -> Course:
    """The latest of at least two meetings, the oldest first; step 1 is on top."""
    shown = seen[-MOST:]
    numbers = [number for each in shown for number in each if number is not None]
    first, last = max(1, min(numbers) - 1), min(9, max(numbers) + 1)
    first, last = (first, last) if last - first >= 2 else (max(1, last - 2), max(3, last))

    def down(number: int) -> float:
        return round(TOP + (number - first) / (last - first) * (BOTTOM - TOP), 1)

    wide = (RIGHT - LEFT) / len(shown)
    points = tuple(_point(each, round(LEFT + (place + 0.5) * wide, 1), down) for place, each in enumerate(shown))
    return Course(
        width=RIGHT + 4,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        lines=tuple(Line(number, down(number)) for number in range(first, last + 1, 2 if last - first > 3 else 1)),
        points=points,
        own=_path([(point.x, point.own) for point in points]),
        leaders=_path([(point.x, point.leaders) for point in points]),
    )


def _point(seen: Seen, x: float, down: Callable[[int], float]) -> Point:
    leaders = down(seen.leaders)
    return Point(
        x=x,
        own=down(seen.own),
        leaders=leaders,
        agreed=None if seen.agreed is None else down(seen.agreed),
        square_x=round(x - RADIUS, 1),
        square_y=round(leaders - RADIUS, 1),
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
