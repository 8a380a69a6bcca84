"""The small staircase with who stands where, as numbers for a drawing. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retention.rules.ladder import Party

RUN, RISE, RADIUS = 22, 9, 8
GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A party: a filled circle is the employee, a square the leader, a diamond the consultant, a ring the agreed."""

    party: Party
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Stair:
    """Lines from the lowest step at the left to step 1 at the right; `agreed` is drawn over that step."""

    box: str
    line: str
    agreed: str
    tokens: tuple[Token, ...]


def draw(numbers: Sequence[int], placed: Mapping[Party, int]) -> Stair:
    """`numbers` are the steps' own, 1 first. Those who share a step stand above one another."""
    lowest = max(numbers)
    height = {number: (number - 1) * RISE for number in numbers}
    left = {number: (lowest - number) * RUN for number in numbers}
    line = f"M0 {height[lowest]}" + "".join(
        f"H{left[number] + RUN}" + (f"V{height[number - 1]}" if number - 1 in height else "")
        for number in sorted(numbers, reverse=True)
    )
    tokens, standing = [], Counter[int]()
    for party in Party:
        number = placed.get(party)
        if number is not None and number in left:
            above = GAP + RADIUS + standing[number] * (2 * RADIUS + GAP)
            tokens.append(Token(party, left[number] + RUN // 2, height[number] - above))
            standing[number] += 1
    top = min((token.y for token in tokens), default=0) - RADIUS - 2
    agreed = placed.get(Party.AGREED, 0)
    return Stair(
        box=f"0 {top} {lowest * RUN} {height[lowest] - top + 3}",
        line=line,
        agreed=f"M{left[agreed]} {height[agreed]}h{RUN}" if agreed in left else "",
        tokens=tuple(tokens),
    )
