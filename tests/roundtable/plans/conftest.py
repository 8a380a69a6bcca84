"""A plan of ten weeks for Åse, and what becomes of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from retention.rules.saying import opened_with
from roundtable.flows import hold_fast
from roundtable.models import ReturnPlan
from roundtable.plans import flows
from roundtable.plans.queries import Line, Written, draft_of, running_of, with_contents, written_of
from roundtable.rules.plans import Effect, ItemKind, Week, next_monday
from tests.roundtable.sitting import Table, table
from tests.world import TODAY, World

MONDAY = next_monday(TODAY)
HOURS = (8, 8, 12, 12, 12, 16, 20, 24, 28, 37)
EVALUATE_ON = date(2026, 12, 22)
LINES = (
    Line(ItemKind.POSSIBLE, "Medicinskab og dokumentation"),
    Line(ItemKind.WAITS, "Forflytning uden makker", again_on=EVALUATE_ON),
    Line(ItemKind.CHANGE, "Møder kl. 9 i stedet for 7", effect=Effect.NEW),
    Line(ItemKind.SUPPORT, "Birgit ringer hver fredag"),
)


def weeks(*hours: float, first: date = MONDAY) -> tuple[Week, ...]:
    return tuple(Week(first + n * timedelta(days=7), Decimal(str(each))) for n, each in enumerate(hours))


def a_plan(**given: object) -> Written:
    return Written(**{"weeks": weeks(*HOURS), "evaluate_on": EVALUATE_ON, "lines": LINES, **given})


def mark(plan: ReturnPlan | None) -> str:
    """What a form carries that was opened with this."""
    return opened_with(written_of(plan).said)


def in_full(plan: ReturnPlan) -> Written:
    """What stands in it now, whatever its state."""
    return written_of(with_contents(ReturnPlan.objects.filter(pk=plan.pk)).get())


def write(table: Table, written: Written | None = None, *, by: str = "consultant", opened: str | None = None) -> None:
    opened = mark(draft_of(table.meeting)) if opened is None else opened
    flows.write_plan(meeting=table.meeting, written=written or a_plan(), opened=opened, by=table.by(by))


def begin(table: Table, written: Written | None = None) -> ReturnPlan:
    write(table, written)
    by = table.by()
    with transaction.atomic():
        return flows.begin_plan(held=hold_fast(meeting=table.meeting, by=by), by=by)


@pytest.fixture
def running(table: Table) -> ReturnPlan:
    return begin(table)


def run(world: World, person: str = "employee") -> ReturnPlan | None:
    return running_of(world.employees[person])


__all__ = ["table"]
