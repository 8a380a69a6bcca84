"""What the flows of the caseload write to the audit."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from people.access import system
from retention.caseload import flows
from retention.rules.caseload import EndReason, ReferReason, WorkKind
from tests.world import NOW, TODAY, World

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


def set_consultant_hours(world: World) -> None:
    flows.set_consultant_hours(
        consultant=world.users["consultant"], weekly_hours=Decimal(20), first_day=TODAY, by=world.viewer("hr")
    )


def note_work(world: World) -> None:
    by = world.viewer("consultant")
    flows.note_work(kind=WorkKind.CASE, on=TODAY, hours=Decimal(1), by=by, employee=world.employees["employee"])


def remove_work(world: World) -> None:
    flows.remove_work(work=world.users["consultant"].work.get(), by=world.viewer("consultant"))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.refer, refer, ["referred"]),
    (flows.take, take, ["referral_taken"]),
    (flows.take, release, ["referral_released"]),
    (flows.end_referral, end_referral, ["referral_ended"]),
    (flows.plan_hours, plan_hours, ["hours_planned"]),
    (flows.expire_referrals, expire_referrals, ["referral_ended"]),
    (flows.set_consultant_hours, set_consultant_hours, ["consultant_hours_set"]),
    (flows.note_work, note_work, ["time_noted"]),
    (flows.remove_work, remove_work, ["time_removed"]),
]
