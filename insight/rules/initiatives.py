"""Initiatives: what is done about absence, where, how far it is, and when it is followed up. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from people.rules import CapacityKind, insist

KEEPER: Final = CapacityKind.HR
A_WHOLE: Final = 100


class Event(StrEnum):
    """What the flows of initiatives write to the audit."""

    ADDED = "initiative_added"
    CHANGED = "initiative_changed"
    COMPARED = "initiative_compared"
    ASSESSED = "initiative_assessed"
    ENDED = "initiative_ended"


class Show(StrEnum):
    """Which of the initiatives a list shows, and its word in the address."""

    RUNNING = "i-gang"
    ENDED = "afsluttede"
    ALL = "alle"


def has_ended(last_day: date | None, today: date) -> bool:
    """One that has not begun yet has not ended either."""
    return last_day is not None and last_day < today


def is_owed(follow_up_on: date | None, today: date) -> bool:
    """Whether it is to be followed up now: also one that has ended, until somebody has done it."""
    return follow_up_on is not None and follow_up_on <= today


def is_shown(last_day: date | None, today: date, show: Show) -> bool:
    match show:
        case Show.RUNNING:
            return not has_ended(last_day, today)
        case Show.ENDED:
            return has_ended(last_day, today)
        case Show.ALL:
            return True


def check_written(
    *,
    first_day: date,
    last_day: date | None,
    follow_up_on: date | None,
    has_responsible: bool,
    units: Collection[int],
    today: date,
) -> None:
    """`RuleViolation` with `ends_before_start`, `followed_up_before_start`, `no_unit`, `responsible_missing`, or
    `follow_up_missing` where it has not ended.
    """
    insist(last_day is None or last_day >= first_day, "ends_before_start")
    insist(follow_up_on is None or follow_up_on >= first_day, "followed_up_before_start")
    insist(bool(units), "no_unit")
    insist(has_responsible, "responsible_missing")
    check_follow_up(follow_up_on, last_day=last_day, today=today)


def check_follow_up(follow_up_on: date | None, *, last_day: date | None, today: date) -> None:
    """What runs is followed up some day. `RuleViolation("follow_up_missing")`."""
    insist(follow_up_on is not None or has_ended(last_day, today), "follow_up_missing")


def check_degree(*, percent: int | None, words: str, assessed_on: date, today: date) -> None:
    """How far it is: a number, words, or both. `RuleViolation` with `nothing_assessed`, `percent_out_of_range` or
    `in_future`.
    """
    insist(percent is not None or bool(words.strip()), "nothing_assessed")
    insist(percent is None or 0 <= percent <= A_WHOLE, "percent_out_of_range")
    insist(assessed_on <= today, "in_future")


# --- What it is compared with --------------------------------------------------------------------------------


def below_of(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Each unit of the tree with all below it; `parents` names what each lies under."""
    below: dict[int, set[int]] = {unit: set() for unit in parents}
    for unit in parents:
        above: int | None = unit
        while above is not None and unit not in below[above]:
            below[above].add(unit)
            above = parents.get(above)
    return {unit: frozenset(units) for unit, units in below.items()}


def reach(units: Iterable[int], below: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """The units with all below them."""
    return frozenset[int]().union(*(below[unit] for unit in units))


def topmost(units: Collection[int], below: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """The units less those that lie below another of them."""
    return frozenset(units) - reach(units, {unit: below[unit] - {unit} for unit in units})


def check_comparison(units: Iterable[int], compared: Iterable[int], below: Mapping[int, frozenset[int]]) -> None:
    """Nobody is compared with themselves. `RuleViolation("compared_with_itself")`."""
    insist(reach(units, below).isdisjoint(reach(compared, below)), "compared_with_itself")


def apart(units: Iterable[int], compared: Iterable[int], below: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """Those of the compared that have nothing in common with the initiative's own units."""
    taken = reach(units, below)
    return frozenset(unit for unit in compared if taken.isdisjoint(below[unit]))


def proposed(
    units: Collection[int], parents: Mapping[int, int | None], below: Mapping[int, frozenset[int]]
) -> frozenset[int]:
    """What to compare with, until HR says otherwise: the units beside them, under the same unit above."""
    above = {parents[unit] for unit in units} - {None}
    return apart(units, (unit for unit, parent in parents.items() if parent in above), below)
