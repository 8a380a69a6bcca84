"""Rows that another app owes: made, moved, done and dropped by their key."""

import pytest

from cases.followups.flows import confirm_follow_up, drop, fulfil, owe
from cases.followups.kinds import Kind, kinds
from cases.models import FollowUp
from people.rules import OwnerRole, RuleViolation
from tests.cases.conftest import TODAY, Place, days, give, owed

KEY = "fast_track:answer:1"
WITH_A_PAGE = {"with_a_page": Kind("Fast track", "Svar", "Svaret", url="employee_detail")}


def owe_answer(place: Place, due: int = 3) -> FollowUp:
    return owe(
        employee=place.employee,
        key=KEY,
        kind="with_a_page",
        owner_role=OwnerRole.CONSULTANT,
        due_on=days(due),
        by=place.by("hr"),
    )


def test_a_row_is_made_once_and_moved_by_its_key(place: Place) -> None:
    first = owe_answer(place)
    again = owe_answer(place, due=5)
    assert (again.pk, again.origin, again.due_on, again.state) == (first.pk, "fast_track", days(5), "open")
    assert FollowUp.objects.filter(key=KEY).count() == 1


def test_what_is_fulfilled_is_done_once(place: Place) -> None:
    owe_answer(place)
    by = place.by("leader")
    assert fulfil(employee=place.employee, key=KEY, done_on=TODAY, by=by) is True
    assert fulfil(employee=place.employee, key=KEY, done_on=TODAY, by=by) is False
    row = FollowUp.objects.get(key=KEY)
    assert (row.state, row.done_on, row.done_by) == ("done", TODAY, by.user)
    owe_answer(place)
    row.refresh_from_db()
    assert (row.state, row.done_on, row.done_at, row.done_by) == ("open", None, None, None)


def test_what_is_dropped_is_withdrawn(place: Place) -> None:
    owe_answer(place)
    assert drop(employee=place.employee, key=KEY, by=place.by("leader")) is True
    assert drop(employee=place.employee, key=KEY, by=place.by("leader")) is False
    assert FollowUp.objects.values_list("state", "closed_on").get(key=KEY) == ("withdrawn", TODAY)


def test_a_contact_does_not_confirm_what_no_rule_made(place: Place) -> None:
    (contact,) = give(place.employee, owed("1-5-14/5", due=0))
    owe(employee=place.employee, key=KEY, kind="x", owner_role=OwnerRole.LEADER, due_on=TODAY, by=place.by("hr"))
    assert confirm_follow_up(follow_up=contact, done_on=TODAY, by=place.by("leader")) == [contact]
    assert FollowUp.objects.get(key=KEY).state == "open"


def test_what_has_a_page_is_not_confirmed_by_a_press(place: Place, settings) -> None:
    settings.FOLLOW_UP_KINDS = [*settings.FOLLOW_UP_KINDS, f"{__name__}.WITH_A_PAGE"]
    kinds.cache_clear()
    row = owe_answer(place)
    with pytest.raises(RuleViolation, match="has_a_page"):
        confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by("hr"))
    kinds.cache_clear()
