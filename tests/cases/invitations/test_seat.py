"""The page of somebody who takes part: how their link and a code let them in, and nobody else."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.invitations.access import keep_proof
from cases.invitations.flows import renew_link
from cases.invitations.links import SIGNER, read_token, token_of
from cases.invitations.rules import MOST_COMPANIONS, PROOF_HOLDS
from cases.models import AccessCode, Conversation, Invitation, Participant, ProposedTime, TimeAnswer
from cases.notices.flows import send_codes, send_notices
from people import clock
from people.access import system
from people.models import Leadership, User
from people.rules import RuleViolation
from roundtable.models import Meeting
from tests.world import COMPANION, NOW, World

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NIGHT = NOW.replace(hour=23)


@pytest.fixture
def moved(world: World) -> Iterator[Callable[[datetime], None]]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller.move_to


def page(participant: Participant, name: str = "seat") -> str:
    return reverse(name, args=[token_of(participant)])


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


# --- Links -------------------------------------------------------------------------------------------------


def spoilt(token: str) -> list[str]:
    """The token changed in each way that matters."""
    ref, serial, signature = token.split(".")
    other = "A" if signature[0] != "A" else "B"
    return [
        f"{ref}.{int(serial) + 1}.{signature}",
        f"{ref}.{serial}.{other}{signature[1:]}",
        f"{ref}.{serial}",
        f"{ref}.{serial}.",
        "x",
        SIGNER.sign("nobody.1"),
        SIGNER.sign("nobody"),
    ]


def test_a_token_that_was_tampered_with_opens_nothing(world: World, guest: Client) -> None:
    assert guest.get(page(world.seats["guest"])).status_code == 200
    for token in spoilt(token_of(world.seats["guest"])):
        for name in ("seat", "seat_code", "seat_answer", "seat_calendar"):
            assert guest.get(reverse(name, args=[token])).status_code == 404
    assert read_token(token_of(world.seats["guest"])) == (world.seats["guest"].ref, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"removed_at": NOW},
        {"link_until": NOW},
        {"link_serial": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_link_that_holds_no_more_opens_nothing_and_says_what_to_do(
    world: World, guest: Client, change: dict[str, Any]
) -> None:
    address = page(world.seats["guest"])
    assert guest.get(address).status_code == 200
    Participant.objects.filter(pk=world.seats["guest"].pk).update(**change)
    before = Entry.objects.filter(event="refused").count()
    response = guest.get(address)
    assert (response.status_code, "Linket virker ikke" in text_of(response)) == (404, True)
    assert guest.get(page(world.seats["guest"], "seat_code")).status_code == 404
    assert (
        list(Entry.objects.filter(event="refused")[before:].values_list("actor_name", "capacity"))
        == [("Link", "guest")] * 2
    )


def test_a_new_link_asks_for_a_new_proof(world: World, guest: Client) -> None:
    Participant.objects.filter(pk=world.seats["guest"].pk).update(link_serial=2)
    world.seats["guest"].refresh_from_db()
    assert guest.get(page(world.seats["guest"])).headers["Location"] == page(world.seats["guest"], "seat_code")


def test_a_renewed_link_is_mailed_and_the_earlier_one_void(world: World, guest: Client) -> None:
    seat, by = world.seats["guest"], world.viewer("consultant")
    earlier = page(seat)
    for _ in range(2):
        renew_link(participant=seat, by=by)
    send_notices(by=lambda: system(clock.now()))
    assert guest.get(earlier).status_code == 404
    seat.refresh_from_db()
    assert seat.link_serial == 3
    assert [page(seat) in str(each.body) for each in mail.outbox if each.to == ["bo@eksempel.dk"]] == [True, True]
    Participant.objects.filter(pk=seat.pk).update(email="")
    seat.refresh_from_db()
    with pytest.raises(RuleViolation, match="no_address"):
        renew_link(participant=seat, by=by)


def test_whoever_runs_the_meeting_sends_a_new_link(world: World, client_of: Callable[[str], Client]) -> None:
    meeting = Meeting.objects.create(
        employee=world.employees["employee"],
        case=world.cases["employee"],
        conversation=world.seats["guest"].conversation,
        requester="leader",
        requested_at=NOW,
        reason="long_absence",
    )
    address, about = reverse("meeting", args=[meeting.ref]), {"participant": world.seats["guest"].ref}
    consultant, leader = client_of("consultant"), client_of("leader")
    assert "Send et nyt link" in text_of(consultant.get(address))
    assert "Send et nyt link" not in text_of(leader.get(address))
    told = consultant.post(reverse("meeting_new_link", args=[meeting.ref]), about, follow=True)
    assert "Et nyt link er på vej til Bo Bisidder." in text_of(told)
    assert leader.post(reverse("meeting_new_link", args=[meeting.ref]), about).status_code == 404
    assert consultant.post(reverse("meeting_new_link", args=[meeting.ref]), {"participant": "x"}).status_code == 404
    assert Participant.objects.get(pk=world.seats["guest"].pk).link_serial == 2


def test_a_proof_of_one_place_opens_no_other(world: World, guest: Client) -> None:
    talk = Conversation.objects.create(employee=world.employees["leader"], kind="round_table", uid="2@x.example")
    other = Participant.objects.create(
        conversation=talk,
        role="companion",
        name="Bo Bisidder",
        email="bo@eksempel.dk",
        link_until=NOW + DAY,
        added_at=NOW,
    )
    for participant in (other, world.seats["employee"], world.seats["leader"]):
        for name in ("seat", "seat_answer", "seat_calendar"):
            assert guest.get(page(participant, name)).headers["Location"].startswith(page(participant, "seat_code"))
        assert guest.post(page(participant, "seat_answer"), {"answer": "no"}).status_code == 302
    assert not Invitation.objects.exclude(answer="").exists()


def test_a_proof_lasts_half_a_day_and_no_longer_than_the_link(
    world: World, guest: Client, moved: Callable[[datetime], None]
) -> None:
    moved(NOW + 12 * 60 * MINUTE - MINUTE)
    assert is_in(guest, world.seats["guest"])
    moved(NOW + 12 * 60 * MINUTE)
    assert not is_in(guest, world.seats["guest"])


def is_in(client: Client, participant: Participant) -> bool:
    return client.get(page(participant)).status_code == 200


def test_a_leader_who_does_not_lead_any_more_has_no_place(world: World, client_of: Callable[[str], Client]) -> None:
    leader = client_of("leader")
    assert is_in(leader, world.seats["leader"])
    Leadership.objects.filter(user=world.users["leader"]).update(last_day=NOW.date() - DAY)
    assert leader.get(page(world.seats["leader"])).status_code == 404
    assert leader.get(reverse("own_seat", args=[world.seats["leader"].conversation.ref])).status_code == 404


def test_a_proof_ends_where_somebody_logs_in(world: World, guest: Client) -> None:
    """The companion proved themselves on a ward's computer, and a colleague logs in there afterwards."""
    for person in ("colleague", "leader"):
        guest.force_login(world.users[person])
        asked = guest.get(page(world.seats["guest"]))
        assert asked.headers["Location"] == page(world.seats["guest"], "seat_code")
        assert COMPANION not in guest.get(page(world.seats["guest"], "seat_code")).content.decode()


