"""The kept figures, as they are read, and which of them may be shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q
from django.db.models.functions import JSONObject

from absence.models import Cause
from insight.models import MonthFigures, Rollup, Shown
from insight.rollup.counting import BESIDE, SUMS
from insight.rules.masking import Cell, Months, Windows, shown_cells, shown_units
from insight.rules.measures import MonthSums
from insight.rules.months import A_YEAR, last_whole_months, month_number, month_of
from people.language import page_language
from people.models import Employee, Employment, Unit
from people.querysets import Among

TREND_MONTHS: Final = 36
Breakdown = MonthFigures.Breakdown
Span = Shown.Span
OF_ABSENCE: Final = (Breakdown.CAUSE, Breakdown.LENGTH)


@dataclass(frozen=True, slots=True)
class AsOf:
    """Until which day open periods last, when the figures were counted, and how far back they and the absence go.

    `causes` are the headline causes' names, in their order.
    """

    today: date
    at: datetime
    first_month: date
    known_from: date
    causes: dict[str, str]


def as_of() -> AsOf | None:
    """None before they were ever counted. One query."""
    names = Cause.objects.filter(in_headline=True).values(json=JSONObject(key="pk", name=f"name_{page_language()}"))
    row = Rollup.objects.annotate(causes=ArraySubquery(names)).first()
    if row is None:
        return None
    causes = {cause["key"]: cause["name"] for cause in row.causes}
    return AsOf(row.today, row.at, row.first_month, row.known_from, causes)


def month_sums(
    units: Collection[int], first_month: date, last_month: date, *, divided: int | None = None
) -> dict[tuple[int, Breakdown, str], dict[date, MonthSums]]:
    """By unit, breakdown and key, what there is of each month; breakdowns of the unit `divided` alone. One query."""
    asked = Q(unit__in=units, breakdown=Breakdown.WHOLE) | Q(unit=divided)
    rows = MonthFigures.objects.filter(asked, month__range=(first_month, last_month))
    found: dict[tuple[int, Breakdown, str], dict[date, MonthSums]] = {}
    for unit, breakdown, key, month, *sums in rows.values_list("unit", "breakdown", "key", "month", *SUMS):
        found.setdefault((unit, Breakdown(breakdown), key), {})[month] = MonthSums(*sums)
    return found


def unit_sums(units: Collection[int], first_month: date, last_month: date) -> dict[int, dict[date, MonthSums]]:
    """By unit, what there is of each month of all its people. One query."""
    return {unit: by_month for (unit, _of, _key), by_month in month_sums(units, first_month, last_month).items()}


def units_told(units: Collection[int] | None, span: Span = Span.TREND) -> frozenset[int]:
    """Those of the units, or of all, that may be shown over the span, or a longer one. One query.

    Of those that may over the longest each single month is shown, and so any sum of months of any of them.
    """
    spans = list(Span)[list(Span).index(span) :]
    told = Shown.objects.filter(breakdown=Breakdown.WHOLE, span__in=spans)
    if units is not None:
        told = told.filter(Among("unit", units))
    return frozenset(told.values_list("unit", flat=True))


def units_told_by_month(today: date, first_month: date, units: Collection[int] | None = None) -> frozenset[int]:
    """The units, of these or of all, whose every month from that one on may be shown. One query."""
    return units_told(units, Span.TREND if first_month < last_whole_months(today, A_YEAR)[0] else Span.MONTHS)


def places_of(employees: Collection[int]) -> frozenset[int]:
    """The units of everybody who is the same person as one of the employees: a person counts once in a month. Three
    queries, each of which is asked by keys and so is as fast before the tables are known.
    """
    users = Employee.objects.filter(Among("pk", employees), user__isnull=False).values_list("user", flat=True)
    same = Employee.objects.filter(Among("user", users)).values_list("pk", flat=True)
    here = Employment.objects.filter(Among("employee", {*employees, *same}))
    return frozenset(here.order_by().values_list("unit", flat=True).distinct())


def units_shown_in(windows: Windows, among: Collection[int]) -> frozenset[int]:
    """Those of the units, whose single months may be shown, that may also be shown in each of these windows, of months
    by number. Two queries.
    """
    parents = dict(Unit.objects.values_list("pk", "parent"))
    numbers = sorted({month for window in windows for month in window})
    of_units = _own(Breakdown.WHOLE, [month_of(numbers[0]), month_of(numbers[-1])])
    return shown_units(parents, {unit: each for (unit, _key), each in of_units.items()}, windows, among)


def shown_on(today: date) -> list[Shown]:
    """Rows to keep. Who sits right in a unit is what it has besides the units below it. Three queries."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    known = last_whole_months(today, TREND_MONTHS + A_YEAR - 1)
    months = [month_number(month) for month in known]
    years = [months[-A_YEAR:], months[-2 * A_YEAR : -A_YEAR]]
    own = {unit: each for (unit, _key), each in _own(Breakdown.WHOLE, known).items()}
    windows = {
        Span.YEARS: years,
        Span.MONTHS: [*years, *([month] for month in years[0])],
        Span.TREND: [*years, *([month] for month in months)],
    }
    spans: dict[int, Span] = {}
    among = frozenset(parents)
    for span, shown_in in windows.items():
        among = shown_units(parents, own, shown_in, among)
        spans |= dict.fromkeys(among, span)
    cells = shown_cells(parents, spans, _own(Breakdown.JOB_GROUP, known[-2 * A_YEAR :]), years)
    rows = [Shown(unit_id=unit, span=span) for unit, span in spans.items()]
    of_groups = [
        Shown(unit_id=unit, breakdown=Breakdown.JOB_GROUP, key=key, span=Span.YEARS) for unit, key in sorted(cells)
    ]
    return rows + of_groups


