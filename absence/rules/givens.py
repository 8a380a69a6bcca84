"""What is given where: policies reach a unit from the nearest unit upwards that is given anything that day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

NOTHING: frozenset[str] = frozenset()


class Gift(NamedTuple):
    """A policy given to a unit; both days count, `last_day` None is without end."""

    unit: int
    policy: str
    first_day: date
    last_day: date | None = None


class Givens:
    """The gifts of a municipality, over today's tree of units (unit -> parent, None at the top)."""

    def __init__(self, parents: Mapping[int, int | None], gifts: Iterable[Gift]) -> None:
        self._parents = parents
        self._gifts_of: defaultdict[int, list[Gift]] = defaultdict(list)
        for gift in gifts:
            self._gifts_of[gift.unit].append(gift)
        self._timelines: dict[int, _Timeline] = {}

    def anywhere(self) -> bool:
        """Is anything ever given to any unit?"""
        return bool(self._gifts_of)

    def given_on(self, unit: int, day: date) -> frozenset[str]:
        """The keys of the policies that hold in the unit that day, the statutory one not among them unless given."""
        days, held = self._timeline(unit)
        index = bisect_right(days, day)
        return held[index - 1] if index else NOTHING

    def given_ever(self, unit: int) -> frozenset[str]:
        """The keys of all policies that hold in the unit some day."""
        return NOTHING.union(*self._timeline(unit).held)

    def first_day(self, unit: int) -> date | None:
        """The first day on which anything is given to the unit or above it: no follow-up is owed before."""
        days = self._timeline(unit).days
        return days[0] if days else None

    def _timeline(self, unit: int) -> "_Timeline":
        timeline = self._timelines.get(unit)
        if timeline is None:
            chain = [self._gifts_of[above] for above in self._upwards(unit) if above in self._gifts_of]
            days = sorted({day for gifts in chain for gift in gifts for day in _changes(gift)})
            timeline = self._timelines[unit] = _Timeline(days, [_nearest(chain, day) for day in days])
        return timeline

    def _upwards(self, unit: int) -> Iterator[int]:
        above: int | None = unit
        while above is not None:
            yield above
            above = self._parents.get(above)


class _Timeline(NamedTuple):
    """The days on which something may change in a unit, in order, and what holds from each of them."""

    days: list[date]
    held: list[frozenset[str]]


def _changes(gift: Gift) -> Iterator[date]:
    yield gift.first_day
    if gift.last_day is not None and gift.last_day < date.max:
        yield gift.last_day + timedelta(days=1)


def _nearest(chain: list[list[Gift]], day: date) -> frozenset[str]:
    """What is given that day by the first of the chain that gives anything."""
    for gifts in chain:
        given = {g.policy for g in gifts if g.first_day <= day and (g.last_day is None or day <= g.last_day)}
        if given:
            return frozenset(given)
    return NOTHING
