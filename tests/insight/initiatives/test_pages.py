"""The pages of the register: who reads what, what they say, and how few queries that takes."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Cause, Period
from insight.initiatives.queries.effect import Told, effects_of
from insight.initiatives.queries.pages import register_of
from insight.models import Assessment, Initiative
from insight.rollup.flows import rebuild_figures
from insight.rules.initiatives import Show
from people.calendar import DEFAULT_CALENDAR
from people.models import Employment, Leadership, Unit
from tests.insight.initiatives.conftest import Made, Staffed
from tests.retention.conftest import carried
from tests.world import NOW, TODAY, World

MOST_QUERIES = 12
DAY = timedelta(days=1)
# Whole months since: January to October.
BEGAN = date(2026, 1, 1)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


def told(row: Initiative, world: World, person: str = "hr") -> Told:
    rows = Initiative.objects.with_units().filter(pk=row.pk)
    rebuild_figures(by=world.viewer("hr"))
    return effects_of(list(rows), world.viewer(person))[row.pk]


def say(row: Initiative, percent: int | None, said: str, on: date = TODAY) -> None:
    Assessment.objects.create(initiative=row, percent=percent, words=said, assessor="HR", assessed_on=on, noted_at=NOW)


def each_week(first: date, last: date) -> list[tuple[date, date]]:
    """Sick every Monday and Tuesday from the first to the last."""
    monday = first + timedelta(days=-first.weekday() % 7)
    return [(day, day + DAY) for day in (monday + timedelta(weeks=week) for week in range(120)) if day + DAY <= last]


@pytest.fixture
def helped(world: World, made: Made, staffed: Staffed) -> Initiative:
    """At Solgården less absence since it began, at Lærkevej as before."""
    begins, last = date(2024, 11, 1), TODAY
    staffed("solgaarden", 6, *each_week(begins, BEGAN - DAY))
    staffed("laerkevej", 6, *each_week(begins, last))
    # So that nobody is alone above them.
    for above in ("aeldre", "kommune"):
        staffed(above, 5)
    return made(first_day=BEGAN)


# --- Who reads what ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "titles"),
    [
        ("hr", {"Solgården", "Lærkevej", "Ældre", "Alle"}),
        ("director", {"Solgården", "Lærkevej", "Ældre", "Alle"}),
        ("leader_above", {"Solgården", "Lærkevej", "Ældre", "Alle"}),
        ("leader", {"Solgården", "Ældre", "Alle"}),
        ("deputy", {"Solgården", "Ældre", "Alle"}),
        ("sibling_leader", {"Lærkevej", "Ældre", "Alle"}),
    ],
)
def test_leaders_read_what_touches_their_units(world: World, made: Made, person: str, titles: set[str]) -> None:
    for unit, title in (
        ("solgaarden", "Solgården"),
        ("laerkevej", "Lærkevej"),
        ("aeldre", "Ældre"),
        ("kommune", "Alle"),
    ):
        made(unit, title=title)
    found = register_of(world.viewer(person), Show.RUNNING)
    assert {line.title for line in found.lines} == titles


def test_only_hr_is_offered_to_write(world: World, made: Made, client_of) -> None:
    row = made()
    for person, offered in (("hr", True), ("leader", False)):
        client = client_of(person)
        listed = client.get(reverse("initiatives")).text
        shown = client.get(reverse("initiative", args=[row.ref])).text
        assert (reverse("initiative_add") in listed) is offered
        for name in ("change", "compare", "assess", "end"):
            assert (reverse(f"initiative_{name}", args=[row.ref]) in shown) is offered


# --- The register ------------------------------------------------------------------------------------------


def test_the_register_says_what_comes_next_and_how_far_it_is(world: World, made: Made, hr: Client) -> None:
    row = made("solgaarden", "laerkevej", responsible_id=world.users["director"].pk, follow_up_on=TODAY + 5 * DAY)
    say(row, None, "< 5%", TODAY - DAY)
    say(row, 80, "100 % muligt 80% anvendelse")
    line = register_of(world.viewer("hr"), Show.RUNNING).lines[0]
    assert (line.units, line.responsible, line.degree) == (
        "Plejecenter Lærkevej og 1 anden",
        "Dorte Dahl, Velfærdssekretariatet",
        "80\xa0% (100 % muligt 80% anvendelse)",
    )
    assert line.follow_up is not None
    assert (line.follow_up.words, line.effect.words) == ("om 5 dage", "For tidligt at sige")
    page = words(hr.get(reverse("initiatives")))
    assert "Aftal besøg på to afdelinger" in page
    assert "Skal følges op" not in page


def test_what_is_overdue_stands_on_top_until_somebody_has_followed_up(world: World, made: Made, hr: Client) -> None:
    row = made(title="Hygiejne", first_day=TODAY - 90 * DAY, last_day=TODAY - 10 * DAY, follow_up_on=TODAY - 3 * DAY)
    page = words(hr.get(reverse("initiatives")))
    assert re.search(r"Skal følges op .*Hygiejne .*3 dage over tid", page)
    assert "Ingen indsatser er i gang" in page
    address = reverse("initiative_assess", args=[row.ref])
    said = {"percent": "80", "words": "", "assessor": "HR", "assessed_on": "23-11-2026", "next_step": ""}
    hr.post(address, {**said, "follow_up_on": "", "opened": carried(hr, address)})
    assert "Skal følges op" not in words(hr.get(reverse("initiatives")))


def test_running_and_ended_are_shown_apart(world: World, made: Made, hr: Client) -> None:
    made(title="Løber")
    made(title="Slut", first_day=TODAY - 9 * DAY, last_day=TODAY - DAY)
    shown = {show: words(hr.get(reverse("initiatives"), {"vis": show})) for show in Show}
    assert [("Løber" in page, "Slut" in page) for page in shown.values()] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    assert "I gang: 1 Afsluttede: 1 Alle: 2" in shown[Show.ALL]
    assert words(hr.get(reverse("initiatives"), {"vis": "x"})) == shown[Show.RUNNING]


# --- One initiative ----------------------------------------------------------------------------------------


def test_the_page_tells_everything_that_is_written(world: World, made: Made, hr: Client) -> None:
    row = made(
        goal="5,0 %",
        efforts="Besøg",
        resources="Én stilling",
        amount=3600000,
        reports_to="Direktionen",
        job_group="SOSU-assistenter",
    )
    say(row, None, "Periodevis", TODAY - 40 * DAY)
    say(row, None, "Ingen HR vurdering")
    page = words(hr.get(reverse("initiative", args=[row.ref])))
    for said in (
        "5,0 %",
        "Besøg",
        "Én stilling",
        "3.600.000 kr.",
        "Direktionen",
        "SOSU-assistenter",
        "Fravær 2022/2023",
    ):
        assert said in page
    assert re.search(r"Ingen HR vurdering 23. november, HR Periodevis 14. oktober, HR", page)
    assert "Sammenlignet med: Plejecenter Lærkevej." in page


def test_hr_adds_changes_and_ends_one(world: World, hr: Client) -> None:
    said = {
        "title": "Trivselsteam",
        "purpose": "Færre sygedage",
        "units": [world.units["solgaarden"].pk],
        "responsible_words": "HR",
        "first_day": "01-12-2026",
        "follow_up_on": "01-06-2027",
    }
    assert "Vælg, hvem der er ansvarlig" in hr.post(reverse("initiative_add"), {**said, "responsible_words": ""}).text
    assert "Skriv, hvornår den følges op" in hr.post(reverse("initiative_add"), {**said, "follow_up_on": ""}).text
    assert "Vælg mindst én enhed" in hr.post(reverse("initiative_add"), {**said, "units": []}).text
    hr.post(reverse("initiative_add"), said)
    row = Initiative.objects.get()
    address = reverse("initiative_change", args=[row.ref])
    opened = carried(hr, address)
    Initiative.objects.update(goal="4 %")
    row.units.add(world.units["laerkevej"])
    late = hr.post(address, {**said, "goal": "5 %", "opened": opened}).text
    assert re.search(r"4 %.*Plejecenter Lærkevej", late.split("Sådan står det nu")[-1].split("<form")[0], re.DOTALL)
    hr.post(address, {**said, "goal": "5 %", "opened": re.search(r'name="opened" value="(\w+)"', late)[1]})
    row.refresh_from_db()
    assert (row.goal, row.units.count()) == ("5 %", 1)
    address = reverse("initiative_end", args=[row.ref])
    hr.post(address, {"last_day": "31-12-2027", "outcome": "Det gik", "opened": carried(hr, address)})
    row.refresh_from_db()
    assert (row.last_day, row.outcome) == (date(2027, 12, 31), "Det gik")


def test_the_choice_shows_the_tree(world: World, hr: Client) -> None:
    page = hr.get(reverse("initiative_add")).text
    shown = re.findall(r"<label[^>]*>\s*?(\u2003*)(Nordstrand Kommune|Ældre og Sundhed|Plejecenter \w+)", page)
    assert [(len(depth), name) for depth, name in shown] == [
        (0, "Nordstrand Kommune"),
        (1, "Ældre og Sundhed"),
        (2, "Plejecenter Solgården"),
        (2, "Plejecenter Lærkevej"),
    ]


def test_who_no_longer_leads_stays_responsible(world: World, made: Made, hr: Client) -> None:
    row = made(responsible_id=world.users["sibling_leader"].pk)
    Leadership.objects.filter(user=world.users["sibling_leader"]).update(last_day=TODAY - DAY)
    assert "Søren Sand" in hr.get(reverse("initiative_change", args=[row.ref])).text
    assert "Søren Sand" not in hr.get(reverse("initiative_add")).text


# --- What has become of the absence ------------------------------------------------------------------------


def test_the_effect_is_told_with_its_base_and_its_uncertainty(world: World, helped: Initiative, hr: Client) -> None:
    effect = told(helped, world)
    assert effect.chip.words == "Lavere fravær"
    assert effect.table is not None
    assert [row.title for row in effect.table.rows] == [
        "De 12 måneder før",
        "De samme måneder et år før",
        "Siden: 10 måneder",
        "Ændring fra de samme måneder",
    ]
    assert effect.table.rows[2].under == "Januar til oktober"
    assert len(effect.table.months) == 10
    page = words(hr.get(reverse("initiative", args=[helped.ref])))
    assert re.search(r"Forskel: −\d,\d procentpoint, højst sandsynligt mellem −\d,\d og −\d,\d procentpoint", page)
    assert "Optalt 23. november." in page
    assert "Ferie kendes ikke og er ikke trukket fra" in page


def test_before_anything_was_counted_nothing_is_told(world: World, helped: Initiative) -> None:
    effect = effects_of([helped], world.viewer("hr"))[helped.pk]
    assert (effect.chip.words, effect.table) == ("Kan ikke siges", None)


def test_the_figures_are_those_of_the_definition(world: World, helped: Initiative) -> None:
    """Against counting by hand: eleven people at Solgården, five of them of the world."""
    effect = told(helped, world)
    assert effect.table is not None
    # The working days of January to October 2026, which has two holidays of its own; then those sick on Mondays and
    # Tuesdays of four weeks a month.
    days = sum(DEFAULT_CALENDAR.is_working_day(date(2026, 1, 1) + DAY * ahead) for ahead in range(304))
    assert effect.table.rows[2].units.base.endswith(f"af {11 * days:,} arbejdsdage".replace(",", "."))


def test_it_is_too_early_without_six_months_or_without_a_year_before(
    world: World, made: Made, helped: Initiative
) -> None:
    young = made(title="Ny", first_day=date(2026, 6, 2))
    assert (told(young, world).chip.words, told(young, world).why) == (
        "For tidligt at sige",
        "Der er gået 4 hele måneder. Der skal være mindst 6.",
    )
    Period.objects.filter(first_day__lt=date(2025, 3, 1)).delete()
    assert (told(helped, world).chip.words, told(helped, world).why) == (
        "Kan ikke siges",
        "Fraværet er ikke kendt i alle 12 måneder før.",
    )


def test_a_unit_of_under_five_hides_the_figures(world: World, helped: Initiative, hr: Client, staffed: Staffed) -> None:
    """In one month only."""
    rows = Employment.objects.filter(unit=world.units["solgaarden"]).order_by("pk")
    keep = list(rows.values_list("pk", flat=True)[:4])
    assert told(helped, world).table is not None
    rows.exclude(pk__in=keep).update(last_day=date(2026, 9, 30))
    effect = told(helped, world)
    assert (effect.chip.words, effect.table) == ("Skjult: for få personer", None)
    assert effect.why == "Nogens fravær kunne regnes ud af tallene her: Plejecenter Solgården."
    page = words(hr.get(reverse("initiative", args=[helped.ref])))
    assert "procentpoint" not in page
    assert "Skjult: for få personer" in words(hr.get(reverse("initiatives")))


def test_others_with_too_few_are_left_out_of_the_comparison(world: World, helped: Initiative, staffed: Staffed) -> None:
    """And said to be."""
    small = Unit.objects.create(code="2003", name="Lille", parent=world.units["kommune"])
    large = Unit.objects.create(code="2004", name="Stor", parent=world.units["kommune"])
    world.units |= {"lille": small, "stor": large}
    staffed("lille", 4)
    staffed("stor", 9)
    helped.compared.add(small, large)
    effect = told(helped, world)
    assert effect.table is not None
    assert effect.table.is_compared
    assert "Ikke med i sammenligningen, da der er for få: Lille" in effect.why


def test_a_small_unit_does_not_hide_in_a_large_one(world: World, helped: Initiative, staffed: Staffed) -> None:
    """Its days could be found by taking the large one's away."""
    small = Unit.objects.create(code="2003", name="Lille", parent=world.units["aeldre"])
    world.units["lille"] = small
    staffed("lille", 4)
    helped.units.add(small)
    assert told(helped, world).chip.words == "Skjult: for få personer"


