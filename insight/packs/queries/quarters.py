"""What goes into the pack of a quarter, as it is when it is made."""

from datetime import date

from insight.models import PackFigures
from insight.rollup.queries import AsOf, unit_sums, units_shown_in, units_told_by_month
from insight.rules.masking import why_hidden
from insight.rules.measures import window_figures
from insight.rules.months import month_number
from insight.rules.packs import months_of_quarter
from insight.rules.targets import aim_of
from insight.targets.queries import own_targets
from people.rules import Organisation


def figures_of_quarter(quarter: date, counted: AsOf, house: Organisation) -> list[PackFigures]:
    """A row for each unit with people, not saved yet; what is hidden has no numbers. Six queries.

    Shown is what may be shown of each month from a year before on, and of both quarters as a whole.
    """
    this, before = months_of_quarter(quarter), months_of_quarter(quarter, years_ago=1)
    sums = unit_sums(house.parents.keys(), this[0], this[-1])
    sums_before = unit_sums(house.parents.keys(), before[0], before[-1])
    numbers = [[month_number(month) for month in months] for months in (this, before)]
    windows = [*numbers, *([month] for months in numbers for month in months)]
    shown = units_shown_in(windows, units_told_by_month(counted.today, before[0]))
    aims = own_targets(quarter.year)
    rows = []
    for unit, by_month in sums.items():
        here = [by_month[month] for month in this if month in by_month]
        if not any(month.possible for month in here):
            continue
        if unit not in shown:
            rows.append(PackFigures(unit_id=unit, hidden=why_hidden(max(month.people for month in here))))
            continue
        measures = window_figures([by_month.get(month) for month in this]).measures
        past = sums_before.get(unit, {})
        aim = aim_of(house.upwards(unit), aims)
        rows.append(
            PackFigures(
                unit_id=unit,
                people=measures.people,
                possible=sum(month.possible for month in here),
                absent=sum(month.absent for month in here),
                spells=measures.spells,
                possible_before=sum(month.possible for month in past.values()) if past else None,
                absent_before=sum(month.absent for month in past.values()) if past else None,
                target=aim.percent if aim else None,
            )
        )
    return rows