@pytest.mark.parametrize(("role", "holds"), [("consultant", 404), ("leader", 200), ("employee", 200)])
def test_whose_account_is_closed_comes_in_by_no_code(world: World, role: str, holds: int) -> None:
    """Of leaders and employees it may not have been opened yet."""
    seat = world.seats[role]
    client = proved(seat)
    assert client.get(page(seat)).status_code == 200
    User.objects.filter(pk=seat.user_id).update(is_active=False)
    assert client.get(page(seat)).status_code == holds
    assert client.get(page(seat, "seat_code"), follow=True).status_code == holds


def test_the_own_way_leads_to_the_own_link(world: World, client_of: Callable[[str], Client]) -> None:
    ref = world.seats["employee"].conversation.ref
    response = client_of("employee").get(reverse("own_seat", args=[ref]))
    assert response.headers["Location"] == page(world.seats["employee"])


def test_what_stands_there_is_kept_by_no_browser_and_logged_with_whom_it_is_about(world: World, guest: Client) -> None:
    response = guest.get(page(world.seats["guest"]))
    assert "no-store" in response.headers["Cache-Control"]
    look = Entry.objects.latest("pk")
    assert (look.event, look.actor_name, look.capacity, look.purpose) == ("opened", "Bo Bisidder", "guest", "seat")
    assert look.subjects == [world.employees["employee"].ref]


# --- Codes -------------------------------------------------------------------------------------------------


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


# --- The page ----------------------------------------------------------------------------------------------


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
