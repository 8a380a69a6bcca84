"""A meeting that has begun, and who sits around the table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from cases.models import Participant
from people.viewer import Viewer
from roundtable.models import Meeting
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import NOW, World

# Everybody who comes; the companion has no account.
SEATED = {"employee": "employee", "leader": "leader", "consultant": "consultant", "companion": ""}


@dataclass
class Table:
    """A meeting about Åse that has begun: she, her companion, Birgit and Karen sit around it."""

    world: World
    meeting: Meeting
    seats: dict[str, Participant]

    def by(self, person: str = "consultant", now: datetime = NOW) -> Viewer:
        return self.world.viewer(person, now)

    def again(self) -> Meeting:
        self.meeting.refresh_from_db()
        return self.meeting


def sit_down(world: World, about: str = "employee", *, now: datetime = NOW) -> Table:
    """It was asked for and planned two days ago, and begins now."""
    before = now - timedelta(days=2)
    meeting = ask(world, by="consultant" if about == "employee" else "hr", about=about, now=before)
    plan(world, meeting, by="consultant" if about == "employee" else "hr", now=before, hours=(now - NOW) // HOUR)
    Meeting.objects.filter(pk=meeting.pk).update(begun_at=now, picture_skipped=True)
    meeting.refresh_from_db()
    seats = {
        role: Participant.objects.create(
            conversation=meeting.conversation,
            role=role,
            user=world.users[person] if person else None,
            name="" if person else "Bo Bisidder",
            email="" if person else "bo@example.test",
            link_until=now + timedelta(days=14),
            added_at=before,
        )
        for role, person in _seated(about).items()
    }
    return Table(world, meeting, seats)


def _seated(about: str) -> dict[str, str]:
    above = {"leader": "leader_above"}
    return {**SEATED, "employee": about, "leader": above.get(about, "leader")}


@pytest.fixture
def table(world: World) -> Table:
    return sit_down(world)
