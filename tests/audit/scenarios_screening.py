"""What the flows of screening and consent write to the audit."""

from collections.abc import Callable

from people.models import Assignment
from retention.consent import flows as consent
from retention.models import Consent, Screening
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.ladder import ToldHow
from retention.rules.screening import Answer, Decision
from retention.screening import flows
from tests.world import TODAY, World

Scenario = Callable[[World], object]
TASKS = frozenset({Content.TASKS})


def screen(world: World) -> Screening:
    answers = {"tasks_blocked": Answer.YES}
    return flows.screen(employee=world.employees["employee"], answers=answers, by=world.viewer("leader"))


def decide_screening(world: World) -> None:
    flows.decide_screening(screening=screen(world), decision=Decision.NOTHING, by=world.viewer("leader"))


def ask_a_consultant(world: World) -> None:
    Assignment.objects.all().delete()
    flows.decide_screening(screening=screen(world), decision=Decision.CONSULTANT, by=world.viewer("leader"))


def give_consent(world: World) -> Consent:
    return consent.give_consent(
        employee=world.employees["employee"],
        purpose=Purpose.FAST_TRACK,
        receiver=Receiver.MUNICIPALITY,
        content=TASKS,
        given_on=TODAY,
        told_how=ToldHow.PHONE,
        by=world.viewer("leader"),
    )


def withdraw_consent(world: World) -> None:
    consent.withdraw_consent(consent=give_consent(world), by=world.viewer("employee"))


def share(world: World) -> None:
    give_consent(world)
    consent.share(
        employee=world.employees["employee"],
        purpose=Purpose.FAST_TRACK,
        receiver=Receiver.MUNICIPALITY,
        content=TASKS,
        by=world.viewer("consultant"),
    )


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.screen, screen, ["screened"]),
    (flows.decide_screening, decide_screening, ["screened", "screening_decided"]),
    (flows.decide_screening, ask_a_consultant, ["screened", "referred", "screening_decided"]),
    (consent.give_consent, give_consent, ["consent_given"]),
    (consent.withdraw_consent, withdraw_consent, ["consent_given", "consent_withdrawn"]),
    (consent.share, share, ["consent_given", "shared"]),
]
