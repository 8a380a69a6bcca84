"""A meeting before it is held: asked for, answered, paused, planned, called off, closed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Entry
from cases.followups.flows import hand_over
from cases.models import Case, FollowUp
from people.access import system
from people.calendar import COPENHAGEN
from people.models import Assignment, Capacity, Employee, Employment
from retention.models import FastTrack, OfferUse
from retention.rules.ladder import ToldHow
from roundtable.clocks import clock_of, target
from roundtable.models import ClockWatch, Meeting, Pause
from roundtable.request import flows
from roundtable.rules import clock
from roundtable.rules.clock import Level, PauseReason
from roundtable.rules.meetings import CancelReason, RequestReason, UnheldReason
from tests.refusals import refusal_of
from tests.roundtable.conftest import DUE, HOUR, ask, plan
from tests.world import BEGINNING, NOW, TODAY, World

UNREACHABLE = PauseReason.EMPLOYEE_UNREACHABLE


def owed(meeting: Meeting) -> dict[str, tuple[str, datetime | None]]:
    """What is owed about the meeting: state and moment by kind."""
    rows = FollowUp.objects.filter(employee=meeting.employee, key__endswith=f":{meeting.ref}")
    return {row.kind.removeprefix("round_table_"): (row.state, row.due_at) for row in rows}


# --- Asking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "requester", "answer"),
    [
        ("leader", "leader", ""),
        ("deputy", "leader", ""),
        ("hr", "hr", ""),
        ("consultant", "consultant", ""),
        ("employee", "employee", "yes"),
    ],
)
def test_who_handles_the_matter_asks_and_so_does_the_employee(
    world: World, by: str, requester: str, answer: str
) -> None:
    meeting = ask(world, by)
    assert (meeting.requester, meeting.employee_answer, meeting.case) == (requester, answer, world.cases["employee"])
    assert owed(meeting) == {"plan": ("open", DUE)}
    assert FollowUp.objects.get(kind="round_table_plan").due_on == TODAY + timedelta(days=2)


@pytest.mark.parametrize("by", ["colleague", "sibling_leader", "other_consultant", "administrator", "past_deputy"])
def test_nobody_else_asks(world: World, by: str) -> None:
    assert refusal_of(lambda: ask(world, by)) == "not_yours"


def test_a_worry_needs_no_absence_and_opens_a_case(world: World) -> None:
    carl = world.employees["colleague"]
    meeting = flows.request_meeting(employee=carl, reason=RequestReason.WORRY, by=world.viewer("leader"))
    assert (meeting.case.employee, meeting.case.open_reason) == (carl, "worry")
    assert Assignment.objects.filter(employee=carl, consultant=None).running(TODAY).exists()


def test_a_second_wish_finds_the_first(world: World) -> None:
    meeting = ask(world)
    assert refusal_of(lambda: ask(world, "employee")) == "meeting_already_open"
    plan(world, meeting)
    assert refusal_of(lambda: ask(world, "hr")) == "meeting_already_open"


def test_the_note_is_guarded_and_follow_ups_and_care_talks_are_not_asked_for_by_hand(world: World) -> None:
    ase, leader = world.employees["employee"], world.viewer("leader")

    def asking(reason: RequestReason, note: str = "") -> str:
        return refusal_of(lambda: flows.request_meeting(employee=ase, reason=reason, by=leader, note=note))

    assert asking(RequestReason.WORRY, "Hun har en depression") == "health_in_note"
    assert asking(RequestReason.WORRY, "010190-1234") == "cpr_in_note"
    assert asking(RequestReason.FOLLOW_UP) == "reason_unknown"
    assert asking(RequestReason.CARE_TALK) == "reason_unknown"


def test_nothing_is_asked_about_who_has_left(world: World) -> None:
    Employment.objects.filter(employee=world.employees["employee"]).update(last_day=TODAY - timedelta(days=1))
    assert refusal_of(lambda: ask(world, "hr")) == "has_left"


# --- The employee's answer ----------------------------------------------------------------------------


def test_the_employee_says_yes_once(world: World) -> None:
    meeting, ase = ask(world), world.viewer("employee")
    flows.answer_request(meeting=meeting, yes=True, by=ase)
    flows.answer_request(meeting=meeting, yes=True, by=ase)
    meeting.refresh_from_db()
    assert (meeting.employee_answer, meeting.answered_how, meeting.state) == ("yes", "", "requested")
    assert Entry.objects.filter(event="meeting_accepted").count() == 1


def test_another_records_it_with_how_it_was_told(world: World) -> None:
    meeting, leader = ask(world), world.viewer("leader")
    assert refusal_of(lambda: flows.answer_request(meeting=meeting, yes=True, by=leader)) == "told_how_missing"
    flows.answer_request(meeting=meeting, yes=True, told_how=ToldHow.PHONE, by=leader)
    meeting.refresh_from_db()
    assert (meeting.employee_answer, meeting.answered_how) == ("yes", "phone")
    for person in ("colleague", "sibling_leader", "other_consultant"):
        Assignment.objects.filter(employee=meeting.employee, consultant=None).delete()
        by = world.viewer(person)
        assert (
            refusal_of(lambda by=by: flows.answer_request(meeting=meeting, yes=False, told_how=ToldHow.PHONE, by=by))
            == "not_yours"
        )


@pytest.mark.parametrize("planned", [False, True])
def test_a_no_calls_it_off_and_has_no_effect_elsewhere(world: World, planned: bool) -> None:
    meeting = ask(world)
    if planned:
        plan(world, meeting)
    others = FollowUp.objects.exclude(key__endswith=meeting.ref).order_by("pk")
    before = (
        list(others.values()),
        list(Case.objects.order_by("pk").values()),
        list(Assignment.objects.order_by("pk").values()),
        list(OfferUse.objects.values()),
        list(FastTrack.objects.values()),
    )
    flows.answer_request(meeting=meeting, yes=False, by=world.viewer("employee"))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.end_reason, meeting.employee_answer) == ("cancelled", "employee_declined", "no")
    assert {state for state, _due in owed(meeting).values()} <= {"withdrawn", "done"}
    assert before == (
        list(others.values()),
        list(Case.objects.order_by("pk").values()),
        list(Assignment.objects.order_by("pk").values()),
        list(OfferUse.objects.values()),
        list(FastTrack.objects.values()),
    )
    again = refusal_of(lambda: flows.answer_request(meeting=meeting, yes=True, by=world.viewer("employee")))
    assert again == "meeting_not_open"
    assert ask(world, "employee").state == "requested"


# --- The clock ------------------------------------------------------------------------------------------


def test_a_pause_moves_the_planning_by_its_working_time(world: World) -> None:
    meeting = ask(world)
    karen = world.viewer("consultant", NOW + 5 * HOUR)
    flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=karen)
    assert owed(meeting)["plan"] == ("open", DUE)
    assert refusal_of(lambda: flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=karen)) == "already_paused"
    later = world.viewer("consultant", NOW + 15 * HOUR)
    flows.resume_meeting(meeting=meeting, by=later)
    assert owed(meeting)["plan"] == ("open", DUE + 10 * HOUR)
    assert refusal_of(lambda: flows.resume_meeting(meeting=meeting, by=later)) == "not_paused"


@pytest.mark.parametrize("person", ["leader", "employee", "sibling_leader"])
def test_only_consultants_and_hr_stop_the_clock_or_the_meeting(world: World, person: str) -> None:
    meeting, by = ask(world), world.viewer(person)
    for refused in (
        lambda: flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=by),
        lambda: flows.resume_meeting(meeting=meeting, by=by),
        lambda: flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=by),
        lambda: flows.close_unheld(meeting=meeting, reason=UnheldReason.NOBODY_CAME, by=by),
        lambda: plan(world, meeting, by=person),
    ):
        assert refusal_of(refused) == "not_yours"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(1, 90), st.sampled_from(["pause", "resume", "night"])), max_size=8))
def test_what_is_owed_is_due_when_the_clock_says(world: World, steps: list[tuple[int, str]]) -> None:
    """After any sequence of pauses, at any hours, and however often the job looks in between."""
    Meeting.objects.filter(employee=world.employees["employee"]).update(
        state="cancelled", ended_at=NOW, end_reason="not_needed"
    )
    meeting, now = ask(world), NOW
    for hours, step in steps:
        now += hours * HOUR
        by = world.viewer("consultant", now)
        running = meeting.pauses.filter(ended_at=None).exists()
        if step == "pause" and not running:
            flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=by)
        elif step == "resume" and running:
            flows.resume_meeting(meeting=meeting, by=by)
        else:
            flows.watch_clocks(by=system(now))
        row = FollowUp.objects.get(key=f"round_table_plan:{meeting.ref}")
        ticking = clock_of(Meeting.objects.get(pk=meeting.pk))
        due_at = clock.due_at(ticking, target(), now)
        if ticking.running_pause is None:
            assert row.due_at == due_at
        else:
            assert row.due_at <= due_at
        assert row.due_on == (row.due_at.astimezone(COPENHAGEN) - timedelta(microseconds=1)).date()


# --- Calling for help -----------------------------------------------------------------------------------


def told(meeting: Meeting) -> dict[str, tuple[str, str]]:
    """Who was told by what: role and name."""
    rows = FollowUp.objects.filter(kind__in=["round_table_help", "round_table_lead"], key__endswith=meeting.ref)
    return {row.kind.removeprefix("round_table_"): (row.owner_role, str(row.named_owner or "")) for row in rows.open()}


def watch(world: World, hours: float) -> int:
    return flows.watch_clocks(by=system(NOW + timedelta(hours=hours)))


def test_a_colleague_is_told_at_three_quarters_and_the_lead_at_the_end(world: World) -> None:
    ClockWatch.objects.create(level=Level.COLLEAGUE, watcher=world.users["other_consultant"])
    ClockWatch.objects.create(level=Level.LEAD, watcher=world.users["hr"])
    meeting = ask(world)
    assert (watch(world, 35.9), told(meeting)) == (0, {})
    assert (watch(world, 36), told(meeting)) == (1, {"help": ("consultant", "Ole Overgaard")})
    assert watch(world, 40) == 0
    assert watch(world, 48) == 1
    assert told(meeting) == {"help": ("consultant", "Ole Overgaard"), "lead": ("hr", "Henrik Holt")}
    assert FollowUp.objects.get(kind="round_table_help").due_at == DUE
    assert watch(world, 60) == 0


def test_where_nobody_is_named_the_team_is_told_and_hr(world: World) -> None:
    meeting = ask(world)
    watch(world, 49)
    assert told(meeting) == {"help": ("consultant", ""), "lead": ("hr", "")}


def test_what_another_employer_asked_for_is_no_matter_of_hrs(world: World) -> None:
    meeting = ask(world)
    Employee.objects.filter(pk=meeting.employee_id).update(is_outside=True)
    watch(world, 49)
    assert told(meeting) == {"help": ("consultant", ""), "lead": ("consultant", "")}


def test_a_consultants_own_colleague_comes_before_the_one_for_all(world: World) -> None:
    karen, ole = world.users["consultant"], world.users["other_consultant"]
    third = world.users["colleague"]
    Capacity.objects.create(user=third, kind="consultant", first_day=BEGINNING)
    ClockWatch.objects.create(level=Level.COLLEAGUE, watcher=ole)
    ClockWatch.objects.create(level=Level.COLLEAGUE, consultant=karen, watcher=third)
    meeting = ask(world)
    watch(world, 36)
    assert told(meeting) == {"help": ("consultant", str(third))}


def test_nobody_is_called_to_help_themselves(world: World) -> None:
    ClockWatch.objects.create(level=Level.COLLEAGUE, watcher=world.users["consultant"])
    meeting = ask(world)
    watch(world, 36)
    assert told(meeting) == {"help": ("consultant", "")}


@pytest.mark.parametrize("how", ["planned", "cancelled", "declined"])
def test_help_is_called_off_when_it_is_not_needed_any_more(world: World, how: str) -> None:
    meeting = ask(world)
    watch(world, 49)
    by = world.viewer("consultant", NOW + 50 * HOUR)
    if how == "planned":
        plan(world, meeting, now=by.now)
    elif how == "cancelled":
        flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=by)
    else:
        flows.answer_request(meeting=meeting, yes=False, told_how=ToldHow.PHONE, by=by)
    assert told(meeting) == {}
    assert watch(world, 60) == 0


def test_what_is_paused_calls_nobody_and_is_due_later_meanwhile(world: World) -> None:
    meeting = ask(world)
    flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=world.viewer("consultant", NOW + 30 * HOUR))
    assert watch(world, 80) == 0
    assert told(meeting) == {}
    assert FollowUp.objects.get(kind="round_table_plan").due_on > TODAY + timedelta(days=3)


def test_the_job_asks_the_same_for_one_and_for_thirty(world: World, django_assert_num_queries) -> None:
    ask(world)
    with django_assert_num_queries(4):
        watch(world, 1)
    for number in range(30):
        employee = Employee.objects.create(number=str(30000 + number), first_name="Ida", last_name="Berg")
        Employment.objects.create(
            employee=employee, unit=world.units["solgaarden"], first_day=BEGINNING, weekly_hours=37
        )
        flows.request_meeting(employee=employee, reason=RequestReason.WORRY, by=world.viewer("leader"))
    with django_assert_num_queries(4):
        watch(world, 1)


def test_watchers_are_named_by_consultants_and_hr_and_can_watch(world: World) -> None:
    karen, ole, hr = world.users["consultant"], world.users["other_consultant"], world.users["hr"]

    def name(named: dict, by: str = "consultant") -> None:
        flows.name_watchers(named=named, by=world.viewer(by))

    name({(Level.COLLEAGUE, None): ole, (Level.LEAD, None): hr, (Level.COLLEAGUE, ole): karen})
    name({(Level.COLLEAGUE, None): None, (Level.LEAD, None): karen}, by="hr")
    rows = ClockWatch.objects.order_by("level", "pk").values_list("level", "consultant__username", "watcher__username")
    assert list(rows) == [("colleague", "other_consultant", "consultant"), ("lead", None, "consultant")]
    assert refusal_of(lambda: name({(Level.COLLEAGUE, karen): karen})) == "not_oneself"
    assert refusal_of(lambda: name({(Level.COLLEAGUE, None): hr})) == "cannot_watch"
    assert refusal_of(lambda: name({(Level.LEAD, None): world.users["leader"]})) == "cannot_watch"
    for person in ("leader", "employee", "administrator"):
        assert refusal_of(lambda person=person: name({}, by=person)) == "not_yours"


# --- Planning -------------------------------------------------------------------------------------------


def test_planning_stops_the_clock_and_owes_the_holding(world: World) -> None:
    meeting = ask(world)
    flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=world.viewer("consultant", NOW + HOUR))
    plan(world, meeting, now=NOW + 21 * HOUR)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.planned_at, meeting.planned_by) == (
        "planned",
        NOW + 21 * HOUR,
        world.users["consultant"],
    )
    assert Pause.objects.get().ended_at == NOW + 21 * HOUR
    assert owed(meeting) == {"plan": ("done", DUE), "hold": ("open", NOW + 72 * HOUR)}


def test_another_time_moves_it_and_leaves_the_clock_alone(world: World) -> None:
    meeting = ask(world)
    plan(world, meeting)
    plan(world, meeting, by="hr", now=NOW + 30 * HOUR, hours=100)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.planned_at) == ("replanned", NOW)
    assert owed(meeting)["hold"] == ("open", NOW + 100 * HOUR)


def test_no_meeting_is_planned_for_what_has_passed_or_once_it_is_over(world: World) -> None:
    meeting = ask(world)
    assert refusal_of(lambda: plan(world, meeting, hours=0)) == "in_past"
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))
    assert refusal_of(lambda: plan(world, meeting)) == "meeting_not_open"


# --- Nothing comes of it ----------------------------------------------------------------------------------


def test_cancelling_says_why_and_leaves_nothing_owed(world: World) -> None:
    meeting, karen = ask(world), world.viewer("consultant")
    wrong = refusal_of(lambda: flows.cancel_meeting(meeting=meeting, reason=CancelReason.EMPLOYEE_DECLINED, by=karen))
    assert wrong == "end_reason_unknown"
    plan(world, meeting)
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.BACK_AT_WORK, by=karen)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.end_reason, meeting.ended_at) == ("cancelled", "back_at_work", NOW)
    assert owed(meeting) == {"plan": ("done", DUE), "hold": ("withdrawn", NOW + 72 * HOUR)}
    assert (
        refusal_of(lambda: flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=karen))
        == "meeting_not_open"
    )


def test_it_is_closed_unheld_when_its_time_has_come(world: World) -> None:
    meeting = ask(world)

    def close(hours: int, reason: UnheldReason = UnheldReason.NOBODY_CAME) -> None:
        flows.close_unheld(meeting=meeting, reason=reason, by=world.viewer("consultant", NOW + hours * HOUR))

    assert refusal_of(lambda: close(100)) == "not_yet"
    plan(world, meeting)
    assert refusal_of(lambda: close(71)) == "not_yet"
    assert refusal_of(lambda: close(73, UnheldReason.STALE)) == "end_reason_unknown"
    close(73)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.end_reason) == ("unheld", "nobody_came")
    assert owed(meeting)["hold"][0] == "withdrawn"


def test_the_night_closes_what_nothing_has_become_of(world: World) -> None:
    meeting = ask(world)
    wished = ask(world, about="leader", by="leader_above")
    plan(world, meeting, hours=24)

    def night(days: int) -> int:
        return flows.close_stale_meetings(by=system(NOW + timedelta(days=days)))

    assert night(59) == 0
    assert night(60) == 1
    wished.refresh_from_db()
    assert (wished.state, wished.end_reason) == ("unheld", "stale")
    assert night(60) == 0
    assert night(61) == 1
    meeting.refresh_from_db()
    assert (meeting.state, meeting.end_reason) == ("unheld", "stale")


def test_a_hand_over_and_a_postponement_outlive_a_pause_and_a_move(world: World) -> None:
    meeting = ask(world)
    hr, colleague = world.viewer("hr"), world.users["hr_colleague"]

    def handed(kind: str) -> FollowUp:
        return FollowUp.objects.get(kind=f"round_table_{kind}", employee=meeting.employee)

    hand_over(follow_ups=[handed("plan")], to=colleague, by=hr)
    flows.pause_meeting(meeting=meeting, reason=UNREACHABLE, by=world.viewer("consultant", NOW + 30 * HOUR))
    watch(world, 80)
    assert handed("plan").due_at != DUE
    flows.resume_meeting(meeting=meeting, by=world.viewer("consultant", NOW + 90 * HOUR))
    assert handed("plan").named_owner == colleague
    plan(world, meeting, now=NOW + 91 * HOUR, hours=200)
    hand_over(follow_ups=[handed("hold")], to=colleague, by=hr)
    plan(world, meeting, now=NOW + 92 * HOUR, hours=300)
    assert (handed("hold").named_owner, handed("hold").due_at) == (colleague, NOW + 300 * HOUR)
