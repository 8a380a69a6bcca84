"""Minutes: a guest opens and comments on their copy, the consultant corrects and recalls, all of them see it."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.invitations.access import keep_proof
from cases.invitations.links import token_of
from cases.models import Minutes
from tests.cases.minutes.conftest import SECRET, copy_of, make
from tests.cases.minutes.test_flows import WHY, amend, say
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def at_place(world: World, browse: Browse, person: str, **how: object) -> Page:
    """The page of somebody who has proved a code."""
    page = browse("", **how)
    session = SessionStore()
    keep_proof(session, world.seats[person], NOW)
    session.save()
    site = page.context.request.get("/healthz").url.removesuffix("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": site}])
    page.goto(reverse("seat", args=[token_of(world.seats[person])]))
    return page


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_those_who_handle_the_matter_read_correct_and_recall(world: World, browse: Browse, width: int) -> None:
    minutes = make(world)
    say(world, minutes, "guest", "Jeg kom først til sidst.")
    page = browse("consultant", width=width)
    page.goto(reverse("minutes", args=[minutes.ref]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Referat af rundbordsmøde")
    expect(page.get_by_role("region", name="Kommentarer")).to_contain_text("Jeg kom først til sidst.")
    expect(page.get_by_role("region", name="Hvem får det")).to_contain_text("Bo Bisidder")
    no_violations(page)

    page.get_by_role("link", name="Ret referatet").click()
    no_violations(page)
    page.get_by_label("Opgaverne").fill("Kun dokumentation.")
    page.get_by_label("Hvorfor rettes referatet?").fill(WHY)
    page.get_by_role("button", name="Lav den nye version").click()
    expect(page.get_by_role("status")).to_contain_text("Den nye version er lavet")
    expect(page.get_by_text("Kun dokumentation.")).to_be_visible()
    no_violations(page)
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.get_by_text("Det er ikke den version, der gælder.")).to_be_visible()
    no_violations(page)

    page.get_by_role("link", name="Træk denne version tilbage").click()
    expect(page.get_by_text("Version 2 kan stadig læses")).to_be_visible()
    no_violations(page)
    page.get_by_label("Det siger noget, der ikke må stå der").check()
    page.get_by_role("button", name="Træk den tilbage for alle").click()
    expect(page.get_by_role("heading", name="Denne version er trukket tilbage")).to_be_visible()
    assert SECRET not in page.content()
    no_violations(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_opens_their_copy_on_a_phone_and_says_something_to_it(
    world: World, browse: Browse, javascript: bool
) -> None:
    minutes = make(world)
    amend(world, minutes)
    page = at_place(world, browse, "guest", width=PHONE, javascript=javascript)
    part = page.get_by_role("region", name="Referat", exact=True)
    expect(part).to_contain_text(f"Rettet: {WHY}")
    paper = page.context.request.get(part.get_by_role("link", name="Åbn referatet (PDF)").get_attribute("href") or "")
    assert paper.body() == bytes(Minutes.objects.get(version=2).pdf)
    part.get_by_text("Skriv en kommentar").click()
    if javascript:
        no_violations(page)
    part.get_by_label("Din kommentar").fill("Hun har diabetes.")
    part.get_by_role("button", name="Send kommentaren").click()
    expect(page.get_by_role("link", name="Ret teksten")).to_be_visible()
    if javascript:
        no_violations(page)
    page.get_by_label("Din kommentar").fill("Jeg kom først til sidst.")
    page.get_by_role("button", name="Send kommentaren").click()
    expect(page.get_by_role("region", name="Referat", exact=True)).to_contain_text("Jeg kom først til sidst.")


def test_the_employee_finds_her_copy_on_her_own_page(world: World, browse: Browse) -> None:
    minutes = make(world)
    page = browse("employee", width=PHONE)
    page.goto("/min-side/")
    part = page.get_by_role("region", name="Referat")
    paper = page.context.request.get(part.get_by_role("link", name="(PDF)").get_attribute("href") or "")
    assert paper.headers["content-disposition"] == 'inline; filename="referat-2026-11-24-version-1.pdf"'
    assert copy_of(world, "employee", minutes).read_at is not None
    no_violations(page)
    part.get_by_role("link", name=re.compile("Kommentér")).click()
    expect(page.get_by_role("region", name="Referat", exact=True)).to_contain_text("Version 1")
    no_violations(page)
