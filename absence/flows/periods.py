"""What leaders and HR record about an employee's absence. Each flow locks the employee, so that two come in turn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from absence import queries
from absence.flows.deriving import rederive
from absence.models import FormerPeriod, Period, Source  # type: ignore[attr-defined]  # the first is pghistory's
from absence.rules.recording import (
    FULL,
    PARTIAL_OF,
    UNDOABLE,
    Event,
    Expected,
    Recorded,
    WithdrawReason,
    check_correction,
    check_fit,
    check_partly_fit,
    check_report,
    check_undo,
    check_withdrawal,
    expected_return,
    overlapping,
)
from audit import flows as audit
from audit.queries import last_trace
from cases.followups.flows import confirm_by_sick_report, undo_confirmation
from cases.models import FollowUp
from cases.rules import Part, insist_on_writing
from people.access import lock_employee
from people.models import Employee
from people.queries import municipal_calendar
from people.rules import ActingAs, RuleViolation
from people.viewer import Viewer

# What a change may have changed, and undoing it puts back.
RESTORED = ("first_day", "last_day", "cause_id", "degree", "expected_return", "withdrawn", "withdraw_reason")


@dataclass(frozen=True, slots=True)
class _Matter:
    """An employee, locked, and in which capacity the viewer acts."""

    employee: Employee
    capacity: ActingAs

    def others(self, period: Period | None = None) -> list[Recorded]:
        """The employee's periods that stand, but for this one."""
        return [one for one in queries.recorded_of(self.employee.pk) if period is None or one.ref != period.ref]


@transaction.atomic
def report_sick(
    *,
    employee: Employee,
    first_day: date,
    by: Viewer,
    cause: str = "sickness",
    expected: Expected = Expected.UNKNOWN,
    last_day: date | None = None,
    degree: Decimal = FULL,
) -> Period:
    """Records that somebody is away from a day on. What does not count as sickness (a child's sick day) is one day.

    The leader's own report is the contact of day 1 too. `PeriodOverlap` with `overlap` or `already_reported`, which
    hold the other period; `RuleViolation` with `not_yours`, `unknown_cause`, `too_far_ahead`, `too_far_back`,
    `not_a_percent`, `ends_before_start`. Audit: `reported_sick`, and `follow_up_confirmed` if day 1 was owed.
    """
    matter = _matter_of(employee.pk, by)
    known = queries.causes().get(cause)
    if known is None:
        raise RuleViolation("unknown_cause")
    if last_day is None and not known.counts_as_sick:
        last_day = first_day
    returns_on = None if last_day is not None else expected_return(first_day, expected, municipal_calendar())
    check_report(
        first_day=first_day,
        last_day=last_day,
        cause=cause,
        degree=degree,
        returns_on=returns_on,
        others=matter.others(),
        today=by.today,
    )
    period = _create(matter, by, first_day, last_day, cause, degree, returns_on)
    _record(Event.REPORTED_SICK, matter, by, fields=["cause", "degree", "expected_return", "first_day", "last_day"])
    rederive(employee_ids=[employee.pk], by=by)
    if known.counts_as_sick:
        confirm_by_sick_report(employee=matter.employee, first_day=first_day, by=by)
    return period


@transaction.atomic
def undo_report(*, period: Period, by: Viewer) -> None:
    """Takes a report back at once, and the contact of day 1 with it.

    `RuleViolation` with `not_yours` unless it is the viewer's own, `undo_too_late` after `UNDO_MINUTES`,
    `changed_meanwhile` once it was corrected. Audit: `report_undone`, and `follow_up_reopened` if day 1 was confirmed.
    """
    matter = _matter_of(period.employee_id, by)
    now = _as_it_stands(period)
    check_undo(
        mine=now.recorded_by_id is not None and now.recorded_by_id == by.actor_id,
        minutes=(by.now - now.recorded_at).total_seconds() / 60,
        limit=settings.UNDO_MINUTES,
        version=now.version,
    )
    # What the same press did.
    confirmed = FollowUp.objects.filter(
        employee=matter.employee, done_at=now.recorded_at, done_by=by.user, spell_from__lte=now.first_day
    ).first()
    if confirmed is not None:
        undo_confirmation(follow_up=confirmed, by=by)
    _withdraw(now, WithdrawReason.UNDONE)
    _record(Event.REPORT_UNDONE, matter, by, fields=["withdrawn"])
    rederive(employee_ids=[period.employee_id], by=by)


