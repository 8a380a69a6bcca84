"""A return plan: drafted at the table, run from its closing on, amended by a new version, ended, and watched."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction

from audit import flows as audit
from cases.followups.flows import drop, owe
from cases.guard import check_note
from cases.models import FollowUp
from people.access import lock_employee
from people.models import Employee
from people.queries import municipal_calendar
from people.rules import ActingAs, OwnerRole, RuleViolation, insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened
from roundtable.flows import Held, hold_fast, record, touch
from roundtable.kinds import CHECK_IN, EVALUATE
from roundtable.models import Meeting, PlanItem, PlanWeek, ReturnPlan
from roundtable.plans.queries import (
    Written,
    away_of,
    draft_of,
    faults_in,
    full_hours_of,
    running_of,
    weeks_of,
    written_of,
)
from roundtable.rules.meetings import OPEN_STATES
from roundtable.rules.plans import (
    ENDED_BY_HAND,
    MOST_LINES,
    EndReason,
    Event,
    ItemKind,
    PlanState,
    amended,
    asked_about,
    check_draft,
    check_keep,
    check_line,
    compared,
    has_run_out,
    insist_on_none,
    stretches,
)
from roundtable.rules.rights import MAY_RUN
from roundtable.rules.table import NoPlanReason, TablePart


@dataclass(frozen=True, slots=True)
class Watched:
    """How many stretches the leaders are asked about anew, and how many plans ran out."""

    asked: int
    ran_out: int


# --- At the table -----------------------------------------------------------------------------------------


@transaction.atomic
def write_plan(*, meeting: Meeting, written: Written, opened: str, by: Viewer) -> None:
    """What is written so far of the plan that runs from the meeting's closing on. `opened` is `opened_with` what was
    shown.

    `RuleViolation` with `not_yours`, `meeting_not_open`, the guard's, or as for `check_draft` and `check_line`;
    `too_many_lines`; `ChangedMeanwhile`. Audit: `plan_written`, if anything changed.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    _check(written)
    draft = draft_of(held.meeting)
    standing = written_of(draft)
    if written == standing:
        return
    insist_on_opened(opened, standing.said)
    if draft is None:
        draft = ReturnPlan(employee=held.employee, meeting=held.meeting, made_by=by.user)
    draft.full_hours = full_hours_of(held.employee)
    _save(draft, written)
    touch(meeting=held.meeting, part=TablePart.PLAN, by=by)
    record(event=Event.PLAN_WRITTEN, held=held, by=by, fields=_changed(standing, written))


