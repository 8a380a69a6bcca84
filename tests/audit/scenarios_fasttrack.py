"""What the flows of retention write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta

from absence.models import Period
from people.access import system
from retention.fasttrack import flows
from retention.models import FastTrack
from retention.rules.fasttrack import FastTrackKind, Initiator, MissedReason, Outcome
from retention.rules.ladder import ToldHow
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


def start_fast_track(world: World) -> FastTrack:
    return flows.start_fast_track(
        employee=world.employees["employee"],
        kind=FastTrackKind.ORDINARY,
        initiator=Initiator.LEADER,
        expected_long=True,
        by=world.viewer("leader"),
    )


def change_fast_track(world: World) -> None:
    words = flows.Words(functions="Løft og forflytninger")
    row = start_fast_track(world)
    opened = opened_with(as_it_stands(row, flows.ANSWERS))
    for _same_again in range(2):
        flows.change_fast_track(
            fast_track=row, expected_long=False, words=words, opened=opened, by=world.viewer("consultant")
        )


def inform_employee(world: World) -> FastTrack:
    row = start_fast_track(world)
    flows.inform_employee(fast_track=row, informed_on=TODAY, told_how=ToldHow.PHONE, by=world.viewer("leader"))
    return row


def answer_fast_track(world: World) -> FastTrack:
    row = inform_employee(world)
    flows.answer_fast_track(fast_track=row, yes=True, by=world.viewer("employee"))
    return row


def decline_fast_track(world: World) -> None:
    row = inform_employee(world)
    flows.answer_fast_track(fast_track=row, yes=False, told_how=ToldHow.PHONE, by=world.viewer("leader"))


def mark_as_sent(world: World) -> FastTrack:
    row = answer_fast_track(world)
    flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=world.viewer("deputy"))
    return row


def note_outcome(world: World) -> None:
    row = mark_as_sent(world)
    later = world.viewer("consultant", NOW + timedelta(days=10))
    flows.note_outcome(fast_track=row, outcome=Outcome.TALK_HELD, outcome_on=TODAY + timedelta(days=9), by=later)


def explain_missed_window(world: World) -> None:
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=40))
    flows.explain_missed_window(
        employee=world.employees["employee"], reason=MissedReason.NOT_THOUGHT_OF, by=world.viewer("leader")
    )


def withdraw_fast_track(world: World) -> None:
    flows.withdraw_fast_track(fast_track=start_fast_track(world), by=world.viewer("leader"))


def settle_fast_tracks(world: World) -> None:
    inform_employee(world)
    flows.settle_fast_tracks(by=system(NOW + timedelta(days=17)))


INFORMED = ["fast_track_started", "fast_track_informed"]
SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.start_fast_track, start_fast_track, ["fast_track_started"]),
    (flows.change_fast_track, change_fast_track, ["fast_track_started", "fast_track_changed"]),
    (flows.inform_employee, inform_employee, INFORMED),
    (flows.answer_fast_track, answer_fast_track, [*INFORMED, "fast_track_accepted"]),
    (flows.answer_fast_track, decline_fast_track, [*INFORMED, "fast_track_declined"]),
    (flows.mark_as_sent, mark_as_sent, [*INFORMED, "fast_track_accepted", "fast_track_sent"]),
    (
        flows.note_outcome,
        note_outcome,
        [*INFORMED, "fast_track_accepted", "fast_track_sent", "fast_track_concluded"],
    ),
    (flows.explain_missed_window, explain_missed_window, ["fast_track_reason_given"]),
    (flows.withdraw_fast_track, withdraw_fast_track, ["fast_track_started", "fast_track_withdrawn"]),
    (flows.settle_fast_tracks, settle_fast_tracks, [*INFORMED, "fast_track_missed"]),
]
