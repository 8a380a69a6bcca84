"""Who does what when, on the wall, by one's own link, and on the pages afterwards."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.invitations.links import token_of
from cases.models import FollowUp
from roundtable.models import AgreedAction, Meeting
from tests.roundtable.agreements.conftest import SOON, WHAT, agree, owe_all
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, TODAY


@pytest.fixture
def at_plan(table: Table) -> Table:
    Meeting.objects.filter(pk=table.meeting.pk).update(phase="plan")
    return table


def wall(client, table: Table, asked: str = "") -> str:
    response = client.get(reverse("meeting_wall", args=[table.meeting.ref]) + asked)
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.content.decode())


def form_of(text: str) -> dict[str, str]:
    form = text[text.index('id="agreement-form"') :].split("</form>", maxsplit=1)[0]
    return {
        "ref": re.search(r'name="ref" value="([^"]+)"', form)[1],
        "opened": re.search(r'name="opened" value="([^"]+)"', form)[1],
    }


def send(client, table: Table, sent: dict[str, str]):
    return client.post(reverse("wall_agreements", args=[table.meeting.ref]), sent)


def test_a_new_line_is_written_and_may_lack_who_and_when(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = form_of(wall(client, at_plan, "?aftale=ny")) | {"what": "Finder en makker"}
    response = send(client, at_plan, sent)
    assert response.headers["Location"] == reverse("meeting_wall", args=[at_plan.meeting.ref])
    text = wall(client, at_plan)
    assert ("Finder en makker" in text, "Ingen har den endnu" in text) == (True, True)
    send(client, at_plan, sent)
    assert AgreedAction.objects.count() == 1


def test_a_line_is_changed_where_it_stands_and_the_focus_comes_back_to_it(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    agree(at_plan, "aftale-1", who="", due_on=None)
    sent = form_of(wall(client, at_plan, "?aftale=aftale-1"))
    sent |= {"what": WHAT, "owner": at_plan.seats["leader"].ref, "due_on": SOON.isoformat()}
    response = send(client, at_plan, sent)
    assert response.headers["Location"].endswith("?rettet=aftale-1")
    text = wall(client, at_plan, "?rettet=aftale-1")
    assert re.search(r'id="change-aftale-1"[^>]* data-focus', text)
    assert ("Birgit" in text, "torsdag 26.\u00a0november" in text, "om 3 dage" in text) == (True, True, True)


def test_what_is_refused_stands_in_its_form_as_it_was_typed(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = form_of(wall(client, at_plan, "?aftale=ny"))
    for what, said in (
        ("", "Skriv, hvad der skal gøres."),
        ("Søger læge om sin depression", "Det ligner en diagnose."),
    ):
        response = send(client, at_plan, sent | {"what": what})
        text = re.sub(r"[ \n]+", " ", response.content.decode())
        assert (response.status_code, said in text, what in text) == (422, True, True)
        assert form_of(text) == sent
    assert not AgreedAction.objects.exists()


def test_who_was_faster_is_shown_beside_what_was_typed(at_plan: Table, client_of) -> None:
    karen, henrik = client_of("consultant"), client_of("hr")
    agree(at_plan, "aftale-1")
    sent = form_of(wall(karen, at_plan, "?aftale=aftale-1")) | {"what": "Mit"}
    send(henrik, at_plan, form_of(wall(henrik, at_plan, "?aftale=aftale-1")) | {"what": "Hans"})
    response = send(karen, at_plan, sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert ("Henrik Holt ændrede det" in text, "Hans" in text, "Mit" in text) == (True, True, True)


def test_a_line_is_taken_off(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    agree(at_plan, "aftale-1")
    client.post(reverse("wall_agreement_remove", args=[at_plan.meeting.ref, "aftale-1"]))
    assert WHAT not in wall(client, at_plan)
    response = client.post(reverse("wall_agreement_remove", args=[at_plan.meeting.ref, "aftale-1"]), follow=True)
    assert "Aftalen er fjernet eller allerede holdt." in response.content.decode()


def test_the_next_meeting_begins_with_what_was_agreed(table: Table, world, client_of) -> None:
    agree(table, "aftale-1")
    agree(table, "aftale-2", what="Ringer", who="companion")
    owe_all(table)
    Meeting.objects.update(state="held", held_at=NOW)
    later = sit_down(world, now=NOW)
    Meeting.objects.filter(pk=later.meeting.pk).update(earlier=table.meeting)
    client = client_of("consultant")
    text = wall(client, later)
    assert text.index("Det aftalte I sidst") < text.index("Et fælles billede")
    client.post(reverse("wall_agreement_keep", args=[later.meeting.ref, "aftale-1"]))
    client.post(reverse("wall_agreement_remove", args=[later.meeting.ref, "aftale-2"]))
    states = dict(FollowUp.objects.filter(kind="agreed_action").values_list("words", "state"))
    assert states == {WHAT: "done", "Ringer": "withdrawn"}
    text = wall(client, later)
    assert ("Gjort 23.\u00a0november" in text, "Ringer" in text) == (True, False)
    assert client.post(reverse("wall_agreement_keep", args=[later.meeting.ref, "ukendt"])).status_code == 404


def test_queries_are_the_same_for_one_agreement_and_for_twenty(at_plan: Table, client_of) -> None:
    client, found = client_of("consultant"), []
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            agree(at_plan, f"aftale-{number}", who=("employee", "leader", "companion")[number % 3])
        with CaptureQueriesContext(connection) as queries:
            wall(client, at_plan)
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found == [found[0]] * 2


# --- By one's own link --------------------------------------------------------------------------------------


def test_whoever_took_it_on_ticks_it_off_at_their_own_place(table: Table, client_of) -> None:
    agree(table, "aftale-1", who="employee")
    agree(table, "aftale-2", who="leader", what="Andres")
    seat = table.seats["employee"]
    page = reverse("seat", args=[token_of(seat)])
    client = client_of("employee")
    assert WHAT not in client.get(page).content.decode()
    owe_all(table)
    Meeting.objects.filter(pk=table.meeting.pk).update(state="held", held_at=NOW)
    text = client.get(page).content.decode()
    address = reverse("seat_action", args=[token_of(seat), "aftale-1"])
    assert (address in text, "Andres" in text) == (True, False)
    assert client.post(address).headers["Location"] == page
    row = FollowUp.objects.get(words=WHAT)
    assert (row.state, row.done_on, row.done_by.username) == ("done", TODAY, "employee")
    text = client.get(page).content.decode()
    assert ("Noteret: du har gjort det." in text, address in text) == (True, False)
    other = reverse("seat_action", args=[token_of(seat), "aftale-2"])
    assert client.post(other).status_code == 404
    assert Client().post(address).status_code == 302


def test_a_link_that_is_too_old_ticks_nothing(table: Table, client_of) -> None:
    agree(table, "aftale-1", who="employee")
    owe_all(table)
    type(table.seats["employee"]).objects.filter(pk=table.seats["employee"].pk).update(
        link_until=NOW - timedelta(days=1)
    )
    address = reverse("seat_action", args=[token_of(table.seats["employee"]), "aftale-1"])
    assert client_of("employee").post(address).status_code == 404
    assert FollowUp.objects.get(words=WHAT).state == "open"
