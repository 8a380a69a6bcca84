"""Units to choose among in a form."""

from typing import Final

from insight.rules.tree import in_order
from people.rules import Organisation

EM_SPACE: Final = "\N{EM SPACE}"


def unit_choices(house: Organisation) -> list[tuple[int, str]]:
    """Every unit with its name, under the one above it, in the organisation's order."""
    return [
        (branch.unit, indented(house.unit_names[branch.unit], branch.depth))
        for branch in in_order(house.parents.keys(), house.parents)
    ]


def indented(name: str, depth: int) -> str:
    """A unit's name in a list, so far below the topmost; browsers show ordinary spaces of an option as one."""
    return EM_SPACE * depth + name
