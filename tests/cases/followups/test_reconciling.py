import random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.followups.flows import Reconciled, confirm_follow_up, reconcile_many
from cases.followups.queries import stored_rows
from cases.followups.rules import FollowUpState, Words
from cases.models import Case, FollowUp, Wording
from people.access import system
from tests.cases.conftest import NOW, TODAY, Place, days, duty, give, owed
from tests.factories import EmployeeFactory


def history() -> Any:
    """pghistory makes the model; it has no name in the source."""
    return apps.get_model("cases", "FollowUpHistory")


def states(employee_id: int) -> dict[str, str]:
    return dict(FollowUp.objects.filter(employee=employee_id).values_list("key", "state"))


def test_what_is_fresh_becomes_rows_with_all_that_the_rule_says(place: Place) -> None:
    (row,) = give(
        place.employee,
        owed("statutory/29", due=-2, legal=0, mandatory=True, legal_ref="§ 7 a", opens_case=False, kind="talk"),
    )
    found = stored_rows([place.employee.pk])[place.employee.pk]
    assert [stored.duty for stored in found] == [
        duty("statutory/29", mandatory=True, kind="talk"),
    ]
    assert (row.key, row.origin, row.rule_key) == (f"statutory/29@{days(-2)}", "statutory", "statutory/29")
    assert (row.legal_ref, row.legal_last_day, row.due_on, row.created_at) == ("§ 7 a", TODAY, days(-2), NOW)
    assert row.late_by_correction is True
    assert found[0].duty.words == Words(act_da="Ring (statutory/29)")


def test_the_same_again_changes_nothing(place: Place) -> None:
    fresh = [owed("1-5-14/5"), owed("1-5-14/14", due=9)]
    give(place.employee, *fresh)
    again = reconcile_many(fresh_by_employee={place.employee.pk: fresh}, by=system(NOW))
    assert again == Reconciled()
    assert history().objects.count() == 2


def test_words_are_kept_once(place: Place) -> None:
    give(place.employee, owed("1-5-14/5"))
    give(EmployeeFactory(), owed("1-5-14/5"))
    assert Wording.objects.count() == 1


def test_a_moved_start_moves_the_row_and_keeps_its_history(place: Place) -> None:
    (row,) = give(place.employee, owed("1-5-14/5", due=2, spell_from=-2))
    (moved,) = give(place.employee, owed("1-5-14/5", due=1, spell_from=-3))
    assert (moved.pk, moved.due_on, moved.key) == (row.pk, days(1), f"1-5-14/5@{days(1)}")
    assert list(history().objects.order_by("pgh_id").values_list("pgh_label", "due_on")) == [
        ("insert", days(2)),
        ("update", days(1)),
    ]


def test_a_spell_that_ended_lapses_its_contacts_and_a_correction_brings_them_back(place: Place) -> None:
    fresh = [owed("1-5-14/5", due=1, spell_from=-3), owed("1-5-14/14", due=10, spell_from=-3)]
    give(place.employee, *fresh)
    give(
        place.employee,
        owed("1-5-14/5", due=1, spell_from=-3, spell_last=0),
        owed("1-5-14/14", due=10, spell_from=-3, spell_last=0),
    )
    rows = FollowUp.objects.filter(employee=place.employee).order_by("due_on")
    assert [(row.state, row.closed_on) for row in rows] == [("lapsed", TODAY), ("lapsed", TODAY)]
    reopened = give(place.employee, *fresh)
    assert [(row.state, row.closed_on) for row in reopened] == [("open", None), ("open", None)]


def test_a_withdrawn_spell_withdraws_what_is_open_and_leaves_what_is_done(place: Place) -> None:
    first, _second = give(place.employee, owed("1-5-14/1", due=-4), owed("1-5-14/14", due=9))
    confirm_follow_up(follow_up=first, done_on=days(-4), by=place.by("leader"))
    give(place.employee)
    assert states(place.employee.pk) == {
        f"1-5-14/1@{days(-4)}": "done",
        f"1-5-14/14@{days(9)}": "withdrawn",
    }
    assert FollowUp.objects.get(pk=first.pk).basis_changed is True


