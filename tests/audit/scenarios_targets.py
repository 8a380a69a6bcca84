"""What the flows of targets and plans write to the audit: each flow, a scenario in the world, and its events."""

from collections.abc import Callable
from decimal import Decimal

from insight.models import PlanAction
from insight.rules.targets import Change
from insight.targets import flows
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


def set_targets(world: World) -> None:
    changes = {world.units[name].pk: Change(None, Decimal("5.8")) for name in ("kommune", "solgaarden")}
    flows.set_targets(year=2026, changes=changes, by=world.viewer("hr"))
    # The same again changes nothing.
    flows.set_targets(year=2026, changes=changes, by=world.viewer("hr"))


def add_plan_action(world: World) -> None:
    said = {"what": "Faste vagter", "who": "MED", "due_on": TODAY, "note_override": ""}
    for _ in range(2):
        flows.add_plan_action(unit=world.units["solgaarden"], year=2026, **said, by=world.viewer("leader"))


def action_of(world: World) -> PlanAction:
    return PlanAction.objects.create(
        unit=world.units["solgaarden"], year=2026, what="x", who="x", due_on=TODAY, written_at=NOW
    )


def change_plan_action(world: World) -> None:
    action = action_of(world)
    said = {"what": "y", "who": "x", "due_on": TODAY, "note_override": ""}
    opened = opened_with(as_it_stands(action, flows.ACTION))
    for _ in range(2):
        flows.change_plan_action(action=action, **said, opened=opened, by=world.viewer("deputy"))


def settle_plan_action(world: World) -> None:
    action = action_of(world)
    for _ in range(2):
        flows.settle_plan_action(action=action, done=True, by=world.viewer("leader"))


def drop_plan_action(world: World) -> None:
    action = action_of(world)
    for _ in range(2):
        flows.drop_plan_action(action=action, by=world.viewer("hr"))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.set_targets, set_targets, ["targets_set"]),
    (flows.add_plan_action, add_plan_action, ["plan_action_added"]),
    (flows.change_plan_action, change_plan_action, ["plan_action_changed"]),
    (flows.settle_plan_action, settle_plan_action, ["plan_action_settled"]),
    (flows.drop_plan_action, drop_plan_action, ["plan_action_dropped"]),
]
