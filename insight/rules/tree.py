"""Units in the organisation's order, and how a large tree of them is folded. Pure, over identifiers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and how far below the topmost one shown it lies."""

    unit: int
    depth: int


def in_order(units: Collection[int], parents: Mapping[int, int | None]) -> list[Branch]:
    """The units as the organisation has them: each before those below it, and beside each other as in `parents`."""
    children = _children(units, parents)
    waiting = [Branch(unit, 0) for unit in reversed(children[None])]
    found = []
    while waiting:
        branch = waiting.pop()
        found.append(branch)
        waiting += [Branch(child, branch.depth + 1) for child in reversed(children[branch.unit])]
    return found


def _children(units: Collection[int], parents: Mapping[int, int | None]) -> defaultdict[int | None, list[int]]:
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for unit, parent in parents.items():
        if unit in units:
            children[parent if parent in units else None].append(unit)
    return children


# So many units are shown at once without folding.
FEW_ENOUGH: Final = 30


@dataclass(frozen=True, slots=True)
class Fold:
    """What pressing a unit's fold leads to: the unit that is opened then, None for none but the topmost."""

    leads_to: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """A unit that is shown; `fold` where there are units below it that can be folded away."""

    branch: Branch
    fold: Fold | None


def unfolded(branches: Sequence[Branch], parents: Mapping[int, int | None], opened: int | None) -> list[Folded]:
    """Of a tree in its order: the topmost units, those directly below `opened`, and below each unit on the way to it.

    One topmost unit by itself is open, and so is a tree of few units.
    """
    if len(branches) <= FEW_ENOUGH:
        return [Folded(branch, None) for branch in branches]
    above = {branch.unit: parents[branch.unit] if branch.depth else None for branch in branches}
    top = [branch.unit for branch in branches if not branch.depth]
    always = set(top) if len(top) == 1 else set()
    way: set[int] = set()
    at = opened if opened in above else None
    while at is not None:
        way.add(at)
        at = above[at]
    shown = [branch for branch in branches if not branch.depth or above[branch.unit] in always | way]
    with_some_below = set(above.values()) - always
    return [
        Folded(branch, _fold(branch.unit, above, way) if branch.unit in with_some_below else None) for branch in shown
    ]


def _fold(unit: int, above: Mapping[int, int | None], way: Collection[int]) -> Fold:
    is_open = unit in way
    return Fold(above[unit] if is_open else unit, is_open)
