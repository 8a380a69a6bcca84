"""The figures of a window, counted set-wise from employments and periods. One query, however many people.

Sums are whole numbers (days x hundredths of hours x hundredths of a percent), so that nothing is rounded on the way.
The unit is that of the day, in today's tree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress
from typing import Any, Final

from django.db import connection

from insight.rules.masked_tables import WINDOW
from insight.rules.masking import Months
from insight.rules.measures import (
    ABSENT_SCALE,
    HOURS_SCALE,
    LAST_MEDIUM_DAY,
    LAST_SHORT_DAY,
    OF_PERIODS,
    SENIORITY_FROM,
    By,
    Length,
    Measures,
)
from insight.rules.months import A_YEAR
from people.calendar import Calendar
from people.models import Unit

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A window, both its days included, as seen on a day."""

    first: date
    last: date
    today: date
    by: tuple[By, ...] = ()


def figures_of(asked: Asked, calendar: Calendar) -> dict[Key, Measures]:
    """Each group that has people or spells; a key has a part for each division, in their order.

    A unit's part is its number as text, and its group everybody below it too. Without a division, one group: ().
    """
    found: defaultdict[Key, Measures] = defaultdict(Measures)
    whole: dict[Key, Measures] = {}
    divided = [by not in OF_PERIODS for by in asked.by]
    for kind, key, (people, possible, absent, pregnancy, short, medium, long) in _rows(asked, calendar):
        if kind == "base":
            whole[tuple(compress(key, divided))] = Measures(people=people, possible=possible / HOURS_SCALE)
        # What is pregnancy-related belongs to no spell, and so to no length.
        elif None not in key:
            found[key] = Measures(
                absent=absent / ABSENT_SCALE, pregnancy=pregnancy / ABSENT_SCALE, short=short, medium=medium, long=long
            )
    if all(divided):
        found.update({key: Measures() for key in whole.keys() - found.keys()})
    return {
        key: replace(each, people=base.people, possible=base.possible)
        for key, each in found.items()
        for base in (whole.get(tuple(compress(key, divided)), Measures()),)
    }


def own_people(asked: Asked, calendar: Calendar) -> dict[Key, Months]:
    """Who sits right in each group of the base, for `insight.rules.masked_tables`. One query.

    The divisions are those that divide the base; a unit's people are not those below it. Each person counts once in a
    month, and once in the window, where they were last.
    """
    found: defaultdict[Key, dict[int, int]] = defaultdict(dict)
    by = [each for each in asked.by if each not in OF_PERIODS]
    with connection.cursor() as cursor:
        cursor.execute(_people_sql(by), _parameters(asked, calendar))
        for *key, month, in_month, in_window in cursor:
            group = found[tuple(key)]
            group[month] = in_month
            group[WINDOW] = group.get(WINDOW, 0) + in_window
    return dict(found)


def codes_and_parents() -> tuple[dict[int, str], dict[int, int | None]]:
    """Of every unit. One query."""
    rows = list(Unit.objects.order_by().values_list("pk", "code", "parent"))
    return {unit: code for unit, code, _parent in rows}, {unit: parent for unit, _code, parent in rows}


def _rows(asked: Asked, calendar: Calendar) -> Iterator[tuple[str, Key, list[Any]]]:
    parts = len(asked.by)
    with connection.cursor() as cursor:
        cursor.execute(_sql(asked), _parameters(asked, calendar))
        for kind, *rest in cursor:
            yield kind, tuple(rest[:parts]), rest[parts:]


def _parameters(asked: Asked, calendar: Calendar) -> dict[str, Any]:
    days = [asked.first + timedelta(days=ahead) for ahead in range(-1, (asked.last - asked.first).days + 1)]
    return {
        "first": asked.first,
        "last": asked.last,
        # Until when an open period lasts.
        "until": min(asked.last, asked.today),
        "days": days,
        "worked": list(_running(days, calendar)),
        "seniorities": list(SENIORITY_FROM),
        "years": list(SENIORITY_FROM.values()),
        "short": LAST_SHORT_DAY,
        "medium": LAST_MEDIUM_DAY,
    }


def _running(days: Sequence[date], calendar: Calendar) -> Iterator[int]:
    """How many working days there are up to each of the days; the first stands before them and has none."""
    number = 0
    for place, day in enumerate(days):
        number += place > 0 and calendar.is_working_day(day)
        yield number


