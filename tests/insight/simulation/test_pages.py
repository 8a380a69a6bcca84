"""The page and the files: that they give what the command gives, beside what is given today; who is hidden."""

import csv
import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import GivenPolicy, Period, Policy
from audit.models import Entry
from insight.rules.months import last_twelve_months
from insight.rules.simulation import Met, Overlap
from insight.simulation.figures import Result, simulated
from insight.simulation.forms import Asked, SimulationForm
from insight.simulation.queries import offered
from people.models import Employee, Leadership, Unit
from roundtable.rules.windows import Window
from tests.insight.conftest import DAY, FIRST, LAST, MONDAY
from tests.world import TODAY, World

MOST_QUERIES = 12
WINDOW = Window(FIRST, LAST)
ADDRESS = "/tal/regler/"


def result(world: World, *policies: str, unit: str = "kommune", window: Window = WINDOW) -> Result | None:
    choices = offered(TODAY)
    return simulated(Asked(policies or ("1-5-14",), world.units[unit].pk, window), choices, world.viewer("hr"))


def found(world: World, *policies: str, unit: str = "kommune", window: Window = WINDOW) -> Result:
    told = result(world, *policies, unit=unit, window=window)
    assert told is not None
    return told


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


# --- The same as the command -----------------------------------------------------------------------------------------


def test_the_page_fires_what_the_command_fires_on_the_same_absences(world: World, many, tmp_path: Path) -> None:
    many(12)
    absences, out = tmp_path / "absences.csv", tmp_path / "out.csv"
    call_command("export_absence", str(absences))
    keys = [key for key in Policy.objects.values_list("pk", flat=True) if key != "statutory"]
    numbers = dict(Employee.objects.values_list("pk", "number"))
    days = ("--from", str(FIRST), "--to", str(LAST))
    fired = 0
    for key, other in zip(keys, keys[1:] + keys[:1], strict=True):
        call_command("simulate_policy", key, "--absences", str(absences), *days, "--out", str(out))
        with out.open(encoding="utf-8") as file:
            written = [tuple(row) for row in list(csv.reader(file, delimiter=";"))[1:]]
        shown = [
            (numbers[who], str(f.rule.kind), str(f.rule.threshold), str(f.anchor), str(f.due_on))
            for who, _person, f, *_more in found(world, key, other).columns[0].found
        ]
        assert Counter(shown) == Counter(written)
        fired += len(written)
    assert fired > 200


# --- What it amounts to ----------------------------------------------------------------------------------------------


def test_one_policy_beside_another_and_todays(world: World, hire, sick, give) -> None:
    give("aeldre", "1-5-14")
    long, short = hire("solgaarden"), hire("solgaarden")
    sick(long, MONDAY, 40)
    sick(short, MONDAY, 2)
    sick(hire("kommune"), MONDAY, 7)
    first, second, today = found(world, "1-5-14", "3in90-or-7").columns
    assert [c.tally.number for c in (first, second, today)] == [6, 2, 4]
    assert [c.tally.people for c in (first, second, today)] == [3, 2, 2]
    assert [c.tally.minutes for c in (first, second, today)] == [90, 30, 60]
    assert [c.tally.in_vain for c in (first, second, today)] == [3, 1, 1]
    assert [c.tally.met for c in (first, second, today)] == [Met(1, 1, 1), Met(1, 1, 7), Met(1, 1, 1)]
    assert (first.overlap, second.overlap) == (Overlap(4, 2, 0), Overlap(1, 1, 3))
    assert [policy.key for policy in today.policies] == ["1-5-14"]


def test_todays_rules_are_those_of_each_unit_for_all_of_the_period(world: World, hire, sick, give) -> None:
    """Given since a month only, and not where another is given; the law's own are left out."""
    give("kommune", "1-5-14")
    give("laerkevej", "gt29")
    give("kommune", "statutory")
    sick(hire("solgaarden"), MONDAY, 31)
    sick(hire("laerkevej"), MONDAY, 31)
    GivenPolicy.objects.create(
        unit=world.units["aeldre"], policy_id="bradford", first_day=FIRST, last_day=TODAY - 9 * DAY
    )
    today = found(world).columns[-1]
    assert sorted(signal.firing.rule.key for signal in today.found) == [
        "1-5-14/1",
        "1-5-14/14",
        "1-5-14/5",
        "gt29/30in365",
    ]


def test_only_the_chosen_unit_and_those_below_count(world: World, hire, sick) -> None:
    for unit in ("solgaarden", "laerkevej", "kommune"):
        sick(hire(unit), MONDAY, 1)
    assert found(world, unit="aeldre").columns[0].tally.number == 2
    assert found(world).columns[0].tally.number == 3
    assert (found(world, unit="aeldre").people, found(world).people) == (10, 17)


