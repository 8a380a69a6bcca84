"""What became of those who used an offer, which offers fit, and when one may be used."""

from datetime import date, timedelta
from itertools import product

import pytest

from people.rules import ActingAs, RuleViolation
from retention.rules.ladder import Party
from retention.rules.offers import (
    Course,
    Fitting,
    Mark,
    Outcome,
    Tally,
    check_end_use,
    check_offer,
    check_start_use,
    check_withdraw_use,
    key_of,
    outcome_of,
    propose,
    tally,
)

DAY = date(2026, 6, 1)
TODAY = date(2026, 11, 23)


def mark(party: Party, number: int, days: int) -> Mark:
    """So many days from the start of the use."""
    return Mark(party, number, DAY + timedelta(days=days))


def code(check, **asked) -> str:
    try:
        check(**asked)
    except RuleViolation as violation:
        return violation.code
    return ""


# --- Outcome ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), list(product(range(1, 10), repeat=2)))
def test_a_lower_number_is_up(before: int, after: int) -> None:
    found = outcome_of([mark(Party.AGREED, before, 0), mark(Party.AGREED, after, 1)], DAY)
    assert found is (Outcome.UP if after < before else Outcome.DOWN if after > before else Outcome.SAME)


@pytest.mark.parametrize(("party_before", "party_after"), list(product(Party, repeat=2)))
def test_the_placement_that_counts_is_taken_on_each_side(party_before: Party, party_after: Party) -> None:
    """The one that counts stands at 6 before and at 4 after; those that count less say the opposite."""
    order = [Party.AGREED, Party.CONSULTANT, Party.LEADER, Party.EMPLOYEE]
    lesser_before = [mark(party, 1, -1) for party in order[order.index(party_before) + 1 :]]
    lesser_after = [mark(party, 9, 9) for party in order[order.index(party_after) + 1 :]]
    marks = [mark(party_before, 6, -5), *lesser_before, mark(party_after, 4, 5), *lesser_after]
    assert outcome_of(marks, DAY) is Outcome.UP
    assert outcome_of(list(reversed(marks)), DAY) is Outcome.UP


def test_of_one_party_the_latest_on_each_side_is_taken() -> None:
    marks = [mark(Party.LEADER, number, days) for number, days in ((2, -9), (6, -1), (8, 1), (5, 30))]
    assert outcome_of(marks, DAY) is Outcome.UP


@pytest.mark.parametrize(("days", "is_before"), [(-1, True), (0, True), (1, False)])
def test_the_first_day_itself_is_before(days: int, is_before: bool) -> None:
    alone = [mark(Party.LEADER, 5, days)]
    assert outcome_of(alone, DAY) is Outcome.UNKNOWN
    other = mark(Party.LEADER, 3, 10 if is_before else -10)
    assert outcome_of([*alone, other], DAY) is (Outcome.UP if is_before else Outcome.DOWN)


def test_without_a_placement_on_both_sides_nothing_is_known() -> None:
    assert outcome_of([], DAY) is Outcome.UNKNOWN


# --- Counting ---------------------------------------------------------------------------------------------


def course(employee: int, before: int | None, after: int | None, *, days: int = 0) -> Course:
    start = DAY + timedelta(days=days)
    marks = [Mark(Party.AGREED, before, start)] if before else []
    marks += [Mark(Party.AGREED, after, start + timedelta(days=20))] if after else []
    return Course(employee, start, tuple(marks))


def test_nine_of_whom_seven_went_up() -> None:
    courses = [course(n, 6, 5) for n in range(7)] + [course(7, 6, 6), course(8, 4, 5), course(9, 6, None)]
    assert tally(courses) == Tally(used=10, known=9, up=7)
    assert (tally(courses).used_shown, tally(courses).outcome_shown) == (True, True)


def test_an_employee_counts_once_with_the_latest_use_of_which_something_is_known() -> None:
    courses = [course(1, 6, 5), course(1, 4, 5, days=100), course(1, 5, None, days=200)]
    assert tally(courses) == Tally(used=1, known=1, up=0)
    assert tally(list(reversed(courses))) == Tally(used=1, known=1, up=0)


@pytest.mark.parametrize(("used", "known"), [(used, known) for used in range(8) for known in range(used + 1)])
def test_under_five_nothing_is_shown(used: int, known: int) -> None:
    found = tally([course(n, 6, 5 if n < known else None) for n in range(used)])
    assert found == Tally(used=used, known=known, up=known)
    assert (found.used_shown, found.outcome_shown) == (used >= 5, known >= 5)


# --- Which offers fit -------------------------------------------------------------------------------------


