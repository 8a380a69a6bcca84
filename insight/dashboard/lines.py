"""A unit's figures as lines of numbers, the same for its file and for other programs: what is hidden has none. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from insight.dashboard.queries import Figures, Place, Years
from insight.rules.measures import WindowFigures, rounded

Number = Decimal | int | None


class Kind(StrEnum):
    """What a line is about."""

    UNIT = "unit"
    JOB_GROUP = "job_group"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Line:
    """`code` is a unit's code or a cause's key. `numbers` are by name as in `NUMBERS`, with None for what is not told;
    without any it is hidden, or a cause of nobody.
    """

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
        yield Line(Kind.UNIT, place.unit.code, place.unit.name, _of_unit(place))
    for key, years in sorted(figures.groups.items()):
        yield Line(Kind.JOB_GROUP, "", key, _numbers(years) if years else None)
    whole = figures.place.years
    for key, years in figures.causes.items():
        numbers = _numbers(on_whole(years, whole), spells=False) if years and whole else None
        yield Line(Kind.CAUSE, key, figures.as_of.causes[key], numbers)


def on_whole(part: Years, whole: Years) -> Years:
    """Of a cause: its own absence, on the base of everybody."""
    return Years(_on(part.this, whole.this), _on(part.last, whole.last))


def two_decimals(number: Decimal | None) -> Decimal | None:
    return None if number is None else rounded(number)


def _on(part: WindowFigures, whole: WindowFigures) -> WindowFigures:
    measures = replace(part.measures, people=whole.measures.people, possible=whole.measures.possible)
    return replace(part, measures=measures)


def _of_unit(place: Place) -> dict[str, Number] | None:
    if place.years is None:
        return None
    this = place.years.this
    numbers = _numbers(place.years)
    if place.pregnancy:
        numbers["pregnancy_days"] = two_decimals(this.measures.pregnancy)
    for length in place.lengths:
        numbers[f"{length}_days"] = two_decimals(this.absent_by[length])
        numbers[f"{length}_spells"] = this.measures.of_length(length)
    return numbers


def _numbers(years: Years, *, spells: bool = True) -> dict[str, Number]:
    """What may be told of whatever may be told of at all."""
    measures = years.this.measures
    return dict.fromkeys(NUMBERS) | {
        "possible_days": two_decimals(measures.possible),
        "absent_days": two_decimals(measures.absent),
        "percent": two_decimals(measures.percent),
        "spells": measures.spells if spells else None,
        "percent_year_before": two_decimals(years.last.measures.percent),
    }
