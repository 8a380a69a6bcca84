"""Somebody without an account gets a link, proves by a code from a mail that it is theirs, and answers."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.invitations.flows import Invitee, call_together, propose_times
from cases.models import Invitation
from cases.notices.flows import send_codes, send_notices
from people import clock
from people.access import system
from tests.cases.notices.smtp import Script, serving
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.letters import read, words_of
from tests.world import ASE_CANARIES, COMPANION, NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(settings: Any) -> Iterator[Script]:
    script = Script()
    with serving(settings, script):
        yield script


def last(post: Script) -> str:
    """The words of the mail that came last."""
    return words_of(read(post.letters[-1]))


def called(world: World) -> None:
    """Moved by an hour, so that all are written to."""
    invitees = [
        Invitee(role=row.role, user=row.user, name=row.name, email=row.email, text=row.text, ref=row.ref)
        for row in world.seats.values()
    ]
    begins = NOW + timedelta(days=1, hours=2)
    call_together(
        conversation=world.seats["employee"].conversation,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        place="Lokale 2",
        video_link="",
        invitees=invitees,
        by=world.viewer("consultant", clock.now()),
    )
    send_notices(by=lambda: system(clock.now()))


def test_a_guest_gets_in_by_link_and_code_and_asks_for_another_time(
    world: World, browse: Browse, site: str, post: Script
) -> None:
    called(world)
    letter = next(raw for raw in post.letters if b"To: bo@eksempel.dk" in raw)
    link = re.findall(r"/moede/\S+", words_of(read(letter)))[0]

    page = browse(width=PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("En kode på mail")
    expect(page.get_by_text("b***@eksempel.dk")).to_be_visible()
    no_violations(page)
    page.get_by_role("button", name="Send mig en kode").click()
    expect(page.get_by_text("Koden kommer på mail til b***@eksempel.dk inden for et minut.")).to_be_visible()
    send_codes(by=lambda: system(clock.now()))
    code = re.findall(r"\d{6}", last(post))[0]
    page.get_by_label("Koden i mailen").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_role("alert")).to_contain_text("Koden passer ikke")
    no_violations(page)
    page.get_by_label("Koden i mailen").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Fortsæt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("I morgen kl.\\s11.00 til 12.00"))
    expect(page.get_by_role("region", name="Hvem kommer")).to_contain_text(f"{COMPANION} (dig)")
    assert ASE_CANARIES[2] not in page.content()
    no_violations(page)
    page.get_by_role("link", name="En anden tid").click()
    expect(page.get_by_label("Jeg vil gerne have en anden tid")).to_be_checked()
    page.get_by_role("button", name="Send dit svar").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv, hvornår det passer dig bedre.")
    no_violations(page)
    page.get_by_label(re.compile("Hvornår passer det bedre")).fill("Torsdag efter kl. 12")
    page.get_by_role("button", name="Send dit svar").click()
    expect(page.get_by_role("status").first).to_contain_text("Tak. Du har bedt om en anden tid.")
    expect(page.get_by_role("region", name="Du har svaret")).to_contain_text("Torsdag efter kl. 12")
    no_violations(page)
    row = Invitation.objects.get(participant=world.seats["guest"], sequence=1)
    assert (row.answer, row.answer_reason) == ("other_time", "Torsdag efter kl. 12")

    stranger = browse(width=PHONE)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("En kode på mail")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_employee_says_when_and_who_comes_along(world: World, browse: Browse, width: int) -> None:
    begins = NOW + timedelta(days=3)
    propose_times(
        conversation=world.seats["employee"].conversation,
        times=[(begins + timedelta(days=day), begins + timedelta(days=day, hours=1)) for day in range(3)],
        invitees=[
            Invitee(role="employee", user=world.users["employee"], ref=world.seats["employee"].ref),
            Invitee(role="leader", user=world.users["leader"], ref=world.seats["leader"].ref),
        ],
        by=world.viewer("consultant", clock.now()),
    )
    page = browse("employee", width=width)
    page.goto(reverse("own_seat", args=[world.seats["employee"].conversation.ref]))
    asked = page.get_by_role("region", name="Hvornår kan du?")
    asked.get_by_label(re.compile("Torsdag 26.")).check()
    asked.get_by_role("button", name="Send dit svar").click()
    expect(page.get_by_role("region", name="Kommer du?")).to_contain_text("Det er frivilligt at komme.")
    no_violations(page)
    page.get_by_role("button", name="Jeg kommer").click()
    expect(page.get_by_role("region", name="Du har svaret")).to_contain_text("Kommer")
    page.get_by_role("link", name="Sig, hvem der kommer med dig").click()
    no_violations(page)
    page.get_by_label("Navn").fill("Ea Elm")
    page.get_by_role("button", name="Invitér").click()
    expect(page.get_by_role("region", name="En ved din side")).to_contain_text("Ea Elm kommer med dig.")
    no_violations(page)
    page.get_by_role("button", name="Ea Elm kommer alligevel ikke").click()
    expect(page.get_by_role("link", name="Sig, hvem der kommer med dig")).to_be_visible()
