"""Closing on the wall: what is missing is said with the way to it, and a closed meeting has no wall."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Minutes, Participant
from roundtable.models import Meeting
from tests.roundtable.agreements.conftest import agree
from tests.roundtable.closing.conftest import prepare
from tests.roundtable.sitting import Table


def wall(client, table: Table, asked: str = "") -> str:
    response = client.get(reverse("meeting_wall", args=[table.meeting.ref]) + asked)
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.content.decode())


def at_close(table: Table) -> Table:
    Meeting.objects.filter(pk=table.meeting.pk).update(phase="close")
    return table


def opened(text: str) -> str:
    return re.search(r'name="opened" value="(\w+)"', text[text.index('id="closing"') :])[1]


def came(table: Table) -> dict[str, tuple[bool | None, bool]]:
    people = Participant.objects.filter(conversation=table.meeting.conversation)
    return {row.role: (row.attended, row.gets_minutes) for row in people}


def test_what_is_missing_is_said_with_the_way_to_it(ready: Table, client_of) -> None:
    client = client_of("consultant")
    agree(ready, "aftale-1", who="")
    text = wall(client, at_close(ready))
    assert "Laver ny vagtplan til uge 49 og 50: Ingen har den endnu" in text
    assert 'aria-disabled="true"' in text
    response = client.post(reverse("wall_close", args=[ready.meeting.ref]), follow=True)
    assert ("Ingen har den endnu" in response.content.decode(), ready.again().state) == (True, "planned")


def test_closing_before_its_day_says_what_it_counts_as(ready: Table, client_of) -> None:
    prepare(ready)
    client, words = client_of("consultant"), "Mødet er planlagt til"
    assert words not in wall(client, at_close(ready))
    talk = ready.meeting.conversation
    talk.starts_at, talk.ends_at = talk.starts_at + timedelta(days=1), talk.ends_at + timedelta(days=1)
    talk.save(update_fields=["starts_at", "ends_at"])
    text = wall(client, ready).replace("\xa0", " ")
    assert f"{words} 24. november. Lukkes det nu, tæller det som holdt i dag." in text


def test_ticks_are_saved_by_themselves(table: Table, client_of) -> None:
    client, page = client_of("consultant"), reverse("wall_attendance", args=[table.meeting.ref])
    sent = {"next": "other", "next_day": "2026-12-15", "next_time": "13.30"}
    sent |= {"opened": opened(wall(client, at_close(table))), f"attended_{table.seats['employee'].ref}": "on"}
    assert client.post(page, sent).status_code == 302
    assert table.again().next_at.isoformat() == "2026-12-15T12:30:00+00:00"
    assert came(table)["employee"] == (True, False)
    assert client.post(page, sent).status_code == 409


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"next": "other"}, "Vælg dag og klokkeslæt for næste møde."),
        ({"next": "other", "next_day": "2026-12-24", "next_time": "10"}, "Næste møde ligger på en fridag."),
    ],
)
def test_a_next_meeting_that_cannot_be_is_refused(table: Table, client_of, given: dict, said: str) -> None:
    client = client_of("consultant")
    sent = {"opened": opened(wall(client, at_close(table))), **given}
    response = client.post(reverse("wall_attendance", args=[table.meeting.ref]), sent)
    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_the_minutes_are_seen_before_they_are_sent_and_the_wall_is_gone_afterwards(ready: Table, client_of) -> None:
    client = client_of("consultant")
    text = wall(client, at_close(ready), "?referat=1")
    assert ("Alt er på plads" in text, "De blev enige om trin 5." in text) == (True, True)
    assert not Minutes.objects.filter(conversation=ready.meeting.conversation).exists()
    page = reverse("meeting", args=[ready.meeting.ref])
    assert client.post(reverse("wall_close", args=[ready.meeting.ref])).headers["Location"] == page
    assert client.get(reverse("meeting_wall", args=[ready.meeting.ref])).headers["Location"] == page
    text = client.get(page).content.decode()
    assert ("Laver ny vagtplan" in text, "Otte timer i den første uge" in text) == (True, True)


@pytest.mark.parametrize(("asked", "most"), [("", 12), ("?referat=1", 16)])
def test_queries_do_not_hang_on_how_much_was_agreed(ready: Table, client_of, asked: str, most: int) -> None:
    """The minutes are looked at once."""
    client, found = client_of("consultant"), []
    for numbers in (range(3, 4), range(4, 18)):
        for number in numbers:
            agree(ready, f"aftale-{number}", who=("employee", "leader", "companion")[number % 3])
        prepare(ready)
        with CaptureQueriesContext(connection) as queries:
            wall(client, at_close(ready), asked)
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found[0] == found[1] <= most
