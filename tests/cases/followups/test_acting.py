import pytest
from django.http import Http404

from audit.models import Entry
from audit.queries import traces_of
from cases.followups.access import open_follow_up, open_follow_ups
from cases.followups.flows import (
    confirm_by_sick_report,
    confirm_follow_up,
    hand_over,
    note_contact,
    postpone_follow_up,
    undo_confirmation,
)
from cases.followups.queries import owners_of_rows
from cases.followups.rules import PostponeReason
from cases.matter.queries import rows_of as matter_of
from cases.models import FollowUp
from people.access import open_employee
from people.models import Capacity, Employee
from people.rules import CapacityKind, OwnerRole
from tests.cases.conftest import NOW, TODAY, Place, days, give, owed, rows_of, user_of
from tests.factories import AssignmentFactory, CapacityFactory, person
from tests.refusals import refusal_of


def states() -> dict[str, str]:
    return {row.rule_key or row.origin: row.state for row in FollowUp.objects.all()}


# --- Confirming ----------------------------------------------------------------------------------------


def test_confirming_says_who_when_and_on_which_day(place: Place) -> None:
    (row,) = give(place.employee, owed("1-5-14/5", due=0))
    by = place.by("leader")
    (done,) = confirm_follow_up(follow_up=row, done_on=days(-1), by=by, note="Møder fire timer fra mandag")
    assert (done.state, done.done_on, done.done_at, done.done_by) == ("done", days(-1), NOW, by.user)
    assert done.note == "Møder fire timer fra mandag"


def test_confirming_does_all_reasons_of_the_card_but_the_statutory(place: Place) -> None:
    rows = give(
        place.employee,
        owed("1-5-14/14", due=0, spell_from=-13),
        owed("gt29/sum", due=0, kind="signal", step=None),
        owed("statutory/29", due=0, spell_from=-28, mandatory=True),
        owed("1-5-14/28", due=14),
    )
    done = confirm_follow_up(follow_up=rows[0], done_on=TODAY, by=place.by("leader"))
    assert [row.rule_key for row in done] == ["1-5-14/14", "gt29/sum"]
    assert states() == {"1-5-14/14": "done", "gt29/sum": "done", "statutory/29": "open", "1-5-14/28": "open"}


def test_what_was_handed_over_is_no_reason_of_the_leaders_card(place: Place) -> None:
    rows = give(place.employee, owed("1-5-14/5", due=0), owed("gt29/sum", due=0, kind="signal", step=None))
    hand_over(follow_ups=[row for row in rows if row.rule_key == "gt29/sum"], to=user_of(place.hr), by=place.by("hr"))
    pressed = next(row for row in rows if row.rule_key == "1-5-14/5")
    confirm_follow_up(follow_up=pressed, done_on=TODAY, by=place.by("leader"))
    assert states() == {"1-5-14/5": "done", "gt29/sum": "open"}


def test_a_statutory_row_is_done_by_its_own_press(place: Place) -> None:
    rows = give(place.employee, owed("1-5-14/14"), owed("statutory/29", spell_from=-28, mandatory=True))
    statutory = next(row for row in rows if row.mandatory)
    confirm_follow_up(follow_up=statutory, done_on=TODAY, by=place.by("leader"))
    assert states() == {"1-5-14/14": "open", "statutory/29": "done"}


def test_confirming_overtakes_the_earlier_contacts_of_the_spell(place: Place) -> None:
    rows = give(place.employee, owed("1-5-14/5", due=-5, spell_from=-13), owed("1-5-14/14", due=0, spell_from=-13))
    confirm_follow_up(follow_up=rows[1], done_on=TODAY, by=place.by("leader"))
    assert states() == {"1-5-14/5": "overtaken", "1-5-14/14": "done"}


def test_confirming_twice_is_refused(place: Place) -> None:
    (row,) = give(place.employee, owed())
    confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by("leader"))
    again = lambda: confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by("deputy"))  # noqa: E731
    assert refusal_of(again) == "not_open"


@pytest.mark.parametrize(("day", "code"), [(1, "in_future"), (-5, "before_start")])
def test_a_day_that_cannot_be_is_refused(place: Place, day: int, code: str) -> None:
    (row,) = give(place.employee, owed(spell_from=-4))
    assert refusal_of(lambda: confirm_follow_up(follow_up=row, done_on=days(day), by=place.by("leader"))) == code


