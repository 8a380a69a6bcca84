"""Referring an employee to the consultants, and who of them has the matter."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from absence.queries import last_sick_days_of
from audit import flows as audit
from cases.followups.flows import drop, owe
from cases.guard import check_note
from people.access import lock_employee
from people.models import Assignment, Employee, Unit, User, new_reference
from people.queries import municipal_calendar
from people.rules import ActingAs, CapacityKind, OwnerRole, RuleViolation, insist
from people.viewer import Viewer
from retention.caseload.kinds import REFERRAL
from retention.caseload.queries.referrals import consultants_tasks, running
from retention.models import ConsultantHours, Engagement, Work
from retention.rules.caseload import (
    END_BY_HAND,
    MOST_PLANNED,
    MOST_WEEKLY,
    EndReason,
    Event,
    ReferReason,
    WorkKind,
    check_work,
    has_expired,
)
from retention.saying import said_before

MAY_REFER = frozenset({ActingAs.LEADER, ActingAs.DEPUTY, ActingAs.HR, ActingAs.SELF})
MAY_DISTRIBUTE = frozenset({ActingAs.CONSULTANT, ActingAs.HR})


@transaction.atomic
def refer(
    *,
    employee: Employee,
    to: User | None,
    reason: ReferReason,
    by: Viewer,
    note: str = "",
    note_override: str = "",
) -> Assignment:
    """Refers the employee to a consultant, or (to None) to the team; a task to answer it is owed from now.

    By whoever handles the matter, and by the employee. `RuleViolation` with `not_yours`, `has_left`,
    `already_referred`, `no_consultant`, or the guard's. Audit: `referred`.
    """
    check_note(note, note_override)
    found, capacity = lock_employee(employee.pk, by)
    insist(capacity in MAY_REFER, "not_yours")
    insist(not found.has_left(by.today), "has_left")
    insist(not running(employee, by.today), "already_referred")
    _check_receiver(to, employee, by.today)
    assignment = _assign(employee, to, reason.value, _Given(by.user, note, note_override), by)
    owe(
        employee=employee,
        key=f"{REFERRAL}:{assignment.pk}",
        kind=REFERRAL,
        owner_role=OwnerRole.CONSULTANT,
        due_on=municipal_calendar().working_days_after(by.today, settings.REFERRAL_DAYS),
        by=by,
    )
    fields = ["consultant", "reason", *(["note"] if note else [])]
    _record(Event.REFERRED, [employee], capacity, by, fields)
    return assignment


@transaction.atomic
def take(
    *, employees: Collection[Employee], to: User | None, by: Viewer, note: str = "", note_override: str = ""
) -> int:
    """Gives all of these referred matters to one consultant, or (to None) back to the team; returns how many moved.

    `note` is for whoever takes over. By consultants to whom they are referred, and by HR; all of them or none.
    `RuleViolation` with `not_yours`, `not_referred`, `no_consultant`, or the guard's.
    Audit: `referral_taken` or `referral_released`, one row for all.
    """
    check_note(note, note_override)
    moved = []
    Employee.objects.lock(employee.pk for employee in employees)
    for employee in employees:
        _found, capacity = lock_employee(employee.pk, by)
        insist(capacity in MAY_DISTRIBUTE, "not_yours")
        _check_receiver(to, employee, by.today)
        rows = running(employee, by.today)
        insist(bool(rows), "not_referred")
        if to is not None and any(row.consultant_id == to.pk for row in rows):
            continue
        if to is None and all(row.consultant_id is None for row in rows):
            continue
        named = [row for row in rows if row.consultant_id is not None]
        planned = next((row.engagement.planned_hours for row in named if hasattr(row, "engagement")), None)
        given = _passed_on(named, _Given(by.user, note, note_override), by.today)
        _end(named, EndReason.RELEASED if to is None else EndReason.TAKEN_OVER, by)
        if to is not None or all(row.consultant_id is not None for row in rows):
            _assign(employee, to, rows[0].reason, given, by, planned_hours=planned)
        moved.append(employee)
    if moved:
        event = Event.REFERRAL_RELEASED if to is None else Event.REFERRAL_TAKEN
        _record(event, moved, by.standing, by, ["consultant", *(["note"] if note else [])])
    return len(moved)


@transaction.atomic
def end_referral(*, employee: Employee, reason: EndReason, by: Viewer) -> None:
    """Ends the referral: nobody of the consultants has the matter any more.

    `RuleViolation` with `not_yours`, `not_referred`, `end_reason_unknown`, or `tasks_left` while a consultant owes
    something else in it. Audit: `referral_ended`.
    """
    _found, capacity = lock_employee(employee.pk, by)
    insist(capacity in MAY_DISTRIBUTE, "not_yours")
    insist(reason in END_BY_HAND, "end_reason_unknown")
    rows = running(employee, by.today)
    insist(bool(rows), "not_referred")
    insist(not consultants_tasks([employee.pk]).exclude(kind=REFERRAL).exists(), "tasks_left")
    _end_all(employee, rows, reason, by)
    _record(Event.REFERRAL_ENDED, [employee], capacity, by, ["last_day"])


@transaction.atomic
def plan_hours(*, employee: Employee, hours: Decimal | None, by: Viewer) -> None:
    """How many hours the viewer means to use on the matter they have. `RuleViolation` with `not_yours` for one that
    another has, or `hours_out_of_range`. Audit: `hours_planned`.
    """
    _found, capacity = lock_employee(employee.pk, by)
    mine = [row for row in running(employee, by.today) if row.consultant_id == by.actor_id]
    insist(capacity is ActingAs.CONSULTANT and bool(mine), "not_yours")
    insist(hours is None or 0 <= hours <= MOST_PLANNED, "hours_out_of_range")
    Engagement.objects.update_or_create(assignment=mine[0], defaults={"planned_hours": hours})
    _record(Event.HOURS_PLANNED, [employee], capacity, by, ["planned_hours"])


@transaction.atomic
def expire_referrals(*, by: Viewer) -> int:
    """The nightly job: ends what has been left for two months after the absence, or the referral; returns how many.

    Audit: `referral_ended` for each.
    """
    running_now = Assignment.objects.running(by.today)
    # Read again once nobody else can change them; what is referred meanwhile is too young to expire.
    Employee.objects.lock(running_now.values_list("employee", flat=True))
    rows = running_now.select_related("employee", "engagement").order_by("employee", "pk")
    of_employee: dict[Employee, list[Assignment]] = {}
    for row in rows:
        of_employee.setdefault(row.employee, []).append(row)
    keys = [employee.pk for employee in of_employee]
    busy = set(consultants_tasks(keys).exclude(kind=REFERRAL).values_list("employee_id", flat=True))
    last_days = last_sick_days_of(keys, by.today)
    ended = [
        employee
        for employee, found in of_employee.items()
        if has_expired(
            referred_on=max(row.first_day for row in found),
            last_sick_day=last_days[employee.pk],
            open_tasks=int(employee.pk in busy),
            today=by.today,
        )
    ]
    for employee in ended:
        _end_all(employee, of_employee[employee], EndReason.EXPIRED, by)
        _record(Event.REFERRAL_ENDED, [employee], by.standing, by, ["last_day"])
    return len(ended)


# --- Time ----------------------------------------------------------------------------------------------


@transaction.atomic
def set_consultant_hours(*, consultant: User, weekly_hours: Decimal, first_day: date, by: Viewer) -> None:
    """How many hours a week a consultant has from a day on; what ran until then ends the day before, and what was to
    come later is replaced. By HR. `RuleViolation` with `not_yours`, `no_consultant`, `begins_in_the_past` or
    `hours_out_of_range`. Audit: `consultant_hours_set`.
    """
    insist(CapacityKind.HR in by.capacities, "not_yours")
    insist(0 <= weekly_hours <= MOST_WEEKLY, "hours_out_of_range")
    insist(first_day >= by.today, "begins_in_the_past")
    held = consultant.capacities.filter(kind=CapacityKind.CONSULTANT).held(by.today)
    insist(held.exists(), "no_consultant")
    User.objects.select_for_update(of=("self",)).get(pk=consultant.pk)
    rows = ConsultantHours.objects.filter(consultant=consultant)
    rows.filter(first_day__gte=first_day).delete()
    rows.running(first_day).update(last_day=first_day - timedelta(days=1))
    ConsultantHours.objects.create(consultant=consultant, weekly_hours=weekly_hours, first_day=first_day)
    audit.record(
        Event.CONSULTANT_HOURS_SET, by=by, capacity=ActingAs.HR, fields=["weekly_hours", "first_day"], at=by.now
    )


@transaction.atomic
def note_work(
    *,
    kind: WorkKind,
    on: date,
    hours: Decimal,
    by: Viewer,
    employee: Employee | None = None,
    unit: Unit | None = None,
    words: str = "",
    ref: str = "",
) -> Work:
    """Notes what a consultant's time went to. `ref` is the form's own: the same form sent twice is noted once, while
    the same time may well be used twice. `RuleViolation` with `not_yours`, what `check_work` refuses, or the
    guard's for the words. Audit: `time_noted`.
    """
    if by.user is None or CapacityKind.CONSULTANT not in by.capacities:
        raise RuleViolation("not_yours")
    check_note(words)
    check_work(
        kind=kind, has_employee=employee is not None, has_unit=unit is not None, on=on, hours=hours, today=by.today
    )
    if employee is not None:
        _found, capacity = lock_employee(employee.pk, by)
        insist(capacity is ActingAs.CONSULTANT, "not_yours")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    said = {"kind": kind, "on": on, "hours": hours, "employee": employee, "unit": unit, "words": words}
    said_by = {"consultant": by.user, **said}
    same = said_before(Work.objects.filter(ref=ref), said_by)
    if same is not None:
        return same
    if not ref or Work.objects.filter(ref=ref).exists():
        ref = new_reference()
    work = Work.objects.create(**said_by, ref=ref)
    subjects = [employee.ref] if employee is not None else []
    audit.record(
        Event.TIME_NOTED, by=by, capacity=ActingAs.CONSULTANT, subjects=subjects, fields=["hours", "kind"], at=by.now
    )
    return work


@transaction.atomic
def remove_work(*, work: Work, by: Viewer) -> None:
    """Takes back what the viewer noted themselves. `RuleViolation("not_yours")`. Audit: `time_removed`."""
    insist(work.consultant_id == by.actor_id, "not_yours")
    Work.objects.filter(pk=work.pk).delete()
    subjects = [work.employee.ref] if work.employee is not None else []
    audit.record(Event.TIME_REMOVED, by=by, capacity=by.standing, subjects=subjects, fields=["hours"], at=by.now)


# --- Writing -------------------------------------------------------------------------------


def _check_receiver(to: User | None, employee: Employee, day: date) -> None:
    """A consultant of today with an account; nobody has their own matter."""
    if to is None:
        return
    holds = to.capacities.filter(kind=CapacityKind.CONSULTANT).held(day).exists()
    insist(holds and to.is_active and to.pk != employee.user_id, "no_consultant")


class _Given(NamedTuple):
    """What is written for whoever gets the matter, and by whom."""

    given_by: User | None
    note: str
    note_override: str


def _passed_on(rows: list[Assignment], given: _Given, today: date) -> _Given:
    """What was written the same day goes along: the assignment that holds it never began, and is not kept."""
    written = (row.engagement for row in rows if row.first_day >= today and hasattr(row, "engagement"))
    before = next((each for each in written if each.note), None)
    if before is None:
        return given
    if not given.note:
        return _Given(before.given_by, before.note, before.note_override)
    signed = f"{before.given_by}: {before.note}" if before.given_by else before.note
    return given._replace(note=f"{given.note}\n\n{signed}", note_override=given.note_override or before.note_override)


def _assign(
    employee: Employee,
    to: User | None,
    reason: str,
    given: _Given,
    by: Viewer,
    *,
    planned_hours: Decimal | None = None,
) -> Assignment:
    assignment = Assignment.objects.create(employee=employee, consultant=to, first_day=by.today, reason=reason)
    Engagement.objects.create(assignment=assignment, planned_hours=planned_hours, **given._asdict())
    return assignment


def _end_all(employee: Employee, rows: list[Assignment], reason: EndReason, by: Viewer) -> None:
    _end(rows, reason, by)
    for key in consultants_tasks([employee.pk]).filter(kind=REFERRAL).values_list("key", flat=True):
        drop(employee=employee, key=key, by=by)


def _end(rows: list[Assignment], reason: EndReason, by: Viewer) -> None:
    """Yesterday was the last day, so that it counts from the next request; one of today never began."""
    for row in rows:
        if row.first_day >= by.today:
            row.delete()
        else:
            Assignment.objects.filter(pk=row.pk).update(last_day=by.today - timedelta(days=1))
            Engagement.objects.update_or_create(assignment=row, defaults={"end_reason": reason})


def _record(event: Event, employees: Collection[Employee], capacity: ActingAs, by: Viewer, fields: list[str]) -> None:
    refs = [employee.ref for employee in employees]
    audit.record(event, by=by, capacity=capacity, subjects=refs, fields=fields, at=by.now)
