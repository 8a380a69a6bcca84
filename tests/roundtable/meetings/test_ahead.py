"""What a leader's front page says of meetings."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.models import Invitation
from roundtable.models import Meeting, Preparation
from tests.roundtable.conftest import HOUR, ask, at
from tests.roundtable.meetings.test_list import add
from tests.world import NOW, World

MOST_QUERIES = 12


def read(client) -> tuple[str, int]:
    """The section of the meetings, and how many queries the page took."""
    with CaptureQueriesContext(connection) as found:
        response = client.get("/")
    assert response.status_code == 200
    asked = [query for query in found if "SAVEPOINT" not in query["sql"]]
    text = re.sub(r"\s+", " ", response.content.decode()).replace("\xa0", " ")
    return text.partition('aria-labelledby="meetings"')[2].partition("</section>")[0], len(asked)


def test_one_that_is_wished_for_has_its_clock(world: World, client_of) -> None:
    assert read(client_of("leader"))[0] == ""
    meeting = ask(world)
    text, _asked = read(client_of("leader"))
    for words in ("Åse Kanariefugl", "Ønsket", "48 timer tilbage", "Konsulenten finder en tid."):
        assert words in text, words
    assert reverse("meeting", args=[meeting.ref]) in text


def test_one_that_is_planned_leads_to_the_leaders_next_step(world: World, client_of, meeting: Meeting) -> None:
    client, place = client_of("leader"), reverse("own_seat", args=[meeting.conversation.ref])
    asked = Invitation.objects.create(
        participant=at(meeting, "leader"),
        sequence=1,
        method="REQUEST",
        starts_at=NOW + HOUR,
        ends_at=NOW + 2 * HOUR,
        made_at=NOW,
    )
    text, _asked = read(client)
    for words in ("i dag", "kl. 10.00", f'href="{place}">Svar på invitationen'):
        assert words in text, words
    Invitation.objects.filter(pk=asked.pk).update(answer="yes", answered_at=NOW)
    assert f'href="{place}">Forbered dig' in read(client)[0]
    Preparation.objects.create(meeting=meeting, seat="leader", number=4, placed_at=NOW, answered_at=NOW)
    text, _asked = read(client)
    assert f'href="{place}">Åbn' in text
    assert "trin" not in text
    Meeting.objects.update(state="held", held_at=NOW)
    assert read(client)[0] == ""


@pytest.mark.parametrize("person", ["director", "leader_above"])
def test_nobody_elses_are_shown(world: World, client_of, person: str) -> None:
    ask(world)
    assert read(client_of(person))[0] == ""


def test_many_cost_as_much_as_one_and_leave_one_trace(world: World, client_of) -> None:
    ask(world)
    client = client_of("leader")
    counts = [read(client)[1]]
    add(world, 6)
    counts.append(read(client)[1])
    assert counts[0] == counts[1] <= MOST_QUERIES
    traces = Entry.objects.filter(event="listed", purpose="home").order_by("-pk")[:2]
    assert max(len(trace.subjects) for trace in traces) == 7
