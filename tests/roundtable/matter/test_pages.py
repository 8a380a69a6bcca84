"""The plan and the steps over time on the pages about somebody: what they say, to whom, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.matter.drawing import MOST, Seen, draw
from roundtable.models import Meeting, Preparation, ReturnPlan
from tests.roundtable.closing.conftest import hold, prepare, ready, see
from tests.roundtable.plans.conftest import a_plan, begin
from tests.roundtable.sitting import Table, sit_down, table
from tests.world import NOW, TODAY

MOST_QUERIES = 12
MOST_BYTES = 60_000


def read(client, url: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    return re.sub(r"[ \n]+", " ", response.content.decode()), len(asked)


def address(world, page: str) -> str:
    if page == "my_page":
        return reverse(page)
    return reverse(page, args=[(world.cases if page == "case_detail" else world.employees)["employee"].ref])


def held(world, days_ago: int, own: int, leaders: int) -> None:
    at = sit_down(world)
    Meeting.objects.filter(pk=at.meeting.pk).update(
        state="held", held_at=NOW - timedelta(days=days_ago), revealed_at=NOW, agreed_number=leaders
    )
    for seat, number in (("employee", own), ("leader", leaders)):
        Preparation.objects.create(meeting=at.meeting, seat=seat, number=number, placed_at=NOW)


@pytest.mark.parametrize(
    ("person", "page"),
    [("leader", "employee_detail"), ("consultant", "case_detail"), ("hr", "case_detail"), ("employee", "my_page")],
)
def test_queries_and_bytes_do_not_hang_on_how_many_meetings_there_were(world, client_of, person, page) -> None:
    client, found = client_of(person), []
    begin(sit_down(world))
    Meeting.objects.filter(state="planned").update(state="held", held_at=NOW)
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            held(world, 28 * number, 1 + number % 9, 1 + number % 5)
        text, asked = read(client, address(world, page))
        found.append(asked)
        assert len(text.encode()) <= MOST_BYTES
    assert found == [found[0]] * 2
    assert found[0] <= MOST_QUERIES


def test_two_lines_and_the_distance_in_words_and_under_two_meetings_the_table_alone(world, client_of) -> None:
    client = client_of("leader")
    held(world, 28, 7, 4)
    text, _asked = read(client, address(world, "case_detail"))
    assert ("Trin over tid" in text, "chart--steps" in text, "3 trin imellem" in text) == (True, False, True)
    held(world, 1, 6, 4)
    text, _asked = read(client, address(world, "case_detail"))
    assert "chart--steps" in text
    assert "Åse er gået fra trin 7 til trin 6 efter eget syn. Senest: 2 trin imellem." in text


def test_what_was_not_shown_is_on_no_page(world, client_of) -> None:
    held(world, 28, 7, 3)
    Meeting.objects.filter(state="held").update(revealed_at=None, agreed_number=None)
    for person, page in (("leader", "case_detail"), ("employee", "my_page")):
        text, _asked = read(client_of(person), address(world, page))
        assert ("Trin over tid" in text, "trin 7" in text) == (False, False)


def test_the_plan_says_what_is_planned_this_week_and_what_is_recorded(world, client_of) -> None:
    plan = begin(sit_down(world))
    text, _asked = read(client_of("leader"), address(world, "employee_detail"))
    assert ("Plan begynder om 7 dage" in text, reverse("plan", args=[plan.ref]) in text) == (True, True)
    plan.weeks.create(monday=TODAY, hours=4)
    text, _asked = read(client_of("leader"), address(world, "employee_detail"))
    assert "Denne uge: 4 timer planlagt, 0 efter det registrerede fravær." in text


def test_the_employee_reads_their_plan_and_has_no_way_to_change_it(world, client_of) -> None:
    plan = begin(sit_down(world))
    text, _asked = read(client_of("employee"), address(world, "my_page"))
    for words in ("Din plan", "Det kan du begynde med", "Møder kl. 9 i stedet for 7"):
        assert words in text, words
    for name in ("plan", "plan_amend", "plan_end"):
        url = reverse(name, args=[plan.ref])
        assert (url in text, client_of("employee").get(url).status_code) == (False, 404)


def test_the_history_tells_of_the_plan(ready: Table, world, client_of) -> None:
    hold(ready)
    text, _asked = read(client_of("leader"), address(world, "case_detail") + "?historik=sag&alt=1")
    assert "Plan begyndt" in text


def test_a_plan_is_amended_and_ended_on_its_own_page(world, client_of) -> None:
    plan, client = begin(sit_down(world), a_plan(lines=())), client_of("leader")
    page = reverse("plan_amend", args=[plan.ref])
    opened = re.search(r'name="opened" value="(\w+)"', client.get(page).content.decode())[1]
    sent = {"begins": "2026-11-30", "hours_0": "4", "evaluate_on": "2026-12-22", "opened": opened}
    assert client.post(page, sent).status_code == 422
    response = client.post(page, sent | {"reason": "Det går langsommere"}, follow=True)
    assert "Planen er ændret." in response.content.decode()
    new = ReturnPlan.objects.get(state="active")
    assert (new.version, [week.hours for week in new.weeks.all()]) == (2, [4])
    assert client.post(page, sent | {"reason": "Igen"}).status_code == 409
    client.post(reverse("plan_end", args=[new.ref]), {"reason": "does_not_hold"})
    new.refresh_from_db()
    assert (new.state, new.end_reason) == ("ended", "does_not_hold")


@pytest.mark.parametrize("number", range(2, 12))
def test_every_meeting_that_is_drawn_lies_inside_the_drawing(number: int) -> None:
    course = draw([Seen(1 + n % 9, 9 - n % 9, None) for n in range(number)])
    assert len(course.points) == min(number, MOST)
    assert all(course.left <= point.x <= course.right for point in course.points)
    assert all(0 <= y <= course.height for point in course.points for y in (point.own, point.leaders))


__all__ = ["prepare", "ready", "see", "table"]
