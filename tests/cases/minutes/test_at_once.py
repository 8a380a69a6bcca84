"""Two who write at the same moment: one version after the other, without a gap, and nothing twice."""

import pytest

from cases.minutes.rules import AmendedMeanwhile
from cases.models import Minutes, MinutesComment, MinutesCopy
from people.rules import RuleViolation
from tests.at_once import while_others
from tests.cases.minutes.conftest import make
from tests.cases.minutes.test_flows import amend, recall, say
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_make_the_minutes_make_them_once(world: World) -> None:
    came = while_others(lambda: make(world), lambda: make(world))
    assert isinstance(came, RuleViolation)
    assert Minutes.objects.get().version == 1
    assert MinutesCopy.objects.count() == 4


def test_two_who_amend_at_once_are_not_written_over_each_other(world: World) -> None:
    minutes = make(world)
    came = while_others(lambda: amend(world, minutes), lambda: amend(world, minutes, by="hr"))
    assert isinstance(came, AmendedMeanwhile)
    assert [row.version for row in Minutes.objects.order_by("version")] == [1, 2]
    assert amend(world, Minutes.objects.get(version=2), by="hr").version == 3


def test_an_amendment_that_is_sent_twice_at_once_is_one(world: World) -> None:
    minutes = make(world)
    came = while_others(lambda: amend(world, minutes), lambda: amend(world, minutes))
    assert came == Minutes.objects.get(version=2)


def test_a_comment_that_is_sent_twice_at_once_is_one(world: World) -> None:
    minutes = make(world)
    came = while_others(lambda: say(world, minutes, "guest", "Ja"), lambda: say(world, minutes, "guest", "Ja"))
    assert came == MinutesComment.objects.get()


def test_a_comment_on_what_is_being_recalled_is_refused(world: World) -> None:
    minutes = make(world)
    came = while_others(lambda: recall(world, minutes), lambda: say(world, minutes, "guest", "Ja"))
    assert isinstance(came, RuleViolation)
    assert not MinutesComment.objects.exists()
