"""A return plan, week by week: what it must have, how it is written, and whether what happens is what was planned.

A draft is lenient; a plan that is to run is strict. Weeks are ISO weeks, called by their Monday. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from people.calendar import Calendar
from people.rules import ActingAs, RuleViolation, insist
from roundtable.rules.rights import MAY_READ


class Event(StrEnum):
    """What the flows of plans write to the audit."""

    PLAN_WRITTEN = "plan_written"
    NO_PLAN_DECIDED = "no_plan_decided"
    PLAN_BEGUN = "plan_begun"
    PLAN_AMENDED = "plan_amended"
    PLAN_ENDED = "plan_ended"
    CHECK_IN_OWED = "check_in_owed"


class PlanState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    REPLACED = "replaced"
    ENDED = "ended"


class ItemKind(StrEnum):
    """What a line of a plan is; what is possible is asked before what is not."""

    POSSIBLE = "possible"
    WAITS = "waits"
    CHANGE = "change"
    SUPPORT = "support"


class Effect(StrEnum):
    """What a change of the work did, where it was tried before."""

    NEW = "new"
    HELPED = "helped"
    DID_NOT_HELP = "did_not_help"
    UNKNOWN = "unknown"


class EndReason(StrEnum):
    """Why a plan runs no longer; typed, so that nothing about health is written."""

    BACK_FULLY = "back_fully"
    DOES_NOT_HOLD = "does_not_hold"
    NOT_NEEDED = "not_needed"
    RAN_OUT = "ran_out"  # by the job: its weeks are over, and it has been looked at or the day for it is past


# What people may choose.
ENDED_BY_HAND: Final = (EndReason.BACK_FULLY, EndReason.DOES_NOT_HOLD, EndReason.NOT_NEEDED)
# Those who handle the matter keep its plan; the employee reads it.
MAY_KEEP: Final = MAY_READ

ONE_WEEK: Final = timedelta(days=7)
MOST_WEEKS: Final = 26
FEWEST_SHOWN: Final = 4
MOST_HOURS: Final = Decimal(60)
MOST_LINES: Final = 12
# How much "one week more" rises.
RISE: Final = Decimal(4)


class Week(NamedTuple):
    monday: date
    hours: Decimal


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_monday(day: date) -> date:
    """Where a new plan begins; of a Monday, the one after."""
    return monday_of(day) + ONE_WEEK


def week_number(monday: date) -> int:
    return monday.isocalendar().week


# --- Writing a draft --------------------------------------------------------------------------------------


def check_draft(weeks: Sequence[Week]) -> None:
    """`RuleViolation` with `not_a_monday`, `week_twice`, `hours_out_of_range` or `too_many_weeks`; all else may be
    put right later.
    """
    mondays = [week.monday for week in weeks]
    insist(all(monday.weekday() == 0 for monday in mondays), "not_a_monday")
    insist(len(set(mondays)) == len(mondays), "week_twice")
    insist(all(0 <= week.hours <= MOST_HOURS for week in weeks), "hours_out_of_range")
    insist(not mondays or (max(mondays) - min(mondays)) // ONE_WEEK < MOST_WEEKS, "too_many_weeks")


def one_more(weeks: Sequence[Week], *, first: date, full: Decimal) -> Week:
    """The week after the last, a little more than that one; the first where there is none.

    `RuleViolation("too_many_weeks")`.
    """
    if not weeks:
        return Week(first, min(RISE, full))
    insist((weeks[-1].monday - weeks[0].monday) // ONE_WEEK + 1 < MOST_WEEKS, "too_many_weeks")
    hours = weeks[-1].hours
    return Week(weeks[-1].monday + ONE_WEEK, max(hours, min(hours + RISE, full)))


def shown_weeks(weeks: Sequence[Week], first: date) -> list[date]:
    """The Mondays that have a field, a few even while nothing is typed."""
    begin = weeks[0].monday if weeks else first
    number = (weeks[-1].monday - begin) // ONE_WEEK + 1 if weeks else 0
    return [begin + place * ONE_WEEK for place in range(max(number, FEWEST_SHOWN))]


def check_line(*, kind: ItemKind, words: str, again_on: date | None, effect: Effect | None) -> None:
    """A line of a plan. `RuleViolation` with `words_missing`, `again_without_waiting`, or `effect_without_change` and
    `effect_missing`: what was changed says what it did, or that it is new.
    """
    insist(bool(words), "words_missing")
    insist(again_on is None or kind is ItemKind.WAITS, "again_without_waiting")
    insist(effect is None or kind is ItemKind.CHANGE, "effect_without_change")
    insist(effect is not None or kind is not ItemKind.CHANGE, "effect_missing")


# --- Letting it run ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a plan from running; of which week, where it is one's."""

    code: str
    monday: date | None = None


