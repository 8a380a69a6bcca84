"""Each flow of absence adds exactly the audit events that it declares."""

import inspect
from collections.abc import Callable

import pytest

from absence import flows
from audit.models import Entry
from tests.audit.scenarios_absence import SCENARIOS, Scenario
from tests.world import World, build

# Called by the other flows, which record; reference data concerns nobody.
SILENT = {"rederive", "seed_causes", "seed_policies"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("flow", "scenario", "events"), SCENARIOS, ids=[scenario.__name__ for _, scenario, _ in SCENARIOS]
)
def test_flow_adds_the_events_that_it_declares(
    flow: Callable[..., object], scenario: Scenario, events: list[str]
) -> None:
    world: World = build()
    before = Entry.objects.count()
    scenario(world)
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True))[before:] == events
    assert f"`{events[-1]}`" in (inspect.getdoc(flow) or "")


def test_every_flow_has_a_scenario() -> None:
    public = {name for name in flows.__all__ if inspect.isfunction(getattr(flows, name))}
    assert public - SILENT == {flow.__name__ for flow, _, _ in SCENARIOS}
