"""Whose figures somebody may ask for: the way up of a unit and all units say the same."""

import pytest

from insight.access import seen_of, units_seen_by
from people.models import Unit
from people.queries import way_up
from tests.world import PEOPLE, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", PEOPLE)
def test_of_a_way_up_the_seen_are_those_seen_of_all(world: World, person: str) -> None:
    viewer = world.viewer(person)
    for unit in Unit.objects.all():
        way = way_up(unit.code)
        assert list(seen_of(viewer, way)) == [each for each in way if each.pk in units_seen_by(viewer)]


def test_the_world_has_some_who_see_all_some_and_none(world: World) -> None:
    seen = {person: len(units_seen_by(world.viewer(person))) for person in PEOPLE}
    assert (seen["hr"], seen["director"], seen["leader_above"], seen["leader"], seen["deputy"]) == (4, 4, 3, 1, 1)
    assert seen["colleague"] == seen["past_deputy"] == seen["consultant"] == 0
