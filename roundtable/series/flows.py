"""A series of care talks: begun, prepared, its people left out or invited, ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.guard import check_note
from people.models import Employee, Unit
from people.rules import ActingAs, insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands
from roundtable.flows import begin_meeting
from roundtable.models import Series, SeriesExclusion
from roundtable.rules.meetings import MeetingKind, RequestReason
from roundtable.rules.rights import REQUESTERS
from roundtable.rules.series import (
    Event,
    ExclusionReason,
    SeriesState,
    check_invite,
    check_left_out,
    check_months,
    check_runs,
    invited_of,
)
from roundtable.series.access import capacity_at, may_begin
from roundtable.series.queries.people import candidates_of, everybody_of, handled_of

# What is written before anybody is invited, and may be changed by whoever has seen what stands.
PREPARED: Final = ("goals", "plan", "roles", "months", "words_override")


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited, and how many of those chosen were not: they had a meeting, or were invited already."""

    invited: int
    passed_over: int


@transaction.atomic
def begin_series(*, unit: Unit, months: int, by: Viewer) -> Series:
    """A series at a workplace, to be prepared: by consultants and HR, or asked for by who leads it.

    `RuleViolation` with `not_yours`, `months_out_of_range`, or `series_runs` where one does. Audit: `series_begun`.
    """
    insist(may_begin(by, unit.pk), "not_yours")
    check_months(months)
    Unit.objects.select_for_update().get(pk=unit.pk)
    insist(not Series.objects.filter(unit=unit).exclude(state=SeriesState.ENDED).exists(), "series_runs")
    series = Series.objects.create(unit=unit, months=months, begun_on=by.today, begun_by=by.user)
    _record(Event.SERIES_BEGUN, series, by, ["unit", "months"])
    return series


@transaction.atomic
def prepare_series(
    *, series: Series, goals: str, plan: str, roles: str, months: int, words_override: str, opened: str, by: Viewer
) -> None:
    """Writes goals, plan and roles, and how far back is looked; `opened` is `opened_with` what was shown.

    `RuleViolation` with `not_yours`, `series_ended`, `months_out_of_range` or the guard's, `ChangedMeanwhile`. Audit:
    `series_prepared`.
    """
    locked = _locked(series, by)
    check_months(months)
    for text in (goals, plan, roles):
        check_note(text, words_override)
    given = {"goals": goals, "plan": plan, "roles": roles, "months": months, "words_override": words_override}
    standing = as_it_stands(locked, PREPARED)
    changed = [name for name, value in given.items() if standing[name] != value]
    if not changed:
        return
    insist_on_opened(opened, standing)
    for name, value in given.items():
        setattr(locked, name, value)
    locked.save(update_fields=changed)
    _record(Event.SERIES_PREPARED, locked, by, changed)


@transaction.atomic
def leave_out(*, series: Series, chosen: Mapping[int, ExclusionReason | None], by: Viewer) -> int:
    """Says of employees (by key) why they are not invited, or None: they are in again. Only of those whose matter the
    viewer handles, and who are not invited yet. Returns of how many something changed.

    `RuleViolation` with `not_yours`, `series_ended` or `exclusion_reason_unknown`. Audit: `series_left_out`, one row.
    """
    locked = _locked(series, by)
    for reason in chosen.values():
        check_left_out(reason)
    may = handled_of(by, [one.employee.pk for one in everybody_of(locked, by) if not one.meeting])
    before = dict(SeriesExclusion.objects.filter(series=locked).values_list("employee", "reason"))
    changed = {key: reason for key, reason in chosen.items() if key in may and before.get(key) != reason}
    SeriesExclusion.objects.filter(series=locked, employee__in=changed).delete()
    SeriesExclusion.objects.bulk_create(
        SeriesExclusion(series=locked, employee_id=key, reason=reason) for key, reason in changed.items() if reason
    )
    if changed:
        subjects = Employee.objects.filter(pk__in=changed).values_list("ref", flat=True)
        _record(Event.LEFT_OUT, locked, by, ["reason"], subjects=sorted(subjects))
    return len(changed)


@transaction.atomic
def invite(*, series: Series, shown: Collection[str], by: Viewer) -> Invited:
    """Begins a care talk with each of those employees (by reference) who were shown as invited and still are: whose
    matter the viewer handles, who is not left out, and who has no open meeting. The consultants' team sees them from
    then on. Sent again it begins nothing again.

    `RuleViolation` with `not_yours`, `series_ended` or `not_prepared`. Audit: `care_talk_begun` for each.
    """
    locked = _locked(series, by)
    check_invite(SeriesState(locked.state), goals=locked.goals, plan=locked.plan, roles=locked.roles)
    keys = sorted(Employee.objects.filter(ref__in=shown).values_list("pk", flat=True))
    Employee.objects.lock(keys)
    may = handled_of(by, keys)
    invited = {one.employee for one in invited_of(candidates_of(everybody_of(locked, by)))} & may.keys()
    for employee in Employee.objects.filter(pk__in=invited).order_by("pk"):
        _begin_talk(locked, employee, may[employee.pk], by)
    if invited:
        locked.state = SeriesState.INVITING
        locked.invited_on = locked.invited_on or by.today
        locked.save(update_fields=["state", "invited_on"])
    return Invited(len(invited), len(set(shown)) - len(invited))


def _begin_talk(series: Series, employee: Employee, capacity: ActingAs, by: Viewer) -> None:
    meeting = begin_meeting(
        employee=employee,
        kind=MeetingKind.CARE_TALK,
        requester=REQUESTERS[capacity],
        reason=RequestReason.CARE_TALK,
        series=series,
        by=by,
    )
    audit.record(
        Event.CARE_TALK_BEGUN,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=meeting.case.ref,
        fields=["series"],
        at=by.now,
    )


@transaction.atomic
def end_series(*, series: Series, by: Viewer) -> None:
    """Ends it; talks that are under way go on. `RuleViolation` with `not_yours` or `series_ended`. Audit:
    `series_ended`.
    """
    locked = _locked(series, by)
    locked.state, locked.ended_on = SeriesState.ENDED, by.today
    locked.save(update_fields=["state", "ended_on"])
    _record(Event.SERIES_ENDED, locked, by, ["state"])


# --- What the flows share ----------------------------------------------------------------------------------


def _locked(series: Series, by: Viewer) -> Series:
    """Two who change one series do it one after the other; one that has ended is changed by nobody."""
    insist(may_begin(by, series.unit_id), "not_yours")
    locked = Series.objects.select_for_update().get(pk=series.pk)
    check_runs(SeriesState(locked.state))
    return locked


def _record(event: Event, series: Series, by: Viewer, fields: list[str], *, subjects: Collection[str] = ()) -> None:
    """`purpose` holds the series' reference."""
    audit.record(
        event,
        by=by,
        capacity=capacity_at(by, series.unit_id),
        subjects=subjects,
        fields=fields,
        purpose=series.ref,
        at=by.now,
    )
