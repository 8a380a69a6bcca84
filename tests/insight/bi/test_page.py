"""Where HR hands out tokens and ends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from insight.bi.flows import Made, end_token, make_token
from insight.models import ApiToken
from insight.rules.tokens import MOST_RUNNING, Scope, digest_of, is_token
from people.rules import RuleViolation
from tests.insight.bi.conftest import Ask, Handed
from tests.insight.targets.conftest import words
from tests.world import TODAY, World

PAGE = "/tal/adgang/"
SAID = {"name": "Power BI", "scopes": ["units", "figures"], "unit": "", "last_day": "31-12-2026"}
MOST_QUERIES = 12


def secret_in(response: Any) -> str:
    return response.content.decode().split('id="secret" value="')[1].split('"')[0]


def test_a_token_is_shown_once(world: World, hr: Client, ask: Ask) -> None:
    response = hr.post(PAGE, SAID)
    secret = secret_in(response)
    assert is_token(secret)
    assert "no-store" in response.headers["Cache-Control"]
    assert ask(secret, "enheder/").status_code == 200
    kept = ApiToken.objects.get()
    assert (kept.digest, kept.last_day.isoformat()) == (digest_of(secret), "2026-12-31")
    assert kept.scopes == ["figures", "units"]
    # Nowhere else: on no other page, in no session, table of messages or audit row.
    assert secret not in hr.get(PAGE).content.decode()
    assert secret not in str([session.get_decoded() for session in Session.objects.all()])
    assert secret not in str([*Entry.objects.values(), *ApiToken.objects.values()])
    assert kept.mark == secret.removeprefix("tilbage_")[:8]
    assert f"tilbage_{kept.mark}…" in words(hr.get(PAGE))


def test_sent_again_it_makes_no_second(world: World, hr: Client) -> None:
    hr.post(PAGE, SAID)
    response = hr.post(PAGE, SAID)
    assert "Der er allerede en adgang med det navn" in words(response)
    assert ApiToken.objects.count() == 1


def test_of_one_unit(world: World, hr: Client, ask: Ask) -> None:
    secret = secret_in(hr.post(PAGE, SAID | {"unit": world.units["solgaarden"].pk}))
    assert [unit["code"] for unit in ask(secret, "enheder/").json()["units"]] == ["2001"]
    assert "Plejecenter Solgården" in words(hr.get(PAGE))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": ""}, "Skriv, hvilket program den er til."),
        ({"scopes": []}, "Vælg, hvad programmet må læse."),
        ({"scopes": ["everything"]}, "everything"),
        ({"unit": "999999"}, "999999"),
        ({"last_day": ""}, "Skriv en dato."),
        ({"last_day": "22-11-2026"}, "Vælg en dag, der ikke ligger før 23-11-2026."),
        ({"last_day": "25-11-2027"}, "Vælg en dag, der ikke ligger efter 24-11-2027."),
        ({"name": "Til 010190-1234"}, "CPR"),
    ],
)
def test_what_is_refused(world: World, hr: Client, said: dict[str, object], told: str) -> None:
    response = hr.post(PAGE, SAID | said)
    assert told in words(response)
    assert not ApiToken.objects.exists()


def test_no_unit_that_is_gone_becomes_every_unit(world: World) -> None:
    with pytest.raises(RuleViolation, match="no_such_unit"):
        make_token(name="a", scopes=[Scope.UNITS], unit=999_999, last_day=TODAY, by=world.viewer("hr"))


@pytest.mark.parametrize("person", ["administrator", "director", "leader", "consultant", "employee"])
def test_hr_alone_hands_out_and_ends(world: World, handed: Handed, person: str) -> None:
    """The page answers 404, as tests/access/matrix.py says; the flows insist."""
    made = handed()
    by = world.viewer(person)
    with pytest.raises(RuleViolation, match="not_yours"):
        make_token(name="a", scopes=[Scope.UNITS], unit=None, last_day=TODAY, by=by)
    with pytest.raises(RuleViolation, match="not_yours"):
        end_token(token=made.token, by=by)


def test_ended_with_one_press(world: World, hr: Client, handed: Handed, ask: Ask) -> None:
    made = handed()
    ask(made.secret)
    assert "23. november" in words(hr.get(PAGE))
    response = hr.post(f"{PAGE}{made.token.ref}/slut/", follow=True)
    assert "Adgangen “Power BI” er afsluttet." in words(response)
    assert "Afsluttet" in words(response)
    assert ask(made.secret).status_code == 401
    assert hr.post(f"{PAGE}{made.token.ref}/slut/").status_code == 302
    # The name is free again.
    assert handed().token.pk != made.token.pk


def test_one_that_has_run_out_is_told_as_such(hr: Client, handed: Handed) -> None:
    made = handed()
    ApiToken.objects.filter(pk=made.token.pk).update(last_day=TODAY - timedelta(days=1))
    assert "Udløbet" in words(hr.get(PAGE))
    assert "Gælder" not in words(hr.get(PAGE))


def test_there_is_an_end_to_how_many(hr: Client, handed: Handed) -> None:
    """And as many queries for one as for all, and a page that is not long."""
    counts = []
    for number in (1, MOST_RUNNING):
        for place in range(ApiToken.objects.count(), number):
            handed(f"Program {place}", unit="solgaarden")
        with CaptureQueriesContext(connection) as queries:
            response = hr.get(PAGE)
        counts.append(len(queries))
        assert len(response.content) < 60_000
    assert counts[0] == counts[1] <= MOST_QUERIES
    assert "Der er for mange i forvejen" in words(hr.post(PAGE, SAID))


def test_the_longest_time_is_a_setting(world: World, hr: Client) -> None:
    with override_settings(API_TOKEN_MAX_DAYS=7):
        assert "30-11-2026" in words(hr.get(PAGE))
        assert "efter 30-11-2026" in words(hr.post(PAGE, SAID))


def test_nobody_else_has_the_tab(world: World, client_of: Any, hr: Client) -> None:
    assert PAGE in hr.get("/tal/maal/").content.decode()
    assert PAGE not in client_of("director").get("/tal/maal/").content.decode()


def test_a_secret_is_not_told_by_accident(handed: Handed) -> None:
    made: Made = handed()
    assert made.secret not in repr(made)
    assert made.secret not in str(vars(made.token))
