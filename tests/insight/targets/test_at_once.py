"""Two who set targets or write in a plan at the same moment: nobody writes over the other."""

from decimal import Decimal

import pytest
from django.apps import apps

from audit.models import Entry
from insight.models import PlanAction, Target
from insight.rules.targets import Change
from insight.targets import flows
from retention.rules.saying import ChangedMeanwhile, opened_with
from retention.saying import as_it_stands
from tests.at_once import while_others
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)
FIVE, SIX = Decimal("5.00"), Decimal("6.00")


def setting(world: World, person: str, **asked: Change):
    changes = {world.units[name].pk: change for name, change in asked.items()}
    by = world.viewer(person)
    return lambda: flows.set_targets(year=2026, changes=changes, by=by)


def own() -> dict[str, Decimal]:
    return dict(Target.objects.filter(year=2026).values_list("unit__code", "percent"))


def test_of_two_who_set_the_same_target_the_second_is_told(world: World) -> None:
    came = while_others(
        setting(world, "hr", kommune=Change(None, FIVE)),
        setting(world, "hr_colleague", kommune=Change(None, SIX), aeldre=Change(None, SIX)),
    )
    assert isinstance(came, ChangedMeanwhile)
    assert came.newer == {str(world.units["kommune"].pk): FIVE}
    # All of it or nothing.
    assert own() == {"1000": FIVE}


def test_two_who_set_different_targets_both_do(world: World) -> None:
    came = while_others(
        setting(world, "hr", kommune=Change(None, FIVE)), setting(world, "hr_colleague", aeldre=Change(None, SIX))
    )
    assert came is None
    assert own() == {"1000": FIVE, "2000": SIX}


def test_two_who_set_the_same_to_the_same_agree(world: World) -> None:
    change = Change(None, FIVE)
    assert while_others(setting(world, "hr", kommune=change), setting(world, "hr_colleague", kommune=change)) is None
    assert own() == {"1000": FIVE}
    assert Entry.objects.filter(event="targets_set").count() == 1


def test_what_a_target_was_before_is_kept(world: World) -> None:
    setting(world, "hr", kommune=Change(None, FIVE))()
    setting(world, "hr", kommune=Change(FIVE, SIX))()
    setting(world, "hr_colleague", kommune=Change(SIX, None))()
    assert own() == {}
    rows = apps.get_model("insight", "FormerTarget").objects
    former = rows.order_by("pgh_id").values_list("pgh_label", "percent")
    assert list(former) == [("update", FIVE), ("delete", SIX)]


def test_a_line_that_two_add_at_once_is_one(world: World) -> None:
    said = {"what": "Faste vagter", "who": "MED", "due_on": TODAY, "note_override": ""}
    by = world.viewer("leader")

    def add() -> PlanAction:
        return flows.add_plan_action(unit=world.units["solgaarden"], year=2026, **said, by=by)

    came = while_others(add, add)
    assert came == PlanAction.objects.get()


def test_a_line_that_two_correct_at_once_is_corrected_once(world: World) -> None:
    row = PlanAction.objects.create(
        unit=world.units["solgaarden"], year=2026, what="x", who="x", due_on=TODAY, written_at=NOW
    )
    opened = opened_with(as_it_stands(row, flows.ACTION))

    def correct(person: str):
        by, said = world.viewer(person), {"what": person, "who": "x", "due_on": TODAY, "note_override": ""}
        return lambda: flows.change_plan_action(action=row, **said, opened=opened, by=by)

    came = while_others(correct("leader"), correct("hr"))
    assert isinstance(came, ChangedMeanwhile)
    assert PlanAction.objects.get().what == "leader"
