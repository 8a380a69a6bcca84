"""The statements that count the kept figures. Each begins with the figures of units' own people, by month.

Job groups and causes, days and months are numbers here: days by their distance from `origin`, the day before the first
month, and months from 1 on. What each day and month is stands in arrays: a lookup costs a fraction of a join. Sums are
of whole numbers in double precision, which holds them exactly up to 2^53: eleven million full-time people in a month.
"""

from typing import Final

from insight.models import MonthFigures
from insight.rules.measures import Length

BREAKDOWN: Final = MonthFigures.Breakdown
# The causes that are told beside the headline, pregnancy-related ones, are one.
BESIDE: Final = ""
_COUNTS: Final = ("people", "spells", "short", "medium", "short_then", "medium_then")
SUMS: Final = (
    "people",
    "possible",
    "absent",
    "pregnancy",
    "absent_short",
    "absent_medium",
    "absent_short_then",
    "absent_medium_then",
    "spells",
    "short",
    "medium",
    "short_then",
    "medium_then",
)
_OF_BASE: Final = SUMS[:2]
_OF_PERIODS: Final = SUMS[2:]
_KEY: Final = "unit_id, breakdown, key, month"
_NAMES: Final = ", ".join(SUMS)


def _typed(name: str, value: str) -> str:
    """Small sums of whole numbers, large ones of doubles: sums of bigint would be of arbitrary precision, and slow."""
    return f"{value}::{'int' if name in _COUNTS else 'float8'} AS {name}"


_TOTALS: Final = ", ".join(f"sum({name}) AS {name}" for name in SUMS)


def _worked(day: str) -> str:
    """The working days up to a day."""
    return f"(%(worked)s::int[])[{day} + 1]"


def _month(day: str) -> str:
    return f"(%(months)s::int[])[{day} + 1]"


def _of_month(what: str, month: str) -> str:
    """The number of its first, last or last working day, or of its working days."""
    return f"(%({what})s::int[])[{month}]"


def _divided(by: str, month: str) -> str:
    """By job group and cause no page tells more than the last years: the months before are kept of the whole alone."""
    return f"CASE WHEN {month} >= %(divided_from)s THEN {by} END"


# Those who work for another employer are no matter of the municipality's figures. A person's next employment, under
# whatever number, takes over the person: they are counted once in a month.
_JOBS: Final = """
    named_group AS (
        SELECT job_group AS name, row_number() OVER ()::int AS number
        FROM (SELECT DISTINCT job_group FROM people_employment) AS every
    ),
    named_cause AS (
        SELECT key AS name, row_number() OVER ()::int AS number, in_headline FROM absence_cause
        WHERE in_headline OR counts_as_sick
    ),
    job AS (
        SELECT employment.employee_id, employment.unit_id, named_group.number AS job_group,
            coalesce(employee.user_id, -employee.id) AS person,
            (employment.weekly_hours * 100)::float8 AS hours,
            greatest(employment.first_day, %(first)s) - %(origin)s AS first_day,
            least(coalesce(employment.last_day, %(last)s), %(last)s) - %(origin)s AS last_day,
            lead(employment.first_day) OVER (
                PARTITION BY coalesce(employee.user_id, -employee.id) ORDER BY employment.first_day, employment.id
            ) - %(origin)s AS next_day
        FROM people_employment employment JOIN people_employee employee ON employee.id = employment.employee_id
        JOIN named_group ON named_group.name = employment.job_group
        WHERE NOT employee.is_outside AND employment.first_day <= %(last)s
            AND coalesce(employment.last_day, %(last)s) >= %(first)s AND {among}
    )
"""
# Whole persons are needed to see what comes next, so theirs are read who have or had a place in the units.
_ALL: Final = "true"
_OF_UNITS: Final = """
    coalesce(employee.user_id, -employee.id) IN (
        SELECT coalesce(someone.user_id, -someone.id)
        FROM people_employment place JOIN people_employee someone ON someone.id = place.employee_id
        WHERE place.unit_id = ANY(%(units)s::bigint[])
    )
"""
_HERE: Final = "unit_id = ANY(%(units)s::bigint[])"

