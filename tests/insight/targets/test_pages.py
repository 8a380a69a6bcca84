"""The pages of targets and plans: what each sees, what is pressed there, and how few queries that takes."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.models import FollowUp
from insight.models import PlanAction, Shown, Target
from insight.rules.masking import Why
from insight.targets.page import View, targets_page
from insight.targets.words import say_target
from insight.words import say_aim, say_why
from people.models import Unit
from people.rules import RuleViolation
from tests.factories import LeadershipFactory, UnitFactory, person
from tests.insight.targets.conftest import aim, count, words
from tests.world import NOW, TODAY, World

MOST_QUERIES = 12


def address(year: int = TODAY.year) -> str:
    return f"{reverse('targets')}?aar={year}"


def seen(world: World, name: str, year: int = TODAY.year) -> dict[str, tuple[str, str, str]]:
    """Unit -> target, whence, distance."""
    count(world)
    return {
        line.unit.name: (line.unit.target, line.unit.inherited, line.unit.distance)
        for line in targets_page(world.viewer(name), year).lines
    }


# --- The tree ------------------------------------------------------------------------------------------------


def test_each_unit_stands_beside_its_own_or_inherited_target(world: World, staff) -> None:
    staff("laerkevej", 6, sick=31)
    aim(world, kommune="5.0", laerkevej="0.95")
    found = seen(world, "hr")
    assert list(found) == [
        "Nordstrand Kommune",
        "Ældre og Sundhed",
        "Plejecenter Solgården",
        "Plejecenter Lærkevej",
    ]
    assert found["Nordstrand Kommune"][:2] == ("5,0\xa0%", "")
    assert found["Ældre og Sundhed"][:2] == ("5,0\xa0%", "Nordstrand Kommune")
    # 22 working days of 8 people in 250 days: 1.1 percent.
    assert found["Plejecenter Lærkevej"] == ("0,95\xa0%", "", "0,1 over mål")


def test_a_unit_is_said_to_be_on_target_alike_on_every_page(world: World, staff, hr: Client) -> None:
    staff("laerkevej", 6, sick=31)
    # 1.1 percent, as above.
    aim(world, laerkevej="1.06")
    assert seen(world, "hr")["Plejecenter Lærkevej"] == ("1,06\xa0%", "", "På målet")
    assert "Over mål, 0" in words(hr.get(address()))
    for page in (reverse("unit_figures", args=["2002"]), reverse("action_plan", args=[2026, "2002"])):
        assert "På målet" in words(hr.get(page))
    assert "Det nås med" not in words(hr.get(reverse("unit_figures", args=["2002"])))


def test_a_leader_sees_their_own_units_and_inherits_from_above(world: World, staff) -> None:
    staff("aeldre", 5)
    aim(world, kommune="5.0", laerkevej="6")
    assert seen(world, "leader") == {"Plejecenter Solgården": ("5,0\xa0%", "Nordstrand Kommune", "5,0 under mål")}
    assert list(seen(world, "leader_above")) == ["Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]


def test_without_any_target_there_is_none(world: World, hr: Client) -> None:
    assert {found[0] for found in seen(world, "hr").values()} == {""}
    assert "intet mål" in words(hr.get(address()))


def test_the_years_are_apart(world: World, hr: Client) -> None:
    aim(world, 2025, kommune="6.1")
    aim(world, kommune="5.0")
    assert "Mål for 2025, fravær fra 2025" in words(hr.get(address(2025)))
    assert "Mål for 2026, fravær fra november 2025 til oktober 2026" in words(hr.get(address()))
    assert seen(world, "hr", 2025)["Nordstrand Kommune"][0] == "6,1\xa0%"
    assert seen(world, "hr", 2027)["Nordstrand Kommune"][0] == ""
    for year in ("2024", "2028", "x", "-1"):
        assert hr.get(reverse("targets"), {"aar": year}).status_code == 404


def test_those_above_are_listed_in_the_organisations_order(world: World, staff) -> None:
    staff("laerkevej", 6, sick=31)
    staff("solgaarden", 6, sick=5)
    staff("aeldre", 4)
    aim(world, kommune="0.01", aeldre="9", laerkevej="1", solgaarden="0.01")
    staff("kommune", 4)
    count(world)
    page = targets_page(world.viewer("hr"), 2026, View.ABOVE)
    assert [line.unit.name for line in page.lines] == [
        "Nordstrand Kommune",
        "Plejecenter Solgården",
        "Plejecenter Lærkevej",
    ]
    assert {line.bar.is_over for line in page.lines if line.bar} == {True}


def test_small_units_and_one_beside_them_are_hidden(world: World, staff, hr: Client) -> None:
    aim(world, kommune="0.01")
    staff("kommune", 5)
    count(world)
    lines = {line.unit.name: line.unit for line in targets_page(world.viewer("hr"), 2026).lines}
    few, beside = lines["Plejecenter Lærkevej"], lines["Plejecenter Solgården"]
    assert few.figure.hidden == say_why(Why.FEW) == "Skjult: færre end 5 personer"
    assert beside.figure.hidden == say_why(Why.BESIDE)
    for line in (few, beside):
        assert (line.figure.percent, line.figure.base, line.distance, line.points) == ("", "", "", None)
        assert not line.is_above
    # One of two colleagues falls ill in the small unit: nothing on its page tells.
    before = words(hr.get(reverse("action_plan", args=[2026, "2002"])))
    staff("aeldre", 1, sick=31)
    count(world)
    assert words(hr.get(reverse("action_plan", args=[2026, "2002"]))) == before


def test_a_large_tree_opens_line_by_line_or_as_a_whole(world: World, hr: Client) -> None:
    grow(world, 31)
    below = "Plejecenter Solgården"
    assert below not in words(hr.get(address()))
    page = words(hr.get(reverse("targets"), {"enhed": "2000"}))
    assert below in page
    assert "Fold enhederne under Ældre og Sundhed sammen" in page
    assert below in words(hr.get(reverse("targets"), {"enhed": "alle"}))
    assert below not in words(hr.get(reverse("leader_spans"), {"enhed": "x"}))
    assert below in words(hr.get(reverse("leader_spans"), {"enhed": "alle"}))


def test_a_past_year_is_told_where_each_of_its_months_may_be(world: World, staff) -> None:
    """It would come out of the last twelve months and those since, where these are told month by month."""
    for above in ("kommune", "aeldre", "laerkevej"):
        staff(above, 6)
    count(world)
    assert {line.unit.figure.hidden for line in targets_page(world.viewer("hr"), 2025).lines} == {""}
    Shown.objects.filter(unit=world.units["laerkevej"]).update(span=Shown.Span.YEARS)
    for year, hidden in ((2025, say_why(Why.BESIDE)), (2026, "")):
        lines = {line.unit.name: line.unit for line in targets_page(world.viewer("hr"), year).lines}
        assert lines["Plejecenter Lærkevej"].figure.hidden == hidden
        assert lines["Plejecenter Solgården"].figure.hidden == ""


def test_before_anything_was_counted_nothing_is_told(world: World, hr: Client) -> None:
    aim(world, kommune="5.0")
    page = words(hr.get(address()))
    assert "Opgjort ikke endnu" in page
    assert "Der er ikke talt op endnu." in page


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        ("0.4", "0,4 over mål"),
        ("-0.1", "0,1 under mål"),
        ("0", "På målet"),
        ("12", "12,0 over mål"),
    ],
)
def test_a_distance_in_words(distance: str, said: str) -> None:
    assert say_aim(Decimal(distance), "da") == said
    assert say_aim(None, "da") == ""


def test_a_target_is_said_with_the_decimals_that_it_has() -> None:
    assert [say_target(Decimal(one), "da") for one in ("5", "5.80", "5.25")] == ["5,0\xa0%", "5,8\xa0%", "5,25\xa0%"]


# --- Setting -------------------------------------------------------------------------------------------------


def form_of(client: Client, year: int = 2026) -> dict[str, str]:
    """What the form holds as it is opened."""
    form = client.get(reverse("targets_set", args=[year])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def field(world: World, name: str) -> str:
    return f"unit_{world.units[name].pk}"


def own(year: int = 2026) -> dict[str, str]:
    return {
        code: str(percent) for code, percent in Target.objects.filter(year=year).values_list("unit__code", "percent")
    }


def test_hr_sets_several_at_once_and_takes_one_away(world: World, hr: Client) -> None:
    asked = form_of(hr) | {field(world, "kommune"): "5,0", field(world, "laerkevej"): "5.85"}
    response = hr.post(reverse("targets_set", args=[2026]), asked, follow=True)
    assert "Målene for 2026 er gemt." in words(response)
    assert own() == {"1000": "5.00", "2002": "5.85"}
    row = Entry.objects.get(event="targets_set")
    assert (row.purpose, row.fields, row.subjects) == ("2026", ["1000", "2002"], [])
    page = words(hr.get(reverse("targets_set", args=[2026])))
    assert "Plejecenter Solgården 5,0 % fra Nordstrand Kommune" in page
    hr.post(reverse("targets_set", args=[2026]), form_of(hr) | {field(world, "laerkevej"): ""})
    assert own() == {"1000": "5.00"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Et mål ligger over 0 og under 100 procent."),
        ("100", "Et mål ligger over 0 og under 100 procent."),
        ("fem", "Skriv en procent, for eksempel 5,8."),
        ("5,855", "Skriv en procent med en eller to decimaler."),
    ],
)
def test_what_is_no_target_is_refused_and_nothing_is_set(world: World, hr: Client, typed: str, said: str) -> None:
    asked = form_of(hr) | {field(world, "kommune"): typed, field(world, "aeldre"): "5"}
    response = hr.post(reverse("targets_set", args=[2026]), asked)
    assert said in words(response)
    assert f'value="{typed}"' in response.content.decode()
    assert own() == {}


def test_what_another_changed_meanwhile_is_shown_and_the_rest_kept(world: World, hr: Client) -> None:
    aim(world, kommune="5.0", aeldre="6.0")
    asked = form_of(hr)
    aim(world, kommune="5.5", laerkevej="7.0")
    asked |= {field(world, "kommune"): "4,0", field(world, "aeldre"): "6,1"}
    response = hr.post(reverse("targets_set", args=[2026]), asked)
    page = words(response)
    assert "Nogen har ændret nogle af dem, siden du åbnede siden." in page
    assert "Nordstrand Kommune 5,5 %" in page
    assert own() == {"1000": "5.50", "2000": "6.00", "2002": "7.00"}
    # Seen beside what stands now, it counts; what the other set elsewhere stays.
    again = {name: response.context["form"][name].value() or "" for name in asked}
    assert again[field(world, "kommune")] == "4,0"
    hr.post(reverse("targets_set", args=[2026]), again)
    assert own() == {"1000": "4.00", "2000": "6.10", "2002": "7.00"}


def test_targets_are_hrs_and_of_the_years_around_this_one(world: World, hr: Client) -> None:
    with pytest.raises(RuleViolation, match="year_out_of_range"):
        aim(world, 2030, kommune="5")
    assert hr.get(reverse("targets_set", args=[2030])).status_code == 404


# --- A unit's plan -------------------------------------------------------------------------------------------

ACTION = {"what": "Faste vagter i weekenden", "who": "MED-udvalget", "due_on": "30-11-2026"}


def plan_at(code: str = "2001") -> str:
    return reverse("action_plan", args=[2026, code])


def test_a_leader_writes_the_plan_and_says_what_is_done(client_of) -> None:
    leader = client_of("leader")
    response = leader.post(plan_at(), ACTION, follow=True)
    assert "Faste vagter i weekenden MED-udvalget, senest 30. november" in words(response)
    assert "om 7 dage" in words(response)
    assert "1 åben opgave" in words(leader.get(address()))
    row = PlanAction.objects.get()
    assert row.written_by is not None
    assert row.written_by.username == "leader"
    settle = reverse("plan_action_settle", args=[row.ref])
    assert "gjort 23. november" in words(leader.post(settle, follow=True))
    assert "alt er gjort" in words(leader.get(address()))
    leader.post(settle, {"undone": "1"})
    row.refresh_from_db()
    assert row.done_on is None


def test_what_is_overdue_says_so(world: World, client_of) -> None:
    PlanAction.objects.create(
        unit=world.units["solgaarden"],
        year=2026,
        what="Ny introduktion",
        who="Birgit",
        due_on=TODAY.replace(day=20),
        written_at=NOW,
    )
    leader = client_of("leader")
    assert "3 dage over tid" in words(leader.get(plan_at()))
    assert "1 over tid" in words(leader.get(address()))


def test_the_guard_asks_whether_it_is_about_somebodys_health(client_of) -> None:
    leader = client_of("leader")
    asked = ACTION | {"what": "Kursus om stress"}
    response = leader.post(plan_at(), asked)
    assert "Planen fortæller, hvad enheden gør" in words(response)
    assert not PlanAction.objects.exists()
    leader.post(plan_at(), asked | {"note_override": "Det er kursets navn"})
    assert PlanAction.objects.get().what == "Kursus om stress"
    cpr = leader.post(plan_at(), ACTION | {"who": "010190-1234", "note_override": "x"})
    assert "CPR" in words(cpr)
    assert PlanAction.objects.count() == 1


def test_a_line_is_corrected_and_taken_off(world: World, client_of) -> None:
    leader, hr = client_of("leader"), client_of("hr")
    leader.post(plan_at(), ACTION)
    row = PlanAction.objects.get()
    change = reverse("plan_action_change", args=[row.ref])
    opened = hr.get(change).context["form"]["opened"].value()
    leader.post(change, ACTION | {"who": "Birgit", "opened": opened})
    response = hr.post(change, ACTION | {"who": "Henrik", "opened": opened})
    assert "Af hvem Birgit" in words(response)
    hr.post(change, ACTION | {"who": "Henrik", "opened": response.context["form"]["opened"].value()})
    row.refresh_from_db()
    assert row.who == "Henrik"
    hr.post(reverse("plan_action_drop", args=[row.ref]))
    assert not PlanAction.objects.exists()
    assert leader.get(change).status_code == 404


def test_nothing_of_a_plan_reaches_the_audit(client_of) -> None:
    client_of("leader").post(plan_at(), ACTION)
    rows = Entry.objects.values_list("event", "fields", "purpose", "subjects")
    assert ("plan_action_added", [], "2001", []) in list(rows)
    assert "weekenden" not in str(list(rows))


# --- How few queries -------------------------------------------------------------------------------------------


def grow(world: World, number: int) -> None:
    """More units below the municipality, each with a leader, four more people, what is owed about one of them to a
    consultant and to the leader, a target and a line of a plan.
    """
    for place in range(number):
        unit: Unit = UnitFactory(parent=world.units["kommune"])
        LeadershipFactory(unit=unit, user=person(unit).user)
        people = [person(unit, user=None) for _each in range(4)]
        for role in ("leader", "consultant"):
            FollowUp.objects.create(
                employee=people[0], key=f"{role}{place}", kind="contact", origin="x", owner_role=role, created_at=NOW
            )
        Target.objects.create(unit=unit, year=2026, percent=5, set_at=NOW)
        PlanAction.objects.create(unit=unit, year=2026, what="x", who="x", due_on=TODAY, written_at=NOW)


@pytest.mark.parametrize(
    ("name", "args"), [("targets", []), ("targets_set", [2026]), ("action_plan", [2026, "1000"]), ("leader_spans", [])]
)
def test_pages_take_the_same_few_queries_for_one_unit_and_for_thirty(
    world: World, hr: Client, name: str, args: list[object]
) -> None:
    took = []
    for more in (1, 30):
        grow(world, more)
        with CaptureQueriesContext(connection) as queries:
            assert hr.get(reverse(name, args=args)).status_code == 200
        took.append(len(queries))
    assert took[0] == took[1] <= MOST_QUERIES
