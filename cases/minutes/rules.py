"""What may become of minutes, and who may do and read what. Pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from cases.invitations.rules import PARTIES, Role
from people.rules import ActingAs, RuleViolation


class RecallReason(StrEnum):
    """Why minutes were taken back from everybody."""

    WRONG_PERSON = "wrong_person"
    SENSITIVE = "sensitive"  # they say what must not be kept
    MISTAKE = "mistake"


class Event(StrEnum):
    """What the flows of minutes write to the audit."""

    MINUTES_MADE = "minutes_made"
    MINUTES_AMENDED = "minutes_amended"
    MINUTES_RECALLED = "minutes_recalled"
    MINUTES_COMMENTED = "minutes_commented"


# --- Who -----------------------------------------------------------------------------------------------------

MAKERS: Final = frozenset({ActingAs.CONSULTANT, ActingAs.HR})
HANDLERS: Final = MAKERS | {ActingAs.LEADER, ActingAs.DEPUTY}


def may_make(capacity: ActingAs, *, hosted: bool) -> bool:
    """Makes, amends and recalls them: a consultant, HR, and who `hosted` the talk while they handle the matter."""
    return capacity in MAKERS or (hosted and capacity in HANDLERS)


def insist_on_maker(capacity: ActingAs, *, hosted: bool) -> None:
    """`RuleViolation("not_yours")`."""
    if not may_make(capacity, hosted=hosted):
        raise RuleViolation("not_yours")


def reads_comments(role: Role) -> bool:
    """Whether somebody who takes part reads the comments of all: the parties do, and HR. Companions and others who
    came along read their own.
    """
    return role in PARTIES or role is Role.HR


# --- Versions ------------------------------------------------------------------------------------------------


class Version(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def recalled_at(self) -> datetime | None: ...


V = TypeVar("V", bound=Version)


def newest_standing(versions: Iterable[V]) -> V | None:
    """The version that counts: the highest that was not recalled."""
    return max((row for row in versions if row.recalled_at is None), key=lambda row: row.version, default=None)


class AmendedMeanwhile(RuleViolation):
    """Another version has followed since the page was opened; `newest` is its number."""

    def __init__(self, newest: int) -> None:
        super().__init__("amended_meanwhile")
        self.newest = newest