_BASE: Final = f"""
    alike AS (
        SELECT unit_id, job_group, first_day, last_day, next_day, count(*) AS heads, sum(hours) AS hours
        FROM job WHERE {{here}} GROUP BY unit_id, job_group, first_day, last_day, next_day
    ),
    base AS (
        SELECT unit_id, {_divided("job_group", "month")} AS job_group, month,
            sum(heads) FILTER (WHERE next_day IS NULL OR next_day > {_of_month("last_worked", "month")}) AS people,
            sum(days * hours) AS possible
        FROM (
            SELECT alike.*, month,
                CASE WHEN first_day <= {_of_month("first_days", "month")}
                        AND last_day >= {_of_month("last_days", "month")}
                    THEN {_of_month("working", "month")}
                    ELSE {_worked(f"least(last_day, {_of_month('last_days', 'month')})")}
                        - {_worked(f"greatest(first_day, {_of_month('first_days', 'month')}) - 1")} END AS days
            FROM alike CROSS JOIN LATERAL generate_series({_month("first_day")}, {_month("last_day")}) AS month
        ) AS monthly
        WHERE days > 0
        GROUP BY 1, 2, 3
    )
"""  # noqa: S608 - our own names

# The length of a spell is counted from its first day, however far back, until today; an open period that begins after
# today has no day yet. Said so that the planner still expects nearly all of the periods.
_RUNS: Final = """
    sick AS (
        SELECT period.employee_id, period.first_day - %(origin)s AS first_day, cause.number AS cause,
            cause.in_headline,
            (period.degree * 100)::float8 AS degree, coalesce(period.last_day, %(today)s) - %(origin)s AS last_day,
            period.first_day > lag(coalesce(period.last_day, 'infinity') + 1, 1, '-infinity') OVER (
                PARTITION BY period.employee_id, cause.in_headline ORDER BY period.first_day
            ) AS begins
        FROM absence_period period JOIN named_cause cause ON cause.name = period.cause_id
        WHERE NOT period.withdrawn AND period.first_day <= %(last)s
            AND (period.last_day IS NOT NULL OR period.first_day <= %(today)s) AND {of_employees}
    ),
    numbered AS (
        SELECT *, count(*) FILTER (WHERE begins) OVER (
            PARTITION BY employee_id, in_headline ORDER BY first_day
        ) AS spell FROM sick
    ),
    run AS (
        SELECT employee_id, first_day, last_day, cause, in_headline, degree, begins,
            CASE WHEN in_headline THEN min(first_day) OVER together END AS spell_first,
            CASE WHEN in_headline THEN max(last_day) OVER together END AS spell_last
        FROM numbered WINDOW together AS (PARTITION BY employee_id, in_headline, spell)
    )
"""
_OF_THEIRS: Final = "period.employee_id IN (SELECT employee_id FROM job)"

# Each run in each of the employments that it touches, and what of it lies in each month. Most lie within one.
_LOST: Final = f"""
    piece AS (
        SELECT job.unit_id, job.job_group, run.cause, run.in_headline, job.hours * run.degree AS share,
            greatest(run.first_day, job.first_day) AS first_day, least(run.last_day, job.last_day) AS last_day,
            run.spell_first, run.spell_last,
            run.in_headline AND run.begins AND run.first_day BETWEEN job.first_day AND job.last_day AS begins
        FROM run JOIN job ON job.employee_id = run.employee_id
            AND job.first_day <= run.last_day AND job.last_day >= run.first_day
        WHERE {{here}}
    ),
    placed AS (
        SELECT *, {_month("first_day")} AS since,
            {_month("greatest(first_day, last_day)")} AS till
        FROM piece
    ),
    measured AS (
        SELECT unit_id, job_group, cause, in_headline, begins, since AS month,
            greatest({_worked("greatest(last_day, first_day - 1)")} - {_worked("first_day - 1")}, 0) * share AS lost,
            spell_last - spell_first + 1 AS length,
            least(spell_last, {_of_month("last_days", "since")}) - spell_first + 1 AS length_then
        FROM placed WHERE since = till
        UNION ALL
        SELECT unit_id, job_group, cause, in_headline, begins AND month = since, month,
            ({_worked(f"least(last_day, {_of_month('last_days', 'month')})")}
                - {_worked(f"greatest(first_day, {_of_month('first_days', 'month')}) - 1")}) * share,
            spell_last - spell_first + 1,
            least(spell_last, {_of_month("last_days", "month")}) - spell_first + 1
        FROM placed CROSS JOIN LATERAL generate_series(since, till) AS month
        WHERE since < till
    ),
    lost AS (
        SELECT unit_id, {_divided("job_group", "month")} AS job_group, {_divided("cause", "month")} AS cause, month,
            sum(lost) FILTER (WHERE in_headline) AS absent,
            sum(lost) FILTER (WHERE NOT in_headline) AS pregnancy,
            sum(lost) FILTER (WHERE length <= %(short)s) AS absent_short,
            sum(lost) FILTER (WHERE length > %(short)s AND length <= %(medium)s) AS absent_medium,
            sum(lost) FILTER (WHERE length_then <= %(short)s) AS absent_short_then,
            sum(lost) FILTER (WHERE length_then > %(short)s AND length_then <= %(medium)s) AS absent_medium_then,
            count(*) FILTER (WHERE begins) AS spells,
            count(*) FILTER (WHERE begins AND length <= %(short)s) AS short,
            count(*) FILTER (WHERE begins AND length > %(short)s AND length <= %(medium)s) AS medium,
            count(*) FILTER (WHERE begins AND length_then <= %(short)s) AS short_then,
            count(*) FILTER (WHERE begins AND length_then > %(short)s AND length_then <= %(medium)s) AS medium_then
        FROM measured GROUP BY 1, 2, 3, 4
    )
"""  # noqa: S608 - our own names

