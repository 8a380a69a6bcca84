"""A leader's morning: she logs in, sees what she owes, reports somebody sick, takes it back, confirms, postpones."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from absence.models import Period
from tests.absence.leading import NOW, TODAY, Leading, build
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations, unfold

PASSWORD = "kodeord til test"


@pytest.fixture
def leading(site: str) -> Leading:
    """Åse on day 5, Mohammed on day 14, and Jonas is back since Friday."""
    leading = build()
    leading.report("Mohammed", date(2026, 11, 10), NOW.replace(day=10))
    leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
    leading.sick("Jonas", date(2026, 11, 14), date(2026, 11, 19))
    for follow_up in leading.people["Jonas"].follow_ups.filter(step__isnull=False):
        follow_up.delete()
    row = leading.row("Mohammed", "1-5-14/5")
    type(row).objects.filter(pk=row.pk).update(
        state="done", done_on=date(2026, 11, 16), done_at=NOW - timedelta(days=7), done_by=leading.leader.user
    )
    return leading


def cards(page: Page) -> list[str]:
    return [" ".join(words.split()) for words in page.locator("article h2").all_inner_texts()]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_leaders_morning(leading: Leading, browse: Browse, width: int) -> None:
    page = browse(width=width)
    page.goto("/")
    page.locator("#id_login").fill("birgit")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()

    # What she owes whom today.
    expect(page.get_by_role("heading", level=1)).to_have_text("I dag")
    expect(page.locator("#lead")).to_have_text("3 ting venter på dig. Resten af ugen ser rolig ud.")
    assert cards(page) == [
        "Dag 5: ring til Åse",
        "Dag 14: aftal de næste uger med Mohammed",
        "Sig velkommen tilbage",
    ]
    assert page.locator("#day .button-primary").count() == 1
    assert page.locator("article a[href='tel:12345678']").count() == 3
    no_violations(page)

    # Sick in three touches.
    page.get_by_role("link", name="Meld en medarbejder syg").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meld syg")
    page.get_by_label("Ida Frost").check()
    page.get_by_label("1–3 dage").check()
    expect(page.get_by_text("Hvor længe, tror Ida selv?")).to_be_visible()
    no_violations(page)
    page.get_by_role("button", name="Meld Ida syg fra i dag").click()

    # What that means.
    expect(page.get_by_role("heading", level=1)).to_have_text("Ida er meldt syg fra i dag")
    expect(page.get_by_text("Du kan fortryde indtil kl.\N{NO-BREAK SPACE}9.1")).to_be_visible()
    ahead = page.locator(".ahead")
    expect(ahead).to_contain_text("Fredag 27. november")
    expect(ahead).to_contain_text("Mandag 7. december")
    expect(ahead).to_contain_text("Dag 14 er en søndag, så det bliver mandag.")
    no_violations(page)

    # It was wrong.
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator("#messages")).to_contain_text("Fortrudt. Ida Frost er ikke meldt fraværende.")
    assert Period.objects.get(employee=leading.people["Ida"]).withdrawn

    # One press; the page stays where it is.
    page.get_by_role("button", name="Jeg har ringet").click()
    expect(page.locator("#messages")).to_contain_text("Noteret som gjort i dag: Dag 5: ring til Åse.")
    expect(page.locator("#lead")).to_have_text("2 ting venter på dig. Resten af ugen ser rolig ud.")
    assert leading.row("Åse", "1-5-14/5").done_on == TODAY
    no_violations(page)
    page.locator("#messages").get_by_role("button", name="Fortryd").click()
    expect(page.locator("#messages")).to_contain_text("Fortrudt. Opgaven om Åse Østergaard står åben igen.")

    # Not today.
    card = page.locator("article").filter(has_text="Mohammed")
    unfold(card.locator("summary"))
    card.get_by_label("Mohammed har bedt om at vente").check()
    no_violations(page)
    card.get_by_role("button", name="Udsæt til i morgen").click()
    expect(page.locator("#messages")).to_contain_text("Udsat: opgaven dukker op igen i morgen.")
    assert cards(page) == ["Dag 5: ring til Åse", "Sig velkommen tilbage"]

    # Back at work; no, that was another.
    page.locator("article").filter(has_text="Åse").get_by_role("link", name="Er tilbage").click()
    page.get_by_role("button", name="Notér tilbagevenden").click()
    expect(page.locator("#messages")).to_contain_text("Noteret: Åse Østergaard er tilbage på arbejde i dag.")
    assert cards(page) == ["Sig velkommen tilbage"]
    no_violations(page)
    page.locator("#messages").get_by_role("button", name="Fortryd").click()
    expect(page.locator("#messages")).to_contain_text("Fortrudt. Fraværet for Åse Østergaard står som før.")
    assert cards(page) == ["Dag 5: ring til Åse", "Sig velkommen tilbage"]


def test_the_morning_without_script(leading: Leading, browse: Browse) -> None:
    page = browse("birgit", width=PHONE, javascript=False)
    page.goto("/meld-syg/")
    page.locator("#id_q").fill("ida")
    page.get_by_role("button", name="Søg").click()
    page.get_by_label("Ida Frost").check()
    page.get_by_label("Ved ikke endnu").check()
    page.get_by_role("button", name="Meld syg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ida er meldt syg fra i dag")
    page.get_by_role("link", name="Færdig").click()
    page.get_by_role("button", name="Jeg har ringet").click()
    expect(page.locator("#messages")).to_contain_text("Noteret som gjort i dag: Dag 5: ring til Åse.")
    card = page.locator("article").filter(has_text="Mohammed")
    unfold(card.locator("summary"))
    card.get_by_label("Onsdag").check()
    card.get_by_label("Jeg kan ikke nå det i dag").check()
    card.get_by_role("button", name="Udsæt").click()
    expect(page.locator("#messages")).to_contain_text("Udsat: opgaven dukker op igen onsdag.")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_to_do_is_a_state_of_its_own(leading: Leading, browse: Browse, width: int) -> None:
    page = browse("birgit", width=width)
    page.goto("/")
    while page.locator("#day .button-primary").count():
        act = page.locator("article").first.locator("h2").inner_text()
        page.locator("#day .button-primary").click()
        expect(page.locator("article h2").filter(has_text=act)).to_have_count(0)
    expect(page.get_by_role("heading", name="Intet at gøre i dag")).to_be_visible()
    expect(page.get_by_text("Gjort i dag (3)")).to_be_visible()
    expect(page.locator("#lead")).to_be_empty()
    no_violations(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_page_of_a_leader_breaks_the_rules_of_access_for_all(leading: Leading, browse: Browse, width: int) -> None:
    period = Period.objects.get(employee=leading.people["Åse"])
    row = leading.row("Åse", "1-5-14/5")
    page = browse("birgit", width=width)
    for address in (
        f"/fravaer/{period.ref}/rask/",
        f"/fravaer/{period.ref}/delvis/",
        f"/fravaer/{period.ref}/ret/",
        f"/fravaer/{period.ref}/traek-tilbage/",
        f"/opfoelgninger/{row.ref}/gjort/",
        f"/opfoelgninger/{row.ref}/udsaet/",
        f"/medarbejdere/{leading.people['Ida'].ref}/kontakt/",
    ):
        page.goto(address)
        no_violations(page)
    page.goto(f"/opfoelgninger/{row.ref}/gjort/")
    page.locator("#id_note").fill("Hun har fået en depression")
    page.get_by_role("button", name="Jeg har ringet").click()
    expect(page.get_by_text("Gem alligevel, og skriv hvorfor")).to_be_visible()
    no_violations(page)
    page.goto("/meld-syg/")
    page.get_by_role("button", name="Meld syg").click()
    expect(page.get_by_role("link", name="Vælg, hvem der er syg.")).to_be_visible()
    no_violations(page)
