"""Whose placement counts, how far apart they are, and who may place whom: every combination."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest

from people.rules import ActingAs, RuleViolation
from retention.rules.ladder import (
    LONGEST_AGO,
    Party,
    ToldHow,
    check_place,
    check_withdraw,
    counting,
    distance,
    parties_for,
)

TODAY = date(2026, 11, 23)
MAY = {
    ActingAs.SELF: {Party.EMPLOYEE},
    ActingAs.LEADER: {Party.EMPLOYEE, Party.LEADER, Party.AGREED},
    ActingAs.DEPUTY: {Party.EMPLOYEE, Party.LEADER, Party.AGREED},
    ActingAs.HR: {Party.EMPLOYEE, Party.LEADER, Party.AGREED},
    ActingAs.CONSULTANT: {Party.EMPLOYEE, Party.CONSULTANT, Party.AGREED},
    ActingAs.ADMINISTRATOR: set(),
    ActingAs.NONE: set(),
    ActingAs.SYSTEM: set(),
    ActingAs.GUEST: set(),
}


@dataclass(frozen=True)
class At:
    number: int


def code(check, **asked) -> str:
    """The rule that refuses, or nothing."""
    try:
        check(**asked)
    except RuleViolation as violation:
        return violation.code
    return ""


def place(**fields) -> str:
    known = {"party": Party.LEADER, "capacity": ActingAs.LEADER, "told_how": None, "placed_on": TODAY}
    return code(check_place, **{**known, "step_runs": True, "today": TODAY, **fields})


@pytest.mark.parametrize("parties", list(chain.from_iterable(combinations(Party, size) for size in range(5))))
def test_agreed_counts_before_consultant_before_leader_before_employee(parties) -> None:
    order = [Party.AGREED, Party.CONSULTANT, Party.LEADER, Party.EMPLOYEE]
    first = next((party for party in order if party in parties), None)
    found = counting({party: At(number) for number, party in enumerate(parties, start=1)})
    assert found == (None if first is None else (first, At(parties.index(first) + 1)))


@pytest.mark.parametrize(("employee", "leader"), list(product(range(1, 10), repeat=2)))
def test_the_distance_is_between_employee_and_leader(employee: int, leader: int) -> None:
    latest = {Party.EMPLOYEE: At(employee), Party.LEADER: At(leader), Party.AGREED: At(1)}
    assert distance(latest) == max(employee, leader) - min(employee, leader)
    assert distance({Party.EMPLOYEE: At(employee), Party.AGREED: At(leader)}) is None
    assert distance({Party.LEADER: At(leader), Party.CONSULTANT: At(employee)}) is None


@pytest.mark.parametrize(("capacity", "party"), list(product(ActingAs, Party)))
def test_who_may_place_as_whom(capacity: ActingAs, party: Party) -> None:
    for_another = party is Party.EMPLOYEE and capacity is not ActingAs.SELF
    told = ToldHow.PHONE if for_another else None
    assert place(party=party, capacity=capacity, told_how=told) == ("" if party in MAY[capacity] else "not_yours")
    assert (party in parties_for(capacity)) == (party in MAY[capacity])


@pytest.mark.parametrize(("capacity", "party", "told"), list(product(ActingAs, Party, [None, *ToldHow])))
def test_how_it_was_told_is_said_exactly_where_another_records_it(capacity, party, told) -> None:
    if party not in MAY[capacity]:
        return
    found = place(party=party, capacity=capacity, told_how=told)
    if party is Party.EMPLOYEE and capacity is not ActingAs.SELF:
        assert found == ("told_how_needed" if told is None else "")
    else:
        assert found == ("" if told is None else "not_told")


def test_ones_own_judgement_is_offered_first() -> None:
    assert [parties_for(capacity)[0] for capacity in (ActingAs.LEADER, ActingAs.CONSULTANT, ActingAs.SELF)] == [
        Party.LEADER,
        Party.CONSULTANT,
        Party.EMPLOYEE,
    ]


@pytest.mark.parametrize(
    ("days", "refused"),
    [(1, "in_future"), (0, ""), (-1, ""), (-LONGEST_AGO, ""), (-LONGEST_AGO - 1, "too_long_ago")],
)
def test_a_placement_is_of_today_or_of_the_last_year(days: int, refused: str) -> None:
    assert place(placed_on=TODAY + timedelta(days=days)) == refused


def test_a_step_that_has_ended_takes_nobody() -> None:
    assert place(step_runs=False) == "step_ended"


@pytest.mark.parametrize(
    ("capacity", "party", "mine", "withdrawn"), list(product(ActingAs, Party, [True, False], [True, False]))
)
def test_who_may_take_a_placement_back(capacity, party, mine, withdrawn) -> None:
    """Who recorded it, or whose judgement it is; nobody else takes back what the employee said."""
    whose = party in MAY[capacity] and (party is not Party.EMPLOYEE or capacity is ActingAs.SELF)
    may = whose or (mine and bool(MAY[capacity]))
    expected = "not_yours" if not may else "already_withdrawn" if withdrawn else ""
    assert code(check_withdraw, party=party, capacity=capacity, placed_by_me=mine, withdrawn=withdrawn) == expected
