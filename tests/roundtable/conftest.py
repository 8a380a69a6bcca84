"""Short ways to say what happens to a meeting in the world of tests/world.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from cases.invitations.flows import Invitee
from cases.models import Conversation, Participant
from roundtable.models import Meeting
from roundtable.request import flows
from roundtable.rules.meetings import RequestReason
from tests.world import NOW, World

HOUR = timedelta(hours=1)
# The world's Monday, 9 o'clock; 48 working hours later it is Wednesday, 9 o'clock.
DUE = NOW + 48 * HOUR


def ask(world: World, by: str = "leader", about: str = "employee", now: datetime = NOW) -> Meeting:
    return flows.request_meeting(
        employee=world.employees[about], reason=RequestReason.LONG_ABSENCE, by=world.viewer(by, now)
    )


def plan(
    world: World,
    meeting: Meeting,
    *,
    by: str = "consultant",
    now: datetime = NOW,
    hours: int = 72,
    invitees: Sequence[Invitee] = (),
) -> None:
    starts_at = NOW + hours * HOUR
    flows.plan_meeting(
        meeting=meeting,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        place="Lokale Åen",
        video_link="",
        invitees=invitees,
        by=world.viewer(by, now),
    )


def planned(world: World, person: str = "employee") -> Meeting:
    """The person's round table, planned for an hour from now, with whom it takes."""
    of_case = {"employee": world.employees[person], "case": world.cases[person]}
    talk = Conversation.objects.create(
        **of_case,
        kind="round_table",
        uid=f"{person}@tilbage.example",
        host=world.users["consultant"],
        starts_at=NOW + timedelta(hours=1),
        ends_at=NOW + timedelta(hours=2),
    )
    for role, user in (("employee", person), ("leader", "leader"), ("consultant", "consultant")):
        Participant.objects.create(
            conversation=talk, role=role, user=world.users[user], link_until=NOW + timedelta(days=14), added_at=NOW
        )
    Participant.objects.create(
        conversation=talk,
        role="companion",
        name="Bodil Bisidder",
        email="bodil@example.org",
        link_until=NOW + timedelta(days=14),
        added_at=NOW,
    )
    return Meeting.objects.create(
        **of_case,
        conversation=talk,
        state="planned",
        requester="leader",
        requested_by=world.users["leader"],
        requested_at=NOW - timedelta(hours=5),
        planned_at=NOW - timedelta(hours=1),
        reason="long_absence",
    )


@pytest.fixture
def meeting(world: World) -> Meeting:
    return planned(world)


def at(meeting: Meeting, role: str) -> Participant:
    """Who takes part in the role."""
    return Participant.objects.get(conversation=meeting.conversation_id, role=role)
