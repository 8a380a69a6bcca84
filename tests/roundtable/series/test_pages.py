"""The pages of series: what each sees, what is pressed there, and how few queries that takes."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Cause, Period
from audit.models import Entry
from cases.models import Case
from people.models import Assignment, Employment, Unit
from roundtable.models import AgreedAction, Meeting, Series, SeriesExclusion
from roundtable.series.flows import invite
from roundtable.series.queries.effect import Effect, effect_of
from roundtable.series.queries.pages import series_of, series_page
from tests.retention.conftest import carried
from tests.roundtable.series.conftest import DAY, WORDS
from tests.world import BEGINNING, NOW, TODAY, World

MOST_QUERIES = 12


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


@pytest.fixture
def talks(world: World, series: Series, absent):
    """Care talks of the series with new employees: each in the state that is asked for, held so many days ago."""

    def make(*states: str, days: int = 30) -> list[Meeting]:
        people = [absent(f"Nr{number:02}", 100) for number in range(len(states))]
        invite(series=series, shown=[one.ref for one in people], by=world.viewer("hr", NOW - 60 * DAY))
        made = list(Meeting.objects.filter(employee__in=people).order_by("employee"))
        for meeting, state in zip(made, states, strict=True):
            meeting.state = state
            meeting.planned_at = None if state in {"requested", "cancelled"} else NOW - 50 * DAY
            meeting.held_at = NOW - days * DAY if state == "held" else None
            if state == "cancelled":
                meeting.ended_at, meeting.end_reason = NOW, "employee_declined"
            meeting.save()
        series.refresh_from_db()
        return made

    return make


# --- The list and beginning ------------------------------------------------------------------------------------


def test_the_list_says_what_comes_next_and_when(world: World, series: Series, talks) -> None:
    talks("held", "requested", days=20)
    Series.objects.create(unit=world.units["laerkevej"], begun_on=TODAY)
    Series.objects.create(unit=world.units["aeldre"], begun_on=TODAY, **WORDS)
    Series.objects.create(unit=world.units["kommune"], begun_on=TODAY, state="ended", ended_on=TODAY)
    found = [
        (line.unit, line.act, line.due.words if line.due else "", line.invited, line.held)
        for line in series_of(world.viewer("hr"))
    ]
    assert found == [
        ("Plejecenter Solgården", "Følg op på serien", "om 8 dage", "2", "1"),
        ("Plejecenter Lærkevej", "Skriv mål, plan og roller", "", "", ""),
        ("Ældre og Sundhed", "Se listen, og invitér", "", "", ""),
        ("Nordstrand Kommune", "Afsluttet 23.\xa0november", "", "", ""),
    ]


def test_leaders_see_the_series_of_their_own_units(world: World, series: Series, client_of) -> None:
    Series.objects.create(unit=world.units["laerkevej"], begun_on=TODAY)
    assert [line.unit for line in series_of(world.viewer("leader"))] == ["Plejecenter Solgården"]
    assert [line.unit for line in series_of(world.viewer("deputy"))] == ["Plejecenter Solgården"]
    assert series_of(world.viewer("leader_above")) == []
    assert len(series_of(world.viewer("other_consultant"))) == 2


def test_a_leader_asks_for_a_series_in_the_only_unit_they_lead(world: World, client_of) -> None:
    client = client_of("leader")
    page = client.get(reverse("series_add")).text
    assert re.findall(r"<option[^>]*>\s*([^<]+?)\s*</option>", page) == ["Plejecenter Solgården"]
    elsewhere = client.post(reverse("series_add"), {"unit": world.units["laerkevej"].pk, "months": 6})
    assert (elsewhere.status_code, Series.objects.count()) == (200, 0)
    done = client.post(reverse("series_add"), {"unit": world.units["solgaarden"].pk, "months": 6})
    assert done.url == reverse("series_prepare", args=[Series.objects.get().ref])
    again = client.post(reverse("series_add"), {"unit": world.units["solgaarden"].pk, "months": 6})
    assert "Der er allerede en serie på arbejdspladsen" in again.text


def test_goals_plan_and_roles_are_written_and_guarded(world: World, series: Series, client_of) -> None:
    client, address = client_of("consultant"), reverse("series_prepare", args=[series.ref])
    said = {**WORDS, "months": 6, "opened": carried(client, address)}
    flagged = client.post(address, {**said, "goals": "Færre med depression"})
    assert "Det ligner en diagnose" in flagged.text
    client.post(address, {**said, "goals": "Færre sygedage"})
    late = client_of("leader").post(address, {**said, "plan": "En anden dag"})
    assert "Færre sygedage" in late.text.split("Sådan står det nu")[-1].split("<form")[0]
    series.refresh_from_db()
    assert (series.goals, series.plan) == ("Færre sygedage", WORDS["plan"])


# --- Who --------------------------------------------------------------------------------------------------------


def test_the_list_is_shown_saved_and_sent(world: World, series: Series, client_of, absent) -> None:
    ida, leo = absent("Ida"), absent("Leo")
    ase = world.employees["employee"]
    client = client_of("leader")
    page = client.get(reverse("series_people", args=[series.ref])).text
    assert re.findall(r'<label for="id_[^"]*">([^<]+)<', page) == ["Ida Birk", "Leo Birk", "Åse Kanariefugl"]
    assert "omsorgssamtale" in page
    assert "Den handler ikke om en sygemelding, der er i gang nu" in page
    # Nothing of the absence itself.
    assert not re.search(r"dag \d|fraværende|\d+ dage", words(client.get(reverse("series_people", args=[series.ref]))))
    shown = {"who": [ida.ref, leo.ref, ase.ref], **{f"initial-{ref}": "" for ref in (ida.ref, leo.ref, ase.ref)}}
    client.post(reverse("series_people", args=[series.ref]), {**shown, ida.ref: "on_leave"})
    assert [(row.employee, row.reason) for row in SeriesExclusion.objects.all()] == [(ida, "on_leave")]
    # Another takes Leo out meanwhile; what the leader has open does not take him in again.
    SeriesExclusion.objects.create(series=series, employee=leo, reason="wishes_not")
    sent = client.post(
        reverse("series_invite", args=[series.ref]),
        {**shown, f"initial-{ida.ref}": "on_leave", ida.ref: "on_leave"},
        follow=True,
    )
    assert [meeting.employee for meeting in Meeting.objects.filter(series=series)] == [ase]
    assert "1 er inviteret til en omsorgssamtale." in sent.text
    assert "1 blev ikke inviteret: Listen er ændret" in sent.text


def test_who_was_not_shown_is_not_invited(world: World, series: Series, client_of, absent) -> None:
    ida = absent("Ida")
    client_of("leader").post(reverse("series_invite", args=[series.ref]), {"who": [ida.ref]})
    assert [meeting.employee for meeting in Meeting.objects.filter(series=series)] == [ida]


def test_a_refusal_to_invite_is_said(world: World, series: Series, client_of) -> None:
    Series.objects.update(roles="")
    sent = client_of("leader").post(reverse("series_invite", args=[series.ref]), {"who": []}, follow=True)
    assert "Skriv mål, plan og roller, før nogen inviteres." in sent.text


def test_before_the_invitations_consultants_see_a_number_and_no_names(
    world: World, series: Series, client_of, absent
) -> None:
    for name in ("Ida", "Leo", "Noa"):
        absent(name)
    client = client_of("other_consultant")
    told = words(client.get(reverse("series", args=[series.ref])))
    assert "ikke er inviteret endnu: 5." in told
    assert "Navnene ses af deres leder og HR, som inviterer dem." in told
    listed = client.get(reverse("series_people", args=[series.ref])).text
    assert ("Birk" in listed, "Kanariefugl" in listed) == (False, False)
    Employment.objects.filter(employee__last_name="Birk").update(last_day=TODAY - DAY)
    assert "ikke er inviteret endnu: under 5." in words(client.get(reverse("series", args=[series.ref])))


def test_who_is_named_is_recorded(world: World, series: Series, client_of, absent) -> None:
    ida, ase = absent("Ida"), world.employees["employee"]
    client_of("leader").get(reverse("series_people", args=[series.ref]))
    listed = Entry.objects.latest("pk")
    assert (listed.event, listed.purpose, listed.capacity) == ("listed", "series_people", "leader")
    assert listed.subjects == sorted([ida.ref, ase.ref])
    invite(series=series, shown=[ida.ref], by=world.viewer("leader"))
    client_of("consultant").get(reverse("series", args=[series.ref]))
    listed = Entry.objects.latest("pk")
    assert (listed.purpose, listed.capacity, listed.subjects) == ("series", "consultant", [ida.ref])


# --- How it goes --------------------------------------------------------------------------------------------------


def test_the_page_counts_what_became_of_the_invited(world: World, series: Series, talks) -> None:
    made = talks("held", "held", "planned", "requested", "cancelled")
    AgreedAction.objects.create(meeting=made[0], what="Færre vagter", place=1)
    AgreedAction.objects.create(meeting=made[1], what="Taget af igen", place=1, removed_at=NOW)
    page = series_page(series, world.viewer("hr"))
    assert [(tile.label, tile.value, tile.under) for tile in page.tiles] == [
        ("Inviteret", "5", "1 mangler en tid"),
        ("Planlagt", "1", ""),
        ("Holdt", "2", "0 fulgt op"),
        ("Sagde nej", "1", ""),
        ("Med aftale", "50\xa0%", "1 af 2 holdte"),
    ]
    assert [step.state for step in page.steps] == ["done", "done", "now", "late"]
    assert [talk.chip.words for talk in page.talks] == [
        "holdt 24.\xa0okt.",
        "holdt 24.\xa0okt.",
        "planlagt",
        "mangler en tid",
        "sagde nej",
    ]


def test_who_leads_a_part_sees_how_it_goes_with_their_own(world: World, absent) -> None:
    """The area's series, in which the leader of the area handles the leader of Solgården only."""
    area = Series.objects.create(unit=world.units["aeldre"], begun_on=TODAY, **WORDS)
    shown = [absent("Ida").ref, absent("Eva", unit="laerkevej").ref, world.employees["leader"].ref]
    invite(series=area, shown=shown, by=world.viewer("hr"))
    area.refresh_from_db()
    page = series_page(area, world.viewer("leader_above"))
    assert ([talk.name for talk in page.talks], page.tiles[0].value, page.others) == (["Birgit Lund"], "1", "under 5")
    assert series_page(area, world.viewer("hr")).tiles[0].value == "3"
    assert [line.invited for line in series_of(world.viewer("leader_above"))] == ["1"]


