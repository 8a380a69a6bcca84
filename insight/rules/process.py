"""How the work of following up went in whole quarters: what was owed and done on time, and who may be told of it. Pure.

Owed is what came due and was not taken back by what happened: open and done follow-ups. What lapsed, was overtaken by a
later contact or withdrawn is not, nor what a correction made late before anybody could know of it. On time is by the
due date itself, whatever reminder was set.

A figure is about the people in it. People may be met by several rules and in several quarters; so each counts in one
place only when it is decided what may be told (`once`), and at least so many people stand behind a figure.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from insight.rules.masked_tables import WINDOW
from insight.rules.masking import Cell, Months, shown_cells, shown_units, upwards
from roundtable.rules.figures import Share
from roundtable.rules.windows import ONE_DAY, Span, Window, window_of

K = TypeVar("K", bound=Hashable)

QUARTERS: Final = 4
# All units together, where several are topmost.
WHOLE: Final = 0
# Rule by rule is told of units in which so many people had anything due; of fewer most rules would be hidden.
FEWEST_BY_RULE: Final = 20


# --- Of when ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """The last whole quarters in order, and which of them is asked for: its place from 1 on, or WINDOW for all."""

    quarters: tuple[Window, ...]
    number: int = WINDOW

    @property
    def is_whole(self) -> bool:
        return self.number == WINDOW

    @property
    def whole(self) -> Window:
        return Window(self.quarters[0].first, self.quarters[-1].last)

    @property
    def window(self) -> Window:
        return self.whole if self.is_whole else self.quarters[self.number - 1]

    @property
    def numbers(self) -> range:
        """Of all the quarters."""
        return range(1, len(self.quarters) + 1)

    def number_of(self, day: date) -> int | None:
        """In which of the quarters the day lies."""
        return next((place for place, window in enumerate(self.quarters, start=1) if day in window), None)

    def has(self, number: int) -> bool:
        """Is the quarter among those that are asked for?"""
        return self.is_whole or number == self.number


def last_quarters(today: date) -> tuple[Window, ...]:
    """The four whole quarters that ended before the day's own."""
    found = [window_of(Span.QUARTER, today)]
    for _ in range(QUARTERS):
        found.append(window_of(Span.QUARTER, found[-1].first - ONE_DAY))
    return tuple(reversed(found[1:]))


# --- What was owed ---------------------------------------------------------------------------------------


class Came(NamedTuple):
    """The follow-ups of a rule that came due in a quarter, about those who then worked right in the unit."""

    unit: int
    rule: str
    quarter: int
    owed: int
    on_time: int
    people: tuple[int, ...]


def kept_by(came: Iterable[Came], group_of: Mapping[int, K], when: When) -> dict[K, Share]:
    """On time of owed, by the group of the unit; units without a group are left out."""
    return _shares(((group_of[one.unit], one) for one in came if one.unit in group_of), when)


def kept_by_rule(came: Iterable[Came], units: Collection[int], when: When) -> dict[str, Share]:
    return _shares(((one.rule, one) for one in came if one.unit in units), when)


def _shares(found: Iterable[tuple[K, Came]], when: When) -> dict[K, Share]:
    sums: defaultdict[K, list[int]] = defaultdict(lambda: [0, 0])
    for key, one in found:
        if when.has(one.quarter):
            sums[key][0] += one.on_time
            sums[key][1] += one.owed
    return {key: Share(on_time, owed) for key, (on_time, owed) in sums.items()}


# --- Who may be told of it -------------------------------------------------------------------------------


class Behind(NamedTuple):
    """The people behind a figure, right in a unit, in a quarter or in all of them (WINDOW)."""

    unit: int
    number: int
    people: Collection[int]


def behind(came: Iterable[Came]) -> list[Behind]:
    """Of each quarter, and of all together."""
    rows = sorted(came, key=lambda one: one.quarter)
    return [
        *(Behind(one.unit, one.quarter, one.people) for one in rows),
        *(Behind(one.unit, WINDOW, one.people) for one in rows),
    ]