@transaction.atomic
def report_fit(*, period: Period, back_on: date, by: Viewer) -> Period:
    """ "Er tilbage": somebody is at work again from that day, so the absence ended the day before.

    `RuleViolation` with `not_yours`, `already_withdrawn`, `not_away`, `back_before_start`, `too_far_ahead`. Audit:
    `reported_fit`.
    """
    matter = _matter_of(period.employee_id, by)
    now = _as_it_stands(period)
    last_day = check_fit(queries.recorded(now), back_on, by.today)
    return _change(now, matter, by, Event.REPORTED_FIT, last_day=last_day)


@transaction.atomic
def report_partly_fit(*, period: Period, from_day: date, degree: Decimal, by: Viewer) -> Period:
    """Somebody works part of the time from that day: the rest of the absence is at `degree` percent.

    Returns the period that has the degree: a new one, or the same if it had only just begun. `RuleViolation` with
    `not_yours`, `already_withdrawn`, `not_away`, `back_before_start`, `too_far_ahead`, `not_a_part`, `nothing_changes`.
    Audit: `reported_partly_fit`.
    """
    matter = _matter_of(period.employee_id, by)
    now = _as_it_stands(period)
    check_partly_fit(queries.recorded(now), from_day, degree, by.today)
    cause = PARTIAL_OF.get(now.cause_id, now.cause_id)
    if from_day == now.first_day:
        return _change(now, matter, by, Event.REPORTED_PARTLY_FIT, cause_id=cause, degree=degree)
    _update(now, last_day=from_day - timedelta(days=1))
    rest = _create(matter, by, from_day, now.last_day, cause, degree, now.expected_return)
    _record(Event.REPORTED_PARTLY_FIT, matter, by, fields=["cause", "degree", "last_day"])
    rederive(employee_ids=[period.employee_id], by=by)
    return rest


@transaction.atomic
def correct_period(
    *,
    period: Period,
    version: int,
    first_day: date,
    last_day: date | None,
    cause: str,
    degree: Decimal,
    returns_on: date | None,
    by: Viewer,
) -> Period:
    """Changes what stands about an absence; `version` is the one that the page showed.

    `PeriodChanged` with how it stands now if somebody was quicker, `PeriodOverlap`, or `RuleViolation` with
    `not_yours`, `already_withdrawn`, `unknown_cause`, `too_far_ahead`, `too_far_back`, `not_a_percent`,
    `ends_before_start`, `return_before_start`, `return_too_far_ahead`. Audit: `period_corrected`, with the fields.
    """
    matter = _matter_of(period.employee_id, by)
    now = _as_it_stands(period)
    if cause not in queries.causes():
        raise RuleViolation("unknown_cause")
    if last_day is not None:
        returns_on = None
    check_correction(
        queries.recorded(now),
        version=version,
        first_day=first_day,
        last_day=last_day,
        degree=degree,
        returns_on=returns_on,
        others=matter.others(now),
        today=by.today,
    )
    return _change(
        now,
        matter,
        by,
        Event.PERIOD_CORRECTED,
        first_day=first_day,
        last_day=last_day,
        cause_id=cause,
        degree=degree,
        expected_return=returns_on,
    )


@transaction.atomic
def withdraw_period(*, period: Period, version: int, reason: WithdrawReason, by: Viewer) -> None:
    """Takes an absence away that never was. It stays to be read, with the reason.

    `PeriodChanged`, or `RuleViolation` with `not_yours`, `already_withdrawn`, `unknown_reason`. Audit:
    `period_withdrawn`, with the reason as purpose.
    """
    matter = _matter_of(period.employee_id, by)
    now = _as_it_stands(period)
    check_withdrawal(queries.recorded(now), version=version, reason=reason)
    _withdraw(now, reason)
    _record(Event.PERIOD_WITHDRAWN, matter, by, fields=["withdrawn"], purpose=reason)
    rederive(employee_ids=[period.employee_id], by=by)


