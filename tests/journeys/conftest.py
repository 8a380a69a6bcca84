"""The frame of every journey: a real browser, the application on a port, and what no page may do.

A test asks for `browse` and gets pages from it:

    def test_something(world: World, browse: Browse) -> None:
        page = browse("leader", width=PHONE)
        page.goto("/")
        no_violations(page)

When the test ends, every console error, failed request and page error of all its pages fails it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from cases.invitations.access import keep_proof
from cases.models import Participant
from people.models import User
from tests.access.matrix import GUEST
from tests.world import COMPANION, NOW, World, build

PHONE = 390
DESKTOP = 1280
# Milliseconds until something that does not come is given up: far longer than it takes on a busy machine.
PATIENCE = 30_000
HEIGHTS = {PHONE: 844, DESKTOP: 900}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


Browse = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The application on a port of its own; the clock stands at the world's morning, and runs."""
    with time_machine.travel(NOW, tick=True):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def world(site: str) -> World:
    return build()


@dataclass
class Complaints:
    """What the browser complained of."""

    of: list[str] = field(default_factory=list)
    # Pages whose connection is taken away on purpose.
    offline: set[Page] = field(default_factory=set)

    def listen_to(self, page: Page) -> None:
        page.on("console", lambda message: self._note_console(page, message))
        page.on("pageerror", lambda error: self._note(page, str(error)))
        page.on("requestfailed", lambda request: self._note_failure(page, request))
        page.on("response", lambda answer: self._note_answer(page, answer))

    def _note_console(self, page: Page, message: ConsoleMessage) -> None:
        """The browser calls a save that was refused an error, too."""
        meant = ("status of 409", "status of 422", *(["ERR_INTERNET_DISCONNECTED"] if page in self.offline else []))
        if message.type == "error" and not any(words in message.text for words in meant):
            self._note(page, message.text)

    def _note_answer(self, page: Page, answer: Response) -> None:
        """What is saved while it is typed is answered by 409 or 422 where it was not saved, and the page says why."""
        refused = answer.request.resource_type == "fetch" and answer.status in {409, 422}
        if answer.status >= 400 and not refused:
            self._note(page, f"{answer.url} {answer.status}")

    def _note_failure(self, page: Page, request: Request) -> None:
        """A page that is left leaves what it was still asking for, too."""
        if request.failure != "net::ERR_ABORTED" and page not in self.offline:
            self._note(page, f"{request.url} {request.failure}")

    def _note(self, page: Page, text: str) -> None:
        self.of.append(f"{page.url}: {text}")


@pytest.fixture
def browse(site: str, browser: Browser) -> Iterator[Browse]:
    """Opens a page as somebody: `browse("leader", width=PHONE, javascript=True, language="da")`.

    Without a person nobody is logged in; GUEST has proved a code of theirs. `offline` says that the page may lose its
    connection. `page.goto("/")` is an address of the site.
    """
    contexts: list[BrowserContext] = []
    complaints = Complaints()

    def open_page(
        person: str = "",
        *,
        width: int = DESKTOP,
        javascript: bool = True,
        language: str = "da",
        zoom: float = 1,
        offline: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": int(width / zoom), "height": int(HEIGHTS.get(width, 900) / zoom)},
            java_script_enabled=javascript,
            is_mobile=width == PHONE,
            has_touch=width == PHONE,
            locale="da-DK",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if person == GUEST:
            give_proof(context, site, Participant.objects.get(name=COMPANION))
        elif person:
            give_session(context, site, User.objects.get(username=person))
        if language != "da":
            context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        page = context.new_page()
        complaints.listen_to(page)
        if offline:
            complaints.offline.add(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints.of == []


def give_session(context: BrowserContext, site: str, user: User) -> None:
    """Logs in without the log-in page, which has its own journey."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    _take(context, site, session)


def give_proof(context: BrowserContext, site: str, participant: Participant) -> None:
    """As if they had written the code from their mail, which has its own journey."""
    session = SessionStore()
    keep_proof(session, participant, NOW)
    _take(context, site, session)


def _take(context: BrowserContext, site: str, session: SessionStore) -> None:
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": site}])


def unfold(summary: Locator) -> None:
    """By the key: letters that arrive late move what is below them away from under a press."""
    summary.press("Enter")
    expect(summary.locator("xpath=..")).to_have_attribute("open", "")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands when it has come whole, one line each."""
    page.wait_for_load_state()
    results: dict[str, Any] = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response
    return [
        f"{found['id']}: {found['help']}: {node['target']} {node['failureSummary']}"
        for found in results["violations"]
        for node in found["nodes"]
    ]


def no_violations(page: Page) -> None:
    """Axe finds nothing, and the page does not scroll sideways."""
    assert violations(page) == []
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} scrolls sideways by {too_wide} px"
