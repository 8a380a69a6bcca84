"""Closing a meeting: who was there, when the next one is, and from then on everything runs and nothing changes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, When

from cases.followups.flows import fulfil, owe
from cases.invitations.flows import Invitee, drop_answers
from cases.invitations.rules import Role
from cases.minutes.flows import make_minutes
from cases.models import Participant
from people.queries import municipal_calendar
from people.rules import OwnerRole, insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened
from roundtable.agreements.flows import owe_agreements
from roundtable.closing.content import content_of
from roundtable.closing.queries import behind, closing_of, distance_at, distance_before, missing_of, prepared
from roundtable.flows import Held, begin_meeting, forget_unshown, hold_fast, record, touch
from roundtable.kinds import GAP, HOLD
from roundtable.models import Meeting
from roundtable.plans.flows import begin_plan
from roundtable.request.flows import plan_meeting
from roundtable.rules.closing import GAP_DAYS, check_close, check_next, gap_widened
from roundtable.rules.closing import Event as ClosingEvent
from roundtable.rules.meetings import (
    OPEN_STATES,
    Event,
    MeetingEvent,
    MeetingKind,
    MeetingState,
    RequestReason,
    next_state,
)
from roundtable.rules.rights import MAY_RUN, REQUESTERS
from roundtable.rules.table import TablePart

AN_HOUR = timedelta(hours=1)


@transaction.atomic
def prepare_closing(
    *,
    meeting: Meeting,
    attended: Collection[str],
    get_minutes: Collection[str],
    next_at: datetime | None,
    opened: str,
    by: Viewer,
) -> None:
    """Who of those who were called came, who gets the minutes, and when the next meeting is (None: there is none).
    People are named by their references. `opened` is `opened_with` what was shown.

    `RuleViolation` with `not_yours`, `meeting_not_open`, or as for `check_next`; `ChangedMeanwhile`.
    Audit: `closing_prepared`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    if next_at is not None:
        check_next(next_at, by.now, municipal_calendar())
    people = Participant.objects.present().filter(conversation=held.meeting.conversation_id)
    insist_on_opened(opened, prepared(held.meeting, people.order_by("pk")))
    people.update(attended=_one_of(attended), gets_minutes=_one_of(get_minutes))
    Meeting.objects.filter(pk=held.meeting.pk).update(next_at=next_at)
    touch(meeting=held.meeting, part=TablePart.CLOSING, by=by)
    record(event=ClosingEvent.CLOSING_PREPARED, held=held, by=by, fields=["attended", "gets_minutes", "next_at"])


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Viewer) -> None:
    """It has been held, and is locked: its plan runs, each agreement is owed, its minutes are sent, and everybody is
    called to the next one. What was prepared and shown to nobody is kept no longer. A distance that has grown since
    the meeting before is the consultant's to talk about.

    `RuleViolation` with `not_yours`, `not_planned`, `meeting_not_open`, or the code of what is missing; for the next
    meeting as for `begin_meeting` and `plan_meeting`. Audit: `plan_begun` where there is a plan, `minutes_made`,
    `called_together` and `meeting_planned` where there is a next one, and `meeting_held`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    row = held.meeting
    row.state = next_state(MeetingState(row.state), MeetingEvent.HOLD)
    row.employee = held.employee
    closing, before_it = closing_of(row), behind(row, by)
    check_close(missing_of(closing, by, municipal_calendar()))
    before = distance_before(row)
    if not row.no_plan_reason:
        begin_plan(held=held, by=by)
    owe_agreements(held=held, by=by)
    row.held_at = by.now
    row.save(update_fields=["state", "held_at"])
    fulfil(employee=held.employee, key=f"{HOLD}:{row.ref}", done_on=by.today, by=by)
    drop_answers(talk=row.conversation, by=by)
    if gap_widened(before, distance_at(before_it.numbers)):
        _owe_gap(held, by)
    make_minutes(conversation=row.conversation, content=content_of(closing, before_it, by), by=by)
    forget_unshown(meeting=row, by=by)
    if row.next_at is not None:
        _plan_next(held, [_again(person) for person in closing.people], row.next_at, by)
    record(event=Event.MEETING_HELD, held=held, by=by, fields=["state", "held_at"])


def _one_of(refs: Collection[str]) -> Case:
    """Whether a row is one of them. A bare condition on no references at all would make the whole update nothing."""
    return Case(When(ref__in=refs, then=True), default=False)


def _owe_gap(held: Held, by: Viewer) -> None:
    owe(
        employee=held.employee,
        key=f"{GAP}:{held.meeting.ref}",
        kind=GAP,
        owner_role=OwnerRole.CONSULTANT,
        due_on=municipal_calendar().next_working_day(by.today + timedelta(days=GAP_DAYS)),
        by=by,
    )


def _again(person: Participant) -> Invitee:
    return Invitee(
        role=Role(person.role),
        user=person.user,
        name=person.name,
        email=person.email,
        gets_minutes=person.gets_minutes,
        brought=person.asked_by_id is not None,
    )


def _plan_next(held: Held, invitees: list[Invitee], starts_at: datetime, by: Viewer) -> None:
    """The same people at the same place, as long as this one."""
    row, talk = held.meeting, held.meeting.conversation
    following = begin_meeting(
        employee=held.employee,
        kind=MeetingKind(row.kind),
        requester=REQUESTERS[held.capacity],
        reason=RequestReason.FOLLOW_UP,
        series=row.series,
        earlier=row,
        by=by,
    )
    length = talk.ends_at - talk.starts_at if talk.starts_at and talk.ends_at else AN_HOUR
    plan_meeting(
        meeting=following,
        starts_at=starts_at,
        ends_at=starts_at + length,
        place=talk.place,
        video_link=talk.video_link,
        invitees=invitees,
        by=by,
    )
