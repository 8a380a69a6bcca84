from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from audit.queries import traces_of
from cases.flows import Settled, close_case, open_case, settle_cases
from cases.followups.flows import owe
from cases.models import Case, FollowUp
from cases.rules import CloseReason, OpenReason, is_quiet
from people.access import system
from people.rules import OwnerRole
from tests.at_once import while_others
from tests.cases.conftest import NOW, TODAY, Place, days, give, owed
from tests.factories import person
from tests.refusals import refusal_of


@pytest.mark.parametrize("reason", [OpenReason.BY_HAND, OpenReason.WORRY])
def test_a_case_is_opened_by_hand_or_from_a_worry_without_any_absence(place: Place, reason: OpenReason) -> None:
    case = open_case(employee=place.employee, reason=reason, by=place.by("leader"))
    assert (case.state, case.open_reason, case.opened_on, case.opened_by_id) == (
        "open",
        reason,
        TODAY,
        place.leader.user_id,
    )
    assert list(Entry.objects.filter(case_ref=case.ref).values_list("event", "subjects")) == [
        ("case_opened", [place.employee.ref])
    ]


def test_an_employee_has_one_open_case(place: Place) -> None:
    by = place.by("leader")
    case = open_case(employee=place.employee, reason=OpenReason.BY_HAND, by=by)
    again = refusal_of(lambda: open_case(employee=place.employee, reason=OpenReason.WORRY, by=by))
    assert again == "case_already_open"
    with pytest.raises(IntegrityError, match="case_one_open_an_employee"), transaction.atomic():
        Case.objects.create(employee=place.employee, opened_on=TODAY, open_reason=OpenReason.WORRY)
    close_case(case=case, reason=CloseReason.NOT_NEEDED, by=by)
    open_case(employee=place.employee, reason=OpenReason.WORRY, by=by)


def test_a_rule_is_no_reason_that_people_give(place: Place) -> None:
    by = place.by("leader")
    opening = lambda: open_case(employee=place.employee, reason=OpenReason.RULE, by=by)  # noqa: E731
    assert refusal_of(opening) == "open_reason_unknown"
    case = open_case(employee=place.employee, reason=OpenReason.WORRY, by=by)
    assert refusal_of(lambda: close_case(case=case, reason=CloseReason.QUIET, by=by)) == "close_reason_unknown"


def test_only_those_who_handle_the_matter_open_and_close(place: Place) -> None:
    def opening(who: str) -> str:
        by = place.by(who)
        return refusal_of(lambda: open_case(employee=place.employee, reason=OpenReason.WORRY, by=by))

    assert [opening("director"), opening("employee")] == ["not_yours", "not_yours"]


def test_closing_leaves_what_is_owed(place: Place) -> None:
    give(place.employee, owed("1-5-14/14", spell_from=-13, opens_case=True))
    case = Case.objects.get()
    close_case(case=case, reason=CloseReason.BACK_AT_WORK, by=place.by("hr"))
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.close_reason) == ("closed", TODAY, "back_at_work")
    assert FollowUp.objects.get().state == "open"
    assert refusal_of(lambda: close_case(case=case, reason=CloseReason.LEFT, by=place.by("hr"))) == "case_not_open"


# --- The job -------------------------------------------------------------------------------------------


def test_the_job_opens_the_case_on_the_day_of_the_anchor(place: Place) -> None:
    give(place.employee, owed("1-5-14/14", due=1, spell_from=-12, opens_case=True))
    tomorrow = system(NOW + timedelta(days=1))
    assert settle_cases(last_sick_days={}, by=tomorrow) == Settled(opened=1, closed=0)
    assert Case.objects.get().opened_on == days(1)
    assert settle_cases(last_sick_days={}, by=tomorrow) == Settled(opened=0, closed=0)


@pytest.mark.parametrize(
    ("last_sick_day", "opened", "open_follow_ups", "quiet"),
    [(-56, -90, 0, True), (-55, -90, 0, False), (-56, -90, 1, False), (None, -90, 0, False), (-70, -10, 0, False)],
    ids=["56 days", "55 days", "something open", "a worry without absence", "opened after the sickness"],
)
def test_a_case_is_quiet_56_days_after_the_last_sick_day(
    last_sick_day: int | None, opened: int, open_follow_ups: int, quiet: bool
) -> None:
    last = None if last_sick_day is None else days(last_sick_day)
    assert is_quiet(opened_on=days(opened), last_sick_day=last, open_follow_ups=open_follow_ups, today=TODAY) is quiet


@pytest.mark.django_db(transaction=True)
def test_a_case_for_which_something_is_owed_while_the_job_begins_stays_open(place: Place) -> None:
    long_ago = NOW - timedelta(days=60)
    open_case(employee=place.employee, reason=OpenReason.BY_HAND, by=place.by("leader", long_ago))
    new = {"key": "screening:again:x", "kind": "contact", "owner_role": OwnerRole.LEADER, "due_on": days(5)}
    settled = while_others(
        lambda: owe(employee=place.employee, **new, by=system(NOW)),
        lambda: settle_cases(last_sick_days={place.employee.pk: days(-57)}, by=system(NOW)),
    )
    assert settled == Settled(opened=0, closed=0)
    assert Case.objects.get().state == "open"


def test_the_job_closes_what_is_quiet_and_leaves_the_rest(place: Place) -> None:
    colleague, unknown = person(place.unit), person(place.unit)
    for employee in (place.employee, colleague, unknown):
        open_case(employee=employee, reason=OpenReason.BY_HAND, by=place.by("leader", NOW - timedelta(days=60)))
    give(colleague, owed("1-5-14/5", due=1))
    settled = settle_cases(last_sick_days=dict.fromkeys((place.employee.pk, colleague.pk), days(-57)), by=system(NOW))
    assert settled == Settled(opened=0, closed=1)
    case = Case.objects.get(state="closed")
    assert (case.employee_id, case.close_reason, case.closed_by) == (place.employee.pk, "quiet", None)
    assert [t.event for t in traces_of(place.employee.ref, limit=1)] == ["case_closed"]
