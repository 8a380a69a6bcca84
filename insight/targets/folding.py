"""A page's tree of units: which of them is shown, and where its folds lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from insight.rules.tree import Branch, in_order, unfolded
from people.viewer import Viewer

# In the address: all units at once, as for a print.
EVERYTHING: Final = "alle"


@dataclass(frozen=True, slots=True)
class FoldLink:
    """`url` opens the units below, or folds them away where they are open."""

    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """`branches` are shown, in order; `folds` by unit. `all_url` shows the rest, too; empty where there is none."""

    branches: tuple[Branch, ...]
    folds: dict[int, FoldLink]
    all_url: str


def tree_of(
    viewer: Viewer, units: frozenset[int], codes: Mapping[int, str], asked: str, address: Callable[[str], str]
) -> Tree:
    """`codes` are what the units are called in addresses. `asked` is what the address says of the unit that is opened,
    `address` the page's with that said in it.
    """
    parents = viewer.organisation.parents
    branches = in_order(units, parents)
    if asked == EVERYTHING:
        return Tree(tuple(branches), {}, "")
    shown = unfolded(branches, parents, next((unit for unit, code in codes.items() if code == asked), None))
    return Tree(
        branches=tuple(one.branch for one in shown),
        folds={
            one.branch.unit: FoldLink(address(codes[one.fold.leads_to] if one.fold.leads_to else ""), one.fold.is_open)
            for one in shown
            if one.fold
        },
        all_url=address(EVERYTHING) if len(shown) < len(branches) else "",
    )
