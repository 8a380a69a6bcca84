"""Cases: opened by a rule, by hand or from a worry; closed by hand, or by the job when it has long been quiet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from audit import flows as audit
from cases.followups.rules import FollowUpState
from cases.models import Case, FollowUp
from cases.rules import (
    CLOSE_BY_HAND,
    OPEN_BY_HAND,
    CaseEvent,
    CaseState,
    CloseReason,
    Event,
    OpenReason,
    Part,
    insist_on_writing,
    is_quiet,
    next_state,
)
from people.access import acting_towards, fetch_employee
from people.models import Employee
from people.rules import ActingAs, RuleViolation, insist
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Settled:
    """How many cases the job opened and closed."""

    opened: int
    closed: int


@transaction.atomic
def open_case(*, employee: Employee, reason: OpenReason, by: Viewer) -> Case:
    """Opens the employee's case, by hand or from a worry, and gathers the open follow-ups in it.

    `RuleViolation` with `not_yours`, `has_left`, `open_reason_unknown`, or `case_already_open`. Audit: `case_opened`.
    """
    found, capacity = fetch_employee(employee.pk, by)
    insist_on_writing(Part.CASE, capacity)
    insist(not found.has_left(by.today), "has_left")
    if reason not in OPEN_BY_HAND:
        raise RuleViolation("open_reason_unknown")
    return open_for(employee=found, reason=reason, by=by)


@transaction.atomic
def open_for(*, employee: Employee, reason: OpenReason, by: Viewer) -> Case:
    """The case of an employee who has none, opened because something begins that belongs in one.

    `RuleViolation("case_already_open")`. Audit: `case_opened`.
    """
    case = _open([employee.pk], reason, by).get(employee.pk)
    if case is None:
        raise RuleViolation("case_already_open")
    _record(Event.CASE_OPENED, case, acting_towards(by, employee), by, employee_ref=employee.ref)
    return case


@transaction.atomic
def close_case(*, case: Case, reason: CloseReason, by: Viewer) -> None:
    """Closes a case by hand. Its follow-ups stay owed. `RuleViolation` with `not_yours`, `close_reason_unknown` or
    `case_not_open`. Audit: `case_closed`.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    employee, capacity = fetch_employee(locked.employee_id, by)
    insist_on_writing(Part.CASE, capacity)
    if reason not in CLOSE_BY_HAND:
        raise RuleViolation("close_reason_unknown")
    next_state(CaseState(locked.state), CaseEvent.CLOSE)
    _close([locked.pk], reason, by)
    _record(Event.CASE_CLOSED, locked, capacity, by, employee_ref=employee.ref)


@transaction.atomic
def open_reached_cases(*, by: Viewer, employees: Collection[int] | None = None) -> list[Case]:
    """Opens the cases of those for whom the day of a rule that opens one has come, of these employees or of all.

    A case that was closed after that day stays closed: the rule has had its case. Audit: `case_opened` for each.
    """
    reached = FollowUp.objects.reached(by.today)
    if employees is not None:
        reached = reached.filter(employee__in=employees)
    owners = sorted(set(reached.values_list("employee_id", flat=True)))
    opened = list(_open(owners, OpenReason.RULE, by).values()) if owners else []
    refs = dict(Employee.objects.filter(pk__in=[case.employee_id for case in opened]).values_list("pk", "ref"))
    for case in opened:
        _record(Event.CASE_OPENED, case, by.standing, by, employee_ref=refs[case.employee_id])
    return opened


@transaction.atomic
def settle_cases(*, last_sick_days: Mapping[int, date | None], by: Viewer) -> Settled:
    """The nightly job: opens the cases whose day has come, and closes those that have long been quiet.

    `last_sick_days` are those of the employees with an open case: today for who is sick now, None for who never was.
    Audit: `case_opened` and `case_closed` for each.
    """
    opened = open_reached_cases(by=by)
    # Counted once nobody else can owe them anything: what was owed meanwhile keeps a case open.
    Employee.objects.lock(Case.objects.open().filter(employee__in=last_sick_days).values_list("employee", flat=True))
    rows = Case.objects.open().filter(employee__in=last_sick_days).select_related("employee").order_by("pk")
    locked = list(rows.select_for_update(of=("self",)))
    still_open = dict(
        rows.values_list("employee_id").annotate(
            count=Count("employee__follow_ups", filter=Q(employee__follow_ups__state=FollowUpState.OPEN))
        )
    )
    closing = [
        case
        for case in locked
        if is_quiet(
            opened_on=case.opened_on,
            last_sick_day=last_sick_days[case.employee_id],
            open_follow_ups=still_open.get(case.employee_id, 0),
            today=by.today,
        )
    ]
    _close([case.pk for case in closing], CloseReason.QUIET, by)
    for case in closing:
        _record(Event.CASE_CLOSED, case, by.standing, by, employee_ref=case.employee.ref)
    return Settled(opened=len(opened), closed=len(closing))


# --- Writing -----------------------------------------------------------------------------------------


def _open(employees: list[int], reason: OpenReason, by: Viewer) -> dict[int, Case]:
    """Employee -> the case that was opened; nobody who has an open one. The database lets nobody have two."""
    opener = None if reason is OpenReason.RULE else by.user
    new = [Case(employee_id=pk, opened_on=by.today, opened_by=opener, open_reason=reason) for pk in employees]
    Case.objects.bulk_create(new, ignore_conflicts=True)
    opened = {case.employee_id: case for case in Case.objects.filter(ref__in=[case.ref for case in new])}
    for case in opened.values():
        FollowUp.objects.open().filter(employee=case.employee_id, case=None).update(case=case)
    return opened


def _close(cases: list[int], reason: CloseReason, by: Viewer) -> None:
    Case.objects.filter(pk__in=cases).update(
        state=next_state(CaseState.OPEN, CaseEvent.CLOSE),
        closed_on=by.today,
        closed_by=by.user,
        close_reason=reason,
    )


def _record(event: Event, case: Case, capacity: ActingAs, by: Viewer, *, employee_ref: str) -> None:
    audit.record(
        event, by=by, capacity=capacity, subjects=[employee_ref], case_ref=case.ref, fields=["state"], at=by.now
    )