@transaction.atomic
def undo_change(*, period: Period, version: int, by: Viewer) -> None:
    """Takes back the viewer's own last change of an absence: back, partly back, corrected, withdrawn.

    `version` is the one that the change made. `RuleViolation` with `not_yours` for another's change, `undo_too_late`
    after `UNDO_MINUTES`, `changed_meanwhile` once anything else has changed. Audit: `change_undone`.
    """
    matter = _matter_of(period.employee_id, by)
    now: Period = Period.objects.get(pk=period.pk)
    change = last_trace(matter.employee.ref, events=[*UNDOABLE, Event.CHANGE_UNDONE])
    if change is None or change.event not in UNDOABLE:
        raise RuleViolation("changed_meanwhile")
    check_undo(
        mine=change.actor_id is not None and change.actor_id == by.actor_id,
        minutes=(by.now - change.at).total_seconds() / 60,
        limit=settings.UNDO_MINUTES,
        version=now.version,
        made=version,
    )
    # The trace tells of the employee; what changed last of theirs must be this one.
    before = FormerPeriod.objects.filter(pgh_obj__employee=matter.employee).order_by("-pk").first()
    if before is None or before.pgh_obj_id != now.pk:
        raise RuleViolation("changed_meanwhile")
    if change.event == Event.REPORTED_PARTLY_FIT:
        # The rest of the absence, which the same press began.
        rest = Period.objects.standing().filter(
            employee=matter.employee, recorded_at=change.at, recorded_by=by.user, version=1
        )
        for one in rest.exclude(pk=now.pk):
            _withdraw(one, WithdrawReason.UNDONE)
    if overlapping(before.first_day, before.last_day, matter.others(now)) is not None:
        raise RuleViolation("changed_meanwhile")
    _update(now, **{name: getattr(before, name) for name in RESTORED})
    changed = [name for name in RESTORED if getattr(before, name) != getattr(now, name)]
    _record(Event.CHANGE_UNDONE, matter, by, fields=[name.removesuffix("_id") for name in changed])
    rederive(employee_ids=[period.employee_id], by=by)


# --- Reading under the lock, and writing --------------------------------------------------------------


def _matter_of(employee: int, by: Viewer) -> _Matter:
    """Locks the employee; `RuleViolation("not_yours")` for who may not record their absence."""
    found, capacity = lock_employee(employee, by)
    insist_on_writing(Part.FOLLOW_UPS, capacity)
    return _Matter(found, capacity)


def _as_it_stands(period: Period) -> Period:
    """The period under the lock; `RuleViolation("already_withdrawn")` if it does not count any more."""
    now: Period = Period.objects.get(pk=period.pk)
    if now.withdrawn:
        raise RuleViolation("already_withdrawn")
    return now


def _create(
    matter: _Matter,
    by: Viewer,
    first_day: date,
    last_day: date | None,
    cause: str,
    degree: Decimal,
    returns_on: date | None,
) -> Period:
    period: Period = Period.objects.create(
        employee=matter.employee,
        first_day=first_day,
        last_day=last_day,
        cause_id=cause,
        degree=degree,
        expected_return=returns_on,
        source=Source.LEADER,
        recorded_at=by.now,
        recorded_by=by.user,
    )
    return period


def _change(period: Period, matter: _Matter, by: Viewer, event: Event, **values: Any) -> Period:
    """Writes what differs, records it, and derives; what is the same already leaves no trace."""
    changed = {name: value for name, value in values.items() if getattr(period, name) != value}
    if changed:
        _update(period, **changed)
        _record(event, matter, by, fields=[name.removesuffix("_id") for name in changed])
        rederive(employee_ids=[period.employee_id], by=by)
    after: Period = Period.objects.get(pk=period.pk)
    return after


def _withdraw(period: Period, reason: WithdrawReason) -> None:
    _update(period, withdrawn=True, withdraw_reason=reason)


def _update(period: Period, **values: Any) -> None:
    Period.objects.filter(pk=period.pk).update(version=F("version") + 1, **values)


def _record(event: Event, matter: _Matter, by: Viewer, *, fields: Iterable[str], purpose: str = "") -> None:
    audit.record(
        event,
        by=by,
        capacity=matter.capacity,
        subjects=[matter.employee.ref],
        fields=fields,
        purpose=purpose,
        at=by.now,
    )
