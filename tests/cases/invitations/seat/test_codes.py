"""The codes by which somebody who has a link is let in."""

from collections.abc import Callable
from datetime import datetime

from django.core import mail
from django.test import Client

from audit.models import Entry
from cases.models import AccessCode, Participant
from cases.notices.flows import send_codes, send_notices
from people import clock
from people.access import system
from tests.cases.invitations.seat.conftest import MINUTE, NIGHT, asked, is_in, page, text_of
from tests.world import NOW, World


def test_a_code_lets_a_guest_in(world: World, moved: Callable[[datetime], None]) -> None:
    """At night, too: they wait for it."""
    moved(NIGHT)
    client, seat = Client(), world.seats["guest"]
    assert client.get(page(seat)).headers["Location"] == page(seat, "seat_code")
    before = client.get(page(seat, "seat_code"))
    assert "Send mig en kode" in text_of(before)
    assert "b***@eksempel.dk" in text_of(before)
    assert AccessCode.objects.count() == 0
    code = asked(client, seat)
    waiting = client.get(page(seat, "seat_code"))
    assert "Koden kommer på mail til b***@eksempel.dk inden for et minut." in text_of(waiting)
    assert "bo@eksempel.dk" not in waiting.content.decode()
    response = client.post(page(seat, "seat_code"), {"code": f" {code[:3]} {code[3:]} "})
    assert response.headers["Location"] == page(seat)
    assert is_in(client, seat)
    assert client.session.get_expiry_age() == 12 * 3600
    assert code not in str(list(AccessCode.objects.values())) + str(list(Entry.objects.values()))


def test_no_mail_but_a_code_leaves_at_night(world: World, moved: Callable[[datetime], None]) -> None:
    moved(NIGHT)
    Client().post(page(world.seats["guest"], "seat_code"), {"ask": "1"})
    assert send_notices(by=lambda: system(clock.now())) == {"accept": 1}
    assert [letter.subject for letter in mail.outbox] == ["Din kode til Tilbage"]


def test_the_letter_has_the_code_and_no_link(world: World) -> None:
    asked(Client(), world.seats["guest"])
    (letter,) = mail.outbox
    assert "http" not in letter.body
    assert "15 minutter" in letter.body


def test_a_wrong_code_tells_nothing_and_the_sixth_try_is_none(world: World) -> None:
    client, seat = Client(), world.seats["guest"]
    code = asked(client, seat)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    told = {
        text_of(client.post(page(seat, "seat_code"), {"code": each})) for each in (wrong, "12", "abcdef", wrong, "x")
    }
    assert len(told) == 1
    assert "Koden passer ikke, eller den er for gammel." in told.pop()
    assert client.post(page(seat, "seat_code"), {"code": code}).status_code == 200
    assert not is_in(client, seat)
    assert Entry.objects.filter(event="not_let_in").count() == 6


def test_only_the_newest_code_counts_for_a_quarter_and_once(world: World, moved: Callable[[datetime], None]) -> None:
    client, seat = Client(), world.seats["guest"]
    first = asked(client, seat)
    moved(NOW + MINUTE)
    second = asked(client, seat)
    if first != second:
        assert client.post(page(seat, "seat_code"), {"code": first}).status_code == 200
    moved(NOW + 16 * MINUTE)
    assert client.post(page(seat, "seat_code"), {"code": second}).status_code == 200
    third = asked(client, seat)
    assert client.post(page(seat, "seat_code"), {"code": third}).status_code == 302
    assert Client().post(page(seat, "seat_code"), {"code": third}).status_code == 200


def test_an_older_request_is_not_mailed(world: World) -> None:
    client, seat = Client(), world.seats["guest"]
    for _ in range(3):
        client.post(page(seat, "seat_code"), {"ask": "1"})
    assert send_codes(by=lambda: system(clock.now())) == {"moot": 2, "accept": 1}


def test_so_many_codes_and_no_more(world: World, moved: Callable[[datetime], None]) -> None:
    client, seat = Client(), world.seats["guest"]
    for _ in range(5):
        client.post(page(seat, "seat_code"), {"ask": "1"})
    response = client.post(page(seat, "seat_code"), {"ask": "1"}, follow=True)
    assert "Der er bedt om for mange koder" in text_of(response)
    assert AccessCode.objects.count() == 5
    moved(NOW + 60 * MINUTE)
    client.post(page(seat, "seat_code"), {"ask": "1"})
    assert AccessCode.objects.count() == 6


def test_the_code_leads_to_the_page_that_was_asked_for_and_nowhere_else(world: World) -> None:
    client, seat = Client(), world.seats["guest"]
    wanted = page(seat, "seat_answer")
    code_page = client.get(wanted).headers["Location"]
    assert client.post(code_page, {"code": asked(client, seat)}).headers["Location"] == wanted
    assert client.get(code_page).headers["Location"] == wanted
    for outside in ("https://evil.example/", "//evil.example", "/overblik/", f"{page(seat)}\r\nX: y"):
        address = f"{page(seat, 'seat_code')}"
        assert client.get(address, {"next": outside}).headers["Location"] == page(seat)


def test_who_is_logged_in_as_another_is_asked_for_the_code(world: World, client_of: Callable[[str], Client]) -> None:
    client, seat = client_of("colleague"), world.seats["employee"]
    assert client.get(page(seat)).status_code == 302
    assert "Log ind i stedet" in text_of(client.get(page(seat, "seat_code")))
    client.post(page(seat, "seat_code"), {"code": asked(client, seat)})
    assert is_in(client, seat)
    assert Entry.objects.latest("pk").actor_id == world.users["employee"].pk


def test_without_an_address_nobody_is_let_in(world: World) -> None:
    Participant.objects.filter(pk=world.seats["guest"].pk).update(email="")
    client, seat = Client(), world.seats["guest"]
    response = client.post(page(seat, "seat_code"), {"ask": "1"}, follow=True)
    assert "Der er ingen mailadresse at sende en kode til." in text_of(response)