def test_consultants_see_how_it_went_when_the_referrals_have_ended(world: World, series: Series, talks) -> None:
    talks("held", "held")
    Assignment.objects.update(last_day=TODAY - DAY)
    page = series_page(series, world.viewer("other_consultant"))
    assert (page.talks, page.tiles[0].value, page.others) == ((), "2", "under 5")


def test_ending_it_is_one_press(world: World, series: Series, client_of) -> None:
    client = client_of("leader")
    done = client.post(reverse("series_end", args=[series.ref]), follow=True)
    assert "Afsluttet" in words(done)
    assert "Afslut serien" not in words(done)
    again = client.post(reverse("series_end", args=[series.ref]), follow=True)
    assert "Serien er afsluttet." in again.text


# --- What became of the absence -------------------------------------------------------------------------------------


def effect(world: World, series: Series, person: str) -> Effect | None:
    viewer = world.viewer(person)
    return effect_of(series, series_page(series, viewer).first_held_at, viewer)


def test_absence_before_the_first_talk_and_each_full_month_after(world: World, series: Series, talks) -> None:
    """Solgården has five people besides, of whom nobody was away before November."""
    made = talks("held", "held", days=60)
    Period.objects.create(
        employee=made[0].employee,
        first_day=date(2026, 10, 7),
        last_day=date(2026, 10, 11),
        cause=Cause.objects.get(key="sickness"),
        source="payroll",
        recorded_at=NOW,
    )
    found = effect(world, series, "consultant")
    assert found is not None
    # Seven people; 24 March to 23 September has 126 working days, October 22. Two were away on Friday 14 August.
    assert (found.before.when, found.before.base) == (
        "24.\xa0marts til 23.\xa0september",
        "2 af 882 arbejdsdage, 7 ansatte",
    )
    assert [(line.when, line.percent, line.base) for line in found.after] == [
        ("Oktober", "1,9\xa0%", "3 af 154 arbejdsdage, 7 ansatte")
    ]
    assert found.as_of == "23.\xa0november"


