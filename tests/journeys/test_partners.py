"""The consultant keeps the contacts and the guides; the leader finds whom to speak to. On a desk and on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from retention.models import Contact
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import TODAY, World


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_consultant_confirms_a_contact_and_notes_a_meeting(world: World, browse: Browse, width: int) -> None:
    Contact.objects.update(confirmed_on=TODAY - timedelta(days=200))
    page = browse("consultant", width=width)
    page.goto("/kontakter/")
    expect(page.get_by_role("heading", name="1 kontakt skal bekræftes")).to_be_visible()
    no_violations(page)
    page.get_by_role("link", name="Grethe Grøn").click()
    no_violations(page)
    page.get_by_role("button", name="Bekræft, at det stadig passer").click()
    expect(page.get_by_role("status").filter(has_text="Grethe Grøn er bekræftet i dag.")).to_be_visible()

    page.get_by_role("link", name="Tilføj en kontakt").click()
    page.get_by_label("Navn").fill("Per Post")
    page.get_by_role("button", name="Tilføj kontakten").click()
    expect(page.get_by_text("Hvordan får man fat i personen?").first).to_be_visible()
    no_violations(page)
    page.get_by_label("Telefon").fill("00 00 97 03")
    page.get_by_role("button", name="Tilføj kontakten").click()
    expect(page.get_by_role("heading", name="Per Post")).to_be_visible()

    page.get_by_role("link", name="Notér et statusmøde").click()
    page.get_by_label("Hvem var med").fill("Grethe og Karen")
    page.get_by_label("Hvad virker, og hvad er svært").fill("Svarene kommer hurtigere nu.")
    no_violations(page)
    page.get_by_role("button", name="Gem mødet").click()
    page.get_by_role("link", name="23.\u00a0november").first.click()
    page.get_by_label("Hvad skal gøres").fill("Oplæg for lederne")
    page.get_by_label("Af hvem").fill("Karen")
    page.get_by_label("Hvornår", exact=True).fill("30-11-2026")
    page.get_by_role("button", name="Tilføj handlingen").click()
    expect(page.get_by_text("om 7 dage")).to_be_visible()
    no_violations(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_guide_is_read_and_edited(world: World, browse: Browse, width: int) -> None:
    page = browse("consultant", width=width)
    page.goto("/vejledninger/")
    no_violations(page)
    page.locator(".rows").get_by_role("link", name="Fast track", exact=True).click()
    expect(page.locator(".flow > li")).to_have_count(6)
    no_violations(page)
    page.get_by_role("link", name="Ret vejledningen").click()
    no_violations(page)
    page.get_by_label("Tegningen").fill("Leder: Ring | dag 1\nHjemkommunen: Svar")
    page.get_by_role("button", name="Gem vejledningen").click()
    expect(page.locator(".flow > li")).to_have_count(2)
    page.get_by_text("Udgaver").click()
    expect(page.get_by_text("23.\u00a0november af Karen Ravn")).to_be_visible()


def test_leader_finds_the_contact_from_the_case_and_prints_a_sheet(world: World, browse: Browse) -> None:
    page = browse("leader", width=PHONE)
    page.goto(reverse("case_detail", args=[world.cases["employee"].ref]))
    no_violations(page)
    page.get_by_role("link", name="Find kontakten").click()
    expect(page.get_by_text("00 00 97 01")).to_be_visible()
    expect(page.get_by_role("heading", name="Grethe Grøn")).to_be_visible()
    expect(page.get_by_role("button", name="Bekræft")).to_have_count(0)
    no_violations(page)
    page.get_by_role("link", name="Sådan gør de").click()
    no_violations(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("article")).to_be_visible()
    expect(page.get_by_role("link", name="Tilgængelighed")).to_be_hidden()
