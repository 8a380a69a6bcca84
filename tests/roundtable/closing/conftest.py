"""A meeting at which everything has been said."""

from datetime import datetime

import pytest

from cases.models import Participant
from people.calendar import COPENHAGEN
from retention.rules.saying import opened_with
from roundtable.closing import flows
from roundtable.closing.queries import prepared
from roundtable.models import Meeting
from tests.roundtable.agreements.conftest import agree
from tests.roundtable.plans.conftest import a_plan, write
from tests.roundtable.sitting import Table, table
from tests.world import NOW

NEXT = datetime(2026, 12, 21, 9, 0, tzinfo=COPENHAGEN)


def prepare(table: Table, *, came: tuple[str, ...] = (), by: str = "consultant", **given: object) -> None:
    came = came or ("employee", "leader", "consultant")
    people = Participant.objects.filter(conversation=table.meeting.conversation).order_by("pk")
    plain = {
        "opened": opened_with(prepared(table.again(), people)),
        "attended": {table.seats[who].ref for who in came},
        "get_minutes": {seat.ref for seat in table.seats.values()},
        "next_at": NEXT,
    }
    flows.prepare_closing(meeting=table.meeting, by=table.by(by), **{**plain, **given})


def see(table: Table, employee: int, leader: int, agreed: int | None = None) -> None:
    """Both have placed, it was shown, and they agreed or did not."""
    for seat, number in (("employee", employee), ("leader", leader)):
        table.meeting.preparations.create(seat=seat, participant=table.seats[seat], number=number, placed_at=NOW)
    Meeting.objects.filter(pk=table.meeting.pk).update(
        revealed_at=NOW, picture_skipped=False, agreed_number=agreed, disagreed=agreed is None
    )
    table.again()


def hold(table: Table, *, by: str = "consultant", now: datetime = NOW) -> None:
    flows.hold_meeting(meeting=table.meeting, by=table.by(by, now))


@pytest.fixture
def ready(table: Table) -> Table:
    """Plan, two agreements, who came: it can be closed."""
    see(table, 6, 4, 5)
    write(table, a_plan())
    agree(table, "aftale-1")
    agree(table, "aftale-2", what="Siger til Birgit hver fredag", who="employee")
    prepare(table)
    table.again()
    return table


__all__ = ["table"]
