"""What a unit's page tells, as numbers: of the unit, of those right below it, by job group and by cause; and where in
the organisation it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from absence.rules.percent import working_days
from insight.access import seen_of, topmost
from insight.models import Shown
from insight.rollup.counting import BESIDE
from insight.rollup.queries import TREND_MONTHS, AsOf, Breakdown, Span, as_of, month_sums
from insight.rules.masking import Why, why_hidden
from insight.rules.measures import Length, MonthSums, WindowFigures, window_figures
from insight.rules.months import A_YEAR, last_whole_months, months_before
from insight.rules.targets import aim_of
from insight.targets.queries import own_targets
from people.calendar import ONE_DAY
from people.models import Unit
from people.queries import municipal_calendar
from people.viewer import Viewer

ByMonth = Mapping[date, MonthSums]


@dataclass(frozen=True, slots=True)
class Years:
    """The last twelve whole months and the twelve before. `months` are the single ones, where they may be shown."""

    this: WindowFigures
    last: WindowFigures
    months: tuple[WindowFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A month, and the twelve months that end with it, where all of them are known."""

    month: date
    single: WindowFigures
    year: WindowFigures | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and its figures. Hidden ones have none, and `why` says why.

    By `lengths` it may be told of those alone, and of what is pregnancy-related where it says so: elsewhere so few were
    absent that it would be theirs.
    """

    unit: Unit
    years: Years | None
    why: Why | None = None
    lengths: frozenset[Length] = frozenset()
    pregnancy: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """As of when, from the first to the last day of the year, with so many working days in it.

    `groups` and `causes` are by key; a hidden one has None, and so has a cause of nobody. Both are empty where the unit
    itself is hidden.
    """

    as_of: AsOf
    first: date
    last: date
    working_days: int
    place: Place
    below: tuple[Place, ...]
    trend: tuple[Point, ...]
    groups: dict[str, Years | None]
    causes: dict[str, Years | None]
    # Own or inherited ones of the year in which the window ends; a unit without any is not in it.
    targets: dict[int, Decimal]


def figures_of(way: Sequence[Unit]) -> Figures | None:
    """Of the first of a unit and those above it; None before anything was counted. Six queries, whatever its size."""
    counted = as_of()
    if counted is None:
        return None
    months = last_whole_months(counted.today, TREND_MONTHS + A_YEAR - 1)
    unit = way[0]
    below = list(Unit.objects.filter(parent=unit))
    places = [unit, *below]
    shown = {(row.unit_id, row.breakdown, row.key): Span(row.span) for row in Shown.objects.filter(unit__in=places)}
    sums = month_sums([place.pk for place in places], months[0], months[-1], divided=unit.pk)

    def place_of(place: Unit) -> Place:
        by_month = sums.get((place.pk, Breakdown.WHOLE, ""), {})
        span = shown.get((place.pk, Breakdown.WHOLE, ""))
        if span is None:
            people = max((by_month[month].people for month in months[-A_YEAR:] if month in by_month), default=0)
            return Place(place, None, why=why_hidden(people))
        return Place(
            place,
            _years(by_month, months, by_the_month=span is not Span.YEARS),
            lengths=frozenset(length for length in Length if (place.pk, Breakdown.LENGTH, length) in shown),
            pregnancy=(place.pk, Breakdown.CAUSE, BESIDE) in shown,
        )

    own = place_of(unit)
    first, last = months[-A_YEAR], months_before(months[-1], -1) - ONE_DAY
    return Figures(
        as_of=counted,
        first=first,
        last=last,
        working_days=len(working_days(municipal_calendar(), first, last)),
        place=own,
        below=tuple(place_of(place) for place in below),
        trend=(
            _trend(sums.get((unit.pk, Breakdown.WHOLE, ""), {}), months, counted.known_from)
            if shown.get((unit.pk, "", "")) is Span.TREND
            else ()
        ),
        groups={
            key: _years(by_month, months) if (unit.pk, Breakdown.JOB_GROUP, key) in shown else None
            for key, by_month in _parts(sums, own, Breakdown.JOB_GROUP)
        },
        causes=dict.fromkeys(counted.causes if own.years else ())
        | {
            key: _years(by_month, months)
            for key, by_month in _parts(sums, own, Breakdown.CAUSE)
            if key in counted.causes and (unit.pk, Breakdown.CAUSE, key) in shown
        },
        targets=_targets([way, *([place, *way] for place in below)], own_targets(last.year)),
    )


def _targets(ways: Iterable[Sequence[Unit]], own: Mapping[int, Decimal]) -> dict[int, Decimal]:
    aims = {way[0].pk: aim_of((unit.pk for unit in way), own) for way in ways}
    return {unit: aim.percent for unit, aim in aims.items() if aim}


def _years(by_month: ByMonth, months: Sequence[date], *, by_the_month: bool = False) -> Years:
    this, last = months[-A_YEAR:], months[-2 * A_YEAR : -A_YEAR]
    return Years(
        this=window_figures([by_month.get(month) for month in this]),
        last=window_figures([by_month.get(month) for month in last]),
        months=tuple(window_figures([by_month.get(month)]) for month in this) if by_the_month else (),
    )


def _trend(by_month: ByMonth, months: Sequence[date], known_from: date) -> tuple[Point, ...]:
    points = []
    for place, month in enumerate(months):
        if place >= A_YEAR - 1 and month >= known_from:
            year = months[place - A_YEAR + 1 : place + 1]
            figures = window_figures([by_month.get(each) for each in year]) if year[0] >= known_from else None
            points.append(Point(month, window_figures([by_month.get(month)]), figures))
    return tuple(points)


def _parts(
    sums: Mapping[tuple[int, Breakdown, str], ByMonth], place: Place, breakdown: Breakdown
) -> list[tuple[str, ByMonth]]:
    """None of a unit that is hidden."""
    of_unit = [
        (key, by_month) for (unit, of, key), by_month in sums.items() if (unit, of) == (place.unit.pk, breakdown)
    ]
    return of_unit if place.years else []


def percent_of(figures: WindowFigures, length: Length | None) -> Decimal | None:
    """Of the possible, by spells of a length or of any; None where nothing was possible."""
    measures = figures.measures
    if length is None or not measures.possible:
        return measures.percent
    return figures.absent_by[length] * 100 / measures.possible


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str


def topmost_units(viewer: Viewer) -> list[Unit]:
    """The units that the viewer sees without seeing the one above. One query."""
    return list(Unit.objects.filter(pk__in=topmost(viewer)))


def crumbs_of(way: Sequence[Unit], viewer: Viewer) -> tuple[Crumb, ...]:
    """Of a unit and those above it, the units above that the viewer sees, the topmost first."""
    above = reversed(seen_of(viewer, way)[1:])
    return tuple(Crumb(each.name, reverse("unit_figures", args=[each.code])) for each in above)
