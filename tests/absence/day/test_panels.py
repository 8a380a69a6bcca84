"""The leader's day, as a page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from absence.day.panels import leaders_day
from audit.models import Entry
from cases.followups.flows import confirm_follow_up, hand_over
from cases.models import FollowUp
from people.access import viewer_for
from tests.absence.leading import NOW, TODAY, Leading, build, days
from tests.factories import CapacityFactory, person

MOST_QUERIES = 12
MOST_BYTES = 60_000


@pytest.fixture
def leading(db: None) -> Iterator[Leading]:
    with time_machine.travel(NOW, tick=False):
        yield build()


def panels(leading: Leading) -> list[Any]:
    return [panel.rows for panel in leaders_day(leading.by(), TODAY)]


def acts(leading: Leading) -> list[str]:
    return [card.owed.act.act for card in panels(leading)[0].cards]


def test_the_day_shows_what_is_late_first_and_then_todays(leading: Leading) -> None:
    leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
    leading.sick("Jonas", date(2026, 11, 14), date(2026, 11, 19))
    for row in FollowUp.objects.filter(employee=leading.people["Jonas"], step__isnull=False):
        row.delete()
    leading.sick("Kasper", date(2026, 11, 20))
    assert acts(leading) == ["Dag 1: ring til Kasper", "Dag 5: ring til Åse", "Sig velkommen tilbage"]


def test_a_card_says_since_when_and_draws_the_days_of_a_running_spell(leading: Leading) -> None:
    leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
    (card,) = panels(leading)[0].cards
    assert card.under == "Sygdom siden 19.\xa0nov."
    assert [(step.state, step.day, step.date) for step in card.steps] == [
        ("done", "Dag 1", "19.\xa0nov."),
        ("now", "Dag 5", "i dag"),
        ("next", "Dag 14", "2.\xa0dec."),
        ("next", "4 uger", "17.\xa0dec."),
    ]
    assert card.period


def test_somebody_who_is_back_has_no_days_and_no_return_to_report(leading: Leading) -> None:
    leading.sick("Jonas", date(2026, 11, 14), date(2026, 11, 19))
    FollowUp.objects.filter(step__isnull=False).delete()
    (card,) = panels(leading)[0].cards
    assert (card.under, card.steps, card.period) == ("Tilbage fredag efter 6 dage", (), "")


def test_a_done_contact_leaves_the_cards_and_can_be_taken_back(leading: Leading) -> None:
    leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
    confirm_follow_up(follow_up=leading.row("Åse", "1-5-14/5"), done_on=TODAY, by=leading.by())
    cards, week, _ = panels(leading)
    assert list(cards.cards) == []
    assert [done.act.act for done in cards.done] == ["Dag 5: ring til Åse"]
    assert cards.empty_text == (
        "Du er i mål med alt til og med i dag. Næste gang er onsdag 2.\xa0december: "
        "dag 14: aftal de næste uger med Åse (Åse Østergaard)."
    )
    assert list(week.ahead) == []


def test_what_was_handed_to_somebody_else_is_theirs(leading: Leading) -> None:
    leading.report("Åse", date(2026, 11, 19), NOW.replace(day=19))
    hr = person(leading.unit, first_name="Henrik", last_name="Holt")
    CapacityFactory(user=hr.user)
    other = CapacityFactory(user=person(leading.unit).user).user
    hand_over(follow_ups=[leading.row("Åse", "1-5-14/5")], to=other, by=viewer_for(hr.user, NOW))
    assert acts(leading) == []


def test_what_hr_handed_to_the_leader_is_the_leaders(leading: Leading) -> None:
    leading.sick("Åse", days(-31))
    FollowUp.objects.exclude(rule_key="statutory/notice").delete()
    FollowUp.objects.update(due_on=TODAY)
    assert acts(leading) == []
    hr = person(leading.unit)
    CapacityFactory(user=hr.user)
    assert leading.leader.user is not None
    hand_over(follow_ups=list(FollowUp.objects.all()), to=leading.leader.user, by=viewer_for(hr.user, NOW))
    assert len(acts(leading)) == 1


def test_absent_now_counts_among_the_leaders_people(leading: Leading) -> None:
    leading.sick("Åse", date(2026, 11, 19))
    leading.sick("Ida", TODAY, TODAY, cause="child")
    absent = panels(leading)[2]
    assert absent.count == "2 af 6"
    assert [(row.person.name, row.cause, row.end) for row in absent.away] == [
        ("Åse Østergaard", "Sygdom", "dag 5"),
        ("Ida Frost", "Barns 1. sygedag", "dag 1"),
    ]


def test_the_rest_of_the_week_ends_on_sunday(leading: Leading) -> None:
    leading.report("Ida", days(0))
    leading.report("Gudrun", days(-3), NOW.replace(day=20))
    week = panels(leading)[1]
    assert week.title == "Resten af ugen"
    assert [(row.when, row.under, row.act) for row in week.ahead] == [
        ("i morgen", "", "Dag 5: ring til Gudrun"),
        ("fredag", "om 4 dage", "Dag 5: ring til Ida"),
    ]


def queries_and_bytes(client: Client) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/")
    assert response.status_code == 200
    return len(queries), len(response.content)


def test_a_hundred_people_cost_as_many_queries_as_one(leading: Leading) -> None:
    leading.sick("Åse", date(2026, 11, 19))
    client = leading.client()
    client.get("/")
    one, _ = queries_and_bytes(client)
    for employee in leading.add(99):
        leading.away(employee, date(2026, 11, 19))
    many, size = queries_and_bytes(client)
    assert many == one <= MOST_QUERIES
    assert size <= MOST_BYTES


def test_the_list_leaves_one_trace_with_everybody_it_shows(leading: Leading) -> None:
    leading.sick("Åse", date(2026, 11, 19))
    leading.sick("Ida", days(-1))
    leading.client().get("/")
    (entry,) = Entry.objects.filter(event="listed")
    assert sorted(entry.subjects) == sorted(leading.people[name].ref for name in ("Åse", "Ida"))