def test_queries_do_not_grow_with_the_employees(place: Place) -> None:
    def reconciling(number: int) -> int:
        people = EmployeeFactory.create_batch(number)
        fresh = {employee.pk: [owed("1-5-14/5"), owed("1-5-14/14", due=9)] for employee in people}
        reconcile_many(fresh_by_employee=fresh, by=system(NOW))
        moved = {pk: [owed("1-5-14/5", due=1, spell_from=-3)] for pk in fresh}
        by = system(NOW)
        with CaptureQueriesContext(connection) as queries:
            reconcile_many(fresh_by_employee=moved, by=by)
        return len(queries)

    reconciling(1)
    assert reconciling(1) == reconciling(60) <= 12


@pytest.mark.parametrize("seed", range(8))
def test_rows_say_what_is_fresh_after_any_edits(place: Place, seed: int) -> None:
    """Whatever the way there, what is open in the end is what is fresh and not done."""
    chance = random.Random(seed)
    leader = place.by("leader")
    fresh = []
    for _edit in range(6):
        start = chance.randint(-12, -1)
        fresh = [
            owed(f"1-5-14/{step}", due=start + step - 1, spell_from=start)
            for step in (1, 5, 14)
            if chance.random() < 0.8
        ]
        rows = give(place.employee, *fresh)
        if chance.random() < 0.4 and rows and rows[0].due_on and rows[0].due_on <= TODAY:
            confirm_follow_up(follow_up=rows[0], done_on=TODAY, by=leader)
            give(place.employee, *fresh)
    stored = stored_rows([place.employee.pk])[place.employee.pk]
    done = [row for row in stored if row.state is FollowUpState.DONE]
    still_open = {(row.duty.rule, row.due_on) for row in stored if row.state is FollowUpState.OPEN}
    # A done row spares this contact and the earlier ones of the spell that its own days reach into.
    spared = {(row.duty.step or 0, row.anchor) for row in done if row.anchor is not None}
    expected = {
        (one.duty.rule, one.due_on)
        for one in fresh
        if not any(step >= (one.duty.step or 0) and anchor >= one.spell_from for step, anchor in spared)
    }
    assert still_open == expected


def test_a_reached_anchor_opens_the_case_and_gathers_the_rows(place: Place) -> None:
    give(place.employee, owed("1-5-14/14", due=0, spell_from=-13, opens_case=True), owed("1-5-14/28", due=14))
    case = Case.objects.get()
    assert (case.employee_id, case.open_reason, case.opened_on) == (place.employee.pk, "rule", TODAY)
    assert set(FollowUp.objects.values_list("case", flat=True)) == {case.pk}


def test_an_anchor_to_come_opens_nothing(place: Place) -> None:
    give(place.employee, owed("1-5-14/14", due=1, spell_from=-12, opens_case=True))
    assert Case.objects.count() == 0


def test_a_case_that_was_closed_after_the_anchor_stays_closed(place: Place) -> None:
    fresh = owed("1-5-14/14", due=0, spell_from=-13, opens_case=True)
    give(place.employee, fresh)
    Case.objects.update(state="closed", closed_on=TODAY, close_reason="not_needed")
    give(place.employee, fresh)
    assert Case.objects.filter(state="open").count() == 0
    give(place.employee, fresh, owed("statutory/29", due=3, spell_from=-25, opens_case=True, anchor=3))
    assert Case.objects.filter(state="open").count() == 0


def test_rows_of_a_running_case_belong_to_it(place: Place) -> None:
    give(place.employee, owed("1-5-14/14", due=0, spell_from=-13, opens_case=True))
    give(
        place.employee,
        owed("1-5-14/14", due=0, spell_from=-13, opens_case=True),
        owed("statutory/29", due=15, spell_from=-13),
    )
    assert set(FollowUp.objects.values_list("case", flat=True)) == {Case.objects.get().pk}
