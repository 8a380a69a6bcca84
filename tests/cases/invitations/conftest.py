"""A talk about Åse, to which her leader and a consultant are called besides her, and a guest from the union."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases.invitations.flows import Invitee, call_together
from cases.invitations.rules import Role
from cases.models import Conversation, Participant
from people.access import viewer_for
from people.models import Employee
from people.rules import CapacityKind
from people.viewer import Viewer
from tests.cases.conftest import NOW, Place, user_of
from tests.factories import AssignmentFactory, CapacityFactory, person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOMORROW = NOW + DAY + HOUR


@dataclass
class Called:
    """The talk, and who is called by their part in it."""

    talk: Conversation
    invitees: dict[str, Invitee]
    place: Place
    consultant: Employee

    def seat(self, role: str) -> Participant:
        return Participant.objects.select_related("user", "conversation").get(
            conversation=self.talk, role=role, removed_at=None
        )

    def by(self, now: datetime = NOW) -> Viewer:
        return viewer_for(user_of(self.consultant), now)

    def invitee(self, role: str) -> Invitee:
        """As the one who takes part already, if they do."""
        wanted = self.invitees[role]
        found = Participant.objects.filter(conversation=self.talk, name=wanted.name, user=wanted.user, removed_at=None)
        return replace(wanted, ref=wanted.ref or next(iter(found.values_list("ref", flat=True)), ""))

    def call(self, *roles: str, now: datetime = NOW, **changes: Any) -> Conversation:
        """Everybody, or those with the roles; `changes` are of the talk."""
        told = {"starts_at": TOMORROW, "ends_at": TOMORROW + HOUR, "place": "Lokale 2", "video_link": "", **changes}
        invitees = [self.invitee(role) for role in roles or self.invitees]
        return call_together(conversation=self.talk, invitees=invitees, by=self.by(now), **told)


@pytest.fixture
def called(place: Place) -> Called:
    """Whom to call; nobody has been, yet."""
    consultant = person(place.top, user__first_name="Karen", user__last_name="Ravn")
    CapacityFactory(user=consultant.user, kind=CapacityKind.CONSULTANT)
    AssignmentFactory(employee=place.employee)
    return Called(
        talk=Conversation.objects.create(employee=place.employee, kind="round_table", uid="1@tilbage.example"),
        invitees={
            "employee": Invitee(role=Role.EMPLOYEE, user=place.employee.user, text="Tag gerne en med."),
            "leader": Invitee(role=Role.LEADER, user=place.leader.user),
            "consultant": Invitee(role=Role.CONSULTANT, user=consultant.user),
            "representative": Invitee(role=Role.REPRESENTATIVE, name="Tove Tillid", email="tove@forbund.example"),
        },
        place=place,
        consultant=consultant,
    )


@pytest.fixture
def at_nine(called: Called) -> Iterator[Callable[[datetime], None]]:
    """The clock stands at the hour of the world; call it to set it."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock.move_to