def test_who_works_elsewhere_or_nowhere_is_left_out_and_so_is_what_is_withdrawn(world: World, hire, sick) -> None:
    sick(hire("solgaarden", is_outside=True), MONDAY, 5)
    sick(Employee.objects.create(number="70001"), MONDAY, 5)
    sick(hire(), MONDAY, 5)
    Period.objects.filter(employee__number__in=["60001"]).update(withdrawn=True, withdraw_reason="mistake")
    told = found(world)
    assert (told.columns[0].tally.number, told.people) == (0, 15)


def test_two_numbers_of_one_person_are_one(world: World, hire, sick) -> None:
    user = world.users["colleague"]
    for _one in range(2):
        sick(hire(user=user), MONDAY, 1)
    told = found(world)
    assert (told.columns[0].tally.number, told.columns[0].tally.people, told.people) == (2, 1, 14)


def test_the_load_is_that_of_the_leaders_of_today(world: World) -> None:
    assert (found(world).leaders, found(world, unit="aeldre").leaders) == (4, 3)
    assert found(world).weeks == pytest.approx(365 / 7)
    Leadership.objects.all().delete()
    assert found(world).leaders == 0


# --- What is hidden ----------------------------------------------------------------------------------------------


def test_few_people_are_hidden_with_whoever_is_needed_to_hide_them(world: World) -> None:
    """The leader above alone, two at Lærkevej, five at Solgården: nothing of three people may follow."""
    units = found(world, unit="aeldre").units
    codes = dict(Unit.objects.values_list("pk", "code"))
    assert {codes[key]: number for key, number in units.people.items()} == {"2000": 1, "2001": 5, "2002": 2}
    assert units.hidden == units.people.keys()
    assert found(world).units.hidden == frozenset()


def test_a_unit_is_not_told_of_where_the_page_above_hides_it(world: World, hire) -> None:
    assert result(world, unit="laerkevej") is None
    assert result(world, unit="solgaarden") is None
    for unit in ["laerkevej"] * 3 + ["aeldre"] * 4:
        hire(unit)
    assert found(world, unit="laerkevej").people == 5
    assert found(world, unit="solgaarden").people == 5


def test_job_groups_are_told_of_everywhere_at_once_only(world: World, hire, sick) -> None:
    for _one in range(5):
        sick(hire(job_group="Pædagoger"), MONDAY, 1)
    for _one in range(2):
        hire(job_group="Kokke")
    groups = found(world).job_groups
    assert groups is not None
    assert (groups.people, groups.hidden) == ({"": 14, "Pædagoger": 5, "Kokke": 2}, {"Kokke", "Pædagoger"})
    assert groups.shares[0]["Pædagoger"].number == 5
    assert found(world, unit="aeldre").job_groups is None


def test_who_works_in_two_groups_that_are_hidden_is_one_of_five_people_only_once(world: World, hire) -> None:
    """Three cook and clean: with the five educators alone, what is hidden is of more than these three."""
    for _one in range(5):
        hire(job_group="Pædagoger")
    for name in ("employee", "colleague", "leader"):
        for group in ("Kokke", "Rengøring"):
            hire(user=world.users[name], job_group=group)
    groups = found(world).job_groups
    assert groups is not None
    assert {group: number for group, number in groups.people.items() if group} == {
        "Pædagoger": 5,
        "Kokke": 3,
        "Rengøring": 3,
    }
    assert groups.hidden == {"Kokke", "Rengøring", "Pædagoger"}


def test_the_page_says_what_is_hidden_and_there_is_no_file_of_it(world: World, client_of) -> None:
    client = client_of("hr")
    page = words(client.get(f"{ADDRESS}?enhed=2002"))
    assert "Skjult, så ingen kan genkendes" in page
    assert "Signaler" not in page
    assert client.get(reverse("simulation_file", args=["csv"]) + "?enhed=2002").status_code == 404
    rows = words(client.get(f"{ADDRESS}?enhed=2000"))
    assert "Ældre og Sundhed selv under 5 Skjult: færre end 5 personer" in rows
    assert "Plejecenter Solgården 5 Skjult, så andres tal ikke kan regnes ud" in rows


