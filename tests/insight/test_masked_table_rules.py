"""Which rows of a table may be shown: nothing of one to four people can be derived from those that are.

The attack is one in whole numbers. Its unknowns are the smallest groups that there are, month by month; each row that
is shown is a sum of them, and no sum of rows with any factors may be that of groups with under five people.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

import pytest

from insight.rules.masked_tables import WINDOW, Key, shown_groups
from insight.rules.masking import Months
from insight.rules.measures import By
from tests.insight.test_masking_rules import above, basis_of, left_of

MONTHS = range(1, 4)
TABLES: list[tuple[By, ...]] = [
    (),
    (By.UNIT,),
    (By.JOB_GROUP,),
    (By.MONTH,),
    (By.UNIT, By.JOB_GROUP),
    (By.JOB_GROUP, By.UNIT),
    (By.UNIT, By.MONTH),
    (By.JOB_GROUP, By.MONTH),
    (By.MONTH, By.JOB_GROUP),
    (By.JOB_GROUP, By.HOME_MUNICIPALITY),
]
Parts = dict[By, str]


@dataclass(frozen=True)
class Stay:
    """Of a person, in a month: where, in the order in which they were there."""

    person: int
    month: int
    parts: tuple[tuple[By, str], ...]

    @property
    def named(self) -> Parts:
        return {**dict(self.parts), By.MONTH: str(self.month)}


@dataclass(frozen=True)
class Place:
    parents: dict[int, int | None]
    stays: list[Stay]

    def own(self, by: tuple[By, ...]) -> dict[Key, Months]:
        counted: defaultdict[Key, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        last = {(stay.person, stay.month): stay for stay in self.stays}
        ends = {stay.person: stay for stay in self.stays}
        for stay in self.stays:
            group = counted[tuple(stay.named[each] for each in by)]
            group[stay.month] += last[stay.person, stay.month] is stay
            group[WINDOW] += ends[stay.person] is stay
        return {key: dict(group) for key, group in counted.items()}

    def keys(self, stay: Stay, by: Iterable[By]) -> Iterator[Key]:
        """With the units above."""
        parts = [
            [str(unit) for unit in above(self.parents, int(stay.named[each]))]
            if each is By.UNIT
            else [stay.named[each]]
            for each in by
        ]
        yield from product(*parts)

    def groups(self, by: tuple[By, ...]) -> dict[Key, set[Stay]]:
        found: defaultdict[Key, set[Stay]] = defaultdict(set)
        for stay in self.stays:
            for key in self.keys(stay, by):
                found[key].add(stay)
        return dict(found)


def people_of(stays: Iterable[Stay]) -> int:
    return len({stay.person for stay in stays})


def municipality(chance: random.Random, *, moving: bool) -> Place:
    units = list(range(1, chance.randrange(2, 7)))
    parents = {unit: chance.choice(units[:place]) if place else None for place, unit in enumerate(units)}
    stays, person = [], 0
    for unit in units:
        for group, home in product("ab", "cd"):
            for _ in range(chance.choice([0, 0, 1, 1, 2, 3, 5, 8])):
                person += 1
                parts = {By.UNIT: str(unit), By.JOB_GROUP: group, By.HOME_MUNICIPALITY: home}
                for month in range(chance.choice([1, 1, 1, 1, 2, 3]), 4):
                    if moving and chance.random() < 0.1:
                        parts = {**parts, By.UNIT: str(chance.choice(units))}
                    stays.append(Stay(person, month, tuple(parts.items())))
    return Place(parents, stays)


def shown_of(place: Place, by: tuple[By, ...]) -> dict[Key, set[Stay]]:
    groups = place.groups(by)
    shown = shown_groups(by, place.own(by), {key: people_of(group) for key, group in groups.items()}, place.parents)
    return {key: groups[key] for key in shown}


@pytest.mark.parametrize("seed", range(200))
def test_an_attack_on_every_table(seed: int) -> None:
    """Every union of few of the smallest groups with one to four people in it is asked for."""
    place = municipality(random.Random(seed), moving=seed % 2 == 1)
    for by in TABLES:
        shown = shown_of(place, by)
        assert all(people_of(group) >= 5 for group in shown.values())
        atoms: defaultdict[tuple[str, ...], set[Stay]] = defaultdict(set)
        for stay in place.stays:
            atoms[tuple(stay.named[each] for each in {*by, By.MONTH})].add(stay)
        parts = list(atoms.values())
        basis = basis_of([int(part <= group) for part in parts] for group in shown.values())
        few = [number for number, part in enumerate(parts) if people_of(part) < 5]
        for size in range(1, 4):
            for some in combinations(few, size):
                if people_of(stay for number in some for stay in parts[number]) < 5:
                    left = left_of([int(number in some) for number in range(len(parts))], basis)
                    assert any(left), (by, shown.keys(), some)


@pytest.mark.parametrize("seed", range(200))
def test_nobody_is_counted_by_subtracting_people(seed: int) -> None:
    """Who moved is counted on both sides: what a unit has besides one below it, or all, is none or five."""
    place = municipality(random.Random(seed), moving=True)
    for by in [(By.UNIT,), (By.UNIT, By.JOB_GROUP), (By.UNIT, By.MONTH)]:
        shown = shown_of(place, by)
        nearest: defaultdict[Key, list[Key]] = defaultdict(list)
        for unit, *rest in shown:
            over = [key for key in shown if key[1:] == tuple(rest) and key[0] != unit]
            over = [key for key in over if int(key[0]) in above(place.parents, int(unit))]
            if over:
                closest = max(over, key=lambda key: len(above(place.parents, int(key[0]))))
                nearest[closest].append((unit, *rest))
        for key, below in nearest.items():
            people = people_of(shown[key])
            for taken in [*([each] for each in below), below]:
                assert people - sum(people_of(shown[each]) for each in taken) not in range(1, 5), (by, key, taken)


def people(number: int, months: Iterable[int] = MONTHS) -> Months:
    return {WINDOW: number, **dict.fromkeys(months, number)}


def of_one(by: By, sizes: dict[str, int]) -> set[str]:
    own = {(key,): people(number) for key, number in sizes.items()}
    return {key for (key,) in shown_groups([by], own, {(key,): number for key, number in sizes.items()}, {})}


def test_a_small_class_takes_the_smallest_other_along() -> None:
    assert of_one(By.JOB_GROUP, {"a": 3, "b": 9, "c": 20, "d": 7}) == {"b", "c"}
    assert of_one(By.JOB_GROUP, {"a": 3, "b": 2, "c": 20}) == {"c"}
    assert of_one(By.SENIORITY, {"0": 5, "10+": 5}) == {"0", "10+"}
    assert of_one(By.HOME_MUNICIPALITY, {"101": 4}) == set()
    assert of_one(By.HOME_MUNICIPALITY, {"101": 2, "": 2}) == set()


def test_months_with_few_of_the_same_people() -> None:
    """Two months of the same three people are three people."""
    own = {(str(month),): {month: 3 if month < 3 else 9} for month in range(1, 6)}
    own["5",][WINDOW] = 9
    shown = shown_groups([By.MONTH], own, {key: 9 if key > ("2",) else 3 for key in own}, {})
    assert {"1", "2"}.isdisjoint(key for (key,) in shown)
    assert len(shown) == 2


def test_a_unit_is_shown_in_each_month_or_in_none() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 1}
    sizes = {(2, month): 8 for month in MONTHS} | {(3, month): 9 for month in MONTHS}
    sizes |= {(4, month): 3 if month == 1 else 12 for month in MONTHS}
    own = {(str(unit), str(month)): {month: number} for (unit, month), number in sizes.items()}
    for unit, month, number in ((2, 3, 8), (3, 3, 9), (4, 3, 12)):
        own[str(unit), str(month)][WINDOW] = number
    counts = {key: months[int(key[1])] for key, months in own.items()}
    counts |= {("1", str(month)): sum(sizes[unit, month] for unit in (2, 3, 4)) for month in MONTHS}
    shown = shown_groups([By.UNIT, By.MONTH], own, counts, parents)
    assert {unit for unit, _month in shown} == {"1", "3"}
    assert len(shown) == 6


def test_a_unit_without_a_row_is_passed_over() -> None:
    """By causes, where nobody was absent."""
    own = {("1",): people(6), ("2",): people(7)}
    assert shown_groups([By.UNIT], own, {("1",): 13}, {1: None, 2: 1}) == {("1",)}


def test_who_is_nobody_is_not_shown() -> None:
    """Spells that began on days without work are of people who are not counted."""
    assert shown_groups([By.UNIT], {}, {("1",): 0}, {1: None}) == frozenset()
    assert shown_groups([], {(): people(5)}, {(): 5}, {}) == {()}
    assert shown_groups([], {(): people(4)}, {(): 4}, {}) == frozenset()
