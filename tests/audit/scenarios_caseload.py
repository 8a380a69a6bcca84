"""What the flows of the caseload write to the audit."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from people.access import system
from retention.caseload import flows
from retention.rules.caseload import EndReason, ReferReason
from tests.world import NOW, World

Scenario = Callable[[World], object]


def refer(world: World) -> None:
    colleague = world.employees["colleague"]
    flows.refer(employee=colleague, to=None, reason=ReferReason.WORRY, by=world.viewer("leader"), note="Færre vagter")


def take(world: World) -> None:
    to = world.users["other_consultant"]
    flows.take(employees=[world.employees["employee"]], to=to, by=world.viewer("consultant"))


def release(world: World) -> None:
    flows.take(employees=[world.employees["employee"]], to=None, by=world.viewer("consultant"))


def end_referral(world: World) -> None:
    reason = EndReason.BACK_AT_WORK
    flows.end_referral(employee=world.employees["employee"], reason=reason, by=world.viewer("consultant"))


def plan_hours(world: World) -> None:
    flows.plan_hours(employee=world.employees["employee"], hours=Decimal(4), by=world.viewer("consultant"))


def expire_referrals(world: World) -> None:
    world.periods["employee"].delete()
    flows.expire_referrals(by=system(NOW + timedelta(days=70)))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.refer, refer, ["referred"]),
    (flows.take, take, ["referral_taken"]),
    (flows.take, release, ["referral_released"]),
    (flows.end_referral, end_referral, ["referral_ended"]),
    (flows.plan_hours, plan_hours, ["hours_planned"]),
    (flows.expire_referrals, expire_referrals, ["referral_ended"]),
]
