"""The words of the round table's codes."""

from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.invitations.words import refusal as refusal_of_talks
from people.words import Language, say_moment
from roundtable.rules.clock import PauseReason
from roundtable.rules.meetings import (
    CancelReason,
    MeetingKind,
    MeetingState,
    RequesterKind,
    RequestReason,
    UnheldReason,
)
from roundtable.rules.outside import EndReason

KINDS: Final[dict[MeetingKind, Promise]] = {
    MeetingKind.ROUND_TABLE: gettext_lazy("Round table"),
    MeetingKind.CARE_TALK: gettext_lazy("Care talk"),
}
STATES: Final[dict[MeetingState, Promise]] = {
    MeetingState.REQUESTED: gettext_lazy("To be planned"),
    MeetingState.PLANNED: gettext_lazy("Planned"),
    MeetingState.REPLANNED: gettext_lazy("Moved"),
    MeetingState.HELD: gettext_lazy("Held"),
    MeetingState.CANCELLED: gettext_lazy("Cancelled"),
    MeetingState.UNHELD: gettext_lazy("Closed without being held"),
}
CANNOT_COME: Final = gettext_lazy("Somebody cannot come")
WISHED: Final[dict[RequesterKind, Promise]] = {
    RequesterKind.LEADER: gettext_lazy("Wished for by the leader"),
    RequesterKind.EMPLOYEE: gettext_lazy("Wished for by the employee"),
    RequesterKind.HR: gettext_lazy("Wished for by HR"),
    RequesterKind.CONSULTANT: gettext_lazy("Wished for by the consultant"),
    RequesterKind.CASEWORKER: gettext_lazy("Wished for by a caseworker"),
    RequesterKind.EMPLOYER: gettext_lazy("Wished for by another employer"),
}
REQUESTERS: Final[dict[RequesterKind, Promise]] = {
    RequesterKind.LEADER: gettext_lazy("Leader"),
    RequesterKind.EMPLOYEE: gettext_lazy("Employee"),
    RequesterKind.HR: gettext_lazy("HR"),
    RequesterKind.CONSULTANT: gettext_lazy("Consultant"),
    RequesterKind.CASEWORKER: gettext_lazy("Caseworker at a municipality"),
    RequesterKind.EMPLOYER: gettext_lazy("Another employer"),
}
REASONS: Final[dict[RequestReason, Promise]] = {
    RequestReason.LONG_ABSENCE: gettext_lazy("The absence has lasted long"),
    RequestReason.UNCERTAIN_RETURN: gettext_lazy(
        "It is uncertain when, or to what, the employee can return",
    ),
    RequestReason.ADAPTATION: gettext_lazy("The work must be arranged in another way"),
    RequestReason.WORRY: gettext_lazy("A worry, with or without absence"),
    RequestReason.FOLLOW_UP: gettext_lazy("Follow-up on the last meeting"),
    RequestReason.CARE_TALK: gettext_lazy("Care talk at the workplace"),
}
OWN_REASONS: Final[dict[RequestReason, Promise]] = {
    RequestReason.LONG_ABSENCE: gettext_lazy("I have been away for long"),
    RequestReason.UNCERTAIN_RETURN: gettext_lazy("I am not sure when, or to what, I can come back"),
    RequestReason.ADAPTATION: gettext_lazy("My work must be arranged in another way"),
    RequestReason.WORRY: gettext_lazy("I am worried how it will go, also if I am at work"),
}
PAUSE_REASONS: Final[dict[PauseReason, Promise]] = {
    PauseReason.EMPLOYEE_UNREACHABLE: gettext_lazy("The employee cannot be reached"),
    PauseReason.EMPLOYEE_ASKS_FOR_LATER: gettext_lazy("The employee asks for a later time"),
    PauseReason.EMPLOYEE_AWAY: gettext_lazy("The employee is away or not able to yet"),
    PauseReason.WAITING_FOR_COMPANION: gettext_lazy("Waiting for a companion"),
    PauseReason.WAITING_FOR_ANOTHER: gettext_lazy("Waiting for somebody who must be there"),
}
CANCEL_REASONS: Final[dict[CancelReason, Promise]] = {
    CancelReason.EMPLOYEE_DECLINED: gettext_lazy("The employee says no"),
    CancelReason.BACK_AT_WORK: gettext_lazy("Back at work"),
    CancelReason.NOT_NEEDED: gettext_lazy("No longer needed"),
    CancelReason.ASKED_BY_MISTAKE: gettext_lazy("Asked for by mistake"),
    CancelReason.EMPLOYEE_LEFT: gettext_lazy("No longer employed"),
}
UNHELD_REASONS: Final[dict[UnheldReason, Promise]] = {
    UnheldReason.EMPLOYEE_DID_NOT_COME: gettext_lazy("The employee did not come"),
    UnheldReason.LEADER_DID_NOT_COME: gettext_lazy("The leader did not come"),
    UnheldReason.NOBODY_CAME: gettext_lazy("Nobody came"),
    UnheldReason.CANCELLED_AT_THE_DOOR: gettext_lazy("It was called off at the door"),
    UnheldReason.STALE: gettext_lazy("Nothing came of it for a long time"),
}
OUTSIDE_ENDS: Final[dict[EndReason, Promise]] = {
    EndReason.SPOKEN_WITH: gettext_lazy("We have spoken, and found another help"),
    EndReason.UNCLEAR: gettext_lazy("It cannot be found out whom it is about"),
    EndReason.HAS_A_MEETING: gettext_lazy("There is a meeting already"),
    EndReason.EMPLOYEE_DECLINED: gettext_lazy("The employee says no"),
    EndReason.NOT_OURS: gettext_lazy("It is no matter of ours"),
    EndReason.NOT_SERIOUS: gettext_lazy("It is not meant seriously"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "in_past": gettext_lazy("The time has passed. Choose a later one."),
    "meeting_already_open": gettext_lazy("There is an open meeting about this person already. Open that one."),
    "meeting_not_open": gettext_lazy("The meeting is over or called off. The page shows how it stands now."),
    "not_planned": gettext_lazy("The meeting has no time yet."),
    "not_yet": gettext_lazy("Its time has not come yet. Move it, or call it off."),
    "reason_unknown": gettext_lazy("Choose why the meeting is needed."),
    "end_reason_unknown": gettext_lazy("Choose why."),
    "no_clock": gettext_lazy("This meeting has no clock."),
    "clock_stopped": gettext_lazy("The clock has stopped already. The page shows how it stands now."),
    "already_paused": gettext_lazy("The clock is paused already."),
    "not_paused": gettext_lazy("The clock runs already."),
    "told_how_missing": gettext_lazy("Say how it was told."),
    "not_confirmed": gettext_lazy("The address has not been confirmed yet."),
    "already_settled": gettext_lazy("Somebody has settled this already. The list shows how it stands now."),
    "other_name": gettext_lazy("This person is called otherwise. Choose another."),
    "kind_unknown": gettext_lazy("Choose who you are."),
    "not_oneself": gettext_lazy("Nobody is their own colleague. Choose another."),
    "cannot_watch": gettext_lazy("This person cannot be told. Choose another."),
}


def refusal(code: str) -> str:
    """What to tell somebody who was refused."""
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_talks(code)


def say_wished(requester: str, at: datetime, today: date, lang: Language) -> str:
    """`Ønsket af leder torsdag kl. 13.40`"""
    return f"{WISHED[RequesterKind(requester)]} {say_moment(at, today, lang)}"


def say_end(state: MeetingState, reason: str) -> str:
    """`Aflyst: Medarbejderen siger nej`"""
    words = (
        CANCEL_REASONS[CancelReason(reason)]
        if state is MeetingState.CANCELLED
        else UNHELD_REASONS[UnheldReason(reason)]
    )
    return f"{STATES[state]}: {words}"
