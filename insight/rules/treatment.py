"""Same threshold, different action? Whether follow-ups under the same condition are done alike for groups of people.

Each group is compared with all others under the condition together. A difference is stated only where chance does not
explain it (`insight.rules.chance`); who is asked most often by chance alone looks different now and then. Pure.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final, Generic, NamedTuple, TypeVar

from insight.rules.chance import difference
from insight.rules.masking import hidden_among
from insight.rules.measures import FEWEST
from roundtable.rules.figures import Share

K = TypeVar("K", bound=Hashable)


class Size(StrEnum):
    """How many people the leaders of a unit are responsible for."""

    SMALL = "under_10"
    MEDIUM = "10_19"
    LARGE = "20_49"
    HUGE = "50_or_more"
    LEADERLESS = "no_leader"  # nobody leads there: HR follows up


# With how many people each begins.
SIZES_FROM: Final = {Size.SMALL: 0, Size.MEDIUM: 10, Size.LARGE: 20, Size.HUGE: 50}


def size_of(people: int | None) -> Size:
    """None where nobody leads."""
    if people is None:
        return Size.LEADERLESS
    return next(size for size, least in reversed(SIZES_FROM.items()) if people >= least)


class Treated(NamedTuple):
    """Follow-ups that came due: how many, how many of them are done, and on time; for those that are, after how many
    days from the anchor; and whom they were about.
    """

    number: int
    done: int
    on_time: int
    days: tuple[int, ...]
    people: tuple[int, ...]


def together(parts: Iterable[Treated]) -> Treated:
    rows = list(parts)
    return Treated(
        sum(row.number for row in rows),
        sum(row.done for row in rows),
        sum(row.on_time for row in rows),
        tuple(day for row in rows for day in row.days),
        tuple({person for row in rows for person in row.people}),
    )


class Verdict(StrEnum):
    LOWER = "lower"
    HIGHER = "higher"
    ALIKE = "alike"  # no more apart than chance explains


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a group; `..._beside` is how it stands beside all others, None where there are none.

    How many people it is about is not told: who is in two groups would make differences of one to four.
    """

    done: Share
    on_time: Share
    median_days: float | None
    done_beside: Verdict | None
    on_time_beside: Verdict | None


@dataclass(frozen=True, slots=True)
class Compared(Generic[K]):
    """All together, and each group; None for those that are not told of. `all` is None where nothing is told."""

    all: Told | None
    groups: Mapping[K, Told | None]

    @property
    def differs(self) -> bool:
        """Is any group told of that is done otherwise, or at another time, than the others?"""
        told = [group for group in self.groups.values() if group is not None]
        return any({one.done_beside, one.on_time_beside} & {Verdict.LOWER, Verdict.HIGHER} for one in told)


def compare(found: Iterable[tuple[K, Treated]]) -> Compared[K]:
    """Of one condition. Nothing is told of fewer than five people, nor so that it could be found by subtracting."""
    parts: defaultdict[K, list[Treated]] = defaultdict(list)
    for key, treated in found:
        parts[key].append(treated)
    groups = {key: together(rows) for key, rows in parts.items()}
    whole = together(groups.values())
    if len(whole.people) < FEWEST:
        return Compared(None, dict.fromkeys(groups))
    hidden = hidden_among({key: frozenset(group.people) for key, group in groups.items()})
    return Compared(
        _told(whole, None), {key: None if key in hidden else _told(group, whole) for key, group in groups.items()}
    )


def _told(group: Treated, whole: Treated | None) -> Told:
    return Told(
        done=Share(group.done, group.number),
        on_time=Share(group.on_time, group.number),
        median_days=median(group.days) if group.days else None,
        done_beside=whole and beside(group.done, group.number, whole.done - group.done, whole.number - group.number),
        on_time_beside=whole
        and beside(group.on_time, group.number, whole.on_time - group.on_time, whole.number - group.number),
    )


def beside(number: int, base: int, other: int, other_base: int) -> Verdict | None:
    """`number` of `base` beside `other` of `other_base`; None where one of them is of nothing."""
    if not base or not other_base:
        return None
    low, high = difference(number, base, other, other_base)
    if high < 0:
        return Verdict.LOWER
    return Verdict.HIGHER if low > 0 else Verdict.ALIKE
