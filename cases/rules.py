"""Cases: states, reasons, and when one opens and closes. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from people.rules import ActingAs, OwnerRole, RuleViolation


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class CaseEvent(StrEnum):
    CLOSE = "close"


TRANSITIONS: dict[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.OPEN, CaseEvent.CLOSE): CaseState.CLOSED,
}


def next_state(state: CaseState, event: CaseEvent) -> CaseState:
    """The state after `event`; `RuleViolation("case_not_open")` where it has no place."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise RuleViolation("case_not_open")
    return after


class OpenReason(StrEnum):
    """What made the case: a rule's anchor was reached, somebody opened it, a worry without any absence, or a care talk
    to which many are invited at once: nobody is mailed about each.
    """

    RULE = "rule"
    BY_HAND = "by_hand"
    WORRY = "worry"
    CARE_TALK = "care_talk"


class CloseReason(StrEnum):
    BACK_AT_WORK = "back_at_work"
    LEFT = "left"
    NOT_NEEDED = "not_needed"
    QUIET = "quiet"  # by the job: long back, and nothing open


# What people may choose; the others are the system's.
OPEN_BY_HAND = frozenset({OpenReason.BY_HAND, OpenReason.WORRY})
CLOSE_BY_HAND = frozenset({CloseReason.BACK_AT_WORK, CloseReason.LEFT, CloseReason.NOT_NEEDED})

QUIET_DAYS = timedelta(days=56)


def is_quiet(*, opened_on: date, last_sick_day: date | None, open_follow_ups: int, today: date) -> bool:
    """Does the job close it: 56 days after the last sick day (today, for who is sick now), with nothing open?

    A case about a worry has no sick day to count from, and is closed by hand. One that was opened after the
    last sick day has its 56 days from then.
    """
    if last_sick_day is None or open_follow_ups:
        return False
    return today - max(last_sick_day, opened_on) >= QUIET_DAYS


class Event(StrEnum):
    """What the flows of cases write to the audit."""

    FOLLOW_UP_CONFIRMED = "follow_up_confirmed"
    FOLLOW_UP_REOPENED = "follow_up_reopened"
    FOLLOW_UP_POSTPONED = "follow_up_postponed"
    FOLLOW_UP_HANDED_OVER = "follow_up_handed_over"
    CONTACT_NOTED = "contact_noted"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    NOTICES_RESENT = "notices_resent"


# --- Who may see and write what of an employee they handle --------------------------------------------


class Part(StrEnum):
    FOLLOW_UPS = "follow_ups"
    NOTES = "notes"
    CASE = "case"


class Right(StrEnum):
    HIDDEN = "hidden"
    READ = "read"
    WRITE = "write"


_OF_HANDLERS = {
    ActingAs.LEADER: Right.WRITE,
    ActingAs.DEPUTY: Right.WRITE,
    ActingAs.HR: Right.WRITE,
    ActingAs.SYSTEM: Right.WRITE,
}
# Who is not named sees nothing of it.
PARTS: dict[Part, dict[ActingAs, Right]] = {
    Part.FOLLOW_UPS: {**_OF_HANDLERS, ActingAs.CONSULTANT: Right.READ, ActingAs.SELF: Right.READ},
    Part.NOTES: {**_OF_HANDLERS, ActingAs.CONSULTANT: Right.READ},
    Part.CASE: {**_OF_HANDLERS, ActingAs.CONSULTANT: Right.WRITE, ActingAs.SELF: Right.READ},
}


def right_to(part: Part, capacity: ActingAs) -> Right:
    return PARTS[part].get(capacity, Right.HIDDEN)


def insist_on_writing(part: Part, capacity: ActingAs) -> None:
    """`RuleViolation("not_yours")` for a capacity that may not write the part."""
    if right_to(part, capacity) is not Right.WRITE:
        raise RuleViolation("not_yours")


def insist_on_doing(*, owner_role: OwnerRole, named: bool, capacity: ActingAs) -> None:
    """May the capacity do a follow-up? Who writes the part may, its named owner, and a consultant whose row it is.

    `RuleViolation("not_yours")`.
    """
    consultants_own = owner_role is OwnerRole.CONSULTANT and capacity is ActingAs.CONSULTANT
    if not (consultants_own or (named and capacity not in {ActingAs.SELF, ActingAs.NONE})):
        insist_on_writing(Part.FOLLOW_UPS, capacity)


def insist_on_confirming(*, owner_role: OwnerRole, named: bool, capacity: ActingAs) -> None:
    """May the capacity confirm it? Who may do it may; and the employee, of what they have taken on themselves.

    `RuleViolation("not_yours")`.
    """
    if not (owner_role is OwnerRole.EMPLOYEE and capacity is ActingAs.SELF):
        insist_on_doing(owner_role=owner_role, named=named, capacity=capacity)
