"""The minutes of the talk about Åse, made by the consultant; her companion gets them too."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from cases.invitations.access import keep_proof
from cases.minutes import flows
from cases.minutes.content import MinutesContent, Paragraphs
from cases.models import Conversation, Minutes, MinutesCopy, Participant
from tests.cases.minutes.example import LAERKE
from tests.world import ASE_CANARIES, NOW, World

# What only those may meet who get the minutes, or handle the matter.
SECRET = ASE_CANARIES[2]
ABOUT_ASE = replace(
    LAERKE,
    whose="Åse Kanariefugl",
    sections=(*LAERKE.sections, Paragraphs(heading="Andet", paragraphs=(SECRET,))),
)


def talk_of(world: World) -> Conversation:
    return world.seats["employee"].conversation


def make(world: World, content: MinutesContent = ABOUT_ASE) -> Minutes:
    Participant.objects.update(gets_minutes=True)
    return flows.make_minutes(conversation=talk_of(world), content=content, by=world.viewer("consultant"))


def copy_of(world: World, person: str, minutes: Minutes) -> MinutesCopy:
    return MinutesCopy.objects.get(participant=world.seats[person], minutes=minutes)


@pytest.fixture
def minutes(world: World) -> Minutes:
    return make(world)


@pytest.fixture
def guest(world: World) -> Client:
    """Åse's companion, who has proved a code."""
    return proved(world, "guest")


@pytest.fixture
def at_place(world: World) -> Callable[[str], Client]:
    """A client of somebody who has proved a code for their place, without being logged in."""
    return lambda person: proved(world, person)


def proved(world: World, person: str) -> Client:
    client = Client()
    session = client.session
    keep_proof(session, world.seats[person], NOW)
    session.save()
    return client
