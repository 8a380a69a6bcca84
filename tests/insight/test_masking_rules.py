"""Which figures may be shown: nothing under five people can be derived from those that are.

The proof is an attack in whole numbers: each sum that is shown is a row over the smallest parts that there are, and a
small group comes out exactly where its own row is a sum of those with any factors.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import pytest

from insight.rules.masking import Months, Why, hidden_among, is_small, shown_cells, shown_units, together, why_hidden

PRIME = 2_147_483_647
WINDOWS = [range(12), range(12, 24)]


def months(people: int, span: Iterable[int] = range(24)) -> Months:
    return dict.fromkeys(span, people)


def test_a_sibling_is_hidden_with_a_small_unit() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 1}
    own = {2: months(41), 3: months(22), 4: months(4)}
    assert shown_units(parents, own, WINDOWS, parents) == {1, 2}


def test_what_a_unit_has_beside_those_below_it() -> None:
    parents = {1: None, 2: 1, 3: 1}
    assert shown_units(parents, {1: months(1), 2: months(30), 3: months(20)}, WINDOWS, parents) == {1, 2}
    assert shown_units(parents, {1: months(5), 2: months(30), 3: months(20)}, WINDOWS, parents) == {1, 2, 3}
    assert shown_units(parents, {1: months(3)}, WINDOWS, parents) == frozenset()
    assert shown_units(parents, {}, WINDOWS, parents) == frozenset()


def test_below_a_hidden_unit_others_may_be_shown() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: 2, 5: 1}
    own = {1: months(1), 2: months(6), 3: months(10), 4: months(12), 5: months(90)}
    assert shown_units(parents, own, WINDOWS, parents) == {1, 3, 4, 5}


def test_small_in_one_window_is_small() -> None:
    assert is_small(months(4, range(3)), WINDOWS)
    assert not is_small(months(5, range(3)), WINDOWS)
    assert not is_small({**months(7, range(1)), 5: 2}, WINDOWS)
    assert is_small({3: 0}, WINDOWS)
    assert not is_small({}, WINDOWS)


def test_why_a_group_is_hidden() -> None:
    assert [why_hidden(people) for people in (0, 4, 5)] == [Why.FEW, Why.FEW, Why.BESIDE]


def organisation(chance: random.Random) -> tuple[dict[int, int | None], dict[tuple[int, str], Months]]:
    units = list(range(1, chance.randrange(2, 9)))
    parents: dict[int, int | None] = {
        unit: chance.choice(units[:place]) if place else None for place, unit in enumerate(units)
    }
    own = {}
    for unit in units:
        for group in "abcd"[: chance.randrange(1, 5)]:
            if chance.random() < 0.7:
                first = chance.choice([0, 0, 0, 6, 13])
                own[unit, group] = months(chance.choice([1, 1, 2, 3, 4, 5, 6, 8, 20]), range(first, 24))
    return parents, own


def above(parents: dict[int, int | None], unit: int | None) -> set[int]:
    return set() if unit is None else {unit} | above(parents, parents[unit])


def left_of(row: list[int], basis: list[list[int]]) -> list[int]:
    """What is no sum of those of the basis, each of which begins with 1 at a place of its own."""
    for base in basis:
        factor = row[base.index(1)]
        if factor:
            row = [(value - factor * of) % PRIME for value, of in zip(row, base, strict=True)]
    return row


def basis_of(rows: Iterable[list[int]]) -> list[list[int]]:
    basis: list[list[int]] = []
    for row in rows:
        left = left_of(row, basis)
        first = next((value for value in left if value), None)
        if first is not None:
            inverse = pow(first, -1, PRIME)
            basis.append([value * inverse % PRIME for value in left])
    return basis


@pytest.mark.parametrize("seed", range(300))
def test_an_attack_on_units_by_job_groups(seed: int) -> None:
    """Every set of the smallest parts with one to four people in it is asked for."""
    chance = random.Random(seed)
    parents, own = organisation(chance)
    of_units: defaultdict[int, list[Months]] = defaultdict(list)
    for (unit, _group), each in own.items():
        of_units[unit].append(each)
    units = shown_units(parents, {unit: together(parts) for unit, parts in of_units.items()}, WINDOWS, parents)
    cells = shown_cells(parents, units, own, WINDOWS)
    assert all(unit in units for unit, _group in cells)
    for window in WINDOWS:
        parts = [cell for cell, each in own.items() if any(month in each for month in window)]

        rows = [[int(unit in above(parents, place)) for place, _group in parts] for unit in units]
        rows += [[int(unit in above(parents, place) and group == of) for place, of in parts] for unit, group in cells]
        basis = basis_of(rows)
        sizes = [max(own[cell].get(month, 0) for month in window) for cell in parts]
        for number in range(1, 5):
            for few in combinations(range(len(parts)), number):
                if sum(sizes[place] for place in few) < 5:
                    left = left_of([int(place in few) for place in range(len(parts))], basis)
                    assert any(left), (units, cells, few)


def test_little_is_hidden_where_groups_are_large() -> None:
    parents = {1: None, 2: 1, 3: 1}
    own = {(unit, group): months(9) for unit in (2, 3) for group in "ab"}
    assert shown_cells(parents, {1, 2, 3}, own, WINDOWS) == {(unit, group) for unit in (1, 2, 3) for group in "ab"}


def test_a_small_cell_takes_another_of_its_row_and_of_its_group_along() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 1}
    own = {(unit, group): months(9) for unit in (2, 3, 4) for group in "abc"}
    own[2, "a"] = months(3)
    shown = shown_cells(parents, {1, 2, 3, 4}, own, WINDOWS)
    assert (2, "a") not in shown
    assert {(1, "a"), (1, "b"), (1, "c")} <= shown
    assert len(shown) >= 12 - 5


# --- Groups whose sum is known ------------------------------------------------------------------------------


def test_hidden_groups_have_five_people_together() -> None:
    def people(**groups: set[int]) -> frozenset[str]:
        return hidden_among({name: frozenset(who) for name, who in groups.items()})

    assert people(a={1, 2, 3}, b=set(range(9)), c=set(range(20))) == {"a", "b"}
    assert people(a={1, 2, 3}, b={4, 5}, c=set(range(20))) == {"a", "b"}
    # The same three in both.
    assert people(a={1, 2, 3}, b={1, 2, 3}, c=set(range(20)), d=set(range(30))) == {"a", "b", "c"}
    assert people(a={1, 2, 3}) == {"a"}
    assert people(a=set(), b=set(range(5))) == frozenset()


@pytest.mark.parametrize("seed", range(200))
def test_an_attack_on_groups_whose_sum_is_known(seed: int) -> None:
    """Somebody may be in several of them; what is told besides the sum is each group that is not hidden."""
    chance = random.Random(seed)
    people = {
        name: frozenset(chance.sample(range(14), chance.choice([0, 1, 2, 3, 4, 5, 6, 9])))
        for name in "abcdef"[: chance.randrange(1, 7)]
    }
    hidden = hidden_among(people)
    names = [name for name in people if people[name]]
    shown = [[int(name == told) for name in names] for told in names if told not in hidden]
    # Without five people in all, the sum is not told either.
    if len(frozenset().union(*people.values())) >= 5:
        shown.append([1] * len(names))
    basis = basis_of(shown)
    for size in range(1, len(names) + 1):
        for some in combinations(names, size):
            if 0 < len(frozenset().union(*(people[name] for name in some))) < 5:
                assert any(left_of([int(name in some) for name in names], basis)), (people, hidden, some)
