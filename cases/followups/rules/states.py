"""The states of a follow-up, and the kinds that the rules below tell apart."""

from enum import StrEnum

from people.rules import RuleViolation


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    LAPSED = "lapsed"  # the employee was back before the contact came due
    OVERTAKEN = "overtaken"  # a later contact of the same policy and spell was made
    WITHDRAWN = "withdrawn"  # what made it is gone


class FollowUpEvent(StrEnum):
    CONFIRM = "confirm"
    UNDO = "undo"
    LAPSE = "lapse"
    OVERTAKE = "overtake"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[FollowUpState, FollowUpEvent], FollowUpState] = {
    (FollowUpState.OPEN, FollowUpEvent.CONFIRM): FollowUpState.DONE,
    (FollowUpState.OPEN, FollowUpEvent.LAPSE): FollowUpState.LAPSED,
    (FollowUpState.OPEN, FollowUpEvent.OVERTAKE): FollowUpState.OVERTAKEN,
    (FollowUpState.OPEN, FollowUpEvent.WITHDRAW): FollowUpState.WITHDRAWN,
    (FollowUpState.DONE, FollowUpEvent.UNDO): FollowUpState.OPEN,
    (FollowUpState.LAPSED, FollowUpEvent.REOPEN): FollowUpState.OPEN,
    (FollowUpState.OVERTAKEN, FollowUpEvent.REOPEN): FollowUpState.OPEN,
    (FollowUpState.WITHDRAWN, FollowUpEvent.REOPEN): FollowUpState.OPEN,
}


def next_state(state: FollowUpState, event: FollowUpEvent) -> FollowUpState:
    """The state after `event`; `RuleViolation("not_<state needed>")` style codes where it has no place.

    The codes are `not_open` for what an open row only can do, `not_done` for undo, and `not_closed` for
    reopening what is open or done.
    """
    after = TRANSITIONS.get((state, event))
    if after is not None:
        return after
    match event:
        case FollowUpEvent.UNDO:
            raise RuleViolation("not_done")
        case FollowUpEvent.REOPEN:
            raise RuleViolation("not_closed")
        case _:
            raise RuleViolation("not_open")


class FollowUpKind(StrEnum):
    """What the rules of absence ask for. Other apps have kinds of their own; a row holds its kind as text."""

    CONTACT = "contact"  # the leader rings or meets the employee
    TALK = "talk"  # a conversation that the employee is called to
    SIGNAL = "signal"  # a pattern to look at
    NOTICE = "notice"  # something to send to an authority
    ASK_RETURN = "ask_return"  # before the expected return: is it tomorrow?
    WELCOME_BACK = "welcome_back"  # after the return


CONTACT_KINDS = frozenset({FollowUpKind.CONTACT, FollowUpKind.ASK_RETURN, FollowUpKind.WELCOME_BACK})
