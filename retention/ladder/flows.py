"""Placing somebody on the ladder, and taking it back."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from audit import flows as audit
from cases.models import Case
from people.access import fetch_employee, lock_employee
from people.models import Employee, User
from people.rules import insist
from people.viewer import Viewer
from retention.models import Placement, Step
from retention.reference import shipped_steps
from retention.rules.ladder import Event, Occasion, Party, ToldHow, check_place, check_record, check_withdraw


def seed_steps(*, by: Viewer) -> int:
    """Adds the steps whose number has no row yet; what a municipality has changed stays as it is."""
    insist(by.is_system, "only_the_system")
    known = set(Step.objects.values_list("number", flat=True))
    return len(Step.objects.bulk_create(Step(**asdict(step)) for step in shipped_steps() if step.number not in known))


@transaction.atomic
def place(
    *,
    employee: Employee,
    party: Party,
    step: Step,
    occasion: Occasion,
    by: Viewer,
    placed_on: date | None = None,
    told_how: ToldHow | None = None,
) -> Placement:
    """Records where the party places the employee, on a day (today by itself), in the open case if there is one.

    `told_how` is said where another records what the employee told. The same party on the same step that day, on the
    same occasion, is recorded once. `RuleViolation` with `has_left` or as for `check_place`. Audit: `placed`.
    """
    found, capacity = lock_employee(employee.pk, by)
    day = placed_on or by.today
    check_place(
        party=party,
        capacity=capacity,
        told_how=told_how,
        placed_on=day,
        step_runs=_runs(step, day),
        today=by.today,
    )
    insist(not found.has_left(by.today), "has_left")
    latest: Placement | None = (
        Placement.objects.filter(employee=found, party=party, withdrawn_at=None).order_by("-placed_at", "-pk").first()
    )
    said = {"step": step, "occasion": occasion, "placed_on": day, "placed_by": by.user, "told_how": told_how or ""}
    if latest is not None and all(getattr(latest, name) == value for name, value in said.items()):
        return latest
    case = Case.objects.open().filter(employee=found).first()
    placement = Placement.objects.create(employee=found, case=case, party=party, placed_at=by.now, **said)
    audit.record(
        Event.PLACED,
        by=by,
        capacity=capacity,
        subjects=[found.ref],
        case_ref=case.ref if case else "",
        fields=["step", "party"],
        at=by.now,
    )
    return placement


@transaction.atomic
def record_at_table(*, case: Case, party: Party, step: Step, chosen_by: User | None, by: Viewer) -> Placement:
    """Records in the case where a side placed the employee at a round table, or what was agreed on there.

    `chosen_by` is who chose, where that is somebody with an account. `RuleViolation` as for `check_record`.
    Audit: `placed`.
    """
    employee, capacity = fetch_employee(case.employee_id, by)
    check_record(party=party, capacity=capacity, step_runs=_runs(step, by.today))
    placement = Placement.objects.create(
        employee=employee,
        case=case,
        party=party,
        step=step,
        occasion=Occasion.ROUND_TABLE,
        placed_on=by.today,
        placed_at=by.now,
        placed_by=chosen_by,
    )
    audit.record(
        Event.PLACED,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=case.ref,
        fields=["step", "party"],
        at=by.now,
    )
    return placement


def _runs(step: Step, day: date) -> bool:
    return step.first_day <= day and (step.last_day is None or day <= step.last_day)


@transaction.atomic
def withdraw_placement(*, placement: Placement, by: Viewer) -> None:
    """Takes a placement back: it stays, and counts no more. `RuleViolation` as for `check_withdraw`.

    Audit: `placement_withdrawn`.
    """
    locked = Placement.objects.select_for_update(of=("self",)).select_related("case").get(pk=placement.pk)
    employee, capacity = fetch_employee(locked.employee_id, by)
    check_withdraw(
        party=Party(locked.party),
        capacity=capacity,
        withdrawn=locked.withdrawn_at is not None,
        placed_by_me=by.user is not None and locked.placed_by_id == by.user.pk,
    )
    Placement.objects.filter(pk=locked.pk).update(withdrawn_at=by.now)
    audit.record(
        Event.PLACEMENT_WITHDRAWN,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=locked.case.ref if locked.case else "",
        fields=["step", "party"],
        at=by.now,
    )
