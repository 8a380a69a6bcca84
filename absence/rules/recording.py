"""What leaders and HR may record about an absence, and how it fits with what stands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from people.calendar import ONE_DAY, Calendar
from people.rules import RuleViolation

FULL = Decimal(100)
# How far from today an absence may begin, and how far ahead somebody may be said to be back.
MOST_DAYS_AHEAD = 31
MOST_DAYS_BACK = 366
MOST_DAYS_TO_RETURN = 7
MOST_DAYS_EXPECTED = 3 * 366

# What a cause becomes while somebody works part of the time; other causes keep their name.
PARTIAL_OF = {"sickness": "partial", "s56": "s56_partial"}


class Event(StrEnum):
    """What is written in the audit about absence."""

    REPORTED_SICK = "reported_sick"
    REPORT_UNDONE = "report_undone"
    REPORTED_FIT = "reported_fit"
    REPORTED_PARTLY_FIT = "reported_partly_fit"
    PERIOD_CORRECTED = "period_corrected"
    PERIOD_WITHDRAWN = "period_withdrawn"
    CHANGE_UNDONE = "change_undone"
    PAYROLL_IMPORTED = "payroll_imported"
    MISSING_ROWS_ACCEPTED = "missing_rows_accepted"
    POLICY_GIVEN = "policy_given"
    POLICY_ENDED = "policy_ended"
    POLICIES_EVALUATED = "policies_evaluated"


# What a press too many did, and another may take back at once.
UNDOABLE = (Event.REPORTED_FIT, Event.REPORTED_PARTLY_FIT, Event.PERIOD_CORRECTED, Event.PERIOD_WITHDRAWN)


class WithdrawReason(StrEnum):
    """Why a period no longer counts."""

    UNDONE = "undone"  # the report was taken back at once
    MISTAKE = "mistake"  # nobody was away
    WRONG_PERSON = "wrong_person"
    ADOPTED = "adopted"  # a row of payroll's covers it together with another
    LEFT_OUT = "left_out"  # payroll no longer has it


# The ones that a person may give.
GIVEN_REASONS = (WithdrawReason.MISTAKE, WithdrawReason.WRONG_PERSON)


class Expected(StrEnum):
    """How long the employee expects to be away."""

    FEW_DAYS = "few_days"  # one to three days
    A_WEEK = "a_week"
    TWO_WEEKS = "two_weeks"
    LONGER = "longer"
    UNKNOWN = "unknown"


_EXPECTED_DAYS = {Expected.FEW_DAYS: 3, Expected.A_WEEK: 7, Expected.TWO_WEEKS: 14}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A period that stands, as far as another one is judged by it."""

    ref: str
    first_day: date
    last_day: date | None
    cause: str
    degree: Decimal = FULL
    version: int = 1


class PeriodOverlap(RuleViolation):
    """The days belong to another period, or the very same report has been made already (`already_reported`)."""

    def __init__(self, other: Recorded, code: str = "overlap") -> None:
        super().__init__(code)
        self.other = other


class PeriodChanged(RuleViolation):
    """Somebody has changed the period since the page was opened; `newer` is how it stands now."""

    def __init__(self, newer: Recorded) -> None:
        super().__init__("changed_meanwhile")
        self.newer = newer


def expected_return(first_day: date, expected: Expected, calendar: Calendar) -> date | None:
    """The working day on which the employee expects to be back; None if nobody can say."""
    days = _EXPECTED_DAYS.get(expected)
    return None if days is None else calendar.next_working_day(first_day + timedelta(days=days))


def overlapping(first_day: date, last_day: date | None, others: Iterable[Recorded]) -> Recorded | None:
    """The first of the others that shares a day with these."""
    return min(
        (
            other
            for other in others
            if other.first_day <= (last_day or date.max) and first_day <= (other.last_day or date.max)
        ),
        key=lambda other: other.first_day,
        default=None,
    )


def check_fits(first_day: date, last_day: date | None, others: Iterable[Recorded]) -> None:
    """`PeriodOverlap` where the days belong to another period."""
    other = overlapping(first_day, last_day, others)
    if other is not None:
        raise PeriodOverlap(other)


