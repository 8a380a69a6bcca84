"""Setting targets, and keeping the units' plans."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.guard import check_note
from insight.access import units_seen_by
from insight.models import PlanAction, Target
from insight.rules.targets import Change, Event, check_percent, written, years_of
from insight.targets.access import may_set
from people.models import Unit
from people.rules import RuleViolation, insist
from people.viewer import Viewer
from retention.rules.saying import ChangedMeanwhile, insist_on_opened
from retention.saying import as_it_stands, said_before

# What may be changed of a line of a plan, by whoever has seen what stands.
ACTION: Final = ("what", "who", "due_on", "note_override")


@transaction.atomic
def set_targets(*, year: int, changes: Mapping[int, Change], by: Viewer) -> None:
    """The units' own targets of the year, all at once; those that `changes` does not name stay as they are.

    `RuleViolation` with `not_yours`, `year_out_of_range` or `percent_out_of_range`; `ChangedMeanwhile` with the targets
    of the units that another has changed since the page was opened, by the units' keys, and then none is set. Records
    `targets_set` once, with the units' codes, if any changed.
    """
    insist(may_set(by), "not_yours")
    insist(year in years_of(by.today), "year_out_of_range")
    for change in changes.values():
        check_percent(change.after)
    codes = _one_at_a_time(changes)
    own = dict(Target.objects.filter(year=year, unit__in=codes).values_list("unit_id", "percent"))
    asked = {unit: change for unit, change in changes.items() if unit in codes and own.get(unit) != change.after}
    newer = {unit: own.get(unit) for unit, change in asked.items() if own.get(unit) != change.before}
    if newer:
        raise ChangedMeanwhile({str(unit): percent for unit, percent in newer.items()}, written(newer))
    Target.objects.filter(year=year, unit__in=[unit for unit, c in asked.items() if c.after is None]).delete()
    stamp = {"year": year, "set_at": by.now, "set_by": by.user}
    Target.objects.bulk_create(
        [Target(unit_id=unit, percent=c.after, **stamp) for unit, c in asked.items() if c.after is not None],
        update_conflicts=True,
        unique_fields=["unit", "year"],
        update_fields=["percent", "set_at", "set_by"],
    )
    if asked:
        _record(Event.TARGETS_SET, str(year), by, fields=(codes[unit] for unit in asked))


@transaction.atomic
def add_plan_action(
    *, unit: Unit, year: int, what: str, who: str, due_on: date, note_override: str, by: Viewer
) -> PlanAction:
    """Who does what by when in the unit's plan; the very same is written once.

    `RuleViolation` with `not_yours`, `year_out_of_range` or what the guard on free text says. Records
    `plan_action_added`.
    """
    _insist_on_seeing(unit.pk, by)
    insist(year in years_of(by.today), "year_out_of_range")
    check_note(what, note_override)
    check_note(who, note_override)
    _one_at_a_time([unit.pk])
    said = {"what": what, "who": who, "due_on": due_on, "note_override": note_override}
    same = said_before(PlanAction.objects.filter(unit=unit, year=year, done_on=None), said)
    if same is not None:
        return same
    row = PlanAction.objects.create(unit=unit, year=year, **said, written_at=by.now, written_by=by.user)
    _record(Event.ACTION_ADDED, unit.code, by)
    return row


@transaction.atomic
def change_plan_action(
    *, action: PlanAction, what: str, who: str, due_on: date, note_override: str, opened: str, by: Viewer
) -> None:
    """`opened` is `opened_with` what was shown.

    `RuleViolation` with `not_yours`, `has_gone` or what the guard on free text says, `ChangedMeanwhile`. Records
    `plan_action_changed`, if anything changed.
    """
    _insist_on_seeing(action.unit_id, by)
    check_note(what, note_override)
    check_note(who, note_override)
    row: PlanAction | None = PlanAction.objects.select_for_update().filter(pk=action.pk).first()
    if row is None:
        raise RuleViolation("has_gone")
    said = {"what": what, "who": who, "due_on": due_on, "note_override": note_override}
    standing = as_it_stands(row, ACTION)
    changed = [name for name, value in said.items() if standing[name] != value]
    if not changed:
        return
    insist_on_opened(opened, standing)
    for name, value in {**said, "written_at": by.now, "written_by": by.user}.items():
        setattr(row, name, value)
    row.save()
    _record(Event.ACTION_CHANGED, action.unit.code, by, changed)


@transaction.atomic
def settle_plan_action(*, action: PlanAction, done: bool, by: Viewer) -> None:
    """It has been done today, or has not after all; what is settled already keeps its day.

    `RuleViolation("not_yours")`. Records `plan_action_settled`, if that is new.
    """
    _insist_on_seeing(action.unit_id, by)
    rows = PlanAction.objects.filter(pk=action.pk, done_on__isnull=done)
    if rows.update(done_on=by.today if done else None):
        _record(Event.ACTION_SETTLED, action.unit.code, by, ["done_on"])


@transaction.atomic
def drop_plan_action(*, action: PlanAction, by: Viewer) -> None:
    """Takes the line off the plan, and nothing of it is kept. `RuleViolation("not_yours")`. Records
    `plan_action_dropped`, if it was there.
    """
    _insist_on_seeing(action.unit_id, by)
    gone, _each = PlanAction.objects.filter(pk=action.pk).delete()
    if gone:
        _record(Event.ACTION_DROPPED, action.unit.code, by)


# --- What the flows share --------------------------------------------------------------------------------


def _insist_on_seeing(unit: int, by: Viewer) -> None:
    insist(unit in units_seen_by(by), "not_yours")


def _one_at_a_time(units: Collection[int]) -> dict[int, str]:
    """The units' codes. Whoever else writes of them waits, and reads what was written; all wait in one order."""
    rows = Unit.objects.filter(pk__in=units).order_by("pk").select_for_update(no_key=True)
    return dict(rows.values_list("pk", "code"))


def _record(event: Event, purpose: str, by: Viewer, fields: Iterable[str] = ()) -> None:
    """`purpose` holds the unit's code or the year: these rows are about no employee."""
    audit.record(event, by=by, capacity=by.standing, fields=fields, purpose=purpose, at=by.now)
