"""Meetings: who asks for one and why, its states, and when the job closes it. Pure."""

from datetime import date, datetime
from enum import StrEnum

from people.calendar import COPENHAGEN
from people.rules import RuleViolation


class MeetingKind(StrEnum):
    """What it is called to those who come; the course is the same."""

    ROUND_TABLE = "round_table"
    # Of a series at a workplace: not about an absence that runs, and owed by a day instead of the 48 hours.
    CARE_TALK = "care_talk"


# Where the 48 hours are counted.
HAS_CLOCK = frozenset({MeetingKind.ROUND_TABLE})


class MeetingState(StrEnum):
    REQUESTED = "requested"
    PLANNED = "planned"
    REPLANNED = "replanned"  # at another time than the first
    HELD = "held"
    CANCELLED = "cancelled"
    UNHELD = "unheld"  # closed without being held


class MeetingEvent(StrEnum):
    PLAN = "plan"
    HOLD = "hold"
    CANCEL = "cancel"
    CLOSE_UNHELD = "close_unheld"


_S, _E = MeetingState, MeetingEvent
TRANSITIONS: dict[tuple[MeetingState, MeetingEvent], MeetingState] = {
    (_S.REQUESTED, _E.PLAN): _S.PLANNED,
    (_S.REQUESTED, _E.CANCEL): _S.CANCELLED,
    (_S.REQUESTED, _E.CLOSE_UNHELD): _S.UNHELD,
    (_S.PLANNED, _E.PLAN): _S.REPLANNED,
    (_S.PLANNED, _E.HOLD): _S.HELD,
    (_S.PLANNED, _E.CANCEL): _S.CANCELLED,
    (_S.PLANNED, _E.CLOSE_UNHELD): _S.UNHELD,
    (_S.REPLANNED, _E.PLAN): _S.REPLANNED,
    (_S.REPLANNED, _E.HOLD): _S.HELD,
    (_S.REPLANNED, _E.CANCEL): _S.CANCELLED,
    (_S.REPLANNED, _E.CLOSE_UNHELD): _S.UNHELD,
}
# At most one of a case.
OPEN_STATES = frozenset({_S.REQUESTED, _S.PLANNED, _S.REPLANNED})


def next_state(state: MeetingState, event: MeetingEvent) -> MeetingState:
    """The state after `event`; `RuleViolation` with `not_planned` for holding what has no time yet, else
    `meeting_not_open`.
    """
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise RuleViolation("not_planned" if state in OPEN_STATES else "meeting_not_open")
    return after


class RequesterKind(StrEnum):
    """As what somebody asks for a meeting."""

    LEADER = "leader"
    EMPLOYEE = "employee"
    HR = "hr"
    CONSULTANT = "consultant"
    CASEWORKER = "caseworker"
    EMPLOYER = "employer"  # from outside, by the public form


class RequestReason(StrEnum):
    """Why; typed, so that nothing about health is written."""

    LONG_ABSENCE = "long_absence"
    UNCERTAIN_RETURN = "uncertain_return"
    ADAPTATION = "adaptation"  # the work must be arranged in another way
    WORRY = "worry"  # with or without absence
    FOLLOW_UP = "follow_up"  # of an earlier meeting
    CARE_TALK = "care_talk"  # of a workplace's series: not about an absence that runs


# What people may choose; the others follow from how the meeting came about.
ASK_BY_HAND = frozenset(RequestReason) - {RequestReason.FOLLOW_UP, RequestReason.CARE_TALK}


class CancelReason(StrEnum):
    """Why it is not to be; the employee takes part by choice."""

    EMPLOYEE_DECLINED = "employee_declined"
    EMPLOYEE_LEFT = "employee_left"
    BACK_AT_WORK = "back_at_work"
    NOT_NEEDED = "not_needed"
    ASKED_BY_MISTAKE = "asked_by_mistake"


# What people may choose; the employee's no is an answer, and is written down as one.
CANCEL_BY_HAND = frozenset(CancelReason) - {CancelReason.EMPLOYEE_DECLINED}


class UnheldReason(StrEnum):
    """Why nothing came of it at its time."""

    NOBODY_CAME = "nobody_came"
    EMPLOYEE_DID_NOT_COME = "employee_did_not_come"
    LEADER_DID_NOT_COME = "leader_did_not_come"
    CANCELLED_AT_THE_DOOR = "cancelled_at_the_door"
    STALE = "stale"  # by the job: long past, and nobody said what came of it


# What people may choose.
UNHELD_BY_HAND = frozenset(UnheldReason) - {UnheldReason.STALE}


def is_stale(
    state: MeetingState, *, planned_for: datetime | None, requested_at: datetime, today: date, days: int
) -> bool:
    """Does the job close it: still open that many days after it was to be held, or after the request, unplanned?"""
    if state not in OPEN_STATES:
        return False
    since = requested_at if planned_for is None else planned_for
    return (today - since.astimezone(COPENHAGEN).date()).days >= days


class Event(StrEnum):
    """What the flows of the round table write to the audit."""

    MEETING_REQUESTED = "meeting_requested"
    MEETING_ACCEPTED = "meeting_accepted"
    MEETING_DECLINED = "meeting_declined"
    MEETING_PLANNED = "meeting_planned"
    MEETING_REPLANNED = "meeting_replanned"
    MEETING_HELD = "meeting_held"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_CLOSED_UNHELD = "meeting_closed_unheld"
    CLOCK_PAUSED = "clock_paused"
    CLOCK_RESUMED = "clock_resumed"
    CLOCK_ESCALATED = "clock_escalated"
    CLOCK_WATCH_NAMED = "clock_watch_named"
    OUTSIDE_ASKED = "outside_asked"
    OUTSIDE_CONFIRMED = "outside_confirmed"
    OUTSIDE_SETTLED = "outside_settled"
    OUTSIDE_ENDED = "outside_ended"
    OUTSIDE_FORGOTTEN = "outside_forgotten"
