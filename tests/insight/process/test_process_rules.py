"""What was owed and done on time in whole quarters, and that nothing of one to four people can be derived from it.

The attack is the one of tests/insight/test_masking_rules.py, over the follow-ups of each unit, rule and quarter.
"""

import random
from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from insight.rules.masked_tables import WINDOW
from insight.rules.process import (
    FEWEST_BY_RULE,
    WHOLE,
    Behind,
    Came,
    When,
    behind,
    kept_by,
    kept_by_rule,
    last_quarters,
    once,
    told_rules,
    told_units,
    with_whole,
)
from roundtable.rules.figures import Share
from roundtable.rules.windows import Window
from tests.insight.test_masking_rules import above, basis_of, left_of

QUARTERS = last_quarters(date(2026, 11, 23))
YEAR = When(QUARTERS)


def came(unit: int, rule: str = "a", quarter: int = 1, people: int = 9, *, on_time: int = 0, since: int = 0) -> Came:
    return Came(unit, rule, quarter, people, on_time, tuple(range(since, since + people)))


# --- Of when ---------------------------------------------------------------------------------------------


def test_the_quarters_are_whole_and_over() -> None:
    assert list(QUARTERS) == [
        Window(date(2025, 10, 1), date(2025, 12, 31)),
        Window(date(2026, 1, 1), date(2026, 3, 31)),
        Window(date(2026, 4, 1), date(2026, 6, 30)),
        Window(date(2026, 7, 1), date(2026, 9, 30)),
    ]
    assert last_quarters(date(2027, 1, 1))[-1].last == date(2026, 12, 31)
    assert last_quarters(date(2026, 12, 31))[-1].last == date(2026, 9, 30)


def test_a_quarter_or_all_of_them() -> None:
    assert YEAR.is_whole
    assert YEAR.window == Window(date(2025, 10, 1), date(2026, 9, 30))
    third = When(QUARTERS, 3)
    assert (third.window, third.whole) == (QUARTERS[2], YEAR.window)
    assert [third.has(number) for number in third.numbers] == [False, False, True, False]
    assert all(YEAR.has(number) for number in YEAR.numbers)
    assert third.number_of(date(2026, 1, 1)) == 2
    assert third.number_of(date(2026, 10, 1)) is None


# --- What was owed ---------------------------------------------------------------------------------------


def test_shares_are_summed_over_the_quarters_asked_for() -> None:
    rows = [came(1, "a", 1, 6, on_time=5), came(1, "b", 2, 4, on_time=4), came(2, "a", 2, 3, on_time=0)]
    assert kept_by(rows, {1: "x", 2: "x"}, YEAR) == {"x": Share(9, 13)}
    assert kept_by(rows, {1: "x"}, When(QUARTERS, 2)) == {"x": Share(4, 4)}
    assert kept_by_rule(rows, {1, 2}, YEAR) == {"a": Share(5, 9), "b": Share(4, 4)}
    assert kept_by_rule(rows, {2}, When(QUARTERS, 1)) == {}


# --- Who may be told of it -------------------------------------------------------------------------------


def test_each_person_counts_once_in_the_last_place() -> None:
    found = once([("x", 1, [1, 2]), ("y", 1, [2, 3]), ("x", WINDOW, [1, 2]), ("z", 1, [])])
    assert found == {"x": {1: 1, WINDOW: 2}, "y": {1: 2}}
    assert once([("x", 1, [1]), ("y", 1, [1])]) == {"x": {1: 0}, "y": {1: 1}}


def test_several_topmost_units_have_a_whole_above_them() -> None:
    assert with_whole({1: None, 2: 1}) == {1: None, 2: 1}
    assert with_whole({1: None, 2: None, 3: 2}) == {WHOLE: None, 1: WHOLE, 2: WHOLE, 3: 2}


def test_a_unit_without_anybody_is_told_of() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 1}
    found = [Behind(2, number, range(9)) for number in (1, WINDOW)]
    found += [Behind(3, number, range(20, 23)) for number in (1, WINDOW)]
    assert told_units(parents, found, YEAR) == {1, 4}
    assert told_units(parents, [], YEAR) == {1, 2, 3, 4}


def test_a_quarter_is_told_of_where_each_of_them_may_be() -> None:
    parents = {1: None, 2: 1, 3: 1}
    rows = [came(unit, "a", quarter, 9, since=100 * unit) for unit in (2, 3) for quarter in (1, 2, 3, 4)]
    assert told_units(parents, behind(rows), When(QUARTERS, 2)) == {1, 2, 3}
    rows[0] = came(2, "a", 1, 3, since=200)
    assert told_units(parents, behind(rows), YEAR) == {1, 2, 3}
    assert told_units(parents, behind(rows), When(QUARTERS, 2)) == {1}


