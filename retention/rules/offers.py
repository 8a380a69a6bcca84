"""Offers: who may use and write them, which fit, and what became of those who used one. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Final

from people.rules import ActingAs, insist
from retention.rules.ladder import COUNTS_FIRST, Party, counting


class Event(StrEnum):
    """What the flows of offers write to the audit."""

    OFFER_ADDED = "offer_added"
    OFFER_CHANGED = "offer_changed"
    OFFER_STARTED = "offer_started"
    OFFER_ENDED = "offer_ended"
    OFFER_USE_WITHDRAWN = "offer_use_withdrawn"


# --- The catalogue ----------------------------------------------------------------------------------------

# An address of its own in the catalogue.
TAKEN: Final = frozenset({"nyt"})
LONGEST_KEY: Final = 50


def key_of(name: str, taken: Collection[str]) -> str:
    """The name as an address, in plain letters; numbered where another offer has it."""
    plain = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_KEY].strip("-") or "tilbud"
    numbered = (key if number == 1 else f"{key}-{number}" for number in count(1))
    return next(each for each in numbered if each not in taken and each not in TAKEN)


def check_offer(*, first_day: date, last_day: date | None, why_ended: str, steps: Collection[int]) -> None:
    """`RuleViolation` with `no_steps`, `ends_before_start`, `why_ended_needed` or `why_without_end`."""
    insist(bool(steps), "no_steps")
    insist(last_day is None or last_day >= first_day, "ends_before_start")
    insist(last_day is None or bool(why_ended), "why_ended_needed")
    insist(last_day is not None or not why_ended, "why_without_end")


# --- Use in an employee's matter --------------------------------------------------------------------------

USED_BY: Final = frozenset({ActingAs.LEADER, ActingAs.DEPUTY, ActingAs.HR, ActingAs.CONSULTANT})


def check_start_use(
    *, capacity: ActingAs, started_on: date, first_day: date, last_day: date | None, in_use: bool, today: date
) -> None:
    """May an employee begin with an offer that runs from `first_day` to `last_day`?

    `RuleViolation` with `not_yours`, `in_future`, `offer_not_running` or `already_in_use`.
    """
    insist(capacity in USED_BY, "not_yours")
    insist(started_on <= today, "in_future")
    insist(first_day <= started_on and (last_day is None or started_on <= last_day), "offer_not_running")
    insist(not in_use, "already_in_use")


def check_withdraw_use(*, capacity: ActingAs, withdrawn: bool) -> None:
    """A use that was noted by mistake. `RuleViolation` with `not_yours` or `already_withdrawn`."""
    insist(capacity in USED_BY, "not_yours")
    insist(not withdrawn, "already_withdrawn")


def check_end_use(
    *, capacity: ActingAs, started_on: date, ended_on: date, has_ended: bool, withdrawn: bool, today: date
) -> None:
    """`RuleViolation` with `not_yours`, `already_withdrawn`, `already_ended`, `in_future` or `ends_before_start`."""
    insist(capacity in USED_BY, "not_yours")
    insist(not withdrawn, "already_withdrawn")
    insist(not has_ended, "already_ended")
    insist(ended_on <= today, "in_future")
    insist(ended_on >= started_on, "ends_before_start")


# --- Which fit --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fitting:
    """An offer, and the steps that it fits."""

    key: str
    steps: frozenset[int]


def propose(offers: Iterable[Fitting], latest: Mapping[Party, int]) -> list[tuple[str, tuple[Party, ...]]]:
    """The offers that fit where a party places the employee, with those parties: the reasons.

    What fits where more of them see the employee comes first, then what fits the placement that counts, then what is
    made for fewer steps, then in the order given.
    """
    order = [party for party in COUNTS_FIRST if party in latest]
    found = [(offer, tuple(party for party in order if latest[party] in offer.steps)) for offer in offers]
    fitting = [(offer, parties) for offer, parties in found if parties]
    fitting.sort(key=lambda each: (-len(each[1]), order.index(each[1][0]), len(each[0].steps)))
    return [(offer.key, parties) for offer, parties in fitting]


# --- What became of those who used one --------------------------------------------------------------------

LEAST_SHOWN: Final = 5


class Outcome(StrEnum):
    UP = "up"  # towards work
    SAME = "same"
    DOWN = "down"
    UNKNOWN = "unknown"  # nobody has placed before, or nobody after


@dataclass(frozen=True, slots=True)
class Mark:
    """A placement that stands."""

    party: Party
    number: int
    placed_on: date


@dataclass(frozen=True, slots=True)
class Course:
    """A person's use of an offer, with all placements of the person."""

    person: int
    started_on: date
    marks: tuple[Mark, ...]


def outcome_of(marks: Iterable[Mark], started_on: date) -> Outcome:
    """The placement that counts after the first day of the use, against the one up to that day.

    On each side the latest of each party is taken, and of these the one that counts first.
    """
    marks = sorted(marks, key=lambda mark: mark.placed_on)
    before = counting({mark.party: mark for mark in marks if mark.placed_on <= started_on})
    after = counting({mark.party: mark for mark in marks if mark.placed_on > started_on})
    if before is None or after is None:
        return Outcome.UNKNOWN
    steps = before[1].number - after[1].number
    return Outcome.UP if steps > 0 else Outcome.DOWN if steps < 0 else Outcome.SAME


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have used it, of how many the outcome is known, and how many of them went up.

    Fewer than five are not shown: those who work together could tell who they are.
    """

    used: int = 0
    known: int = 0
    up: int = 0

    @property
    def used_shown(self) -> bool:
        return self.used >= LEAST_SHOWN

    @property
    def outcome_shown(self) -> bool:
        return self.known >= LEAST_SHOWN


def tally(courses: Iterable[Course]) -> Tally:
    """One person counts once, with the latest use whose outcome is known."""
    outcomes: dict[int, Outcome] = {}
    for course in sorted(courses, key=lambda course: course.started_on):
        outcome = outcome_of(course.marks, course.started_on)
        if outcome is not Outcome.UNKNOWN or course.person not in outcomes:
            outcomes[course.person] = outcome
    known = [outcome for outcome in outcomes.values() if outcome is not Outcome.UNKNOWN]
    return Tally(used=len(outcomes), known=len(known), up=known.count(Outcome.UP))
