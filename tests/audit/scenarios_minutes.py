"""What the flows of minutes write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable

from cases.minutes import flows
from cases.minutes.amending import amended
from cases.minutes.content import from_json
from cases.minutes.rules import RecallReason
from cases.models import Minutes
from people.access import guest
from tests.cases.minutes.conftest import make
from tests.world import NOW, World

Scenario = Callable[[World], object]


def amend_minutes(world: World) -> None:
    minutes = make(world)
    content = amended(from_json(minutes.content), words={}, correction="Kl. 11.", heading="Rettelse")
    for _same_again in range(2):
        flows.amend_minutes(minutes=minutes, content=content, reason="Klokken", by=world.viewer("hr"))


def recall_minutes(world: World) -> None:
    flows.recall_minutes(minutes=make(world), reason=RecallReason.MISTAKE, by=world.viewer("consultant"))


def comment_on_minutes(world: World) -> None:
    minutes: Minutes = make(world)
    for _same_again in range(2):
        flows.comment_on_minutes(
            minutes=minutes, participant=world.seats["guest"], text="Ja", by=guest("Bo Bisidder", NOW)
        )


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.make_minutes, make, ["minutes_made"]),
    (flows.amend_minutes, amend_minutes, ["minutes_made", "minutes_amended"]),
    (flows.recall_minutes, recall_minutes, ["minutes_made", "minutes_recalled"]),
    (flows.comment_on_minutes, comment_on_minutes, ["minutes_made", "minutes_commented"]),
]
