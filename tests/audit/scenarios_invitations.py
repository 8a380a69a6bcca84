"""What the flows of talks write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta

from cases.invitations import flows
from cases.invitations.flows import Invitee
from cases.invitations.rules import Answer, Role
from cases.models import AccessCode
from people.access import guest
from tests.world import NOW, World

Scenario = Callable[[World], object]
NOON = NOW.replace(hour=12)
SOMEBODY = guest("Link", NOW)


def call_together(world: World) -> None:
    flows.call_together(
        conversation=world.seats["employee"].conversation,
        starts_at=NOON + timedelta(days=2),
        ends_at=NOON + timedelta(days=2, hours=1),
        place="Lokale 3",
        video_link="",
        invitees=[Invitee(role=Role.EMPLOYEE, ref=world.seats["employee"].ref)],
        by=world.viewer("consultant"),
    )


def propose_times(world: World) -> None:
    flows.propose_times(
        conversation=world.seats["employee"].conversation,
        times=[(NOON, NOON + timedelta(hours=1))],
        invitees=[Invitee(role=Role.EMPLOYEE, ref=world.seats["employee"].ref)],
        by=world.viewer("consultant"),
    )


def call_off(world: World) -> None:
    flows.call_off(conversation=world.seats["employee"].conversation, by=world.viewer("consultant"))


def answer_invitation(world: World) -> None:
    flows.answer_invitation(
        participant=world.seats["guest"], answer=Answer.OTHER_TIME, reason="Torsdag", by=guest("Bo Bisidder", NOW)
    )


def answer_times(world: World) -> None:
    propose_times(world)
    flows.answer_times(participant=world.seats["employee"], can=[], by=world.viewer("employee"))


def leave_companion_out(world: World) -> None:
    flows.leave_companion_out(participant=world.seats["employee"], by=world.viewer("employee"))


def bring_companion(world: World) -> None:
    leave_companion_out(world)
    flows.bring_companion(participant=world.seats["employee"], name="Ea", email="", by=world.viewer("employee"))


def renew_link(world: World) -> None:
    flows.renew_link(participant=world.seats["guest"], by=world.viewer("consultant"))


def ask_for_code(world: World) -> None:
    flows.ask_for_code(participant=world.seats["guest"], by=SOMEBODY)


def try_code(world: World) -> None:
    ask_for_code(world)
    digits = flows.make_code(code=AccessCode.objects.get(), by=SOMEBODY)
    assert flows.try_code(participant=world.seats["guest"], digits="", by=SOMEBODY) is False
    assert flows.try_code(participant=world.seats["guest"], digits=digits, by=SOMEBODY) is True


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.call_together, call_together, ["called_together"]),
    (flows.propose_times, propose_times, ["times_proposed"]),
    (flows.call_off, call_off, ["called_off"]),
    (flows.answer_invitation, answer_invitation, ["invitation_answered"]),
    (flows.answer_times, answer_times, ["times_proposed", "times_answered"]),
    (flows.leave_companion_out, leave_companion_out, ["companion_left_out"]),
    (flows.bring_companion, bring_companion, ["companion_left_out", "companion_brought"]),
    (flows.renew_link, renew_link, ["link_renewed"]),
    (flows.ask_for_code, ask_for_code, ["code_asked_for"]),
    (flows.try_code, try_code, ["code_asked_for", "not_let_in", "let_in"]),
]
