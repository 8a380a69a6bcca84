"""The rules once more, naively: day by day over sets of days, with nothing shared with the engine.

Slow and plain on purpose. It reads as the design's definitions read.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from absence.rules import Cause, Gift, Kind, Period, Rule, Stay
from people.calendar import Calendar

DAY = timedelta(days=1)
KINDS = tuple(Kind)

Due = tuple[str, date, date]
"""Rule key, anchor, due date."""

Fired = tuple[str, date, date, date | None, date]
"""Rule key, anchor, due date, legal last day, first day of the spell."""


def fired(
    rules: Sequence[Rule],
    periods: Sequence[Period],
    causes: Sequence[Cause],
    calendar: Calendar,
    through: date,
    *,
    open_runs_on: bool,
) -> list[Fired]:
    """What the rules do through the day `through`; with `open_runs_on`, elapsed rules look past it."""
    found: list[Fired] = []
    for rule in rules:
        horizon = through
        if rule.kind == "elapsed" and open_runs_on:
            horizon = max([through, *(p.last_day or p.first_day for p in periods)]) + rule.threshold * DAY
        sick_days = days_of(rule, periods, causes, horizon)
        spells = spells_of(sick_days, rule.relapse_days)
        for anchor, first in anchors(rule, sick_days, spells, horizon):
            asked_on = first if rule.kind == "elapsed" else anchor
            if rule.valid_from and asked_on < rule.valid_from:
                continue
            if rule.valid_to and asked_on > rule.valid_to:
                continue
            legal = anchor + rule.due_offset_days * DAY
            due = legal
            while rule.weekend == "next" and not calendar.is_working_day(due):
                due += DAY
            while rule.weekend == "previous" and not calendar.is_working_day(due):
                due -= DAY
            found.append((rule.key, anchor, due, legal if rule.mandatory else None, first))
    return sorted(found)


def days_of(rule: Rule, periods: Sequence[Period], causes: Sequence[Cause], horizon: date) -> set[date]:
    """The days, up to the horizon, on which the employee was away by the rule's causes."""
    if rule.causes is not None:
        taken = set(rule.causes)
    elif rule.kind == "elapsed":
        taken = {cause.key for cause in causes if cause.counts_as_sick}
    else:
        taken = {cause.key for cause in causes if cause.in_frequency_rules}
    days: set[date] = set()
    for period in periods:
        if period.cause not in taken:
            continue
        day = period.first_day
        last = horizon if period.last_day is None else min(period.last_day, horizon)
        while day <= last:
            days.add(day)
            day += DAY
    return days


def spells_of(sick_days: set[date], relapse_days: int) -> list[list[date]]:
    """The sick days of each spell: a gap of more than `relapse_days` well days parts two."""
    spells: list[list[date]] = []
    for day in sorted(sick_days):
        if spells and day <= spells[-1][-1] + (1 + relapse_days) * DAY:
            spells[-1].append(day)
        else:
            spells.append([day])
    return spells


def anchors(rule: Rule, sick_days: set[date], spells: list[list[date]], horizon: date) -> list[tuple[date, date]]:
    """Each anchor with the first day of its spell."""
    if rule.kind == "elapsed":
        reached = []
        for spell in spells:
            lasts = (spell[-1] - spell[0]).days + 1
            if lasts >= rule.threshold:
                reached.append((spell[0] + (rule.threshold - 1) * DAY, spell[0]))
        return reached
    assert rule.window_days is not None
    if rule.kind == "count":
        firsts = [spell[0] for spell in spells]
        counts = [len([f for f in firsts if day - rule.window_days * DAY < f <= day]) for day in firsts]
        return [
            (day, day)
            for k, day in enumerate(firsts)
            if counts[k] >= rule.threshold and (k == 0 or counts[k - 1] < rule.threshold)
        ]
    if not sick_days:
        return []
    spell_first = {day: spell[0] for spell in spells for day in spell}
    crossed = []
    score = 0
    day = min(sick_days)
    while day <= horizon:
        before = score
        before_window = day - rule.window_days * DAY
        window = [sick for sick in sick_days if before_window < sick <= day]
        score = len(window)
        if rule.kind == "bradford":
            score *= len({spell_first[sick] for sick in window}) ** 2
        if score >= rule.threshold > before:
            crossed.append((day, spell_first[day]))
        day += DAY
    return crossed


