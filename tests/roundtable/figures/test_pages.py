"""The page and the files of the figures: what is read, who sees whose, what is hidden, and that nobody is named."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from people.models import User
from roundtable.figures.page import columns_of
from roundtable.figures.queries import found_in
from roundtable.models import Pause
from roundtable.rules.windows import Span, Window, window_of
from tests.roundtable.figures.conftest import DAY, HOUR, MONDAY
from tests.world import NOW, TODAY, World

QUARTER = window_of(Span.QUARTER, TODAY)
MOST_QUERIES = 12


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


def told(column) -> dict[str, tuple[str, str]]:
    return {told.label: (told.hidden or told.words, told.base_words) for told in column.told if told.on_page}


# --- What is read --------------------------------------------------------------------------------------------


def test_a_meeting_is_read_with_its_clock_and_its_distance(world: World, meeting) -> None:
    row = meeting(apart=(7, 4), planned=30, held=60, requester="employee")
    Pause.objects.create(meeting=row, reason="employee_away", began_at=MONDAY + HOUR, ended_at=MONDAY + 11 * HOUR)
    found = found_in(QUARTER)
    [read] = found.rows.meetings
    assert (read.case, read.distance, read.requester, read.is_follow_up) == (row.case_id, 3, "employee", False)
    assert [(pause.began_at, pause.ended_at) for pause in read.clock.pauses] == [(MONDAY + HOUR, MONDAY + 11 * HOUR)]
    assert (read.clock.requested_at, read.clock.planned_at) == (MONDAY, MONDAY + 30 * HOUR)
    assert found.names == {world.users["consultant"].pk: "Karen Ravn"}


def test_what_was_not_revealed_is_no_distance(meeting) -> None:
    row = meeting(apart=(7, 4))
    type(row).objects.update(revealed_at=None)
    assert found_in(QUARTER).rows.meetings[0].distance is None


def test_earlier_meetings_of_a_case_are_read_along_and_others_are_not(meeting) -> None:
    first = meeting(at=MONDAY - 60 * DAY, apart=(7, 3))
    meeting(case=first.case, earlier=first, apart=(6, 5))
    meeting(at=MONDAY - 60 * DAY)
    assert sorted(row.distance for row in found_in(QUARTER).rows.meetings) == [1, 4]


def test_actions_as_they_were_agreed_without_those_that_fell_away(meeting, agree) -> None:
    row = meeting()
    agree(row, TODAY, TODAY)
    postponed = agree(row, TODAY - 3 * DAY)
    postponed.follow_up.due_on = TODAY + 9 * DAY
    postponed.follow_up.save()
    agree(row, TODAY - 4 * DAY, state="withdrawn", closed_on=TODAY)
    agree(row, TODAY - 5 * DAY).delete()
    taken_off = agree(row, TODAY - 6 * DAY)
    taken_off.removed_at = NOW
    taken_off.save()
    agree(row, QUARTER.last + DAY)
    found = sorted((row.due_on, row.done_on) for row in found_in(QUARTER).rows.actions)
    assert found == [(TODAY - 3 * DAY, None), (TODAY, TODAY)]


def test_what_was_agreed_and_found_void_later_was_an_agreement_and_what_was_taken_off_before_was_none(
    meeting, agree
) -> None:
    for row, is_owed in ((meeting(), True), (meeting(at=MONDAY + DAY), False)):
        action = agree(row, TODAY, state="withdrawn", closed_on=TODAY)
        action.removed_at = NOW
        action.follow_up = action.follow_up if is_owed else None
        action.save()
    found = found_in(QUARTER).rows
    assert [(row.clock.requested_at, row.has_effort) for row in sorted(found.meetings, key=lambda row: row.case)] == [
        (MONDAY, True),
        (MONDAY + DAY, False),
    ]
    assert found.actions == []


@pytest.mark.parametrize(
    ("sick", "cause", "was_absent"),
    [
        ([date(2026, 11, 13)], "sickness", True),
        ([date(2026, 11, 9)], "partial", True),
        ([date(2026, 11, 8), date(2026, 11, 14)], "sickness", False),
        ([date(2026, 11, 10)], "child", False),
        ([], "sickness", False),
    ],
)
def test_a_plan_is_judged_by_what_is_recorded_in_its_last_week(meeting, plan, sick, cause, was_absent) -> None:
    plan(meeting(), date(2026, 11, 9), *sick, cause=cause)
    [read] = found_in(QUARTER).rows.plans
    assert (read.last_monday, read.was_absent) == (date(2026, 11, 9), was_absent)


def test_an_absence_that_runs_is_one_and_a_withdrawn_one_is_none(meeting, plan) -> None:
    row = plan(meeting(), date(2026, 11, 9), date(2026, 11, 2))
    periods = row.employee.periods
    periods.update(last_day=None)
    assert found_in(QUARTER).rows.plans[0].was_absent
    periods.update(withdrawn=True, withdraw_reason="mistake")
    assert not found_in(QUARTER).rows.plans[0].was_absent


def test_drafts_and_versions_that_were_replaced_are_no_plans(meeting, plan) -> None:
    plan(meeting(), date(2026, 11, 9), state="draft")
    plan(meeting(), date(2026, 11, 9), state="replaced", ended_at=NOW)
    plan(meeting(), date(2026, 9, 14))
    plan(meeting(), date(2026, 11, 9), state="ended", ended_at=NOW, end_reason="back_fully")
    assert len(found_in(QUARTER).rows.plans) == 1


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_figures_of_a_quarter(world: World, meeting, agree, plan) -> None:
    for number in range(6):
        row = meeting(planned=24, held=240, apart=(7, 4), requester="employee" if number else "hr")
        agree(row, TODAY - DAY, TODAY - DAY if number else None)
        meeting(at=MONDAY + 20 * DAY, held=1, planned=0.5, apart=(6, 5), case=row.case, earlier=row)
        plan(row, date(2026, 11, 9), *([date(2026, 11, 9)] if number == 1 else []))
    meeting(None, at=MONDAY + 14 * DAY, planned=None, held=None)
    columns = columns_of(QUARTER, world.viewer("consultant"))
    assert told(columns.team) == {
        "Ønskede rundbordsmøder": ("7", "Leder 1, Medarbejder 5, HR 1"),
        "Planlagt inden for 48 timer": ("86\xa0%", "6 af 7"),
        "Tid til planlagt": ("24 timer", "6 møder, gennemsnit 24 timer"),
        "Holdt inden for 10 arbejdsdage": ("86\xa0%", "6 af 7"),
        "Tid til holdt": ("8,0 arbejdsdage", "6 møder, gennemsnit 8,0 arbejdsdage"),
        "Møder med mindst én aftale": ("50\xa0%", "6 af 12"),
        "Afstand mellem medarbejder og leder": ("fra 3 til 1 trin", "6 forløb"),
        "Aftaler holdt til tiden": ("83\xa0%", "5 af 6"),
        "Tilbage efter planen": ("83\xa0%", "5 af 6"),
    }
    assert columns.own is not None
    assert told(columns.own)["Planlagt inden for 48 timer"] == ("100\xa0%", "6 af 6")


def test_nothing_is_a_dash(world: World, client_of) -> None:
    columns = columns_of(QUARTER, world.viewer("hr"))
    assert columns.each == ()
    assert told(columns.team)["Planlagt inden for 48 timer"] == ("–", "")
    assert client_of("hr").get(reverse("meeting_figures")).status_code == 200


def test_a_consultant_sees_the_team_and_their_own_and_hr_each(world: World, meeting, client_of) -> None:
    meeting("consultant")
    meeting("other_consultant", planned=100)
    own, all_of_them = (client_of(person).get(reverse("meeting_figures")) for person in ("consultant", "hr"))
    assert ("Dig" in words(own), "Ole Overgaard" in words(own)) == (True, False)
    assert "eller hvis tid er gået. 50 % 1 af 2 100 % 1 af 1" in words(own)
    names = re.findall(r'<th scope="row">(Karen Ravn|Ole Overgaard)</th>', all_of_them.text)
    assert names == ["Karen Ravn", "Ole Overgaard"]
    columns = columns_of(QUARTER, world.viewer("consultant"))
    assert [column.name for column in columns.each] == ["Karen Ravn"]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", "4. kvartal 2026"),
        ("slags=maaned&fra=05-03-2025", "Marts 2025"),
        ("slags=aar&fra=2025-03-05", "2025"),
        ("slags=fra-til&fra=01-10-2026&til=15-11-2026", "1. oktober til 15. november"),
        ("slags=kvartal&fra=31-02-2026", "4. kvartal 2026"),
        ("slags=uge", "4. kvartal 2026"),
        ("slags=fra-til&fra=02-10-2026&til=01-10-2026", "4. kvartal 2026"),
    ],
)
def test_of_when_the_figures_are(client_of, query: str, days: str) -> None:
    response = client_of("hr").get(f"{reverse('meeting_figures')}?{query}")
    assert (response.status_code, days in words(response)) == (200, True)


@pytest.mark.parametrize("slags", Span)
@pytest.mark.parametrize("day", ["01-01-0001", "31-12-9999", "01-01-2200"])
def test_no_day_is_asked_for_past_the_calendars_end(client_of, slags: Span, day: str) -> None:
    """It is said that there is no such day, and there is no file of it."""
    query = f"slags={slags}&fra={day}&til={day}"
    assert "4. kvartal 2026" in words(client_of("hr").get(f"{reverse('meeting_figures')}?{query}"))
    assert client_of("hr").get(reverse("meeting_figures_file", args=["csv"]) + f"?{query}").status_code == 404


def test_earlier_and_later_lead_on_and_not_beyond_today(client_of) -> None:
    client = client_of("consultant")
    page = client.get(reverse("meeting_figures")).text
    assert ("3. kvartal 2026" in page, "1. kvartal 2027" in page) == (True, False)
    earlier = client.get(reverse("meeting_figures") + "?slags=kvartal&fra=01-07-2026").text
    assert ("2. kvartal 2026" in earlier, "4. kvartal 2026" in earlier) == (True, True)


# --- What is hidden -------------------------------------------------------------------------------------------------


def courses(meeting, plan, consultant: str, number: int) -> None:
    for _one in range(number):
        row = meeting(consultant, apart=(7, 4))
        meeting(consultant, at=MONDAY + 20 * DAY, held=1, planned=0.5, apart=(6, 5), case=row.case, earlier=row)
        plan(row, date(2026, 11, 9))


def test_figures_about_fewer_than_five_people_are_not_told(world: World, meeting, plan) -> None:
    courses(meeting, plan, "consultant", 4)
    columns = columns_of(QUARTER, world.viewer("hr"))
    for label in ("Afstand mellem medarbejder og leder", "Tilbage efter planen"):
        assert told(columns.team)[label] == ("Skjult, så ingen kan genkendes", "")
    courses(meeting, plan, "consultant", 1)
    columns = columns_of(QUARTER, world.viewer("hr"))
    for column in (columns.team, *columns.each):
        assert told(column)["Tilbage efter planen"] == ("100\xa0%", "5 af 5")


def test_one_consultant_with_few_hides_all_but_the_team(world: World, meeting, plan, client_of) -> None:
    """The team's without the other's would be theirs."""
    courses(meeting, plan, "consultant", 6)
    courses(meeting, plan, "other_consultant", 2)
    columns = columns_of(QUARTER, world.viewer("hr"))
    label = "Tilbage efter planen"
    assert told(columns.team)[label] == ("100\xa0%", "8 af 8")
    assert {told(column)[label] for column in columns.each} == {("Skjult, så ingen kan genkendes", "")}
    own = columns_of(QUARTER, world.viewer("consultant")).own
    assert own is not None
    assert told(own)[label] == ("Skjult, så ingen kan genkendes", "")


def test_figures_about_people_are_told_of_quarters_and_years_only(world: World, meeting, plan) -> None:
    courses(meeting, plan, "consultant", 6)
    label, viewer = "Afstand mellem medarbejder og leder", world.viewer("hr")
    assert (
        told(columns_of(Window(TODAY - 90 * DAY, TODAY), viewer).team)[label][0]
        == "Vises kun for et kvartal eller et år"
    )
    year = window_of(Span.YEAR, TODAY)
    assert told(columns_of(year, viewer).team)[label] == ("fra 3 til 1 trin", "6 forløb")


# --- Files ------------------------------------------------------------------------------------------------------------


def csv_of(client, query: str = "") -> list[list[str]]:
    response = client.get(f"{reverse('meeting_figures_file', args=['csv'])}?{query}")
    assert response.status_code == 200
    return [line.split(";") for line in response.content.decode("utf-8-sig").splitlines()]


def test_a_file_has_a_row_for_each_figure_with_its_base_and_its_day(world: World, meeting, client_of) -> None:
    meeting(requester="hr", planned=30)
    head, *rows = csv_of(client_of("consultant"))
    assert head == ["Fra", "Til", "Opgjort", "Hvem", "Tal", "Værdi", "Enhed", "Grundlag", "Bemærkning"]
    assert {tuple(row[:3]) for row in rows} == {("01-10-2026", "31-12-2026", "23-11-2026")}
    assert {row[3] for row in rows} == {"Teamet", "Karen Ravn"}
    found = {row[4]: row[5:] for row in rows if row[3] == "Teamet"}
    assert found["Ønskede rundbordsmøder: HR"] == ["1", "møder", "1", ""]
    assert found["Planlagt inden for 48 timer"] == ["100,0", "procent", "1", ""]
    assert found["Tid til planlagt, median"] == ["30,0", "timer", "1", ""]
    assert found["Tid til holdt, gennemsnit"] == ["2,0", "arbejdsdage", "1", ""]
    assert found["Afstand mellem medarbejder og leder, seneste møde"] == ["", "trin", "", ""]
    assert len(rows) == 2 * len(found) == 2 * 18


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(meeting, plan, client_of) -> None:
    courses(meeting, plan, "consultant", 3)
    rows = csv_of(client_of("hr"))
    for row in rows:
        if row[4].startswith(("Afstand", "Tilbage")):
            assert row[5:] == ["", row[6], "", "Skjult, så ingen kan genkendes"]


def test_a_spreadsheet_says_what_is_counted_and_as_of_when(meeting, client_of) -> None:
    meeting()
    response = client_of("hr").get(reverse("meeting_figures_file", args=["xlsx"]))
    assert response.headers["Content-Disposition"] == ('attachment; filename="moeder-i-tal-2026-10-01-2026-12-31.xlsx"')
    texts = ZipFile(BytesIO(response.content)).read("xl/sharedStrings.xml").decode()
    assert "Møder i tal: 4. kvartal 2026" in texts
    assert "Opgjort 23.\xa0november 2026 kl.\xa09.00." in texts
    assert "Tilbage efter planen: Af de planer, hvis sidste uge er slut" in texts


def test_no_file_names_anybody_but_consultants_and_none_is_a_formula(
    world: World, meeting, agree, plan, client_of
) -> None:
    User.objects.filter(username="consultant").update(first_name="=cmd|' /C calc'!A0", last_name="")
    for _number in range(6):
        row = meeting(apart=(7, 4))
        agree(row, TODAY)
        plan(row, date(2026, 11, 9))
    for kind in ("csv", "xlsx"):
        for person in ("hr", "consultant"):
            response = client_of(person).get(reverse("meeting_figures_file", args=[kind]))
            content = response.content
            if kind == "xlsx":
                sheets = ZipFile(BytesIO(content))
                content = b"".join(sheets.read(name) for name in sheets.namelist())
                assert b"<f>" not in content
            assert b"Kanariefugl" not in content
            assert b"6000" not in content
    lines = [row for row in csv_of(client_of("hr")) if "cmd" in row[3]]
    assert {row[3] for row in lines} == {"'=cmd|' /C calc'!A0"}
    assert "Kanariefugl" not in client_of("hr").get(reverse("meeting_figures")).text


def test_that_a_file_left_is_recorded(world: World, client_of) -> None:
    csv_of(client_of("hr"))
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.purpose, entry.capacity, entry.subjects) == ("exported", "meeting_figures", "hr", [])


def test_a_file_of_another_kind_or_of_no_time_is_not_found(client_of) -> None:
    client = client_of("hr")
    assert client.get(reverse("meeting_figures_file", args=["pdf"])).status_code == 404
    wrong = reverse("meeting_figures_file", args=["csv"]) + "?slags=kvartal&fra=31-02-2026"
    assert client.get(wrong).status_code == 404


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["consultant", "hr"])
@pytest.mark.parametrize("name", ["meeting_figures", "meeting_figures_file"])
def test_the_figures_cost_the_same_for_one_and_for_thirty(
    world: World, meeting, agree, plan, client_of, person: str, name: str
) -> None:
    client, address = client_of(person), reverse(name, args=["csv"] if name.endswith("file") else [])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def happen(number: int) -> None:
        for _one in range(number):
            row = meeting(("consultant", "other_consultant", "hr")[number % 3], apart=(6, 4))
            agree(row, TODAY - timedelta(days=1))
            plan(row, date(2026, 11, 9))

    happen(1)
    first = cost()
    happen(30)
    assert cost() == first <= MOST_QUERIES
