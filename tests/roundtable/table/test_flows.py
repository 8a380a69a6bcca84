"""What is done at the table: who may, what is kept, what is recorded on the ladder, and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from audit.models import Entry
from cases.invitations.flows import Invitee
from cases.invitations.rules import Role
from cases.models import Participant
from people.access import guest, system
from retention.models import Placement, Step
from retention.rules.saying import opened_with
from roundtable.models import Meeting, Preparation
from roundtable.request.flows import answer_request, cancel_meeting, close_stale_meetings, close_unheld
from roundtable.rules.meetings import CancelReason, UnheldReason
from roundtable.rules.table import Phase, Seat
from roundtable.table import flows
from roundtable.table.queries import standing
from roundtable.table.questions import keys_of
from tests.refusals import refusal_of
from tests.roundtable.conftest import HOUR, plan
from tests.roundtable.table.conftest import answer, at, choose, reveal_at, write_focus, write_wording
from tests.world import NOW, TODAY, World


def now(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def of_table(meeting: Meeting) -> list[tuple[str, int, str, bool]]:
    """Placements that this table has recorded: party, step, who chose, whether it stands."""
    rows = Placement.objects.filter(employee=meeting.employee, occasion="round_table").order_by("pk")
    return [(row.party, row.step.number, str(row.placed_by or ""), row.withdrawn_at is None) for row in rows]


# --- Beginning and phases ------------------------------------------------------------------------------------


def test_a_meeting_begins_once(world: World, meeting: Meeting) -> None:
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    later = world.viewer("hr", NOW + timedelta(hours=1))
    flows.begin_table(meeting=meeting, by=later)
    assert (now(meeting).begun_at, now(meeting).version) == (NOW, 2)
    assert now(meeting).touched["begun"] == {"by": "Karen Ravn", "at": NOW.isoformat(), "version": 2}


def test_the_phases_are_gone_through_in_any_order_and_begin_the_meeting(world: World, meeting: Meeting) -> None:
    for phase in (Phase.PLAN, Phase.SINCE, Phase.CLOSE, Phase.CLOSE):
        flows.choose_phase(meeting=meeting, phase=phase, by=world.viewer("consultant"))
    assert (now(meeting).phase, now(meeting).begun_at) == ("close", NOW)
    events = Entry.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["table_begun", "phase_chosen", "phase_chosen", "phase_chosen"]


@pytest.mark.parametrize("person", ["leader", "deputy", "employee", "administrator", "sibling_leader", "director"])
def test_only_who_leads_meetings_does_anything_for_all(world: World, meeting: Meeting, person: str) -> None:
    reveal_at(world, meeting, 6, 4)
    by = world.viewer(person)
    opened = opened_with({"wording": ""})
    acts: list[Callable[[], object]] = [
        lambda: flows.begin_table(meeting=meeting, by=by),
        lambda: flows.choose_phase(meeting=meeting, phase=Phase.PLAN, by=by),
        lambda: flows.reveal(meeting=meeting, by=by),
        lambda: flows.skip_picture(meeting=meeting, skip=True, by=by),
        lambda: flows.agree_on_step(meeting=meeting, number=5, by=by),
        lambda: flows.disagree(meeting=meeting, by=by),
        lambda: flows.write_wording(meeting=meeting, wording="x", override="", opened=opened, by=by),
    ]
    assert {refusal_of(act) for act in acts} == {"not_yours"}


@pytest.mark.parametrize(("state", "code"), [("requested", "not_planned"), ("held", "meeting_not_open")])
def test_nothing_is_done_before_it_is_planned_or_after_it_is_held(
    world: World, meeting: Meeting, state: str, code: str
) -> None:
    moments = {"held_at": NOW} if state == "held" else {}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **moments)
    by = world.viewer("consultant")
    assert refusal_of(lambda: flows.begin_table(meeting=meeting, by=by)) == code
    assert refusal_of(lambda: choose(world, meeting, "employee", 6)) == code
    assert refusal_of(lambda: answer(world, meeting, "employee", {"possible": "Gåture"})) == code


# --- Choosing ------------------------------------------------------------------------------------------------


def test_each_side_chooses_hidden_and_may_choose_again_until_both_are_shown(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 7)
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    assert dict(Preparation.objects.values_list("seat", "number")) == {"employee": 6, "leader": 4}
    assert of_table(meeting) == []
    reveal_at(world, meeting)
    assert refusal_of(lambda: choose(world, meeting, "employee", 5)) == "already_revealed"


def test_a_guest_chooses_for_the_side_they_sit_on(world: World, meeting: Meeting) -> None:
    Participant.objects.filter(conversation=meeting.conversation, role="leader").update(user=None, name="Lone Leder")
    row = at(meeting, "leader")
    flows.place_at_table(meeting=meeting, seat=Seat.LEADER, number=4, by=guest("Lone Leder", NOW), participant=row)
    choose(world, meeting, "employee", 6)
    reveal_at(world, meeting)
    assert of_table(meeting) == [("employee", 6, "Åse Kanariefugl", True), ("leader", 4, "", True)]


def test_nobody_chooses_for_a_side_that_is_not_theirs(world: World, meeting: Meeting) -> None:
    leader, companion = at(meeting, "leader"), at(meeting, "companion")
    by, bodil = world.viewer("leader"), guest("Bodil Bisidder", NOW)
    tried = [
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.EMPLOYEE, number=1, by=by, participant=leader),
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.EMPLOYEE, number=1, by=bodil, participant=companion),
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.LEADER, number=1, by=bodil, participant=leader),
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.LEADER, number=1, by=by, participant=companion),
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.LEADER, number=1, by=by),
    ]
    assert {refusal_of(act) for act in tried} <= {"not_yours", "not_begun"}
    assert not Preparation.objects.exclude(number=None).exists()


def test_who_was_taken_off_the_meeting_chooses_no_more(world: World, meeting: Meeting) -> None:
    Participant.objects.filter(conversation=meeting.conversation, role="leader").update(removed_at=NOW)
    assert refusal_of(lambda: choose(world, meeting, "leader", 4)) == "not_yours"


def test_the_first_leader_who_says_something_speaks_for_the_side(world: World, meeting: Meeting) -> None:
    Participant.objects.create(
        conversation=meeting.conversation,
        role="leader",
        user=world.users["deputy"],
        link_until=NOW + timedelta(days=1),
        added_at=NOW,
    )
    answer(world, meeting, "deputy", {"possible": "Medicinskab"}, seat=Seat.LEADER)
    assert refusal_of(lambda: choose(world, meeting, "leader", 4)) == "seat_taken"
    choose(world, meeting, "deputy", 4, seat=Seat.LEADER)
    assert Preparation.objects.get(seat="leader").participant.user == world.users["deputy"]


def test_a_step_that_is_not_used_any_more_is_refused(world: World, meeting: Meeting) -> None:
    Step.objects.filter(number=6).update(last_day=TODAY - timedelta(days=1))
    for number in (0, 6, 10):
        assert refusal_of(lambda number=number: choose(world, meeting, "employee", number)) == "step_ended"


def test_who_has_no_phone_chooses_on_the_shared_screen_and_may_change_it_on_their_own(
    world: World, meeting: Meeting
) -> None:
    by = world.viewer("consultant")
    flows.begin_table(meeting=meeting, by=by)
    for number in (5, 6):
        flows.place_at_table(meeting=meeting, seat=Seat.EMPLOYEE, number=number, by=by)
    row = Preparation.objects.get(seat="employee")
    assert (row.number, row.on_wall, row.participant) == (6, True, at(meeting, "employee"))
    choose(world, meeting, "employee", 7)
    again = lambda: flows.place_at_table(meeting=meeting, seat=Seat.EMPLOYEE, number=1, by=by)  # noqa: E731
    assert refusal_of(again) == "chosen_on_own"
    assert Preparation.objects.get(seat="employee").number == 7


# --- The reveal ----------------------------------------------------------------------------------------------


def test_both_are_shown_at_once_and_recorded_on_the_ladder(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 6)
    by = world.viewer("consultant")
    flows.begin_table(meeting=meeting, by=by)
    assert refusal_of(lambda: flows.reveal(meeting=meeting, by=by)) == "both_must_place"
    choose(world, meeting, "leader", 4)
    flows.reveal(meeting=meeting, by=by)
    flows.reveal(meeting=meeting, by=world.viewer("hr"))
    assert now(meeting).revealed_at == NOW
    assert of_table(meeting) == [("employee", 6, "Åse Kanariefugl", True), ("leader", 4, "Birgit Lund", True)]
    assert set(Placement.objects.filter(occasion="round_table").values_list("case", "placed_on", "told_how")) == {
        (meeting.case_id, TODAY, "")
    }


def test_the_staircase_is_left_out_and_taken_up_again_with_what_was_chosen(world: World, meeting: Meeting) -> None:
    by = world.viewer("consultant")
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    flows.choose_phase(meeting=meeting, phase=Phase.PICTURE, by=by)
    flows.skip_picture(meeting=meeting, skip=True, by=by)
    assert refusal_of(lambda: flows.reveal(meeting=meeting, by=by)) == "picture_skipped"
    assert refusal_of(lambda: choose(world, meeting, "leader", 5)) == "picture_skipped"
    flows.skip_picture(meeting=meeting, skip=False, by=by)
    flows.reveal(meeting=meeting, by=by)
    assert refusal_of(lambda: flows.skip_picture(meeting=meeting, skip=True, by=by)) == "already_revealed"
    assert [row[:2] for row in of_table(meeting)] == [("employee", 6), ("leader", 4)]


# --- After it ------------------------------------------------------------------------------------------------


def test_the_step_that_they_set_is_recorded_and_another_one_takes_its_place(world: World, meeting: Meeting) -> None:
    by = world.viewer("consultant")
    flows.begin_table(meeting=meeting, by=by)
    assert refusal_of(lambda: flows.agree_on_step(meeting=meeting, number=5, by=by)) == "not_revealed"
    reveal_at(world, meeting, 6, 4)
    for number in (5, 5, 6):
        flows.agree_on_step(meeting=meeting, number=number, by=by)
    agreed = [row[1:] for row in of_table(meeting) if row[0] == "agreed"]
    assert agreed == [(5, "Karen Ravn", False), (6, "Karen Ravn", True)]
    assert refusal_of(lambda: flows.agree_on_step(meeting=meeting, number=0, by=by)) == "step_ended"
    assert (now(meeting).agreed_number, now(meeting).disagreed) == (6, False)


def test_that_they_do_not_agree_is_written_down_and_blocks_nothing(world: World, meeting: Meeting) -> None:
    by = world.viewer("hr")
    reveal_at(world, meeting, 6, 4)
    flows.agree_on_step(meeting=meeting, number=5, by=by)
    flows.disagree(meeting=meeting, by=by)
    flows.disagree(meeting=meeting, by=by)
    assert (now(meeting).agreed_number, now(meeting).disagreed) == (None, True)
    assert [row[1:] for row in of_table(meeting) if row[0] == "agreed"] == [(5, "Henrik Holt", False)]
    flows.choose_phase(meeting=meeting, phase=Phase.CLOSE, by=by)
    flows.agree_on_step(meeting=meeting, number=4, by=by)
    assert (now(meeting).agreed_number, now(meeting).disagreed) == (4, False)


def test_what_was_agreed_elsewhere_stands(world: World, meeting: Meeting) -> None:
    """Only what this table agreed on is taken back by it."""
    Placement.objects.create(
        employee=meeting.employee,
        step=Step.objects.get(number=3),
        party="agreed",
        occasion="talk",
        placed_on=TODAY,
        placed_at=NOW,
    )
    reveal_at(world, meeting, 6, 4)
    flows.disagree(meeting=meeting, by=world.viewer("consultant"))
    assert Placement.objects.get(party="agreed").withdrawn_at is None


# --- What is written -----------------------------------------------------------------------------------------


def test_the_shared_words_are_kept_and_the_same_again_changes_nothing(world: World, meeting: Meeting) -> None:
    assert refusal_of(lambda: write_wording(world, meeting, "Snart tilbage")) == "not_begun"
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    write_wording(world, meeting, "Snart tilbage")
    version = now(meeting).version
    write_wording(world, meeting, "Snart tilbage", before="Snart tilbage")
    assert (now(meeting).wording, now(meeting).version) == ("Snart tilbage", version)


def test_the_guard_stands_before_what_is_written_and_remembers_what_it_let_through(
    world: World, meeting: Meeting
) -> None:
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    assert refusal_of(lambda: write_wording(world, meeting, "Hun har kræft")) == "health_in_note"
    assert refusal_of(lambda: write_wording(world, meeting, "010190-1234", override="Skal stå")) == "cpr_in_note"
    write_wording(world, meeting, "Hun har kræft", override="Det er et navn")
    write_wording(world, meeting, "Hun har kræft i dag", before="Hun har kræft")
    assert refusal_of(lambda: write_wording(world, meeting, "kræft og diabetes", before="Hun har kræft i dag")) == (
        "health_in_note"
    )
    assert (now(meeting).wording, now(meeting).words_override) == ("Hun har kræft i dag", "Det er et navn")


def test_the_four_questions_are_kept_together_with_whether_work_was_a_cause(world: World, meeting: Meeting) -> None:
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    said = {"physical": "Ny stol", "tasks": "Ingen løft", "functions": "Kontoret", "colleagues": "Carl"}
    write_focus(world, meeting, **said, work_related="not_said")
    row = now(meeting)
    assert [row.physical, row.tasks, row.functions, row.colleagues] == ["Ny stol", "Ingen løft", "Kontoret", "Carl"]
    assert row.work_related == "not_said"
    assert refusal_of(lambda: write_focus(world, meeting, physical="Ny pult")) == "changed_meanwhile"
    assert now(meeting).physical == "Ny stol"


def test_answers_are_a_draft_until_they_are_finished(world: World, meeting: Meeting) -> None:
    answer(world, meeting, "employee", {"possible": "Gåture"}, finished=False)
    row = Preparation.objects.get(seat="employee")
    assert (row.answers, row.answered_at) == ({"possible": "Gåture"}, None)
    answer(world, meeting, "employee", {"possible": "Gåture", "helps": "En makker"}, before={"possible": "Gåture"})
    row.refresh_from_db()
    assert (row.answers, row.answered_at) == ({"possible": "Gåture", "helps": "En makker"}, NOW)


def test_answers_are_guarded_and_asked_for_by_name(world: World, meeting: Meeting) -> None:
    wrong = lambda: answer(world, meeting, "employee", {"illness": "Ja"})  # noqa: E731
    assert refusal_of(wrong) == "unknown_question"
    assert refusal_of(lambda: answer(world, meeting, "employee", {"possible": "Intet, kræft"})) == "health_in_note"
    stale = lambda: answer(world, meeting, "employee", {"possible": "Nyt"}, before={"possible": "x"})  # noqa: E731
    assert refusal_of(stale) == "changed_meanwhile"
    assert not Preparation.objects.exclude(answers={}).exists()


# --- What nobody was shown ------------------------------------------------------------------------------------


def test_of_a_meeting_that_never_began_nothing_prepared_is_kept(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 7)
    choose(world, meeting, "leader", 3)
    answer(world, meeting, "employee", {keys_of(Seat.EMPLOYEE)[0]: "Jeg vil gerne begynde"})
    cancel_meeting(meeting=meeting, reason=CancelReason.ASKED_BY_MISTAKE, by=world.viewer("consultant"))
    assert not meeting.preparations.exists()


@pytest.mark.parametrize("unheld", ["by_hand", "stale", "declined"])
def test_whatever_ends_a_meeting_ends_what_was_hidden_at_it(world: World, meeting: Meeting, unheld: str) -> None:
    choose(world, meeting, "employee", 7)
    later = NOW + timedelta(days=60)
    if unheld == "by_hand":
        flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
        close_unheld(meeting=meeting, reason=UnheldReason.NOBODY_CAME, by=world.viewer("consultant", NOW + 3 * HOUR))
    elif unheld == "stale":
        close_stale_meetings(by=system(later))
    else:
        answer_request(meeting=meeting, yes=False, by=world.viewer("employee"))
    meeting.refresh_from_db()
    assert meeting.state != "planned"
    assert not meeting.preparations.exclude(number=None).exists()


def test_who_leaves_the_meeting_takes_what_they_prepared_along(world: World, meeting: Meeting) -> None:
    """Another leader comes instead: she speaks for the side, and nothing of the first is shown as hers."""
    choose(world, meeting, "leader", 2)
    choose(world, meeting, "employee", 6)
    before = Participant.objects.filter(conversation=meeting.conversation_id)
    kept = [
        Invitee(role=Role(row.role), user=row.user, name=row.name, email=row.email, ref=row.ref)
        for row in before.exclude(role="leader").select_related("user")
    ]
    other = Invitee(role=Role.LEADER, user=world.users["deputy"])
    plan(world, meeting, invitees=[*kept, other])
    meeting.refresh_from_db()
    assert set(meeting.preparations.values_list("seat", "number")) == {("employee", 6)}
    assert not standing(meeting).leader.has_placed
    choose(world, meeting, "deputy", 4, seat=Seat.LEADER)
    reveal_at(world, meeting)
    assert of_table(meeting)[1] == ("leader", 4, str(world.users["deputy"]), True)
    plan(world, meeting, hours=96, invitees=kept)
    assert meeting.preparations.count() == 2
