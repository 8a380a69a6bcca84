"""Two workers that make lists and packs at the same moment make each once, and owe each mail once."""

import pytest

from absence.models import GivenPolicy
from audit.models import Entry
from cases.models import Notice
from insight.models import Pack
from insight.packs.flows import freeze_packs
from people.access import system
from tests.at_once import while_others
from tests.insight.packs.conftest import freeze
from tests.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("counted", [True, False])
def test_two_workers_make_each_once(world: World, give, counted: bool) -> None:
    if counted:
        freeze()
        Pack.objects.all().delete()
        Notice.objects.all().delete()
    GivenPolicy.objects.filter(pk=give("aeldre", "gt29").pk).update(first_day="2026-01-01")
    by, other = system(NOW), system(NOW)
    before = Entry.objects.filter(event="packs_frozen").count()
    assert while_others(lambda: freeze_packs(by=by), lambda: freeze_packs(by=other)) == 0
    # A list, a quarter and the packs of two meetings.
    assert Pack.objects.count() == 4
    assert Entry.objects.filter(event="packs_frozen").count() == before + 1
    assert Notice.objects.filter(kind="long_list").count() == 3
