"""What handing out tokens, ending them and reading by them write to the audit."""

from collections.abc import Callable

from insight.bi import flows
from insight.rules.tokens import Scope
from people.access import guest
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


def make_token(world: World) -> flows.Made:
    said = {"name": "Power BI", "scopes": [Scope.FIGURES], "unit": None, "last_day": TODAY}
    return flows.make_token(**said, by=world.viewer("hr"))


def end_token(world: World) -> None:
    made = make_token(world)
    for _ in range(2):
        flows.end_token(token=made.token, by=world.viewer("hr_colleague"))


def note_reading(world: World) -> None:
    flows.note_reading(token=make_token(world).token, what="api_figures", by=guest("Power BI", NOW))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.make_token, make_token, ["api_token_made"]),
    (flows.end_token, end_token, ["api_token_made", "api_token_ended"]),
    (flows.note_reading, note_reading, ["api_token_made", "exported"]),
]
