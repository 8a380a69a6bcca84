"""Which figures may be shown, so that nobody's can be worked out from them. Pure.

A group under five people is never shown, nor so many others that it could be had by subtraction. What is shown of the
units are sums over a tree; everything that can be derived from such sums are the units' remainders: what a unit has
besides the units below it that are shown. So each remainder must have five people or none.

People are counted once in a month, where they were last in it: at least so many were there.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from insight.rules.measures import FEWEST

K = TypeVar("K", bound=Hashable)

# The people of a group by the month's number, for each month in which any working time was possible. There may be none
# who are counted in it. A window is shown as one figure.
Months = Mapping[int, int]
Windows = Sequence[Collection[int]]


class Why(StrEnum):
    """Why a figure is not told."""

    FEW = "few"
    BESIDE = "beside"  # so that another's cannot be found by subtracting


def why_hidden(people: int) -> Why:
    """Of a group that is not told of and has so many people."""
    return Why.FEW if people < FEWEST else Why.BESIDE


def hidden_among(people: Mapping[K, frozenset[Hashable]]) -> frozenset[K]:
    """The groups that are not told of, where the sum of all is: those of one to four people, and the smallest of the
    others, until five people stand behind what is hidden together. Somebody may be in several groups.
    """
    hidden = {group for group, who in people.items() if 0 < len(who) < FEWEST}
    others = sorted((group for group in people if people[group] and group not in hidden), key=str)
    others.sort(key=lambda group: len(people[group]), reverse=True)
    while hidden and others and len(frozenset().union(*(people[group] for group in hidden))) < FEWEST:
        hidden.add(others.pop())
    return frozenset(hidden)


def together(parts: Iterable[Months]) -> Months:
    """Of groups without anybody in common."""
    summed: dict[int, int] = {}
    for part in parts:
        if not summed:
            summed = dict(part)
            continue
        for month, people in part.items():
            summed[month] = summed.get(month, 0) + people
    return summed


def people_in(group: Months, window: Collection[int]) -> int | None:
    """At least so many people are in the group in the window; None where there is nobody."""
    return max((group[month] for month in window if month in group), default=None)


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
    return max(group.values(), default=0)


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
    depths = {unit: sum(1 for _above in upwards(parents, unit)) for unit in parents}
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
                    # Of them and those right below them the deepest, and of these the smallest: the others tell more.
                    among = derived_by.union(*(below[cell] for cell in derived_by))
                    hidden = min(among, key=lambda cell: (-depths[cell[0]], sizes[cell], cell))
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
        nearest = next((above for above in upwards(parents, unit) if above in units), None)
        if nearest is not None:
            parts[nearest, group].append(months)
    return {cell: together(months) for cell, months in parts.items()}


def _sums(parents: Mapping[int, int | None], own: Mapping[Cell, Months]) -> dict[Cell, Months]:
    parts: defaultdict[Cell, list[Months]] = defaultdict(list)
    for (unit, group), months in own.items():
        for above in upwards(parents, unit):
            parts[above, group].append(months)
    return {cell: together(months) for cell, months in parts.items()}


def nearest(parents: Mapping[int, int | None], shown: Collection[Cell], cell: Cell) -> Cell:
    """Of the job group, the shown cell above."""
    unit, group = cell
    above = (each for each in upwards(parents, unit) if each != unit)
    return next(((each, group) for each in above if (each, group) in shown), _REST)


def upwards(parents: Mapping[int, int | None], unit: int) -> Iterable[int]:
    """The unit, then what it lies under, up to the topmost."""
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
        # Lines by which nothing can be derived. It stays so: a block that is let go joins another, and no cut or line
        # gets smaller.
        self._safe: set[tuple[int, Cell]] = set()
        for row in self._groups:
            self._place(row)
        # Rows and blocks between any two of which no cut goes, in the window's latest month: most of them, in the end.
        self._month = max(window, default=0)
        largest = max(self._back, key=lambda block: len(self._back[block]), default=_REST)
        self._core: set[int | Cell] = {largest}
        self._join([largest])

    def lines(self) -> list[tuple[int, Cell]]:
        """Those by which something may be derived."""
        lines = ((row, block) for row, blocks in self._to.items() for block in blocks)
        return [line for line in lines if line not in self._safe]

    def what_derives(self, row: int, block: Cell) -> set[Cell]:
        """The shown cells by which something small that the line is part of can be derived; without, nothing can."""
        line = self._to[row].get(block)
        if line is None or (row, block) in self._safe:
            return set()
        if (row in self._core and block in self._core) or not is_small(line, [self._window]):
            self._safe.add((row, block))
            return set()
        by: set[Cell] = set()
        cuts: list[Collection[int | Cell]] = []
        # The latest month is the likeliest to hold those who are there; mostly the same cut is small in all the others.
        for month in sorted(self._window, reverse=True):
            if any(self._through(cut, month) < FEWEST for cut in cuts):
                continue
            # The whole of a small row is told, and hides nothing: what counts is whether a part of it comes out.
            whole = sum(self._people(row, each, month) for each in self._to[row])
            others: Sequence[Cell | None] = [None]
            if whole < FEWEST:
                others = [each for each in self._to[row] if each != block]
            small = (self._small_cut(row, block, month, beside) for beside in others)
            within = next((cut for cut in small if cut is not None), None)
            if within is None:
                self._safe.add((row, block))
                return set()
            cuts.append(within)
            by |= {at for at in (*within, block) if isinstance(at, tuple) and at != _REST}
        return by

    def let_go(self, cell: Cell) -> None:
        """The cell is shown no longer."""
        block, rows = nearest(self._parents, self._shown, cell), self._back.pop(cell, set())
        if cell in self._core:
            self._core.add(block)
        for row in rows:
            self._place(row)
        self._join([block])

    def _place(self, row: int) -> None:
        """Two job groups of a row that are in the same block, which only the rest is, are one line."""
        parts: defaultdict[Cell, list[Months]] = defaultdict(list)
        for group, months in self._groups[row].items():
            above = upwards(self._parents, row)
            block = next(((unit, group) for unit in above if (unit, group) in self._shown), _REST)
            parts[block].append(months)
            self._back[block].add(row)
        self._to[row] = {block: together(months) for block, months in parts.items()}

    def _people(self, row: int, block: Cell, month: int) -> int:
        return self._to[row][block].get(month, 0)

    def _join(self, blocks: Iterable[Cell]) -> None:
        """Take into the core those of the blocks that belong to it, and then whatever does beside them.

        Nothing holds back what goes from a block to its rows. So a block belongs to the core if five people go on from
        its rows into the core, and five come into it from rows that lie in blocks of the core too. A row does, if five
        of its people lie in such blocks.
        """
        waiting = set(blocks)
        while waiting:
            block = waiting.pop()
            rows = self._back[block]
            if block not in self._core:
                onwards = {row: self._people_in_core(row) for row in rows}
                came = sum(
                    self._people(row, block, self._month) for row in rows if not self._core.isdisjoint(self._to[row])
                )
                if min(sum(onwards.values()), came) < FEWEST:
                    continue
                self._core.add(block)
            for row in rows:
                if self._people_in_core(row) >= FEWEST:
                    self._core.add(row)
                waiting.update(other for other in self._to[row] if other not in self._core)

    def _people_in_core(self, row: int) -> int:
        return sum(self._people(row, block, self._month) for block in self._to[row] if block in self._core)

    def _through(self, cut: Collection[int | Cell], month: int) -> int:
        """The people on the lines that lead out of what lies on the one side of a cut."""
        rows = (at for at in cut if isinstance(at, int))
        return sum(self._people(row, to, month) for row in rows for to in self._to[row] if to not in cut)

    def _small_cut(self, row: int, block: Cell, month: int, beside: Cell | None) -> Collection[int | Cell] | None:
        """What lies on the row's side of a cut before the block, with the block `beside` on that side too; None where
        five people stand between them.
        """
        used: defaultdict[tuple[int, Cell], int] = defaultdict(int)
        for _person in range(self._close_by(row, block, month, beside, used), FEWEST):
            came = self._reached(row, block, month, used, beside)
            if block not in came:
                return came
            at: int | Cell = block
            while at != row:
                before = came[at]
                if isinstance(before, int) and isinstance(at, tuple):
                    used[before, at] += 1
                elif isinstance(before, tuple) and isinstance(at, int):
                    used[at, before] -= 1
                at = before
        return None

    def _close_by(
        self, row: int, block: Cell, month: int, beside: Cell | None, used: defaultdict[tuple[int, Cell], int]
    ) -> int:
        """How many people, up to five, stand between them on the line itself and by way of one other block and row,
        which is mostly enough, and soon found. They are `used` up then.
        """
        found = used[row, block] = min(self._people(row, block, month), FEWEST)
        for other in self._to[row]:
            may = FEWEST if other == beside else self._people(row, other, month)
            if other == block or not may:
                continue
            for by in self._back[other] & self._back[block]:
                taken = min(self._people(by, block, month) - used[by, block], may, FEWEST - found)
                if taken > 0 and by != row:
                    used[row, other] += taken
                    used[by, other] -= taken
                    used[by, block] += taken
                    may -= taken
                    found += taken
                if found == FEWEST or not may:
                    break
        return found

    def _reached(
        self, row: int, block: Cell, month: int, used: Mapping[tuple[int, Cell], int], beside: Cell | None
    ) -> dict[int | Cell, int | Cell]:
        """Where one more person can go, and by way of what: along a line that has one left, back along any."""
        came: dict[int | Cell, int | Cell] = {row: row}
        if beside is not None:
            came[beside] = row
        ends = self._back[block]
        waiting: deque[int | Cell] = deque(came)
        while waiting and block not in came:
            at = waiting.popleft()
            if isinstance(at, int):
                for to, people in self._to[at].items():
                    if to not in came and used.get((at, to), 0) < people.get(month, 0):
                        came[to] = at
                        waiting.append(to)
                continue
            rows = self._back[at]
            fresh = rows.difference(came)
            came.update(dict.fromkeys(fresh, at))
            waiting.extend(fresh)
            # Not to go through hundreds of rows first, where one of them is the last before the block.
            last = next((to for to in ends & rows if used.get((to, block), 0) < self._people(to, block, month)), None)
            if last is not None:
                came[block] = last
        return came
