"""Workplaces where unusually many fell ill at about the same time, or have been away for long. Pure.

A workplace is compared with the rest of the municipality in the same days, so that winter or a wave of influenza is in
both. Unusual is what chance gives so seldom that it is hardly chance (`insight.rules.chance`): both counts are few of
many, and no bell curve is asked of them. That people catch it from each other is what it is to find.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from insight.rules.chance import at_least
from insight.rules.measures import FEWEST

SUNDAY: Final = 6
# Fewer never make a cluster, however small the workplace.
LEAST: Final = 3


class Signal(StrEnum):
    BEGAN = "began"  # so many people's absence began
    LONG = "long"  # so many people have been away for long, and still are


class Workplace(NamedTuple):
    """The people who work right in a unit: how many fell ill lately, and how many are away for long."""

    unit: int
    people: int
    began: int
    long: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """`number` of `people`, None of fewer than five; `elsewhere` is the share in the rest of the municipality."""

    unit: int
    signal: Signal
    number: int | None
    people: int
    elsewhere: float


def as_of(today: date) -> date:
    """The last Sunday that is over: from one day to the next nobody can be counted."""
    return today - timedelta(days=(today.weekday() - SUNDAY) % 7 or 7)


def clusters_in(workplaces: Iterable[Workplace], chance: float) -> list[Cluster]:
    """Those that chance gives in at most a share `chance` of all workplaces like them; the most people first.

    Of fewer than five people at work nothing is told.
    """
    everywhere = list(workplaces)
    people = sum(place.people for place in everywhere)
    found = []
    for signal in Signal:
        met = sum(_met(place, signal) for place in everywhere)
        for place in everywhere:
            others = people - place.people
            if place.people < FEWEST or not others:
                continue
            number, elsewhere = _met(place, signal), (met - _met(place, signal)) / others
            least = _least(place.people, elsewhere, chance)
            if number < least or not _may_be_told(number, least):
                continue
            told = number if number >= FEWEST else None
            found.append(Cluster(place.unit, signal, told, place.people, elsewhere))
    return sorted(found, key=lambda one: (-(one.number or 0), one.unit, one.signal))


def _met(place: Workplace, signal: Signal) -> int:
    return place.began if signal is Signal.BEGAN else place.long


def _least(people: int, share: float, chance: float) -> int:
    """From how many on it is unusual; more than there are where nothing would be."""
    return next((n for n in range(LEAST, people + 1) if at_least(n, people, share) <= chance), people + 1)


def _may_be_told(number: int, least: int) -> bool:
    """Under five, only where more than one number would have been a signal: else that it is one would say which."""
    return number >= FEWEST or least < FEWEST - 1
