"""Placing and taking back: who may, what is kept, and what is recorded once."""

from datetime import timedelta

import pytest

from people.rules import RuleViolation
from people.viewer import Viewer
from retention.ladder.flows import place, withdraw_placement
from retention.models import Placement, Step
from retention.rules.ladder import Occasion, Party, ToldHow
from tests.refusals import refusal_of
from tests.world import NOW, TODAY, World


def do_place(world: World, person: str, party: Party, number: int = 5, **fields) -> Placement:
    known = {"employee": world.employees["employee"], "occasion": Occasion.TALK, "by": world.viewer(person)}
    return place(party=party, step=Step.objects.get(number=number), **{**known, **fields})


def standing(world: World) -> set[tuple[str, int]]:
    rows = Placement.objects.filter(employee=world.employees["employee"], withdrawn_at=None)
    return set(rows.values_list("party", "step__number"))


def test_a_placement_is_kept_with_its_case_day_occasion_and_who_recorded_it(world: World) -> None:
    placed = do_place(world, "consultant", Party.AGREED, placed_on=TODAY - timedelta(days=3))
    assert (placed.case, placed.placed_on, placed.occasion) == (
        world.cases["employee"],
        TODAY - timedelta(days=3),
        "talk",
    )
    assert (placed.placed_by, placed.placed_at, placed.told_how) == (world.users["consultant"], NOW, "")


def test_somebody_without_a_case_is_placed_too(world: World) -> None:
    placed = do_place(world, "leader", Party.LEADER, 2, employee=world.employees["colleague"])
    assert (placed.case, placed.number) == (None, 2)


def test_what_the_employee_told_is_recorded_for_them_with_how(world: World) -> None:
    placed = do_place(world, "deputy", Party.EMPLOYEE, told_how=ToldHow.PHONE)
    assert (placed.told_how, placed.placed_by) == ("phone", world.users["deputy"])
    assert refusal_of(lambda: do_place(world, "deputy", Party.EMPLOYEE)) == "told_how_needed"


@pytest.mark.parametrize(
    ("person", "party"),
    [
        ("leader", Party.CONSULTANT),
        ("consultant", Party.LEADER),
        ("employee", Party.LEADER),
        ("employee", Party.AGREED),
        ("sibling_leader", Party.LEADER),
        ("other_consultant", Party.CONSULTANT),
        ("administrator", Party.LEADER),
        ("director", Party.LEADER),
    ],
)
def test_nobody_places_as_who_they_are_not(world: World, person: str, party: Party) -> None:
    before = standing(world)
    assert refusal_of(lambda: do_place(world, person, party)) == "not_yours"
    assert standing(world) == before


def test_in_ones_own_matter_one_places_as_the_employee_only(world: World) -> None:
    """HR's own matter is handled by another officer."""
    own = {"employee": world.employees["hr"]}
    assert refusal_of(lambda: do_place(world, "hr", Party.LEADER, **own)) == "not_yours"
    assert do_place(world, "hr", Party.EMPLOYEE, 3, occasion=Occasion.ON_THEIR_OWN, **own).number == 3


def test_a_step_that_has_ended_takes_nobody_after_its_last_day(world: World) -> None:
    Step.objects.filter(number=5).update(last_day=TODAY - timedelta(days=1))
    assert refusal_of(lambda: do_place(world, "leader", Party.LEADER)) == "step_ended"
    assert do_place(world, "leader", Party.LEADER, placed_on=TODAY - timedelta(days=1)).number == 5


def test_the_same_twice_is_recorded_once(world: World) -> None:
    first, second = do_place(world, "leader", Party.LEADER), do_place(world, "leader", Party.LEADER)
    assert first == second
    assert do_place(world, "leader", Party.LEADER, 6) != first
    assert do_place(world, "leader", Party.LEADER, 5) != first


def test_what_is_taken_back_stays_and_counts_no_more(world: World) -> None:
    withdraw_placement(placement=world.placements["leader"], by=world.viewer("deputy"))
    assert standing(world) == {("employee", 6)}
    assert Placement.objects.get(pk=world.placements["leader"].pk).withdrawn_at == NOW
    by = world.viewer("leader")
    assert refusal_of(lambda: withdraw_placement(placement=world.placements["leader"], by=by)) == "already_withdrawn"


def test_the_same_is_recorded_again_after_it_was_taken_back(world: World) -> None:
    first = do_place(world, "leader", Party.LEADER)
    withdraw_placement(placement=first, by=world.viewer("leader"))
    assert do_place(world, "leader", Party.LEADER) != first


@pytest.mark.parametrize("person", ["leader", "hr", "consultant", "administrator"])
def test_nobody_takes_back_what_the_employee_chose(world: World, person: str) -> None:
    by: Viewer = world.viewer(person)
    with pytest.raises(RuleViolation, match="not_yours"):
        withdraw_placement(placement=world.placements["employee"], by=by)


def test_the_employee_takes_back_what_was_recorded_for_them(world: World) -> None:
    told = do_place(world, "leader", Party.EMPLOYEE, told_how=ToldHow.WRITING)
    withdraw_placement(placement=told, by=world.viewer("employee"))
    assert standing(world) == {("employee", 6), ("leader", 4)}
