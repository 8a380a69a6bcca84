"""The curve of 36 months, and the small one of twelve, as numbers for a drawing. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final

from insight.rules.months import A_YEAR

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1160, 240, 44, 150, 12, 206
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 72, 20, 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across (`at` is its height) or a month (`at` is its place), with what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Curve:
    """`single` and `year` are paths; `target` is the height of the target's line, where there is one."""

    single: str
    year: str
    levels: tuple[Tick, ...]
    months: tuple[Tick, ...]
    now: Dot
    before: Dot
    target: Dot | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = BOTTOM


def draw(
    months: Sequence[date],
    single: Sequence[float],
    year: Sequence[float],
    target: float | None,
    *,
    percent: Callable[[float], str],
    month: Callable[[date], str],
) -> Curve:
    """`year` are those of the last months, at least 13. `percent` and `month` put a number and a month into words."""
    seen = [*single, *year, *([] if target is None else [target])]
    low, high = max(floor(min(seen) - 0.3), 0), ceil(max(seen) + 0.3)
    step = max(1, ceil((high - low) / 6))

    def x(place: int) -> float:
        return round(LEFT + (WIDTH - RIGHT - LEFT) * place / (len(months) - 1), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    last, before = len(months) - 1, len(months) - 1 - A_YEAR
    line = None if target is None else _apart(y(target), y(year[-1]))
    marked = sorted({0, *range(before, A_YEAR // 2, -A_YEAR), last})
    return Curve(
        single=_path((x(place), y(value)) for place, value in enumerate(single)),
        year=_path((x(len(months) - len(year) + place), y(value)) for place, value in enumerate(year)),
        levels=tuple(Tick(y(level), percent(level)) for level in range(low, high + 1, step)),
        months=tuple(Tick(x(place), month(months[place])) for place in marked),
        now=Dot(x(last), y(year[-1]), percent(year[-1]), y(year[-1])),
        before=Dot(x(before), y(year[-1 - A_YEAR]), percent(year[-1 - A_YEAR]), y(year[-1 - A_YEAR])),
        target=None if target is None or line is None else Dot(WIDTH - RIGHT, y(target), percent(target), line),
    )


def spark(values: Sequence[float], highest: float) -> tuple[str, float, float]:
    """The path of a small curve from 0 to the highest of all that stand together, and where its end is."""
    across, up = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE
    points = [
        (
            round(SPARK_EDGE + across * place / max(len(values) - 1, 1), 1),
            round(SPARK_HEIGHT - SPARK_EDGE - up * (value / highest if highest else 0), 1),
        )
        for place, value in enumerate(values)
    ]
    return _path(points), *points[-1]


def _apart(y: float, other: float) -> float:
    """Where two labels would touch, the second stands below."""
    return y if abs(y - other) > LINE else other + LINE


LINE: Final = 36


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
