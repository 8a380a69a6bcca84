"""Each flow adds exactly the audit events that it declares."""

import inspect
from collections.abc import Callable
from types import ModuleType

import pytest

from absence import flows as absence
from audit.models import Entry
from cases import flows as cases
from cases.followups import flows as follow_ups
from cases.notices import flows as notices
from people import flows as people
from people.importing import flows as importing
from tests.audit import scenarios_absence, scenarios_cases, scenarios_people
from tests.world import World

Scenario = Callable[[World], object]
SCENARIOS = [*scenarios_absence.SCENARIOS, *scenarios_cases.SCENARIOS, *scenarios_people.SCENARIOS]
# Called by other flows, which record; or reference data, which concerns nobody.
SILENT = {"rederive", "seed_causes", "seed_policies"}
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


def public(module: ModuleType) -> set[str]:
    """The functions that a module or package makes itself and shows."""
    shown = getattr(module, "__all__", dir(module))
    return {
        name
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if name in shown and not name.startswith("_") and value.__module__.startswith(module.__name__)
    }


@pytest.mark.parametrize(
    ("flow", "scenario", "events"), SCENARIOS, ids=[scenario.__name__ for _, scenario, _ in SCENARIOS]
)
def test_flow_adds_the_events_that_it_declares(
    world: World, flow: Callable[..., object], scenario: Scenario, events: list[str]
) -> None:
    before = Entry.objects.count()
    scenario(world)
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True))[before:] == events
    assert all(f"`{event}`" in (inspect.getdoc(flow) or "") for event in events[-1:])


def test_every_flow_has_a_scenario() -> None:
    flowing = set().union(*map(public, (absence, cases, follow_ups, notices, people, importing)))
    assert flowing - SILENT - OUTBOX == {flow.__name__ for flow, _, _ in SCENARIOS}


def test_no_note_and_no_value_reaches_the_audit(world: World) -> None:
    scenarios_cases.confirm_follow_up(world)
    scenarios_cases.note_contact(world)
    rows = Entry.objects.values_list("actor_name", "event", "subjects", "case_ref", "fields", "purpose")
    assert "Ringede" not in str(list(rows))
