"""What tests of the page of somebody who takes part share: who has proved who they are, and the clock."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.invitations.access import keep_proof
from cases.invitations.links import token_of
from cases.invitations.rules import PROOF_HOLDS
from cases.models import Participant
from cases.notices.flows import send_codes
from people import clock
from people.access import system
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NIGHT = NOW.replace(hour=23)


@pytest.fixture
def moved(world: World) -> Iterator[Callable[[datetime], None]]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller.move_to


def page(participant: Participant, name: str = "seat") -> str:
    return reverse(name, args=[token_of(participant)])


def is_in(client: Client, participant: Participant) -> bool:
    return client.get(page(participant)).status_code == 200


def proved(participant: Participant) -> Client:
    client = Client()
    session = client.session
    keep_proof(session, participant, NOW)
    session.set_expiry(PROOF_HOLDS)
    session.save()
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def guest(world: World) -> Client:
    return proved(world.seats["guest"])


def asked(client: Client, participant: Participant) -> str:
    """Asks for a code and reads it in the mail."""
    client.post(page(participant, "seat_code"), {"ask": "1"})
    mail.outbox.clear()
    send_codes(by=lambda: system(clock.now()))
    (letter,) = mail.outbox
    assert letter.to == [participant.address]
    return re.findall(r"\b\d{6}\b", str(letter.body))[0]