def _sql(asked: Asked) -> str:
    by = asked.by
    base = {
        By.UNIT: "up.above_id::text",
        By.JOB_GROUP: "place.job_group",
        By.MONTH: "to_char(place.first_day, 'YYYY-MM')",
        By.SENIORITY: "place.seniority",
        By.HOME_MUNICIPALITY: "place.home_municipality",
    }
    of_run = {By.CAUSE: "run.cause_id", By.LENGTH: _length("run.spell_length")}
    of_spell = {By.CAUSE: "spell.cause_id", By.LENGTH: _length("spell.length")}
    columns = [f"key{place}" for place in range(len(by))]

    def keys(names: Mapping[By, str]) -> str:
        return "".join(f", {names.get(each, 'NULL::text')} AS {name}" for each, name in zip(by, columns, strict=True))

    def grouped(names: Mapping[By, str]) -> str:
        held = [names[each] for each in by if each in names]
        # Sums over no rows are one row of nothing, where nothing divides; it is no group.
        return f"GROUP BY {', '.join(held)}" if held else "HAVING count(*) > 0"

    names = "".join(f", {name}" for name in columns)
    upwards = "JOIN up ON up.unit_id = place.unit_id" if By.UNIT in by else ""
    return f"""
        WITH RECURSIVE {_DAYS}, {_UP}, {_PLACES}, {_ENDS}, {_split(by)}, {_RUNS}, {_SPELLS},
        base AS (
            SELECT 'base' AS kind{keys(base)}, count(DISTINCT person) AS people,
                sum((till.worked - since.worked) * hours) AS possible
            FROM place {upwards} JOIN days till ON till.day = place.last_day
            JOIN days since ON since.day = place.first_day - 1
            WHERE till.worked > since.worked
            {grouped(base)}
        ),
        lost AS (
            SELECT 'lost' AS kind{keys(base | of_run)},
                sum((till.worked - since.worked) * hours * degree) FILTER (WHERE in_headline) AS absent,
                sum((till.worked - since.worked) * hours * degree) FILTER (WHERE NOT in_headline) AS pregnancy,
                0::bigint AS short, 0::bigint AS medium, 0::bigint AS long
            FROM place {upwards} JOIN run ON run.employee_id = place.employee_id
                AND run.first_day <= place.last_day AND run.last_day >= place.first_day
            JOIN days till ON till.day = least(place.last_day, run.last_day)
            JOIN days since ON since.day = greatest(place.first_day, run.first_day) - 1
            WHERE till.worked > since.worked
            {grouped(base | of_run)}
        ),
        began AS (
            SELECT 'lost' AS kind{keys(base | of_spell)}, 0::numeric AS absent, 0::numeric AS pregnancy,
                count(*) FILTER (WHERE length <= %(short)s) AS short,
                count(*) FILTER (WHERE length > %(short)s AND length <= %(medium)s) AS medium,
                count(*) FILTER (WHERE length > %(medium)s) AS long
            FROM spell JOIN place ON place.employee_id = spell.employee_id
                AND spell.first_day BETWEEN place.first_day AND place.last_day {upwards}
            {grouped(base | of_spell)}
        )
        SELECT kind{names}, people, possible, 0::numeric AS absent, 0::numeric AS pregnancy, 0::bigint AS short,
            0::bigint AS medium, 0::bigint AS long FROM base
        UNION ALL
        SELECT kind{names}, 0::bigint, 0::numeric, coalesce(sum(absent), 0), coalesce(sum(pregnancy), 0),
            sum(short)::bigint, sum(medium)::bigint, sum(long)::bigint
        FROM (SELECT * FROM lost UNION ALL SELECT * FROM began) AS both_of_them
        GROUP BY kind{names}
    """  # noqa: S608 - our own names


def _people_sql(by: Sequence[By]) -> str:
    parts = {
        By.UNIT: "place.unit_id::text",
        By.JOB_GROUP: "place.job_group",
        By.MONTH: "to_char(place.first_day, 'YYYY-MM')",
        By.SENIORITY: "place.seniority",
        By.HOME_MUNICIPALITY: "place.home_municipality",
    }
    keys = "".join(f"{parts[each]} AS key{number}, " for number, each in enumerate(by))
    names = "".join(f"key{number}, " for number in range(len(by)))
    return f"""
        WITH {_DAYS}, {_PLACES}, {_ENDS}, {_split([*by, By.MONTH])},
        present AS (
            SELECT {keys}person, unit_id, place.first_day, place.last_day,
                (extract(year FROM place.first_day) * {A_YEAR} + extract(month FROM place.first_day) - 1)::int AS month
            FROM place JOIN days till ON till.day = place.last_day
            JOIN days since ON since.day = place.first_day - 1
            WHERE till.worked > since.worked
        ),
        placed AS (
            SELECT *, max(month) OVER (PARTITION BY person) AS last_month, row_number() OVER (
                PARTITION BY person, month ORDER BY last_day DESC, first_day DESC, unit_id
            ) = 1 AS counts FROM present
        )
        SELECT {names}month, count(*) FILTER (WHERE counts), count(*) FILTER (WHERE counts AND month = last_month)
        FROM placed GROUP BY {names}month
    """  # noqa: S608 - our own names


def _length(days: str) -> str:
    """Of what belongs to no spell there is none."""
    return (
        f"CASE WHEN {days} <= %(short)s THEN '{Length.SHORT}' WHEN {days} <= %(medium)s THEN '{Length.MEDIUM}' "
        f"WHEN {days} IS NOT NULL THEN '{Length.LONG}' END"
    )


