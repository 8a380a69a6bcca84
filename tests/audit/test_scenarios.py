"""Each flow adds exactly the audit events that it declares.

Scenarios are those of every module scenarios_*.py beside this one, flows those of every `flows` in the apps.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType

import pytest

import absence
import cases
import insight
import people
import retention
import roundtable
from audit.models import Entry
from tests import audit
from tests.audit import scenarios_cases
from tests.world import World

Scenario = Callable[[World], object]


def modules(package: ModuleType, wanted: Callable[[str], bool]) -> list[ModuleType]:
    found = [info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in found if wanted(name)]


FLOWS = [
    m
    for app in (absence, cases, insight, people, retention, roundtable)
    for m in modules(app, lambda name: name.endswith(".flows"))
]
SCENARIOS = [s for m in modules(audit, lambda name: ".scenarios_" in name) for s in m.SCENARIOS]
# Called by other flows, which record; or reference data, which concerns nobody.
SILENT = {
    "rederive",
    "owe",
    "fulfil",
    "move_due",
    "drop",
    "drop_answers",
    "forget_left",
    "forget_unshown",
    "open_for",
    "begin_meeting",
    "owe_planning",
    "owe_step",
    "owe_agreements",
    "hold_fast",
    "touch",
    "record",
    # Sums over everybody, which concern nobody in particular.
    "refresh_figures",
    "rebuild_figures",
    # The row itself says when; the door records each look.
    "note_read",
    "make_code",
}
# The outbox is its own record: an envelope says what was sent to whom, when and why not.
OUTBOX = {
    "owe_letter",
    "owe_news",
    "owe_notices",
    "send_codes",
    "send_confirmations",
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
    flowing = {flow for module in FLOWS for flow in public(module)} - SILENT - OUTBOX
    told = {flow.__name__ for flow, _, _ in SCENARIOS}
    assert {flow for flow in flowing ^ told if not flow.startswith("seed_")} == set()


def test_no_note_and_no_value_reaches_the_audit(world: World) -> None:
    scenarios_cases.confirm_follow_up(world)
    scenarios_cases.note_contact(world)
    rows = Entry.objects.values_list("actor_name", "event", "subjects", "case_ref", "fields", "purpose")
    assert "Ringede" not in str(list(rows))
