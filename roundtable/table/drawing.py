"""The staircase of the wall, as numbers for a drawing: its steps, and who stands where. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from retention.rules.ladder import Party

WIDTH: Final = 1216
HEIGHT: Final = 488
FIRST: Final = 104  # how high the lowest step is
RISE: Final = 36
LETTERS: Final = 15  # of a step's name in a line
RADIUS: Final = 27
BESIDE: Final = 31  # how far from the middle two stand who share a step
NAME_LINE: Final = 22
HEADING: Final = (440, 160)  # what stands to the left above the stairs, and must not be drawn over


@dataclass(frozen=True, slots=True)
class Tread:
    """One step: its column, its number and the lines of its name."""

    number: int
    x: int
    y: int
    width: int
    lines: tuple[tuple[int, str], ...]
    is_common: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A party on its step; `label_y` is where its name stands."""

    party: Party
    x: int
    y: int
    label_y: int
    name: str
    inside: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """Between both sides, with the words of the distance in its middle, or above where they are too near."""

    path: str
    x: int
    words_y: int
    width: int
    words: str

    @property
    def left(self) -> int:
        return self.x - self.width // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """`top` is negative where the drawing needs more room above."""

    top: int
    height: int
    line: str
    treads: tuple[Tread, ...]
    tokens: tuple[Token, ...]
    bracket: Bracket | None
    common_line: str

    @property
    def box(self) -> str:
        return f"0 {self.top} {WIDTH} {self.height}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where: the name beside the token, and what is written inside it."""

    number: int
    name: str
    inside: str


def draw_wall(names: Mapping[int, str], standing: Mapping[Party, Standing], *, distance: str = "") -> Picture:
    """`names` are the steps' own by number; `distance` is written between both sides."""
    numbers = sorted(names, reverse=True)
    edges = [round(place * WIDTH / len(numbers)) for place in range(len(numbers) + 1)]
    top = {number: HEIGHT - FIRST - place * RISE for place, number in enumerate(numbers)}
    middle = {number: (edges[place] + edges[place + 1]) // 2 for place, number in enumerate(numbers)}
    common = standing.get(Party.AGREED)
    treads = tuple(
        Tread(
            number=number,
            x=edges[place],
            y=top[number],
            width=edges[place + 1] - edges[place],
            lines=tuple(_lines(names[number], top[number])),
            is_common=common is not None and common.number == number,
        )
        for place, number in enumerate(numbers)
    )
    tokens = tuple(_tokens(standing, middle, top))
    bracket = _bracket(tokens, distance)
    highest = min([0, *([bracket.words_y - 20] if bracket else []), *(token.label_y - 20 for token in tokens)])
    if bracket and min(bracket.left, *(token.x for token in tokens)) < HEADING[0]:
        highest = min(highest, bracket.words_y - HEADING[1])
    return Picture(
        top=highest,
        height=HEIGHT - highest,
        line=_line(numbers, edges, top),
        treads=treads,
        tokens=tokens,
        bracket=bracket,
        common_line=next((f"M{tread.x} {tread.y}h{tread.width}" for tread in treads if tread.is_common), ""),
    )


def _lines(name: str, top: int) -> Sequence[tuple[int, str]]:
    return [(top + 58 + 20 * row, line) for row, line in enumerate(wrap(name, LETTERS, break_long_words=False))]


def _line(numbers: Sequence[int], edges: Sequence[int], top: Mapping[int, int]) -> str:
    return f"M0 {top[numbers[0]]}" + "".join(
        f"H{edges[place + 1]}" + (f"V{top[numbers[place + 1]]}" if place + 1 < len(numbers) else "")
        for place in range(len(numbers))
    )


def _tokens(standing: Mapping[Party, Standing], middle: Mapping[int, int], top: Mapping[int, int]) -> list[Token]:
    """Two who share a step stand beside each other. Where three would, the step itself says what is agreed."""
    made = []
    for number, x in middle.items():
        here = [party for party in Party if party in standing and standing[party].number == number]
        if len(here) > 2:
            here.remove(Party.AGREED)
        for place, party in enumerate(here):
            who, shared = standing[party], len(here) > 1
            y = top[number] - 3 - RADIUS
            label_y = y - RADIUS - 9 - (NAME_LINE if shared and place == 0 else 0)
            beside = (2 * place - 1) * BESIDE if shared else 0
            made.append(Token(party, x + beside, y, label_y, who.name, who.inside))
    return made


def _bracket(tokens: Sequence[Token], words: str) -> Bracket | None:
    ends = sorted((token for token in tokens if token.party is not Party.AGREED), key=lambda token: token.x)
    if not words or len(ends) < 2:
        return None
    left, right = ends[0], ends[-1]
    between = [token for token in tokens if left.x <= token.x <= right.x]
    y = min(token.label_y for token in between) - 42
    width = 9 * len(words) + 44
    return Bracket(
        path=f"M{left.x} {y + 14}V{y}H{right.x}V{y + 14}",
        x=(left.x + right.x) // 2,
        words_y=y if right.x - left.x > width + 2 * BESIDE else y - 27,
        width=width,
        words=words,
    )
