"""Keeping the register of initiatives: added, changed, compared, assessed, ended. By HR."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.guard import check_text
from insight.initiatives.access import may_keep
from insight.initiatives.queries.standing import WRITTEN, as_compared, as_written
from insight.models import Assessment, Initiative
from insight.rules.initiatives import (
    Event,
    apart,
    below_of,
    check_comparison,
    check_degree,
    check_follow_up,
    check_written,
    proposed,
)
from people.models import Unit
from people.rules import insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands, said_before

# What is about nobody, and is free text.
TEXTS: Final = (
    "title",
    "purpose",
    "goal",
    "efforts",
    "baseline",
    "resources",
    "next_step",
    "responsible_words",
    "reports_to",
    "job_group",
)
FOLLOWED_UP: Final = ("next_step", "follow_up_on")
ENDING: Final = ("last_day", "outcome")


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that the register says of an initiative. `units` and `responsible_id` are keys."""

    title: str
    purpose: str
    goal: str
    efforts: str
    baseline: str
    resources: str
    amount: int | None
    next_step: str
    responsible_id: int | None
    responsible_words: str
    reports_to: str
    follow_up_on: date | None
    first_day: date
    last_day: date | None
    job_group: str
    units: tuple[int, ...]


@transaction.atomic
def add_initiative(*, written: Written, by: Viewer) -> Initiative:
    """A new one, compared with the units beside its own until HR says otherwise; the very same one is added once.

    `RuleViolation` with `not_yours`, the codes of `check_written`, or the guard's. Audit: `initiative_added`.
    """
    said = _checked(written, by)
    # Two who add the same add it one after the other.
    list(Unit.objects.select_for_update().filter(pk__in=written.units).order_by("pk"))
    alike = Initiative.objects.filter(**said).with_units().order_by("pk")
    same = next((row for row in alike if row.unit_keys == sorted(written.units)), None)
    if same is not None:
        return same
    initiative = Initiative.objects.create(**said)
    initiative.units.set(written.units)
    house = by.organisation
    initiative.compared.set(proposed(written.units, house.parents, below_of(house.parents)))
    _record(Event.ADDED, initiative, by)
    return initiative


@transaction.atomic
def change_initiative(*, initiative: Initiative, written: Written, opened: str, by: Viewer) -> None:
    """As it is to stand now; `opened` is `opened_with` what was shown. What it can no longer be compared with, since it
    takes place there now, is left out.

    `RuleViolation` with `not_yours`, the codes of `check_written` or the guard's, `ChangedMeanwhile`. Audit:
    `initiative_changed`.
    """
    said = _checked(written, by)
    locked = _locked(initiative)
    standing = as_written(locked)
    given: dict[str, object] = {**said, "units": sorted(written.units)}
    changed = [name for name, value in given.items() if standing[name] != value]
    if not changed:
        return
    insist_on_opened(opened, standing)
    _write(locked, said)
    locked.units.set(written.units)
    compared = frozenset(locked.compared.values_list("pk", flat=True))
    locked.compared.set(apart(written.units, compared, below_of(by.organisation.parents)))
    _record(Event.CHANGED, locked, by, changed)


@transaction.atomic
def compare_initiative(*, initiative: Initiative, compared: Collection[int], opened: str, by: Viewer) -> None:
    """Says which units its own are compared with; none at all is an answer. `opened` is `opened_with` what was shown.

    `RuleViolation` with `not_yours` or `compared_with_itself`, `ChangedMeanwhile`. Audit: `initiative_compared`.
    """
    insist(may_keep(by), "not_yours")
    locked = _locked(initiative)
    check_comparison(locked.units.values_list("pk", flat=True), compared, below_of(by.organisation.parents))
    standing = as_compared(locked)
    if standing["compared"] == sorted(compared):
        return
    insist_on_opened(opened, standing)
    locked.compared.set(compared)
    _record(Event.COMPARED, locked, by, ["compared"])


@transaction.atomic
def assess_initiative(
    *,
    initiative: Initiative,
    percent: int | None,
    words: str,
    assessor: str,
    assessed_on: date,
    next_step: str,
    follow_up_on: date | None,
    opened: str,
    by: Viewer,
) -> Assessment:
    """Follows it up: how far it is, what comes next, and when to look again. The very same is noted once.

    `RuleViolation` with `not_yours`, the codes of `check_degree`, `follow_up_missing` or the guard's,
    `ChangedMeanwhile` of next step and date. Audit: `initiative_assessed`.
    """
    insist(may_keep(by), "not_yours")
    check_degree(percent=percent, words=words, assessed_on=assessed_on, today=by.today)
    check_text(words, assessor, next_step)
    locked = _locked(initiative)
    check_follow_up(follow_up_on, last_day=locked.last_day, today=by.today)
    next_up: dict[str, object] = {"next_step": next_step, "follow_up_on": follow_up_on}
    standing = as_it_stands(locked, FOLLOWED_UP)
    said = {"percent": percent, "words": words, "assessor": assessor, "assessed_on": assessed_on}
    same = said_before(Assessment.objects.filter(initiative=locked), said)
    if same is not None and standing == next_up:
        return same
    if standing != next_up:
        insist_on_opened(opened, standing)
        _write(locked, next_up)
    row = Assessment.objects.create(initiative=locked, **said, noted_at=by.now, noted_by=by.user)
    _record(Event.ASSESSED, locked, by, ["assessments", *(name for name in next_up if standing[name] != next_up[name])])
    return row


@transaction.atomic
def end_initiative(*, initiative: Initiative, last_day: date, outcome: str, opened: str, by: Viewer) -> None:
    """Its last day, and what came of it; said again it corrects them. It is still to be followed up on its day.

    `RuleViolation` with `not_yours`, `ends_before_start` or the guard's, `ChangedMeanwhile`. Audit: `initiative_ended`.
    """
    insist(may_keep(by), "not_yours")
    check_text(outcome)
    locked = _locked(initiative)
    insist(last_day >= locked.first_day, "ends_before_start")
    check_follow_up(locked.follow_up_on, last_day=last_day, today=by.today)
    given: dict[str, object] = {"last_day": last_day, "outcome": outcome}
    standing = as_it_stands(locked, ENDING)
    if standing == given:
        return
    insist_on_opened(opened, standing)
    _write(locked, given)
    _record(Event.ENDED, locked, by, [name for name in ENDING if standing[name] != given[name]])


# --- What the flows share ------------------------------------------------------------------------------------


def _checked(written: Written, by: Viewer) -> dict[str, object]:
    """What is written besides the units, once it may be."""
    insist(may_keep(by), "not_yours")
    said = asdict(written)
    check_text(*(said[name] for name in TEXTS))
    check_written(
        first_day=written.first_day,
        last_day=written.last_day,
        follow_up_on=written.follow_up_on,
        has_responsible=written.responsible_id is not None or bool(written.responsible_words.strip()),
        units=written.units,
        today=by.today,
    )
    return {name: said[name] for name in WRITTEN}


def _locked(initiative: Initiative) -> Initiative:
    """Two who write of one initiative do it one after the other."""
    found: Initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    return found


def _write(initiative: Initiative, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        setattr(initiative, name, value)
    initiative.save(update_fields=list(given))


def _record(event: Event, initiative: Initiative, by: Viewer, fields: Collection[str] = ()) -> None:
    """`purpose` holds the initiative's reference."""
    audit.record(event, by=by, capacity=by.standing, fields=fields, purpose=initiative.ref, at=by.now)
