"""Closing a meeting: what must be there, what runs from then on, and that nothing is written any more."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from audit.models import Entry
from cases.invitations.flows import leave_companion_out
from cases.invitations.queries.places import companion_of
from cases.minutes.content import from_json
from cases.models import FollowUp, Minutes, MinutesCopy, Notice, Participant
from people.calendar import COPENHAGEN
from people.rules import RuleViolation
from retention.rules.saying import ChangedMeanwhile, opened_with
from roundtable.agreements.queries import open_from_earlier
from roundtable.closing import flows
from roundtable.closing.queries import behind, prepared
from roundtable.models import AgreedAction, Meeting, ReturnPlan
from roundtable.plans.flows import decide_no_plan
from roundtable.rules.table import NoPlanReason
from tests.at_once import while_others
from tests.refusals import refusal_of
from tests.roundtable.agreements.conftest import agree
from tests.roundtable.closing.conftest import NEXT, hold, prepare, see
from tests.roundtable.plans.conftest import a_plan, weeks, write
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, TODAY, World


def rows(kind: str) -> list[tuple]:
    return [(row.state, row.owner_role, row.due_on) for row in FollowUp.objects.filter(kind=kind).order_by("pk")]


# --- Before -----------------------------------------------------------------------------------------------


def test_who_came_and_who_gets_the_minutes_is_written_down(table: Table) -> None:
    prepare(table, came=("employee", "companion"), get_minutes={table.seats["employee"].ref})
    found = {row.role: (row.attended, row.gets_minutes) for row in table.meeting.conversation.participants.all()}
    assert found == {
        "employee": (True, True),
        "leader": (False, False),
        "consultant": (False, False),
        "companion": (True, False),
    }
    assert (table.again().next_at, table.meeting.touched["closing"]["by"]) == (NEXT, "Karen Ravn")
    prepare(table, next_at=None)
    assert table.again().next_at is None


def test_nobody_is_an_answer_too(table: Table) -> None:
    prepare(table)
    prepare(table, attended=set(), get_minutes=set(), next_at=None)
    people = Participant.objects.filter(conversation=table.meeting.conversation)
    assert {(row.attended, row.gets_minutes) for row in people} == {(False, False)}


def test_who_was_faster_is_not_written_over(table: Table) -> None:
    opened = opened_with(prepared(table.meeting, table.seats.values()))
    prepare(table, opened=opened)
    with pytest.raises(ChangedMeanwhile):
        prepare(table, came=("leader",), by="hr", opened=opened)
    assert table.meeting.conversation.participants.get(role="employee").attended


@pytest.mark.parametrize("person", ["leader", "deputy", "employee", "colleague", "administrator"])
def test_whoever_runs_the_meeting_closes_it(ready: Table, person: str) -> None:
    assert refusal_of(lambda: prepare(ready, by=person)) == "not_yours"
    assert refusal_of(lambda: hold(ready, by=person)) == "not_yours"


@pytest.mark.parametrize(
    ("next_at", "code"),
    [
        (NOW, "next_in_past"),
        (datetime(2026, 12, 24, 9, tzinfo=COPENHAGEN), "next_on_a_free_day"),
    ],
)
def test_the_next_meeting_lies_ahead_on_a_working_day(table: Table, next_at: datetime, code: str) -> None:
    assert refusal_of(lambda: prepare(table, next_at=next_at)) == code


def _without(ready: Table, what: str) -> None:
    match what:
        case "begun":
            Meeting.objects.update(begun_at=None)
        case "picture":
            Meeting.objects.update(agreed_number=None)
        case "plan":
            ReturnPlan.objects.all().delete()
        case "owner":
            agree(ready, "aftale-1", who="")
        case "day":
            agree(ready, "aftale-1", due_on=None)
        case "past":
            AgreedAction.objects.update(due_on=TODAY - timedelta(days=1))
        case "attendance":
            ready.meeting.conversation.participants.update(attended=None)
        case "employee":
            prepare(ready, came=("leader",))
        case "falls":
            write(ready, a_plan(weeks=weeks(8, 4)))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("begun", "not_begun"),
        ("picture", "picture_missing"),
        ("plan", "plan_missing"),
        ("falls", "hours_fall"),
        ("owner", "owner_missing"),
        ("day", "day_missing"),
        ("past", "day_past"),
        ("attendance", "attendance_missing"),
        ("employee", "employee_absent"),
    ],
)
def test_it_stays_open_while_something_is_missing(ready: Table, what: str, code: str) -> None:
    _without(ready, what)
    before = Entry.objects.count()
    assert refusal_of(lambda: hold(ready)) == code
    assert (ready.again().state, Entry.objects.count()) == ("planned", before)
    assert not Minutes.objects.exists()
    assert rows("agreed_action") == []


def test_what_was_not_planned_cannot_be_held(ready: Table) -> None:
    Meeting.objects.update(state="requested")
    assert refusal_of(lambda: hold(ready)) == "not_planned"


# --- Held -------------------------------------------------------------------------------------------------


def test_a_held_meeting_is_locked_and_everything_runs(ready: Table, world: World) -> None:
    hold(ready)
    meeting = ready.again()
    assert (meeting.state, meeting.held_at) == ("held", NOW)
    assert rows("round_table_hold")[0][0] == "done"
    assert ReturnPlan.objects.get().state == "active"
    assert rows("plan_evaluate") == [("open", "leader", date(2026, 12, 22))]
    assert [(state, role) for state, role, _due in rows("agreed_action")] == [("open", "leader"), ("open", "employee")]
    assert MinutesCopy.objects.count() == 4
    for act in (
        lambda: hold(ready),
        lambda: prepare(ready),
        lambda: agree(ready, "en-til"),
        lambda: write(ready, a_plan(disagreed=True), opened="x"),
    ):
        assert refusal_of(act) == "meeting_not_open"


def test_the_next_meeting_is_planned_with_the_same_people(ready: Table) -> None:
    hold(ready)
    following = Meeting.objects.exclude(pk=ready.meeting.pk).get()
    talk = following.conversation
    assert (following.state, following.earlier, following.reason, following.requester) == (
        "planned",
        ready.meeting,
        "follow_up",
        "consultant",
    )
    length = ready.meeting.conversation.ends_at - ready.meeting.conversation.starts_at
    assert (talk.starts_at, talk.ends_at, talk.place) == (NEXT, NEXT + length, "Lokale Åen")
    assert rows("round_table_plan")[-1][0] == "done"
    assert rows("round_table_hold")[-1] == ("open", "consultant", NEXT.date())


def test_no_next_meeting_is_a_choice_too(ready: Table) -> None:
    prepare(ready, next_at=None)
    hold(ready)
    assert Meeting.objects.count() == 1


def test_no_plan_is_a_decision_that_is_written_down(ready: Table) -> None:
    decide_no_plan(meeting=ready.meeting, reason=NoPlanReason.TOO_EARLY, by=ready.by())
    hold(ready)
    assert ReturnPlan.objects.get().state == "draft"
    assert rows("plan_evaluate") == []
    assert "Der er ikke brug for en plan nu: det er for tidligt." in str(Minutes.objects.get().content)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_it_once(world: World) -> None:
    table = sit_down(world)
    decide_no_plan(meeting=table.meeting, reason=NoPlanReason.TOO_EARLY, by=table.by())
    prepare(table)
    came = while_others(lambda: hold(table), lambda: hold(table, by="hr"))
    assert isinstance(came, RuleViolation)
    assert came.code == "meeting_not_open"
    assert (Minutes.objects.count(), Meeting.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_it_is_closed_is_refused_and_not_lost_in_silence(world: World) -> None:
    table = sit_down(world)
    decide_no_plan(meeting=table.meeting, reason=NoPlanReason.TOO_EARLY, by=table.by())
    prepare(table)
    came = while_others(lambda: hold(table), lambda: agree(table, by="hr"))
    assert isinstance(came, RuleViolation)
    assert came.code == "meeting_not_open"


# --- The minutes --------------------------------------------------------------------------------------------


def test_the_minutes_say_all_that_stood_at_the_table(ready: Table) -> None:
    Meeting.objects.update(
        wording="Åse vil gerne tilbage", physical="Lift på stuen", work_related="yes", words_override=""
    )
    hold(ready)
    content = from_json(Minutes.objects.get().content)
    assert (content.title, content.whose, content.made_by) == (
        "Referat af rundbordsmøde",
        "Åse Kanariefugl",
        "Karen Ravn",
    )
    assert [(one.name, one.role, one.attended) for one in content.participants] == [
        ("Åse Kanariefugl", "Medarbejder", True),
        ("Birgit Lund", "Leder", True),
        ("Karen Ravn", "Fastholdelseskonsulent", True),
        ("Bo Bisidder", "Bisidder", False),
    ]
    kinds = [type(section).__name__ for section in content.sections]
    assert kinds == ["Stair", "Paragraphs", "Facts", "Plan", "Agreements", "Paragraphs"]
    stair, wording, focus, plan, agreements, following = content.sections
    assert stair.in_words == (
        "Åse ser sig på trin 6. Birgit ser Åse på trin 4. 2 trin imellem. De blev enige om trin 5."
    )
    assert wording.paragraphs == ("Åse vil gerne tilbage",)
    assert [(row.label, row.value) for row in focus.rows] == [
        ("De fysiske forhold", "Lift på stuen"),
        ("Talt om årsager på arbejdet", "Ja"),
    ]
    assert plan.in_words == "Otte timer i den første uge, fuld tid fra 1.\u00a0februar."
    assert [(listing.heading, listing.items[0].text, listing.items[0].note) for listing in plan.lists] == [
        ("Det kan Åse begynde med", "Medicinskab og dokumentation", ""),
        ("Det venter vi med", "Forflytning uden makker", "Ses på igen 22.\u00a0december"),
        ("Det ændrer vi", "Møder kl. 9 i stedet for 7", "Nyt"),
        ("Hvem støtter", "Birgit ringer hver fredag", ""),
    ]
    assert [(row.who, row.what, row.when) for row in agreements.rows] == [
        ("Birgit Lund", "Laver ny vagtplan til uge 49 og 50", "torsdag 26.\u00a0november"),
        ("Åse Kanariefugl", "Siger til Birgit hver fredag", "torsdag 26.\u00a0november"),
    ]
    assert following.paragraphs == ("Mandag 21.\u00a0december kl.\u00a09.00.",)


def test_the_minutes_are_danish_whatever_the_page_is(ready: Table) -> None:
    with translation.override("en"):
        hold(ready)
    assert from_json(Minutes.objects.get().content).title == "Referat af rundbordsmøde"


def test_the_minutes_of_the_next_meeting_begin_with_what_was_agreed(ready: Table, world: World) -> None:
    hold(ready)
    later = NOW + timedelta(days=28)
    following = Meeting.objects.exclude(pk=ready.meeting.pk).get()
    assert [(row.what, row.who.first_name, row.is_open) for row in open_from_earlier(following)] == [
        ("Laver ny vagtplan til uge 49 og 50", "Birgit", True),
        ("Siger til Birgit hver fredag", "Åse", True),
    ]
    FollowUp.objects.filter(words="Laver ny vagtplan til uge 49 og 50").update(state="done", done_on=TODAY, done_at=NOW)
    Meeting.objects.filter(pk=following.pk).update(begun_at=later, picture_skipped=True, no_plan_reason="plan_runs")
    Participant.objects.filter(conversation=following.conversation).update(attended=True)
    if not Participant.objects.filter(conversation=following.conversation).exists():
        for seat in ready.seats.values():
            seat.pk, seat.ref, seat.conversation, seat.attended = (
                None,
                f"igen-{seat.role}",
                following.conversation,
                True,
            )
            seat.save()
    flows.hold_meeting(meeting=following, by=world.viewer("consultant", later))
    first = from_json(Minutes.objects.get(conversation=following.conversation).content).sections[0]
    assert (first.heading, [(row.label, row.value) for row in first.rows]) == (
        "Siden sidst",
        [
            ("Laver ny vagtplan til uge 49 og 50", "Gjort mandag 23.\u00a0november"),
            ("Siger til Birgit hver fredag", "Ikke gjort endnu"),
        ],
    )


def test_what_was_not_shown_is_in_no_minutes(ready: Table) -> None:
    Meeting.objects.update(revealed_at=None, picture_skipped=True, agreed_number=None)
    hold(ready)
    kinds = [type(section).__name__ for section in from_json(Minutes.objects.get().content).sections]
    assert "Stair" not in kinds


def test_a_line_that_was_tried_before_says_since_when(ready: Table, world: World) -> None:
    hold(ready)
    Meeting.objects.exclude(pk=ready.meeting.pk).update(state="cancelled", ended_at=NOW, end_reason="not_needed")
    later = NOW + timedelta(days=28)
    again = sit_down(world, now=later)
    assert again.meeting.case == ready.meeting.case
    again.meeting.employee = (
        type(again.meeting.employee).objects.with_place(later.date()).get(pk=again.meeting.employee_id)
    )
    tried = behind(again.meeting, again.by(now=later)).tried
    assert [(each.words, each.since, each.effect) for each in tried] == [("Møder kl. 9 i stedet for 7", TODAY, "new")]


# --- A distance that grows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "widened"),
    [((6, 4), (7, 4), True), ((6, 4), (6, 4), False), ((6, 4), (5, 5), False), ((4, 6), (8, 5), True)],
)
def test_a_distance_that_has_grown_is_the_consultants_to_talk_about(
    table: Table, world: World, first: tuple[int, int], second: tuple[int, int], widened: bool
) -> None:
    decide_no_plan(meeting=table.meeting, reason=NoPlanReason.TOO_EARLY, by=table.by())
    see(table, *first)
    prepare(table, next_at=None)
    hold(table)
    assert rows("gap_widened") == []
    later = NOW + timedelta(days=28)
    again = sit_down(world, now=later)
    by = again.by(now=later)
    decide_no_plan(meeting=again.meeting, reason=NoPlanReason.TOO_EARLY, by=by)
    see(again, *second)
    came = {seat.ref for seat in again.seats.values()}
    opened = opened_with(prepared(again.again(), again.seats.values()))
    flows.prepare_closing(meeting=again.meeting, attended=came, get_minutes=came, next_at=None, opened=opened, by=by)
    hold(again, now=later)
    expected = [("open", "consultant", date(2026, 12, 28))] if widened else []
    assert rows("gap_widened") == expected


def test_no_words_reach_the_audit_or_the_outbox(ready: Table) -> None:
    agree(ready, "aftale-1", what="hemmelig-aftale")
    hold(ready)
    told = str(list(Entry.objects.values())) + str(list(Notice.objects.values()))
    assert [word for word in ("hemmelig", "Medicinskab", "fredag", "trin") if word in told] == []


def test_an_answer_that_nobody_has_looked_at_is_owed_no_more(ready: Table) -> None:
    talk = ready.meeting.conversation
    FollowUp.objects.create(
        employee=talk.employee,
        key=f"meeting_answer:x:{talk.ref}",
        kind="meeting_answer",
        owner_role="consultant",
        due_on=TODAY,
        created_at=NOW,
    )
    hold(ready)
    assert rows("meeting_answer") == [("withdrawn", "consultant", TODAY)]


def test_what_nobody_was_shown_is_gone_once_it_is_closed(ready: Table) -> None:
    """The numbers of a staircase that was left out, and answers that were not finished; what was shown stays."""
    Meeting.objects.filter(pk=ready.meeting.pk).update(revealed_at=None, picture_skipped=True, agreed_number=None)
    ready.meeting.preparations.filter(seat="leader").update(answers={"x": "Kladde"}, answered_at=None)
    ready.meeting.preparations.filter(seat="employee").update(answers={"x": "Svar"}, answered_at=NOW)
    hold(ready)
    rows = ready.meeting.preparations.order_by("seat").values_list("seat", "number", "placed_at", "answers")
    assert list(rows) == [("employee", None, None, {"x": "Svar"}), ("leader", None, None, {})]


def test_what_was_shown_stays(ready: Table) -> None:
    hold(ready)
    assert set(ready.meeting.preparations.values_list("seat", "number")) == {("employee", 6), ("leader", 4)}


def test_whom_the_employee_brought_is_theirs_at_the_next_meeting_too(ready: Table) -> None:
    Participant.objects.filter(pk=ready.seats["companion"].pk).update(asked_by=ready.seats["employee"])
    prepare(ready, came=("employee", "leader", "consultant", "companion"))
    hold(ready)
    people = Meeting.objects.get(earlier=ready.meeting).conversation.participants
    employee, companion = people.get(role="employee"), people.get(role="companion")
    assert companion_of(employee) == companion
    leave_companion_out(participant=employee, by=ready.by("employee"))
    companion.refresh_from_db()
    assert companion.removed_at is not None
