"""Which rows of a table may be shown: the rules of masking, for each way in which a table can be divided. Pure.

Every table is read as a tree of units and, where something else divides it too, as cells of those units. Without units
the first of two divisions stands for units right below a whole, and one alone divides the whole. So what is hidden
together has five people too where only the sum over the whole is known, from elsewhere.

What divides only what is absent, causes and lengths, has no people of its own: its rows are shown or hidden as their
base is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from insight.rules.masking import Cell, Months, nearest, shown_cells, shown_units, together
from insight.rules.measures import FEWEST, By

Key = tuple[str, ...]
Tree = Mapping[int, int | None]
# Beside the months, as if it were one: the whole window, in which each person counts once too.
WINDOW: Final = 0
_WHOLE: Final = 1


def shown_groups(
    by: Sequence[By], own: Mapping[Key, Months], people: Mapping[Key, int], parents: Tree
) -> frozenset[Key]:
    """Of the groups in `people`, which says how many the table has in each, those whose figures may be shown.

    `by` divides the base; `own` are the people right there, each once in a month and once in the window.
    """
    tree, cell_of = _tree(by, [*own, *people], parents)
    cells = {cell_of(key): months for key, months in own.items()}
    whole = frozenset(month for months in cells.values() for month in months)
    units = shown_units(tree, _of_units(cells), [whole], tree)
    if By.MONTH in by and len(by) > 1:
        # What is hidden of one month would come out of the whole: a unit is shown in each of the months, or in none.
        units = shown_units(tree, _of_units(cells), [whole, *({month} for month in whole - {WINDOW})], units)
        shown = {cell_of(key) for key in people if cell_of(key)[0] in units}
    elif not by or tuple(by) == (By.UNIT,):
        shown = {(unit, "") for unit in units}
    else:
        shown = set(shown_cells(tree, units, cells, [whole]))
    if By.UNIT in by:
        counted = {cell_of(key): number for key, number in people.items()}
        shown = _without_small_differences(tree, shown & counted.keys(), counted)
    return frozenset(key for key, number in people.items() if number and cell_of(key) in shown)


def _tree(by: Sequence[By], keys: Collection[Key], parents: Tree) -> tuple[Tree, Callable[[Key], Cell]]:
    """The units, and as what unit and part of it a key is read."""
    if len(by) < 2 and By.UNIT not in by:
        return {_WHOLE: None}, lambda key: (_WHOLE, "".join(key))
    place = by.index(By.UNIT) if By.UNIT in by else int(by[0] is By.MONTH)

    def part(key: Key) -> str:
        return "".join(key[:place] + key[place + 1 :])

    if By.UNIT in by:
        return parents, lambda key: (int(key[place]), part(key))
    numbers = {key[place]: number for number, key in enumerate(sorted(keys), start=_WHOLE + 1)}
    return {_WHOLE: None, **dict.fromkeys(numbers.values(), _WHOLE)}, lambda key: (numbers[key[place]], part(key))


def _of_units(cells: Mapping[Cell, Months]) -> dict[int, Months]:
    parts: defaultdict[int, list[Months]] = defaultdict(list)
    for (unit, _part), months in cells.items():
        parts[unit].append(months)
    return {unit: together(each) for unit, each in parts.items()}


def _without_small_differences(tree: Tree, cells: Collection[Cell], people: Mapping[Cell, int]) -> set[Cell]:
    """Less those by which the number of people on a unit, less that of units below it, would be one to four.

    Who moved within the window is counted in both places, so that such a difference may be small though the days that
    remain are those of five or more.
    """
    shown = set(cells)
    lower: defaultdict[Cell, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda each: (-_depth(tree, each[0]), each)):
        below = lower[cell]
        while below:
            telling = [each for each in below if _is_small(people[cell] - people[each])]
            if not telling and _is_small(people[cell] - sum(people[each] for each in below)):
                telling = below
            if not telling:
                break
            hidden = min(telling, key=lambda each: (people[each], each))
            shown.remove(hidden)
            below.remove(hidden)
            below += lower[hidden]
        lower[nearest(tree, shown, cell)].append(cell)
    return shown


def _is_small(people: int) -> bool:
    return 0 < people < FEWEST


def _depth(tree: Tree, unit: int) -> int:
    above = tree.get(unit)
    return 0 if above is None else 1 + _depth(tree, above)