def unit_of(stays: Sequence[Stay], day: date) -> int | None:
    """The unit of a day, of employments that do not overlap."""
    for stay in sorted(stays, key=lambda stay: stay.first_day):
        if stay.last_day is None or day <= stay.last_day:
            return stay.unit  # it runs, or it is the next to begin
    return max(stays, key=lambda stay: stay.first_day).unit if stays else None


def upwards(parents: Mapping[int, int | None], unit: int | None) -> list[int]:
    line = []
    while unit is not None:
        line.append(unit)
        unit = parents[unit]
    return line


def given(parents: Mapping[int, int | None], gifts: Sequence[Gift], unit: int, day: date) -> set[str]:
    """The policies that hold in a unit on a day."""
    for above in upwards(parents, unit):
        here = {g.policy for g in gifts if g.unit == above and g.first_day <= day <= (g.last_day or date.max)}
        if here:
            return here
    return set()


def owed(
    periods: Sequence[Period],
    stays: Sequence[Stay],
    parents: Mapping[int, int | None],
    gifts: Sequence[Gift],
    policies: Mapping[str, Sequence[Rule]],
    causes: Sequence[Cause],
    calendar: Calendar,
    through: date,
) -> set[Due]:
    """All that is owed live, what has lapsed included as far as its anchor was reached."""

    def has_begun(unit: int | None, day: date) -> bool:
        return any(g.unit in upwards(parents, unit) and g.first_day <= day for g in gifts)

    def is_given(rule: Rule, anchor: date, first: date) -> bool:
        unit = unit_of(stays, first if rule.kind == "elapsed" else anchor)
        if unit is None or not has_begun(unit, anchor):
            return False
        return rule.policy == "statutory" or rule.policy in given(parents, gifts, unit, anchor)

    def is_employed(day: date) -> bool:
        employed = any(stay.first_day <= day <= (stay.last_day or date.max) for stay in stays)
        return employed and has_begun(unit_of(stays, day), day)

    by_rules = {
        (key, anchor, due)
        for rules in policies.values()
        for rule in rules
        for key, anchor, due, _, first in fired([rule], periods, causes, calendar, through, open_runs_on=True)
        if is_given(rule, anchor, first)
    }
    sick = {cause.key for cause in causes if cause.counts_as_sick}
    sickness = [period for period in periods if period.cause in sick]
    built_in = [*asks(sickness, calendar), *welcomes(sickness, calendar)]
    return by_rules | {due for due in built_in if is_employed(due[1])}


def asks(sickness: Sequence[Period], calendar: Calendar) -> Iterator[Due]:
    for period in sickness:
        if period.last_day is None and period.expected_return:
            due = period.expected_return - DAY
            while not calendar.is_working_day(due):
                due -= DAY
            if due >= period.first_day:
                yield "built-in/ask-return", period.expected_return, due


def welcomes(sickness: Sequence[Period], calendar: Calendar) -> Iterator[Due]:
    if not sickness:
        return
    horizon = max(period.last_day or period.first_day for period in sickness) + 10 * DAY
    days = {
        period.first_day + n * DAY
        for period in sickness
        for n in range(((period.last_day or horizon) - period.first_day).days + 1)
    }
    for spell in spells_of(days, 0):
        if len(spell) >= 3 and spell[-1] < horizon:
            back = spell[-1] + DAY
            due = back + DAY
            while not calendar.is_working_day(due):
                due += DAY
            yield "built-in/welcome-back", back, due
