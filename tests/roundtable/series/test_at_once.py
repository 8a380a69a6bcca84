"""Two who work with one series at the same moment."""

import pytest

from people.rules import RuleViolation
from roundtable.flows import begin_meeting
from roundtable.models import Meeting, Series
from roundtable.rules.meetings import MeetingKind, RequesterKind, RequestReason
from roundtable.rules.series import ExclusionReason
from roundtable.series.flows import Invited, begin_series, invite, leave_out
from tests.at_once import while_others
from tests.roundtable.series.conftest import Absent
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_invited_by_two_at_once_is_invited_once(world: World, series: Series, absent: Absent) -> None:
    shown = [absent("Ida").ref, absent("Leo").ref]
    came = while_others(
        lambda: invite(series=series, shown=shown, by=world.viewer("leader")),
        lambda: invite(series=series, shown=shown, by=world.viewer("hr")),
    )
    assert came == Invited(invited=0, passed_over=2)
    assert Meeting.objects.count() == 2


def test_who_gets_a_meeting_meanwhile_is_not_invited_too(world: World, series: Series, absent: Absent) -> None:
    ida, hr = absent("Ida"), world.viewer("hr")
    reason, kind = RequestReason.WORRY, MeetingKind.ROUND_TABLE
    came = while_others(
        lambda: begin_meeting(employee=ida, kind=kind, requester=RequesterKind.HR, reason=reason, by=hr),
        lambda: invite(series=series, shown=[ida.ref], by=world.viewer("leader")),
    )
    assert came == Invited(invited=0, passed_over=1)
    assert Meeting.objects.get().kind == "round_table"


def test_who_is_left_out_meanwhile_is_not_invited(world: World, series: Series, absent: Absent) -> None:
    ida = absent("Ida")
    came = while_others(
        lambda: leave_out(series=series, chosen={ida.pk: ExclusionReason.ON_LEAVE}, by=world.viewer("leader")),
        lambda: invite(series=series, shown=[ida.ref], by=world.viewer("hr")),
    )
    assert came == Invited(invited=0, passed_over=1)


def test_two_begin_one_series(world: World) -> None:
    unit = world.units["solgaarden"]
    came = while_others(
        lambda: begin_series(unit=unit, months=6, by=world.viewer("leader")),
        lambda: begin_series(unit=unit, months=6, by=world.viewer("hr")),
    )
    assert isinstance(came, RuleViolation)
    assert came.code == "series_runs"
    assert Series.objects.count() == 1