def test_rules_are_told_of_large_units_only() -> None:
    parents = {1: None, 2: 1, 3: 1}
    rows = [came(2, "a", 1, 30), came(3, "a", 1, FEWEST_BY_RULE - 1, since=50)]
    assert told_rules(parents, rows, YEAR, {1, 2, 3}) == {(1, "a"), (2, "a")}
    assert told_rules(parents, rows, YEAR, {3}) == frozenset()


def test_only_the_units_asked_about_and_the_same_each_time() -> None:
    parents = {1: None, 2: 1}
    rows = [came(2, "a", 1, 30, on_time=4)]
    assert told_rules(parents, rows, YEAR, {2}) == {(2, "a")}
    assert told_rules(parents, [came(2, "a", 1, 30)], YEAR, {1}) == {(1, "a")}
    # Somebody else, and it is looked at anew.
    rows.append(came(2, "b", 1, 3, since=50))
    assert told_rules(parents, rows, YEAR, {1, 2}) == frozenset()


def test_a_small_rule_takes_the_smallest_other_along() -> None:
    parents: dict[int, int | None] = {1: None}
    rows = [came(1, "a", 1, 40), came(1, "b", 1, 3, since=50), came(1, "c", 1, 9, since=60)]
    assert told_rules(parents, rows, YEAR, {1}) == {(1, "a")}
    # The same people by two rules are no more than they are.
    rows = [came(1, "a", 1, 40), came(1, "b", 1, 3), came(1, "c", 1, 3), came(1, "d", 1, 30, since=100)]
    assert told_rules(parents, rows, YEAR, {1}) in ({(1, "a")}, {(1, "d")})


def organisation(chance: random.Random) -> tuple[dict[int, int | None], list[Came]]:
    """Some people met by several rules, in several quarters and in two units. Where a rule met anybody in a unit, there
    is a row of each quarter: in which of them it met nobody is not told.
    """
    units = list(range(1, chance.randrange(2, 7)))
    parents: dict[int, int | None] = {
        unit: chance.choice(units[:place]) if place else None for place, unit in enumerate(units)
    }
    met: defaultdict[tuple[int, str, int], list[int]] = defaultdict(list)
    for person in range(chance.choice([6, 12, 25, 40])):
        unit = chance.choice(units)
        for _ in range(chance.choice([1, 1, 2, 4])):
            where = chance.choice(units) if chance.random() < 0.1 else unit
            met[where, chance.choice("aab"), chance.choice([1, 1, 2])].append(person)
    cells = sorted({(unit, rule, quarter) for unit, rule, _quarter in met for quarter in (1, 2)})
    return parents, [Came(*cell, len(met[cell]), 0, tuple(set(met[cell]))) for cell in cells]


@pytest.mark.parametrize("seed", range(200))
def test_an_attack_on_units_and_rules_in_all_windows_at_once(seed: int) -> None:
    """Every set of few of the smallest parts with one to four people in it is asked for."""
    parents, rows = organisation(random.Random(seed))
    shown = []
    for number in (WINDOW, 1, 2):
        when = When(QUARTERS[:2], number)
        shown += [
            [int(when.has(one.quarter) and unit in above(parents, one.unit)) for one in rows]
            for unit in told_units(parents, behind(rows), when)
        ]
        shown += [
            [int(when.has(one.quarter) and unit in above(parents, one.unit) and one.rule == rule) for one in rows]
            for unit, rule in told_rules(parents, rows, when, parents, fewest=5)
        ]
    basis = basis_of(shown)
    for size in range(1, 4):
        for some in combinations(range(len(rows)), size):
            people = set().union(*(rows[place].people for place in some))
            if 0 < len(people) < 5:
                assert any(left_of([int(place in some) for place in range(len(rows))], basis)), (parents, rows, some)


def test_the_attack_has_something_to_attack() -> None:
    """Of units and of rules, whole and by the quarter, some are told of and some are not."""
    seen: set[tuple[str, int, bool]] = set()
    for seed in range(200):
        parents, rows = organisation(random.Random(seed))
        for number in (WINDOW, 1):
            when = When(QUARTERS[:2], number)
            units = told_units(parents, behind(rows), when)
            seen |= {("unit", number, one.unit in units) for one in rows}
            cells = told_rules(parents, rows, when, parents, fewest=5)
            seen |= {("rule", number, (one.unit, one.rule) in cells) for one in rows}
    assert seen == {(kind, number, told) for kind in ("unit", "rule") for number in (0, 1) for told in (True, False)}
