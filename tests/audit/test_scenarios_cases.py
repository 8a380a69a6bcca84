"""Each flow of cases adds exactly the audit events that it declares."""

import inspect
from collections.abc import Callable

import pytest

from audit.models import Entry
from cases import flows
from cases.followups import flows as follow_ups
from cases.notices import flows as notices
from tests.audit.scenarios_cases import SCENARIOS, Scenario
from tests.world import World, build

# What asks settings, and writes nothing.
SILENT = {"postpone_limits"}
# The outbox is its own record: an envelope says what was sent to whom, when and why not.
OUTBOX = {
    "owe_notices",
    "send_notices",
    "send_next_notice",
    "claim_notice",
    "open_envelope",
    "settle_notice",
    "beat",
    "check_duties",
}


def public(module: object) -> set[str]:
    """The functions that a module makes itself."""
    return {
        name
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and value.__module__.startswith(module.__name__)  # type: ignore[attr-defined]
    }


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
    flowing = public(flows) | public(follow_ups) | public(notices)
    assert flowing - SILENT - OUTBOX == {flow.__name__ for flow, _, _ in SCENARIOS}


@pytest.mark.django_db
def test_no_note_and_no_value_reaches_the_audit() -> None:
    world: World = build()
    for _flow, scenario, _events in (SCENARIOS[0], SCENARIOS[3]):
        scenario(world)
    rows = Entry.objects.values_list("actor_name", "event", "subjects", "case_ref", "fields", "purpose")
    assert "Ringede" not in str(list(rows))
