"""Where a side stands before both are shown: no address, log or audit row tells it to anybody but the one who chose.

A number from 1 to 9 cannot be looked for among others, so every answer is compared with the same answer after both
sides have chosen otherwise: nothing may differ.
"""

import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from audit.models import Entry
from config import logs
from roundtable.models import Meeting, Preparation
from roundtable.rules.table import Seat
from roundtable.table import flows
from tests.access.arguments import a_meeting, table_of
from tests.access.matrix import MATRIX, PERSONS, Row
from tests.world import World

# Where the matter of somebody can be met.
ABOUT = ("roundtable.", "cases.", "retention.", "absence.")
# A form's own marks are new each time.
TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|token|ref)" value=")[\w-]+')
CHOICES = ({"employee": 2, "leader": 8}, {"employee": 7, "leader": 3})


@pytest.fixture
def world(world: World) -> World:
    """With all that the rows of the matrix need: what they make is the same both times."""
    for _name, row in rows():
        row.args(world)
    return world


def rows() -> Iterator[tuple[str, Row]]:
    for name, each in MATRIX.items():
        yield from ((name, row) for row in each)


def seen_by(world: World, client: Client, person: str, numbers: dict[str, int]) -> dict[str, str]:
    """What every address answers, with both sides hidden where `numbers` say."""
    table_of("employee")(world)
    meeting = a_meeting(world, "employee")
    found = {}
    for place, (name, row) in enumerate(rows()):
        address = reverse(name, kwargs=row.args(world))
        if person not in row.may or row.get == 405 or not resolve(address).func.__module__.startswith(ABOUT):
            continue
        with transaction.atomic():
            table_of("employee")(world)
            Meeting.objects.filter(pk=meeting.pk).update(revealed_at=None)
            for side, number in numbers.items():
                row_of_side = Preparation.objects.filter(meeting=meeting, seat=side)
                row_of_side.update(number=number, participant=world.seats[side], on_wall=False)
            answer = client.get(address)
            transaction.set_rollback(True)
        if not answer.streaming:
            found[f"{name} {place}"] = TOKEN.sub(r"\1", answer.content.decode(errors="replace"))
    return found


@pytest.mark.parametrize("person", [person for person in PERSONS if person not in {"administrator", "director"}])
def test_no_answer_to_anybody_depends_on_where_another_side_stands(
    world: World, client_of: Callable[[str], Client], person: str
) -> None:
    """What one has chosen oneself is the same both times."""
    client = client_of(person)
    own = {person: 5} if person in CHOICES[0] else {}
    one, other = (seen_by(world, client, person, numbers | own) for numbers in CHOICES)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_comparison_sees_a_number_that_is_shown(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("employee")
    one, other = (seen_by(world, client, "employee", numbers) for numbers in CHOICES)
    assert {name.split()[0] for name in one if one[name] != other[name]} == {"seat_place"}


def test_neither_logs_nor_audit_depend_on_where_a_side_stands(world: World, client_of: Callable[[str], Client]) -> None:
    told = []
    for numbers in CHOICES:
        stream = StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.Formatter("%(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
        with transaction.atomic():
            table_of("employee")(world)
            meeting = a_meeting(world, "employee")
            Preparation.objects.filter(meeting=meeting).delete()
            for side, number in numbers.items():
                flows.place_at_table(
                    meeting=meeting,
                    seat=Seat(side),
                    number=number,
                    by=world.viewer(side),
                    participant=world.seats[side],
                )
            client_of("consultant").post(reverse("meeting_phase", args=[meeting.ref]), {"phase": "picture"})
            rows_told = Entry.objects.order_by("pk").values_list("event", "subjects", "fields", "purpose", "case_ref")
            told.append((list(rows_told), re.sub(r'"request_id": "[^"]+"', "", stream.getvalue())))
            transaction.set_rollback(True)
        logging.getLogger().removeHandler(handler)
    assert told[0][0]
    assert told[0] == told[1]
