"""What becomes of rows: states, reconciling case by case, confirming, postponing, cards."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from cases.followups.rules import (
    TRANSITIONS,
    Annotate,
    Change,
    Close,
    Create,
    Duty,
    FollowUpEvent,
    FollowUpKind,
    FollowUpState,
    Owed,
    PostponeLimits,
    Punctuality,
    Reopen,
    Stored,
    Update,
    cards,
    check_confirm,
    check_postpone,
    check_undo,
    confirmed_by_sick_report,
    done_with,
    latest_postponement,
    may_confirm,
    next_state,
    overtaken_by,
    punctuality,
    reconcile,
    satisfied_by_contact,
)
from people.rules import OwnerRole, RuleViolation

DAY = timedelta(days=1)
LIMITS = PostponeLimits(days=7, times=2)
MONDAY = date(2026, 3, 2)
OPEN, DONE, LAPSED, OVERTAKEN, WITHDRAWN = FollowUpState


def duty(step: int | None, *, policy: str = "1-5-14", owner: OwnerRole = OwnerRole.LEADER, law: bool = False) -> Duty:
    kind = FollowUpKind.TALK if law else FollowUpKind.CONTACT
    return Duty(f"{policy}/{step or 'sum'}", kind, owner, step=step, mandatory=law)


def fresh(what: Duty, first: date, last: date | None = None, *, due: date | None = None) -> Owed:
    """An elapsed duty of a spell; another one is anchored on the spell's last day."""
    anchor = first + (what.step - 1) * DAY if what.step else (last or first)
    return Owed(what, anchor, due or anchor, anchor if what.mandatory else None, first, last)


def row(owed: Owed, state: FollowUpState = OPEN, ref: int = 1, **more: object) -> Stored:
    made = Stored(
        ref=ref,
        duty=owed.duty,
        state=state,
        anchor=owed.anchor,
        due_on=owed.due_on,
        legal_last_day=owed.legal_last_day,
        spell_from=owed.spell_from,
    )
    return replace(made, **more)  # type: ignore[arg-type]


FIVE, FOURTEEN, TALK = duty(5), duty(14), duty(29, policy="statutory", law=True)
NOTICE = duty(31, policy="statutory", owner=OwnerRole.HR, law=True)
SUM = duty(None, policy="gt29")
BY_HAND = Stored(ref=90, duty=Duty("", "agreed", OwnerRole.LEADER), state=OPEN, due_on=MONDAY)


def reconciled(owed: list[Owed], rows: list[Stored], today: date = MONDAY) -> list[Change]:
    return reconcile(owed, rows, today)


# States


