"""What the flows of series write to the audit."""

from collections.abc import Callable

from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from roundtable.models import Series
from roundtable.rules.series import ExclusionReason
from roundtable.series import flows
from tests.world import TODAY, World

Scenario = Callable[[World], object]


def _series(world: World) -> Series:
    return Series.objects.create(
        unit=world.units["solgaarden"], begun_on=TODAY, goals="Færre", plan="Tirsdage", roles="Karen leder"
    )


def begin_series(world: World) -> None:
    flows.begin_series(unit=world.units["solgaarden"], months=6, by=world.viewer("leader"))


def prepare_series(world: World) -> None:
    series = _series(world)
    flows.prepare_series(
        series=series,
        goals="Flere på arbejde",
        plan="Onsdage",
        roles="Ole leder",
        months=6,
        words_override="",
        opened=opened_with(as_it_stands(series, flows.PREPARED)),
        by=world.viewer("consultant"),
    )


def leave_out(world: World) -> None:
    chosen = {world.employees["employee"].pk: ExclusionReason.WISHES_NOT}
    flows.leave_out(series=_series(world), chosen=chosen, by=world.viewer("leader"))


def invite(world: World) -> None:
    """Both have a case already, in which the talk begins."""
    shown = [world.employees[person].ref for person in ("employee", "leader")]
    flows.invite(series=_series(world), shown=shown, by=world.viewer("hr"))


def end_series(world: World) -> None:
    flows.end_series(series=_series(world), by=world.viewer("hr"))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.begin_series, begin_series, ["series_begun"]),
    (flows.prepare_series, prepare_series, ["series_prepared"]),
    (flows.leave_out, leave_out, ["series_left_out"]),
    (flows.invite, invite, ["care_talk_begun", "care_talk_begun"]),
    (flows.end_series, end_series, ["series_ended"]),
]