def with_whole(parents: Mapping[int, int | None]) -> dict[int, int | None]:
    """The tree with WHOLE on top, where several units are topmost."""
    roots = [unit for unit, parent in parents.items() if parent is None]
    if len(roots) < 2:
        return dict(parents)
    return {**parents, **dict.fromkeys(roots, WHOLE), WHOLE: None}


def once(found: Iterable[tuple[K, int, Collection[int]]]) -> dict[K, Months]:
    """By place, how many people by number of the window, each person once: in the last place in which they stand."""
    at: dict[tuple[int, int], K] = {}
    there: set[tuple[K, int]] = set()
    for place, number, people in found:
        at.update(dict.fromkeys(((number, person) for person in people), place))
        if people:
            there.add((place, number))
    counted = Counter((place, number) for (number, _person), place in at.items())
    months: defaultdict[K, dict[int, int]] = defaultdict(dict)
    for place, number in there:
        months[place][number] = counted[place, number]
    return dict(months)


def told_units(parents: Mapping[int, int | None], found: Iterable[Behind], when: When) -> frozenset[int]:
    """The units whose figure may be told, with all below them; also those where nobody was met in any quarter.

    Of a single quarter, those of which every quarter may be told: one that is hidden would come out of the whole.
    """
    own = once(found)
    told = shown_units(parents, own, [[WINDOW]], parents)
    if not when.is_whole:
        told = shown_units(parents, own, [[number] for number in when.numbers], told)
    somebody = {above for unit in own for above in upwards(parents, unit)}
    return told | (parents.keys() - somebody)


def told_rules(
    parents: Mapping[int, int | None],
    came: Iterable[Came],
    when: When,
    units: Collection[int],
    fewest: int = FEWEST_BY_RULE,
) -> frozenset[Cell]:
    """The units and rules that may be told, where the units' sums in `told_units` are told as well.

    `units` are those asked about; all others are looked at for their sake. That takes a while, and is the same for
    whoever looks, so the latest answers are kept.
    """
    # Whether it was done, and in time, hides nothing.
    who = tuple(one._replace(owed=0, on_time=0) for one in came)
    below = {one.unit for one in who if not set(units).isdisjoint(upwards(parents, one.unit))}
    if len({person for one in who if one.unit in below for person in one.people}) < fewest:
        return frozenset()
    told = _told_rules(tuple(parents.items()), who, when, fewest)
    return frozenset(cell for cell in told if cell[0] in units)


@lru_cache(maxsize=8)
def _told_rules(
    tree: tuple[tuple[int, int | None], ...], came: tuple[Came, ...], when: When, fewest: int
) -> frozenset[Cell]:
    parents = dict(tree)
    own = _own_cells(came)
    sizes: Counter[int] = Counter()
    for (unit, _rule), months in own.items():
        for above in upwards(parents, unit):
            sizes[above] += months.get(WINDOW, 0)
    found = behind(came)
    rules = {one.rule for one in came}
    cells = [(unit, rule) for unit, people in sizes.items() if people >= fewest for rule in rules]
    whole = told_units(parents, found, When(when.quarters))
    told = shown_cells(parents, whole & sizes.keys(), own, [[WINDOW]], cells)
    if when.is_whole:
        return told
    quarterly = told_units(parents, found, when) & sizes.keys()
    return shown_cells(parents, quarterly, own, [[number] for number in when.numbers], told)


def _own_cells(came: Iterable[Came]) -> dict[Cell, Months]:
    """Who is met by several rules counts with the one that has the fewest so far: so most rules have enough."""
    cells: defaultdict[tuple[int, int], list[Cell]] = defaultdict(list)
    for one in came:
        for person in one.people:
            cells[one.quarter, person].append((one.unit, one.rule))
            cells[WINDOW, person].append((one.unit, one.rule))
    counted: Counter[tuple[int, Cell]] = Counter()
    months: defaultdict[Cell, dict[int, int]] = defaultdict(dict)
    for (number, _person), places in sorted(cells.items(), key=lambda item: (len(item[1]), item[0])):
        counted[number, min(places, key=lambda cell: (counted[number, cell], cell))] += 1
        for cell in places:
            months[cell][number] = 0
    for (number, cell), people in counted.items():
        months[cell][number] = people
    return dict(months)