_OWN: Final = f"""
    cell AS (
        SELECT unit_id, job_group, NULL::int AS cause, month,
            {", ".join(_typed(name, f"coalesce({name}, 0)") for name in _OF_BASE)},
            {", ".join(_typed(name, "0") for name in _OF_PERIODS)} FROM base
        UNION ALL
        SELECT unit_id, job_group, cause, month, {", ".join(_typed(name, "0") for name in _OF_BASE)},
            {", ".join(_typed(name, f"coalesce({name}, 0)") for name in _OF_PERIODS)} FROM lost
    ),
    summed AS (
        SELECT unit_id, job_group, cause, GROUPING(job_group) AS over_groups, GROUPING(cause) AS over_causes, month,
            {", ".join(_typed(name, f"sum({name})") for name in SUMS)}
        FROM cell GROUP BY GROUPING SETS ((unit_id, month), (unit_id, month, job_group), (unit_id, month, cause))
    ),
    own AS (
        SELECT unit_id,
            CASE WHEN over_groups = 0 THEN '{BREAKDOWN.JOB_GROUP}' WHEN over_causes = 0 THEN '{BREAKDOWN.CAUSE}'
                ELSE '{BREAKDOWN.WHOLE}' END AS breakdown,
            coalesce(named_group.name, named_cause.name, '') AS key, (%(firsts)s::date[])[month] AS month, {_NAMES}
        FROM summed LEFT JOIN named_group ON named_group.number = job_group
        LEFT JOIN named_cause ON named_cause.number = cause
        WHERE over_groups + over_causes = 2 OR job_group IS NOT NULL OR cause IS NOT NULL
    )
"""  # noqa: S608 - our own names

# Each unit with itself and those above it. UNION ends at a loop.
_UP: Final = """
    up(own_id, above_id) AS (
        SELECT id, id FROM people_unit
        UNION
        SELECT up.own_id, unit.parent_id FROM up JOIN people_unit unit ON unit.id = up.above_id
        WHERE unit.parent_id IS NOT NULL
    )
"""


def _own(among: str, of_employees: str, here: str) -> str:
    parts = (
        _JOBS.format(among=among),
        _BASE.format(here=here),
        _RUNS.format(of_employees=of_employees),
        _LOST.format(here=here),
        _OWN,
    )
    return ", ".join(parts)


_TABLE: Final = "insight_monthfigures"

# Their own people's first, then level by level from the bottom what is below them: most of the rows are of the lowest
# units, which have nothing below.
OWN: Final = f"""
    WITH {_own(_ALL, "true", "true")}
    INSERT INTO {_TABLE} ({_KEY}, {_NAMES}) SELECT {_KEY}, {_NAMES} FROM own
"""  # noqa: S608 - our own names
_ADDED: Final = ", ".join(f"{name} = kept.{name} + excluded.{name}" for name in SUMS)
RAISE: Final = f"""
    INSERT INTO {_TABLE} AS kept ({_KEY}, {_NAMES})
    SELECT unit.parent_id AS unit_id, breakdown, key, month,
        {", ".join(f"sum({_typed(name, name).split(' AS ')[0]}) AS {name}" for name in SUMS)}
    FROM {_TABLE} JOIN people_unit unit ON unit.id = unit_id
    WHERE unit_id = ANY(%(level)s) AND unit.parent_id IS NOT NULL
    GROUP BY unit.parent_id, breakdown, key, month
    ON CONFLICT (unit_id, breakdown, month, key) DO UPDATE SET {_ADDED}
"""  # noqa: S608 - our own names