_DAYS: Final = "days(day, worked) AS (SELECT * FROM unnest(%(days)s::date[], %(worked)s::bigint[]))"

# Each unit with itself and those above it. UNION ends at a loop.
_UP: Final = """
    up(unit_id, above_id) AS (
        SELECT id, id FROM people_unit
        UNION
        SELECT up.unit_id, unit.parent_id FROM up JOIN people_unit unit ON unit.id = up.above_id
        WHERE unit.parent_id IS NOT NULL
    )
"""

# The employments in the window, cut at its days. Those who work for another employer are no matter of the
# municipality's figures.
_PLACES: Final = """
    whole AS (
        SELECT employment.employee_id, coalesce(employee.user_id, -employee.id) AS person, employment.unit_id,
            employment.job_group, employment.home_municipality, (employment.weekly_hours * 100)::bigint AS hours,
            greatest(employment.first_day, %(first)s) AS first_day,
            least(coalesce(employment.last_day, %(last)s), %(last)s) AS last_day
        FROM people_employment employment JOIN people_employee employee ON employee.id = employment.employee_id
        WHERE employment.first_day <= %(last)s AND coalesce(employment.last_day, %(last)s) >= %(first)s
            AND NOT employee.is_outside
    )
"""


def _split(by: Collection[By]) -> str:
    """The same, cut where a month or a seniority ends."""
    steps, source = [], "whole"
    if By.MONTH in by:
        steps.append(_cut("monthly", source, "", "month", "month.first_day", "month.last_day"))
        source = "monthly"
    if By.SENIORITY in by:
        # Two employments of a number are one seniority, with whatever lies between them.
        since = "(entry.entered + make_interval(years => band.years))::date"
        till = "coalesce((entry.entered + make_interval(years => band.until))::date - 1, 'infinity')"
        bands = "entry ON entry.employee_id = {source}.employee_id JOIN band"
        steps.append(_cut("aged", source, "band.seniority, ", bands.format(source=source), since, till))
        source = "aged"
    return "".join(f"{step}, " for step in steps) + f"place AS (SELECT * FROM {source})"  # noqa: S608 - our own names


def _cut(name: str, source: str, column: str, by: str, first: str, last: str) -> str:
    return f"""
        {name} AS (
            SELECT {column}{source}.employee_id, person, unit_id, job_group, home_municipality, hours,
                greatest({source}.first_day, {first}) AS first_day, least({source}.last_day, {last}) AS last_day
            FROM {source} JOIN {by} ON {first} <= {source}.last_day AND {last} >= {source}.first_day
        )"""  # noqa: S608 - our own names


# Where a month and a seniority end.
_ENDS: Final = """
    month(first_day, last_day) AS (
        SELECT day::date, (day + interval '1 month - 1 day')::date
        FROM generate_series(date_trunc('month', %(first)s::timestamp), %(last)s, interval '1 month') AS day
    ),
    entry AS (SELECT employee_id, min(first_day) AS entered FROM people_employment GROUP BY employee_id),
    band AS (
        SELECT seniority, years, lead(years) OVER (ORDER BY years) AS until
        FROM unnest(%(seniorities)s::text[], %(years)s::int[]) AS given(seniority, years)
    )
"""

# The periods that began until the window's end, with the length of the spell that each is of: spells merge headline
# periods that touch, however far back they began. What is sick and not in the headline is pregnancy-related.
_RUNS: Final = """
    sick AS (
        SELECT period.employee_id, period.first_day, period.cause_id, cause.in_headline,
            (period.degree * 100)::bigint AS degree,
            CASE WHEN period.last_day IS NULL THEN %(until)s ELSE least(period.last_day, %(last)s) END AS last_day,
            period.first_day > lag(coalesce(period.last_day, 'infinity') + 1, 1, '-infinity') OVER (
                PARTITION BY period.employee_id, cause.in_headline ORDER BY period.first_day
            ) AS begins
        FROM absence_period period JOIN absence_cause cause ON cause.key = period.cause_id
        WHERE NOT period.withdrawn AND period.first_day <= %(last)s
            AND (period.last_day IS NOT NULL OR period.first_day <= %(until)s)
            AND (cause.in_headline OR cause.counts_as_sick)
    ),
    numbered AS (
        SELECT *, count(*) FILTER (WHERE begins) OVER (
            PARTITION BY employee_id, in_headline ORDER BY first_day
        ) AS spell FROM sick
    ),
    run AS (
        SELECT *, CASE WHEN in_headline THEN max(last_day) OVER together - min(first_day) OVER together + 1
            END AS spell_length
        FROM numbered WINDOW together AS (PARTITION BY employee_id, in_headline, spell)
    )
"""

_SPELLS: Final = """
    spell AS (
        SELECT employee_id, first_day, cause_id, spell_length AS length FROM run
        WHERE in_headline AND begins AND first_day >= %(first)s
    )
"""
