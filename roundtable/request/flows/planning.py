"""When a meeting is to be held, and with whom."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cases.followups.flows import fulfil
from cases.invitations.flows import Invitee, call_together, propose_times
from people.calendar import COPENHAGEN
from people.rules import insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened
from roundtable.flows import forget_left, hold_fast, owe_step, record
from roundtable.kinds import HOLD, PLAN
from roundtable.models import Meeting
from roundtable.request.flows.ending import stop
from roundtable.request.standing import standing_of
from roundtable.rules.meetings import OPEN_STATES, Event, MeetingEvent, MeetingState, next_state
from roundtable.rules.rights import MAY_RUN


@transaction.atomic
def plan_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    video_link: str,
    invitees: Sequence[Invitee],
    by: Viewer,
    opened: str | None = None,
) -> None:
    """Calls everybody together. The first time stops the clock, and the meeting is owed to be held; a later time
    moves it. `opened` is what a form was opened with that shows how it stands (`standing_of`).

    `RuleViolation` with `not_yours`, `in_past`, `ends_before_start` or `meeting_not_open`; `ChangedMeanwhile`.
    Audit: `called_together`, and `meeting_planned` or `meeting_replanned`.
    """
    held = hold_fast(meeting=meeting, by=by)
    row = held.meeting
    insist(held.capacity in MAY_RUN, "not_yours")
    if opened is not None:
        insist_on_opened(opened, standing_of(row))
    insist(starts_at > by.now, "in_past")
    first = row.state == MeetingState.REQUESTED
    row.state = next_state(MeetingState(row.state), MeetingEvent.PLAN)
    call_together(
        conversation=row.conversation,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        video_link=video_link,
        invitees=invitees,
        by=by,
    )
    forget_left(meeting=row, by=by)
    if first:
        row.planned_at, row.planned_by = by.now, by.user
        stop(held=held, by=by)
        fulfil(employee=held.employee, key=f"{PLAN}:{row.ref}", done_on=by.today, by=by)
    row.save(update_fields=["state", "planned_at", "planned_by"])
    due_on = starts_at.astimezone(COPENHAGEN).date()
    owe_step(step=HOLD, meeting=row, employee=held.employee, due_on=due_on, due_at=starts_at, by=by)
    event = Event.MEETING_PLANNED if first else Event.MEETING_REPLANNED
    record(event=event, held=held, by=by, fields=["starts_at", "ends_at", "place", "participants"])


@transaction.atomic
def ask_for_times(
    *,
    meeting: Meeting,
    times: Sequence[tuple[datetime, datetime]],
    invitees: Sequence[Invitee],
    by: Viewer,
    opened: str | None = None,
) -> None:
    """Asks everybody which of these times they can. `opened` is as in `plan_meeting`.

    `RuleViolation` with `not_yours`, `no_times`, `in_past`, `ends_before_start` or `meeting_not_open`;
    `ChangedMeanwhile`. Audit: `times_proposed`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    if opened is not None:
        insist_on_opened(opened, standing_of(held.meeting))
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    insist(all(starts_at > by.now for starts_at, _ends_at in times), "in_past")
    propose_times(conversation=held.meeting.conversation, times=times, invitees=invitees, by=by)
    forget_left(meeting=held.meeting, by=by)
