"""The span of leaders beside absence and open tasks."""

from datetime import timedelta

from django.urls import reverse

from cases.models import FollowUp
from insight.targets.span import Duties, Line, leaders_page
from people.models import Employee, Leadership
from tests.insight.targets.conftest import count, words
from tests.world import NOW, TODAY, World


def lines(world: World, name: str = "hr") -> dict[str, Line]:
    count(world)
    return {line.name: line for line in leaders_page(world.viewer(name)).lines}


def owe(employee: Employee, *, late: int = 0, role: str = "leader", **fields: object) -> FollowUp:
    row: FollowUp = FollowUp.objects.create(
        employee=employee,
        key=f"x{FollowUp.objects.count()}",
        kind="contact",
        origin="x",
        owner_role=role,
        due_on=TODAY - timedelta(days=late),
        created_at=NOW,
        **fields,
    )
    return row


def test_each_unit_has_the_people_of_its_leaders_and_what_they_owe(world: World, staff) -> None:
    FollowUp.objects.all().delete()
    first, second, *_rest = staff("solgaarden", 6)
    owe(first, late=2)
    owe(second)
    owe(second, role="hr")
    # A leader's own is owed by the leader above, what is handed over by whom it was handed to.
    owe(world.employees["leader"], late=1)
    owe(first, named_owner=world.users["hr"])
    owe(first, named_owner=world.users["deputy"])
    found = lines(world)
    solgaarden = found["Plejecenter Solgården"]
    # Four of the world beside the leader, and six more.
    assert solgaarden.span == "10"
    assert solgaarden.duties == Duties(open="3", late="1", per_person="0,3")
    assert solgaarden.led_from == ""
    # The leader of one and the sibling leader: too few to tell of.
    above = found["Ældre og Sundhed"]
    assert above.span == "under 5"
    assert above.duties is not None
    assert above.duties.hidden == "Skjult: færre end 5 personer"
    assert above.duties.open == ""


def test_a_unit_without_a_leader_is_led_from_above_or_stands_with_hr(world: World, staff) -> None:
    staff("laerkevej", 5)
    FollowUp.objects.all().delete()
    Leadership.objects.filter(unit=world.units["laerkevej"]).delete()
    found = lines(world)
    laerkevej = found["Plejecenter Lærkevej"]
    assert (laerkevej.span, laerkevej.duties) == ("", None)
    assert laerkevej.led_from == "Ingen egen leder: ledes fra Ældre og Sundhed"
    assert found["Ældre og Sundhed"].span == "8"
    Leadership.objects.all().delete()
    owe(world.employees["sibling_leader"], late=1)
    laerkevej = lines(world)["Plejecenter Lærkevej"]
    assert laerkevej.led_from == "Ingen leder: ligger hos HR"
    assert laerkevej.span == "7"
    assert laerkevej.duties is not None
    assert (laerkevej.duties.open, laerkevej.duties.late) == ("1", "1")


def test_a_large_span_is_warned_of(world: World, staff, settings) -> None:
    assert settings.LEADER_SPAN_WARNING == 50
    staff("solgaarden", 46)
    page = leaders_page(world.viewer("hr"))
    assert page.large == 1
    assert [line.name for line in page.lines if line.warning] == ["Plejecenter Solgården"]
    settings.LEADER_SPAN_WARNING = 51
    assert leaders_page(world.viewer("hr")).large == 0


def test_leaders_see_their_units_only_and_nobody_is_named(world: World, client_of, staff) -> None:
    staff("solgaarden", 6)
    assert list(lines(world, "leader_above")) == ["Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]
    page = words(client_of("director").get(reverse("leader_spans")))
    for person in world.users.values():
        assert person.last_name not in page
