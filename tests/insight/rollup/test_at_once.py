"""A change that does not stand yet while the figures are refreshed: it is counted the next time, and never lost."""

import pytest

from absence.models import Period
from insight.models import MonthFigures, Stale
from insight.rollup.counting import SUMS
from insight.rollup.flows import rebuild_figures, refresh_figures
from tests.at_once import while_others
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> set[tuple[object, ...]]:
    rows = MonthFigures.objects.values_list("unit", "breakdown", "key", "month", *SUMS)
    return {row for row in rows if any(row[4:])}


def test_what_another_is_just_changing_is_counted_once_it_stands(world: World) -> None:
    by = world.viewer("hr")
    rebuild_figures(by=by)
    before = kept()

    def change() -> None:
        Period.objects.filter(pk=world.periods["employee"].pk).update(degree=40)

    came = while_others(change, lambda: refresh_figures(by=by))
    # It neither waited for the change nor saw it.
    assert came == 0
    assert kept() == before
    assert Stale.objects.exists()
    assert refresh_figures(by=by) > 0
    refreshed = kept()
    assert refreshed != before
    rebuild_figures(by=by)
    assert kept() == refreshed


def test_of_two_refreshes_at_once_the_second_finds_nothing_left(world: World) -> None:
    by = world.viewer("hr")
    rebuild_figures(by=by)
    Period.objects.filter(pk=world.periods["employee"].pk).update(degree=40)
    assert while_others(lambda: refresh_figures(by=by), lambda: refresh_figures(by=by)) == 0
    refreshed = kept()
    rebuild_figures(by=by)
    assert kept() == refreshed