def faults_of(
    weeks: Sequence[Week],
    *,
    full: Decimal,
    evaluate_on: date | None,
    may_fall: bool,
    earliest: date,
    today: date,
    calendar: Calendar,
) -> list[Fault]:
    """Everything that is wrong with it, in the order in which it is put right.

    The weeks, in order: `weeks_missing` (none at all, or one left out), `more_than_full`, `hours_fall` unless that is
    meant, `no_hours`, `begins_in_the_past` (before `earliest`), `plan_is_over`. The day on which it is looked at again:
    `evaluation_missing`, `evaluation_not_ahead`, `evaluation_on_a_free_day`.
    """
    found = [Fault("weeks_missing")] if not weeks else list(_faults_of_weeks(weeks, full, may_fall=may_fall))
    if weeks and not any(week.hours for week in weeks):
        found.append(Fault("no_hours"))
    if weeks and weeks[0].monday < earliest:
        found.append(Fault("begins_in_the_past", weeks[0].monday))
    if weeks and weeks[-1].monday + ONE_WEEK <= today:
        found.append(Fault("plan_is_over"))
    if evaluate_on is None:
        found.append(Fault("evaluation_missing"))
    elif evaluate_on <= today:
        found.append(Fault("evaluation_not_ahead"))
    elif not calendar.is_working_day(evaluate_on):
        found.append(Fault("evaluation_on_a_free_day"))
    return found


def _faults_of_weeks(weeks: Sequence[Week], full: Decimal, *, may_fall: bool) -> Iterable[Fault]:
    before: Week | None = None
    for week in weeks:
        if before is not None and week.monday != before.monday + ONE_WEEK:
            yield Fault("weeks_missing", before.monday + ONE_WEEK)
        if week.hours > full:
            yield Fault("more_than_full", week.monday)
        if before is not None and week.hours < before.hours and not may_fall:
            yield Fault("hours_fall", week.monday)
        before = week


def insist_on_none(faults: Sequence[Fault]) -> None:
    """`RuleViolation` with the first one's code."""
    if faults:
        raise RuleViolation(faults[0].code)


def check_keep(capacity: ActingAs) -> None:
    """`RuleViolation("not_yours")` for those who do not handle the matter."""
    insist(capacity in MAY_KEEP, "not_yours")


def evaluation_day(held_on: date, weeks: int, calendar: Calendar) -> date:
    """When it is looked at again unless they say otherwise: so many weeks after the meeting, on a working day."""
    return calendar.next_working_day(held_on + weeks * ONE_WEEK)


def amended(standing: Sequence[Week], fresh: Iterable[Week], today: date) -> list[Week]:
    """A new version's weeks: those before this one stay as they were planned, the rest is as it is said now."""
    this_week = monday_of(today)
    return [
        *(week for week in standing if week.monday < this_week),
        *(week for week in sorted(fresh) if week.monday >= this_week),
    ]


def has_run_out(weeks: Sequence[Week], evaluate_on: date, today: date) -> bool:
    """Are its weeks over, and the day past on which it was to be looked at?"""
    return evaluate_on < today and all(week.monday + ONE_WEEK <= today for week in weeks)


# --- In words, as numbers ---------------------------------------------------------------------------------


def full_from(weeks: Sequence[Week], full: Decimal) -> date | None:
    """The Monday from which on all weeks have the full hours; None where the last has not."""
    found: date | None = None
    for week in reversed(weeks):
        if week.hours < full:
            break
        found = week.monday
    return found


# --- Planned against recorded -----------------------------------------------------------------------------


class Away(NamedTuple):
    """Absent from a first to a last day (None: it runs on), with a degree in percent."""

    first: date
    last: date | None
    degree: Decimal


class Compared(NamedTuple):
    """A week: what was planned, and what was worked as far as absence is recorded."""

    monday: date
    planned: Decimal
    actual: Decimal


def worked(monday: date, *, full: Decimal, away: Iterable[Away], calendar: Calendar) -> Decimal | None:
    """The week's hours by what is recorded: the full hours, less the degree of absence, on average over its working
    days. None for a week without any.
    """
    days = [day for day in (monday + timedelta(days=n) for n in range(7)) if calendar.is_working_day(day)]
    if not days:
        return None
    spans = list(away)
    present = sum((100 - _degree_on(day, spans) for day in days), Decimal(0))
    return full * present / 100 / len(days)


def _degree_on(day: date, away: Iterable[Away]) -> Decimal:
    return next((a.degree for a in away if a.first <= day and (a.last is None or day <= a.last)), Decimal(0))


def compared(
    weeks: Iterable[Week], *, full: Decimal, away: Collection[Away], calendar: Calendar, today: date
) -> list[Compared]:
    """The plan's weeks that are over, in order."""
    found = []
    for week in sorted(weeks):
        if week.monday + ONE_WEEK <= today:
            actual = worked(week.monday, full=full, away=away, calendar=calendar)
            if actual is not None:
                found.append(Compared(week.monday, week.hours, actual))
    return found


def deviates(week: Compared, *, full: Decimal, percent: int) -> bool:
    """Do they differ by more than so many percent of the full hours, either way?"""
    return abs(week.planned - week.actual) * 100 > full * percent


def stretches(weeks: Iterable[Compared], *, full: Decimal, percent: int) -> list[tuple[date, ...]]:
    """The Mondays of weeks on end that deviate, two or more: each is asked about once."""
    found: list[list[date]] = []
    for week in weeks:
        if not deviates(week, full=full, percent=percent):
            continue
        if found and found[-1][-1] + ONE_WEEK == week.monday:
            found[-1].append(week.monday)
        else:
            found.append([week.monday])
    return [tuple(mondays) for mondays in found if len(mondays) > 1]


def asked_about(stretch: Collection[date], asked: Iterable[date]) -> bool:
    """Was it asked about this stretch before? A correction may have moved its beginning since."""
    return any(monday in stretch for monday in asked)
