"""Asking for a meeting, and the employee's yes or no to it."""

from django.db import transaction

from cases.guard import check_note
from people.access import fetch_employee
from people.models import Employee
from people.rules import ActingAs, insist
from people.viewer import Viewer
from retention.rules.fasttrack import check_told
from retention.rules.ladder import ToldHow
from roundtable.flows import Held, begin_meeting, hold_fast, record
from roundtable.models import Meeting
from roundtable.request.flows.ending import end
from roundtable.rules.meetings import (
    ASK_BY_HAND,
    OPEN_STATES,
    CancelReason,
    Event,
    MeetingEvent,
    MeetingKind,
    RequestReason,
)
from roundtable.rules.rights import MAY_READ, REQUESTERS

YES = "yes"
NO = "no"


@transaction.atomic
def request_meeting(
    *, employee: Employee, reason: RequestReason, by: Viewer, note: str = "", note_override: str = ""
) -> Meeting:
    """Asks for a round table, with or without absence, and starts its clock. By whoever handles the matter, and by
    the employee, who has said yes by that.

    `RuleViolation` with `not_yours`, `reason_unknown`, `has_left`, `meeting_already_open`, or the guard's.
    Audit: `case_opened` where there was none, and `meeting_requested`.
    """
    check_note(note, note_override)
    insist(reason in ASK_BY_HAND, "reason_unknown")
    found, capacity = fetch_employee(employee.pk, by)
    insist(capacity in REQUESTERS, "not_yours")
    meeting = begin_meeting(
        employee=found,
        kind=MeetingKind.ROUND_TABLE,
        requester=REQUESTERS[capacity],
        reason=reason,
        by=by,
        note=note,
        note_override=note_override,
    )
    if capacity is ActingAs.SELF:
        meeting.employee_answer, meeting.answered_on = YES, by.today
        meeting.save(update_fields=["employee_answer", "answered_on"])
    record(
        event=Event.MEETING_REQUESTED,
        held=Held(meeting, found, capacity),
        by=by,
        fields=["reason", *(["note"] if note else [])],
    )
    return meeting


@transaction.atomic
def answer_request(*, meeting: Meeting, yes: bool, by: Viewer, told_how: ToldHow | None = None) -> None:
    """The employee says yes or no: on their own page, or recorded for them with how it was told. The same answer once
    more changes nothing. A no calls the meeting off, and has no effect on anything else.

    `RuleViolation` with `not_yours`, `told_how_missing` or `meeting_not_open`.
    Audit: `meeting_accepted`, or `meeting_declined` after what calls it off.
    """
    held = hold_fast(meeting=meeting, by=by)
    row = held.meeting
    insist(held.capacity is ActingAs.SELF or held.capacity in MAY_READ, "not_yours")
    check_told(held.capacity, told_how or "")
    insist(row.state in OPEN_STATES, "meeting_not_open")
    if yes and row.employee_answer == YES:
        return
    row.employee_answer, row.answered_on = YES if yes else NO, by.today
    row.answered_how = "" if held.capacity is ActingAs.SELF else (told_how or "")
    row.save(update_fields=["employee_answer", "answered_on", "answered_how"])
    if not yes:
        end(held=held, event=MeetingEvent.CANCEL, reason=CancelReason.EMPLOYEE_DECLINED, by=by)
    event = Event.MEETING_ACCEPTED if yes else Event.MEETING_DECLINED
    record(event=event, held=held, by=by, fields=["employee_answer"])
