"""The reads that others build on: the way up the tree, and who is looking."""

import pytest
from pytest_django import DjangoAssertNumQueries

from people.access import viewer_for
from people.models import Unit
from people.queries import way_up
from people.rules import CapacityKind, Led
from tests.world import NOW, PEOPLE, World

pytestmark = pytest.mark.django_db


def test_the_way_up_begins_with_the_unit(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        way = way_up("2001")
    assert [unit.code for unit in way] == ["2001", "2000", "1000"]
    assert way[0].name == "Plejecenter Solgården"
    assert way_up("findes-ikke") == []


def test_the_way_up_is_that_of_the_organisation(world: World) -> None:
    house = world.viewer("director").organisation
    for unit in Unit.objects.all():
        assert [each.pk for each in way_up(unit.code)] == list(house.upwards(unit.pk))


def test_the_way_up_ends_at_a_loop(world: World) -> None:
    Unit.objects.filter(code="1000").update(parent=world.units["solgaarden"])
    assert [unit.code for unit in way_up("2001")] == ["2001", "2000", "1000"]


def test_who_holds_no_leadership_is_known_without_the_tree(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        viewer = viewer_for(world.users["hr"], NOW)
        assert viewer.capacities == {CapacityKind.HR}
        assert not viewer.leads
        assert viewer.led == Led()
        assert not viewer.is_leader_of(world.units["kommune"].pk)


@pytest.mark.parametrize("person", PEOPLE)
def test_whom_each_leads_is_what_the_organisation_says(world: World, person: str) -> None:
    viewer = world.viewer(person)
    assert viewer.led == viewer.organisation.led_by(world.users[person].pk)
