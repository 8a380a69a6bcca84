"""A care talk beside a round table: the same course, without the clock, in other words."""

import re

import pytest
from django.urls import reverse

from cases.models import FollowUp
from people.access import system
from roundtable.models import Meeting, Series
from roundtable.request import flows
from roundtable.rules.clock import PauseReason
from roundtable.series.flows import invite
from tests.refusals import refusal_of
from tests.roundtable.conftest import HOUR, plan
from tests.world import NOW, World

LETTER = "Den handler ikke om en sygemelding, der er i gang nu"


@pytest.fixture
def talk(world: World, series: Series) -> Meeting:
    """Åse's."""
    invite(series=series, shown=[world.employees["employee"].ref], by=world.viewer("leader"))
    return Meeting.objects.get()


def test_nobody_is_called_for_help_however_long_it_waits(world: World, talk: Meeting) -> None:
    assert flows.watch_clocks(by=system(NOW + 24 * 30 * HOUR)) == 0
    assert not FollowUp.objects.filter(kind__in=["round_table_help", "round_table_lead"]).exists()


def test_it_has_no_clock_to_pause(world: World, talk: Meeting) -> None:
    reason, by = PauseReason.EMPLOYEE_AWAY, world.viewer("consultant")
    assert refusal_of(lambda: flows.pause_meeting(meeting=talk, reason=reason, by=by)) == "no_clock"


@pytest.mark.parametrize("name", ["meeting", "employee_detail", "meetings"])
def test_no_page_counts_its_hours(world: World, talk: Meeting, client_of, name: str) -> None:
    args = {"meeting": [talk.ref], "employee_detail": [world.employees["employee"].ref], "meetings": []}[name]
    page = client_of("consultant").get(reverse(name, args=args)).text
    assert "Omsorgssamtale" in page
    assert not re.search(r"timer tilbage|Sæt uret på pause|timer brugt", page)


def test_planning_it_fulfils_what_is_owed_and_owes_that_it_is_held(world: World, talk: Meeting) -> None:
    plan(world, talk)
    owed = FollowUp.objects.filter(employee=talk.employee, key__endswith=talk.ref).order_by("pk")
    assert list(owed.values_list("kind", "state")) == [("care_talk_plan", "done"), ("care_talk_hold", "open")]


def test_it_is_called_to_in_words_of_its_own(world: World, talk: Meeting, client_of) -> None:
    page = client_of("consultant").get(reverse("meeting_plan", args=[talk.ref])).text
    assert LETTER in page
    assert "komme tilbage på en god måde" not in page
    own = client_of("employee").get(reverse("my_page")).text
    assert ("Vil du komme til en omsorgssamtale?" in own, LETTER in own) == (True, True)
    client_of("employee").post(reverse("own_meeting_answer", args=[talk.ref]), {"answer": "no"})
    talk.refresh_from_db()
    assert (talk.state, talk.end_reason) == ("cancelled", "employee_declined")
