"""The rules of the table: every state of a meeting against every act, and what is shown when."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.invitations.rules import Role
from people.rules import RuleViolation
from roundtable.rules import table as rules
from roundtable.rules.meetings import MeetingState
from roundtable.rules.table import BOTH, Seat, Table

PLACED = [frozenset(seats) for size in range(3) for seats in combinations(sorted(BOTH), size)]
TABLES = [Table(*each) for each in product(MeetingState, *[(False, True)] * 3, PLACED)]
STEPS = st.integers(min_value=1, max_value=9)


def code_of(check, *args, **kwargs) -> str:
    try:
        check(*args, **kwargs)
    except RuleViolation as violation:
        return violation.code
    return ""


def closed(table: Table) -> str:
    if table.state in {MeetingState.PLANNED, MeetingState.REPLANNED}:
        return ""
    return "not_planned" if table.state is MeetingState.REQUESTED else "meeting_not_open"


def first(*codes: str) -> str:
    return next((code for code in codes if code), "")


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_each_act_is_refused_by_the_first_thing_that_stands_against_it(table: Table) -> None:
    begun = first(closed(table), "" if table.begun else "not_begun")
    shown = "already_revealed" if table.revealed else ""
    skipped = "picture_skipped" if table.skipped else ""
    missing = "" if table.placed == BOTH else "both_must_place"
    assert code_of(rules.check_open, table) == closed(table)
    assert code_of(rules.check_begun, table) == begun
    assert code_of(rules.check_place, table) == first(closed(table), shown, skipped)
    for own in (False, True):
        wall = first(begun, shown, skipped, "chosen_on_own" if own else "")
        assert code_of(rules.check_place_on_wall, table, chosen_on_own=own) == wall
    assert code_of(rules.check_reveal, table) == first(begun, skipped, missing)
    assert code_of(rules.check_skip, table) == first(begun, shown)
    assert code_of(rules.check_settle, table) == first(begun, "" if table.revealed else "not_revealed")
    assert rules.is_at_table(table.state) == (closed(table) == "")


def test_employee_and_leader_have_a_side_and_nobody_else() -> None:
    assert {role: rules.seat_of(role) for role in Role} == {
        **dict.fromkeys(Role),
        Role.EMPLOYEE: Seat.EMPLOYEE,
        Role.LEADER: Seat.LEADER,
    }


@pytest.mark.parametrize(("owner", "code"), [(None, ""), (7, ""), (8, "seat_taken")])
def test_a_side_has_one_voice(owner: int | None, code: str) -> None:
    assert code_of(rules.check_seat, owner=owner, participant=7) == code


@pytest.mark.parametrize("answered", PLACED)
def test_answers_are_shown_once_both_have_answered_or_it_begins(answered: frozenset[Seat]) -> None:
    assert rules.answers_are_shown(begun=True, answered=answered)
    assert rules.answers_are_shown(begun=False, answered=answered) == (answered == BOTH)


@given(STEPS, STEPS)
def test_the_proposed_step_lies_half_way_and_rather_nearer_the_employee(employee: int, leader: int) -> None:
    proposed = rules.propose(employee, leader)
    assert min(employee, leader) <= proposed <= max(employee, leader)
    to_employee, to_leader = abs(proposed - employee), abs(proposed - leader)
    assert to_leader - to_employee in {0, 1}


@pytest.mark.parametrize(
    ("text", "before", "given", "kept", "reason"),
    [
        ("Møder kl. 9", "", "", "", ""),
        ("Hun har kræft", "", "", "", ""),
        ("Hun har kræft", "", "Hedder sådan", "", "Hedder sådan"),
        ("Hun har kræft, siger hun", "Hun har kræft", "", "Hedder sådan", "Hedder sådan"),
        ("Hun har kræft og diabetes", "Hun har kræft", "", "Hedder sådan", ""),
        ("Møder kl. 9", "Hun har kræft", "", "Hedder sådan", "Hedder sådan"),
    ],
)
def test_a_reason_keeps_what_it_was_given_for_and_nothing_new(
    text: str, before: str, given: str, kept: str, reason: str
) -> None:
    assert rules.reason_for([text], [before], given=given, kept=kept) == reason