# What the units' own people amounted to is what is kept of the units, less what is kept of those right below them.
# Tells whether the base of any figure changed.
REFRESH: Final = f"""
    WITH RECURSIVE {_UP}, {_own(_OF_UNITS, _OF_THEIRS, _HERE)},
    difference AS (
        SELECT {_KEY}, {_NAMES} FROM own
        UNION ALL
        SELECT {_KEY}, {", ".join(_typed(name, f"(-{name})") for name in SUMS)} FROM {_TABLE} WHERE {_HERE}
        UNION ALL
        SELECT unit.parent_id, breakdown, key, month, {", ".join(_typed(name, name) for name in SUMS)}
        FROM {_TABLE} kept JOIN people_unit unit ON unit.id = kept.unit_id
        WHERE unit.parent_id = ANY(%(units)s::bigint[])
    ),
    changed AS (
        SELECT up.above_id AS unit_id, breakdown, key, month, {_TOTALS}
        FROM difference JOIN up ON up.own_id = difference.unit_id
        GROUP BY up.above_id, breakdown, key, month
        HAVING {" OR ".join(f"sum({name}) <> 0" for name in SUMS)}
    ),
    added AS (
        INSERT INTO {_TABLE} AS kept ({_KEY}, {_NAMES}) SELECT {_KEY}, {_NAMES} FROM changed
        ON CONFLICT (unit_id, breakdown, month, key) DO UPDATE SET {_ADDED}
    )
    SELECT EXISTS (SELECT 1 FROM changed WHERE people <> 0 OR possible <> 0)
"""  # noqa: S608 - our own names

# Who was absent in each of two years, by cause and by the length of the spell; of lengths they count who began one, so
# that there are no fewer spells than people. Each counts once in a year, where they were last: elsewhere, by another
# cause or length as well, they leave their days, and perhaps nobody who counts.
ABSENT: Final = f"""
    WITH {_JOBS.format(among=_ALL)}, {_RUNS.format(of_employees="true")},
    part AS (
        SELECT *,
            row_number() OVER (PARTITION BY person, year, in_headline ORDER BY last_day DESC, unit_id) = 1 AS is_last,
            begins AND row_number() OVER (
                PARTITION BY person, year, in_headline ORDER BY begins DESC, last_day DESC, unit_id
            ) = 1 AS is_last_begun
        FROM (
            SELECT job.person, job.unit_id, run.cause, run.in_headline, year.number AS year,
                greatest(run.first_day, job.first_day, year.first_day) AS first_day,
                least(run.last_day, job.last_day, year.last_day) AS last_day,
                run.begins AND run.first_day BETWEEN greatest(job.first_day, year.first_day)
                    AND least(job.last_day, year.last_day) AS begins,
                CASE WHEN least(run.spell_last, year.last_day) - run.spell_first < %(short)s THEN '{Length.SHORT}'
                    WHEN least(run.spell_last, year.last_day) - run.spell_first < %(medium)s THEN '{Length.MEDIUM}'
                    ELSE '{Length.LONG}' END AS length
            FROM unnest(%(year_firsts)s::int[], %(year_lasts)s::int[])
                WITH ORDINALITY AS year (first_day, last_day, number)
            JOIN run ON run.first_day <= year.last_day AND run.last_day >= year.first_day
            JOIN job ON job.employee_id = run.employee_id
                AND job.first_day <= least(run.last_day, year.last_day)
                AND job.last_day >= greatest(run.first_day, year.first_day)
        ) AS overlap
        WHERE {_worked("last_day")} > {_worked("first_day - 1")}
    )
    SELECT '{BREAKDOWN.CAUSE}', unit_id, CASE WHEN part.in_headline THEN name ELSE '{BESIDE}' END AS key, year,
        count(*) FILTER (WHERE is_last)
    FROM part JOIN named_cause ON named_cause.number = part.cause
    GROUP BY unit_id, key, year
    UNION ALL
    SELECT '{BREAKDOWN.LENGTH}', unit_id, length, year, count(*) FILTER (WHERE is_last_begun)
    FROM part WHERE in_headline GROUP BY unit_id, length, year
"""  # noqa: S608 - our own names
