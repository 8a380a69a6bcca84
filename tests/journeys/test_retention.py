"""Fast track from the first doubt to what became of it: the leader, the employee and HR, each on their own page."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from absence.models import Period
from people.access import system
from retention.fasttrack.flows import settle_fast_tracks
from retention.models import FastTrack, Municipality, Screening
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.retention.fasttrack.conftest import inform, start
from tests.world import NOW, TODAY, World

LEVEL_1 = {"level": 1}


@pytest.fixture
def week_two(world: World) -> World:
    """Åse's tenth day; her home municipality is known."""
    Municipality.objects.get_or_create(code="760", defaults={"name": "Ringkøbing-Skjern"})
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=9))
    return world


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_leader_screens_informs_refers_prints_and_marks_as_sent(week_two: World, browse: Browse, width: int) -> None:
    page = browse("leader", width=width)
    page.goto(f"/meld-syg/{week_two.periods['employee'].ref}/")
    page.get_by_role("link", name="Svar på spørgsmålene").click()

    # Eight questions about work.
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Kan det trække ud?")
    for number, question in enumerate(page.locator("main fieldset").all()):
        question.get_by_label("Ja" if number < 3 else "Ved ikke", exact=True).check()
    no_violations(page)
    press(page, "Se rådet")
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Rådet")
    expect(page.get_by_text("7 point af 14")).to_be_visible()
    expect(page.get_by_text("Overvej Fast track nu")).to_be_visible()
    page.get_by_label("Begynd Fast track").check()
    no_violations(page)
    press(page, "Notér beslutningen")
    assert Screening.objects.get().decision == "fast_track"

    # Begun, with what the guard does not let through put right.
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Begynd Fast track")
    expect(page.get_by_text("Vinduet på 5 uger lukker")).to_be_visible()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Hvilke opgaver er berørt?").fill("Har en depression")
    press(page, "Begynd Fast track")
    expect(page.get_by_label("Hvilke opgaver er berørt?")).to_have_value("Har en depression")
    no_violations(page)
    page.get_by_label("Hvilke opgaver er berørt?").fill("Løft og aftenvagter")
    press(page, "Begynd Fast track")

    # Told.
    page.get_by_role("link", name="Det har jeg fortalt om").click()
    page.get_by_label("I telefonen").check()
    no_violations(page)
    press(page, "Notér det")

    # Typed from the sheet into NemRefusion, and marked as sent.
    no_violations(page)
    page.get_by_role("link", name="Det skal du skrive").click()
    expect(page.get_by_role("heading", **LEVEL_1)).to_have_text("Fast track i NemRefusion")
    expect(page.get_by_text("CPR-nummeret står i lønsystemet")).to_be_visible()
    expect(page.get_by_text("Løft og aftenvagter")).to_be_visible()
    expect(page.get_by_text("Ringkøbing-Skjern").first).to_be_visible()
    no_violations(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Den er sendt")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Den er sendt").click()
    press(page, "Notér som sendt")
    expect(page.locator("#messages")).to_contain_text("Noteret som sendt.")
    row = FastTrack.objects.get()
    assert (row.state, row.sent_on, row.municipality_id) == ("sent", TODAY, "760")
    page.goto(f"/medarbejdere/{week_two.employees['employee'].ref}/")
    no_violations(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_employee_declines(week_two: World, browse: Browse, width: int) -> None:
    inform(week_two, start(week_two))
    page = browse("employee", width=width)
    page.goto("/min-side/")
    expect(page.get_by_role("heading", name="Vil du have Fast track?")).to_be_visible()
    no_violations(page)
    press(page, "Nej tak")
    expect(page.locator("#messages")).to_contain_text("Noteret: du siger nej tak. Det ændrer ikke på andet.")
    row = FastTrack.objects.get()
    assert (row.state, row.answered_on, row.answered_how) == ("declined", TODAY, "")


def test_the_window_closes_unused_and_hr_sees_why(week_two: World, browse: Browse) -> None:
    Period.objects.filter(pk=week_two.periods["employee"].pk).update(first_day=TODAY - timedelta(days=30))
    FastTrack.objects.filter(pk=start(week_two).pk).update(started_on=TODAY - timedelta(days=20))
    Period.objects.filter(pk=week_two.periods["employee"].pk).update(first_day=TODAY - timedelta(days=36))
    settle_fast_tracks(by=system(NOW))

    leader = browse("leader")
    leader.goto(f"/medarbejdere/{week_two.employees['employee'].ref}/")
    leader.get_by_role("link", name="Skriv hvorfor").click()
    leader.get_by_label("Medarbejderen var ikke til at få fat i").check()
    no_violations(leader)
    press(leader, "Giv begrundelsen")
    expect(leader.locator("#messages")).to_contain_text("Tak. HR kan se hvorfor")

    hr = browse("hr")
    hr.goto("/overblik/")
    tile = hr.locator(".tile").filter(has_text="Fast track: vinduer lukket ubrugt")
    expect(tile.locator(".tile__value")).to_have_text("1")
    no_violations(hr)
    tile.get_by_role("link").click()
    missed = hr.get_by_role("region", name="Vinduer lukket ubrugt")
    expect(missed).to_contain_text("Åse Kanariefugl")
    expect(missed).to_contain_text("Medarbejderen var ikke til at få fat i: 1")
    no_violations(hr)
