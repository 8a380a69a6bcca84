"""A meeting's own page: what came of one that was held, and who comes to one that is ahead."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.models import Meeting
from roundtable.request.flows import cancel_meeting
from roundtable.rules.meetings import CancelReason
from tests.roundtable.closing.conftest import hold, prepare, ready
from tests.roundtable.conftest import HOUR, ask, plan, planned
from tests.roundtable.sitting import Table, table
from tests.world import NOW, World

MOST_QUERIES = 12


def read(client, meeting: Meeting) -> str:
    with CaptureQueriesContext(connection) as found:
        response = client.get(reverse("meeting", args=[meeting.ref]))
    assert response.status_code == 200
    assert len([query for query in found if "SAVEPOINT" not in query["sql"]]) <= MOST_QUERIES
    text = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") :]))


def test_one_that_was_held_says_who_came_and_what_was_agreed(ready: Table, client_of) -> None:
    prepare(ready, came=("employee", "leader"))
    hold(ready)
    following = Meeting.objects.get(earlier=ready.meeting)
    text = read(client_of("leader"), ready.meeting)
    assert "Det kom der ud af mødet" in text
    assert "Fælles trin: 5." in text
    assert "Næste møde Mandag 21. december kl. 9.00" in text
    assert "Rundbordsmøde holdt" in text
    people = text[text.index("Deltagere") :]
    assert re.findall(r"Var (?:ikke )?med", people) == ["Var med", "Var med", "Var ikke med", "Var ikke med"]
    assert "Ikke svaret" not in text
    assert (
        reverse("meeting", args=[following.ref])
        in client_of("leader").get(reverse("meeting", args=[ready.meeting.ref])).text
    )


def test_a_step_that_was_not_agreed_is_said(ready: Table, client_of) -> None:
    Meeting.objects.filter(pk=ready.meeting.pk).update(agreed_number=None, disagreed=True)
    prepare(ready, next_at=None)
    hold(ready)
    text = read(client_of("consultant"), ready.meeting)
    assert ("Der blev ikke aftalt et fælles trin." in text, "Næste møde" in text) == (True, False)


def test_who_calls_it_is_not_waited_for(world: World, client_of) -> None:
    text = read(client_of("consultant"), planned(world))
    people = text[text.index("Deltagere") :]
    assert re.findall(r"Indkalder|Ikke svaret(?! endnu)", people) == [
        "Ikke svaret",
        "Ikke svaret",
        "Indkalder",
        "Ikke svaret",
    ]


def test_nobody_is_waited_for_once_it_is_over(world: World, client_of) -> None:
    meeting = planned(world)
    cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))
    text = read(client_of("consultant"), meeting)
    assert ("Aflyst: Ikke nødvendigt længere" in text or "Aflyst:" in text, "Ikke svaret" in text) == (True, False)


def test_one_that_follows_another_up_has_no_time_to_planned(ready: Table, client_of) -> None:
    hold(ready)
    following = Meeting.objects.get(earlier=ready.meeting)
    for page in (reverse("meeting", args=[following.ref]), reverse("meetings") + "?vis=kommende"):
        text = client_of("consultant").get(page).text
        assert ("planlagt efter" in text, "Opfølgning på det sidste møde" in text) == (False, True)
    history = reverse("case_detail", args=[following.case.ref]) + "?historik=sag&alt=1"
    told = re.findall(r"Rundbordsmøde (?:planlagt|holdt)[^<]*", client_of("leader").get(history).text)
    assert [words.strip() for words in told if "efter" not in words].count("Rundbordsmøde planlagt") == 1


def test_what_happened_to_it_stands_once_in_the_history(world: World, client_of) -> None:
    meeting = ask(world)
    plan(world, meeting, now=NOW + 21 * HOUR)
    history = client_of("leader").get(reverse("case_detail", args=[meeting.case.ref]) + "?alt=1").text
    assert re.findall(r"Rundbordsmøde planlagt[^<\n]*", history) == ["Rundbordsmøde planlagt efter 21 timer"]


__all__ = ["ready", "table"]


def test_what_the_employee_wishes_to_talk_about_is_read_by_those_who_plan(world: World, client_of) -> None:
    meeting = ask(world, "employee")
    Meeting.objects.filter(pk=meeting.pk).update(note="Kun til konsulenten")
    for person, reads in (("consultant", True), ("hr", True), ("leader", False), ("deputy", False)):
        assert ("Kun til konsulenten" in read(client_of(person), meeting)) is reads, person


def test_what_a_leader_writes_beforehand_is_read_by_all_who_handle_it(world: World, client_of) -> None:
    meeting = ask(world, "leader")
    Meeting.objects.filter(pk=meeting.pk).update(note="Hun kan cykle")
    for person in ("consultant", "leader"):
        assert "Hun kan cykle" in read(client_of(person), meeting)
