"""Return plans: drafted at the table, run, amended, ended, and watched every night."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from absence.models import Period
from audit.models import Entry
from cases.models import FollowUp
from people.access import system
from people.models import Employment
from retention.rules.saying import ChangedMeanwhile
from roundtable.flows import hold_fast
from roundtable.models import Meeting, PlanItem, ReturnPlan
from roundtable.plans import flows
from roundtable.plans.queries import Line, Written, draft_of, written_of
from roundtable.rules.plans import Effect, EndReason, ItemKind
from roundtable.rules.table import NoPlanReason
from tests.at_once import while_others
from tests.refusals import refusal_of
from tests.roundtable.plans.conftest import (
    EVALUATE_ON,
    HOURS,
    LINES,
    MONDAY,
    a_plan,
    begin,
    in_full,
    mark,
    run,
    weeks,
    write,
)
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, TODAY, World

WEEK = timedelta(days=7)


def owed(kind: str = "plan_evaluate") -> list[tuple]:
    rows = FollowUp.objects.filter(kind=kind).order_by("pk")
    return [(row.state, row.owner_role, row.due_on) for row in rows]


# --- At the table -----------------------------------------------------------------------------------------


def test_what_is_written_at_the_table_is_a_draft_and_owes_nobody_anything(table: Table) -> None:
    write(table)
    draft = draft_of(table.meeting)
    assert written_of(draft) == a_plan()
    assert (draft.state, draft.version, draft.full_hours, draft.begun_at) == ("draft", 1, 37, None)
    assert run(table.world) is None
    assert owed() == []
    touched = table.again().touched["plan"]
    assert (touched["by"], touched["at"][:10]) == ("Karen Ravn", TODAY.isoformat())


def test_a_draft_may_lack_almost_everything_and_is_written_over(table: Table) -> None:
    for written in (Written(weeks=weeks(60)), Written(weeks=weeks(8)), Written(), a_plan(disagreed=True)):
        write(table, written)
        assert written_of(draft_of(table.meeting)) == written
    assert ReturnPlan.objects.count() == 1


def test_the_same_again_is_no_change(table: Table) -> None:
    write(table)
    before, version = Entry.objects.count(), table.again().version
    write(table, opened="from another time")
    assert (Entry.objects.count(), table.again().version) == (before, version)


@pytest.mark.parametrize("person", ["leader", "deputy", "employee", "colleague", "administrator", "sibling_leader"])
def test_whoever_runs_the_meeting_writes_its_plan(table: Table, person: str) -> None:
    assert refusal_of(lambda: write(table, by=person)) == "not_yours"
    assert refusal_of(lambda: _no_plan(table, by=person)) == "not_yours"
    write(table, by="hr")


def test_nothing_is_written_once_the_meeting_is_over(table: Table) -> None:
    Meeting.objects.update(state="held", held_at=NOW)
    assert refusal_of(lambda: write(table)) == "meeting_not_open"
    assert refusal_of(lambda: _no_plan(table)) == "meeting_not_open"


@pytest.mark.parametrize(
    ("lines", "override", "code"),
    [
        ((Line(ItemKind.POSSIBLE, ""),), "", "words_missing"),
        ((Line(ItemKind.POSSIBLE, "x", again_on=TODAY),), "", "again_without_waiting"),
        ((Line(ItemKind.CHANGE, "x"),), "", "effect_missing"),
        ((Line(ItemKind.SUPPORT, "x"),) * 13, "", "too_many_lines"),
        ((Line(ItemKind.POSSIBLE, "Har en depression"),), "", "health_in_note"),
        ((Line(ItemKind.POSSIBLE, "010190-1234"),), "fordi", "cpr_in_note"),
        ((Line(ItemKind.POSSIBLE, "Har en depression"),), "Hun har selv bedt om det", ""),
        ((Line(ItemKind.SUPPORT, "x"),) * 12, "", ""),
    ],
)
def test_lines_have_what_their_kind_asks_for_and_pass_the_guard(
    table: Table, lines: tuple[Line, ...], override: str, code: str
) -> None:
    written = Written(lines=lines, words_override=override)
    if code:
        assert refusal_of(lambda: write(table, written)) == code
        assert draft_of(table.meeting) is None
    else:
        write(table, written)
        assert written_of(draft_of(table.meeting)) == written


def test_who_was_faster_is_not_written_over(table: Table) -> None:
    opened = mark(None)
    write(table, a_plan(), by="hr")
    with pytest.raises(ChangedMeanwhile) as refusal:
        write(table, a_plan(disagreed=True), opened=opened)
    assert refusal.value.newer["weeks"] == a_plan().weeks
    write(table, a_plan(disagreed=True), opened=refusal.value.opened)
    assert draft_of(table.meeting).disagreed


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_the_second_sees_the_first(world: World) -> None:
    table = sit_down(world)
    opened = mark(None)
    came = while_others(
        lambda: write(table, a_plan(), opened=opened),
        lambda: write(table, a_plan(disagreed=True), by="hr", opened=opened),
    )
    assert isinstance(came, ChangedMeanwhile)
    assert written_of(draft_of(table.meeting)) == a_plan()


def _no_plan(table: Table, reason: NoPlanReason | None = NoPlanReason.TOO_EARLY, *, by: str = "consultant") -> None:
    flows.decide_no_plan(meeting=table.meeting, reason=reason, by=table.by(by))


def test_no_plan_is_decided_and_taken_back(table: Table) -> None:
    write(table)
    _no_plan(table)
    assert table.again().no_plan_reason == "too_early"
    _no_plan(table, None)
    assert table.again().no_plan_reason == ""
    assert written_of(draft_of(table.meeting)) == a_plan()


# --- Running ------------------------------------------------------------------------------------------------


def test_a_plan_that_runs_is_owed_to_be_looked_at_by_the_leader(table: Table, running: ReturnPlan) -> None:
    assert (run(table.world), running.state, running.version, running.begun_at) == (running, "active", 1, NOW)
    assert owed() == [("open", "leader", EVALUATE_ON)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"weeks": ()}, "weeks_missing"),
        ({"weeks": weeks(8, 4)}, "hours_fall"),
        ({"weeks": weeks(8, 38)}, "more_than_full"),
        ({"weeks": weeks(8, first=MONDAY - 2 * WEEK)}, "begins_in_the_past"),
        ({"evaluate_on": None}, "evaluation_missing"),
        ({"evaluate_on": TODAY}, "evaluation_not_ahead"),
        ({"evaluate_on": date(2026, 12, 25)}, "evaluation_on_a_free_day"),
    ],
)
def test_a_draft_with_faults_does_not_run(table: Table, given: dict, code: str) -> None:
    assert refusal_of(lambda: begin(table, a_plan(**given))) == code
    assert run(table.world) is None


def test_without_a_draft_there_is_nothing_to_run(table: Table) -> None:
    by = table.by()
    assert refusal_of(lambda: flows.begin_plan(held=hold_fast(meeting=table.meeting, by=by), by=by)) == "plan_missing"


def test_it_runs_by_the_hours_of_the_day_on_which_it_begins(table: Table) -> None:
    write(table)
    Employment.objects.filter(employee=table.meeting.employee).update(weekly_hours=30)
    assert refusal_of(lambda: begin(table)) == "more_than_full"


def test_the_next_meetings_plan_takes_the_place_of_the_one_that_ran(table: Table, running: ReturnPlan) -> None:
    Meeting.objects.update(state="held", held_at=NOW)
    later = NOW + timedelta(days=28)
    next_table = sit_down(table.world, now=later)
    written = a_plan(weeks=weeks(20, 30, first=MONDAY + 4 * WEEK), evaluate_on=date(2027, 1, 18))
    by = next_table.by(now=later)
    flows.write_plan(meeting=next_table.meeting, written=written, opened=mark(None), by=by)
    new = flows.begin_plan(held=hold_fast(meeting=next_table.meeting, by=by), by=by)
    running.refresh_from_db()
    assert (new.version, run(table.world), running.state, running.ended_at) == (2, new, "replaced", later)
    assert owed() == [("withdrawn", "leader", EVALUATE_ON), ("open", "leader", date(2027, 1, 18))]


def test_the_database_lets_nobody_have_two(table: Table, running: ReturnPlan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnPlan.objects.create(
            employee=running.employee,
            meeting=running.meeting,
            state="active",
            full_hours=37,
            begun_at=NOW,
            evaluate_on=TODAY,
        )
    for broken in ({"end_reason": "not_needed"}, {"state": "ended", "ended_at": NOW}, {"ended_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReturnPlan.objects.filter(pk=running.pk).update(**broken)


# --- Amending and ending ------------------------------------------------------------------------------------


def amend(
    plan: ReturnPlan, world: World, written: Written, *, by: str = "leader", now=NOW, opened: str = "", **given
) -> ReturnPlan:
    plain = {"reason": "Det går langsommere end ventet", "opened": opened or mark(run(world))}
    return flows.amend_plan(plan=plan, written=written, by=world.viewer(by, now), **{**plain, **given})


@pytest.mark.parametrize("person", ["leader", "deputy", "consultant", "hr"])
def test_an_amendment_is_a_new_version_with_a_reason(table: Table, running: ReturnPlan, person: str) -> None:
    written = a_plan(weeks=weeks(*HOURS[:4]), evaluate_on=date(2026, 12, 15), lines=LINES[:2])
    new = amend(running, table.world, written, by=person)
    running.refresh_from_db()
    assert (new.version, new.reason, new.meeting) == (2, "Det går langsommere end ventet", table.meeting)
    assert (in_full(new), running.state, in_full(running)) == (written, "replaced", a_plan())
    assert owed() == [("withdrawn", "leader", EVALUATE_ON), ("open", "leader", date(2026, 12, 15))]
    assert Entry.objects.latest("pk").fields == ["evaluate_on", "lines", "reason", "weeks"]


@pytest.mark.parametrize("person", ["employee", "colleague", "leader_above", "administrator", "sibling_leader"])
def test_nobody_else_amends_or_ends_it(table: Table, running: ReturnPlan, person: str) -> None:
    assert refusal_of(lambda: amend(running, table.world, a_plan(), by=person)) == "not_yours"
    assert refusal_of(lambda: end(running, table.world, by=person)) == "not_yours"


@pytest.mark.parametrize(
    ("written", "given", "code"),
    [
        (a_plan(), {"reason": ""}, "reason_missing"),
        (a_plan(), {"reason": "Angst"}, "health_in_note"),
        (a_plan(weeks=()), {}, "weeks_missing"),
        (a_plan(weeks=weeks(8, 38)), {}, "more_than_full"),
        (a_plan(lines=(Line(ItemKind.CHANGE, "x"),)), {}, "effect_missing"),
        (a_plan(evaluate_on=None), {}, "evaluation_missing"),
    ],
)
def test_an_amendment_is_as_strict_as_a_plan(
    table: Table, running: ReturnPlan, written: Written, given: dict, code: str
) -> None:
    assert refusal_of(lambda: amend(running, table.world, written, **given)) == code
    assert run(table.world) == running


def test_weeks_that_are_over_stay_as_they_were_planned(table: Table, running: ReturnPlan) -> None:
    later = NOW + timedelta(days=17)  # the Thursday of the second week
    new = amend(running, table.world, a_plan(weeks=weeks(1, 10, 14), evaluate_on=date(2026, 12, 22)), now=later)
    assert [week.hours for week in in_full(new).weeks] == [8, 10, 14]


def test_who_amends_what_another_has_amended_sees_that_first(table: Table, running: ReturnPlan) -> None:
    opened = mark(running)
    newer = amend(running, table.world, a_plan(disagreed=True), by="hr")
    with pytest.raises(ChangedMeanwhile) as refusal:
        amend(running, table.world, a_plan(may_fall=True), opened=opened)
    assert refusal.value.newer["disagreed"] is True
    again = amend(running, table.world, a_plan(may_fall=True), opened=refusal.value.opened)
    newer.refresh_from_db()
    assert (newer.state, again.version) == ("replaced", 3)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_amend_at_once_one_does(world: World) -> None:
    running = begin(sit_down(world))
    opened = mark(running)
    came = while_others(
        lambda: amend(running, world, a_plan(disagreed=True), opened=opened),
        lambda: amend(running, world, a_plan(may_fall=True), by="hr", opened=opened),
    )
    assert isinstance(came, ChangedMeanwhile)
    assert list(ReturnPlan.objects.order_by("version").values_list("version", "state")) == [
        (1, "replaced"),
        (2, "active"),
    ]


def end(plan: ReturnPlan, world: World, reason: EndReason = EndReason.BACK_FULLY, *, by: str = "leader") -> None:
    flows.end_plan(plan=plan, reason=reason, by=world.viewer(by))


def test_an_ended_plan_asks_for_nothing_and_cannot_be_changed(table: Table, running: ReturnPlan) -> None:
    end(running, table.world)
    running.refresh_from_db()
    assert (running.state, running.end_reason, running.ended_at) == ("ended", "back_fully", NOW)
    assert [state for state, _role, _due in owed()] == ["withdrawn"]
    assert refusal_of(lambda: end(running, table.world)) == "plan_not_running"
    assert refusal_of(lambda: amend(running, table.world, a_plan())) == "plan_not_running"


def test_only_the_job_lets_a_plan_run_out(table: Table, running: ReturnPlan) -> None:
    assert refusal_of(lambda: end(running, table.world, EndReason.RAN_OUT)) == "end_reason_unknown"
    assert refusal_of(lambda: flows.watch_plans(by=table.by("hr"))) == "only_the_system"


# --- Every night ------------------------------------------------------------------------------------------


def night(day: date, times: int = 2) -> list[tuple[int, int]]:
    """What the nights before the morning of that day find: asked, ran out."""
    by = system(NOW + (day - TODAY))
    return [(found.asked, found.ran_out) for found in (flows.watch_plans(by=by) for _ in range(times))]


def back(world: World, degree: int, day: date = MONDAY) -> None:
    """Åse comes partly back that day."""
    period = world.periods["employee"]
    Period.objects.filter(pk=period.pk).update(last_day=day - timedelta(days=1))
    Period.objects.create(
        employee=period.employee, first_day=day, cause_id="partial", degree=degree, source="leader", recorded_at=NOW
    )


def check_ins() -> list[tuple]:
    return [(state, due) for state, _role, due in owed("plan_check_in")]


def test_the_leader_is_asked_once_when_two_weeks_on_end_differ(table: Table, running: ReturnPlan) -> None:
    assert night(MONDAY + WEEK) == [(0, 0), (0, 0)]
    assert night(MONDAY + 2 * WEEK - timedelta(days=1)) == [(0, 0), (0, 0)]
    assert night(MONDAY + 2 * WEEK) == [(1, 0), (0, 0)]
    assert night(MONDAY + 5 * WEEK) == [(0, 0), (0, 0)]
    assert check_ins() == [("open", MONDAY + 2 * WEEK)]


def test_a_plan_that_is_kept_asks_for_nothing(table: Table, running: ReturnPlan) -> None:
    back(table.world, degree=75)  # 9.25 of 37 hours, where 8 are planned; then 12
    assert night(MONDAY + 5 * WEEK) == [(0, 0), (0, 0)]
    assert night(MONDAY + 8 * WEEK) == [(1, 0), (0, 0)]


def test_who_works_more_than_planned_is_asked_about_too(table: Table, running: ReturnPlan) -> None:
    back(table.world, degree=25)
    assert night(MONDAY + 2 * WEEK) == [(1, 0), (0, 0)]


def test_how_far_is_a_setting(table: Table, running: ReturnPlan, settings) -> None:
    settings.PLAN_DEVIATION_PERCENT = 25
    assert night(MONDAY + 2 * WEEK) == [(0, 0), (0, 0)]
    settings.PLAN_DEVIATION_PERCENT = 21
    assert night(MONDAY + 2 * WEEK) == [(1, 0), (0, 0)]


def test_what_a_correction_makes_fit_is_asked_no_more_and_a_moved_beginning_not_again(
    table: Table, running: ReturnPlan
) -> None:
    assert night(MONDAY + 2 * WEEK, 1) == [(1, 0)]
    back(table.world, degree=76, day=MONDAY)
    assert night(MONDAY + 2 * WEEK, 1) == [(0, 0)]
    assert check_ins() == [("withdrawn", MONDAY + 2 * WEEK)]
    Period.objects.filter(cause_id="partial").delete()
    Period.objects.filter(pk=table.world.periods["employee"].pk).update(last_day=None)
    assert night(MONDAY + 2 * WEEK, 1) == [(1, 0)]
    FollowUp.objects.filter(kind="plan_check_in").update(
        state="done", done_on=TODAY, done_at=NOW, key=f"plan_check_in:{MONDAY + WEEK}"
    )
    assert night(MONDAY + 3 * WEEK) == [(0, 0), (0, 0)]


def test_an_ended_plan_is_watched_no_more(table: Table, running: ReturnPlan) -> None:
    night(MONDAY + 2 * WEEK)
    flows.end_plan(plan=running, reason=EndReason.DOES_NOT_HOLD, by=table.world.viewer("leader", NOW + 3 * WEEK))
    assert [state for state, _due in check_ins()] == ["withdrawn"]
    assert night(MONDAY + 4 * WEEK) == [(0, 0), (0, 0)]


def test_a_plan_runs_out_after_its_weeks_and_the_day_to_look_at_it_is_still_owed(
    table: Table, running: ReturnPlan
) -> None:
    Period.objects.all().delete()
    last = MONDAY + len(HOURS) * WEEK
    assert [over for _asked, over in night(last - timedelta(days=1))] == [0, 0]
    assert [over for _asked, over in night(last)] == [1, 0]
    running.refresh_from_db()
    assert (running.state, running.end_reason) == ("ended", "ran_out")
    assert [state for state, _role, _due in owed()] == ["open"]


def test_what_is_not_recorded_here_is_not_held_against_a_plan(table: Table, running: ReturnPlan) -> None:
    type(running.employee).objects.filter(pk=running.employee_id).update(is_outside=True)
    assert night(MONDAY + 5 * WEEK) == [(0, 0), (0, 0)]


def test_hours_and_words_are_kept_as_typed(table: Table) -> None:
    written = replace(a_plan(), weeks=weeks(7.4, 7.5, 8.25), lines=(Line(ItemKind.CHANGE, "Æ", effect=Effect.HELPED),))
    write(table, written)
    assert written_of(draft_of(table.meeting)) == written
    assert PlanItem.objects.get().effect == "helped"
    assert written.weeks[0].hours == Decimal("7.4")
