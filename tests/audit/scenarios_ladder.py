"""What the flows of the ladder and of offers write to the audit."""

from collections.abc import Callable
from dataclasses import replace

from retention.ladder import flows as ladder
from retention.models import Offer, Step
from retention.offers import flows as offers
from retention.rules.ladder import Occasion, Party
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.world import TODAY, World

Scenario = Callable[[World], object]
WRITTEN = offers.Written(
    name_da="Gåtur med en kollega",
    name_en="",
    steps=[2],
    purpose="At komme ud",
    provider="",
    price="",
    wait="",
    eligibility="",
    contact="",
    source="",
    last_checked=TODAY,
    first_day=TODAY,
    last_day=None,
    why_ended="",
)


def place(world: World) -> None:
    ladder.place(
        employee=world.employees["employee"],
        party=Party.CONSULTANT,
        step=Step.objects.get(number=5),
        occasion=Occasion.OTHER,
        by=world.viewer("consultant"),
    )


def withdraw_placement(world: World) -> None:
    ladder.withdraw_placement(placement=world.placements["leader"], by=world.viewer("deputy"))


def add_offer(world: World) -> Offer:
    return offers.add_offer(written=WRITTEN, by=world.viewer("consultant"))


def change_offer(world: World) -> None:
    offer = add_offer(world)
    opened = opened_with(as_it_stands(offer, offers.CATALOGUE))
    offers.change_offer(offer=offer, written=WRITTEN, opened=opened, by=world.viewer("hr"))
    offers.change_offer(offer=offer, written=replace(WRITTEN, wait="Ingen"), opened=opened, by=world.viewer("hr"))


def start_offer(world: World) -> None:
    offer = Offer.objects.get(key="fast-track")
    offers.start_offer(
        employee=world.employees["employee"], offer=offer, started_on=TODAY, by=world.viewer("consultant")
    )


def end_offer(world: World) -> None:
    offers.end_offer(use=world.offer_uses["employee"], ended_on=TODAY, by=world.viewer("leader"))


def withdraw_use(world: World) -> None:
    offers.withdraw_use(use=world.offer_uses["employee"], by=world.viewer("leader"))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (ladder.place, place, ["placed"]),
    (ladder.withdraw_placement, withdraw_placement, ["placement_withdrawn"]),
    (offers.add_offer, add_offer, ["offer_added"]),
    (offers.change_offer, change_offer, ["offer_added", "offer_changed"]),
    (offers.start_offer, start_offer, ["offer_started"]),
    (offers.end_offer, end_offer, ["offer_ended"]),
    (offers.withdraw_use, withdraw_use, ["offer_use_withdrawn"]),
]
