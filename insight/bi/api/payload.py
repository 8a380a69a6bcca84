"""What is answered, as plain data. The numbers are those of the unit's page and file, hidden where they are.

docs/bi.md tells of every name here.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from insight.bi.access import Reader
from insight.dashboard.lines import NUMBERS, Number, lines_of, two_decimals
from insight.dashboard.queries import Figures, Years
from insight.models import ApiToken
from insight.rollup.queries import TREND_MONTHS
from insight.rules.measures import WindowFigures
from insight.rules.months import A_YEAR, last_whole_months
from insight.rules.tokens import Scope
from people.calendar import COPENHAGEN

VERSION: Final = "v1"
# Goes up where a definition of docs/figures.md changes, so that series are not compared across it unawares.
DEFINITIONS: Final = 1
BASE: Final = (
    "Days are full-time day's-works: working days within employment x weekly hours / 37; absent days the same days "
    "covered by an absence x its degree. Holidays that people take are not known, and not subtracted."
)
OF_MONTH: Final = ("possible_days", "absent_days", "percent")
OF_TWELVE: Final = tuple(f"{name}_12_months" for name in OF_MONTH)

# Below the address of the interface.
PATHS: Final = {Scope.UNITS: "enheder/", Scope.FIGURES: "tal/{code}/?fra={YYYY-MM}&til={YYYY-MM}"}

Data = dict[str, Any]


def head() -> Data:
    return {"api": VERSION, "definitions": DEFINITIONS}


def about(reader: Reader) -> Data:
    """What there is to read with which scope, and what this token opens."""
    return {**head(), "paths": {str(scope): path for scope, path in PATHS.items()}, "token": _token(reader.token)}


def _token(token: ApiToken) -> Data:
    return {
        "name": token.name,
        "mark": token.mark,
        "scopes": token.scopes,
        "unit": token.unit.code if token.unit else None,
        "last_day": token.last_day.isoformat(),
    }


def units(reader: Reader) -> Data:
    """`level` counts from the topmost that the token reaches; of those above nothing is said."""
    codes = {unit.pk: code for code, unit in reader.units.items()}
    house = reader.viewer.organisation
    return {
        **head(),
        "units": [
            {
                "code": code,
                "name": unit.name,
                "parent": codes.get(unit.parent_id),
                "level": sum(above in codes for above in house.upwards(unit.pk)) - 1,
            }
            for code, unit in reader.units.items()
        ],
    }


def figures(found: Figures, first: date | None, last: date | None) -> Data:
    """Of one unit: its lines over the last twelve whole months, and its single months from `first` to `last`."""
    unit = found.place.unit
    target = found.targets.get(unit.pk)
    return {
        **head(),
        "as_of": found.as_of.at.astimezone(COPENHAGEN).isoformat(timespec="seconds"),
        "base": BASE,
        "unit": {"code": unit.code, "name": unit.name},
        "window": {
            "first_day": found.first.isoformat(),
            "last_day": found.last.isoformat(),
            "working_days": found.working_days,
        },
        "target_percent": _plain(target),
        "rows": list(_rows(found)),
        "months": [row for month, row in _months(found) if (first or month) <= month <= (last or month)],
    }


def _rows(found: Figures) -> Iterator[Data]:
    for line in lines_of(found):
        numbers = line.numbers or dict.fromkeys(NUMBERS)
        yield {
            "kind": str(line.kind),
            "code": line.code,
            "name": line.name,
            "masked": line.numbers is None,
            **{name: _plain(numbers[name]) for name in NUMBERS},
        }


def _months(found: Figures) -> Iterator[tuple[date, Data]]:
    """Those of which the absence is known, each by itself and with the eleven before it."""
    points = {point.month: point for point in found.trend}
    years = found.place.years
    alone = dict(zip(last_whole_months(found.as_of.today, A_YEAR), years.months if years else (), strict=False))
    for month in last_whole_months(found.as_of.today, TREND_MONTHS):
        if month >= found.as_of.known_from:
            point = points.get(month)
            single = point.single if point else alone.get(month)
            year = point.year if point else _whole_year(years, month, found)
            told = dict(zip((*OF_MONTH, *OF_TWELVE), (*_measures(single), *_measures(year)), strict=True))
            yield month, {"month": f"{month:%Y-%m}", "masked": single is None, **told}


def _whole_year(years: Years | None, month: date, found: Figures) -> WindowFigures | None:
    """The twelve months that end with the last whole one are told of every unit that is."""
    return years.this if years and month == last_whole_months(found.as_of.today, 1)[0] else None


def _measures(told: WindowFigures | None) -> tuple[float | int | None, ...]:
    if told is None:
        return (None, None, None)
    measures = told.measures
    return tuple(_plain(two_decimals(number)) for number in (measures.possible, measures.absent, measures.percent))


def _plain(number: Number) -> float | int | None:
    return float(number) if isinstance(number, Decimal) else number
