"""What the flows of all parts of a meeting share: beginning one, holding it fast while it is changed, and recording it.

They run inside the flow of whoever calls, which asks the rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import transaction

from audit import flows as audit
from cases.flows import open_for
from cases.followups.flows import move_due, owe
from cases.models import Case, Conversation
from cases.rules import OpenReason
from people.access import lock_employee
from people.calendar import COPENHAGEN
from people.models import Assignment, Employee, new_reference
from people.rules import ActingAs, OwnerRole, insist
from people.viewer import Viewer
from roundtable.clocks import clock_of, last_day_of, target
from roundtable.kinds import HOLDING, PLAN, PLANNING
from roundtable.models import Meeting, Preparation, Series
from roundtable.rules import clock
from roundtable.rules.meetings import HAS_CLOCK, OPEN_STATES, MeetingKind, RequesterKind, RequestReason
from roundtable.rules.table import TablePart

# Why a case is opened for a meeting; by hand for any other reason.
_OPENS_CASE: Final = {RequestReason.WORRY: OpenReason.WORRY, RequestReason.CARE_TALK: OpenReason.CARE_TALK}


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that nobody else can change now, its employee `with_place`, and as what the viewer meets them."""

    meeting: Meeting
    employee: Employee
    capacity: ActingAs


def hold_fast(*, meeting: Meeting, by: Viewer) -> Held:
    """Locks the employee, then the meeting, and reads both again."""
    employee, capacity = lock_employee(meeting.employee_id, by)
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("case", "conversation").get(pk=meeting.pk)
    return Held(locked, employee, capacity)


@transaction.atomic
def begin_meeting(
    *,
    employee: Employee,
    kind: MeetingKind,
    requester: RequesterKind,
    reason: RequestReason,
    by: Viewer,
    note: str = "",
    note_override: str = "",
    series: Series | None = None,
    earlier: Meeting | None = None,
    requested_at: datetime | None = None,
) -> Meeting:
    """A meeting that is asked for from this moment (or was then, from outside): in the employee's case, which is opened
    where there is none, seen by the consultants' team, and owed to be planned within the hours of the clock; a care
    talk within some working days, without a clock.

    `RuleViolation` with `has_left`, or `meeting_already_open`.
    """
    Employee.objects.lock([employee.pk])
    found = Employee.objects.with_place(by.today).get(pk=employee.pk)
    insist(not found.has_left(by.today), "has_left")
    case = Case.objects.open().filter(employee=found).first()
    if case is None:
        case = open_for(employee=found, reason=_OPENS_CASE.get(reason, OpenReason.BY_HAND), by=by)
    insist(not Meeting.objects.filter(case=case, state__in=OPEN_STATES).exists(), "meeting_already_open")
    team = Assignment.objects.filter(employee=found, consultant=None).running(by.today)
    if not team.exists():
        Assignment.objects.create(employee=found, first_day=by.today, reason=kind)
    conversation = Conversation.objects.create(employee=found, case=case, kind=kind, uid=new_reference())
    meeting = Meeting.objects.create(
        employee=found,
        case=case,
        conversation=conversation,
        kind=kind,
        series=series,
        earlier=earlier,
        requester=requester,
        requested_by=by.user if requested_at is None else None,
        requested_at=requested_at or by.now,
        reason=reason,
        note=note,
        note_override=note_override,
    )
    owe_planning(meeting=meeting, employee=found, by=by)
    return meeting


def owe_planning(*, meeting: Meeting, employee: Employee, by: Viewer) -> None:
    """The meeting is to be planned by when its clock has run out, as it stands now; one without a clock within so many
    working days after it was begun.
    """
    about, due_at = target(), None
    if meeting.kind in HAS_CLOCK:
        due_at = clock.due_at(clock_of(meeting), about, by.now)
        due_on = last_day_of(due_at)
    else:
        begun_on = meeting.requested_at.astimezone(COPENHAGEN).date()
        due_on = about.calendar.working_days_after(begun_on, settings.CARE_TALK_PLAN_DAYS)
    owe_step(step=PLAN, meeting=meeting, employee=employee, due_on=due_on, due_at=due_at, by=by)


def owe_step(
    *, step: str, meeting: Meeting, employee: Employee, due_on: date, due_at: datetime | None = None, by: Viewer
) -> None:
    """That the meeting is planned, or held, by then; where it is owed already, only by when is new."""
    key = f"{step}:{meeting.ref}"
    if not move_due(employee=employee, key=key, due_on=due_on, due_at=due_at, by=by):
        kinds = PLANNING if step == PLAN else HOLDING
        owe(
            employee=employee,
            key=key,
            kind=kinds[MeetingKind(meeting.kind)],
            owner_role=OwnerRole.CONSULTANT,
            due_on=due_on,
            due_at=due_at,
            by=by,
        )


def forget_unshown(*, meeting: Meeting, by: Viewer) -> None:
    """A meeting is over, held or not: what was prepared for it and shown to nobody is kept no longer. Of one that never
    began that is everything; else the numbers that were not revealed, and answers that were not finished.
    """
    rows = Preparation.objects.filter(meeting=meeting)
    if meeting.begun_at is None:
        rows.delete()
    elif meeting.revealed_at is None:
        rows.update(number=None, placed_at=None)
    rows.filter(answered_at=None).update(answers={}, answers_override="")
    touch(meeting=meeting, part=TablePart.PLACED, by=by)


def forget_left(*, meeting: Meeting, by: Viewer) -> None:
    """Who does not take part any more speaks for no side: what they prepared is gone, unless it was revealed, and
    another may speak.
    """
    left = Preparation.objects.filter(meeting=meeting, participant__removed_at__isnull=False)
    if meeting.revealed_at is None and left.delete()[0]:
        touch(meeting=meeting, part=TablePart.PLACED, by=by)


def touch(*, meeting: Meeting, part: str, by: Viewer) -> None:
    """Says by whom and when a part of a meeting that is held fast was changed: screens that show it look again."""
    meeting.version += 1
    said = {"by": by.actor_name, "at": by.now.isoformat(), "version": meeting.version}
    meeting.touched = {**meeting.touched, part: said}
    meeting.save(update_fields=["version", "touched"])


def record(*, event: StrEnum, held: Held, by: Viewer, fields: Iterable[str]) -> None:
    audit.record(
        event,
        by=by,
        capacity=held.capacity,
        subjects=[held.employee.ref],
        case_ref=held.meeting.case.ref,
        fields=fields,
        at=by.now,
    )
