"""What the flows before a meeting write to the audit: each flow, a scenario, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta

from cases.invitations.flows import Invitee
from cases.invitations.rules import Role
from people.access import guest, system
from retention.rules.ladder import ToldHow
from roundtable.models import Meeting, OutsideRequest
from roundtable.outside import flows as outside
from roundtable.request import flows
from roundtable.rules.clock import Level, PauseReason
from roundtable.rules.meetings import CancelReason, RequesterKind, RequestReason, UnheldReason
from roundtable.rules.outside import EndReason
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import NOW, World

Scenario = Callable[[World], object]


def request_meeting(world: World) -> Meeting:
    return ask(world)


def request_meeting_on_a_worry(world: World) -> Meeting:
    carl = world.employees["colleague"]
    return flows.request_meeting(employee=carl, reason=RequestReason.WORRY, by=world.viewer("leader"))


def accept(world: World) -> None:
    flows.answer_request(meeting=ask(world), yes=True, by=world.viewer("employee"))


def decline(world: World) -> None:
    flows.answer_request(meeting=ask(world), yes=False, told_how=ToldHow.PHONE, by=world.viewer("leader"))


def pause_meeting(world: World) -> Meeting:
    meeting = ask(world)
    flows.pause_meeting(
        meeting=meeting, reason=PauseReason.WAITING_FOR_COMPANION, by=world.viewer("consultant", NOW + HOUR)
    )
    return meeting


def resume_meeting(world: World) -> None:
    flows.resume_meeting(meeting=pause_meeting(world), by=world.viewer("consultant", NOW + 2 * HOUR))


def watch_clocks(world: World) -> None:
    ask(world)
    flows.watch_clocks(by=system(NOW + timedelta(hours=49)))


def name_watchers(world: World) -> None:
    named = {(Level.COLLEAGUE, None): world.users["other_consultant"]}
    flows.name_watchers(named=named, by=world.viewer("consultant"))


def ask_for_times(world: World) -> None:
    times = [(NOW + 30 * HOUR, NOW + 31 * HOUR)]
    flows.ask_for_times(meeting=ask(world), times=times, invitees=invitees(world), by=world.viewer("consultant"))


def plan_meeting(world: World) -> Meeting:
    meeting = ask(world)
    plan(world, meeting, invitees=invitees(world))
    return meeting


def replan_meeting(world: World) -> None:
    plan(world, plan_meeting(world), hours=100, invitees=invitees(world))


def cancel_meeting(world: World) -> None:
    flows.cancel_meeting(meeting=plan_meeting(world), reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))


def close_unheld(world: World) -> None:
    later = world.viewer("consultant", NOW + 80 * HOUR)
    flows.close_unheld(meeting=plan_meeting(world), reason=UnheldReason.NOBODY_CAME, by=later)


def close_stale_meetings(world: World) -> None:
    ask(world)
    flows.close_stale_meetings(by=system(NOW + timedelta(days=61)))


def invitees(world: World) -> list[Invitee]:
    people = {Role.EMPLOYEE: "employee", Role.LEADER: "leader", Role.CONSULTANT: "consultant"}
    return [Invitee(role=role, user=world.users[person]) for role, person in people.items()]


# --- From outside ---------------------------------------------------------------------------------------


def ask_from_outside(_: World, about: str = "Nora Nielsen") -> OutsideRequest:
    return outside.ask_from_outside(
        kind=RequesterKind.EMPLOYER,
        organisation="Firmaet",
        name="Grethe Grøn",
        email="grethe@firma.example",
        phone="",
        about_name=about,
        about_workplace="",
        reason=RequestReason.WORRY,
        by=guest("Udefra", NOW),
    )


def confirm_from_outside(world: World, about: str = "Nora Nielsen") -> OutsideRequest:
    asked = ask_from_outside(world, about)
    outside.confirm_from_outside(asked=asked, by=guest("Udefra", NOW))
    return asked


def settle_with_employee(world: World) -> None:
    asked = confirm_from_outside(world, "Carl Colding")
    outside.settle_with_employee(asked=asked, employee=world.employees["colleague"], by=world.viewer("consultant"))


def settle_with_outsider(world: World) -> None:
    outside.settle_with_outsider(asked=confirm_from_outside(world), by=world.viewer("other_consultant"))


def end_from_outside(world: World) -> None:
    asked = confirm_from_outside(world)
    outside.end_from_outside(asked=asked, reason=EndReason.NOT_OURS, by=world.viewer("consultant"))


def forget_unconfirmed(world: World) -> None:
    ask_from_outside(world)
    outside.forget_unconfirmed(by=system(NOW + timedelta(days=8)))


CONFIRMED = ["outside_asked", "outside_confirmed"]
PLANNED = ["meeting_requested", "called_together", "meeting_planned"]
SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.request_meeting, request_meeting, ["meeting_requested"]),
    (flows.request_meeting, request_meeting_on_a_worry, ["case_opened", "meeting_requested"]),
    (flows.answer_request, accept, ["meeting_requested", "meeting_accepted"]),
    (flows.answer_request, decline, ["meeting_requested", "meeting_declined"]),
    (flows.pause_meeting, pause_meeting, ["meeting_requested", "clock_paused"]),
    (flows.resume_meeting, resume_meeting, ["meeting_requested", "clock_paused", "clock_resumed"]),
    (flows.watch_clocks, watch_clocks, ["meeting_requested", "clock_escalated", "clock_escalated"]),
    (flows.name_watchers, name_watchers, ["clock_watch_named"]),
    (flows.ask_for_times, ask_for_times, ["meeting_requested", "times_proposed"]),
    (flows.plan_meeting, plan_meeting, PLANNED),
    (flows.plan_meeting, replan_meeting, [*PLANNED, "called_together", "meeting_replanned"]),
    (flows.cancel_meeting, cancel_meeting, [*PLANNED, "called_off", "meeting_cancelled"]),
    (flows.close_unheld, close_unheld, [*PLANNED, "meeting_closed_unheld"]),
    (flows.close_stale_meetings, close_stale_meetings, ["meeting_requested", "meeting_closed_unheld"]),
    (outside.ask_from_outside, ask_from_outside, ["outside_asked"]),
    (outside.confirm_from_outside, confirm_from_outside, CONFIRMED),
    (outside.settle_with_employee, settle_with_employee, [*CONFIRMED, "case_opened", "outside_settled"]),
    (outside.settle_with_outsider, settle_with_outsider, [*CONFIRMED, "case_opened", "outside_settled"]),
    (outside.end_from_outside, end_from_outside, [*CONFIRMED, "outside_ended"]),
    (outside.forget_unconfirmed, forget_unconfirmed, ["outside_asked", "outside_forgotten"]),
]
