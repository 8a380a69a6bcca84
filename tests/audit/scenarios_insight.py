"""What the flows of insight write to the audit."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from insight.rules.measures import By
from insight.statistics import flows
from insight.statistics.queries import Asked
from people.access import system
from tests.world import BEGINNING, NOW, TODAY, World

Scenario = Callable[[World], object]


def export_statistics(world: World) -> None:
    asked = Asked(BEGINNING, TODAY, TODAY, (By.UNIT,))
    with TemporaryDirectory() as folder:
        flows.export_statistics(asked=asked, path=Path(folder) / "tal.csv", masked=True, by=system(NOW))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.export_statistics, export_statistics, ["exported"]),
]
