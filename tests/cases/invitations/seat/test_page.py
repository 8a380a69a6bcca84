"""The page of somebody who takes part: what it says, and what they can answer."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.invitations.rules import MOST_COMPANIONS
from cases.models import Conversation, Invitation, Participant, ProposedTime, TimeAnswer
from tests.cases.invitations.seat.conftest import DAY, MINUTE, page, proved, text_of
from tests.world import NOW, World


def test_the_first_look_is_noted(world: World, guest: Client, moved: Callable[[datetime], None]) -> None:
    read = Invitation.objects.filter(participant=world.seats["guest"])
    for minutes in (1, 2):
        moved(NOW + minutes * MINUTE)
        guest.get(page(world.seats["guest"]))
        assert read.get().read_at == NOW + MINUTE


def test_a_guest_sees_when_where_and_who_and_not_what_is_written_to_others(world: World, guest: Client) -> None:
    told = text_of(guest.get(page(world.seats["guest"])))
    for words in ("Rundbordsmøde", "I morgen kl.\u00a010.00 til 11.00", "Lokale 2", "Åse Kanariefugl", "Birgit Lund"):
        assert words.replace("\u00a0", " ") in told
    assert "Bo Bisidder (dig)" in told
    assert "aftalt-kun-om-aase" not in told
    assert "frivilligt" not in told
    assert "Sig, hvem der kommer med dig" not in told


def test_others_see_a_companion_as_companion(world: World, client_of: Callable[[str], Client]) -> None:
    told = text_of(client_of("leader").get(page(world.seats["leader"])))
    assert "Bisidder" in told
    assert "Bo Bisidder" not in told


def test_the_employee_is_told_that_it_is_voluntary_and_who_comes_with_them(
    world: World, client_of: Callable[[str], Client]
) -> None:
    told = text_of(client_of("employee").get(page(world.seats["employee"])))
    for words in ("Det er frivilligt at komme.", "aftalt-kun-om-aase", "Bo Bisidder kommer med dig."):
        assert words in told


def test_yes_is_one_press(world: World, guest: Client) -> None:
    seat = world.seats["guest"]
    response = guest.post(page(seat, "seat_answer"), {"answer": "yes"}, follow=True)
    assert "Tak. Du har svaret, at du kommer." in text_of(response)
    assert "Ret dit svar" in text_of(response)
    assert "button-primary" not in response.content.decode()


def test_another_time_is_asked_for_with_when(world: World, guest: Client) -> None:
    seat = world.seats["guest"]
    address = page(seat, "seat_answer")
    assert "Skriv, hvornår det passer dig bedre." in text_of(guest.post(address, {"answer": "other_time"}))
    flagged = guest.post(address, {"answer": "other_time", "reason": "Jeg har kræft torsdag"})
    assert "Det ligner en diagnose" in text_of(flagged)
    assert "Gem alligevel" in text_of(flagged)
    guest.post(address, {"answer": "other_time", "reason": "Fredag efter kl. 12"})
    row = Invitation.objects.get(participant=seat)
    assert (row.answer, row.answer_reason, row.answered_at) == ("other_time", "Fredag efter kl. 12", NOW)
    assert "Fredag efter kl. 12" in text_of(guest.get(page(seat)))


def test_what_was_typed_before_they_chose_to_come_is_not_kept(world: World, guest: Client) -> None:
    guest.post(page(world.seats["guest"], "seat_answer"), {"answer": "yes", "reason": "kræft"})
    row = Invitation.objects.get(participant=world.seats["guest"])
    assert (row.answer, row.answer_reason) == ("yes", "")


def test_after_a_change_they_are_asked_again(world: World, guest: Client) -> None:
    """What they answer on the page as it was counts for nothing."""
    seat = world.seats["guest"]
    guest.post(page(seat, "seat_answer"), {"answer": "yes"})
    seen = re.findall(r'name="seen" value="([^"]+)"', guest.get(page(seat, "seat_answer")).content.decode())[0]
    first = Invitation.objects.get(participant=seat)
    Invitation.objects.create(
        participant=seat,
        sequence=1,
        method="REQUEST",
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        place="Lokale 3",
        made_at=NOW,
    )
    told = text_of(guest.get(page(seat)))
    assert "Noget er ændret, siden du svarede, så vi spørger igen." in told
    assert "Kommer, sagt før ændringen" in told
    told = text_of(guest.post(page(seat, "seat_answer"), {"answer": "no", "seen": seen}))
    assert "Noget ved samtalen er ændret imens. Se efter igen, og svar så." in told
    assert list(Invitation.objects.filter(participant=seat).order_by("pk").values_list("answer", flat=True)) == [
        "yes",
        "",
    ]


def test_times_are_ticked_and_can_be_ticked_anew(world: World, guest: Client) -> None:
    seat = world.seats["guest"]
    times = [
        ProposedTime.objects.create(
            conversation=seat.conversation,
            starts_at=NOW + DAY * number,
            ends_at=NOW + DAY * number + 60 * MINUTE,
            proposed_at=NOW,
        )
        for number in (2, 3)
    ]
    assert "Hvornår kan du?" in text_of(guest.get(page(seat)))
    guest.post(page(seat, "seat_times"), {"can": [str(times[0].pk), "x", "9" * 30]})
    assert list(TimeAnswer.objects.order_by("time").values_list("can", flat=True)) == [True, False]
    guest.post(page(seat, "seat_times"), {"can": [str(times[1].pk)]})
    assert list(TimeAnswer.objects.order_by("time").values_list("can", flat=True)) == [False, True]
    assert "Du har svaret. Her kan du rette det" in text_of(guest.get(page(seat)))


def test_there_is_one_next_step(world: World, guest: Client) -> None:
    """Times first, since the talk is to be moved; the invitation is asked about below."""
    seat = world.seats["guest"]
    ProposedTime.objects.create(
        conversation=seat.conversation, starts_at=NOW + 2 * DAY, ends_at=NOW + 2 * DAY + MINUTE, proposed_at=NOW
    )
    body = guest.get(page(seat)).content.decode()
    assert (body.count("button-primary"), body.count("act--first")) == (1, 1)
    assert body.index("Hvornår kan du?") < body.index("Kommer du?")


def test_a_talk_that_is_called_off_says_so_and_asks_nothing(world: World, guest: Client) -> None:
    Conversation.objects.update(called_off_at=NOW)
    told = guest.get(page(world.seats["guest"])).content.decode()
    assert "Samtalen er aflyst" in told
    assert "<form" not in told.partition("<main")[2].partition("</main>")[0]
    refused = guest.post(page(world.seats["guest"], "seat_answer"), {"answer": "yes"})
    assert "Samtalen er aflyst." in text_of(refused)


def test_the_calendar_file_is_the_invitation(world: World, guest: Client) -> None:
    response = guest.get(page(world.seats["guest"], "seat_calendar"))
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert b"UID:verden@tilbage.example" in response.content
    for secret in ("Åse", "Kanariefugl", "Birgit", "Bo Bisidder", "rundbord"):
        assert secret.encode() not in response.content
    Invitation.objects.filter(participant=world.seats["guest"]).update(method="CANCEL")
    assert guest.get(page(world.seats["guest"], "seat_calendar")).status_code == 404


def test_without_an_address_the_calendar_file_has_no_attendee(world: World, guest: Client) -> None:
    Participant.objects.filter(pk=world.seats["guest"].pk).update(email="")
    assert b"ATTENDEE" not in guest.get(page(world.seats["guest"], "seat_calendar")).content


def test_the_employee_says_who_comes_along(world: World, client_of: Callable[[str], Client]) -> None:
    client, seat = client_of("employee"), world.seats["employee"]
    client.post(page(seat, "seat_no_companion"))
    assert "Der kommer ingen med dig." in text_of(client.get(page(seat)))
    wrong = client.post(page(seat, "seat_companion"), {"name": "", "email": "x"})
    assert "Skriv navnet på den, der kommer med dig." in text_of(wrong)
    client.post(page(seat, "seat_companion"), {"name": "Ea Elm", "email": "ea@eksempel.dk"})
    assert "Ea Elm kommer med dig." in text_of(client.get(page(seat)))
    companion = Participant.objects.present().get(role="companion")
    assert (companion.asked_by_id, companion.invitations.count(), companion.notices.count()) == (seat.pk, 1, 1)


def test_not_everybody_is_asked_along(world: World, client_of: Callable[[str], Client]) -> None:
    """Each who is asked gets a mail, so one cannot go on asking and leaving out."""
    client, seat = client_of("employee"), world.seats["employee"]
    for number in range(MOST_COMPANIONS):
        client.post(page(seat, "seat_no_companion"))
        answer = client.post(page(seat, "seat_companion"), {"name": f"Ea {number}", "email": "ea@eksempel.dk"})
    assert "Du har allerede spurgt mange." in text_of(answer)
    assert Participant.objects.filter(role="companion").count() == MOST_COMPANIONS


def test_a_number_is_no_companions_name(world: World, client_of: Callable[[str], Client]) -> None:
    client, seat = client_of("employee"), world.seats["employee"]
    client.post(page(seat, "seat_no_companion"))
    answer = client.post(page(seat, "seat_companion"), {"name": "Bo 010180-1234", "email": "bo@eksempel.dk"})
    assert "CPR-nummer" in text_of(answer)
    assert not Participant.objects.filter(name__contains="1234").exists()


def test_nobody_else_brings_a_companion(world: World, guest: Client, client_of: Callable[[str], Client]) -> None:
    for client, role in ((guest, "guest"), (client_of("leader"), "leader")):
        assert client.get(page(world.seats[role], "seat_companion")).status_code == 404
        assert client.post(page(world.seats[role], "seat_no_companion")).status_code == 404


@pytest.mark.parametrize(("role", "most"), [("guest", 6), ("employee", 10), ("leader", 10), ("consultant", 10)])
def test_the_page_asks_as_much_for_many_as_for_few(
    world: World, client_of: Callable[[str], Client], settings: Any, role: str, most: int
) -> None:
    """What other apps add to the page has its own tests."""
    settings.SEAT_PANELS = [path for path in settings.SEAT_PANELS if path.startswith("cases.invitations.")]
    client = proved(world.seats["guest"]) if role == "guest" else client_of(role)
    client.get(page(world.seats[role]))
    counts = []
    for number in (0, 30):
        for each in range(number):
            Participant.objects.create(
                conversation=world.seats[role].conversation,
                role="other",
                name=f"G{each}",
                link_until=NOW + DAY,
                added_at=NOW,
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(page(world.seats[role]))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


def test_what_is_over_asks_nothing_and_says_who_was_there(world: World, guest: Client) -> None:
    seat = world.seats["guest"]
    text = text_of(guest.get(page(seat)))
    assert "Hvem kommer" in text
    assert "Læg det i din kalender" in text
    Participant.objects.filter(conversation=seat.conversation, role="consultant").update(attended=False)
    Conversation.objects.filter(pk=seat.conversation_id).update(starts_at=NOW - DAY, ends_at=NOW - DAY / 2)
    Invitation.objects.filter(participant=seat).update(starts_at=NOW - DAY, ends_at=NOW - DAY / 2)
    text = text_of(guest.get(page(seat)))
    for words in ("Dit svar", "Hvem kommer", "Læg det i din kalender", "Karen Ravn"):
        assert words not in text, words
    assert "Deltagere" in text
    assert "Birgit Lund" in text


def test_the_answer_that_stands_is_chosen_when_it_is_changed(world: World, guest: Client) -> None:
    Invitation.objects.filter(participant=world.seats["guest"]).update(answer="no", answered_at=NOW)
    body = guest.get(page(world.seats["guest"], "seat_answer")).content.decode()
    assert re.search(r'value="no"[^>]*checked', body)