# --- What is chosen -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 23), FIRST, LAST),
        (date(2026, 1, 1), date(2025, 1, 1), date(2025, 12, 31)),
        (date(2028, 2, 29), date(2027, 2, 1), date(2028, 1, 31)),
        (date(2028, 3, 31), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_the_last_twelve_whole_months(today: date, first: date, last: date) -> None:
    assert last_twelve_months(today) == Window(first, last)


def test_without_anything_it_is_what_is_given_most(world: World, client_of, give) -> None:
    page = client_of("hr").get(ADDRESS)
    assert page.context["form"].asked() == Asked(("1-5-14",), world.units["kommune"].pk, WINDOW)
    assert "Reglerne i dag: ingen." in words(page)
    give("aeldre", "2-6-14")
    give("solgaarden", "gt29")
    assert client_of("hr").get(ADDRESS).context["form"].asked().policies == ("2-6-14",)


def test_the_laws_own_policy_is_not_offered(world: World) -> None:
    assert "statutory" not in offered(TODAY).policies


def test_units_stand_as_the_tree_has_them(world: World) -> None:
    assert [(place.code, place.depth) for place in offered(TODAY).places] == [
        ("1000", 0),
        ("2000", 1),
        ("2001", 2),
        ("2002", 2),
    ]


def test_with_several_tops_all_of_them_are_one_choice(world: World, hire, sick, client_of) -> None:
    Unit.objects.create(code="9000", name="Havnen")
    sick(hire("solgaarden"), MONDAY, 1)
    page = client_of("hr").get(ADDRESS)
    assert page.context["form"].asked().unit is None
    assert "Alle enheder, 1. november 2025 til 31. oktober 2026." in words(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("fra=31-02-2026", "Den dag findes ikke."),
        ("fra=02-10-2026&til=01-10-2026", "Sidste dag må ikke ligge før første dag."),
        ("fra=01-10-2010", "Vælg højst fem år."),
        ("til=24-11-2026", "Vælg en dag, der ikke ligger efter 23-11-2026."),
        ("politik=1-5-14&mod=1-5-14", "Vælg en anden politik end den første."),
        ("politik=statutory", ""),
        ("enhed=0000", ""),
        ("mod=nej", ""),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_shown(client_of, query: str, said: str) -> None:
    response = client_of("hr").get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    assert response.context["page"] is None
    assert said in words(response)
    assert client_of("hr").get(f"{reverse('simulation_file', args=['csv'])}?{query}").status_code == 404


def test_without_any_policy_there_is_nothing_to_try_out(world: World, client_of) -> None:
    GivenPolicy.objects.all().delete()
    Policy.objects.exclude(pk="statutory").delete()
    assert client_of("hr").get(ADDRESS).context["page"] is None


def test_the_address_names_nobody(world: World, client_of) -> None:
    form = SimulationForm({"politik": "gt29", "enhed": "2000"}, offered=offered(TODAY))  # type: ignore[arg-type]
    assert form.is_valid()
    assert form.query() == "politik=gt29&mod=&enhed=2000&fra=01-11-2025&til=31-10-2026"


# --- The page and the files ---------------------------------------------------------------------------------------


def test_the_page_in_words(world: World, hire, sick, give, client_of) -> None:
    give("kommune", "1-5-14")
    sick(hire(), MONDAY, 40)
    sick(hire(), MONDAY, 4)
    page = words(client_of("hr").get(f"{ADDRESS}?mod=gt29"))
    assert "Nordstrand Kommune, 1. november 2025 til 31. oktober 2026. Opgjort 23. november 2026 kl. 9.00." in page
    assert "Grundlag: 16 personer ansat i perioden. Reglerne i dag: 1-5-14." in page
    for told in (
        "4 25 pr. 100 1 6 pr. 100 4 25 pr. 100",
        "2 13 % af medarbejderne 1 6 % af medarbejderne 2 13 % af medarbejderne",
        "0,0 4 ledere",
        "1 time 0 min. pr. leder og uge 0,3 timer 0 min. pr. leder og uge 1 time 0 min. pr. leder og uge",
        "1 af 1 typisk på dag 1 0 af 1 1 af 1 typisk på dag 1",
        "Fraværet sluttede af sig selv før dag 15. 1 25 % af signalerne 0 0 % af signalerne 1 25 % af signalerne",
        "4 100 % af signalerne 0 0 % af signalerne –",
        "4 100 % af dem i dag –",
        "Dag 14: aftal de næste uger med medarbejderen 1 15 minutter 0,3 timer",
        "Over 29 sygedage på et år: se på forløbet for medarbejderen 1 20 minutter 0,3 timer",
        "Ældre og Sundhed 10 4 2 personer, 40 pr. 100 1 1 person, 10 pr. 100 4 2 personer, 40 pr. 100",
        "en kontakt 15 minutter, en samtale 45 minutter",
    ):
        assert told in page


def test_rules_without_words_are_told_by_what_they_wait_for(world: World, hire, sick, client_of) -> None:
    policy = Policy.objects.create(key="egen", name_da="Vores egen", name_en="Our own")
    for kind, threshold, days in (("elapsed", 3, None), ("count", 3, 90), ("sum", 20, 365), ("bradford", 99, 364)):
        policy.rules.create(
            key=f"egen/{kind}",
            kind=kind,
            threshold=threshold,
            window_days=days,
            creates="notice",
            owner_role="hr",
        )
    page = words(client_of("hr").get(f"{ADDRESS}?politik=egen"))
    for told in (
        "Dag 3 i et fravær 0 ingen tid for lederen",
        "3 sygeperioder på 90 dage",
        "20 sygedage på 365 dage",
        "Bradford-tal 99 på 364 dage",
    ):
        assert told in page


def csv_of(client, query: str = "") -> list[list[str]]:
    response = client.get(f"{reverse('simulation_file', args=['csv'])}?{query}")
    assert response.status_code == 200
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_a_file_has_a_row_for_each_figure_with_its_base_and_its_day(world: World, hire, sick, give, client_of) -> None:
    give("kommune", "1-5-14")
    sick(hire(), MONDAY, 40)
    head, *rows = csv_of(client_of("hr"), "mod=gt29")
    assert head == [
        "Fra",
        "Til",
        "Opgjort",
        "Hvor",
        "Politik",
        "Del",
        "Tal",
        "Værdi",
        "Enhed",
        "Grundlag",
        "Bemærkning",
    ]
    assert {tuple(row[:4]) for row in rows} == {("01-11-2025", "31-10-2026", "23-11-2026", "Nordstrand Kommune")}
    told = {(*row[4:7], row[8]): row[7:] for row in rows}
    assert len(told) == len(rows)
    assert told["1-5-14", "I alt", "Signaler", "signaler"] == ["3", "signaler", "15", "20 pr. 100"]
    assert told["Over 29 dage på et år", "I alt", "Ledernes tid", "timer"][:2] == ["0,3", "timer"]
    assert told["I dag", "I alt", "Lange forløb fanget i tide", "lange forløb"] == [
        "1",
        "lange forløb",
        "1",
        "typisk på dag 1",
    ]
    day_5 = ("1-5-14", "Regel for regel", "Dag 5: ring til medarbejderen")
    assert told[*day_5, "signaler"] == ["1", "signaler", "3", ""]
    assert told[*day_5, "timer"] == ["0,3", "timer", "", "15 minutter"]
    assert told["1-5-14", "Enheder", "Ældre og Sundhed", "signaler"] == ["3", "signaler", "9", "1 person, 33 pr. 100"]


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(client_of) -> None:
    rows = [row for row in csv_of(client_of("hr"), "enhed=2000") if row[5] == "Enheder"]
    assert {tuple(row[7:10]) for row in rows} == {("", "signaler", "")}
    assert {row[10] for row in rows} == {
        "Skjult: færre end 5 personer",
        "Skjult, så andres tal ikke kan regnes ud",
    }


def test_a_spreadsheet_says_what_is_counted_and_as_of_when(world: World, client_of) -> None:
    response = client_of("hr").get(reverse("simulation_file", args=["xlsx"]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="regler-2025-11-01-2026-10-31.xlsx"'
    texts = ZipFile(BytesIO(response.content)).read("xl/sharedStrings.xml").decode().replace("\xa0", " ")
    assert "Prøv regler af: Nordstrand Kommune, 1. november 2025 til 31. oktober 2026" in texts
    assert "Opgjort 23. november 2026 kl. 9.00. Grundlag: 14 personer ansat i perioden." in texts
    assert "Medarbejdere med et signal: Mindst ét." in texts


def test_nobody_is_named(world: World, many, client_of) -> None:
    many(12)
    client = client_of("hr")
    for address in (ADDRESS, *(reverse("simulation_file", args=[kind]) for kind in ("csv", "xlsx"))):
        content = client.get(f"{address}?mod=bradford").content
        if address.endswith("xlsx/"):
            sheets = ZipFile(BytesIO(content))
            content = b"".join(sheets.read(name) for name in sheets.namelist())
        assert b"Kanariefugl" not in content
        assert b"6000" not in content
        assert b"Birgit" not in content


def test_that_a_file_left_is_recorded_and_a_look_is_not(world: World, client_of) -> None:
    before = Entry.objects.count()
    client_of("hr").get(ADDRESS)
    assert Entry.objects.count() == before
    csv_of(client_of("hr"))
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.purpose, entry.capacity, entry.subjects) == ("exported", "policy_simulation", "hr", [])


def test_a_file_of_another_kind_is_not_found(client_of) -> None:
    assert client_of("hr").get(reverse("simulation_file", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("name", ["simulation", "simulation_file"])
def test_it_costs_the_same_for_one_and_for_thirty(world: World, many, client_of, give, name: str) -> None:
    give("kommune", "1-5-14")
    client, address = client_of("hr"), reverse(name, args=["csv"] if name.endswith("file") else [])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?mod=gt29").status_code == 200
        return len(queries)

    many(1)
    first = cost()
    many(30)
    # The file leaves a row in the audit.
    assert cost() == first <= MOST_QUERIES + (name == "simulation_file")
