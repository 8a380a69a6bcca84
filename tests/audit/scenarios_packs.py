"""What the flow of lists and packs writes to the audit."""

from collections.abc import Callable

from insight.packs import flows
from people.access import system
from tests.world import NOW, World

Scenario = Callable[[World], object]


def freeze_packs(_: World) -> None:
    # Made again, nothing is.
    for _again in range(2):
        flows.freeze_packs(by=system(NOW))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.freeze_packs, freeze_packs, ["packs_frozen"]),
]
