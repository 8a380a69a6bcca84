"""Beginning, preparing, inviting, ending: what is written, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit.models import Entry
from cases.models import Case, FollowUp, Notice
from cases.notices.flows import owe_notices
from people.access import system
from people.models import Assignment, Employee, Employment
from retention.rules.saying import ChangedMeanwhile, opened_with
from retention.saying import as_it_stands
from roundtable.flows import begin_meeting
from roundtable.models import Meeting, Series, SeriesExclusion
from roundtable.rules.meetings import MeetingKind, RequesterKind, RequestReason
from roundtable.rules.series import ExclusionReason
from roundtable.series.flows import PREPARED, begin_series, end_series, invite, leave_out, prepare_series
from roundtable.series.queries.people import everybody_of, people_of
from tests.refusals import refusal_of
from tests.roundtable.series.conftest import DAY, WORDS
from tests.world import NOW, TODAY, World

NEVER = ("employee", "deputy", "past_deputy", "former_leader", "administrator", "sibling_leader", "colleague")


def refs(*employees: Employee) -> list[str]:
    return [employee.ref for employee in employees]


def names(world: World, series: Series, person: str) -> list[str]:
    return [line.name for line in people_of(series, world.viewer(person)).to_choose]


# --- Beginning and preparing -------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["consultant", "hr", "leader", "deputy"])
def test_consultants_hr_and_who_leads_there_begin_a_series(world: World, person: str) -> None:
    series = begin_series(unit=world.units["solgaarden"], months=3, by=world.viewer(person))
    assert (series.state, series.months, series.begun_on, series.begun_by) == (
        "preparing",
        3,
        TODAY,
        world.users[person],
    )


@pytest.mark.parametrize("person", sorted({*NEVER} - {"deputy"} | {"leader_above", "director"}))
def test_others_do_not(world: World, person: str) -> None:
    begin = lambda: begin_series(unit=world.units["solgaarden"], months=6, by=world.viewer(person))  # noqa: E731
    assert refusal_of(begin) == "not_yours"


def test_one_series_runs_at_a_workplace(world: World, series: Series) -> None:
    by = world.viewer("hr")
    begin = lambda: begin_series(unit=world.units["solgaarden"], months=6, by=by)  # noqa: E731
    assert refusal_of(begin) == "series_runs"
    with pytest.raises(IntegrityError, match="series_one_a_unit"), transaction.atomic():
        Series.objects.create(unit=series.unit, begun_on=TODAY)
    end_series(series=series, by=by)
    assert begin().pk != series.pk


def test_months_out_of_range_are_refused(world: World) -> None:
    begin = lambda: begin_series(unit=world.units["solgaarden"], months=25, by=world.viewer("hr"))  # noqa: E731
    assert refusal_of(begin) == "months_out_of_range"


def test_what_is_prepared_stands_and_nobody_writes_over_another(world: World, series: Series) -> None:
    opened = opened_with(as_it_stands(series, PREPARED))
    said = {**WORDS, "goals": "Alle er hørt.", "months": 4, "words_override": ""}
    prepare_series(series=series, **said, opened=opened, by=world.viewer("leader"))
    series.refresh_from_db()
    assert (series.goals, series.months) == ("Alle er hørt.", 4)
    # The same again is nothing new; something else is, and was opened before.
    prepare_series(series=series, **said, opened=opened, by=world.viewer("leader"))
    with pytest.raises(ChangedMeanwhile):
        prepare_series(series=series, **{**said, "plan": "Andre dage."}, opened=opened, by=world.viewer("consultant"))


def test_the_guard_reads_what_is_prepared(world: World, series: Series) -> None:
    opened = opened_with(as_it_stands(series, PREPARED))
    said = {**WORDS, "plan": "Birgit har kræft", "months": 6, "opened": opened, "by": world.viewer("hr")}
    assert refusal_of(lambda: prepare_series(series=series, **said, words_override="")) == "health_in_note"
    prepare_series(series=series, **said, words_override="Det er et navn")
    assert Series.objects.get().words_override == "Det er et navn"


# --- Who -----------------------------------------------------------------------------------------------------


def test_who_was_sick_within_the_months_and_works_there_today(world: World, series: Series, absent) -> None:
    ida, edge = absent("Ida"), absent("Edel", 0)
    # On the first day of the six months, and the day before.
    first = TODAY.replace(month=5)
    kaj, noa = absent("Kaj", (TODAY - first).days), absent("Noa", (TODAY - first).days + 1)
    absent("Leo", None)
    absent("Bo", cause="child")
    absent("Gry", cause="pregnancy")
    ude = absent("Ude")
    Employment.objects.filter(employee=ude).update(last_day=TODAY - DAY)
    absent("Eva", unit="laerkevej")
    assert names(world, series, "hr") == ["Birgit Lund", "Edel Birk", "Ida Birk", "Kaj Birk", "Åse Kanariefugl"]
    assert {one.employee.pk for one in everybody_of(series, world.viewer("hr"))} >= {ida.pk, edge.pk, kaj.pk} - {noa.pk}


def test_the_units_below_are_part_of_the_workplace(world: World, absent) -> None:
    absent("Eva", unit="laerkevej")
    area = Series.objects.create(unit=world.units["aeldre"], begun_on=TODAY, **WORDS)
    assert names(world, area, "hr") == ["Birgit Lund", "Eva Birk", "Åse Kanariefugl"]
    # Who leads the area sees by name those only whom they lead themselves.
    assert names(world, area, "leader_above") == ["Birgit Lund"]
    assert people_of(area, world.viewer("leader_above")).others == "under 5"


def test_names_are_seen_by_those_who_handle_them(world: World, series: Series, absent) -> None:
    absent("Ida")
    assert names(world, series, "leader") == ["Ida Birk", "Åse Kanariefugl"]
    assert names(world, series, "deputy") == ["Ida Birk", "Åse Kanariefugl"]
    # Åse is referred to Karen; nobody to Ole before somebody is invited.
    assert names(world, series, "consultant") == ["Åse Kanariefugl"]
    assert names(world, series, "other_consultant") == []


def test_two_numbers_of_one_person_are_one(world: World, series: Series, absent) -> None:
    user = world.users["colleague"]
    absent("Carl", user=user)
    absent("Carl igen", user=user)
    assert names(world, series, "leader") == ["Carl Birk", "Åse Kanariefugl"]


# --- Leaving out and inviting ----------------------------------------------------------------------------------


def test_who_is_left_out_is_not_invited_until_taken_in_again(world: World, series: Series, absent) -> None:
    ida, leader = absent("Ida"), world.viewer("leader")
    assert leave_out(series=series, chosen={ida.pk: ExclusionReason.ON_LEAVE}, by=leader) == 1
    assert leave_out(series=series, chosen={ida.pk: ExclusionReason.ON_LEAVE}, by=leader) == 0
    assert invite(series=series, shown=refs(ida), by=leader).invited == 0
    assert leave_out(series=series, chosen={ida.pk: None}, by=leader) == 1
    assert not SeriesExclusion.objects.exists()
    assert invite(series=series, shown=refs(ida), by=leader).invited == 1
    # Who is in the series is left out no more.
    assert leave_out(series=series, chosen={ida.pk: ExclusionReason.OTHER}, by=leader) == 0


def test_nobody_leaves_out_whom_they_do_not_handle(world: World, series: Series, absent) -> None:
    ida = absent("Ida")
    chosen = {ida.pk: ExclusionReason.OTHER, world.employees["leader"].pk: ExclusionReason.OTHER}
    assert leave_out(series=series, chosen=chosen, by=world.viewer("other_consultant")) == 0
    assert leave_out(series=series, chosen=chosen, by=world.viewer("leader")) == 1


def test_that_somebody_has_a_meeting_is_seen_and_not_chosen(world: World, series: Series, absent) -> None:
    ida = absent("Ida")
    chosen = {ida.pk: ExclusionReason.HAS_A_MEETING}
    leave = lambda: leave_out(series=series, chosen=chosen, by=world.viewer("leader"))  # noqa: E731
    assert refusal_of(leave) == "exclusion_reason_unknown"
    begin_meeting(
        employee=ida,
        kind=MeetingKind.ROUND_TABLE,
        requester=RequesterKind.HR,
        reason=RequestReason.WORRY,
        by=world.viewer("hr"),
    )
    people = people_of(series, world.viewer("leader"))
    assert ([line.name for line in people.to_choose], [line.name for line in people.with_meeting]) == (
        ["Åse Kanariefugl"],
        ["Ida Birk"],
    )
    assert invite(series=series, shown=refs(ida), by=world.viewer("leader")).passed_over == 1


def test_nobody_is_invited_before_goals_plan_and_roles(world: World) -> None:
    series = Series.objects.create(unit=world.units["solgaarden"], begun_on=TODAY, **{**WORDS, "roles": " "})
    ask = lambda: invite(series=series, shown=refs(world.employees["employee"]), by=world.viewer("leader"))  # noqa: E731
    assert refusal_of(ask) == "not_prepared"


def test_inviting_begins_a_care_talk_with_each_that_the_consultants_see_from_then_on(
    world: World, series: Series, absent
) -> None:
    ida, leo = absent("Ida"), absent("Leo")
    assert ida not in Employee.objects.visible_to(world.viewer("other_consultant"))
    done = invite(series=series, shown=refs(ida, leo), by=world.viewer("leader"))
    assert (done.invited, done.passed_over) == (2, 0)
    meetings = Meeting.objects.filter(series=series).order_by("pk")
    assert [(m.employee, m.kind, m.state, m.requester, m.reason) for m in meetings] == [
        (person, "care_talk", "requested", "leader", "care_talk") for person in (ida, leo)
    ]
    series.refresh_from_db()
    assert (series.state, series.invited_on) == ("inviting", TODAY)
    seen = Employee.objects.visible_to(world.viewer("other_consultant"))
    assert {ida, leo} <= set(seen)
    assert Assignment.objects.filter(consultant=None, reason="care_talk").count() == 2


def test_a_care_talk_is_owed_within_ten_working_days_without_a_clock_or_mails(
    world: World, series: Series, absent
) -> None:
    invite(series=series, shown=refs(absent("Ida"), absent("Leo")), by=world.viewer("hr"))
    tasks = FollowUp.objects.filter(kind="care_talk_plan")
    # From Monday 23 November.
    assert {(task.due_on, task.due_at, task.owner_role) for task in tasks} == {
        (TODAY + timedelta(days=14), None, "consultant")
    }
    assert [task.key.partition(":")[0] for task in tasks] == ["round_table_plan"] * 2
    assert set(Case.objects.filter(meetings__series=series).values_list("open_reason", flat=True)) == {"care_talk"}
    owe_notices(by=system(NOW))
    assert set(Notice.objects.exclude(kind="digest").values_list("subject", flat=True)).isdisjoint(
        [
            *tasks.values_list("ref", flat=True),
            *Case.objects.filter(meetings__series=series).values_list("ref", flat=True),
        ]
    )
    assert mail.outbox == []


def test_a_case_that_is_open_gets_the_care_talk(world: World, series: Series) -> None:
    ase = world.employees["employee"]
    invite(series=series, shown=refs(ase), by=world.viewer("leader"))
    assert Meeting.objects.get(series=series).case == world.cases["employee"]


def test_inviting_twice_makes_nothing_twice(world: World, series: Series, absent) -> None:
    ida, leader = absent("Ida"), world.viewer("leader")
    invite(series=series, shown=refs(ida), by=leader)
    rows = Meeting.objects.count(), FollowUp.objects.count(), Entry.objects.count()
    again = invite(series=series, shown=refs(ida), by=world.viewer("hr"))
    assert (again.invited, again.passed_over) == (0, 1)
    assert (Meeting.objects.count(), FollowUp.objects.count(), Entry.objects.count()) == rows


def test_who_fell_ill_later_is_invited_later(world: World, series: Series, absent) -> None:
    leader = world.viewer("leader")
    invite(series=series, shown=refs(absent("Ida")), by=leader)
    later = world.viewer("leader", NOW + timedelta(days=9))
    leo = absent("Leo", 0)
    assert invite(series=series, shown=refs(leo), by=later).invited == 1
    series.refresh_from_db()
    assert series.invited_on == TODAY


def test_only_those_who_were_shown_are_invited(world: World, series: Series, absent) -> None:
    ida, leo = absent("Ida"), absent("Leo")
    other = absent("Eva", unit="laerkevej")
    own = world.employees["leader"]
    done = invite(series=series, shown=[*refs(ida, other, own), "findes-ikke"], by=world.viewer("leader"))
    assert (done.invited, done.passed_over) == (1, 3)
    assert not Meeting.objects.filter(employee__in=[leo, other, own]).exists()


def test_the_leader_is_invited_by_the_leader_above_or_hr(world: World, series: Series) -> None:
    birgit = world.employees["leader"]
    assert invite(series=series, shown=refs(birgit), by=world.viewer("hr")).invited == 1
    assert birgit not in Employee.objects.visible_to(world.viewer("deputy"))


def test_an_ended_series_is_closed_to_everything(world: World, series: Series, absent) -> None:
    hr, ida = world.viewer("hr"), absent("Ida")
    invite(series=series, shown=refs(ida), by=hr)
    end_series(series=series, by=hr)
    series.refresh_from_db()
    assert (series.state, series.ended_on) == ("ended", TODAY)
    assert Meeting.objects.get(series=series).state == "requested"
    said = {**WORDS, "goals": "x", "months": 6, "words_override": "", "opened": ""}
    for act in (
        lambda: end_series(series=series, by=hr),
        lambda: invite(series=series, shown=refs(absent("Leo")), by=hr),
        lambda: leave_out(series=series, chosen={}, by=hr),
        lambda: prepare_series(series=series, **said, by=hr),
    ):
        assert refusal_of(act) == "series_ended"


def test_others_change_nothing(world: World, series: Series) -> None:
    for person in ("leader_above", "sibling_leader", "administrator", "colleague"):
        by = world.viewer(person)
        for act in (
            lambda: end_series(series=series, by=by),  # noqa: B023  # called at once
            lambda: invite(series=series, shown=[], by=by),  # noqa: B023
            lambda: leave_out(series=series, chosen={}, by=by),  # noqa: B023
        ):
            assert refusal_of(act) == "not_yours"


def test_audit_names_whom_it_is_about_and_no_words(world: World, series: Series, absent) -> None:
    ida, leader = absent("Ida"), world.viewer("leader")
    leave_out(series=series, chosen={ida.pk: ExclusionReason.OTHER}, by=leader)
    left = Entry.objects.latest("pk")
    assert (left.event, left.subjects, left.capacity, left.purpose) == (
        "series_left_out",
        [ida.ref],
        "leader",
        series.ref,
    )
    leave_out(series=series, chosen={ida.pk: None}, by=leader)
    invite(series=series, shown=refs(ida), by=leader)
    begun = Entry.objects.latest("pk")
    assert (begun.event, begun.subjects, begun.case_ref) == (
        "care_talk_begun",
        [ida.ref],
        Meeting.objects.get(series=series).case.ref,
    )
