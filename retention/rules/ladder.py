"""Where parties place somebody on the ladder, who may say so, and how far apart they are. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from people.rules import ActingAs, insist


class Event(StrEnum):
    """What the flows of the ladder write to the audit."""

    PLACED = "placed"
    PLACEMENT_WITHDRAWN = "placement_withdrawn"


class Party(StrEnum):
    """Whose judgement a placement is."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    CONSULTANT = "consultant"
    AGREED = "agreed"


class Occasion(StrEnum):
    """On which occasion somebody was placed."""

    SCREENING = "screening"
    REFERRAL = "referral"
    TALK = "talk"
    ROUND_TABLE = "round_table"
    ON_THEIR_OWN = "on_their_own"
    OTHER = "other"


class ToldHow(StrEnum):
    """How somebody without an account told what another records for them."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    WRITING = "writing"


# --- Whose placement counts -------------------------------------------------------------------------------

# What is agreed counts before what one of them thinks.
COUNTS_FIRST: Final = (Party.AGREED, Party.CONSULTANT, Party.LEADER, Party.EMPLOYEE)
T = TypeVar("T")


def counting(latest: Mapping[Party, T]) -> tuple[Party, T] | None:
    """Of the latest placement of each party, the one that counts, and whose it is; None where nobody has placed."""
    return next(((party, latest[party]) for party in COUNTS_FIRST if party in latest), None)


def distance(latest: Mapping[Party, "Numbered"]) -> int | None:
    """How many steps lie between employee and leader; None until both have placed."""
    if Party.EMPLOYEE not in latest or Party.LEADER not in latest:
        return None
    return abs(latest[Party.EMPLOYEE].number - latest[Party.LEADER].number)


class Numbered(Protocol):
    @property
    def number(self) -> int: ...


# --- Who may place ----------------------------------------------------------------------------------------

_BY_LEADERS: Final = frozenset({Party.LEADER, Party.AGREED, Party.EMPLOYEE})
# In which capacity somebody may record whose placement. Others record the employee's own as it was told.
MAY_PLACE: Final[Mapping[ActingAs, frozenset[Party]]] = {
    ActingAs.SELF: frozenset({Party.EMPLOYEE}),
    ActingAs.LEADER: _BY_LEADERS,
    ActingAs.DEPUTY: _BY_LEADERS,
    ActingAs.HR: _BY_LEADERS,
    ActingAs.CONSULTANT: frozenset({Party.CONSULTANT, Party.AGREED, Party.EMPLOYEE}),
}
# What whoever leads a round table records of it: where each side placed the employee there, and what they agreed on.
RECORDED_AT_TABLE: Final[frozenset[Party]] = frozenset({Party.EMPLOYEE, Party.LEADER, Party.AGREED})
LEADS_TABLE: Final = frozenset({ActingAs.CONSULTANT, ActingAs.HR})
# How many days ago something may have been said or done, where it is recorded only now.
LONGEST_AGO: Final = 365


def parties_for(capacity: ActingAs) -> tuple[Party, ...]:
    """Whose placement the capacity may record, one's own judgement first."""
    order = (Party.LEADER, Party.CONSULTANT, Party.AGREED, Party.EMPLOYEE)
    return tuple(party for party in order if party in MAY_PLACE.get(capacity, frozenset()))


def check_place(
    *, party: Party, capacity: ActingAs, told_how: ToldHow | None, placed_on: date, step_runs: bool, today: date
) -> None:
    """May the placement be recorded?

    `RuleViolation` with `not_yours`; `told_how_needed`, where another records the employee's own; `not_told`, where
    nobody told; `step_ended`, for a step that does not run that day; `in_future` or `too_long_ago`.
    """
    insist(party in MAY_PLACE.get(capacity, frozenset()), "not_yours")
    for_another = party is Party.EMPLOYEE and capacity is not ActingAs.SELF
    insist(told_how is not None or not for_another, "told_how_needed")
    insist(told_how is None or for_another, "not_told")
    insist(placed_on <= today, "in_future")
    insist((today - placed_on).days <= LONGEST_AGO, "too_long_ago")
    insist(step_runs, "step_ended")


def check_record(*, party: Party, capacity: ActingAs, step_runs: bool) -> None:
    """May what was chosen at a round table be recorded? `RuleViolation` with `not_yours` or `step_ended`."""
    insist(party in RECORDED_AT_TABLE and capacity in LEADS_TABLE, "not_yours")
    insist(step_runs, "step_ended")


def may_withdraw(*, party: Party, capacity: ActingAs, placed_by_me: bool) -> bool:
    """Who recorded it, while they handle the matter; whoever may record that party's judgement; of the employee's own,
    the employee.
    """
    may = MAY_PLACE.get(capacity, frozenset())
    if party is Party.EMPLOYEE and capacity is not ActingAs.SELF:
        return bool(may) and placed_by_me
    return party in may or (bool(may) and placed_by_me)


def check_withdraw(*, party: Party, capacity: ActingAs, withdrawn: bool, placed_by_me: bool) -> None:
    """May it be taken back? `RuleViolation` with `not_yours` or `already_withdrawn`."""
    insist(may_withdraw(party=party, capacity=capacity, placed_by_me=placed_by_me), "not_yours")
    insist(not withdrawn, "already_withdrawn")