def test_a_note_about_health_changes_nothing(place: Place) -> None:
    (row,) = give(place.employee, owed())
    by = place.by("leader")
    refused = refusal_of(lambda: confirm_follow_up(follow_up=row, done_on=TODAY, by=by, note="Hun har stress"))
    assert (refused, states()) == ("health_in_note", {"1-5-14/5": "open"})
    confirm_follow_up(follow_up=row, done_on=TODAY, by=by, note="Stress er emnet", note_override="Temadagens navn")
    row.refresh_from_db()
    assert (row.note, row.note_override) == ("Stress er emnet", "Temadagens navn")
    assert "note_override" in traces_with_fields(place)[0]


def traces_with_fields(place: Place) -> list[list[str]]:
    return list(Entry.objects.filter(subjects=[place.employee.ref]).order_by("-pk").values_list("fields", flat=True))


@pytest.mark.parametrize("who", ["leader", "deputy", "hr"])
def test_who_handles_the_matter_may_confirm(place: Place, who: str) -> None:
    (row,) = give(place.employee, owed())
    confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by(who))
    assert [(t.event, t.capacity) for t in traces_of(place.employee.ref, limit=5)] == [("follow_up_confirmed", who)]


@pytest.mark.parametrize("who", ["director", "employee"])
def test_others_may_not_confirm(place: Place, who: str) -> None:
    (row,) = give(place.employee, owed())
    assert refusal_of(lambda: confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by(who))) == "not_yours"


def test_a_consultant_does_the_consultants_rows_only(place: Place) -> None:
    consultant = person(place.top)
    CapacityFactory(user=consultant.user, kind=CapacityKind.CONSULTANT)
    AssignmentFactory(employee=place.employee, consultant=consultant.user)
    rows = give(place.employee, owed("1-5-14/5"), owed("plan/x", owner_role="consultant", step=None))
    place.director = consultant
    by = place.by("director")
    assert refusal_of(lambda: confirm_follow_up(follow_up=rows[0], done_on=TODAY, by=by)) == "not_yours"
    confirm_follow_up(follow_up=rows[1], done_on=TODAY, by=by)
    assert states() == {"1-5-14/5": "open", "plan/x": "done"}


# --- Undoing -------------------------------------------------------------------------------------------


def test_a_note_is_taken_back_with_its_confirmation(place: Place) -> None:
    (row,) = give(place.employee, owed("1-5-14/5", due=0))
    by = place.by("leader")
    confirm_follow_up(follow_up=row, done_on=TODAY, by=by, note="Taler med nabokommunen")
    undo_confirmation(follow_up=row, by=by)
    assert traces_with_fields(place)[0] == ["note", "state"]
    row.refresh_from_db()
    assert row.note == ""


def test_undo_of_what_is_open_is_refused(place: Place) -> None:
    (row,) = give(place.employee, owed())
    assert refusal_of(lambda: undo_confirmation(follow_up=row, by=place.by("leader"))) == "not_done"


# --- Postponing ----------------------------------------------------------------------------------------


def test_postponing_sets_a_reminder_and_leaves_the_due_date(place: Place) -> None:
    (row,) = give(place.employee, owed(due=0))
    postpone_follow_up(follow_up=row, until=days(3), reason=PostponeReason.NOT_REACHED, by=place.by("leader"))
    row.refresh_from_db()
    assert (row.due_on, row.remind_on, row.postponed, row.postpone_reason) == (TODAY, days(3), 1, "not_reached")
    assert [found.pk for found in FollowUp.objects.turned_up(days(2))] == []
    assert [found.pk for found in FollowUp.objects.turned_up(days(3))] == [row.pk]


def test_the_limits_are_the_municipalitys(place: Place, settings: object) -> None:
    (row,) = give(place.employee, owed(due=0))
    by = place.by("leader")
    settings.POSTPONE_MAX_DAYS, settings.POSTPONE_MAX_TIMES = 2, 1  # type: ignore[attr-defined]

    def postpone(until: int) -> None:
        postpone_follow_up(follow_up=row, until=days(until), reason=PostponeReason.NO_TIME, by=by)

    assert refusal_of(lambda: postpone(3)) == "too_far"
    postpone(1)
    assert refusal_of(lambda: postpone(2)) == "postponed_too_often"