@pytest.mark.parametrize(("state", "event"), list(product(FollowUpState, FollowUpEvent)))
def test_next_state_follows_the_table_and_refuses_the_rest(state: FollowUpState, event: FollowUpEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert next_state(state, event) is TRANSITIONS[state, event]
        return
    with pytest.raises(RuleViolation) as refusal:
        next_state(state, event)
    assert refusal.value.code == {"undo": "not_done", "reopen": "not_closed"}.get(event, "not_open")


def test_done_is_left_by_undo_alone() -> None:
    assert [event for state, event in TRANSITIONS if state is DONE] == [FollowUpEvent.UNDO]


# Reconciling


def test_reconcile_creates_what_is_owed_and_marks_what_is_late_already() -> None:
    ahead, past = fresh(FIVE, MONDAY), fresh(duty(1), MONDAY - DAY)
    assert reconciled([ahead, past], []) == [Create(past, late_by_correction=True), Create(ahead, False)]


def test_reconcile_does_not_mark_what_comes_due_on_the_day() -> None:
    today = fresh(SUM, MONDAY, MONDAY)
    assert reconciled([today], []) == [Create(today, late_by_correction=False)]


def test_reconcile_leaves_a_row_with_the_same_key() -> None:
    owed = fresh(FIVE, MONDAY)
    assert reconciled([owed], [row(owed)]) == []


def test_reconcile_moves_an_open_row_to_the_spell_that_overlaps_it() -> None:
    owed = fresh(FIVE, MONDAY + 2 * DAY)
    assert reconciled([owed], [row(fresh(FIVE, MONDAY))]) == [Update(1, owed, False, None)]


def test_reconcile_withdraws_and_creates_where_the_spells_do_not_overlap() -> None:
    owed = fresh(FIVE, MONDAY + 5 * DAY)
    assert reconciled([owed], [row(fresh(FIVE, MONDAY))]) == [Close(1, FollowUpEvent.WITHDRAW), Create(owed, False)]


def test_reconcile_marks_a_row_that_a_correction_moves_into_the_past() -> None:
    owed = fresh(FIVE, MONDAY - 5 * DAY)
    moved = reconciled([owed], [row(fresh(FIVE, MONDAY - 3 * DAY))])
    assert moved == [Update(1, owed, late_by_correction=True, remind_on=None)]


def test_reconcile_does_not_excuse_a_row_that_is_late_and_stays() -> None:
    owed = fresh(FIVE, MONDAY - 10 * DAY)
    longer = replace(owed, spell_from=owed.spell_from - DAY)
    assert reconciled([owed], [row(owed)]) == []
    assert reconciled([longer], [row(owed)]) == [Update(1, longer, late_by_correction=False, remind_on=None)]


def test_reconcile_lets_a_done_row_cover_its_spell() -> None:
    done = row(fresh(FIVE, MONDAY), DONE, basis_changed=True)
    assert reconciled([fresh(FIVE, MONDAY + 2 * DAY)], [done]) == []
    apart = fresh(FIVE, MONDAY + 5 * DAY)
    assert reconciled([apart], [done]) == [Create(apart, False)]


def test_reconcile_annotates_a_done_row_that_would_not_be_owed() -> None:
    owed = fresh(FIVE, MONDAY)
    assert reconciled([], [row(owed, DONE)]) == [Annotate(1, basis_changed=True)]
    assert reconciled([owed], [row(owed, DONE, basis_changed=True)]) == [Annotate(1, basis_changed=False)]
    shorter = fresh(FIVE, MONDAY, MONDAY + DAY)
    assert reconciled([shorter], [row(owed, DONE)]) == [Annotate(1, basis_changed=True)]


def test_reconcile_withdraws_the_open_row_beside_a_done_one_when_spells_merge() -> None:
    done, later = row(fresh(FIVE, MONDAY), DONE), row(fresh(FIVE, MONDAY + 10 * DAY), ref=2)
    assert reconciled([fresh(FIVE, MONDAY)], [done, later]) == [Close(2, FollowUpEvent.WITHDRAW)]


def test_reconcile_asks_again_when_the_expected_return_moves() -> None:
    ask = Duty("built-in/ask-return", FollowUpKind.ASK_RETURN, OwnerRole.LEADER)
    asked, again = (Owed(ask, day, day - DAY, None, MONDAY, None) for day in (MONDAY + 3 * DAY, MONDAY + 9 * DAY))
    assert reconciled([again], [row(asked, DONE, basis_changed=True)]) == [Create(again, False)]
    assert reconciled([again], [row(asked)]) == [Update(1, again, False, None)]


@pytest.mark.parametrize("last", [MONDAY + 3 * DAY, MONDAY + 5 * DAY])
def test_reconcile_lapses_a_leaders_contact_whose_spell_ended_before_it_came_due(last: date) -> None:
    """Day 5 is a Friday moved to a Monday: whether or not the anchor was reached."""
    due = MONDAY + 7 * DAY
    standing = fresh(FIVE, MONDAY, due=due)
    assert reconciled([fresh(FIVE, MONDAY, last, due=due)], [row(standing)]) == [Close(1, FollowUpEvent.LAPSE)]
    assert reconciled([fresh(FIVE, MONDAY, last, due=due)], []) == []  # never made lapsed


def test_reconcile_keeps_a_contact_that_came_due_on_the_last_day() -> None:
    owed = fresh(FIVE, MONDAY, MONDAY + 4 * DAY)
    assert reconciled([owed], [row(owed)]) == []


def test_reconcile_lapses_the_four_week_talk_but_withdraws_a_notice() -> None:
    talk, notice = row(fresh(TALK, MONDAY)), row(fresh(NOTICE, MONDAY), ref=2)
    over = [fresh(TALK, MONDAY, MONDAY + 9 * DAY)]
    assert reconciled(over, [talk, notice]) == [Close(1, FollowUpEvent.LAPSE), Close(2, FollowUpEvent.WITHDRAW)]


def test_a_notice_and_a_sum_never_lapse() -> None:
    assert not fresh(NOTICE, MONDAY, MONDAY + 30 * DAY, due=MONDAY + 35 * DAY).lapses
    assert not fresh(SUM, MONDAY, MONDAY, due=MONDAY + 3 * DAY).lapses


def test_reconcile_withdraws_what_nothing_explains() -> None:
    assert reconciled([], [row(fresh(FIVE, MONDAY))]) == [Close(1, FollowUpEvent.WITHDRAW)]


def test_reconcile_overtakes_an_earlier_step_but_never_the_law() -> None:
    owed = [fresh(FIVE, MONDAY), fresh(FOURTEEN, MONDAY), fresh(TALK, MONDAY)]
    rows = [row(owed[0]), row(owed[1], DONE, ref=2), row(owed[2], ref=3)]
    assert reconciled(owed, rows) == [Close(1, FollowUpEvent.OVERTAKE)]
    notice = row(fresh(NOTICE, MONDAY), DONE, ref=4)
    assert reconciled([*owed, fresh(NOTICE, MONDAY)], [*rows[1:], notice]) == []


def test_reconcile_moves_rather_than_lapses_where_a_spell_is_split() -> None:
    split = [fresh(FOURTEEN, MONDAY, MONDAY + DAY), fresh(FOURTEEN, MONDAY + 5 * DAY)]
    assert reconciled(split, [row(fresh(FOURTEEN, MONDAY))]) == [Update(1, split[1], False, None)]


@pytest.mark.parametrize("state", [LAPSED, OVERTAKEN, WITHDRAWN])
def test_reconcile_brings_a_closed_row_back(state: FollowUpState) -> None:
    owed = fresh(FIVE, MONDAY)
    assert reconciled([owed], [row(owed, state)]) == [Reopen(1, owed, late_by_correction=False)]
    assert reconciled([], [row(owed, state)]) == []


def test_reconcile_excuses_a_row_that_comes_back_too_late_unless_it_was_late_when_it_went() -> None:
    owed, today = fresh(FIVE, MONDAY), MONDAY + 20 * DAY
    in_time = row(owed, WITHDRAWN, closed_on=owed.due_on)
    too_late = row(owed, WITHDRAWN, closed_on=owed.due_on + DAY)
    assert reconciled([owed], [in_time], today) == [Reopen(1, owed, late_by_correction=True)]
    assert reconciled([owed], [too_late], today) == [Reopen(1, owed, late_by_correction=False)]


def test_reconcile_reopens_the_row_of_the_key_and_withdraws_the_one_that_stood_in_for_it() -> None:
    was, stands = row(fresh(FIVE, MONDAY), WITHDRAWN), row(fresh(FIVE, MONDAY + DAY), ref=2)
    back = fresh(FIVE, MONDAY)
    assert reconciled([back], [was, stands]) == [Reopen(1, back, False), Close(2, FollowUpEvent.WITHDRAW)]


def test_reconcile_keeps_a_postponement_as_long_as_it_postpones() -> None:
    standing = row(fresh(FIVE, MONDAY), remind_on=MONDAY + 6 * DAY, postponed=1)
    sooner, later = fresh(FIVE, MONDAY + DAY), fresh(FIVE, MONDAY + 2 * DAY)
    assert reconciled([sooner], [standing]) == [Update(1, sooner, False, remind_on=MONDAY + 6 * DAY)]
    assert reconciled([later], [standing]) == [Update(1, later, False, remind_on=None)]
    talk = row(fresh(TALK, MONDAY, due=MONDAY + 25 * DAY), remind_on=MONDAY + 28 * DAY)
    earlier = fresh(TALK, MONDAY - DAY, due=MONDAY + 25 * DAY)
    assert reconciled([earlier], [talk]) == [Update(1, earlier, False, remind_on=None)]


def test_what_comes_back_or_moves_to_the_day_itself_is_not_late() -> None:
    owed = fresh(FIVE, MONDAY)
    assert reconciled([owed], [row(owed, WITHDRAWN)], owed.due_on) == [Reopen(1, owed, late_by_correction=False)]
    moved = fresh(FIVE, MONDAY + DAY)
    assert reconciled([moved], [row(owed)], moved.due_on) == [Update(1, moved, False, None)]


def test_a_postponement_to_the_legal_day_itself_stands() -> None:
    earlier = fresh(TALK, MONDAY - DAY, due=MONDAY + 20 * DAY)
    talk = row(fresh(TALK, MONDAY, due=MONDAY + 20 * DAY), remind_on=earlier.legal_last_day)
    assert reconciled([earlier], [talk]) == [Update(1, earlier, False, remind_on=earlier.legal_last_day)]


def test_reconcile_passes_over_rows_that_no_rule_made() -> None:
    assert reconciled([], [BY_HAND, replace(BY_HAND, ref=91, state=DONE)]) == []


# Confirming


@pytest.mark.parametrize(
    ("done_on", "code"),
    [(MONDAY, None), (MONDAY + 4 * DAY, None), (MONDAY + 5 * DAY, "in_future"), (MONDAY - DAY, "before_start")],
)
def test_check_confirm_asks_for_a_day_of_the_spell_up_to_today(done_on: date, code: str | None) -> None:
    standing, today = row(fresh(FIVE, MONDAY)), MONDAY + 4 * DAY
    assert may_confirm(standing, done_on, today) is (code is None)
    if code:
        with pytest.raises(RuleViolation) as refusal:
            check_confirm(standing, done_on, today)
        assert refusal.value.code == code


def test_check_confirm_counts_from_creation_where_there_is_no_spell() -> None:
    agreed = replace(BY_HAND, created_on=MONDAY)
    assert may_confirm(agreed, MONDAY, MONDAY + DAY)
    assert not may_confirm(agreed, MONDAY - DAY, MONDAY + DAY)


def test_check_confirm_lets_a_coming_spell_be_confirmed_today() -> None:
    assert may_confirm(row(fresh(FIVE, MONDAY + 3 * DAY)), MONDAY, MONDAY)


@pytest.mark.parametrize("state", [DONE, LAPSED, OVERTAKEN, WITHDRAWN])
def test_only_an_open_row_is_confirmed_or_postponed(state: FollowUpState) -> None:
    closed = row(fresh(FIVE, MONDAY), state)
    assert not may_confirm(closed, MONDAY, MONDAY)
    with pytest.raises(RuleViolation) as refusal:
        check_postpone(closed, MONDAY + 6 * DAY, MONDAY, LIMITS)
    assert refusal.value.code == "not_open"


def test_check_undo_takes_a_done_row_only() -> None:
    check_undo(row(fresh(FIVE, MONDAY), DONE))
    with pytest.raises(RuleViolation) as refusal:
        check_undo(row(fresh(FIVE, MONDAY)))
    assert refusal.value.code == "not_done"


def test_confirming_overtakes_earlier_steps_of_the_spell() -> None:
    five, fourteen, law = row(fresh(FIVE, MONDAY)), row(fresh(FOURTEEN, MONDAY), ref=2), row(fresh(TALK, MONDAY), ref=3)
    older = row(fresh(FIVE, MONDAY - 30 * DAY), ref=4)
    other_policy = row(fresh(duty(6, policy="2-6-14"), MONDAY), ref=5)
    done = replace(fourteen, state=DONE)
    assert overtaken_by(done, [five, law, older, other_policy]) == [five]
    assert overtaken_by(replace(five, state=DONE), [fourteen, law]) == []


@pytest.mark.parametrize(
    ("due", "done", "late_by_correction", "expected"),
    [
        (4, 4, False, Punctuality.ON_TIME),
        (4, 5, False, Punctuality.LATE),
        (4, 5, True, Punctuality.LATE_BY_CORRECTION),
        (4, 4, True, Punctuality.ON_TIME),
        (None, 5, False, Punctuality.UNDATED),
    ],
)
def test_punctuality_is_measured_against_the_due_date(
    due: int | None, done: int, late_by_correction: bool, expected: Punctuality
) -> None:
    due_on = None if due is None else MONDAY + due * DAY
    assert punctuality(due_on, MONDAY + done * DAY, late_by_correction=late_by_correction) is expected


# Postponing

DUE = MONDAY + 4 * DAY


@pytest.mark.parametrize(
    ("until", "more", "code"),
    [
        (DUE + DAY, {}, None),
        (DUE + 7 * DAY, {}, None),
        (DUE + 8 * DAY, {}, "too_far"),
        (DUE, {}, "not_later"),
        (DUE - DAY, {}, "not_later"),
        (DUE, {"due_on": None}, "not_later"),
        (DUE + DAY, {"due_on": DUE + 2 * DAY}, "not_later"),
        (DUE + DAY, {"remind_on": DUE + DAY}, "not_later"),
        (DUE + DAY, {"postponed": 1}, None),
        (DUE + DAY, {"postponed": 2}, "postponed_too_often"),
        (DUE + DAY, {"legal_last_day": DUE + DAY}, None),
        (DUE + 2 * DAY, {"legal_last_day": DUE + DAY}, "past_legal_day"),
    ],
)
def test_check_postpone_holds_the_limits(until: date, more: dict[str, object], code: str | None) -> None:
    standing = row(fresh(FIVE, MONDAY), **more)  # type: ignore[arg-type]
    if code is None:
        check_postpone(standing, until, DUE, LIMITS)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_postpone(standing, until, DUE, LIMITS)
    assert refusal.value.code == code


def test_check_postpone_takes_the_municipalitys_limits() -> None:
    standing = row(fresh(FIVE, MONDAY), postponed=2)
    check_postpone(standing, DUE + 10 * DAY, DUE, PostponeLimits(days=10, times=3))


def test_latest_postponement_is_the_last_day_that_is_allowed() -> None:
    assert latest_postponement(row(fresh(FIVE, MONDAY)), DUE, LIMITS) == DUE + 7 * DAY
    assert latest_postponement(row(fresh(FIVE, MONDAY), legal_last_day=DUE + DAY), DUE, LIMITS) == DUE + DAY
    assert latest_postponement(row(fresh(FIVE, MONDAY), legal_last_day=DUE), DUE, LIMITS) is None
    assert latest_postponement(row(fresh(FIVE, MONDAY), postponed=2), DUE, LIMITS) is None


# Cards


def test_cards_are_one_for_each_owner_with_the_earliest_row_as_act() -> None:
    five, fourteen, notice = (row(fresh(what, MONDAY), ref=ref) for ref, what in enumerate((FIVE, FOURTEEN, NOTICE), 1))
    leader, hr = cards([notice, fourteen, five])
    assert (leader.act, leader.together, leader.waiting) == (five, (five,), (fourteen,))
    assert (hr.act, hr.together, hr.own_buttons) == (notice, (), (notice,))


def test_a_row_that_was_handed_over_stands_on_a_card_of_its_own() -> None:
    five, fourteen = row(fresh(FIVE, MONDAY)), row(fresh(FOURTEEN, MONDAY), ref=2, named_owner=7)
    assert [card.act for card in cards([fourteen, five])] == [five, fourteen]


def test_a_press_does_all_reasons_of_the_day_but_the_statutory_one() -> None:
    due = MONDAY + 28 * DAY
    talk = row(fresh(TALK, MONDAY), ref=1)
    total, other = row(fresh(SUM, MONDAY, due), ref=2), row(fresh(duty(29, policy="x"), MONDAY), ref=3)
    waiting = row(fresh(duty(35, policy="x"), MONDAY), ref=4)
    rows = [talk, total, other, waiting]
    (card,) = cards(rows)
    assert card.together == (total, other)
    assert (card.own_buttons, card.waiting) == ((talk,), (waiting,))
    assert done_with(total, rows) == [total, other]
    assert done_with(talk, rows) == [talk]
    assert done_with(waiting, rows) == [waiting]


def test_a_postponed_row_turns_up_later_and_hides_no_other() -> None:
    five = row(fresh(FIVE, MONDAY), remind_on=MONDAY + 9 * DAY)
    other = row(fresh(duty(6, policy="x"), MONDAY), ref=2)
    (card,) = cards([five, other])
    assert (card.act, card.waiting) == (other, (five,))


def test_undated_rows_come_last_and_one_by_one() -> None:
    undated = [replace(BY_HAND, ref=ref, due_on=None) for ref in (7, 8)]
    (card,) = cards([*undated, BY_HAND])
    assert (card.act, card.waiting) == (BY_HAND, tuple(undated))
    (alone,) = cards(undated)
    assert (alone.together, alone.own_buttons, alone.waiting) == ((), (undated[0],), (undated[1],))


def test_cards_leave_out_what_is_not_open() -> None:
    assert cards([row(fresh(FIVE, MONDAY), state) for state in (DONE, LAPSED, OVERTAKEN, WITHDRAWN)]) == []


# Contacts beside the cards


def test_a_noted_contact_does_the_earliest_open_contact_but_never_the_law() -> None:
    law = row(replace(fresh(duty(2, policy="statutory", law=True), MONDAY), due_on=MONDAY), ref=1)
    five, fourteen = row(fresh(FIVE, MONDAY), ref=2), row(fresh(FOURTEEN, MONDAY), ref=3)
    hr = row(fresh(duty(1, owner=OwnerRole.HR), MONDAY), ref=4)
    assert satisfied_by_contact([fourteen, five, law, hr]) == five
    assert satisfied_by_contact([fourteen, replace(five, state=DONE)]) == fourteen
    assert satisfied_by_contact([law, hr, BY_HAND]) is None


def test_a_sick_report_does_day_one_of_its_own_spell() -> None:
    one = row(fresh(duty(1), MONDAY), ref=1)
    others = [
        row(fresh(duty(1), MONDAY - 9 * DAY), ref=2),
        row(fresh(FIVE, MONDAY), ref=3),
        row(fresh(duty(1, policy="statutory", owner=OwnerRole.HR, law=True), MONDAY), ref=4),
    ]
    assert confirmed_by_sick_report([one, *others], MONDAY) == [one]