def check_report(
    *,
    first_day: date,
    last_day: date | None,
    cause: str,
    degree: Decimal,
    returns_on: date | None,
    others: Sequence[Recorded],
    today: date,
) -> None:
    """May this absence be reported? `others` are the employee's periods that stand."""
    check_first_day(first_day, today)
    check_degree(degree)
    check_span(first_day, last_day, returns_on)
    for other in others:
        if (other.first_day, other.last_day, other.cause) == (first_day, last_day, cause):
            raise PeriodOverlap(other, "already_reported")
    check_fits(first_day, last_day, others)


def check_first_day(first_day: date, today: date) -> None:
    """`too_far_ahead`, or `too_far_back`: an absence is reported when it begins, give or take."""
    if (first_day - today).days > MOST_DAYS_AHEAD:
        raise RuleViolation("too_far_ahead")
    if (today - first_day).days > MOST_DAYS_BACK:
        raise RuleViolation("too_far_back")


def check_degree(degree: Decimal) -> None:
    """`not_a_percent`: somebody is away by more than nothing, and at most wholly."""
    if not 0 < degree <= FULL:
        raise RuleViolation("not_a_percent")


def check_span(first_day: date, last_day: date | None, returns_on: date | None) -> None:
    """`ends_before_start`, `return_before_start`, or `return_too_far_ahead`."""
    if last_day is not None and last_day < first_day:
        raise RuleViolation("ends_before_start")
    if returns_on is not None and returns_on <= first_day:
        raise RuleViolation("return_before_start")
    if returns_on is not None and (returns_on - first_day).days > MOST_DAYS_EXPECTED:
        raise RuleViolation("return_too_far_ahead")


def check_fit(period: Recorded, back_on: date, today: date) -> date:
    """The last day of absence of somebody who is back on that day.

    `not_away` if the absence had ended before, `back_before_start` if there would be none left (then the report
    is to be withdrawn), `too_far_ahead` for what is an expectation rather than a return.
    """
    if back_on <= period.first_day:
        raise RuleViolation("back_before_start")
    if period.last_day is not None and back_on > period.last_day:
        raise RuleViolation("not_away")
    if (back_on - today).days > MOST_DAYS_TO_RETURN:
        raise RuleViolation("too_far_ahead")
    return back_on - ONE_DAY


def check_partly_fit(period: Recorded, from_day: date, degree: Decimal, today: date) -> None:
    """May the rest of the period be at that degree? `not_away`, `back_before_start`, `too_far_ahead`,
    `not_a_part` for a degree that is none or all, `nothing_changes` if that is the degree already.
    """
    if from_day < period.first_day:
        raise RuleViolation("back_before_start")
    if period.last_day is not None and from_day > period.last_day:
        raise RuleViolation("not_away")
    if (from_day - today).days > MOST_DAYS_TO_RETURN:
        raise RuleViolation("too_far_ahead")
    if not 0 < degree < FULL:
        raise RuleViolation("not_a_part")
    if degree == period.degree:
        raise RuleViolation("nothing_changes")


def check_correction(
    period: Recorded,
    *,
    version: int,
    first_day: date,
    last_day: date | None,
    degree: Decimal,
    returns_on: date | None,
    others: Iterable[Recorded],
    today: date,
) -> None:
    """May the period be changed to this? `version` is the one that the page showed."""
    if version != period.version:
        raise PeriodChanged(period)
    if first_day > period.first_day:
        check_first_day(first_day, max(today, period.first_day))
    elif first_day < period.first_day:
        check_first_day(first_day, min(today, period.first_day))
    if last_day is not None and last_day != period.last_day and (last_day - today).days > MOST_DAYS_EXPECTED:
        raise RuleViolation("too_far_ahead")
    check_degree(degree)
    check_span(first_day, last_day, returns_on)
    check_fits(first_day, last_day, others)


def check_undo(*, mine: bool, minutes: float, limit: int, version: int, made: int = 1) -> None:
    """May an act be taken back that made version `made`, the first for a report? `not_yours` for another's,
    `undo_too_late`, `changed_meanwhile` once there is a newer one.
    """
    if not mine:
        raise RuleViolation("not_yours")
    if minutes > limit:
        raise RuleViolation("undo_too_late")
    if version != made:
        raise RuleViolation("changed_meanwhile")


def check_withdrawal(period: Recorded, *, version: int, reason: str) -> None:
    """`changed_meanwhile`, or `unknown_reason` for one that nobody may give."""
    if version != period.version:
        raise PeriodChanged(period)
    if reason not in GIVEN_REASONS:
        raise RuleViolation("unknown_reason")
