"""A side's own screen: its choice and answers, what it sees of the other, and who has none."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.invitations.links import token_of
from cases.models import Participant
from roundtable.models import Meeting, Preparation
from roundtable.rules.table import Phase, Seat
from roundtable.table import flows
from tests.access.conftest import prove
from tests.roundtable.table.conftest import answer, at, choose, reveal_at
from tests.roundtable.table.test_wall import said_in, text_of
from tests.world import NOW, World


def url(meeting: Meeting, role: str, name: str = "seat_place") -> str:
    return reverse(name, args=[token_of(at(meeting, role))])


@pytest.fixture
def companion(meeting: Meeting) -> Client:
    """Bodil, who has proved who she is by her code."""
    client = Client()
    prove(client, at(meeting, "companion"))
    return client


def test_one_chooses_and_may_change_it_until_both_are_shown(client_of, meeting: Meeting) -> None:
    client, address = client_of("employee"), url(meeting, "employee")
    text = text_of(client, address)
    assert "Rundbordsmøde i dag kl. 10.00 Hvor er du lige nu?" in text
    assert "Birgit kan ikke se dit valg, før I begge har valgt." in text
    assert "Du kan ændre det, indtil I viser begge." in text
    assert "Du har valgt" not in text
    for number in (7, 6):
        response = client.post(address, {"step": str(number)})
        assert response["Location"] == address
    assert "Du har valgt trin 6. Birgit mangler." in text_of(client, address)
    assert re.search(r'value="6"[^>]*checked', client.get(address).content.decode())
    assert Preparation.objects.get().number == 6


def test_the_leader_is_asked_where_she_sees_the_employee(world: World, client_of, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 6)
    text = text_of(client_of("leader"), url(meeting, "leader"))
    assert "Hvor er Åse lige nu?" in text
    assert "Åse kan ikke se dit valg, før I begge har valgt." in text
    assert "Åse har valgt." in text
    client_of("leader").post(url(meeting, "leader"), {"step": "4"})
    assert "Du har valgt trin 4. Åse har også valgt." in text_of(client_of("leader"), url(meeting, "leader"))


def test_nobody_chooses_nothing(client_of, meeting: Meeting) -> None:
    text = said_in(client_of("employee").post(url(meeting, "employee"), {}))
    assert "Vælg et trin." in text
    assert not Preparation.objects.exists()


@pytest.mark.parametrize("role", ["employee", "leader", "companion", "consultant"])
def test_everybody_sees_both_once_they_are_shown(
    world: World, client_of, companion: Client, meeting: Meeting, role: str
) -> None:
    client = companion if role == "companion" else client_of(role)
    reveal_at(world, meeting, 6, 4)
    text = text_of(client, url(meeting, role))
    assert "I ser det forskelligt" in text
    assert "Åse ser sig på trin 6. Birgit ser Åse på trin 4. 2 trin imellem." in text
    assert "Fælles trin" not in text
    assert 'type="radio"' not in client.get(url(meeting, role)).content.decode()
    flows.agree_on_step(meeting=meeting, number=5, by=world.viewer("consultant"))
    assert "Fælles trin: 5. Sygemeldt, snart tilbage" in text_of(client, url(meeting, role))
    flows.disagree(meeting=meeting, by=world.viewer("consultant"))
    assert "Begge trin er skrevet ned" in text_of(client, url(meeting, role))


@pytest.mark.parametrize("role", ["companion", "consultant"])
def test_who_sits_on_no_side_chooses_and_answers_nothing(
    world: World, client_of, companion: Client, meeting: Meeting, role: str
) -> None:
    client = companion if role == "companion" else client_of(role)
    choose(world, meeting, "leader", 4)
    assert "Leder har placeret. Medarbejder mangler." in text_of(client, url(meeting, role))
    client.post(url(meeting, role), {"step": "1"})
    assert list(Preparation.objects.values_list("seat", "number")) == [("leader", 4)]
    assert client.get(url(meeting, role, "seat_prepare")).status_code == 404
    assert client.post(url(meeting, role, "seat_prepare"), {"possible": "x"}).status_code == 404


def test_another_leader_sees_who_speaks_for_the_side(world: World, client_of, meeting: Meeting) -> None:
    Participant.objects.create(
        conversation=meeting.conversation,
        role="leader",
        user=world.users["deputy"],
        link_until=NOW + timedelta(days=1),
        added_at=NOW,
    )
    choose(world, meeting, "deputy", 4, seat=Seat.LEADER)
    text = text_of(client_of("leader"), url_of(world, meeting, "leader"))
    assert "Dina har valgt for lederne." in text
    assert "Vælg trin" not in text
    response = client_of("leader").get(url_of(world, meeting, "leader", "seat_prepare"))
    assert response.status_code == 404


def url_of(world: World, meeting: Meeting, person: str, name: str = "seat_place") -> str:
    row = Participant.objects.get(conversation=meeting.conversation, user=world.users[person])
    return reverse(name, args=[token_of(row)])


def test_what_is_left_out_and_what_is_closed_is_said(world: World, client_of, meeting: Meeting) -> None:
    client, address = client_of("employee"), url(meeting, "employee")
    flows.choose_phase(meeting=meeting, phase=Phase.PICTURE, by=world.viewer("consultant"))
    flows.skip_picture(meeting=meeting, skip=True, by=world.viewer("consultant"))
    assert "I springer trappen over i dag" in text_of(client, address)
    Meeting.objects.update(state="held", held_at=NOW)
    assert "Mødet er lukket" in text_of(client, address)
    assert client.get(url(meeting, "employee", "seat_prepare")).status_code == 404


def test_a_talk_of_another_kind_has_no_table(world: World, client_of) -> None:
    token = token_of(world.seats["employee"])
    assert client_of("employee").get(reverse("seat_place", args=[token])).status_code == 404
    assert "Forbered dig" not in text_of(client_of("employee"), reverse("seat", args=[token]))


# --- The open questions ---------------------------------------------------------------------------------------


def carried(client: Client, address: str) -> str:
    found = re.search(r'name="opened" value="(\w+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_three_questions_are_answered_as_a_draft_and_then_for_good(client_of, meeting: Meeting) -> None:
    client, address = client_of("employee"), url(meeting, "employee", "seat_prepare")
    text = text_of(client, address)
    assert "Hvilke opgaver kan du løse nu?" in text
    said = {"possible": "Gåture", "opened": carried(client, address)}
    assert client.post(address, said)["Location"] == address
    assert Preparation.objects.get().answered_at is None
    said |= {"helps": "Makker", "finish": "yes", "opened": carried(client, address)}
    assert client.post(address, said)["Location"] == url(meeting, "employee", "seat")
    row = Preparation.objects.get()
    assert (row.answers, row.answered_at) == ({"possible": "Gåture", "helps": "Makker"}, NOW)
    assert "Besvaret. Du kan ændre det" in text_of(client, url(meeting, "employee", "seat"))


def test_the_guard_asks_before_a_diagnosis_is_kept(client_of, meeting: Meeting) -> None:
    client, address = client_of("leader"), url(meeting, "leader", "seat_prepare")
    response = client.post(address, {"possible": "Intet, hun har kræft", "opened": carried(client, address)})
    assert response.status_code == 422
    assert "Det ligner en diagnose" in said_in(response)
    assert not Preparation.objects.exclude(answers={}).exists()


def test_what_is_kept_all_the_same_is_finished_where_that_was_pressed(client_of, meeting: Meeting) -> None:
    client, address = client_of("employee"), url(meeting, "employee", "seat_prepare")
    said = {"possible": "Dokumentation og medicin", "opened": carried(client, address)}
    flagged = said_in(client.post(address, said | {"finish": "yes"}))
    assert "Skriv, hvad du kan på arbejdet, ikke hvad du fejler." in flagged
    unreasoned = client.post(address, said | {"keep": "finish"})
    assert "Skriv, hvorfor det gemmes alligevel." in said_in(unreasoned)
    kept = re.search(r'name="keep"\s+value="(\w+)"', unreasoned.content.decode())
    assert kept
    client.post(address, said | {"keep": kept[1], "note_override": "Det er en opgave"})
    assert Preparation.objects.get().answered_at == NOW


def test_the_others_answers_are_seen_once_both_have_answered(world: World, client_of, meeting: Meeting) -> None:
    answer(world, meeting, "leader", {"possible": "Medicinskabet"})
    client, address = client_of("employee"), url(meeting, "employee", "seat_prepare")
    assert "Medicinskabet" not in text_of(client, address)
    answer(world, meeting, "employee", {"possible": "Gåture"})
    text = text_of(client, address)
    assert "Birgit har skrevet" in text
    assert "Hvilke opgaver kan Åse løse nu? Medicinskabet" in text


def test_the_others_answers_are_seen_once_the_meeting_begins(world: World, client_of, meeting: Meeting) -> None:
    answer(world, meeting, "leader", {"possible": "Medicinskabet"})
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    assert "Medicinskabet" in text_of(client_of("employee"), url(meeting, "employee", "seat_prepare"))


# --- The page of the place ------------------------------------------------------------------------------------


def test_the_page_of_a_place_leads_to_what_one_prepares(world: World, client_of, meeting: Meeting) -> None:
    client, address = client_of("employee"), url(meeting, "employee", "seat")
    text = text_of(client, address)
    assert "Forbered dig" in text
    assert "Ni trin, et minut." in text
    assert step_of(client, address) == url(meeting, "employee")
    choose(world, meeting, "employee", 6)
    assert step_of(client, address) == url(meeting, "employee", "seat_prepare")
    assert "Valgt. Du kan ændre det, indtil I viser begge." in text_of(client, address)
    reveal_at(world, meeting, None, 4)
    assert "Se trappen med jer begge" in text_of(client, address)


def step_of(client: Client, address: str) -> str:
    """Where the one filled button leads."""
    (found,) = re.findall(r'class="button button-primary" href="([^"]+)"', client.get(address).content.decode())
    return str(found)


def test_whoever_leads_the_meeting_finds_the_shared_screen(client_of, companion: Client, meeting: Meeting) -> None:
    wall = reverse("meeting_wall", args=[meeting.ref])
    assert wall in client_of("consultant").get(url(meeting, "consultant", "seat")).content.decode()
    assert wall not in client_of("leader").get(url(meeting, "leader", "seat")).content.decode()
    text = text_of(companion, url(meeting, "companion", "seat"))
    assert "Følg med på trappen her" in text
    assert "Forbered dig" not in text


def test_each_screen_takes_few_queries_and_no_more_for_many(
    world: World, client_of, companion: Client, meeting: Meeting
) -> None:
    def queries(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def counts() -> dict[tuple[str, str], int]:
        clients = {person: client_of(person) for person in ("employee", "leader", "consultant")}
        screens = [(role, name) for role in (*clients, "companion") for name in ("seat", "seat_place")]
        screens += [("employee", "seat_prepare"), ("leader", "seat_prepare")]
        return {(role, name): queries(clients.get(role, companion), url(meeting, role, name)) for role, name in screens}

    few = counts()
    for number in range(20):
        Participant.objects.create(
            conversation=meeting.conversation, role="other", name=f"Gæst {number}", link_until=NOW, added_at=NOW
        )
    assert counts() == few
    for person in ("employee", "leader"):
        answer(world, meeting, person, {"possible": "Gåture", "waits": "Løft", "helps": "Makker"})
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    reveal_at(world, meeting, 6, 4)
    assert max([*few.values(), *counts().values()]) <= 12
