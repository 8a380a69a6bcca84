"""A unit's figures as lines of numbers, the same for its file and for other programs: what is hidden has none. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from insight.dashboard.queries import Figures, Years
from insight.rules.measures import Length, WindowFigures, rounded

Number = Decimal | int | None


class Kind(StrEnum):
    """What a line is about."""

    UNIT = "unit"
    JOB_GROUP = "job_group"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Line:
    """`code` is a unit's code or a cause's key; without `numbers`, which are by name as in `NUMBERS`, it is hidden."""

    kind: Kind
    code: str
    name: str
    numbers: dict[str, Number] | None


# Days are full-time day's-works; docs/bi.md says of each what it is.
NUMBERS: Final = (
    "possible_days",
    "absent_days",
    "percent",
    "pregnancy_days",
    "short_days",
    "medium_days",
    "long_days",
    "spells",
    "short_spells",
    "medium_spells",
    "long_spells",
    "percent_year_before",
)


def lines_of(figures: Figures) -> Iterator[Line]:
    """The unit, those right below it, its job groups and its causes, as its page tells them."""
    for place in (figures.place, *figures.below):
        yield Line(Kind.UNIT, place.unit.code, place.unit.name, _numbers(place.years))
    for key, years in sorted(figures.groups.items()):
        yield Line(Kind.JOB_GROUP, "", key, _numbers(years))
    whole = figures.place.years
    if whole is not None:
        for key, years in figures.causes.items():
            yield Line(Kind.CAUSE, key, figures.as_of.causes[key], _numbers(on_whole(years, whole)))


def on_whole(part: Years, whole: Years) -> Years:
    """Of a cause: its own absence, on the base of everybody."""
    return Years(_on(part.this, whole.this), _on(part.last, whole.last))


def two_decimals(number: Decimal | None) -> Decimal | None:
    return None if number is None else rounded(number)


def _on(part: WindowFigures, whole: WindowFigures) -> WindowFigures:
    measures = replace(part.measures, people=whole.measures.people, possible=whole.measures.possible)
    return replace(part, measures=measures)


def _numbers(years: Years | None) -> dict[str, Number] | None:
    if years is None:
        return None
    measures = years.this.measures
    lengths = (years.this.absent_by[length] for length in Length)
    days = (measures.possible, measures.absent, measures.percent, measures.pregnancy, *lengths)
    counts = (measures.spells, measures.short, measures.medium, measures.long)
    values = (*map(two_decimals, days), *counts, two_decimals(years.last.measures.percent))
    return dict(zip(NUMBERS, values, strict=True))
