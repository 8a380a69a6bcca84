"""From the wish for a round table to its invitations: the leader, the employee, the consultant, and who comes from
outside.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Page, expect

from people.access import system
from people.models import Assignment
from roundtable.models import Meeting, OutsideRequest
from roundtable.outside.flows import send_confirmations
from roundtable.request.flows import watch_clocks
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.roundtable.conftest import HOUR, ask
from tests.world import NOW, World

LEVEL_1 = {"level": 1}


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()


def ask_for_times(page: Page) -> None:
    """Two of them, of everybody."""
    follow(page, "Planlæg mødet")
    page.get_by_text("Eller spørg først, hvornår de kan").click()
    no_violations(page)
    page.locator("#id_day_1").fill("25-11-2026")
    page.locator("#id_begins_1").fill("9")
    page.locator("#id_day_2").fill("26-11-2026")
    page.locator("#id_begins_2").fill("13.30")
    press(page, "Se spørgsmålet efter")
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Se spørgsmålet efter")
    no_violations(page)
    press(page, "Spørg dem")
    expect(page.get_by_text("De bliver spurgt, hvornår de kan.")).to_be_visible()


def plan_in_one_screen(page: Page) -> None:
    """With a companion and a text of its own."""
    page.goto(f"/moeder/{Meeting.objects.get().ref}/planlaeg/")
    expect(page.get_by_label("torsdag 26. november kl. 13.30 til 14.30")).to_be_checked()
    page.locator("#id_place").fill("Lokale Åen")
    press(page, "Tilføj en bisidder, en tolk eller en anden")
    page.locator("#id_guest-0-role").select_option("companion")
    page.locator("#id_guest-0-name").fill("Bo Bisidder")
    page.locator("#id_guest-0-email").fill("bo@eksempel.dk")
    page.locator("#id_guest-0-note").fill("Godt, at du kommer med.")
    expect(page.locator("#preview").get_by_text("Godt, at du kommer med.")).to_be_visible()
    no_violations(page)
    press(page, "Se efter og send")
    expect(page.get_by_text("Får en mail med sit eget link, og en kode når det åbnes.")).to_be_visible()
    no_violations(page)
    press(page, "Ret noget")
    expect(page.locator("#id_place")).to_have_value("Lokale Åen")
    press(page, "Se efter og send")
    press(page, "Send indkaldelserne")
    expect(page.get_by_text("Indkaldelserne er på vej.")).to_be_visible()
    expect(page.get_by_text("Torsdag kl. 13.30 til 14.30, Lokale Åen")).to_be_visible()
    expect(page.locator(".rows").get_by_text("Bo Bisidder")).to_be_visible()
    no_violations(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_leader_wishes_and_a_consultant_asks_for_times_and_plans(world: World, browse: Browse, width: int) -> None:
    # Nobody has the matter yet.
    Assignment.objects.all().delete()
    leader = browse("leader", width=width)
    leader.goto(f"/medarbejdere/{world.employees['employee'].ref}/")
    follow(leader, "Ønsk et møde")
    expect(leader.get_by_text("Mødet er frivilligt for Åse.")).to_be_visible()
    no_violations(leader)
    leader.get_by_label("Arbejdet skal indrettes på en anden måde").check()
    leader.get_by_label("Hvad skal konsulenten vide på forhånd?").fill("Løft er svære.")
    press(leader, "Send ønsket")
    expect(leader.get_by_text("Ønsket er sendt til konsulenterne.")).to_be_visible()
    no_violations(leader)

    # The employee says yes on their own page.
    own = browse("employee", width=width)
    own.goto("/min-side/")
    expect(own.get_by_text("Birgit Lund ønsker et møde")).to_be_visible()
    press(own, "Ja til mødet")
    expect(own.get_by_text("Noteret: Du siger ja til mødet.")).to_be_visible()

    # It waits in the consultants' inbox, and one of them takes it.
    page = browse("consultant", width=width)
    page.goto("/indbakke/?set=1&tab=team")
    expect(page.get_by_text(re.compile("4[78] timer tilbage"))).to_be_visible()
    expect(page.get_by_text("1 ny venter på en konsulent.")).to_be_visible()
    no_violations(page)
    page.goto("/moeder/")
    no_violations(page)
    follow(page, "Åse Kanariefugl")
    expect(page.get_by_text("Løft er svære.")).to_be_visible()
    press(page, "Tag sagen")
    expect(page.get_by_text("1 person: nu dine.")).to_be_visible()
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Åse Kanariefugl")

    ask_for_times(page)

    # The leader answers at their own place.
    leader.goto("/medarbejdere/" + world.employees["employee"].ref + "/")
    leader.get_by_role("link", name="Rundbordsmøde", exact=True).first.click()
    follow(leader, "Gå til din plads")
    leader.get_by_label("torsdag 26. november kl. 13.30 til 14.30").check()
    leader.get_by_role("button", name=re.compile("^Send")).first.click()

    plan_in_one_screen(page)
    own.goto("/min-side/")
    expect(own.get_by_text("Torsdag kl. 13.30 til 14.30")).to_be_visible()
    no_violations(own)


def test_the_chip_goes_from_calm_to_amber_to_late_and_calls_for_help(world: World, browse: Browse) -> None:
    meeting = ask(world)
    for hours, words, tone in (
        (1, "46 timer tilbage", "calm"),
        (25, "22 timer tilbage", "near"),
        (47.5, "29 minutter tilbage", "near"),
        (51, "overskredet med 3 timer", "late"),
        (97, "overskredet med 2 dage", "late"),
    ):
        at = NOW + timedelta(hours=hours)
        with time_machine.travel(at, tick=True):
            watch_clocks(by=system(at))
            page = browse("consultant")
            page.goto("/indbakke/?set=1&tab=team")
            expect(page.locator(f".chip--{tone}").get_by_text(words)).to_be_visible()
            no_violations(page)
    page = browse("hr")
    page.goto(f"/moeder/{meeting.ref}/")
    expect(page.get_by_text("Bedt om at hjælpe: Teamet")).to_be_visible()
    expect(page.get_by_text("Fået besked om, at tiden er gået: HR")).to_be_visible()


def test_planning_works_without_a_script(world: World, browse: Browse) -> None:
    meeting = ask(world)
    page = browse("consultant", javascript=False)
    page.goto(f"/moeder/{meeting.ref}/planlaeg/", wait_until="networkidle")
    page.locator("#id_day").fill("25-11-2026")
    page.locator("#id_begins").fill("10")
    page.locator("#id_place").fill("Lokale Åen")
    press(page, "Vis igen, som det er skrevet nu")
    expect(page.locator("#preview").get_by_text("Lokale Åen")).to_be_visible()
    page.wait_for_load_state("networkidle")
    press(page, "Se efter og send")
    page.wait_for_load_state("networkidle")
    press(page, "Send indkaldelserne")
    expect(page.get_by_text("Indkaldelserne er på vej.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_wish_from_outside_is_confirmed_and_becomes_a_meeting(world: World, browse: Browse, width: int) -> None:
    page = browse(width=width)
    page.goto("/moeder/udefra/")
    no_violations(page)
    page.get_by_label("Arbejdsgiver", exact=True).check()
    for label, text in (
        ("Arbejdsplads eller kommune", "Firmaet"),
        ("Dit navn", "Grethe Grøn"),
        ("Din mailadresse", "grethe@firma.example"),
        ("Hvem handler det om?", "Nora Nielsen"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_label("En bekymring, med eller uden fravær").check()
    press(page, "Send ønsket")
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Se i din mail")
    no_violations(page)
    send_confirmations(by=system(NOW + HOUR))
    link = re.search(r"/moeder/udefra/\S+", mail.outbox[-1].body)
    assert link
    page.goto(link[0])
    no_violations(page)
    press(page, "Bekræft mit ønske")
    expect(page.get_by_text("Ønsket er modtaget.")).to_be_visible()

    consultant = browse("consultant", width=width)
    consultant.goto("/moeder/?vis=udefra")
    no_violations(consultant)
    follow(consultant, "Nora Nielsen")
    consultant.get_by_label("Ikke ansat her").check()
    no_violations(consultant)
    press(consultant, "Gør det til et møde")
    expect(consultant.get_by_role("heading", **LEVEL_1)).to_have_text("Nora Nielsen")
    no_violations(consultant)
    assert OutsideRequest.objects.get().meeting is not None


def test_who_is_told_is_named_in_one_table(world: World, browse: Browse) -> None:
    for width in (PHONE, DESKTOP):
        page = browse("consultant", width=width)
        page.goto("/moeder/hvem-faar-besked/")
        page.get_by_label("Ved tre fjerdedele: bedt om at hjælpe", exact=True).select_option(label="Ole Overgaard")
        no_violations(page)
        press(page, "Gem")
        expect(page.get_by_text("Noteret. Det gælder fra nu af.")).to_be_visible()
