"""Which figures may be shown, so that nobody's can be worked out from them. Pure.

A group under five people is never shown, nor so many others that it could be had by subtraction. What is shown of the
units are sums over a tree; everything that can be derived from such sums are the units' remainders: what a unit has
besides the units below it that are shown. So each remainder must have five people or none.

People are counted once in a month, where they were last in it: at least so many were there.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from insight.rules.measures import FEWEST

# Of one month: the people, and whether any working time was possible.
Month = tuple[int, bool]
# Months by number, and the same of each window that is shown as one figure.
Months = Mapping[int, Month]
Windows = Sequence[Collection[int]]


def together(parts: Iterable[Months]) -> Months:
    """Of groups without anybody in common."""
    summed: defaultdict[int, Month] = defaultdict(lambda: (0, False))
    for part in parts:
        for month, (people, possible) in part.items():
            before, was = summed[month]
            summed[month] = before + people, was or possible
    return summed


def people_in(group: Months, window: Collection[int]) -> int | None:
    """At least so many people are in the group in the window; None where there is nobody."""
    found = [group[month] for month in window if month in group]
    if not any(possible for _people, possible in found):
        return None
    return max(people for people, _possible in found)


def is_small(group: Months, windows: Windows) -> bool:
    """Are there some people, but under five, in one of the windows?"""
    return any(people is not None and people < FEWEST for people in (people_in(group, each) for each in windows))


def shown_units(
    parents: Mapping[int, int | None], own: Mapping[int, Months], windows: Windows, among: Collection[int]
) -> frozenset[int]:
    """The units of `among` whose figures may be shown in each of the windows. `own` are people who sit right there.

    Where a remainder is small, the smallest of the units below that are shown is hidden too, or, without any, the
    unit itself.
    """
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for unit, parent in parents.items():
        children[parent].append(unit)
    remainder: dict[int, Months] = {}
    size: dict[int, int] = {}
    # Those shown whose nearest shown unit above is the unit, or would be.
    below: dict[int, list[int]] = {}
    shown: set[int] = set()
    for unit in _lowest_first(children):
        rest = [own.get(unit, {}), *(remainder[child] for child in children[unit] if child not in shown)]
        size[unit] = _size(own.get(unit, {})) + sum(size[child] for child in children[unit])
        remainder[unit] = together(rest)
        below[unit] = [lower for child in children[unit] for lower in ([child] if child in shown else below[child])]
        if unit not in among:
            continue
        while is_small(remainder[unit], windows) and below[unit]:
            smallest = min(below[unit], key=lambda lower: (size[lower], lower))
            shown.remove(smallest)
            below[unit].remove(smallest)
            below[unit] += below[smallest]
            remainder[unit] = together([remainder[unit], remainder[smallest]])
        somebody = below[unit] or any(people_in(remainder[unit], each) is not None for each in windows)
        if somebody and not is_small(remainder[unit], windows):
            shown.add(unit)
    return frozenset(shown)


def _lowest_first(children: Mapping[int | None, list[int]]) -> list[int]:
    order: list[int] = []
    waiting = list(children.get(None, ()))
    while waiting:
        unit = waiting.pop()
        order.append(unit)
        waiting += children.get(unit, ())
    return order[::-1]


def _size(group: Months) -> int:
    return max((people for people, _possible in group.values()), default=0)


# --- Units by job groups ---------------------------------------------------------------------------------

Cell = tuple[int, str]
# What no unit shows of the job groups is one block: it is known as what is left.
_REST: Final[Cell] = (0, "")


def shown_cells(
    parents: Mapping[int, int | None],
    units: Collection[int],
    own: Mapping[Cell, Months],
    windows: Windows,
    among: Collection[Cell] | None = None,
) -> frozenset[Cell]:
    """The units and job groups whose figures may be shown in each of the windows, where those of `units` are.

    `own` are people who sit right there, by job group. With `among`, none but these are shown.

    What can be derived are sums of rows (a unit's remainder, over its job groups) less sums of blocks (of one job
    group, a unit's remainder among the units that show it): a group comes out where what is taken lies within what it
    is taken from. The smallest such group with a cell in it is the smallest cut of a flow, and must have five people.
    """
    sums = _sums(parents, own)
    sizes = {cell: _size(months) for cell, months in sums.items()}
    asked = sums.keys() if among is None else sums.keys() & set(among)
    shown = {cell for cell in asked if cell[0] in units and not is_small(sums[cell], windows)}
    rows = _rows(parents, units, own)
    nets = [_Net(parents, rows, shown, window) for window in windows]
    below: defaultdict[Cell, set[Cell]] = defaultdict(set)
    for cell in shown:
        below[nearest(parents, shown, cell)].add(cell)
    found = True
    while found:
        found = False
        for net in nets:
            for row, block in net.lines():
                derived_by = net.what_derives(row, block)
                if derived_by:
                    found = True
                    # They, or those right below them, hide less: the smallest, not the whole municipality's.
                    among = derived_by.union(*(below[cell] for cell in derived_by))
                    hidden = min(among, key=lambda cell: (sizes[cell], cell))
                    shown.remove(hidden)
                    over = below[nearest(parents, shown, hidden)]
                    over.remove(hidden)
                    over |= below.pop(hidden, set())
                    for each in nets:
                        each.let_go(hidden)
    return frozenset(shown)


def _rows(parents: Mapping[int, int | None], units: Collection[int], own: Mapping[Cell, Months]) -> dict[Cell, Months]:
    """What each shown unit has besides the shown ones below it, by job group."""
    parts: defaultdict[Cell, list[Months]] = defaultdict(list)
    for (unit, group), months in own.items():
        nearest = next((above for above in _upwards(parents, unit) if above in units), None)
        if nearest is not None:
            parts[nearest, group].append(months)
    return {cell: together(months) for cell, months in parts.items()}


def _sums(parents: Mapping[int, int | None], own: Mapping[Cell, Months]) -> dict[Cell, Months]:
    parts: defaultdict[Cell, list[Months]] = defaultdict(list)
    for (unit, group), months in own.items():
        for above in _upwards(parents, unit):
            parts[above, group].append(months)
    return {cell: together(months) for cell, months in parts.items()}


def nearest(parents: Mapping[int, int | None], shown: Collection[Cell], cell: Cell) -> Cell:
    """Of the job group, the shown cell above."""
    unit, group = cell
    above = (each for each in _upwards(parents, unit) if each != unit)
    return next(((each, group) for each in above if (each, group) in shown), _REST)


def _upwards(parents: Mapping[int, int | None], unit: int) -> Iterable[int]:
    at: int | None = unit
    while at is not None:
        yield at
        at = parents.get(at)


class _Net:
    """Rows on one side and blocks on the other, with the people of a window on the lines between them.

    A cut goes through lines with under five people in all, in each month of the window. Month by month people are
    counted once, so that a cut with five in one month has five people.
    """

    def __init__(
        self,
        parents: Mapping[int, int | None],
        rows: Mapping[Cell, Months],
        shown: Collection[Cell],
        window: Collection[int],
    ) -> None:
        self._parents, self._shown, self._window = parents, shown, window
        self._groups: defaultdict[int, dict[str, Months]] = defaultdict(dict)
        for (row, group), months in rows.items():
            if people_in(months, window) is not None:
                self._groups[row][group] = months
        self._to: dict[int, dict[Cell, Months]] = {}
        self._back: defaultdict[Cell, set[int]] = defaultdict(set)
        # By which nothing can be derived. It stays so: a block that is let go joins another, and no cut gets smaller.
        self._safe: set[tuple[int, Cell]] = set()
        for row in self._groups:
            self._place(row)

    def lines(self) -> list[tuple[int, Cell]]:
        return [(row, block) for row, blocks in self._to.items() for block in blocks]

    def what_derives(self, row: int, block: Cell) -> set[Cell]:
        """The shown cells by which something small that the line is part of can be derived; without, nothing can."""
        line = self._to[row].get(block)
        if (row, block) in self._safe or line is None or not is_small(line, [self._window]):
            return set()
        cuts: set[Cell] = set()
        # The latest month is the likeliest to hold those who are there.
        for month in sorted(self._window, reverse=True):
            within = self._small_cut(row, block, month)
            if within is None:
                self._safe.add((row, block))
                return set()
            cuts |= within
        return cuts

    def let_go(self, cell: Cell) -> None:
        """The cell is shown no longer."""
        for row in self._back.pop(cell, ()):
            self._place(row)

    def _place(self, row: int) -> None:
        """Two job groups of a row that are in the same block, which only the rest is, are one line."""
        parts: defaultdict[Cell, list[Months]] = defaultdict(list)
        for group, months in self._groups[row].items():
            above = _upwards(self._parents, row)
            block = next(((unit, group) for unit in above if (unit, group) in self._shown), _REST)
            parts[block].append(months)
            self._back[block].add(row)
        self._to[row] = {block: together(months) for block, months in parts.items()}

    def _people(self, row: int, block: Cell, month: int) -> int:
        return self._to[row][block].get(month, (0, False))[0]

    def _small_cut(self, row: int, block: Cell, month: int) -> set[Cell] | None:
        """The blocks that make such a cut between the row and the block; None where five people stand between them."""
        used: defaultdict[tuple[int, Cell], int] = defaultdict(int)
        for _person in range(FEWEST):
            came = self._reached(row, block, month, used)
            if block not in came:
                return {at for at in (*came, block) if isinstance(at, tuple) and at != _REST}
            at: int | Cell = block
            while at != row:
                before = came[at]
                if isinstance(before, int) and isinstance(at, tuple):
                    used[before, at] += 1
                elif isinstance(before, tuple) and isinstance(at, int):
                    used[at, before] -= 1
                at = before
        return None

    def _reached(
        self, row: int, block: Cell, month: int, used: Mapping[tuple[int, Cell], int]
    ) -> dict[int | Cell, int | Cell]:
        """Where one more person can go, and by way of what: along a line that has one left, back along any."""
        came: dict[int | Cell, int | Cell] = {row: row}
        waiting: deque[int | Cell] = deque([row])
        while waiting and block not in came:
            at = waiting.popleft()
            onwards: Iterable[int | Cell]
            if isinstance(at, int):
                onwards = [to for to in self._to[at] if used.get((at, to), 0) < self._people(at, to, month)]
            else:
                onwards = self._back[at]
            for to in onwards:
                if to not in came:
                    came[to] = at
                    waiting.append(to)
        return came
