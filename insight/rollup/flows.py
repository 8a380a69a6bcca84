"""Keeping the figures: after each change what it touched, and everything when a day begins."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Final

from django.db import connection, transaction

from insight.models import MonthFigures, Rollup, Shown, Stale
from insight.rollup.counting import ABSENT, OWN, RAISE, REFRESH
from insight.rollup.queries import OF_ABSENCE, places_of, shown_of_absence, shown_on
from insight.rules.measures import LAST_MEDIUM_DAY, LAST_SHORT_DAY
from insight.rules.months import A_YEAR, month_number, months_before
from people.calendar import ONE_DAY
from people.models import Unit
from people.queries import municipal_calendar
from people.viewer import Viewer

# Twelve months end with each of the last 36 whole ones, and one has begun.
MONTHS_KEPT: Final = 48
# Those before and the one that runs too are kept by job group and cause.
MONTHS_DIVIDED: Final = 2 * A_YEAR
# Where so large a part of the units changed, all of them are counted in less time.
ALL_FROM: Final = 0.25


@transaction.atomic
def refresh_figures(*, by: Viewer) -> int:
    """Counts again what changed since the last time, and everything on a new day. The number of units counted."""
    kept = Rollup.objects.select_for_update().first()
    changed = _taken()
    if kept is None or kept.today != by.today or (None, None) in changed:
        return rebuild_figures(by=by)
    units = {unit for unit, _employee in changed if unit is not None}
    units |= places_of({employee for _unit, employee in changed if employee is not None})
    if len(units) > ALL_FROM * Unit.objects.count():
        return rebuild_figures(by=by)
    if units:
        ((base_changed,),) = _run(REFRESH, kept.first_month, by.today, list(units))
        # What may be shown of everybody hangs on who works where; of causes and lengths, on who is absent too.
        if base_changed:
            _decide_what_is_shown(kept.first_month, by.today)
        else:
            _decide_what_is_shown_of_absence(kept.first_month, by.today)
    kept.at = by.now
    kept.save(update_fields=["at"])
    return len(units)


@transaction.atomic
def rebuild_figures(*, by: Viewer) -> int:
    """Counts everything anew. Who reads meanwhile sees the figures from before. The number of units."""
    first_month = months_before(by.today, MONTHS_KEPT - 1)
    # Whoever else keeps figures waits here, and finds them fresh.
    kept = {"today": by.today, "at": by.now, "first_month": first_month, "known_from": _known_from(by.today)}
    Rollup.objects.update_or_create(defaults=kept, id=1)
    Stale.objects.all().delete()
    MonthFigures.objects.all().delete()
    _run(OWN, first_month, by.today, None)
    levels = _levels()
    with connection.cursor() as cursor:
        for level in levels:
            cursor.execute(RAISE, {"level": level})
    _decide_what_is_shown(first_month, by.today)
    return sum(map(len, levels))


def _known_from(today: date) -> date:
    """An extract of payroll's reaches back to a day, with the few long absences that began before it: the month after
    the one by which a hundredth of all had begun.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(0.01) WITHIN GROUP (ORDER BY first_day) FROM absence_period WHERE NOT withdrawn"
        )
        (day,) = cursor.fetchone()
    return months_before(day or today, -1)


def _decide_what_is_shown(first_month: date, today: date) -> None:
    Shown.objects.all().delete()
    Shown.objects.bulk_create(shown_on(today), batch_size=5_000)
    _decide_what_is_shown_of_absence(first_month, today)


def _decide_what_is_shown_of_absence(first_month: date, today: date) -> None:
    Shown.objects.filter(breakdown__in=OF_ABSENCE).delete()
    absent = _run(ABSENT, first_month, today, None)
    Shown.objects.bulk_create(shown_of_absence(absent), batch_size=5_000)


def _levels() -> list[list[int]]:
    """The units of each depth, the lowest first."""
    depths: defaultdict[int, list[int]] = defaultdict(list)
    for unit in Unit.objects.with_tree_fields():
        depths[unit.tree_depth].append(unit.pk)
    return [depths[depth] for depth in sorted(depths, reverse=True)]


def _taken() -> set[tuple[int | None, int | None]]:
    """Units and employees of the rows that are seen, which it takes away; those of changes that are not committed yet
    stay for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH taken AS (DELETE FROM insight_stale RETURNING unit, employee) "
            "SELECT DISTINCT unit, employee FROM taken"
        )
        return set(cursor.fetchall())


def _run(statement: str, first: date, today: date, units: list[int | None] | None) -> list[tuple[Any, ...]]:
    """Through the end of the month that runs; employments and periods that end later are cut there. What it tells."""
    firsts = [months_before(first, -ahead) for ahead in range(month_number(today) - month_number(first) + 2)]
    origin, last = first - ONE_DAY, firsts.pop() - ONE_DAY
    calendar = municipal_calendar()
    days = [origin + timedelta(days=ahead) for ahead in range((last - origin).days + 1)]
    working = [day > origin and calendar.is_working_day(day) for day in days]
    lasts = [*(month - ONE_DAY for month in firsts[1:]), last]
    worked = list(accumulate(map(int, working)))
    parameters = {
        "first": first,
        "last": last,
        "today": today,
        "units": units,
        "origin": origin,
        "firsts": firsts,
        "worked": worked,
        "months": [month_number(day) - month_number(first) + 1 for day in days],
        "first_days": [(day - origin).days for day in firsts],
        "last_days": [(day - origin).days for day in lasts],
        "last_worked": [(calendar.previous_working_day(day) - origin).days for day in lasts],
        "working": [
            worked[(end - origin).days] - worked[(day - origin).days - 1]
            for day, end in zip(firsts, lasts, strict=True)
        ],
        "year_firsts": [(firsts[at] - origin).days for at in (-A_YEAR - 1, -2 * A_YEAR - 1)],
        "year_lasts": [(lasts[at] - origin).days for at in (-2, -A_YEAR - 2)],
        "divided_from": max(len(firsts) - MONTHS_DIVIDED, 1),
        "short": LAST_SHORT_DAY,
        "medium": LAST_MEDIUM_DAY,
    }
    with connection.cursor() as cursor:
        # Sums by the million are kept in memory, and compiling the statement would take longer than it saves.
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