def test_what_fits_more_of_the_parties_comes_first_then_what_fits_fewer_steps() -> None:
    offers = [
        Fitting("all", frozenset(range(1, 10))),
        Fitting("fifth", frozenset({5})),
        Fitting("both", frozenset({5, 6})),
        Fitting("other", frozenset({1, 2})),
        Fitting("sixth", frozenset({6, 7})),
    ]
    latest = {Party.EMPLOYEE: 6, Party.AGREED: 5}
    assert propose(offers, latest) == [
        ("both", (Party.AGREED, Party.EMPLOYEE)),
        ("all", (Party.AGREED, Party.EMPLOYEE)),
        ("fifth", (Party.AGREED,)),
        ("sixth", (Party.EMPLOYEE,)),
    ]
    assert propose(offers, {}) == []


def test_of_those_that_fit_one_party_the_one_that_counts_comes_first() -> None:
    offers = [Fitting("employee's", frozenset({6})), Fitting("leader's", frozenset({4}))]
    latest = {Party.EMPLOYEE: 6, Party.LEADER: 4}
    assert [key for key, _parties in propose(offers, latest)] == ["leader's", "employee's"]


# --- Use --------------------------------------------------------------------------------------------------

WRITE = {ActingAs.LEADER, ActingAs.DEPUTY, ActingAs.HR, ActingAs.CONSULTANT}


def start(**fields) -> str:
    known = {"capacity": ActingAs.LEADER, "started_on": TODAY, "first_day": DAY, "last_day": None, "in_use": False}
    return code(check_start_use, **{**known, "today": TODAY, **fields})


def end(**fields) -> str:
    known = {"capacity": ActingAs.LEADER, "started_on": DAY, "ended_on": TODAY, "has_ended": False, "today": TODAY}
    return code(check_end_use, **{**known, "withdrawn": False, **fields})


def withdraw(**fields) -> str:
    return code(check_withdraw_use, **{"capacity": ActingAs.LEADER, "withdrawn": False, **fields})


@pytest.mark.parametrize("capacity", ActingAs)
def test_whoever_handles_the_matter_starts_ends_and_takes_back_a_use(capacity: ActingAs) -> None:
    expected = "" if capacity in WRITE else "not_yours"
    assert {start(capacity=capacity), end(capacity=capacity), withdraw(capacity=capacity)} == {expected}


def test_a_use_is_taken_back_once_and_ends_no_more() -> None:
    assert withdraw() == ""
    assert withdraw(withdrawn=True) == "already_withdrawn"
    assert end(withdrawn=True) == "already_withdrawn"


def test_an_offer_is_used_while_it_runs() -> None:
    assert start(started_on=DAY) == ""
    assert start(started_on=DAY - timedelta(days=1)) == "offer_not_running"
    assert start(last_day=TODAY) == ""
    assert start(last_day=TODAY - timedelta(days=1)) == "offer_not_running"
    assert start(last_day=TODAY - timedelta(days=1), started_on=TODAY - timedelta(days=1)) == ""
    assert start(started_on=TODAY + timedelta(days=1)) == "in_future"
    assert start(in_use=True) == "already_in_use"


def test_a_use_ends_once_and_not_before_it_began() -> None:
    assert end(ended_on=DAY) == ""
    assert end(ended_on=DAY - timedelta(days=1)) == "ends_before_start"
    assert end(ended_on=TODAY + timedelta(days=1)) == "in_future"
    assert end(has_ended=True) == "already_ended"


def test_an_offer_ends_after_it_began_and_says_why() -> None:
    def offer(last_day: date | None, why: str, *, steps: tuple[int, ...] = (5,)) -> str:
        return code(check_offer, first_day=DAY, last_day=last_day, why_ended=why, steps=steps)

    assert offer(None, "") == ""
    assert offer(DAY, "Loven") == ""
    assert offer(DAY - timedelta(days=1), "Loven") == "ends_before_start"
    assert offer(DAY, "") == "why_ended_needed"
    assert offer(None, "Loven") == "why_without_end"
    assert offer(None, "", steps=()) == "no_steps"


def test_a_key_is_the_name_in_plain_letters_and_nobody_elses() -> None:
    assert key_of("Rask igen-samtale", set()) == "rask-igen-samtale"
    assert key_of("Æbler, øl & åer (2)", set()) == "aebler-oel-aaer-2"
    assert key_of("Fast track", {"fast-track", "fast-track-2"}) == "fast-track-3"
    assert key_of("Nyt", set()) == "nyt-2"
    assert key_of("!", set()) == "tilbud"
    assert key_of("a" * 49 + " b", set()) == "a" * 49