def shown_of_absence(absent: Iterable[tuple[Breakdown, int, str, int, int]]) -> list[Shown]:
    """Rows to keep, by cause and by length, of what `counting.ABSENT` tells. Two queries.

    The whole of a unit is told beside its causes and lengths; what is beside the headline has no such whole.
    """
    parents = dict(Unit.objects.values_list("pk", "parent"))
    units = units_told(parents.keys(), Span.YEARS)
    cells: defaultdict[Breakdown, defaultdict[Cell, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    beside: defaultdict[int, dict[int, int]] = defaultdict(dict)
    years = set()
    for breakdown, unit, key, year, people in absent:
        is_beside = (breakdown, key) == (Breakdown.CAUSE, BESIDE)
        of = beside[unit] if is_beside else cells[Breakdown(breakdown)][unit, key]
        of[year] = people
        years.add(year)
    windows = [[year] for year in sorted(years)]
    shown = {
        (breakdown, *cell) for breakdown, own in cells.items() for cell in shown_cells(parents, units, own, windows)
    }
    shown |= {(Breakdown.CAUSE, unit, BESIDE) for unit in shown_units(parents, beside, windows, units)}
    return [
        Shown(unit_id=unit, breakdown=breakdown, key=key, span=Span.YEARS) for breakdown, unit, key in sorted(shown)
    ]


# A unit's own are what is kept of it, less what is kept of those right below it.
_OWN: Final = """
    SELECT unit, key, array_agg(month), array_agg(people) FROM (
        SELECT unit, key, month, sum(people)::int AS people FROM (
            SELECT unit_id AS unit, key, month, people, possible::float8 FROM insight_monthfigures
            WHERE breakdown = %(breakdown)s AND month >= %(first)s AND month <= %(last)s
            UNION ALL
            SELECT unit.parent_id, key, month, -people, -possible::float8 FROM insight_monthfigures
            JOIN people_unit unit ON unit.id = unit_id
            WHERE breakdown = %(breakdown)s AND month >= %(first)s AND month <= %(last)s AND unit.parent_id IS NOT NULL
        ) AS kept
        GROUP BY unit, key, month HAVING sum(possible) > 0
    ) AS own
    GROUP BY unit, key
"""


def _own(breakdown: Breakdown, months: Sequence[date]) -> dict[Cell, Months]:
    """Of those who sit right there, by month. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"breakdown": breakdown, "first": months[0], "last": months[-1]})
        return {(unit, key): dict(zip(map(month_number, of), people, strict=True)) for unit, key, of, people in cursor}