def test_postponing_never_passes_the_law(place: Place) -> None:
    (row,) = give(place.employee, owed("statutory/29", due=-1, legal=1, spell_from=-28, mandatory=True))

    def postpone(until: int) -> None:
        postpone_follow_up(follow_up=row, until=days(until), reason=PostponeReason.NO_TIME, by=place.by("leader"))

    assert refusal_of(lambda: postpone(2)) == "past_legal_day"
    postpone(1)


# --- Contacts that nobody was owed -----------------------------------------------------------------------


def test_a_noted_contact_does_the_earliest_open_contact(place: Place) -> None:
    give(
        place.employee,
        owed("1-5-14/5", due=2, spell_from=-2),
        owed("1-5-14/14", due=11, spell_from=-2),
        owed("statutory/29", due=1, spell_from=-2, mandatory=True),
    )
    note_contact(employee=place.employee, contact_on=TODAY, by=place.by("leader"), note="Ringede selv")
    assert states() == {"1-5-14/5": "done", "1-5-14/14": "open", "statutory/29": "open", "noted": "done"}


def test_a_contact_may_be_noted_where_nothing_is_owed(place: Place) -> None:
    noted = note_contact(employee=place.employee, contact_on=days(-1), by=place.by("hr"))
    assert (noted.origin, noted.done_on, noted.due_on) == ("noted", days(-1), None)


def test_the_same_form_notes_one_contact(place: Place) -> None:
    give(place.employee, owed("1-5-14/5"), owed("1-5-14/14", due=9))
    for _ in range(2):
        note_contact(employee=place.employee, contact_on=TODAY, by=place.by("leader"), token="samme")
    assert states() == {"1-5-14/5": "done", "1-5-14/14": "open", "noted": "done"}


def test_a_contact_to_come_is_refused(place: Place) -> None:
    by = place.by("leader")
    assert refusal_of(lambda: note_contact(employee=place.employee, contact_on=days(1), by=by)) == "in_future"


# --- The sick report -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "state"), [("leader", "done"), ("deputy", "done"), ("hr", "open")])
def test_the_leaders_own_report_is_the_contact_of_day_one(place: Place, who: str, state: str) -> None:
    give(place.employee, owed("1-5-14/1", spell_from=0), owed("1-5-14/5", due=4, spell_from=0))
    confirm_by_sick_report(employee=place.employee, first_day=TODAY, by=place.by(who))
    assert states() == {"1-5-14/1": state, "1-5-14/5": "open"}


# --- Handing over ----------------------------------------------------------------------------------------


def test_handing_over_names_an_owner_for_many_at_once(place: Place) -> None:
    rows = [*give(place.employee, owed()), *give(person(place.unit), owed())]
    assert hand_over(follow_ups=rows, to=user_of(place.hr_colleague), by=place.by("hr")) == 2
    assert set(FollowUp.objects.values_list("named_owner", flat=True)) == {place.hr_colleague.user_id}
    hand_over(follow_ups=rows, to=None, by=place.by("hr"))
    assert set(FollowUp.objects.values_list("named_owner", flat=True)) == {None}


@pytest.mark.parametrize("who", ["director", "employee"])
def test_nobody_takes_over_whom_they_may_not_see(place: Place, who: str) -> None:
    rows = give(place.employee, owed())
    to = user_of(getattr(place, who))
    assert refusal_of(lambda: hand_over(follow_ups=rows, to=to, by=place.by("hr"))) == "cannot_take_over"


@pytest.mark.parametrize("who", ["leader", "deputy", "director", "employee"])
def test_only_hr_hands_over(place: Place, who: str) -> None:
    rows = give(place.employee, owed())
    assert refusal_of(lambda: hand_over(follow_ups=rows, to=None, by=place.by(who))) == "not_yours"


