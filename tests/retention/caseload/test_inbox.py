"""The inbox and the board: whom they show, in which order, and how few queries that takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.models import FollowUp
from cases.overview.rules import Due, Filters
from people.models import Assignment, Employee, Employment
from retention.caseload.queries.board import board_of
from retention.caseload.queries.inbox import Tab, inbox_of
from retention.caseload.queries.time import time_of
from retention.models import Engagement, Placement, Step, Work
from tests.world import BEGINNING, NOW, TODAY

DAY = timedelta(days=1)


@pytest.fixture
def owe(world):
    """A new employee who is referred (to a person, or to the team), and a task of a consultant about them."""

    def make(name: str, to: str | None = None, days: int | None = 0, kind: str = "referral", **more) -> FollowUp:
        number = str(20000 + Employee.objects.count())
        employee = Employee.objects.create(number=number, first_name=name, last_name="Berg")
        Employment.objects.create(
            employee=employee, unit=world.units["laerkevej"], first_day=BEGINNING, weekly_hours=37, title="Pædagog"
        )
        consultant = world.users[to] if to else None
        Assignment.objects.create(employee=employee, consultant=consultant, first_day=TODAY - DAY, reason="worry")
        due_on = None if days is None else TODAY + days * DAY
        said = {"owner_role": "consultant", "due_on": due_on, "created_at": NOW, **more}
        return FollowUp.objects.create(employee=employee, key=f"{kind}:{number}", kind=kind, **said)

    return make


def lines(world, tab: Tab, person: str = "consultant", **filters) -> list[tuple[str, str]]:
    found = inbox_of(world.viewer(person), Filters(tab=tab, **filters), "1")
    return [(line.name, line.owner.name) for line in found.lines]


def test_mine_is_mine_and_the_teams_is_everybodys_in_it(world, owe):
    owe("Ida", to="consultant", days=2)
    owe("Leo", days=-1)
    owe("Noa", to="other_consultant", days=1)
    taken = owe("Eva", days=3)
    Assignment.objects.create(
        employee=taken.employee, consultant=world.users["other_consultant"], first_day=TODAY, reason="worry"
    )
    assert lines(world, Tab.MINE) == [("Ida Berg", "Karen Ravn")]
    assert lines(world, Tab.TEAM) == [
        ("Leo Berg", "Ingen endnu"),
        ("Ida Berg", "Karen Ravn"),
        ("Eva Berg", "Ole Overgaard"),
    ]
    assert lines(world, Tab.MINE, "other_consultant") == [("Noa Berg", "Ole Overgaard"), ("Eva Berg", "Ole Overgaard")]


def test_what_a_colleague_owes_in_my_matter_is_theirs(world, owe):
    mine, colleague = owe("Ida", to="consultant"), world.users["other_consultant"]
    said = {"owner_role": "consultant", "due_on": TODAY, "created_at": NOW, "named_owner": colleague}
    FollowUp.objects.create(employee=mine.employee, key="help:1", kind="round_table_help", **said)
    theirs = owe("Leo", to="consultant", kind="round_table_help", named_owner=colleague)
    for row in (mine, theirs):  # the team has it too
        Assignment.objects.create(employee=row.employee, first_day=TODAY, reason="round_table")
    for person, names, kinds in (
        ("consultant", ["Ida Berg"], {"Ny henvisning": 1}),
        ("other_consultant", ["Ida Berg", "Leo Berg"], {"Rundbordsmøde: hjælp": 2}),
    ):
        found = inbox_of(world.viewer(person), Filters(tab=Tab.MINE), "1")
        assert [line.name for line in found.lines] == names
        assert {option.label: option.count for option in found.groups[1].options} == kinds
        assert found.counts[Tab.MINE] == len(names)


def test_what_leader_and_hr_owe_is_not_the_consultants(world, owe):
    owe("Ida", to="consultant", owner_role="leader")
    owe("Leo", to="consultant", owner_role="hr")
    assert lines(world, Tab.TEAM) == []
    owe("Noa", to="consultant", owner_role="leader", named_owner=world.users["consultant"])
    assert lines(world, Tab.TEAM) == [("Noa Berg", "Karen Ravn")]


def test_undated_comes_last(world, owe):
    owe("Ida", days=None)
    owe("Leo", days=30)
    assert [name for name, _ in lines(world, Tab.TEAM)] == ["Leo Berg", "Ida Berg"]


def test_a_search_finds_among_those_who_are_referred(world, owe):
    owe("Ida")
    owe("Leo")
    assert lines(world, Tab.SEARCH) == []
    assert lines(world, Tab.SEARCH, text="ida be") == [("Ida Berg", "Ingen endnu")]
    assert lines(world, Tab.SEARCH, text="kanarie") == []  # referred, but owed nothing


def test_counts_are_live_within_the_other_filters(world, owe):
    owe("Ida", days=-1, kind="referral")
    owe("Leo", days=0, kind="agreed")
    owe("Noa", days=0, kind="agreed", to="consultant")
    found = inbox_of(world.viewer("consultant"), Filters(tab=Tab.TEAM, due=frozenset({Due.TODAY})), "1")
    groups = {group.name: {option.label: option.count for option in group.options} for group in found.groups}
    assert groups["due"] == {"Overskredet": 1, "I dag": 2, "Denne uge": 0, "Senere": 0, "Uden dato": 0}
    assert groups["owner"] == {"Ingen endnu": 1, "Karen Ravn": 1}
    assert dict(found.counts) == {Tab.MINE: 1, Tab.TEAM: 3}
    assert found.lead == "1 er over tid, og 2 nye venter på en konsulent."


def test_filters_are_remembered_and_cleared(world, owe, client_of):
    owe("Ida", days=-1)
    owe("Leo", days=3)
    client = client_of("consultant")
    client.get(reverse("inbox") + "?set=1&tab=team&due=late")
    again = client.get(reverse("inbox")).text
    assert ("Ida Berg" in again, "Leo Berg" in again) == (True, False)
    cleared = client.get(reverse("inbox") + "?clear=1").text
    assert ("Ida Berg" in cleared, "Leo Berg" in cleared) == (True, True)


def test_a_search_stands_in_no_address(world, owe, client_of):
    owe("Ida")
    response = client_of("consultant").post(reverse("inbox"), {"q": "Ida"})
    assert response.url == reverse("inbox") + "?set=1&tab=search"


def test_who_is_shown_is_recorded(world, owe):
    shown = owe("Ida", to="consultant").employee.ref
    inbox_of(world.viewer("consultant"), Filters(tab=Tab.MINE), "1")
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.purpose, entry.subjects) == ("listed", "inbox", [shown])


def test_what_is_ticked_is_given(world, owe, client_of):
    first, second = owe("Ida").employee, owe("Leo").employee
    client, both = client_of("consultant"), [first.ref, second.ref]
    client.post(reverse("give_referral"), {"row": both, "to": "me"})
    assert {name for name, _ in lines(world, Tab.MINE)} == {"Ida Berg", "Leo Berg"}
    asked = client.post(reverse("give_referral"), {"row": both, "to": "ask"}).text
    assert ("Ole Overgaard" in asked, "Karen Ravn</" in asked.split("<form", 2)[-1]) == (True, False)
    to = world.users["other_consultant"].pk
    flagged = client.post(reverse("give_referral"), {"row": both, "to": to, "note": "Hun har kræft"})
    assert flagged.status_code == 200
    assert lines(world, Tab.MINE, "other_consultant") == []
    client.post(reverse("give_referral"), {"row": both, "to": to, "note": "Mødet er aftalt"})
    assert {name for name, _ in lines(world, Tab.MINE, "other_consultant")} == {"Ida Berg", "Leo Berg"}
    client_of("other_consultant").post(reverse("give_referral"), {"row": both, "to": "nobody"})
    assert {owner for _, owner in lines(world, Tab.TEAM)} == {"Ingen endnu"}


def test_nothing_ticked_is_said(world, client_of):
    response = client_of("consultant").post(reverse("give_referral"), {"to": "me"}, follow=True)
    assert "Sæt først hak ved mindst én" in response.text


# --- The board ---------------------------------------------------------------------------------------------


def place(world, employee, party: str, number: int) -> None:
    Placement.objects.create(
        employee=employee,
        step=Step.objects.running(TODAY).get(number=number),
        party=party,
        occasion="talk",
        placed_on=TODAY,
        placed_at=NOW,
    )


def test_the_board_has_the_viewers_own_cases_by_step(world, owe):
    ida, leo = owe("Ida", to="consultant", days=4), owe("Leo", to="consultant", days=1)
    owe("Noa", to="consultant", days=None, owner_role="leader", kind="contact")
    owe("Eva")
    place(world, ida.employee, "employee", 6)
    place(world, ida.employee, "leader", 4)
    place(world, leo.employee, "agreed", 4)
    columns = board_of(world.viewer("consultant")).columns
    said = [
        (column.number, [(card.name, card.apart and card.apart.words) for card in column.cards]) for column in columns
    ]
    assert said == [
        (4, [("Åse Kanariefugl", "2 trin imellem"), ("Leo Berg", None), ("Ida Berg", "2 trin imellem")]),
        (None, [("Noa Berg", None)]),
    ]


# --- Queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "most"),
    [
        (lambda viewer: inbox_of(viewer, Filters(tab=Tab.TEAM), "1"), 9),
        (board_of, 6),
        (time_of, 10),
    ],
    ids=["inbox", "board", "time"],
)
def test_queries_are_few_and_the_same_for_many(world, owe, page, most):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(world.viewer("consultant"))
        return len(found)

    def add(name: str) -> None:
        employee = owe(name, to="consultant").employee
        place(world, employee, "agreed", 5)
        Work.objects.create(consultant=world.users["consultant"], kind="case", on=TODAY, hours=1, employee=employee)

    add("Ida")
    few = queries()
    for name in ("Leo", "Noa", "Eva"):
        add(name)
    assert queries() == few <= most


def test_a_line_says_since_when_and_by_whom_somebody_is_referred(world, owe):
    row = owe("Ida", days=1)
    team = Assignment.objects.get(employee=row.employee)
    Engagement.objects.create(assignment=team, given_by=world.users["leader"])
    Assignment.objects.create(
        employee=row.employee, consultant=world.users["consultant"], first_day=TODAY, reason="worry"
    )
    owe("Leo", days=2)
    found = inbox_of(world.viewer("consultant"), Filters(tab=Tab.TEAM), "1")
    assert [line.under for line in found.lines] == [
        "Henvist af Birgit Lund 22.\u00a0november",
        "Henvist 22.\u00a0november",
    ]
    assert [line.chosen for line in found.lines] == [line.ref for line in found.lines]
