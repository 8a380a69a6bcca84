"""The frame, the promises to the public, and what is shown when something goes wrong."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from redis.exceptions import ConnectionError as CacheConnectionError

from config import views
from people.models import User

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


def heading(response: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found
    return " ".join(found.group(1).split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/tilgaengelighed/", "Tilgængelighed"),
        ("/privatliv/", "Sådan behandler vi oplysninger om dig"),
        ("/log-ind/", "Log ind"),
        ("/konto/glemt/", "Glemt adgangskode"),
        ("/konto/lukket/", "Kontoen er lukket"),
    ],
)
def test_public_pages_need_no_log_in(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert heading(response) == words


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/log-ind/", "/stil/", "/findes-ikke/", "/privatliv/"])
def test_pages_carry_the_strict_policy(client: Client, address: str) -> None:
    assert {*client.get(address).headers["Content-Security-Policy"].split("; ")} == POLICY


@pytest.mark.django_db
def test_unknown_page_is_404_with_one_next_step(client: Client) -> None:
    response = client.get("/findes-ikke/")
    assert (response.status_code, heading(response)) == (404, "Siden er her ikke")
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    assert re.findall(r'<a [^>]*href="([^"]+)"', main) == ["/"]


@pytest.mark.django_db
def test_form_that_came_too_late_says_that_nothing_is_lost(leader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sprog/", {"language": "en"})
    assert (response.status_code, heading(response)) == (403, "Formularen har været åben for længe")
    assert "Der står det, du skrev, stadig" in response.content.decode()


@pytest.mark.django_db
def test_strange_host_is_400_in_the_look(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert (response.status_code, heading(response)) == (400, "Det kunne vi ikke læse")


def after(failure: Exception) -> HttpResponse:
    """What a broken request gets; no database is at hand in this test, and none is asked for."""

    def broken(_: HttpRequest) -> HttpResponse:
        raise failure

    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False):
        answer = convert_exception_to_response(broken)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    return answer


def test_our_own_fault_needs_no_database() -> None:
    response = after(ZeroDivisionError())
    assert (response.status_code, heading(response)) == (500, "Noget gik galt hos os")
    assert settings.MUNICIPALITY_NAME in response.content.decode()


@pytest.mark.parametrize("failure", [OperationalError(), CacheConnectionError()])
def test_database_or_cache_away_is_said_as_such(failure: Exception) -> None:
    response = after(failure)
    assert (response.status_code, heading(response)) == (503, "Tilbage er væk et øjeblik")
    assert response.headers["Retry-After"] == "30"


def test_no_right_is_said_plainly(db: None, client: Client) -> None:
    request = RequestFactory().get("/")
    response = views.permission_denied(request, PermissionError())
    assert (response.status_code, heading(response)) == (403, "Det må du ikke")


def test_too_many_attempts_are_said_plainly(db: None) -> None:
    response = views.too_many_attempts(RequestFactory().get("/"))
    assert (response.status_code, heading(response)) == (429, "For mange forsøg")


def test_a_link_that_holds_no_more_says_what_to_do(db: None, client: Client) -> None:
    response = client.get("/moede/x/")
    assert (response.status_code, heading(response)) == (404, "Linket virker ikke")


def test_error_pages_are_all_shown_by_some_test() -> None:
    shown = {"400", "403", "404", "429", "500", "503", "form_expired", "no_seat", "page"}
    assert {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "errors").glob("*.html")} == shown


def test_frame_says_who_is_logged_in_and_how_to_log_off(as_leader: Client) -> None:
    html = as_leader.get("/konto/sikkerhed/").content.decode()
    assert html.count('<p class="who">Birgit Lund, leder, Plejecenter Solgården</p>') == 2
    assert html.count('action="/log-ud/"') == 2
    assert '<details class="menu">' in html


def test_frame_of_a_visitor_has_no_menu(client: Client, db: None) -> None:
    html = client.get("/log-ind/").content.decode()
    assert "log-ud" not in html
    assert 'class="menu"' not in html


def test_frame_without_viewer_is_drawn(db: None) -> None:
    request: HttpRequest = RequestFactory().get("/somewhere/?q=1")
    response = views.page_not_found(request, LookupError())
    assert response.status_code == 404
    assert 'name="next" value="/somewhere/?q=1"' in response.content.decode()