def test_cases_of_long_absence_are_counted_by_where_somebody_was(world: World, series: Series, talks) -> None:
    made = talks("held", days=60)
    Case.objects.filter(employee=made[0].employee).update(state="closed", closed_on=TODAY, close_reason="quiet")
    for opened_on in (date_in_october := NOW.date() - 40 * DAY, TODAY):
        Case.objects.create(
            employee=made[0].employee,
            opened_on=opened_on,
            open_reason="rule",
            state="closed",
            closed_on=TODAY,
            close_reason="quiet",
        )
    assert date_in_october.month == 10
    found = effect(world, series, "hr")
    assert found is not None
    assert [line.cases for line in found.after] == ["1"]


def test_fewer_than_five_people_are_not_told_of(world: World, series: Series, talks) -> None:
    talks("held", days=60)
    kept = [world.employees[name].pk for name in ("employee", "leader")]
    Employment.objects.filter(unit=series.unit).exclude(employee__in=kept).exclude(employee__last_name="Birk").update(
        last_day=BEGINNING
    )
    found = effect(world, series, "consultant")
    assert found is not None
    for line in (found.before, *found.after):
        assert (line.hidden, line.percent, line.base, line.cases) == ("Skjult: færre end 5 personer", "", "", "")


def test_a_series_above_does_not_tell_of_the_few_besides(world: World, series: Series, talks, absent) -> None:
    """The area's six besides Solgården are told of with it; its two would be what is left."""
    talks("held", days=60)
    area = Series.objects.create(unit=world.units["aeldre"], begun_on=TODAY - 90 * DAY, **WORDS)
    invite(series=area, shown=[world.employees["leader"].ref], by=world.viewer("hr"))
    Meeting.objects.filter(series=area).update(state="held", planned_at=NOW, held_at=NOW - timedelta(days=60))
    found = effect(world, area, "hr")
    assert found is not None
    assert [line.hidden for line in found.after] == ["Skjult, så ingens fravær kan regnes ud"]
    for name in ("Eva", "Gro"):
        absent(name, unit="laerkevej")
    found = effect(world, area, "hr")
    assert found is not None
    assert [line.hidden for line in found.after] == [""]


# --- Cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["series", "series_people", "series_list"])
@pytest.mark.parametrize("person", ["consultant", "leader", "hr"])
def test_pages_cost_the_same_for_one_and_for_thirty(
    world: World, series: Series, client_of, talks, absent, name: str, person: str
) -> None:
    client = client_of(person)
    address = reverse(name, args=[] if name == "series_list" else [series.ref])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    talks("held")
    absent("Ida")
    first = cost()
    talks(*["held"] * 14, *["planned"] * 15)
    for number in range(30):
        absent(f"Ida{number}")
        unit = Unit.objects.create(code=f"u{number}", name=f"Enhed {number}", parent=world.units["kommune"])
        Series.objects.create(unit=unit, begun_on=TODAY, **WORDS)
    assert cost() == first
    assert first <= MOST_QUERIES
