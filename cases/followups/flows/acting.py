"""What people do: confirm, undo, postpone, note a contact, hand over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from audit import flows as audit
from cases.followups.kinds import kind_of
from cases.followups.queries import postpone_limits, stored_rows
from cases.followups.rules import (
    FollowUpEvent,
    FollowUpKind,
    FollowUpState,
    PostponeLimits,
    PostponeReason,
    Stored,
    check_confirm,
    check_postpone,
    check_undo,
    confirmed_by_sick_report,
    done_with,
    may_confirm,
    next_state,
    overtaken_by,
    satisfied_by_contact,
)
from cases.guard import check_note
from cases.models import Case, FollowUp
from cases.rules import Event, Part, insist_on_confirming, insist_on_doing, insist_on_writing
from people.access import lock_employee, viewer_for
from people.models import Employee, User, new_reference
from people.rules import ActingAs, CapacityKind, OwnerRole, RuleViolation, insist
from people.viewer import Viewer

NOTED = "noted"
NOTE = ("note", "note_override")


class _Doing(TypedDict):
    """What decides who may do a follow-up."""

    owner_role: OwnerRole
    named: bool
    capacity: ActingAs


@dataclass(frozen=True, slots=True)
class _Matter:
    """One employee, locked, with all rows as the rules see them, and in which capacity the viewer acts."""

    employee: Employee
    rows: list[Stored]
    capacity: ActingAs

    def row(self, follow_up: FollowUp) -> Stored:
        return next(row for row in self.rows if row.ref == follow_up.pk)


def _matter_of(employee: int, by: Viewer) -> _Matter:
    found, capacity = lock_employee(employee, by)
    return _Matter(found, stored_rows([employee]).get(employee, []), capacity)


@transaction.atomic
def confirm_follow_up(
    *, follow_up: FollowUp, done_on: date, by: Viewer, note: str = "", note_override: str = ""
) -> list[FollowUp]:
    """Confirms the card: the row and the reasons that stand on it with it; a statutory row alone.

    Earlier contacts of the same policy and spell are overtaken. Returns what was done, the pressed row first.
    `RuleViolation` with `not_yours`, `not_open`, `in_future`, `before_start`, `has_a_page` for what is done on a page
    of its own, or the guard's. Audit: `follow_up_confirmed`.
    """
    insist(not kind_of(follow_up.kind).url, "has_a_page")
    check_note(note, note_override)
    matter = _matter_of(follow_up.employee_id, by)
    insist_on_confirming(**_doing(follow_up, matter, by))
    pressed = matter.row(follow_up)
    check_confirm(pressed, done_on, by.today)
    others = [row for row in done_with(pressed, matter.rows) if row.ref != pressed.ref]
    done = [pressed, *(row for row in others if may_confirm(row, done_on, by.today))]
    _do(done, matter, done_on=done_on, by=by)
    if note:
        FollowUp.objects.filter(pk=pressed.ref).update(note=note, note_override=note_override)
    _record(Event.FOLLOW_UP_CONFIRMED, matter, by, fields=["state", "done_on", *_note_fields(note, note_override)])
    by_pk = FollowUp.objects.in_bulk([row.ref for row in done])
    return [by_pk[row.ref] for row in done]


@transaction.atomic
def undo_confirmation(*, follow_up: FollowUp, by: Viewer) -> None:
    """Takes a confirmation back, with all that the same press did and wrote, and derives anew what the employee's rows
    are.

    What it had overtaken is owed again; what is not owed any more lapses or is withdrawn, as is a contact that
    nobody was owed. `RuleViolation` with `not_yours`, `not_done` or `has_a_page`. Audit: `follow_up_reopened`.
    """
    insist(not kind_of(follow_up.kind).url, "has_a_page")
    matter = _matter_of(follow_up.employee_id, by)
    insist_on_doing(**_doing(follow_up, matter, by))
    check_undo(matter.row(follow_up))
    pressed = FollowUp.objects.get(pk=follow_up.pk)
    together = FollowUp.objects.filter(
        employee=matter.employee, state=FollowUpState.DONE, done_at=pressed.done_at, done_by=pressed.done_by
    )
    noted = list(together.filter(origin=NOTED).values_list("pk", flat=True))
    written = [name for name in NOTE if together.exclude(**{name: ""}).exists()]
    together.update(
        state=next_state(FollowUpState.DONE, FollowUpEvent.UNDO),
        done_on=None,
        done_at=None,
        done_by=None,
        basis_changed=False,
        **dict.fromkeys(NOTE, ""),
    )
    _close(noted, FollowUpEvent.WITHDRAW, by)
    import_string(settings.REDERIVE)(employee_ids=[matter.employee.pk], by=by)
    _record(Event.FOLLOW_UP_REOPENED, matter, by, fields=["state", *written])


@transaction.atomic
def postpone_follow_up(*, follow_up: FollowUp, until: date, reason: PostponeReason, by: Viewer) -> None:
    """Sets the day on which the card asks again. The due date stays, and "on time" is measured against it.

    `RuleViolation` with `not_yours`, `not_open`, `postponed_too_often`, `not_later`, `too_far`, `past_legal_day`.
    Audit: `follow_up_postponed`.
    """
    matter = _matter_of(follow_up.employee_id, by)
    insist_on_doing(**_doing(follow_up, matter, by))
    pressed, limits = matter.row(follow_up), postpone_limits()
    check_postpone(pressed, until, by.today, limits)
    rows = [row for row in done_with(pressed, matter.rows) if _may_postpone(row, until, by.today, limits)]
    for row in rows:
        FollowUp.objects.filter(pk=row.ref).update(remind_on=until, postponed=row.postponed + 1, postpone_reason=reason)
    _record(Event.FOLLOW_UP_POSTPONED, matter, by, fields=["remind_on", "postpone_reason"])


@transaction.atomic
def note_contact(
    *,
    employee: Employee,
    contact_on: date,
    by: Viewer,
    note: str = "",
    note_override: str = "",
    token: str = "",
) -> FollowUp:
    """Records a contact that nobody was owed yet; it does the earliest open contact too, never a statutory row.

    `token` is the form's own: the same form sent twice notes one contact. `RuleViolation` with `not_yours`,
    `in_future`, or the guard's. Audit: `contact_noted`.
    """
    check_note(note, note_override)
    matter = _matter_of(employee.pk, by)
    insist_on_writing(Part.FOLLOW_UPS, matter.capacity)
    key = f"{NOTED}:{token or new_reference()}"
    already = FollowUp.objects.filter(employee=employee, key=key).first()
    if already is not None:
        return already
    if contact_on > by.today:
        raise RuleViolation("in_future")
    satisfied = satisfied_by_contact(matter.rows)
    if satisfied is not None and may_confirm(satisfied, contact_on, by.today):
        _do([satisfied], matter, done_on=contact_on, by=by)
    noted = FollowUp.objects.create(
        employee=employee,
        case=Case.objects.open().filter(employee=employee).first(),
        key=key,
        kind=FollowUpKind.CONTACT,
        origin=NOTED,
        owner_role=OwnerRole.LEADER,
        state=FollowUpState.DONE,
        done_on=contact_on,
        done_at=by.now,
        done_by=by.user,
        note=note,
        note_override=note_override,
        created_at=by.now,
    )
    _record(Event.CONTACT_NOTED, matter, by, fields=["done_on", *_note_fields(note, note_override)])
    return noted


@transaction.atomic
def confirm_by_sick_report(*, employee: Employee, first_day: date, by: Viewer) -> int:
    """The leader's own report of sickness is the contact of day 1. Done by nobody else's; returns how many rows.
    Audit: `follow_up_confirmed`, if it did any.
    """
    matter = _matter_of(employee.pk, by)
    if matter.capacity not in {ActingAs.LEADER, ActingAs.DEPUTY}:
        return 0
    rows = confirmed_by_sick_report(matter.rows, first_day)
    if rows:
        _do(rows, matter, done_on=by.today, by=by)
        _record(Event.FOLLOW_UP_CONFIRMED, matter, by, fields=["state", "done_on"])
    return len(rows)


@transaction.atomic
def hand_over(*, follow_ups: Collection[FollowUp], to: User | None, by: Viewer) -> int:
    """Names an owner for all of these open rows at once; None gives them back to whom they belong by role.

    For HR. `RuleViolation` with `not_yours` unless the viewer handles every one of the matters, `not_open`,
    `no_account`, or `cannot_take_over` when the new owner may not see every one of the employees, or one of them is
    themselves. Audit: `follow_up_handed_over`, one row for all.
    """
    employees = sorted({follow_up.employee_id for follow_up in follow_ups})
    handled = Employee.objects.visible_to(by).filter(pk__in=employees)
    if CapacityKind.HR not in by.capacities or handled.count() != len(employees):
        raise RuleViolation("not_yours")
    Employee.objects.lock(employees)
    rows = FollowUp.objects.filter(pk__in=[follow_up.pk for follow_up in follow_ups])
    if rows.open().count() != len(follow_ups):
        raise RuleViolation("not_open")
    if to is not None:
        if not to.is_active:
            raise RuleViolation("no_account")
        seen = Employee.objects.visible_to(viewer_for(to, by.now)).filter(pk__in=employees)
        if seen.count() != len(employees):
            raise RuleViolation("cannot_take_over")
    rows.update(named_owner=to)
    audit.record(
        Event.FOLLOW_UP_HANDED_OVER,
        by=by,
        capacity=by.standing,
        subjects=Employee.objects.filter(pk__in=employees).order_by("pk").values_list("ref", flat=True),
        fields=["named_owner"],
        at=by.now,
    )
    return len(follow_ups)


# --- Writing -----------------------------------------------------------------------------------------


def _do(rows: list[Stored], matter: _Matter, *, done_on: date, by: Viewer) -> None:
    for row in rows:
        next_state(row.state, FollowUpEvent.CONFIRM)
    refs = {row.ref for row in rows}
    FollowUp.objects.filter(pk__in=refs).update(
        state=FollowUpState.DONE, done_on=done_on, done_at=by.now, done_by=by.user
    )
    _close({row.ref for done in rows for row in overtaken_by(done, matter.rows)} - refs, FollowUpEvent.OVERTAKE, by)


def _close(refs: Collection[int], event: FollowUpEvent, by: Viewer) -> None:
    if refs:
        state = next_state(FollowUpState.OPEN, event)
        FollowUp.objects.filter(pk__in=refs).update(state=state, closed_on=by.today)


def _doing(follow_up: FollowUp, matter: _Matter, by: Viewer) -> _Doing:
    return {
        "owner_role": OwnerRole(follow_up.owner_role),
        "named": follow_up.named_owner_id is not None and follow_up.named_owner_id == by.actor_id,
        "capacity": matter.capacity,
    }


def _may_postpone(row: Stored, until: date, today: date, limits: PostponeLimits) -> bool:
    try:
        check_postpone(row, until, today, limits)
    except RuleViolation:
        return False
    return True


def _note_fields(note: str, override: str) -> Iterable[str]:
    return [name for name, value in zip(NOTE, (note, override), strict=True) if value]


def _record(event: Event, matter: _Matter, by: Viewer, *, fields: Iterable[str]) -> None:
    audit.record(event, by=by, capacity=matter.capacity, subjects=[matter.employee.ref], fields=fields, at=by.now)
