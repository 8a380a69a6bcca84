"""The kept figures, as they are read, and which of them may be shown."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from absence.models import Cause
from insight.models import MonthFigures, Rollup, Shown
from insight.rollup.counting import SUMS
from insight.rules.masking import Cell, Months, Windows, shown_cells, shown_units
from insight.rules.measures import MonthSums
from insight.rules.months import A_YEAR, last_whole_months, month_number
from people.language import page_language
from people.models import Unit
from people.querysets import Among

TREND_MONTHS: Final = 36
Breakdown = MonthFigures.Breakdown
Span = Shown.Span


@dataclass(frozen=True, slots=True)
class AsOf:
    """Until which day open periods last, when the figures were counted, and how far back they and the absence go.

    `causes` are the causes' names, in their order.
    """

    today: date
    at: datetime
    first_month: date
    known_from: date
    causes: dict[str, str]


def as_of() -> AsOf | None:
    """None before they were ever counted. One query."""
    names = Cause.objects.values(json=JSONObject(key="pk", name=f"name_{page_language()}"))
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


def shown_on(today: date) -> list[Shown]:
    """Rows to keep. Who sits right in a unit is what it has besides the units below it. Three queries."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    months = [month_number(month) for month in last_whole_months(today, TREND_MONTHS + A_YEAR - 1)]
    years = [months[-A_YEAR:], months[-2 * A_YEAR : -A_YEAR]]
    of_units = _own(parents, Breakdown.WHOLE, months)
    own = {unit: each for (unit, _key), each in of_units.items()}
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
    cells = shown_cells(parents, spans, _own(parents, Breakdown.JOB_GROUP, months[-2 * A_YEAR :]), years)
    rows = [Shown(unit_id=unit, span=span) for unit, span in spans.items()]
    of_groups = [
        Shown(unit_id=unit, breakdown=Breakdown.JOB_GROUP, key=key, span=Span.YEARS) for unit, key in sorted(cells)
    ]
    return rows + of_groups


def units_shown_in(windows: Windows, among: Collection[int]) -> frozenset[int]:
    """Those of the units, whose single months may be shown, that may also be shown in each of these windows, of months
    by number. Two queries.
    """
    parents = dict(Unit.objects.values_list("pk", "parent"))
    of_units = _own(parents, Breakdown.WHOLE, sorted({month for window in windows for month in window}))
    return shown_units(parents, {unit: each for (unit, _key), each in of_units.items()}, windows, among)


def units_told(units: Collection[int]) -> frozenset[int]:
    """Those of the units whose last two years may be shown, as one figure each. One query."""
    rows = Shown.objects.filter(Among("unit", units), breakdown=Breakdown.WHOLE)
    return frozenset(rows.values_list("unit", flat=True))


def units_told_by_month(today: date, first_month: date, units: Collection[int] | None = None) -> frozenset[int]:
    """The units, of these or of all, whose every month from that one on may be shown. One query."""
    spans = [Span.TREND] if first_month < last_whole_months(today, A_YEAR)[0] else [Span.MONTHS, Span.TREND]
    rows = Shown.objects.filter(breakdown=Breakdown.WHOLE, span__in=spans)
    if units is not None:
        rows = rows.filter(Among("unit", units))
    return frozenset(rows.values_list("unit", flat=True))


def _own(parents: Mapping[int, int | None], breakdown: Breakdown, months: list[int]) -> dict[Cell, Months]:
    """Of those who sit right there, by month."""
    found: defaultdict[Cell, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    rows = MonthFigures.objects.filter(breakdown=breakdown)
    for unit, key, month, people, possible in rows.values_list("unit", "key", "month", "people", "possible"):
        number = month_number(month)
        if number in range(months[0], months[-1] + 1):
            for place, sign in ((unit, 1), (parents[unit], -1)):
                if place is not None:
                    sums = found[place, key][number]
                    sums[0] += sign * people
                    sums[1] += sign * possible
    return {
        cell: {month: (people, True) for month, (people, possible) in by_month.items() if possible}
        for cell, by_month in found.items()
    }
