"""What somebody may try without a token, with a foreign one, or with one that has ended."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from audit.models import Entry
from config.logs import Formatter
from insight.bi.flows import end_token
from insight.models import ApiToken
from insight.rules.tokens import Scope, written
from tests.insight.bi.conftest import Ask, Handed
from tests.world import NOW, TODAY, World

PATHS = ("", "enheder/", "tal/1000/")
CHALLENGE = 'Bearer realm="tilbage"'
INVALID = f'{CHALLENGE}, error="invalid_token"'


def told(response: Any) -> tuple[int, str, str]:
    """And nothing of a session, nothing kept on the way, whatever comes of it."""
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Type"] == "application/json"
    assert not response.cookies
    return response.status_code, response.json()["error"], response.headers.get("WWW-Authenticate", "")


def sent(header: str, path: str = "enheder/") -> Any:
    return Client().get(f"/api/v1/{path}", headers={"Authorization": header})


@pytest.mark.parametrize("path", PATHS)
def test_without_a_token(world: World, path: str) -> None:
    assert told(Client().get(f"/api/v1/{path}")) == (401, "no_token", CHALLENGE)
    assert not Entry.objects.exists()


def test_a_log_in_is_no_token(hr: Client, handed: Handed) -> None:
    assert hr.get("/api/v1/enheder/").status_code == 401
    # Nor does it add anything to one.
    headers = {"Authorization": f"Bearer {handed(unit='laerkevej', scopes=(Scope.UNITS,)).secret}"}
    assert [unit["code"] for unit in hr.get("/api/v1/enheder/", headers=headers).json()["units"]] == ["2002"]
    assert hr.get("/api/v1/tal/1000/", headers=headers).status_code == 403
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.actor_id, entry.actor_name) == ("exported", None, "Power BI")


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearertoken", "", "Digest"])
def test_another_scheme(handed: Handed, scheme: str) -> None:
    assert told(sent(f"{scheme} {handed().secret}")) == (401, "no_token", CHALLENGE)


def test_the_scheme_in_any_case(handed: Handed) -> None:
    assert sent(f"bearer {handed().secret}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    ["", "x", written("A" * 43), "x" * 200_000, "a\0b", written("A" * 42 + "\0"), written("æ" * 43), "' OR 1=1 --"],
)
def test_what_is_no_token(handed: Handed, wrong: str) -> None:
    handed()
    assert told(sent(f"Bearer {wrong}")) == (401, "invalid_token", INVALID)


def test_one_letter_off(handed: Handed) -> None:
    secret = handed().secret
    for wrong in (secret[:-1], f"{secret}A", secret.swapcase(), f"{secret} {secret}", f"{secret},"):
        assert told(sent(f"Bearer {wrong}"))[:2] == (401, "invalid_token")


def test_the_digest_opens_nothing(handed: Handed) -> None:
    """Whoever reads the table has nothing to send."""
    made = handed()
    assert made.secret not in str(ApiToken.objects.values().get())
    for kept in (made.token.digest, made.token.ref, made.token.mark):
        assert sent(f"Bearer {kept}").status_code == 401
        assert sent(f"Bearer tilbage_{kept}").status_code == 401


def test_after_the_last_day(handed: Handed, ask: Ask) -> None:
    secret = handed(last_day=TODAY).secret
    assert ask(secret).status_code == 200
    with time_machine.travel(NOW.replace(hour=23, minute=59), tick=False):
        assert ask(secret).status_code == 200
    with time_machine.travel(NOW.replace(hour=0) + timedelta(days=1), tick=False):
        assert told(ask(secret)) == (401, "invalid_token", INVALID)


def test_after_it_was_ended(world: World, handed: Handed, ask: Ask) -> None:
    made = handed()
    assert ask(made.secret).status_code == 200
    end_token(token=made.token, by=world.viewer("hr_colleague"))
    assert told(ask(made.secret)) == (401, "invalid_token", INVALID)


def test_another_scope(counted: None, handed: Handed, ask: Ask) -> None:
    units, figures = handed("a", scopes=(Scope.UNITS,)).secret, handed("b", scopes=(Scope.FIGURES,)).secret
    assert [ask(units, path).status_code for path in PATHS] == [200, 200, 403]
    assert [ask(figures, path).status_code for path in PATHS] == [200, 403, 200]
    expected = f'{CHALLENGE}, error="insufficient_scope", scope="figures"'
    assert told(ask(units, "tal/1000/")) == (403, "insufficient_scope", expected)
    # Nor is anything told of which units there are.
    assert ask(units, "tal/nowhere/").content == ask(units, "tal/1000/").content


def test_another_unit(counted: None, handed: Handed, ask: Ask) -> None:
    """What lies beside it and above it is answered as what does not exist."""
    secret = handed(unit="solgaarden").secret
    assert ask(secret, "tal/2001/").status_code == 200
    answers = [ask(secret, f"tal/{code}/") for code in ("2002", "2000", "1000", "nowhere", "٣", "9" * 300)]
    assert {told(response) for response in answers} == {(404, "not_found", "")}
    assert len({response.content for response in answers}) == 1


@pytest.mark.parametrize("name", ["access_token", "token", "fra", "key"])
def test_a_token_in_an_address_is_refused(counted: None, handed: Handed, ask: Ask, name: str) -> None:
    """Also beside a valid one in the header."""
    secret = handed().secret
    status, error, _challenge = told(Client().get("/api/v1/tal/1000/", {name: secret}))
    assert (status, error) == (400, "invalid_request")
    assert told(ask(secret, "tal/1000/", **{name: secret}))[:2] == (400, "invalid_request")
    assert told(ask(secret, "tal/1000/", access_token=""))[:2] == (400, "invalid_request")


def test_a_misspelt_or_doubled_parameter_is_refused(counted: None, handed: Handed, ask: Ask) -> None:
    secret = handed().secret
    assert told(ask(secret, "tal/1000/", from_="2026-01"))[:2] == (400, "invalid_request")
    assert told(ask(secret, "enheder/", fra="2026-01"))[:2] == (400, "invalid_request")
    twice = Client().get("/api/v1/tal/1000/?fra=2026-01&fra=2026-02", headers={"Authorization": f"Bearer {secret}"})
    assert told(twice)[:2] == (400, "invalid_request")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading(counted: None, handed: Handed, ask: Ask, method: str) -> None:
    secret = handed().secret
    for path in PATHS:
        assert ask(secret, path, method=method).status_code == 405


def test_who_asks_too_often_waits(handed: Handed, ask: Ask) -> None:
    one, other = handed("a").secret, handed("b").secret
    with override_settings(API_MINUTE_LIMITS={"reads": 3, "refused": 2}):
        assert [ask(one).status_code for _ in range(4)] == [200, 200, 200, 429]
        response = ask(one)
        assert told(response)[:2] == (429, "too_many_requests")
        assert response.headers["Retry-After"] == "60"
        # Another program is none the worse, and neither is one beside somebody who guesses.
        assert [ask("x").status_code for _ in range(3)] == [401, 401, 429]
        assert ask(other).status_code == 200
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            assert ask(one).status_code == 200


def test_a_token_opens_no_page(handed: Handed) -> None:
    client = Client(headers={"Authorization": f"Bearer {handed().secret}"})
    for address in ("/", "/tal/", "/tal/enhed/1000/csv/", "/tal/adgang/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))


def test_no_log_has_a_token(counted: None, handed: Handed, ask: Ask) -> None:
    """Neither of what is right nor of what is wrong: in the header, in a query, in the path."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter(settings.LOGGING["formatters"]["plain"]["format"]))
    root = logging.getLogger()
    former = {name: logging.getLogger(name).level for name in ("", "django", "django.request", "django_structlog")}
    root.addHandler(handler)
    for name in former:
        logging.getLogger(name).setLevel(logging.DEBUG)
    made = handed()
    try:
        ask(made.secret, "tal/1000/")
        ask(made.secret, "tal/nowhere/")
        ask(made.secret, f"tal/{made.secret}/")
        ask(made.secret, made.secret)
        ask(made.secret, "enheder/", access_token=made.secret)
        ask(f"{made.secret[:-1]}!", "enheder/")
    finally:
        root.removeHandler(handler)
        for name, level in former.items():
            logging.getLogger(name).setLevel(level)
    text = stream.getvalue()
    assert "/api/v1/tal/1000/" in text
    assert "request_finished" in text
    assert made.secret not in text
    assert made.secret[8:30] not in text
