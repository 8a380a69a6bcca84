"""Two at the table at the same moment: nothing is shown twice, lost, or written over."""

from collections.abc import Iterator

import pytest
import time_machine

from audit.models import Entry
from people.rules import RuleViolation
from retention.models import Placement
from retention.rules.saying import ChangedMeanwhile, opened_with
from roundtable.models import Meeting, Preparation
from roundtable.rules.table import Seat
from roundtable.table import flows
from tests.at_once import while_others
from tests.roundtable.table.conftest import choose, planned
from tests.world import NOW, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build()


@pytest.fixture
def meeting(world: World) -> Meeting:
    made = planned(world)
    flows.begin_table(meeting=made, by=world.viewer("consultant"))
    return made


def test_two_who_show_both_record_them_once(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    came = while_others(
        lambda: flows.reveal(meeting=meeting, by=world.viewer("consultant")),
        lambda: flows.reveal(meeting=meeting, by=world.viewer("hr")),
    )
    assert came is None
    assert Placement.objects.filter(occasion="round_table").count() == 2
    assert Entry.objects.filter(event="picture_revealed").count() == 1


def test_who_chooses_while_both_are_shown_comes_too_late(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    came = while_others(
        lambda: flows.reveal(meeting=meeting, by=world.viewer("consultant")),
        lambda: choose(world, meeting, "employee", 1),
    )
    assert isinstance(came, RuleViolation)
    assert came.code == "already_revealed"
    assert Preparation.objects.get(seat="employee").number == 6
    assert set(Placement.objects.filter(occasion="round_table").values_list("step__number", flat=True)) == {6, 4}


def test_both_sides_choose_at_the_same_moment(world: World, meeting: Meeting) -> None:
    came = while_others(lambda: choose(world, meeting, "employee", 6), lambda: choose(world, meeting, "leader", 4))
    assert came is None
    assert set(Preparation.objects.values_list("seat", "number")) == {("employee", 6), ("leader", 4)}
    assert Meeting.objects.get().version == 4


def test_one_side_is_chosen_for_on_the_phone_and_on_the_screen(world: World, meeting: Meeting) -> None:
    by = world.viewer("consultant")
    came = while_others(
        lambda: choose(world, meeting, "employee", 6),
        lambda: flows.place_at_table(meeting=meeting, seat=Seat.EMPLOYEE, number=1, by=by),
    )
    assert isinstance(came, RuleViolation)
    assert came.code == "chosen_on_own"
    assert Preparation.objects.get().number == 6


def test_two_who_write_the_shared_words_do_not_write_over_each_other(world: World, meeting: Meeting) -> None:
    def write(person: str, text: str) -> None:
        opened = opened_with({"wording": ""})
        flows.write_wording(meeting=meeting, wording=text, override="", opened=opened, by=world.viewer(person))

    came = while_others(lambda: write("consultant", "Karens ord"), lambda: write("hr", "Henriks ord"))
    assert isinstance(came, ChangedMeanwhile)
    assert came.newer == {"wording": "Karens ord"}
    assert Meeting.objects.get().wording == "Karens ord"


def test_two_who_agree_on_different_steps_leave_one(world: World, meeting: Meeting) -> None:
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    flows.reveal(meeting=meeting, by=world.viewer("consultant"))
    while_others(
        lambda: flows.agree_on_step(meeting=meeting, number=5, by=world.viewer("consultant")),
        lambda: flows.agree_on_step(meeting=meeting, number=4, by=world.viewer("hr")),
    )
    standing = Placement.objects.filter(party="agreed", withdrawn_at=None)
    assert [row.step.number for row in standing] == [Meeting.objects.get().agreed_number] == [4]
