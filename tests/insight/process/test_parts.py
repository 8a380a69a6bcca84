"""Equal treatment, workplaces, and rules that are heard: what is told, of whom, and with how many queries."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from insight.process.treatment import Groups, Row, treatment_page
from insight.process.unheard import unheard_page
from insight.process.workplaces import workplaces_page
from people.models import Employee
from tests.insight.process.conftest import DUE, words
from tests.world import TODAY, World

PAGES = ("process", "process_treatment", "process_workplaces", "process_rules")
DAY = timedelta(days=1)


# --- Equal treatment -------------------------------------------------------------------------------------


def parts(world: World, name: str = "hr", asked: str = "") -> tuple[Groups, ...]:
    return treatment_page(world.viewer(name), asked).parts


def rows(part: Groups) -> dict[str, Row]:
    return {row.name: row for row in part.rows}


def test_the_same_threshold_by_job_group(world: World, staff, owe) -> None:
    for employee in staff("solgaarden", 40, job_group="SOSU"):
        owe(employee, late=5)
    for employee in staff("laerkevej", 60, job_group="Lærere"):
        owe(employee, anchor=DUE - 2 * DAY)
    for employee in staff("laerkevej", 3, job_group="Terapeuter"):
        owe(employee)
    groups, _sizes = parts(world)
    assert (groups.all.due, groups.all.done, groups.all.on_time) == ("103", "100\xa0%", "61\xa0%")
    found = rows(groups)
    assert list(found) == ["Lærere", "SOSU", "Terapeuter"]
    assert (found["Terapeuter"].hidden, found["Terapeuter"].due) == (
        "Skjult: få personer, eller andres tal kunne regnes ud",
        "",
    )
    # Three would come out of all less the others.
    assert found["SOSU"].hidden
    assert (found["Lærere"].on_time, found["Lærere"].days) == ("100\xa0%", "2")
    assert found["Lærere"].chip is not None
    assert found["Lærere"].chip.words == "oftere til tiden"
    assert groups.differs


def test_what_chance_explains_is_not_stated(world: World, staff, owe) -> None:
    for group in ("SOSU", "Lærere"):
        for number, employee in enumerate(staff("solgaarden", 20, job_group=group)):
            owe(employee, late=int(number < (6 if group == "SOSU" else 3)))
    groups, _sizes = parts(world)
    assert [row.on_time for row in groups.rows] == ["85\xa0%", "70\xa0%"]
    assert [row.chip for row in groups.rows] == [None, None]
    assert not groups.differs


def test_by_how_many_people_the_leaders_have(world: World, staff, owe) -> None:
    people = [*staff("solgaarden", 30), *staff("laerkevej", 5)]
    for employee in people:
        owe(employee, late=None if employee in people[:25] else 0)
    _groups, sizes = parts(world)
    found = rows(sizes)
    assert {name: (row.due, row.done) for name, row in found.items()} == {
        "Ledere med færre end 10 medarbejdere": ("5", "100\xa0%"),
        "Ledere med 20-49 medarbejdere": ("30", "17\xa0%"),
    }
    assert [row.chip.words for row in found.values() if row.chip] == ["gøres oftere", "gøres sjældnere"]


def test_one_condition_at_a_time_whatever_the_policy(world: World, staff, owe) -> None:
    people = staff("solgaarden", 12)
    for employee in people:
        owe(employee)
    for employee in people[:6]:
        owe(employee, rule="1-5-14/14")
        owe(employee, rule="built-in/welcome-back")
    page = treatment_page(world.viewer("hr"), "")
    assert [(pill.label, pill.current) for pill in page.pills] == [
        ("Dag 5 i et fravær", True),
        ("Dag 14 i et fravær", False),
        ("Sig velkommen tilbage", False),
    ]
    url = page.pills[1].url.partition("graense=")[2]
    assert treatment_page(world.viewer("hr"), url).condition == "Dag 14 i et fravær"
    assert treatment_page(world.viewer("hr"), "x").condition == "Dag 5 i et fravær"


def test_only_what_leaders_owe_and_what_the_viewer_sees(world: World, staff, owe) -> None:
    for employee in staff("solgaarden", 9):
        owe(employee)
        owe(employee, owner_role="hr")
    for employee in staff("laerkevej", 7):
        owe(employee)
    assert parts(world)[0].all.due == "16"
    assert parts(world, "leader")[0].all.due == "9"


def test_age_is_not_invented(client_of) -> None:
    text = words(client_of("hr").get(reverse("process_treatment")))
    assert "Alder vises ikke." in text
    assert "hverken alder eller fødselsdato" in text
    assert "for få medarbejdere" in text


# --- Workplaces ------------------------------------------------------------------------------------------

# Through Sunday the 22nd; two weeks.
MONDAY = date(2026, 11, 16)


@pytest.fixture
def quiet(staff) -> list[Employee]:
    """Others at another workplace, all well."""
    return staff("laerkevej", 60)


def test_many_who_fell_ill_at_about_the_same_time(world: World, quiet, staff, sick) -> None:
    people = staff("solgaarden", 20)
    for employee in people[:7]:
        sick(employee, MONDAY, 2)
    page = workplaces_page(world.viewer("hr"))
    (row,) = page.rows
    assert (row.unit, row.above) == ("Plejecenter Solgården", "Ældre og Sundhed")
    # The world's own five sit there as well, the leader among them, who has just fallen ill.
    assert (row.signal, row.number, row.base) == ("Mange blev syge omtrent samtidig", "8 personer", "25")
    assert page.days == "9. til 22.\xa0november"
    assert row.next == "Tal med lederen om, hvad der ligger bag."
    assert row.url == reverse("series_add")
    # A child's sick day, what was withdrawn, and what began before or after the days.
    for employee, first, cause in (
        (people[8], MONDAY, "child"),
        (people[9], MONDAY, "pregnancy"),
        (people[10], date(2026, 11, 8), "sickness"),
        (people[11], date(2026, 11, 23), "sickness"),
    ):
        sick(employee, first, 1, cause)
    sick(people[12], MONDAY, 1).__class__.objects.filter(employee=people[12]).update(
        withdrawn=True, withdraw_reason="mistake"
    )
    assert workplaces_page(world.viewer("hr")).rows[0].number == "8 personer"


def test_who_only_goes_on_did_not_fall_ill(world: World, quiet, staff, sick) -> None:
    """Periods that touch are one absence."""
    for employee in staff("solgaarden", 12)[:9]:
        sick(employee, date(2026, 11, 2), 14)
        sick(employee, MONDAY, 2, "partial")
    assert workplaces_page(world.viewer("hr")).rows == ()


def test_many_who_are_away_for_long(world: World, quiet, staff, sick) -> None:
    people = staff("solgaarden", 20)
    for employee in people[:5]:
        sick(employee, date(2026, 10, 25), None)
    (row,) = workplaces_page(world.viewer("hr")).rows
    assert (row.signal, row.number, row.share) == ("Mange har været væk i 29 dage eller mere", "5 personer", "20\xa0%")
    # One of 28 days only, and one that is over.
    sick(people[5], date(2026, 10, 26), None)
    sick(people[6], date(2026, 9, 1), 80)
    assert workplaces_page(world.viewer("hr")).rows[0].number == "5 personer"


def test_few_are_not_told_in_number(world: World, quiet, staff, sick) -> None:
    for employee in staff("kommune", 3):
        sick(employee, date(2026, 10, 1), None)
    (row,) = workplaces_page(world.viewer("hr")).rows
    assert row.unit == "Nordstrand Kommune"
    assert (row.number, row.share) == ("færre end 5 personer", "")


def test_leaders_see_their_own_workplaces(world: World, quiet, staff, sick) -> None:
    for employee in staff("solgaarden", 20)[:7]:
        sick(employee, MONDAY, 2)
    assert workplaces_page(world.viewer("sibling_leader")).rows == ()
    (row,) = workplaces_page(world.viewer("leader")).rows
    assert row.next == "Du leder her. Se på det med din TRIO og med din egen leder."
    assert row.url
    (row,) = workplaces_page(world.viewer("leader_above")).rows
    assert (row.next, row.url) == ("Tal med lederen om, hvad der ligger bag.", "")


def test_days_and_chance_are_settings(world: World, quiet, staff, sick, settings) -> None:
    for employee in staff("solgaarden", 20)[:7]:
        sick(employee, MONDAY, 2)
    settings.CLUSTER_DAYS = 6
    assert workplaces_page(world.viewer("hr")).rows == ()
    settings.CLUSTER_DAYS, settings.CLUSTER_ONE_IN = 14, 10**9
    assert workplaces_page(world.viewer("hr")).rows == ()


# --- Rules that are heard --------------------------------------------------------------------------------


def test_what_became_of_what_each_rule_asked_for(world: World, staff, owe) -> None:
    people = staff("solgaarden", 30)
    for employee in people[:12]:
        owe(employee, anchor=DUE - 2 * DAY)
    for employee in people[12:15]:
        owe(employee, late=4)
    for employee in people[15:25]:
        owe(employee, late=None)
    owe(people[25], late=None, due_on=date(2026, 9, 30))
    owe(people[26], state="overtaken", closed_on=DUE)
    owe(people[27], state="lapsed", closed_on=DUE)
    # Back before the anchor: it never asked.
    owe(people[28], state="lapsed", closed_on=DUE - DAY)
    owe(people[29], state="withdrawn", closed_on=DUE)
    (row,) = unheard_page(world.viewer("hr")).rows
    assert (row.fired, row.done, row.late, row.left_open, row.lapsed) == ("28", "15", "3", "11", "2")
    assert (row.acted, row.days) == ("58\xa0%", "2")
    assert row.chip is not None
    assert row.chip.words == "bliver ofte ikke gjort"
    assert row.advice.startswith("Meget af det bliver ikke gjort.")


def test_from_when_on_a_rule_is_heard_is_a_setting(world: World, staff, owe, settings) -> None:
    for number, employee in enumerate(staff("solgaarden", 20)):
        owe(employee, late=None if number < 8 else 0, due_on=date(2026, 9, 30))
    page = unheard_page(world.viewer("hr"))
    assert (page.flagged, page.rows[0].left_open) == (0, "8")
    settings.RULE_HEARD_PERCENT, settings.RULE_LEFT_OPEN_DAYS = 61, 54
    page = unheard_page(world.viewer("hr"))
    assert (page.flagged, page.rows[0].left_open) == (1, "0")
    assert (TODAY - date(2026, 9, 30)).days == 54


def test_the_page_says_what_to_consider(client_of, staff, owe) -> None:
    for employee in staff("solgaarden", 25):
        owe(employee, late=None)
        owe(employee, rule="statutory/four-week-talk", late=None)
    text = words(client_of("hr").get(reverse("process_rules")))
    assert "2 regler bliver fulgt mindre end 60 % af gangene." in text
    assert "Overvej så en højere grænse" in text


def test_only_what_the_viewer_sees(world: World, staff, owe) -> None:
    for employee in staff("laerkevej", 9):
        owe(employee)
    assert unheard_page(world.viewer("leader")).rows == ()
    assert len(unheard_page(world.viewer("sibling_leader")).rows) == 1


# --- All of them -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_queries_and_size_do_not_grow(client_of, many: Callable[[int], None], staff, owe, sick, name: str) -> None:
    client = client_of("hr")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(name))
        assert response.status_code == 200
        assert len(response.content) < 60_000
        return len(queries)

    for employee in staff("solgaarden", 5):
        owe(employee)
    few = count()
    for number, employee in enumerate(staff("solgaarden", 60, job_group="SOSU")):
        for rule in ("1-5-14/1", "1-5-14/5", "1-5-14/14", "built-in/welcome-back"):
            owe(employee, rule=rule, late=number % 3)
        sick(employee, MONDAY, 3)
    assert count() == few
    assert few <= 12


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_named(world: World, client_of, staff, owe, name: str) -> None:
    for employee in staff("solgaarden", 25):
        owe(employee)
    for visitor in ("hr", "director", "leader", "deputy"):
        response = client_of(visitor).get(reverse(name))
        assert response.status_code == 200
        text = words(response)
        for person in world.users.values():
            assert person.last_name not in text
