"""By cause and by length: the people are those who were absent, and a unit with few of them is told of as a whole.

So the whole of a small row is known, whatever is shown of its parts; what must not come out is how it is divided.
"""

import random
from itertools import combinations

import pytest

from insight.rules.masking import Months, shown_cells
from tests.insight.test_masking_rules import above, basis_of, left_of

# The people of the two years.
WINDOWS = [[0], [1]]


def both(people: int) -> Months:
    return {0: people, 1: people}


def organisation(chance: random.Random) -> tuple[dict[int, int | None], dict[tuple[int, str], Months]]:
    units = list(range(1, chance.randrange(2, 8)))
    parents: dict[int, int | None] = {
        unit: chance.choice(units[:place]) if place else None for place, unit in enumerate(units)
    }
    sizes = [1, 1, 2, 3, 4, 5, 6, 8, 20]
    own = {}
    for unit in units:
        for part in "abc"[: chance.randrange(1, 4)]:
            years = {year: chance.choice(sizes) for year in (0, 1) if chance.random() < 0.8}
            if years:
                own[unit, part] = years
    return parents, own


@pytest.mark.parametrize("seed", range(400))
def test_no_part_of_few_comes_out_besides_what_the_wholes_tell(seed: int) -> None:
    chance = random.Random(seed)
    parents, own = organisation(chance)
    told = {unit for unit in parents if chance.random() < 0.8}
    cells = shown_cells(parents, told, own, WINDOWS)
    assert all(unit in told for unit, _part in cells)
    for (year,) in WINDOWS:
        parts = [cell for cell, each in own.items() if year in each]
        wholes = [[int(unit in above(parents, place)) for place, _part in parts] for unit in told]
        rows = [[int(unit in above(parents, place) and part == of) for place, of in parts] for unit, part in cells]
        known, basis = basis_of(wholes), basis_of(wholes + rows)
        for number in range(1, 5):
            for few in combinations(range(len(parts)), number):
                if sum(own[parts[place]][year] for place in few) < 5:
                    row = [int(place in few) for place in range(len(parts))]
                    assert any(left_of(row, basis)) or not any(left_of(row, known)), (told, cells, few)


def test_a_small_row_hides_nothing_of_others() -> None:
    parents = {1: None, 2: 1, 3: 1}
    own = {(2, "a"): both(2), (3, "a"): both(40), (3, "b"): both(9)}
    # Both absent in unit 2 are told of as a whole; that is no reason to hide the causes above.
    assert shown_cells(parents, {1, 2, 3}, own, WINDOWS) == {(1, "a"), (1, "b"), (3, "a"), (3, "b")}


def test_large_parts_are_shown_beside_small_rows() -> None:
    parents: dict[int, int | None] = {1: None, **dict.fromkeys(range(2, 12), 1)}
    own = {(unit, part): both(1 if unit < 7 else 8) for unit in range(2, 12) for part in "abc"}
    shown = shown_cells(parents, frozenset(parents), own, WINDOWS)
    assert {(1, "a"), (1, "b"), (1, "c")} <= shown
    assert {(unit, part) for unit in range(7, 12) for part in "abc"} <= shown
    assert not any(unit in range(2, 7) for unit, _part in shown)
