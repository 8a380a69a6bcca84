"""Who has a referred matter, until when, and what a consultant's time goes to. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from people.rules import insist
from retention.rules.ladder import LONGEST_AGO

# Two calendar months after the absence ended nobody has it any more: a new absence must not inherit an old consultant.
KEPT_MONTHS = 2
LOOK_BACK_WEEKS = 4
# Hours: planned for a matter, had in a week, and noted at once.
MOST_PLANNED = Decimal(999)
MOST_WEEKLY = Decimal(50)
LEAST_NOTED = Decimal("0.25")
MOST_NOTED = Decimal(24)


class Event(StrEnum):
    """What the flows of the caseload write to the audit."""

    REFERRED = "referred"
    REFERRAL_TAKEN = "referral_taken"
    REFERRAL_RELEASED = "referral_released"
    REFERRAL_ENDED = "referral_ended"
    HOURS_PLANNED = "hours_planned"
    CONSULTANT_HOURS_SET = "consultant_hours_set"
    TIME_NOTED = "time_noted"
    TIME_REMOVED = "time_removed"


class ReferReason(StrEnum):
    """Why a matter is referred; typed, so that nothing about health is written."""

    LONG_ABSENCE = "long_absence"
    UNCERTAIN_RETURN = "uncertain_return"
    ADAPTATION = "adaptation"  # the work must be arranged in another way
    WORRY = "worry"
    EMPLOYEE_ASKS = "employee_asks"


class EndReason(StrEnum):
    """Why somebody has the matter no more."""

    TAKEN_OVER = "taken_over"  # by a colleague
    RELEASED = "released"  # back to the team
    BACK_AT_WORK = "back_at_work"
    LEFT = "left"
    NOT_NEEDED = "not_needed"
    EXPIRED = "expired"  # by the job: the absence ended two months ago


# What people may choose when the whole referral ends.
END_BY_HAND = frozenset({EndReason.BACK_AT_WORK, EndReason.LEFT, EndReason.NOT_NEEDED})


class WorkKind(StrEnum):
    """What a consultant's time went to."""

    CASE = "case"
    VISIT = "visit"  # outreach to a unit
    SPARRING = "sparring"  # with a leader, about nobody by name
    STATUS_MEETING = "status_meeting"
    OTHER = "other"


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def expires_on(*, referred_on: date, last_sick_day: date | None) -> date:
    """The first day on which the job ends a referral: two months after the last sick day, or after the referral if
    that came later (or if there never was any absence).
    """
    return months_after(max(referred_on, last_sick_day or referred_on), KEPT_MONTHS)


def has_expired(*, referred_on: date, last_sick_day: date | None, open_tasks: int, today: date) -> bool:
    """Whether the job ends it today: never while a consultant owes something in the matter."""
    return not open_tasks and expires_on(referred_on=referred_on, last_sick_day=last_sick_day) <= today


def check_work(*, kind: WorkKind, has_employee: bool, has_unit: bool, on: date, hours: Decimal, today: date) -> None:
    """`RuleViolation` with `needs_employee`, `needs_unit`, `in_future`, `too_long_ago` or `hours_out_of_range`.

    Time on a case is about an employee, a visit is to a unit, and sparring names nobody.
    """
    insist((kind is WorkKind.CASE) == has_employee, "needs_employee")
    insist(kind is not WorkKind.VISIT or has_unit, "needs_unit")
    insist(on <= today, "in_future")
    insist((today - on).days <= LONGEST_AGO, "too_long_ago")
    insist(LEAST_NOTED <= hours <= MOST_NOTED, "hours_out_of_range")


@dataclass(frozen=True, slots=True)
class Load:
    """A consultant's time: hours a week that they have for it, hours planned on what they have now, and hours that
    went to it in the last four weeks, of those they had.
    """

    weekly: Decimal
    planned: Decimal
    used: Decimal
    had: Decimal


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week from a first to a last day, both included."""

    weekly: Decimal
    first_day: date
    last_day: date | None


def load_of(hours: Iterable[Hours], planned: Iterable[Decimal], used: Iterable[Decimal], today: date) -> Load:
    """`used` are the hours of the last four weeks, today's included. What was had counts each day of those weeks as a
    seventh of its week.
    """
    given = list(hours)
    window = [today - timedelta(days=ago) for ago in range(LOOK_BACK_WEEKS * 7)]
    had = sum((_weekly_on(given, day) for day in window), Decimal(0)) / 7
    return Load(_weekly_on(given, today), sum(planned, Decimal(0)), sum(used, Decimal(0)), had)


def first_looked_back(today: date) -> date:
    return today - timedelta(days=LOOK_BACK_WEEKS * 7 - 1)


def _weekly_on(hours: list[Hours], day: date) -> Decimal:
    runs = (row for row in hours if row.first_day <= day and (row.last_day is None or day <= row.last_day))
    return next((row.weekly for row in runs), Decimal(0))
