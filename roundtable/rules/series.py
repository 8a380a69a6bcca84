"""A series of care talks at a workplace: prepared, then all are invited who were absent, then followed up. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from people.rules import CapacityKind, RuleViolation, insist
from retention.rules.caseload import months_after
from retention.rules.partners import SMALLEST_TOLD
from roundtable.rules.meetings import CancelReason, MeetingState
from roundtable.rules.windows import ONE_DAY, Window

K = TypeVar("K")

# Who begins a series anywhere and follows all of it; a leader begins and follows it in the units they lead.
KEEPERS: Final = frozenset({CapacityKind.HR, CapacityKind.CONSULTANT})
MOST_MONTHS: Final = 24
# The unit's absence in the months before the first talk, against so many full months after it at the most.
MONTHS_BEFORE: Final = 6
MONTHS_AFTER: Final = 12


class Event(StrEnum):
    """What the flows of series write to the audit."""

    SERIES_BEGUN = "series_begun"
    SERIES_PREPARED = "series_prepared"
    LEFT_OUT = "series_left_out"
    CARE_TALK_BEGUN = "care_talk_begun"
    SERIES_ENDED = "series_ended"


class SeriesState(StrEnum):
    PREPARING = "preparing"
    INVITING = "inviting"
    ENDED = "ended"


class ExclusionReason(StrEnum):
    """Why somebody is not invited; typed, so that nothing about health is written."""

    HAS_A_MEETING = "has_a_meeting"
    ON_LEAVE = "on_leave"
    WISHES_NOT = "wishes_not"
    OTHER = "other"


# What people may choose; the other is seen by itself.
CHOSEN_BY_HAND: Final = frozenset({ExclusionReason.ON_LEAVE, ExclusionReason.WISHES_NOT, ExclusionReason.OTHER})


# --- Preparing and inviting ------------------------------------------------------------------------------


def check_runs(state: SeriesState) -> None:
    """`RuleViolation("series_ended")`."""
    insist(state is not SeriesState.ENDED, "series_ended")


def check_months(months: int) -> None:
    """`RuleViolation("months_out_of_range")`."""
    insist(1 <= months <= MOST_MONTHS, "months_out_of_range")


def is_prepared(*, goals: str, plan: str, roles: str) -> bool:
    return all(text.strip() for text in (goals, plan, roles))


def check_invite(state: SeriesState, *, goals: str, plan: str, roles: str) -> None:
    """Nobody is invited before goals, plan and roles are written. `RuleViolation` with `series_ended` or
    `not_prepared`.
    """
    check_runs(state)
    insist(is_prepared(goals=goals, plan=plan, roles=roles), "not_prepared")


def check_left_out(reason: ExclusionReason | None) -> None:
    """`RuleViolation("exclusion_reason_unknown")` for what nobody chooses by hand; None takes one in again."""
    if reason is not None and reason not in CHOSEN_BY_HAND:
        raise RuleViolation("exclusion_reason_unknown")


def looked_back_to(today: date, months: int) -> date:
    """The first day of the last so many months: who was absent from it on is invited."""
    return months_after(today, -months)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is employed there today, and was absent in the last months or is in the series already.

    Somebody with two employee numbers is one `person`.
    """

    employee: int
    person: int
    in_series: bool = False
    has_open_meeting: bool = False
    left_out: ExclusionReason | None = None


def why_not(candidate: Candidate) -> ExclusionReason | None:
    """Why a candidate who is not in the series is not invited now; None for who is."""
    return ExclusionReason.HAS_A_MEETING if candidate.has_open_meeting else candidate.left_out


def invited_of(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those who are invited now, each person once and nobody who is in the series by any of their numbers."""
    found = list(candidates)
    taken = {one.person for one in found if one.in_series}
    invited = []
    for one in found:
        if one.person not in taken and why_not(one) is None:
            taken.add(one.person)
            invited.append(one)
    return invited


# --- How it goes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody's first talk in a series."""

    state: MeetingState
    end_reason: str = ""
    has_effort: bool = False
    is_followed_up: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How many were invited. `waiting`, `planned`, `held`, `declined` and `other` add up to them."""

    invited: int
    waiting: int
    planned: int
    held: int
    declined: int
    other: int
    # Of those held.
    with_effort: int
    followed_up: int


def is_declined(state: MeetingState, end_reason: str) -> bool:
    return state is MeetingState.CANCELLED and end_reason == CancelReason.EMPLOYEE_DECLINED


def progress_of(talks: Iterable[Talk]) -> Progress:
    found = list(talks)
    held = [talk for talk in found if talk.state is MeetingState.HELD]
    declined = sum(is_declined(talk.state, talk.end_reason) for talk in found)
    waiting = sum(talk.state is MeetingState.REQUESTED for talk in found)
    planned = sum(talk.state in {MeetingState.PLANNED, MeetingState.REPLANNED} for talk in found)
    return Progress(
        invited=len(found),
        waiting=waiting,
        planned=planned,
        held=len(held),
        declined=declined,
        other=len(found) - waiting - planned - len(held) - declined,
        with_effort=sum(talk.has_effort for talk in held),
        followed_up=sum(talk.is_followed_up for talk in held),
    )


def follow_up_on(*, invited_on: date | None, last_held_on: date | None, weeks: int) -> date | None:
    """The day on which the series is followed up: so many weeks after the latest talk, or else the invitations."""
    since = last_held_on or invited_on
    return since + timedelta(weeks=weeks) if since else None


# --- What came of it -------------------------------------------------------------------------------------


def window_before(first_talk: date) -> Window:
    """The six months up to the day before the first talk."""
    return Window(months_after(first_talk, -MONTHS_BEFORE), first_talk - ONE_DAY)


def windows_after(first_talk: date, today: date) -> list[Window]:
    """Each full month that began after the first talk and has ended, the first twelve of them."""
    found: list[Window] = []
    first = months_after(first_talk.replace(day=1), 1)
    while len(found) < MONTHS_AFTER and (last := months_after(first, 1) - ONE_DAY) < today:
        found.append(Window(first, last))
        first = last + ONE_DAY
    return found


def shown_of(groups: Mapping[K, Collection[tuple[int, int]]], below: Mapping[K, Collection[K]]) -> set[K]:
    """Which units may show their figures, where units lie in each other and are seen side by side.

    A group is who was where: (person, unit). Never one of fewer than five people; nor one that, without those below it
    that are shown, leaves one to four: theirs could be found by subtracting. `below` names the units inside each, at
    any depth.
    """
    shown: set[K] = set()
    for key in sorted(groups, key=lambda key: len(below.get(key, ()))):
        inside = set[tuple[int, int]]().union(*(groups[other] for other in below.get(key, ()) if other in shown))
        rest = _people(set(groups[key]) - inside)
        if _people(groups[key]) >= SMALLEST_TOLD and (not rest or rest >= SMALLEST_TOLD):
            shown.add(key)
    return shown


def _people(group: Iterable[tuple[int, int]]) -> int:
    return len({person for person, _unit in group})
