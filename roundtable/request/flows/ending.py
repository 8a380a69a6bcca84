"""A meeting that comes to nothing: called off before, closed afterwards, or forgotten."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cases.followups.flows import drop
from cases.invitations.flows import call_off, drop_answers
from cases.models import Participant
from people.rules import insist
from people.viewer import Viewer
from roundtable.flows import Held, forget_unshown, hold_fast, record
from roundtable.kinds import HELP, HOLD, LEAD, PLAN
from roundtable.models import Meeting, Pause
from roundtable.rules.meetings import (
    CANCEL_BY_HAND,
    OPEN_STATES,
    UNHELD_BY_HAND,
    CancelReason,
    Event,
    MeetingEvent,
    MeetingState,
    UnheldReason,
    is_stale,
    next_state,
)
from roundtable.rules.rights import MAY_RUN


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: CancelReason, by: Viewer) -> None:
    """Calls it off before it is held; who was called is told. `RuleViolation` with `not_yours`,
    `end_reason_unknown` or `meeting_not_open`. Audit: `called_off` where somebody was called, and `meeting_cancelled`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(reason in CANCEL_BY_HAND, "end_reason_unknown")
    end(held=held, event=MeetingEvent.CANCEL, reason=reason, by=by)
    record(event=Event.MEETING_CANCELLED, held=held, by=by, fields=["state", "end_reason"])


@transaction.atomic
def close_unheld(*, meeting: Meeting, reason: UnheldReason, by: Viewer) -> None:
    """Its time has come, and it was not held. `RuleViolation` with `not_yours`, `end_reason_unknown`,
    `meeting_not_open`, or `not_yet` before its time. Audit: `meeting_closed_unheld`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(reason in UNHELD_BY_HAND, "end_reason_unknown")
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    starts_at = held.meeting.conversation.starts_at
    insist(starts_at is not None and starts_at <= by.now, "not_yet")
    end(held=held, event=MeetingEvent.CLOSE_UNHELD, reason=reason, by=by)
    record(event=Event.MEETING_CLOSED_UNHELD, held=held, by=by, fields=["state", "end_reason"])


def close_stale_meetings(*, by: Viewer) -> int:
    """The nightly job, which may run twice: closes what nothing has become of for long; returns how many.

    Audit: `meeting_closed_unheld` for each.
    """
    since = by.now - timedelta(days=settings.ROUND_TABLE_STALE_DAYS - 1)
    old = Q(conversation__starts_at=None, requested_at__lt=since) | Q(conversation__starts_at__lt=since)
    rows = Meeting.objects.filter(old, state__in=OPEN_STATES).order_by("pk")
    return sum(_close_if_stale(meeting, by) for meeting in rows)


@transaction.atomic
def _close_if_stale(meeting: Meeting, by: Viewer) -> bool:
    held = hold_fast(meeting=meeting, by=by)
    row = held.meeting
    if not is_stale(
        MeetingState(row.state),
        planned_for=row.conversation.starts_at,
        requested_at=row.requested_at,
        today=by.today,
        days=settings.ROUND_TABLE_STALE_DAYS,
    ):
        return False
    end(held=held, event=MeetingEvent.CLOSE_UNHELD, reason=UnheldReason.STALE, by=by)
    record(event=Event.MEETING_CLOSED_UNHELD, held=held, by=by, fields=["state", "end_reason"])
    return True


def end(*, held: Held, event: MeetingEvent, reason: CancelReason | UnheldReason, by: Viewer) -> None:
    """Nothing is owed about it any more, its clock stands, what was prepared unseen is gone, and who was called is told
    that it is off.
    """
    row = held.meeting
    row.state, row.ended_at, row.end_reason = next_state(MeetingState(row.state), event), by.now, reason
    row.save(update_fields=["state", "ended_at", "end_reason"])
    stop(held=held, by=by)
    forget_unshown(meeting=row, by=by)
    drop(employee=held.employee, key=f"{PLAN}:{row.ref}", by=by)
    drop(employee=held.employee, key=f"{HOLD}:{row.ref}", by=by)
    drop_answers(talk=row.conversation, by=by)
    if event is MeetingEvent.CANCEL and Participant.objects.present().filter(conversation=row.conversation).exists():
        call_off(conversation=row.conversation, by=by)


def stop(*, held: Held, by: Viewer) -> None:
    """The clock has stopped: no pause runs on, and nobody needs to help any more."""
    Pause.objects.filter(meeting=held.meeting, ended_at=None).update(ended_at=by.now)
    for kind in (HELP, LEAD):
        drop(employee=held.employee, key=f"{kind}:{held.meeting.ref}", by=by)
