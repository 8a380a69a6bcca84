"""What tests of Fast track share: Åse has been sick since 4 November; her window closes on 9 December 2026."""

from datetime import date, timedelta

import pytest

from cases.models import FollowUp
from retention.fasttrack import flows
from retention.models import Agreement, FastTrack, Municipality
from retention.rules.fasttrack import FastTrackKind, Initiator
from retention.rules.ladder import ToldHow
from tests.world import TODAY, World


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def start(world: World, person: str = "leader", *, about: str = "employee", **given) -> FastTrack:
    plain = {"kind": FastTrackKind.ORDINARY, "initiator": Initiator.LEADER, "expected_long": True}
    return flows.start_fast_track(employee=world.employees[about], by=world.viewer(person), **{**plain, **given})


def inform(world: World, row: FastTrack, on: date = TODAY) -> None:
    flows.inform_employee(fast_track=row, informed_on=on, told_how=ToldHow.PHONE, by=world.viewer("leader"))


def owed(world: World, person: str = "employee") -> list[tuple]:
    """What is open about Fast track: its step, who owes it, and its days."""
    rows = FollowUp.objects.open().filter(employee=world.employees[person], origin="fast_track").order_by("pk")
    return [(row.key.split(":")[1], row.owner_role, row.due_on, row.legal_last_day) for row in rows]


@pytest.fixture
def home(world: World) -> Municipality:
    made, _new = Municipality.objects.get_or_create(code="760", defaults={"name": "Ringkøbing-Skjern"})
    return made


@pytest.fixture
def agreement(home: Municipality) -> Agreement:
    """The only one there is."""
    home.agreements.all().delete()
    return Agreement.objects.create(
        municipality=home, kind="preventive_fast_track", quota=1, first_day=date(2026, 1, 1)
    )
