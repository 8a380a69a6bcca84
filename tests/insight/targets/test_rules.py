"""Which target holds, what is hidden, how a bar is drawn, and how many people a leader has. No database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.rules.distance import FULL, HALF, bar_of, points_above, points_off, to_tenths
from insight.rules.span import Load, Owed, Sitting, is_large, loads_of, spans_of
from insight.rules.targets import (
    Aim,
    Deed,
    Progress,
    aim_of,
    check_percent,
    progress_of,
    read,
    window_of_year,
    written,
    years_of,
)
from insight.rules.tree import Branch, Fold, Folded, in_order, unfolded
from people.rules import Organisation, RuleViolation
from roundtable.rules.windows import Window

TODAY = date(2026, 11, 23)
# 1 with 2 and 3 below; 4 below 3; 5 beside them all.
PARENTS = {1: None, 2: 1, 3: 1, 4: 3, 5: None}
HOUSE = Organisation(parents=PARENTS, leaders={}, deputies={})


@pytest.mark.parametrize(
    ("unit", "aim"),
    [
        (1, Aim(Decimal(5), 1)),
        (2, Aim(Decimal(5), 1)),
        (3, Aim(Decimal("5.8"), 3)),
        (4, Aim(Decimal("5.8"), 3)),
        (5, None),
    ],
)
def test_a_unit_without_a_target_has_that_of_the_nearest_above(unit: int, aim: Aim | None) -> None:
    assert aim_of(HOUSE.upwards(unit), {1: Decimal(5), 3: Decimal("5.8")}) == aim


@pytest.mark.parametrize("percent", [Decimal(0), Decimal(-1), Decimal(100)])
def test_a_target_is_a_percent(percent: Decimal) -> None:
    check_percent(None)
    check_percent(Decimal("0.01"))
    check_percent(Decimal("99.99"))
    with pytest.raises(RuleViolation, match="percent_out_of_range"):
        check_percent(percent)


def test_a_year_is_held_against_itself_once_it_is_over_and_until_then_against_twelve_whole_months() -> None:
    assert years_of(TODAY) == (2025, 2026, 2027)
    assert window_of_year(2025, TODAY) == Window(date(2025, 1, 1), date(2025, 12, 31))
    for year in (2026, 2027):
        assert window_of_year(year, TODAY) == Window(date(2025, 11, 1), date(2026, 10, 31))
    assert window_of_year(2026, date(2026, 1, 31)) == Window(date(2025, 1, 1), date(2025, 12, 31))
    assert window_of_year(2028, date(2028, 2, 29)) == Window(date(2027, 2, 1), date(2028, 1, 31))


percents = st.decimals("0.01", "99.99", places=2)


@given(st.dictionaries(st.integers(1, 10**9), percents | st.none()))
def test_a_form_carries_what_it_was_opened_with(targets: dict[int, Decimal | None]) -> None:
    assert read(written(targets)) == {unit: percent for unit, percent in targets.items() if percent is not None}


@pytest.mark.parametrize("text", ["", "x", "1:5", "1:5.001", "a1:5.00", "1:-5.00", "1:5.00x", "1:100.00"])
def test_what_a_form_never_wrote_is_read_as_nothing(text: str) -> None:
    assert read(text) == {}


def test_a_plan_is_open_late_and_done() -> None:
    deeds = [Deed(TODAY), Deed(date(2026, 11, 22)), Deed(date(2026, 1, 1), TODAY)]
    assert progress_of(deeds, TODAY) == Progress(open=2, late=1, done=1)
    assert progress_of([], TODAY) == Progress(0, 0, 0)


# --- The bar -------------------------------------------------------------------------------------------------


@given(st.decimals(-30, 30, places=3), st.decimals(0, 30, places=3))
def test_a_bar_lies_on_its_side_and_inside_the_drawing(distance: Decimal, widest: Decimal) -> None:
    bar = bar_of(distance, widest)
    assert bar.is_over == (distance > 0)
    assert (bar.width == 0) == (distance == 0)
    if bar.is_over:
        assert bar.x == HALF
        assert bar.x + bar.width <= 2 * HALF
    else:
        assert 0 <= bar.x == HALF - bar.width


def test_a_bar_is_as_long_as_its_part_of_the_widest() -> None:
    assert bar_of(FULL / 2).width == HALF // 2
    assert bar_of(Decimal(4), Decimal(8)).width == HALF // 2
    assert bar_of(Decimal("0.001")).width == 2
    assert to_tenths(Decimal("0.05")) == Decimal("0.1")
    assert to_tenths(Decimal("-0.049")) == 0


@pytest.mark.parametrize(
    ("percent", "target", "points"),
    [("5.84", "5.80", "0"), ("5.85", "5.84", "0.1"), ("5.75", "5.84", "0"), ("5.74", "5.80", "-0.1"), ("6", "6", "0")],
)
def test_the_distance_is_that_of_the_two_as_they_are_said(percent: str, target: str, points: str) -> None:
    assert points_above(Decimal(percent), Decimal(target)) == Decimal(points)
    assert points_off(Decimal(percent), Decimal(target)) == Decimal(points)
    assert points_off(None, Decimal(target)) is None
    assert points_off(Decimal(percent), None) is None


# --- The tree, and what is hidden in it -----------------------------------------------------------------------


def test_units_stand_in_the_organisations_order() -> None:
    found = in_order(PARENTS.keys(), PARENTS)
    assert found == [Branch(1, 0), Branch(2, 1), Branch(3, 1), Branch(4, 2), Branch(5, 0)]
    assert in_order({3, 4}, PARENTS) == [Branch(3, 0), Branch(4, 1)]


def test_a_large_tree_is_folded_but_for_the_way_to_what_is_opened() -> None:
    # 1 has 2 and 3 below it, 2 has thirty, 3 has one.
    parents = {1: None, 2: 1, **dict.fromkeys(range(10, 40), 2), 3: 1, 4: 3}
    branches = in_order(parents.keys(), parents)
    assert unfolded(branches, parents, None) == [
        Folded(Branch(1, 0), None),
        Folded(Branch(2, 1), Fold(2, is_open=False)),
        Folded(Branch(3, 1), Fold(3, is_open=False)),
    ]
    opened = unfolded(branches, parents, 4)
    assert [one.branch.unit for one in opened] == [1, 2, 3, 4]
    assert opened[2].fold == Fold(1, is_open=True)
    assert opened[3].fold is None
    assert len(unfolded(branches, parents, 2)) == 33
    assert unfolded(branches, parents, 999) == unfolded(branches, parents, None)
    # Few units are shown as they are.
    few = in_order(PARENTS.keys(), PARENTS)
    assert unfolded(few, PARENTS, None) == [Folded(branch, None) for branch in few]


def test_of_several_topmost_units_each_can_be_opened() -> None:
    parents = {1: None, 2: None, **dict.fromkeys(range(10, 40), 2)}
    branches = in_order(parents.keys(), parents)
    assert [one.branch.unit for one in unfolded(branches, parents, None)] == [1, 2]
    opened = unfolded(branches, parents, 2)
    assert len(opened) == 32
    assert opened[1].fold == Fold(None, is_open=True)


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, int | None]]:
    number = draw(st.integers(1, 12))
    parents = {unit: draw(st.integers(1, unit - 1) | st.none()) if unit > 1 else None for unit in range(1, number + 1)}
    directly = {unit: draw(st.integers(0, 9)) for unit in parents}
    return directly, parents


# --- Leaders ---------------------------------------------------------------------------------------------------

LEADER, CHIEF = 100, 200


def test_each_counts_at_the_nearest_leaders_and_a_leader_at_the_next_above() -> None:
    house = Organisation(PARENTS, {1: frozenset({CHIEF}), 3: frozenset({LEADER})}, {})
    sittings = [Sitting(1, 4), Sitting(1, 3), Sitting(2, 2), Sitting(LEADER, 3), Sitting(CHIEF, 1), Sitting(-3, 5)]
    spans = spans_of(house, sittings)
    assert spans.led == {3: {1}, 1: {2, LEADER}}
    assert spans.queued == {1: {CHIEF}, 5: {-3}}


@st.composite
def houses(draw: st.DrawFn) -> tuple[Organisation, list[Sitting]]:
    _directly, parents = draw(trees())
    units = st.sampled_from(sorted(parents))
    people = st.integers(1, 8)
    leaders = draw(st.dictionaries(units, st.frozensets(people, max_size=2)))
    return Organisation(parents, leaders, {}), [Sitting(*one) for one in draw(st.lists(st.tuples(people, units)))]


@given(houses())
def test_nobody_is_forgotten_and_each_is_led_as_the_organisation_says(case: tuple[Organisation, list[Sitting]]) -> None:
    house, sittings = case
    spans = spans_of(house, sittings)
    naive_led: dict[int, set[int]] = {}
    naive_queued: dict[int, set[int]] = {}
    for person, unit in sittings:
        responsible = house.responsible_unit(unit, person)
        to, key = (naive_queued, unit) if responsible is None else (naive_led, responsible)
        to.setdefault(key, set()).add(person)
    assert spans.led == naive_led
    assert spans.queued == naive_queued


def test_what_is_owed_is_counted_by_unit() -> None:
    owed = [Owed(1, TODAY), Owed(1, date(2026, 11, 22)), Owed(1, None), Owed(2, TODAY)]
    loads = loads_of(owed, TODAY)
    assert loads == {1: Load(open=3, late=1), 2: Load(open=1, late=0)}
    assert loads[1].per_person(6) == 0.5
    assert loads[1].per_person(0) is None
    assert is_large(50, 50)
    assert not is_large(49, 50)
