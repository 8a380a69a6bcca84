"""The rules of the register: what may be written, what is owed, what is compared with what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.rules.initiatives import (
    Show,
    apart,
    below_of,
    check_comparison,
    check_degree,
    check_follow_up,
    check_written,
    has_ended,
    is_owed,
    is_shown,
    proposed,
    reach,
)
from people.rules import Organisation, RuleViolation

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
# 1 over 2 and 3; 2 over 4 and 5; 3 over 6.
PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3}
BELOW = below_of(PARENTS)


def refusal(check, *args, **kwargs) -> str:
    try:
        check(*args, **kwargs)
    except RuleViolation as violation:
        return violation.code
    return ""


@pytest.mark.parametrize(
    ("last_day", "ended"), [(None, False), (TODAY, False), (TODAY + DAY, False), (TODAY - DAY, True)]
)
def test_it_runs_through_its_last_day(last_day: date | None, ended: bool) -> None:
    assert has_ended(last_day, TODAY) is ended
    assert {show: is_shown(last_day, TODAY, show) for show in Show} == {
        Show.RUNNING: not ended,
        Show.ENDED: ended,
        Show.ALL: True,
    }


@pytest.mark.parametrize(("on", "owed"), [(None, False), (TODAY, True), (TODAY - DAY, True), (TODAY + DAY, False)])
def test_it_is_owed_from_its_day_on(on: date | None, owed: bool) -> None:
    assert is_owed(on, TODAY) is owed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"last_day": TODAY - DAY}, "ends_before_start"),
        ({"last_day": TODAY}, ""),
        ({"units": ()}, "no_unit"),
        ({"has_responsible": False}, "responsible_missing"),
        ({"follow_up_on": None}, "follow_up_missing"),
        ({"follow_up_on": None, "first_day": TODAY - 9 * DAY, "last_day": TODAY - DAY}, ""),
        ({"follow_up_on": TODAY - DAY}, "followed_up_before_start"),
        ({"follow_up_on": TODAY - DAY, "first_day": TODAY - 9 * DAY}, ""),
    ],
)
def test_what_may_be_written(changes: dict[str, object], code: str) -> None:
    plain = {
        "first_day": TODAY,
        "last_day": None,
        "follow_up_on": TODAY,
        "has_responsible": True,
        "units": (1,),
        "today": TODAY,
    }
    assert refusal(check_written, **{**plain, **changes}) == code


def test_only_what_has_ended_is_without_follow_up() -> None:
    assert refusal(check_follow_up, None, last_day=TODAY, today=TODAY) == "follow_up_missing"
    assert refusal(check_follow_up, None, last_day=TODAY - DAY, today=TODAY) == ""


@pytest.mark.parametrize(
    ("percent", "words", "on", "code"),
    [
        (80, "", TODAY, ""),
        (None, "Periodevis", TODAY, ""),
        (0, "< 5%", TODAY - DAY, ""),
        (100, "100 % muligt 80% anvendelse", TODAY, ""),
        (None, "  ", TODAY, "nothing_assessed"),
        (101, "", TODAY, "percent_out_of_range"),
        (-1, "", TODAY, "percent_out_of_range"),
        (1, "", TODAY + DAY, "in_future"),
    ],
)
def test_how_far_is_a_number_words_or_both(percent: int | None, words: str, on: date, code: str) -> None:
    assert refusal(check_degree, percent=percent, words=words, assessed_on=on, today=TODAY) == code


# --- What it is compared with --------------------------------------------------------------------------------


def test_below_each_unit_are_all_below_it() -> None:
    assert {1: {1, 2, 3, 4, 5, 6}, 2: {2, 4, 5}, 3: {3, 6}, 4: {4}, 5: {5}, 6: {6}} == BELOW


@pytest.mark.parametrize(
    ("units", "siblings"),
    [
        ((4,), {5}),
        ((4, 5), set()),
        ((2,), {3}),
        ((4, 6), {5}),
        ((4, 3), {5}),  # beside 3 lies 2, where 4 is
        ((1,), set()),
    ],
)
def test_it_is_proposed_to_compare_with_the_units_beside(units: tuple[int, ...], siblings: set[int]) -> None:
    assert proposed(units, PARENTS, BELOW) == siblings


@pytest.mark.parametrize(("units", "compared"), [((4,), (4,)), ((4,), (2,)), ((2,), (4,)), ((4, 6), (5, 3))])
def test_nobody_is_compared_with_themselves(units: tuple[int, ...], compared: tuple[int, ...]) -> None:
    assert refusal(check_comparison, units, compared, BELOW) == "compared_with_itself"


@st.composite
def trees(draw: st.DrawFn) -> dict[int, int | None]:
    number = draw(st.integers(1, 15))
    return {unit: draw(st.sampled_from([None, *range(unit)])) if unit else None for unit in range(number)}


@given(trees(), st.data())
def test_what_is_proposed_may_be_chosen_and_what_may_not_is_left_out(
    parents: dict[int, int | None], data: st.DataObject
) -> None:
    below = below_of(parents)
    house = Organisation(parents=parents, leaders={}, deputies={})
    assert below == {unit: house.below(unit) for unit in parents}
    units = data.draw(st.sets(st.sampled_from(sorted(parents)), min_size=1))
    compared = data.draw(st.sets(st.sampled_from(sorted(parents))))
    check_comparison(units, proposed(units, parents, below), below)
    check_comparison(units, apart(units, compared, below), below)
    wrong = refusal(check_comparison, units, compared, below) != ""
    assert wrong == (apart(units, compared, below) != compared)
    assert wrong == bool(reach(units, below) & reach(compared, below))
