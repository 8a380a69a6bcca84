"""What the flows of initiatives write to the audit."""

from collections.abc import Callable
from dataclasses import replace

from insight.initiatives import flows
from insight.initiatives.queries.standing import as_compared, as_written
from insight.models import Initiative
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.insight.initiatives.conftest import written
from tests.world import TODAY, World

Scenario = Callable[[World], object]


def _initiative(world: World) -> Initiative:
    row = Initiative.objects.create(
        title="Trivselsteam", purpose="Færre", responsible_words="HR", first_day=TODAY, follow_up_on=TODAY
    )
    row.units.set([world.units["solgaarden"]])
    return row


def add_initiative(world: World) -> None:
    flows.add_initiative(written=written(world), by=world.viewer("hr"))


def change_initiative(world: World) -> None:
    row = _initiative(world)
    opened = opened_with(as_written(row))
    said = replace(written(world), title="Et andet navn")
    flows.change_initiative(initiative=row, written=said, opened=opened, by=world.viewer("hr"))


def compare_initiative(world: World) -> None:
    row = _initiative(world)
    opened = opened_with(as_compared(row))
    compared = [world.units["laerkevej"].pk]
    flows.compare_initiative(initiative=row, compared=compared, opened=opened, by=world.viewer("hr"))


def assess_initiative(world: World) -> None:
    row = _initiative(world)
    flows.assess_initiative(
        initiative=row,
        percent=80,
        words="Til plejecentre",
        assessor="HR",
        assessed_on=TODAY,
        next_step="",
        follow_up_on=TODAY,
        opened="",
        by=world.viewer("hr"),
    )


def end_initiative(world: World) -> None:
    row = _initiative(world)
    opened = opened_with(as_it_stands(row, flows.ENDING))
    flows.end_initiative(initiative=row, last_day=TODAY, outcome="", opened=opened, by=world.viewer("hr"))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.add_initiative, add_initiative, ["initiative_added"]),
    (flows.change_initiative, change_initiative, ["initiative_changed"]),
    (flows.compare_initiative, compare_initiative, ["initiative_compared"]),
    (flows.assess_initiative, assess_initiative, ["initiative_assessed"]),
    (flows.end_initiative, end_initiative, ["initiative_ended"]),
]
