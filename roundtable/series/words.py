"""The words of series' codes, and of the letter that calls to a care talk."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.invitations.rules import Role
from cases.words import refusal as of_cases
from roundtable.rules.meetings import MeetingState
from roundtable.rules.series import ExclusionReason

EXCLUSIONS: Final[dict[ExclusionReason, Promise]] = {
    ExclusionReason.HAS_A_MEETING: _("Has a meeting already"),
    ExclusionReason.ON_LEAVE: _("On leave"),
    ExclusionReason.WISHES_NOT: _("Wishes not to"),
    ExclusionReason.OTHER: _("Another reason"),
}
TALK_STATES: Final[dict[MeetingState, Promise]] = {
    MeetingState.REQUESTED: _("invited, not planned yet"),
    MeetingState.PLANNED: _("planned"),
    MeetingState.REPLANNED: _("planned"),
    MeetingState.HELD: _("held"),
    MeetingState.CANCELLED: _("called off"),
    MeetingState.UNHELD: _("not held"),
}
# What each is written when the talk is planned; whoever plans it may write it in other words.
LETTERS: Final[dict[Role, Promise]] = {
    Role.EMPLOYEE: _(
        "You are invited to a care talk. It is about how your work is going, and what can make it easier. It is not"
        " about a sick leave that runs now, and nobody asks what is or was wrong. Several at your workplace are"
        " invited. Coming is voluntary, and you may bring somebody along."
    ),
    Role.LEADER: _(
        "You take part in a care talk. It is about how the work is going, and what can make it easier. It is not about"
        " a sick leave that runs now. Think beforehand of what you can arrange in another way."
    ),
}
REFUSALS: Final[dict[str, Promise]] = {
    "series_runs": _("There is a series at this workplace already. End it before a new one begins."),
    "series_ended": _("The series has ended."),
    "not_prepared": _("Write goals, plan and roles before anybody is invited."),
    "months_out_of_range": _("Write a number of months from 1 to 24."),
    "exclusion_reason_unknown": _("Choose one of the reasons."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else of_cases(code)


def say_invited(number: int) -> str:
    said = ngettext("%(number)s is invited to a care talk.", "%(number)s are invited to a care talk.", number)
    return said % {"number": number}


def say_passed_over(number: int) -> str:
    """Of those who were shown, but were not invited."""
    said = ngettext(
        "%(number)s was not invited: the list has changed since it was opened.",
        "%(number)s were not invited: the list has changed since it was opened.",
        number,
    )
    return said % {"number": number}
