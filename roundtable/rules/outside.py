"""A wish for a meeting from outside. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from people.rules import insist
from roundtable.rules.meetings import RequesterKind

KINDS: Final = (RequesterKind.CASEWORKER, RequesterKind.EMPLOYER)
# Whoever does not confirm their address in so long has asked for nothing.
CONFIRM_WITHIN: Final = timedelta(days=7)


class EndReason(StrEnum):
    """Why no meeting came of it."""

    SPOKEN_WITH = "spoken_with"  # another help was found
    UNCLEAR = "unclear"  # it cannot be found out whom it is about
    HAS_A_MEETING = "has_a_meeting"
    NOT_OURS = "not_ours"
    EMPLOYEE_DECLINED = "employee_declined"
    NOT_SERIOUS = "not_serious"


def plain_name(name: str) -> str:
    """As names are compared: by their words, whatever their letters' size."""
    return " ".join(name.split()).casefold()


def check_settle(*, confirmed_at: datetime | None, settled_at: datetime | None) -> None:
    """May something be made of it? `RuleViolation` with `not_confirmed`, or `already_settled`."""
    insist(confirmed_at is not None, "not_confirmed")
    insist(settled_at is None, "already_settled")


def split_name(name: str) -> tuple[str, str]:
    """First names and last name of somebody who is known by the whole only."""
    first, _, last = " ".join(name.split()).rpartition(" ")
    return (first, last) if first else (last, "")
