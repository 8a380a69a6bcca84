"""The links of those who take part: what they open, and for whom no longer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from cases.invitations.flows import renew_link
from cases.invitations.links import SIGNER, read_token, token_of
from cases.models import Conversation, Invitation, Participant
from cases.notices.flows import send_notices
from people import clock
from people.access import system
from people.models import Leadership, User
from people.rules import RuleViolation
from roundtable.models import Meeting
from tests.cases.invitations.seat.conftest import DAY, MINUTE, is_in, page, proved, text_of
from tests.world import COMPANION, NOW, World


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
