"""The phase of the plan on the wall: what is typed is saved, what is wrong is said, and nothing typed is lost."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retention.models import OfferUse
from roundtable.models import Meeting, ReturnPlan
from roundtable.plans.queries import draft_of, written_of
from tests.roundtable.closing.conftest import see
from tests.roundtable.plans.conftest import HOURS, MONDAY, a_plan, weeks, write
from tests.roundtable.sitting import Table
from tests.world import NOW, TODAY

MOST_QUERIES = 12


@pytest.fixture
def at_plan(table: Table) -> Table:
    Meeting.objects.filter(pk=table.meeting.pk).update(phase="plan")
    return table


def wall(client, table: Table, asked: str = "") -> str:
    response = client.get(reverse("meeting_wall", args=[table.meeting.ref]) + asked)
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.content.decode())


def fields(text: str) -> dict[str, str]:
    """What the form of the plan would send."""
    form = text[text.index('id="plan-form"') :].split("</form>", maxsplit=1)[0]
    found = dict(re.findall(r'<input type="(?:hidden|text|date)" name="([\w-]+)"(?: value="([^"]*)")?', form))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*?)\s*</textarea>', form))
    found["begins"] = re.search(r'name="begins".*?<option value="([^"]*)" selected', form)[1]
    found.pop("csrfmiddlewaretoken")
    return found


def send(client, table: Table, sent: dict[str, str]):
    return client.post(reverse("wall_plan", args=[table.meeting.ref]), sent)


def test_a_new_plan_begins_next_monday_and_is_looked_at_after_four_weeks(at_plan: Table, client_of) -> None:
    text = wall(client_of("consultant"), at_plan)
    sent = fields(text)
    assert (sent["begins"], sent["evaluate_on"]) == (MONDAY.isoformat(), "2026-12-21")
    assert [name for name in sent if name.startswith("hours")] == [f"hours_{n}" for n in range(4)]
    assert "Skriv timer, så tegner kurven sig." in text
    assert ReturnPlan.objects.count() == 0


def test_the_possible_is_asked_for_first(at_plan: Table, client_of) -> None:
    text = wall(client_of("consultant"), at_plan)
    places = [text.index(words) for words in ("Det kan Åse begynde med", "Det venter vi med", "Det ændrer vi")]
    assert places == sorted(places)


def test_what_is_typed_is_saved_and_the_curve_says_it_in_words(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = fields(wall(client, at_plan)) | {
        "hours_0": "8",
        "hours_1": "7,5",
        "hours_3": "37",
        "possible_0": "  Medicinskab ",
        "waits_0": "Forflytning",
        "again_0": "2026-12-22",
        "change_0": "Møder kl. 9",
        "effect_0": "helped",
        "support_0": "Makker",
        "may_fall": "on",
        "disagreed": "on",
    }
    assert send(client, at_plan, sent).status_code == 302
    written = written_of(draft_of(at_plan.meeting))
    assert [(week.monday, week.hours) for week in written.weeks] == [
        (MONDAY, Decimal(8)),
        (MONDAY + timedelta(days=7), Decimal("7.5")),
        (MONDAY + timedelta(days=21), Decimal(37)),
    ]
    assert [(line.kind, line.words, line.again_on, line.effect) for line in written.lines] == [
        ("possible", "Medicinskab", None, None),
        ("waits", "Forflytning", date(2026, 12, 22), None),
        ("change", "Møder kl. 9", None, "helped"),
        ("support", "Makker", None, None),
    ]
    assert (written.may_fall, written.disagreed, written.evaluate_on) == (True, True, date(2026, 12, 21))
    text = wall(client, at_plan)
    assert "Otte timer i den første uge, fuld tid fra 21.\u00a0december." in text
    assert "Gemt kl.\u00a09.00" in text
    assert fields(text)["hours_1"] == "7,5"


def test_the_plan_begins_in_another_week(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    write(at_plan)
    sent = fields(wall(client, at_plan)) | {"begins": "2026-12-07"}
    assert send(client, at_plan, sent).status_code == 302
    written = written_of(draft_of(at_plan.meeting))
    assert written.weeks == weeks(*HOURS, first=MONDAY + timedelta(days=7))


def test_one_week_more_rises_and_what_was_typed_with_it_is_saved(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = fields(wall(client, at_plan)) | {"hours_0": "8", "add": "week"}
    send(client, at_plan, sent)
    assert [week.hours for week in written_of(draft_of(at_plan.meeting)).weeks] == [8, 12]
    write(at_plan, a_plan(weeks=weeks(*[8] * 26)))
    sent = fields(wall(client, at_plan)) | {"add": "week"}
    response = send(client, at_plan, sent)
    assert response.status_code == 422
    assert "En plan har højst 26 uger." in response.content.decode()


def test_hours_that_are_no_number_are_said_and_nothing_else_is_lost(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = fields(wall(client, at_plan)) | {"hours_0": "8", "hours_1": "otte", "possible_0": "Medicinskab"}
    response = send(client, at_plan, sent)
    text = response.content.decode()
    assert (response.status_code, ReturnPlan.objects.count()) == (422, 0)
    assert "Uge 50, 7.\u00a0dec.: skriv timer som et tal, for eksempel 8 eller 7,5." in text
    assert fields(re.sub(r"[ \n]+", " ", text))["possible_0"] == "Medicinskab"


def test_the_guard_asks_for_a_reason_once(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = fields(wall(client, at_plan)) | {"possible_0": "Har en depression"}
    response = send(client, at_plan, sent)
    assert (response.status_code, ReturnPlan.objects.count()) == (422, 0)
    assert 'id="plan-form-reason"' in response.content.decode()
    assert send(client, at_plan, sent | {"note_override": "Hun har selv bedt om det"}).status_code == 302
    sent = fields(wall(client, at_plan)) | {"hours_0": "8"}
    assert send(client, at_plan, sent).status_code == 302
    assert written_of(draft_of(at_plan.meeting)).words_override == "Hun har selv bedt om det"


def test_who_was_faster_is_shown_beside_what_was_typed(at_plan: Table, client_of) -> None:
    karen, henrik = client_of("consultant"), client_of("hr")
    sent = fields(wall(karen, at_plan)) | {"hours_0": "8"}
    send(henrik, at_plan, fields(wall(henrik, at_plan)) | {"hours_0": "12", "possible_0": "Gåture"})
    response = send(karen, at_plan, sent)
    text = re.sub(r"[ \n]+", " ", response.content.decode())
    assert response.status_code == 409
    assert "Henrik Holt ændrede det kl.\u00a09.00." in text
    assert ("49: 12" in text, "Gåture" in text, fields(text)["hours_0"]) == (True, True, "8")
    opened = re.findall(r'<button[^>]* name="opened" value="(\w+)"', text)[0]
    assert send(karen, at_plan, sent | {"opened": opened}).status_code == 302
    assert [week.hours for week in written_of(draft_of(at_plan.meeting)).weeks] == [8]


def test_no_plan_is_written_down_and_taken_back(at_plan: Table, client_of) -> None:
    client, address = client_of("consultant"), reverse("wall_no_plan", args=[at_plan.meeting.ref])
    assert client.post(address, {}).status_code == 422
    client.post(address, {"reason": "too_early"})
    text = wall(client, at_plan)
    assert "Der er ikke brug for en plan nu: Det er for tidligt" in text
    assert 'id="plan-form"' not in text
    client.post(address, {"taken_back": "1"})
    assert 'id="plan-form"' in wall(client, at_plan)


def test_offers_that_fit_are_shown_when_asked_for_and_begin_when_chosen(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    assert "tilbud=1" not in wall(client, at_plan)
    see(at_plan, 6, 4, 5)
    assert "Se tilbud, der passer til trin 5" in wall(client, at_plan)
    before = OfferUse.objects.count()
    text = wall(client, at_plan, "?tilbud=1")
    assert "Passer til trin 5 (fælles). Ikke brugt i nogen sag endnu." in text
    assert OfferUse.objects.count() == before
    key = re.search(rf"/moeder/{at_plan.meeting.ref}/bord/tilbud/([\w-]+)/", text)[1]
    client.post(reverse("wall_offer", args=[at_plan.meeting.ref, key]))
    use = OfferUse.objects.latest("pk")
    assert (use.offer.key, use.employee, use.started_on) == (key, at_plan.meeting.employee, TODAY)
    assert f"/bord/tilbud/{key}/" not in wall(client, at_plan, "?tilbud=1")
    client.post(reverse("wall_offer", args=[at_plan.meeting.ref, key]))
    assert OfferUse.objects.count() == before + 1


def test_what_was_changed_last_time_is_offered_with_what_it_did(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    earlier = ReturnPlan.objects.create(
        employee=at_plan.meeting.employee,
        meeting=at_plan.meeting,
        state="replaced",
        full_hours=37,
        begun_at=NOW - timedelta(days=40),
        ended_at=NOW,
        evaluate_on=TODAY,
    )
    earlier.items.create(kind="change", place=0, words="Møder kl. 9", effect="new")
    assert "Ændret i den sidste plan. Hjalp det?" in wall(client, at_plan)
    address = reverse("wall_tried", args=[at_plan.meeting.ref])
    assert client.post(address, {"words": "Noget andet", "effect": "helped"}).status_code == 404
    assert client.post(address, {"words": "Møder kl. 9", "effect": "x"}).status_code == 404
    client.post(address, {"words": "Møder kl. 9", "effect": "helped"})
    text = wall(client, at_plan)
    assert "Ændret i den sidste plan" not in text
    assert "Prøvet i oktober: hjalp" in text
    assert [(line.words, line.effect) for line in written_of(draft_of(at_plan.meeting)).lines] == [
        ("Møder kl. 9", "helped")
    ]


@pytest.mark.parametrize("asked", ["", "?tilbud=1", "?aftale=ny"])
def test_queries_are_few_and_the_same_however_much_is_written(at_plan: Table, client_of, asked: str) -> None:
    see(at_plan, 6, 4, 5)
    client, found = client_of("consultant"), []
    for written in (a_plan(weeks=weeks(8), lines=a_plan().lines[:1]), a_plan(weeks=weeks(*[8] * 26))):
        write(at_plan, written)
        with CaptureQueriesContext(connection) as queries:
            wall(client, at_plan, asked)
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found == [found[0]] * 2
    # The offers, what became of each and what runs already are asked for seldom.
    assert found[0] <= MOST_QUERIES + (5 if "tilbud" in asked else 0)


def test_a_closed_meeting_has_no_wall(at_plan: Table, client_of) -> None:
    client = client_of("consultant")
    sent = fields(wall(client, at_plan)) | {"hours_0": "8"}
    Meeting.objects.filter(pk=at_plan.meeting.pk).update(state="held", held_at=NOW)
    address = reverse("meeting_wall", args=[at_plan.meeting.ref])
    assert client.get(address).headers["Location"] == reverse("meeting", args=[at_plan.meeting.ref])
    assert send(client, at_plan, sent).status_code == 422
    assert ReturnPlan.objects.count() == 0