def test_leaders_see_the_verdict_and_the_figures_of_units_that_they_all_see(world: World, helped: Initiative) -> None:
    for person, sees in (("hr", True), ("leader_above", True), ("leader", False)):
        effect = told(helped, world, person)
        assert effect.chip.words == "Lavere fravær"
        assert (effect.table is not None) is sees
    assert told(helped, world, "leader").hidden == "Tallene ses af HR og af ledere, der ser alle disse enheder."


def test_without_others_the_leader_sees_their_own(world: World, helped: Initiative) -> None:
    helped.compared.clear()
    effect = told(helped, world, "leader")
    assert effect.table is not None
    assert (effect.table.is_compared, effect.table.rows[0].compared) == (False, None)
    assert (
        effect.why == "Fraværet er lavere end i de samme måneder året før. Der er ikke sammenlignet med andre enheder."
    )


def test_only_headline_causes_count(world: World, helped: Initiative) -> None:
    Period.objects.update(cause=Cause.objects.get(key="pregnancy"))
    effect = told(helped, world)
    assert effect.table is not None
    assert effect.table.rows[0].units.percent == "0,0\xa0%"


# --- Queries -----------------------------------------------------------------------------------------------


def test_the_pages_take_as_few_queries_for_many(
    world: World, made: Made, helped: Initiative, staffed: Staffed, hr: Client
) -> None:
    addresses = [reverse("initiatives"), *(reverse(name, args=[helped.ref]) for name in FORMS)]
    say(helped, 10, "")
    before = [queries(hr, address) for address in addresses]
    for number in range(29):
        row = made("solgaarden", title=f"Indsats {number}", first_day=BEGAN + number * DAY)
        say(row, number, "")
        say(helped, number, "")
        world.units[f"ny{number}"] = Unit.objects.create(code=f"3{number}", name="Ny", parent=world.units["aeldre"])
        staffed(f"ny{number}", 5, (date(2026, 2, 2), date(2026, 2, 3)))
        helped.units.add(world.units[f"ny{number}"])
    assert [queries(hr, address) for address in addresses] == before
    assert max(before) <= MOST_QUERIES


FORMS = ("initiative", "initiative_change", "initiative_compare", "initiative_assess", "initiative_end")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
