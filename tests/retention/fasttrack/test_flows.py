"""What is done about Fast track: states, what is owed, who may, and what the night settles."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from absence.models import Period
from cases.models import FollowUp
from people.access import system
from people.models import Assignment
from people.rules import RuleViolation
from retention.fasttrack import flows
from retention.models import FastTrack, StatutoryParameter
from retention.rules.fasttrack import FastTrackKind, FastTrackState, Initiator, MissedReason, Outcome
from retention.rules.ladder import ToldHow
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.retention.fasttrack.conftest import days, inform, owed, start
from tests.world import NOW, TODAY

LAST = date(2026, 12, 9)
PREVENTIVE = FastTrackKind.PREVENTIVE


def refused(code: str):
    return pytest.raises(RuleViolation, match=f"^{code}$")


def night(days_ahead: int) -> int:
    return flows.settle_fast_tracks(by=system(NOW + timedelta(days=days_ahead)))


def state_of(row: FastTrack) -> str:
    row.refresh_from_db()
    return row.state


def test_from_draft_to_outcome_one_thing_is_owed_at_a_time(world):
    row = start(world)
    assert owed(world) == [("inform", "leader", days(2), LAST)]
    inform(world, row)
    assert owed(world) == [("answer", "leader", days(4), LAST)]
    flows.answer_fast_track(fast_track=row, yes=True, by=world.viewer("employee"))
    assert owed(world) == [("send", "leader", LAST, LAST)]
    flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=world.viewer("leader"))
    assert owed(world) == [("outcome", "consultant", days(14), None)]
    later = world.viewer("consultant", NOW + timedelta(days=12))
    flows.note_outcome(fast_track=row, outcome=Outcome.TALK_HELD, outcome_on=days(11), by=later)
    assert owed(world) == []
    done = FollowUp.objects.filter(origin="fast_track").order_by("pk").values_list("kind", "state", "done_on")
    assert list(done) == [
        ("fast_track_inform", "done", TODAY),
        ("fast_track_answer", "done", TODAY),
        ("fast_track_send", "done", TODAY),
        ("fast_track_outcome", "done", days(11)),
    ]


def test_the_leader_hears_the_outcome_where_nobody_is_referred(world):
    Assignment.objects.all().delete()
    row = start(world)
    inform(world, row)
    flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=world.viewer("leader"))
    assert owed(world) == [("outcome", "leader", days(14), None)]


def test_a_decline_is_final_recorded_with_how_and_touches_nothing_else(world):
    row = start(world)
    inform(world, row)
    others = list(FollowUp.objects.exclude(origin="fast_track").order_by("pk").values())
    leader = world.viewer("leader")
    with refused("told_how_missing"):
        flows.answer_fast_track(fast_track=row, yes=False, by=leader)
    flows.answer_fast_track(fast_track=row, yes=False, told_how=ToldHow.PHONE, by=leader)
    assert (state_of(row), row.answered_how, row.answered_by, owed(world)) == (
        "declined", "phone", world.users["leader"], []
    )  # fmt: skip
    assert list(FollowUp.objects.exclude(origin="fast_track").order_by("pk").values()) == others
    for act in (
        lambda: flows.answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=leader),
        lambda: flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=leader),
        lambda: flows.withdraw_fast_track(fast_track=row, by=leader),
        lambda: inform(world, row),
    ):
        with refused("not_now"):
            act()


def test_the_employee_may_decline_after_it_was_sent(world):
    row = start(world)
    inform(world, row)
    flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=world.viewer("leader"))
    flows.answer_fast_track(fast_track=row, yes=False, by=world.viewer("employee"))
    assert (state_of(row), row.sent_on, row.answered_how, owed(world)) == ("declined", TODAY, "", [])


def test_the_employee_asks_and_only_sending_is_left(world):
    row = start(world, "employee", initiator=Initiator.EMPLOYEE)
    assert (row.state, row.answered_on, row.answered_how) == ("accepted", TODAY, "")
    assert owed(world) == [("send", "leader", LAST, LAST)]


def test_the_employee_cannot_do_the_leaders_part(world):
    with refused("not_yours"):
        start(world, "employee")
    row = start(world)
    with refused("not_yours"):
        flows.inform_employee(fast_track=row, informed_on=TODAY, told_how=ToldHow.PHONE, by=world.viewer("employee"))
    with refused("not_yours"):
        flows.withdraw_fast_track(fast_track=row, by=world.viewer("employee"))


@pytest.mark.parametrize("person", ["colleague", "sibling_leader", "leader_above", "administrator", "other_consultant"])
def test_others_do_nothing(world, person):
    with refused("not_yours"):
        start(world, person)
    row = start(world)
    inform(world, row)
    with refused("not_yours"):
        flows.answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=world.viewer(person))


def test_one_open_an_employee(world):
    row = start(world)
    with refused("already_open"):
        start(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        FastTrack.objects.create(
            employee=row.employee, kind="ordinary", initiator="leader", about_day=TODAY, started_on=TODAY
        )
    flows.withdraw_fast_track(fast_track=row, by=world.viewer("leader"))
    assert start(world).state == "drafted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "unheard_of"},
        {"state": "sent"},
        {"state": "accepted", "informed_on": TODAY},
        {"state": "declined", "informed_on": TODAY, "answered_on": TODAY},
        {"state": "concluded", "informed_on": TODAY, "sent_on": TODAY, "closed_on": TODAY},
        {"state": "missed", "closed_on": TODAY},
        {"sent_on": TODAY},
        {"missed_reason": "no_time"},
        {"outcome": "talk_held", "outcome_on": TODAY},
        {"kind": "urgent"},
        {"initiator": "municipality"},
        {"about_day": None},
        {"informed_how": "gossip"},
    ],
)
def test_the_database_knows_the_states(world, wrong):
    plain = {"kind": "ordinary", "initiator": "leader", "about_day": TODAY, "started_on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        FastTrack.objects.create(employee=world.employees["colleague"], **{**plain, **wrong})


def test_free_text_is_guarded(world):
    for field in ("functions", "duration", "adapted"):
        with refused("health_in_note"):
            start(world, words=flows.Words(**{field: "Har en depression"}))
        with refused("cpr_in_note"):
            start(world, words=flows.Words(**{field: "010190-1234"}, override="fordi"))
        with refused("benefit_in_note"):
            start(world, words=flows.Words(**{field: "Hendes sygedagpengesag kører"}, override="fordi"))
    assert FastTrack.objects.count() == 0


def test_only_who_is_sick_has_a_window_and_only_while_it_is_open(world):
    with refused("not_absent"):
        start(world, about="colleague")
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=days(-36))
    with refused("window_closed"):
        start(world)


def test_it_is_sent_in_the_window_and_may_be_marked_later(world):
    row = start(world, expected_long=False)
    inform(world, row)
    leader = world.viewer("leader")
    with refused("not_expected_long"):
        flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=leader)
    opened = opened_with(as_it_stands(row, flows.ANSWERS))
    flows.change_fast_track(fast_track=row, expected_long=True, words=flows.Words(), opened=opened, by=leader)
    assert night(17) == 1
    assert (state_of(row), row.missed_on) == ("missed", date(2026, 12, 10))
    assert owed(world) == [("reason", "leader", date(2026, 12, 17), None)]
    late = world.viewer("leader", NOW + timedelta(days=17))
    with refused("window_closed"):
        flows.mark_as_sent(fast_track=row, sent_on=days(17), by=late)
    flows.mark_as_sent(fast_track=row, sent_on=LAST, by=late)
    assert (state_of(row), row.missed_on, row.sent_on) == ("sent", None, LAST)


def test_the_night_does_nothing_twice_and_leaves_what_was_postponed(world):
    start(world)
    FollowUp.objects.filter(origin="fast_track").update(remind_on=days(5), postponed=1)
    before = list(FollowUp.objects.order_by("pk").values())
    assert [night(0), night(0)] == [0, 0]
    assert list(FollowUp.objects.order_by("pk").values()) == before


def test_a_correction_of_day_one_moves_the_window_and_what_is_owed(world):
    row = start(world, "employee", initiator=Initiator.EMPLOYEE)
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=days(-12))
    assert night(0) == 1
    # Twelve days ago was a Wednesday; the window closes on 16 December.
    assert owed(world) == [("send", "leader", date(2026, 12, 16), date(2026, 12, 16))]
    assert night(0) == 0
    assert row.ref


def test_who_is_back_before_it_was_sent_needs_it_no_more(world):
    row = start(world)
    Period.objects.filter(pk=world.periods["employee"].pk).update(last_day=TODAY)
    assert night(0) == 0
    assert night(1) == 1
    assert (state_of(row), owed(world)) == ("withdrawn", [])


def test_a_window_that_closed_without_any_referral_is_written_down_once(world):
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=days(-36))
    assert [night(0), night(0), night(1)] == [1, 0, 0]
    row = FastTrack.objects.get()
    assert (row.state, row.missed_on, row.missed_reason, owed(world)) == ("missed", TODAY, "", [])
    assert row.employee == world.employees["employee"]
    # Payroll says afterwards that it was shorter.
    Period.objects.filter(pk=world.periods["employee"].pk).update(last_day=days(-5))
    assert (night(1), state_of(row)) == (1, "withdrawn")


def test_windows_that_closed_long_ago_are_let_be(world):
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=days(-60))
    assert (night(0), FastTrack.objects.count()) == (0, 0)


def test_a_reason_by_hand_and_a_reason_that_was_asked_for(world):
    employee, leader = world.employees["employee"], world.viewer("leader")
    with refused("too_early"):
        flows.explain_missed_window(employee=employee, reason=MissedReason.NO_TIME, by=leader)
    with refused("not_absent"):
        flows.explain_missed_window(employee=world.employees["colleague"], reason=MissedReason.NO_TIME, by=leader)
    start(world)
    night(17)
    late = world.viewer("leader", NOW + timedelta(days=18))
    flows.explain_missed_window(employee=employee, reason=MissedReason.NOT_REACHED, by=late)
    row = FastTrack.objects.get()
    assert (row.state, row.missed_reason, owed(world)) == (FastTrackState.MISSED, "not_reached", [])
    with refused("already_explained"):
        flows.explain_missed_window(employee=employee, reason=MissedReason.NO_TIME, by=late)


def test_preventive_needs_an_agreement_with_the_home_municipality_and_room_in_it(world, agreement):
    with refused("is_absent"):
        start(world, kind=PREVENTIVE)
    row = start(world, about="colleague", kind=PREVENTIVE)
    assert (row.municipality, row.about_day) == (agreement.municipality, None)
    assert owed(world, "colleague") == [("inform", "leader", days(2), None)]
    night(10)
    assert state_of(row) == "drafted"
    with refused("quota_used_up"):
        start(world, about="past_deputy", kind=PREVENTIVE)
    assert agreement.uses.count() == 1
    inform(world, row)
    flows.answer_fast_track(fast_track=row, yes=False, told_how=ToldHow.PHONE, by=world.viewer("leader"))
    assert agreement.uses.count() == 0
    again = start(world, about="past_deputy", kind=PREVENTIVE)
    assert (again.state, agreement.uses.count()) == ("drafted", 1)
    flows.withdraw_fast_track(fast_track=again, by=world.viewer("hr"))
    assert agreement.uses.count() == 0


def test_preventive_without_an_agreement_that_runs(world, home, agreement):
    type(agreement).objects.update(last_day=days(-1))
    with refused("no_agreement"):
        start(world, about="colleague", kind=PREVENTIVE)


def test_the_laws_numbers_are_dated_and_sourced_and_seeded_once(world):
    rows = StatutoryParameter.objects.order_by("key").values_list("key", "value")
    assert list(rows) == [
        ("fast_track_expected_weeks", 8),
        ("fast_track_first_talk_days", 14),
        ("fast_track_window_days", 35),
    ]
    assert all("sygedagpengeloven §" in row.source for row in StatutoryParameter.objects.all())
    assert flows.seed_parameters(by=system(NOW)) == 0
    with refused("only_the_system"):
        flows.seed_parameters(by=world.viewer("administrator"))


def test_another_window_of_the_law_counts_from_its_day(world):
    StatutoryParameter.objects.filter(key="fast_track_window_days").update(last_day=days(-30))
    StatutoryParameter.objects.create(
        key="fast_track_window_days", value=42, first_day=days(-29), source="ny lov", last_checked=TODAY
    )
    start(world)
    assert owed(world)[0][3] == date(2026, 12, 16)


def test_no_field_holds_anything_of_the_municipalitys_own_matter():
    """What is kept of the request is this, and no more."""
    kept = {field.name for field in FastTrack._meta.get_fields()}
    assert kept == {
        *("id", "ref", "employee", "case", "kind", "initiator", "state", "municipality", "about_day"),
        *("expected_long", "functions", "duration", "adapted", "words_override", "started_on", "started_by"),
        *("informed_on", "informed_how", "answered_on", "answered_how", "answered_by", "sent_on", "sent_by"),
        *("outcome", "outcome_on", "missed_on", "missed_reason", "closed_on"),
    }


def test_what_was_done_before_it_was_typed_in_is_noted_on_its_day(world):
    row = start(world)
    inform(world, row, on=days(-3))
    later = world.viewer("leader", NOW + timedelta(days=2))
    flows.answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=later)
    flows.mark_as_sent(fast_track=row, sent_on=days(1), by=later)
    flows.note_outcome(fast_track=row, outcome=Outcome.TALK_HELD, outcome_on=days(1), by=later)
    row.refresh_from_db()
    assert (row.informed_on, row.sent_on, row.outcome_on) == (days(-3), days(1), days(1))
    done = FollowUp.objects.filter(origin="fast_track", state="done").order_by("pk")
    assert list(done.values_list("done_on", flat=True)) == [days(-3), days(2), days(1), days(1)]
