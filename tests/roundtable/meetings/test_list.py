"""The list of meetings: what stands under each tab, for whom, and how few queries that takes."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from cases.models import FollowUp
from people.models import Assignment, Employee, Employment
from roundtable.models import Meeting, OutsideRequest
from roundtable.request import flows
from roundtable.rules.meetings import CancelReason, RequestReason
from tests.access.arguments import a_wish
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import BEGINNING, NOW, TODAY, World

MOST_QUERIES = 12
URL = "/moeder/"


def read(client, tab: str = "") -> tuple[str, int]:
    with CaptureQueriesContext(connection) as found:
        response = client.get(URL, {"vis": tab} if tab else {})
    assert response.status_code == 200
    asked = [query for query in found if "SAVEPOINT" not in query["sql"]]
    return re.sub(r"\s+", " ", response.content.decode()), len(asked)


def add(world: World, number: int) -> list[Meeting]:
    meetings = []
    for _each in range(number):
        employee = Employee.objects.create(
            number=str(40000 + Employee.objects.count()), first_name="Ida", last_name="Berg"
        )
        Employment.objects.create(
            employee=employee, unit=world.units["solgaarden"], first_day=BEGINNING, weekly_hours=37
        )
        meetings.append(flows.request_meeting(employee=employee, reason=RequestReason.WORRY, by=world.viewer("leader")))
    return meetings


def test_a_meeting_wanders_from_tab_to_tab(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    text, _asked = read(client)
    assert "Åse Kanariefugl" in text
    assert "48 timer tilbage" in text
    plan(world, meeting, now=NOW + 21 * HOUR)
    assert "Åse Kanariefugl" not in read(client, "planlaegges")[0]
    # Nothing is to be planned, so the list opens with what is to come.
    assert "Åse Kanariefugl" in read(client)[0]
    text, _asked = read(client, "kommende")
    assert "Torsdag kl. 9.00 til 10.00" in text
    assert "planlagt efter 21 timer" in text
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.BACK_AT_WORK, by=world.viewer("hr"))
    text, _asked = read(client, "seneste")
    assert "Aflyst: Tilbage på arbejde" in text
    Meeting.objects.filter(pk=meeting.pk).update(ended_at=NOW - timedelta(days=91))
    assert "Åse Kanariefugl" not in read(client, "seneste")[0]


def test_the_most_urgent_stands_on_top_and_what_has_no_clock_below(world, client_of) -> None:
    late, soon, calm = add(world, 3)
    Meeting.objects.filter(pk=calm.pk).update(kind="care_talk", reason="care_talk")
    FollowUp.objects.filter(employee=calm.employee_id).update(kind="care_talk_plan", due_at=None)
    for meeting, hours in ((late, -3), (soon, 14)):
        FollowUp.objects.filter(employee=meeting.employee_id).update(due_at=NOW + timedelta(hours=hours))
    Meeting.objects.filter(pk=late.pk).update(requested_at=NOW)
    shown = re.findall(r'row"> <a href="/moeder/([^"/]+)/"', read(client_of("consultant"))[0])
    assert shown == [late.ref, soon.ref, calm.ref]


def test_who_led_it_stands_there_when_nobody_has_the_matter_any_more(world, client_of) -> None:
    meeting = ask(world)
    plan(world, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=NOW)
    Assignment.objects.filter(employee=meeting.employee_id).exclude(consultant=None).delete()
    text, _asked = read(client_of("consultant"), "seneste")
    assert ("Ingen endnu" in text, "Karen Ravn </td>" in text) == (False, True)


@pytest.mark.parametrize(
    ("person", "sees"),
    [("leader", True), ("hr", True), ("consultant", True), ("other_consultant", False), ("sibling_leader", False)],
)
def test_only_who_handles_the_matter_sees_its_meeting(world, client_of, person: str, sees: bool) -> None:
    ask(world)
    Assignment.objects.filter(employee=world.employees["employee"], consultant=None).delete()
    assert ("Åse Kanariefugl" in read(client_of(person))[0]) is sees
    shown = Entry.objects.filter(event="listed", purpose="meetings").latest("pk")
    assert (world.employees["employee"].ref in shown.subjects) is sees


def test_what_came_from_outside_is_for_consultants(world, client_of) -> None:
    a_wish(world)
    assert "Nora Nielsen" in read(client_of("consultant"), "udefra")[0]
    for person in ("hr", "leader"):
        assert "Nora Nielsen" not in read(client_of(person), "udefra")[0]
        assert "Udefra" not in read(client_of(person))[0]


@pytest.mark.parametrize("tab", ["planlaegges", "kommende", "seneste", "udefra"])
def test_queries_are_the_same_for_one_and_for_thirty(world, client_of, tab: str) -> None:
    client, counts = client_of("consultant"), []
    for number in (1, 29):
        for meeting in add(world, number):
            if tab == "kommende":
                plan(world, meeting)
            elif tab == "seneste":
                flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))
        for each in range(number):
            OutsideRequest.objects.create(
                kind="employer",
                organisation="Firmaet",
                name="Grethe",
                email=f"{number}-{each}@firma.example",
                about_name="Nora Nielsen",
                reason="worry",
                made_at=NOW,
                confirmed_at=NOW,
            )
        text, asked = read(client, tab)
        counts.append(asked)
    assert text.count('<th scope="row">') == 25
    assert "?vis=" + tab + "&amp;page=2" in text
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_an_employee_of_another_employer_says_so(world, client_of) -> None:
    meeting = ask(world)
    Employee.objects.filter(pk=meeting.employee_id).update(is_outside=True)
    meeting.employee.employments.update(last_day=TODAY - timedelta(days=1))
    assert "En anden arbejdsgiver" in read(client_of("consultant"))[0]
    assert "Åse Kanariefugl" not in read(client_of("hr"))[0]
