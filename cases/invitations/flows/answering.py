"""What somebody does who is called to a talk: answers, says when they can, says who comes along."""

from collections.abc import Collection

from django.db import transaction

from cases.guard import check_note, check_text, tidy
from cases.invitations.flows.answers import drop_answer, owe_answer
from cases.invitations.flows.seating import cancel, hold_talk, invite, next_sequence, record
from cases.invitations.queries.places import companion_of, newest_invitation, open_times
from cases.invitations.rules import MOST_COMPANIONS, Answer, Event, Method, Role, check_answer
from cases.models import Conversation, Invitation, Participant, TimeAnswer
from people.models import Employee
from people.rules import RuleViolation, insist
from people.viewer import Viewer


@transaction.atomic
def note_read(*, participant: Participant, by: Viewer) -> None:
    """That the participant has seen their invitation: the first time counts."""
    latest = newest_invitation(participant)
    if latest is not None and latest.read_at is None:
        Invitation.objects.filter(pk=latest.pk, read_at=None).update(read_at=by.now)


@transaction.atomic
def answer_invitation(
    *, participant: Participant, answer: Answer, reason: str = "", reason_override: str = "", seen: str = "", by: Viewer
) -> None:
    """Whether they come. May be said anew until the talk begins; an answer counts for the invitation that stands.
    `seen` is the reference of the one that was on the page, if it was said there. Whoever leads the talk owes a look
    at every answer but a yes, until they call together anew or the answer becomes one; the talk stands as it is.

    `RuleViolation` with `talk_called_off`, `talk_has_begun`, `not_invited`, `invitation_changed` if another stands than
    was seen, `reason_missing`, or of the guard. Audit: `invitation_answered`.
    """
    Employee.objects.lock([participant.conversation.employee_id])
    talk = _hold_coming_talk(participant, by)
    latest = newest_invitation(participant)
    if latest is None or latest.method == Method.CANCEL:
        raise RuleViolation("not_invited")
    insist(seen in {"", latest.ref}, "invitation_changed")
    check_answer(answer, reason)
    check_note(reason, reason_override)
    keeps_reason = answer is not Answer.YES
    latest.answer, latest.answered_at = answer, by.now
    latest.answer_reason = tidy(reason) if keeps_reason else ""
    latest.reason_override = tidy(reason_override) if keeps_reason else ""
    latest.save(update_fields=["answer", "answer_reason", "reason_override", "answered_at"])
    if answer is Answer.YES:
        drop_answer(talk=talk, invitation=latest, by=by)
    else:
        owe_answer(talk=talk, invitation=latest, by=by)
    record(Event.INVITATION_ANSWERED, talk=talk, by=by, fields=["answer"], participant=participant)


@transaction.atomic
def answer_times(*, participant: Participant, can: Collection[int], by: Viewer) -> None:
    """At which of the open times they could come, by their keys; at the others they could not.

    `RuleViolation` with `talk_called_off` or `no_times`. Audit: `times_answered`.
    """
    talk = hold_talk(participant.conversation)
    times = open_times(participant, newest_invitation(participant), by.now)
    insist(bool(times), "no_times")
    TimeAnswer.objects.bulk_create(
        [TimeAnswer(time=time, participant=participant, can=time.pk in can, answered_at=by.now) for time in times],
        update_conflicts=True,
        unique_fields=["time", "participant"],
        update_fields=["can", "answered_at"],
    )
    record(Event.TIMES_ANSWERED, talk=talk, by=by, fields=["times"], participant=participant)


@transaction.atomic
def bring_companion(*, participant: Participant, name: str, email: str, by: Viewer) -> Participant:
    """The employee says who comes with them. The companion is invited as the talk stands, or once it has a time.

    `RuleViolation` with `talk_called_off`, `talk_has_begun`, `not_yours` for all but the employee,
    `companion_there`, `too_many_companions`, or the guard's. Audit: `companion_brought`.
    """
    insist(participant.role == Role.EMPLOYEE, "not_yours")
    check_text(name)
    talk = _hold_coming_talk(participant, by)
    insist(companion_of(participant) is None, "companion_there")
    asked = Participant.objects.filter(asked_by=participant, role=Role.COMPANION).count()
    insist(asked < MOST_COMPANIONS, "too_many_companions")
    companion: Participant = Participant.objects.create(
        conversation=talk,
        role=Role.COMPANION,
        name=name.strip(),
        email=email.strip(),
        asked_by=participant,
        gets_minutes=False,
        link_until=participant.link_until,
        added_at=by.now,
    )
    if talk.starts_at is not None:
        invite(participant=companion, talk=talk, sequence=talk.sequence, by=by)
    record(Event.COMPANION_BROUGHT, talk=talk, by=by, fields=["participants"], participant=participant)
    return companion


@transaction.atomic
def leave_companion_out(*, participant: Participant, by: Viewer) -> None:
    """The one whom the employee asked does not come along after all.

    `RuleViolation` with `talk_called_off`, `talk_has_begun` or `no_companion`. Audit: `companion_left_out`.
    """
    talk = _hold_coming_talk(participant, by)
    companion = companion_of(participant)
    if companion is None:
        raise RuleViolation("no_companion")
    Participant.objects.filter(pk=companion.pk).update(removed_at=by.now)
    sequence = next_sequence(talk)
    if cancel(participant=companion, sequence=sequence, by=by):
        talk.sequence = sequence
        talk.save(update_fields=["sequence"])
    record(Event.COMPANION_LEFT_OUT, talk=talk, by=by, fields=["participants"], participant=participant)


def _hold_coming_talk(participant: Participant, by: Viewer) -> Conversation:
    talk = hold_talk(participant.conversation)
    insist(talk.starts_at is None or by.now < talk.starts_at, "talk_has_begun")
    return talk
