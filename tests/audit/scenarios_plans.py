"""What the flows of plans, agreements and closing write to the audit."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from people.access import system
from roundtable.agreements import flows as agreements
from roundtable.closing import flows as closing
from roundtable.flows import hold_fast
from roundtable.models import AgreedAction, ReturnPlan
from roundtable.plans import flows as plans
from roundtable.plans.queries import running_of
from roundtable.rules.plans import EndReason
from roundtable.rules.table import NoPlanReason
from tests.roundtable.agreements.conftest import agree, owe_all
from tests.roundtable.closing.conftest import prepare
from tests.roundtable.plans.conftest import MONDAY, a_plan, mark, write
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


SITTING = ["meeting_requested", "called_together", "meeting_planned"]


def write_plan(world: World) -> Table:
    table = sit_down(world)
    for _again in range(2):
        write(table, a_plan())
    return table


def decide_no_plan(world: World) -> Table:
    table = sit_down(world)
    plans.decide_no_plan(meeting=table.meeting, reason=NoPlanReason.TOO_EARLY, by=table.by())
    return table


def begin_plan(world: World) -> ReturnPlan:
    table = write_plan(world)
    with transaction.atomic():
        return plans.begin_plan(held=hold_fast(meeting=table.meeting, by=table.by()), by=table.by())


def amend_plan(world: World) -> None:
    plan = begin_plan(world)
    plans.amend_plan(
        plan=plan,
        written=a_plan(disagreed=True),
        reason="Det går langsommere",
        opened=mark(running_of(plan.employee)),
        by=world.viewer("leader"),
    )


def end_plan(world: World) -> None:
    plans.end_plan(plan=begin_plan(world), reason=EndReason.NOT_NEEDED, by=world.viewer("hr"))


def watch_plans(world: World) -> None:
    begin_plan(world)
    for day in (MONDAY + timedelta(days=14), MONDAY + timedelta(days=100)):
        for _again in range(2):
            plans.watch_plans(by=system(NOW + (day - TODAY)))


def write_agreement(world: World) -> Table:
    table = sit_down(world)
    for _again in range(2):
        agree(table)
    return table


def remove_agreement(world: World) -> None:
    table = write_agreement(world)
    agreements.remove_agreement(meeting=table.meeting, ref="en-aftale", by=table.by())


def keep_agreement(world: World) -> None:
    table = write_agreement(world)
    owe_all(table)
    agreements.keep_agreement(action=AgreedAction.objects.get(), by=world.viewer("hr"))


def prepare_closing(world: World) -> None:
    prepare(sit_down(world))


def hold_meeting(world: World) -> None:
    table = write_plan(world)
    agree(table)
    prepare(table)
    closing.hold_meeting(meeting=table.meeting, by=table.by())


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (plans.write_plan, write_plan, [*SITTING, "plan_written"]),
    (plans.decide_no_plan, decide_no_plan, [*SITTING, "no_plan_decided"]),
    (plans.begin_plan, begin_plan, [*SITTING, "plan_written", "plan_begun"]),
    (plans.amend_plan, amend_plan, [*SITTING, "plan_written", "plan_begun", "plan_amended"]),
    (plans.end_plan, end_plan, [*SITTING, "plan_written", "plan_begun", "plan_ended"]),
    (
        plans.watch_plans,
        watch_plans,
        [*SITTING, "plan_written", "plan_begun", "check_in_owed", "plan_ended"],
    ),
    (agreements.write_agreement, write_agreement, [*SITTING, "agreement_written"]),
    (agreements.remove_agreement, remove_agreement, [*SITTING, "agreement_written", "agreement_removed"]),
    (agreements.keep_agreement, keep_agreement, [*SITTING, "agreement_written", "agreement_kept"]),
    (closing.prepare_closing, prepare_closing, [*SITTING, "closing_prepared"]),
    (
        closing.hold_meeting,
        hold_meeting,
        [
            *SITTING,
            "plan_written",
            "agreement_written",
            "closing_prepared",
            "plan_begun",
            "minutes_made",
            "called_together",
            "meeting_planned",
            "meeting_held",
        ],
    ),
]
