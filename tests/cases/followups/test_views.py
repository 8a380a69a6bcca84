"""What a leader presses, as pages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import FollowUp
from tests.absence.leading import NOW, TODAY, Leading, build, days

MOST_QUERIES = 12


@pytest.fixture
def leading(db: None) -> Iterator[Leading]:
    with time_machine.travel(NOW, tick=False):
        leading = build()
        leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
        yield leading


def text(response: HttpResponse) -> str:
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body.replace("\xa0", " "))


def press(leading: Leading, name: str, form: dict[str, str]) -> HttpResponse:
    row = leading.row("Åse", "1-5-14/5")
    return leading.client().post(reverse(name, args=[row.ref]), form, follow=True)


def test_one_press_confirms_for_today_and_offers_undo(leading: Leading) -> None:
    response = press(leading, "confirm_follow_up", {})
    row = leading.row("Åse", "1-5-14/5")
    assert (row.state, row.done_on) == ("done", TODAY)
    assert "Noteret som gjort i dag: Dag 5: ring til Åse." in text(response)
    assert f'action="{reverse("undo_follow_up", args=[row.ref])}"' in response.content.decode()


def test_undo_opens_it_again(leading: Leading) -> None:
    press(leading, "confirm_follow_up", {})
    response = press(leading, "undo_follow_up", {})
    assert leading.row("Åse", "1-5-14/5").state == "open"
    assert "Fortrudt. Opgaven om Åse Østergaard står åben igen." in text(response)


def test_confirming_twice_says_that_it_is_done(leading: Leading) -> None:
    press(leading, "confirm_follow_up", {})
    response = press(leading, "confirm_follow_up", {})
    assert "Det er allerede gjort" in text(response)


def test_another_day_is_asked_for_and_checked(leading: Leading) -> None:
    assert "Skriv, hvilken dag det var." in text(press(leading, "confirm_follow_up", {"when": "other"}))
    tomorrow = days(1).strftime("%d-%m-%Y")
    later = press(leading, "confirm_follow_up", {"when": "other", "day": tomorrow})
    assert f'value="{tomorrow}"' in later.content.decode()
    assert leading.row("Åse", "1-5-14/5").state == "open"
    press(leading, "confirm_follow_up", {"when": "other", "day": "20-11-2026"})
    assert leading.row("Åse", "1-5-14/5").done_on == date(2026, 11, 20)


def test_a_diagnosis_in_a_note_is_flagged_and_kept_only_with_a_reason(leading: Leading) -> None:
    note = "Hun har fået en depression"
    response = press(leading, "confirm_follow_up", {"note": note})
    said = text(response)
    assert "Det ligner en diagnose." in said
    assert "Ret teksten" in said
    assert "Gem alligevel, og skriv hvorfor" in said
    assert note in said
    assert leading.row("Åse", "1-5-14/5").state == "open"
    press(leading, "confirm_follow_up", {"note": note, "note_override": "Hun har selv bedt om det"})
    assert leading.row("Åse", "1-5-14/5").note == note


def test_a_cpr_number_is_never_kept(leading: Leading) -> None:
    response = press(leading, "confirm_follow_up", {"note": "Nr. 010203-1234", "note_override": "Fordi"})
    assert leading.row("Åse", "1-5-14/5").state == "open"
    assert "Gem alligevel, og skriv hvorfor" not in text(response)


def test_postponing_needs_a_day_within_the_limit_and_a_reason(leading: Leading) -> None:
    form = {"until": days(1).isoformat(), "reason": "not_reached"}
    assert "Vælg, hvorfor det må vente." in text(press(leading, "postpone_follow_up", {"until": form["until"]}))
    far = (TODAY + timedelta(days=9)).strftime("%d-%m-%Y")
    press(leading, "postpone_follow_up", {**form, "until": "other", "until_day": far})
    assert leading.row("Åse", "1-5-14/5").remind_on is None
    response = press(leading, "postpone_follow_up", form)
    assert "Udsat: opgaven dukker op igen i morgen." in text(response)
    row = leading.row("Åse", "1-5-14/5")
    assert (row.remind_on, row.due_on, row.postpone_reason) == (days(1), TODAY, "not_reached")


def test_a_contact_that_nobody_was_owed_is_noted_once(leading: Leading) -> None:
    client, address = leading.client(), reverse("note_contact", args=[leading.people["Ida"].ref])
    body = client.get(address).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', body).group(1)  # type: ignore[union-attr]
    for _ in range(2):
        response = client.post(address, {"when": "yesterday", "token": token}, follow=True)
    assert "Noteret: du har haft kontakt med Ida Frost." in text(response)
    (row,) = FollowUp.objects.filter(employee=leading.people["Ida"])
    assert (row.state, row.done_on) == ("done", days(-1))


@pytest.mark.parametrize("name", ["confirm_follow_up", "postpone_follow_up"])
def test_pages_about_a_follow_up_stay_within_their_queries(leading: Leading, name: str) -> None:
    row = leading.row("Åse", "1-5-14/5")
    client = leading.client()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name, args=[row.ref])).status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_an_address_elsewhere_is_not_followed(leading: Leading) -> None:
    response = press(leading, "confirm_follow_up", {"next": "https://evil.example/"})
    assert response.redirect_chain[0][0] == reverse("home")