def test_hr_hands_nothing_over_of_their_own_matter(place: Place) -> None:
    rows = [*give(place.employee, owed()), *give(place.hr, owed())]
    to = user_of(place.hr_colleague)
    assert refusal_of(lambda: hand_over(follow_ups=rows, to=to, by=place.by("hr"))) == "not_yours"
    assert set(FollowUp.objects.values_list("named_owner", flat=True)) == {None}


@pytest.mark.parametrize("ending", ["grant", "employment"])
def test_a_named_owner_whose_right_has_ended_does_nothing_more(place: Place, ending: str) -> None:
    (row,) = give(place.employee, owed())
    hand_over(follow_ups=[row], to=user_of(place.hr_colleague), by=place.by("hr"))
    end_rights(place.hr_colleague, ending)
    row.refresh_from_db()
    by = place.by("hr_colleague")
    assert refusal_of(lambda: confirm_follow_up(follow_up=row, done_on=TODAY, by=by)) == "not_yours"
    assert refusal_of(lambda: undo_confirmation(follow_up=row, by=by)) == "not_yours"


@pytest.mark.parametrize("ending", ["grant", "employment"])
def test_what_was_handed_to_somebody_without_rights_is_the_leaders_again(place: Place, ending: str) -> None:
    """For mail and for the page alike: the row is owed by who owes it by role."""
    (row,) = give(place.employee, owed())
    hand_over(follow_ups=[row], to=user_of(place.hr_colleague), by=place.by("hr"))
    end_rights(place.hr_colleague, ending)
    row.refresh_from_db()
    leader = place.by("leader")
    assert owners_of_rows(rows_of([row]), leader)[row.pk].owe == {place.leader.user_id}
    shown = matter_of(open_employee(leader, place.employee.ref, purpose="test"), leader, writes=True)
    assert shown.next is not None
    assert [item.owner for item in shown.open] == [str(place.leader.user)]


@pytest.mark.parametrize("ending", ["grant", "employment"])
def test_who_is_in_hr_no_more_is_told_nothing_of_hrs_queue(place: Place, ending: str) -> None:
    (row,) = give(place.employee, owed(owner_role=OwnerRole.HR))
    end_rights(place.hr_colleague, ending)
    assert owners_of_rows(rows_of([row]), place.by("leader"))[row.pk].told == {place.hr.user_id}


def end_rights(employee: Employee, what: str) -> None:
    rows = Capacity.objects.filter(user=employee.user) if what == "grant" else employee.employments.all()
    rows.update(last_day=days(-1))


def test_nobody_without_an_account_takes_over(place: Place) -> None:
    rows = give(place.employee, owed())
    to = user_of(place.hr_colleague)
    to.is_active = False
    to.save()
    assert refusal_of(lambda: hand_over(follow_ups=rows, to=to, by=place.by("hr"))) == "no_account"


# --- The door --------------------------------------------------------------------------------------------


def test_the_door_opens_to_who_handles_the_matter_and_leaves_a_trace(place: Place) -> None:
    (row,) = give(place.employee, owed())
    found = open_follow_up(place.by("leader"), row.ref, purpose="confirm")
    assert (found.pk, found.employee.unit_id) == (row.pk, place.unit.pk)
    assert [(t.event, t.purpose) for t in traces_of(place.employee.ref, limit=5)] == [("opened", "confirm")]


@pytest.mark.parametrize("who", ["director", "employee"])
def test_the_door_stays_shut_to_others_and_tells_of_the_try(place: Place, who: str) -> None:
    (row,) = give(place.employee, owed())
    with pytest.raises(Http404):
        open_follow_up(place.by(who), row.ref, purpose="confirm")
    (entry,) = Entry.objects.all()
    assert (entry.event, entry.subjects, entry.actor_id) == (
        "refused",
        [place.employee.ref],
        getattr(place, who).user_id,
    )


def test_several_are_opened_together_or_not_at_all(place: Place) -> None:
    rows = [*give(place.employee, owed()), *give(person(place.unit), owed())]
    refs = [row.ref for row in reversed(rows)]
    assert [row.ref for row in open_follow_ups(place.by("leader"), refs, purpose="hand_over")] == refs
    (elsewhere,) = give(place.director, owed())
    with pytest.raises(Http404):
        open_follow_ups(place.by("leader"), [*refs, elsewhere.ref], purpose="hand_over")
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == ["listed", "refused"]