@transaction.atomic
def decide_no_plan(*, meeting: Meeting, reason: NoPlanReason | None, by: Viewer) -> None:
    """That no plan is needed now is a decision too; without a reason it is taken back. What was written of one stays
    as a draft. `RuleViolation` with `not_yours` or `meeting_not_open`. Audit: `no_plan_decided`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    Meeting.objects.filter(pk=held.meeting.pk).update(no_plan_reason=reason or "")
    touch(meeting=held.meeting, part=TablePart.PLAN, by=by)
    record(event=Event.NO_PLAN_DECIDED, held=held, by=by, fields=["no_plan_reason"])


@transaction.atomic
def begin_plan(*, held: Held, by: Viewer) -> ReturnPlan:
    """The draft of a meeting that is being closed runs from now on, instead of the plan that ran.

    `RuleViolation` with `plan_missing` or as for `faults_of`. Audit: `plan_begun`.
    """
    draft, calendar = draft_of(held.meeting), municipal_calendar()
    if draft is None:
        raise RuleViolation("plan_missing")
    full = full_hours_of(held.employee)
    insist_on_none(faults_in(written_of(draft), full=full, earliest=None, today=by.today, calendar=calendar))
    before = running_of(held.employee)
    draft.full_hours, draft.version = full, 1 if before is None else before.version + 1
    _begin(draft, instead_of=before, by=by)
    draft.save()
    record(event=Event.PLAN_BEGUN, held=held, by=by, fields=["state"])
    return draft


# --- Outside it -------------------------------------------------------------------------------------------


@transaction.atomic
def amend_plan(
    *, plan: ReturnPlan, written: Written, reason: str, opened: str, by: Viewer, reason_override: str = ""
) -> ReturnPlan:
    """A new version of the plan that runs, and why; weeks that are over stay as they were planned. `opened` is
    `opened_with` what was shown.

    `RuleViolation` with `not_yours`, `plan_not_running`, `reason_missing`, the guard's, or as for `check_draft`,
    `check_line` and `faults_of`; `too_many_lines`; `ChangedMeanwhile`. Audit: `plan_amended`.
    """
    employee, capacity = _matter_of(plan, by)
    running = running_of(employee)
    if running is None:
        raise RuleViolation("plan_not_running")
    insist(bool(reason), "reason_missing")
    check_note(reason, reason_override)
    standing = written_of(running)
    insist_on_opened(opened, standing.said)
    fresh = replace(written, weeks=tuple(amended(standing.weeks, written.weeks, by.today)))
    _check(fresh)
    full = full_hours_of(employee)
    earliest = standing.weeks[0].monday if standing.weeks else None
    calendar = municipal_calendar()
    insist_on_none(faults_in(fresh, full=full, earliest=earliest, today=by.today, calendar=calendar))
    new = ReturnPlan(
        employee=employee,
        meeting=running.meeting,
        version=running.version + 1,
        full_hours=full,
        reason=reason,
        made_by=by.user,
    )
    new.evaluate_on = fresh.evaluate_on
    _begin(new, instead_of=running, by=by)
    _save(new, fresh)
    _record(Event.PLAN_AMENDED, new, employee, capacity, by, fields=["reason", *_changed(standing, fresh)])
    return new


@transaction.atomic
def end_plan(*, plan: ReturnPlan, reason: EndReason, by: Viewer) -> None:
    """It runs no longer, and nothing is owed about it. `RuleViolation` with `not_yours`, `plan_not_running` or
    `end_reason_unknown`. Audit: `plan_ended`.
    """
    employee, capacity = _matter_of(plan, by)
    insist(reason in ENDED_BY_HAND, "end_reason_unknown")
    running = running_of(employee)
    if running is None or running.pk != plan.pk:
        raise RuleViolation("plan_not_running")
    _end(running, reason, by)
    drop(employee=employee, key=f"{EVALUATE}:{running.ref}", by=by)
    _record(Event.PLAN_ENDED, running, employee, capacity, by, fields=["state", "end_reason"])


# --- Every night ------------------------------------------------------------------------------------------


def watch_plans(*, by: Viewer) -> Watched:
    """The nightly job, which may run twice: holds every plan that runs against what is recorded, and ends those that
    have run out. A leader is asked once about weeks on end that differ; what a correction makes fit is asked no more.

    Audit: `check_in_owed` for each that is asked about, `plan_ended` for each that ran out.
    """
    insist(by.is_system, "only_the_system")
    rows = ReturnPlan.objects.filter(state=PlanState.ACTIVE, employee__is_outside=False).order_by("pk")
    outcomes = [_watch(plan, by) for plan in rows]
    return Watched(sum(asked for asked, _over in outcomes), sum(over for _asked, over in outcomes))


@transaction.atomic
def _watch(plan: ReturnPlan, by: Viewer) -> tuple[int, bool]:
    """How often the leader is asked anew, and whether it ran out."""
    employee, capacity = lock_employee(plan.employee_id, by)
    running = running_of(employee)
    if running is None or running.pk != plan.pk or running.evaluate_on is None:
        return 0, False
    calendar, weeks = municipal_calendar(), weeks_of(running)
    away = away_of([employee.pk]).get(employee.pk, [])
    rows = compared(weeks, full=running.full_hours, away=away, calendar=calendar, today=by.today)
    found = stretches(rows, full=running.full_hours, percent=settings.PLAN_DEVIATION_PERCENT)
    asked = _asked(employee)
    new = [stretch for stretch in found if not asked_about(stretch, asked)]
    for stretch in new:
        key, due_on = _check_in(stretch[0]), calendar.next_working_day(by.today)
        owe(employee=employee, key=key, kind=CHECK_IN, owner_role=OwnerRole.LEADER, due_on=due_on, by=by)
        _record(Event.CHECK_IN_OWED, running, employee, capacity, by, fields=["due_on"])
    for monday in asked:
        if not any(monday in stretch for stretch in found):
            drop(employee=employee, key=_check_in(monday), by=by)
    over = has_run_out(weeks, running.evaluate_on, by.today)
    if over:
        _end(running, EndReason.RAN_OUT, by)
        _record(Event.PLAN_ENDED, running, employee, capacity, by, fields=["state", "end_reason"])
    return len(new), over


def _asked(employee: Employee) -> list[date]:
    """The first weeks of the stretches that were asked about; not what has been withdrawn since."""
    keys = FollowUp.objects.filter(employee=employee, kind=CHECK_IN).exclude(state="withdrawn")
    return [date.fromisoformat(key.rpartition(":")[2]) for key in keys.values_list("key", flat=True)]


def _check_in(monday: date) -> str:
    return f"{CHECK_IN}:{monday.isoformat()}"


# --- Writing ----------------------------------------------------------------------------------------------


def _check(written: Written) -> None:
    check_draft(written.weeks)
    for line in written.lines:
        check_line(kind=line.kind, words=line.words, again_on=line.again_on, effect=line.effect)
        check_note(line.words, written.words_override)
    for kind in ItemKind:
        insist(sum(line.kind is kind for line in written.lines) <= MOST_LINES, "too_many_lines")


def _save(plan: ReturnPlan, written: Written) -> None:
    """Writes the plan, its weeks and its lines."""
    for name in ("evaluate_on", "may_fall", "disagreed", "words_override"):
        setattr(plan, name, getattr(written, name))
    plan.save()
    PlanWeek.objects.filter(plan=plan).delete()
    PlanItem.objects.filter(plan=plan).delete()
    PlanWeek.objects.bulk_create(PlanWeek(plan=plan, monday=monday, hours=hours) for monday, hours in written.weeks)
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, place=place, **{**asdict(line), "effect": line.effect or ""})
        for place, line in enumerate(written.lines)
    )


def _begin(plan: ReturnPlan, *, instead_of: ReturnPlan | None, by: Viewer) -> None:
    """It runs as soon as the caller has saved it, and one runs at a time; it is owed to be looked at on its day."""
    if instead_of is not None:
        ReturnPlan.objects.filter(pk=instead_of.pk).update(state=PlanState.REPLACED, ended_at=by.now)
        drop(employee=plan.employee, key=f"{EVALUATE}:{instead_of.ref}", by=by)
    plan.state, plan.begun_at = PlanState.ACTIVE, by.now
    owe(
        employee=plan.employee,
        key=f"{EVALUATE}:{plan.ref}",
        kind=EVALUATE,
        owner_role=OwnerRole.LEADER,
        due_on=plan.evaluate_on,
        by=by,
    )


def _end(plan: ReturnPlan, reason: EndReason, by: Viewer) -> None:
    """Nobody is asked how it is going any more."""
    ReturnPlan.objects.filter(pk=plan.pk).update(state=PlanState.ENDED, ended_at=by.now, end_reason=reason)
    for monday in _asked(plan.employee):
        drop(employee=plan.employee, key=_check_in(monday), by=by)


def _matter_of(plan: ReturnPlan, by: Viewer) -> tuple[Employee, ActingAs]:
    employee, capacity = lock_employee(plan.employee_id, by)
    check_keep(capacity)
    return employee, capacity


def _changed(standing: Written, written: Written) -> Sequence[str]:
    return [name for name, value in written.said.items() if standing.said[name] != value]


def _record(
    event: Event, plan: ReturnPlan, employee: Employee, capacity: ActingAs, by: Viewer, *, fields: Sequence[str]
) -> None:
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=plan.meeting.case.ref,
        fields=fields,
        at=by.now,
    )
