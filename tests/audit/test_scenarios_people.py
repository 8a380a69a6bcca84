"""Each flow of people adds exactly the audit events that it declares."""

import inspect
from collections.abc import Callable

import pytest

from audit.models import Entry
from people import flows
from people.importing.flows import import_people
from tests.audit.scenarios_people import SCENARIOS, Scenario
from tests.world import build


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("flow", "scenario", "events"), SCENARIOS, ids=[scenario.__name__ for _, scenario, _ in SCENARIOS]
)
def test_flow_adds_the_events_that_it_declares(
    flow: Callable[..., object], scenario: Scenario, events: list[str]
) -> None:
    world = build()
    before = Entry.objects.count()
    scenario(world)

    assert list(Entry.objects.order_by("pk").values_list("event", flat=True))[before:] == events
    for event in events:
        assert f"`{event}`" in (inspect.getdoc(flow) or "")


def test_every_flow_has_a_scenario() -> None:
    public = {getattr(flows, name) for name in flows.__all__} | {import_people}
    assert public == {flow for flow, _, _ in SCENARIOS}
