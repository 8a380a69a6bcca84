"""In a real browser: axe, the policy, the scripts, and the same pages without scripts."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.front.conftest import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 1280)
PUBLIC = ("/stil/", "/log-ind/", "/konto/glemt/", "/tilgaengelighed/", "/privatliv/", "/findes-ikke/")


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(address: str, width: int = 1280, *, scripts: bool = True, status: int = 200) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=live_server.url
        )
        contexts.append(context)
        page = context.new_page()
        # A page that is not there is told to the console as an error too.
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in {"error", "warning"} and "404 (Not Found)" not in said.text
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(address)
        assert answer
        assert answer.status == status
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PUBLIC)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened: Callable[..., Page], address: str, width: int) -> None:
    page = opened(address, width, status=404 if "findes" in address else 200)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("address", ["/stil/", "/log-ind/"])
def test_everything_to_press_is_big_enough(opened: Callable[..., Page], address: str) -> None:
    small = opened(address, 390).evaluate(
        """() => [...document.querySelectorAll("button, summary, .button, .pills a, .tabs a, .pages a, .choice, .pick")]
        .filter((element) => element.offsetParent !== null && element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_log_in_menu_and_log_off_without_scripts(opened: Callable[..., Page], leader: User) -> None:
    page = opened("/konto/sikkerhed/", 390, scripts=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.get_by_label("Brugernavn eller e-mail").fill("birgit")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sikkerhed")
    page.locator(".menu summary").click()
    expect(page.locator(".menu .who")).to_have_text("Birgit Lund, leder, Plejecenter Solgården")
    page.locator(".menu").get_by_role("button", name="Log af").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_one_is_logged_in(opened: Callable[..., Page], leader: User, width: int) -> None:
    page = opened("/konto/sikkerhed/", width)
    page.get_by_label("Brugernavn eller e-mail").fill("birgit")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    for address in ("/konto/sikkerhed/", "/konto/adgangskode/", "/konto/bekraeft/"):
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Bekræft").click()
    page.goto("/konto/sikkerhed/app/")
    expect(page.locator(".qr svg path")).to_have_count(1)
    assert Axe().run(page).violations_count == 0


def test_english_by_one_press_and_the_same_page_again(opened: Callable[..., Page]) -> None:
    page = opened("/privatliv/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How we handle information about you")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Dansk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sådan behandler vi oplysninger om dig")


def test_skip_link_comes_first_and_leads_to_the_content(opened: Callable[..., Page]) -> None:
    page = opened("/privatliv/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Gå til sidens indhold")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("id", "main-content")


def test_field_that_a_choice_opens(opened: Callable[..., Page]) -> None:
    page = opened("/stil/", 390)
    day = page.locator("#report").get_by_label("Første dag")
    expect(day).to_be_hidden()
    page.locator("#report").get_by_label("Anden dag").check()
    expect(day).to_be_visible()


def test_calendar_writes_the_day_as_it_is_written_in_denmark(opened: Callable[..., Page]) -> None:
    page = opened("/stil/", 1280)
    page.locator("#report").get_by_label("Anden dag").check()
    field = page.locator("#report .day-field")
    field.locator("input[name=first_day]").fill("3/2/2026")
    field.get_by_role("button", name="Vælg i kalender").click()
    calendar = field.locator("input[type=date]")
    expect(calendar).to_have_value("2026-02-03")
    calendar.evaluate("(input) => { input.value = '2026-12-24'; input.dispatchEvent(new Event('change')); }")
    expect(field.locator("input[name=first_day]")).to_have_value("24-12-2026")


def test_without_scripts_everything_is_there(opened: Callable[..., Page]) -> None:
    page = opened("/stil/", 390, scripts=False)
    expect(page.locator("#who .pick:visible")).to_have_count(4)
    expect(page.locator(".day-field__button")).to_have_count(0)
