"""Calling several to a talk, proposing times for it, and calling it off. What allows it, the caller knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases.guard import check_note
from cases.invitations.flows.answers import drop_answers, fulfil_answers
from cases.invitations.flows.seating import (
    Invitee,
    cancel,
    hold_talk,
    invite,
    next_sequence,
    record,
    seat,
    send,
)
from cases.invitations.queries.places import newest_invitation
from cases.invitations.rules import Event, Method, mark_of
from cases.models import Conversation, Invitation, Notice, Participant, ProposedTime, TimeAnswer
from cases.notices.rules import NoticeKind
from people.rules import insist
from people.viewer import Viewer


@transaction.atomic
def call_together(
    *,
    conversation: Conversation,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    video_link: str,
    invitees: Sequence[Invitee],
    by: Viewer,
) -> Conversation:
    """Calls these, and nobody else, to the talk at that time, and owes each the letter with the calendar's entry: who
    is new, and those for whom time, place or text is another than they were told. Who is not named any more is told
    that it is off.

    `RuleViolation` with `talk_called_off`, `ends_before_start`, `participant_unknown`, or of the guard. Audit:
    `called_together`.
    """
    talk = hold_talk(conversation)
    insist(ends_at > starts_at, "ends_before_start")
    check_note(place)
    talk.starts_at, talk.ends_at = starts_at, ends_at
    talk.place, talk.video_link = place.strip(), video_link.strip()
    talk.host = talk.host or by.user
    seated = seat(talk=talk, invitees=invitees, link_until=ends_at + _links_hold(), by=by)
    sequence = next_sequence(talk)
    told = [cancel(participant=row, sequence=sequence, by=by) for row in seated.removed]
    for participant in seated.present:
        if participant.pk in seated.readdressed or _is_news(participant, talk):
            invite(participant=participant, talk=talk, sequence=sequence, by=by)
            told.append(True)
    talk.sequence = sequence if any(told) else talk.sequence
    talk.save()
    fulfil_answers(talk=talk, by=by)
    record(Event.CALLED_TOGETHER, talk=talk, by=by, fields=["starts_at", "ends_at", "place", "participants"])
    return talk


@transaction.atomic
def propose_times(
    *, conversation: Conversation, times: Sequence[tuple[datetime, datetime]], invitees: Sequence[Invitee], by: Viewer
) -> None:
    """Asks these, and nobody else, at which of the times they could come. Times proposed before are not proposed any
    more, unless they are again: then what was answered stands. Who proposes can come at any of them.

    `RuleViolation` with `talk_called_off`, `no_times`, `ends_before_start`, `participant_unknown`, or of the guard.
    Audit: `times_proposed`.
    """
    talk = hold_talk(conversation)
    insist(bool(times), "no_times")
    insist(all(end > start for start, end in times), "ends_before_start")
    seated = seat(talk=talk, invitees=invitees, link_until=max(end for _, end in times) + _links_hold(), by=by)
    sequence = next_sequence(talk)
    told = [cancel(participant=row, sequence=sequence, by=by) for row in seated.removed]
    if any(told):
        talk.sequence = sequence
        talk.save(update_fields=["sequence"])
    ProposedTime.objects.filter(conversation=talk).exclude(starts_at__in=[start for start, _ in times]).delete()
    ProposedTime.objects.bulk_create(
        [ProposedTime(conversation=talk, starts_at=start, ends_at=end, proposed_at=by.now) for start, end in times],
        update_conflicts=True,
        unique_fields=["conversation", "starts_at"],
        update_fields=["ends_at", "proposed_at"],
    )
    for participant in seated.present:
        if by.user is not None and participant.user == by.user:
            _can_always(participant, talk, by)
        else:
            send(kind=NoticeKind.TIMES, participant=participant, subject=mark_of(by.now), by=by)
    record(Event.TIMES_PROPOSED, talk=talk, by=by, fields=["times", "participants"])


@transaction.atomic
def call_off(*, conversation: Conversation, by: Viewer) -> None:
    """The talk is not held: whoever was called is told, and so are those who were asked when they could come.

    `RuleViolation("talk_called_off")`. Audit: `called_off`.
    """
    talk = hold_talk(conversation)
    sequence = next_sequence(talk)
    for participant in Participant.objects.present().filter(conversation=talk).select_related("user"):
        asked = Notice.objects.filter(participant=participant, kind=NoticeKind.TIMES)
        if not cancel(participant=participant, sequence=sequence, by=by) and asked.exists():
            send(kind=NoticeKind.MEETING_LINK, participant=participant, subject=talk.ref, by=by)
    talk.sequence, talk.called_off_at = sequence, by.now
    talk.save(update_fields=["sequence", "called_off_at"])
    drop_answers(talk=talk, by=by)
    record(Event.CALLED_OFF, talk=talk, by=by, fields=["called_off_at"])


def _links_hold() -> timedelta:
    return timedelta(days=settings.MEETING_LINK_DAYS)


def _is_news(participant: Participant, talk: Conversation) -> bool:
    """Whether the talk is another than the participant was told, if they were."""
    latest = newest_invitation(participant)
    return latest is None or latest.method == Method.CANCEL or _told(latest) != _now(participant, talk)


def _told(row: Invitation) -> tuple[object, ...]:
    return row.starts_at, row.ends_at, row.place, row.video_link, row.text


def _now(participant: Participant, talk: Conversation) -> tuple[object, ...]:
    return talk.starts_at, talk.ends_at, talk.place, talk.video_link, participant.text


def _can_always(participant: Participant, talk: Conversation, by: Viewer) -> None:
    TimeAnswer.objects.bulk_create(
        [
            TimeAnswer(time=time, participant=participant, can=True, answered_at=by.now)
            for time in ProposedTime.objects.filter(conversation=talk)
        ],
        ignore_conflicts=True,
    )
