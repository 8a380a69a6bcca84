"""Who takes part: what the flows of talks share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from audit import flows as audit
from cases.guard import check_note, check_text, tidy
from cases.invitations.queries.places import capacity_of, newest_invitation
from cases.invitations.rules import Method, Role
from cases.models import Conversation, Invitation, Participant
from cases.notices.flows import owe_letter
from cases.notices.rules import NoticeKind
from people.access import acting_towards
from people.models import Employee, User
from people.rules import insist
from people.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Somebody who shall take part: `ref` of a participant who does already, a user, or a guest by name and address.

    Of a user, `email` is only said where they are to be written to elsewhere than at their own address. `brought` is
    whom the employee wants along, and can leave out again.
    """

    role: Role
    user: User | None = None
    name: str = ""
    email: str = ""
    text: str = ""
    text_override: str = ""
    gets_minutes: bool = True
    ref: str = ""
    brought: bool = False


def hold_talk(conversation: Conversation) -> Conversation:
    """Locks the talk and reads it again. `RuleViolation("talk_called_off")`."""
    talk: Conversation = (
        Conversation.objects.select_for_update(of=("self",)).select_related("case").get(pk=conversation.pk)
    )
    insist(talk.called_off_at is None, "talk_called_off")
    return talk


@dataclass(frozen=True, slots=True)
class Seated:
    """Who takes part now, who does not any more, and whose address is another than before."""

    present: list[Participant]
    removed: list[Participant]
    readdressed: frozenset[int]


def seat(*, talk: Conversation, invitees: Sequence[Invitee], link_until: datetime, by: Viewer) -> Seated:
    """Makes these, and nobody else, take part. A guest who is written to at another address gets another link.

    `RuleViolation` of the guard, or `participant_unknown` where a `ref` is nobody's who takes part.
    """
    before = list(Participant.objects.present().filter(conversation=talk).select_related("user").order_by("pk"))
    for invitee in invitees:
        check_note(invitee.text, invitee.text_override)
        check_text(invitee.name)
    known = [_known(invitee, before) for invitee in invitees]
    removed = [row for row in before if row not in known]
    Participant.objects.filter(pk__in=[row.pk for row in removed]).update(removed_at=by.now)
    present, readdressed = [], set()
    for invitee, row in zip(invitees, known, strict=True):
        participant = row or Participant(conversation=talk, user=invitee.user, added_at=by.now)
        address = participant.address
        participant.role, participant.gets_minutes = invitee.role, invitee.gets_minutes
        participant.name, participant.email = invitee.name.strip(), invitee.email.strip()
        participant.text, participant.text_override = tidy(invitee.text), tidy(invitee.text_override)
        participant.link_until = max(link_until, participant.link_until) if row else link_until
        if row and participant.address != address:
            participant.link_serial += 1
            readdressed.add(row.pk)
        participant.save()
        present.append(participant)
    bringer = next((row for row in present if row.role == Role.EMPLOYEE), None)
    brought = [row.pk for row, invitee in zip(present, invitees, strict=True) if invitee.brought]
    Participant.objects.filter(pk__in=brought, asked_by=None).update(asked_by=bringer)
    return Seated(present, removed, frozenset(readdressed))


def _known(invitee: Invitee, before: Sequence[Participant]) -> Participant | None:
    if invitee.ref:
        found = next((row for row in before if row.ref == invitee.ref), None)
        insist(found is not None, "participant_unknown")
        return found
    return next((row for row in before if invitee.user and row.user_id == invitee.user.pk), None)


def invite(*, participant: Participant, talk: Conversation, sequence: int, by: Viewer) -> None:
    """An invitation to the talk as it stands, and the letter that carries it to whoever can be written to."""
    if talk.starts_at is None or talk.ends_at is None:
        raise ValueError(talk.ref)
    row = Invitation.objects.create(
        participant=participant,
        sequence=sequence,
        method=Method.REQUEST,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        place=talk.place,
        video_link=talk.video_link,
        text=participant.text,
        made_at=by.now,
    )
    send(kind=NoticeKind.INVITATION, participant=participant, subject=row.ref, by=by)


def cancel(*, participant: Participant, sequence: int, by: Viewer) -> bool:
    """Calls the talk off to somebody who was invited, as it was told to them. False where they were not."""
    latest = newest_invitation(participant)
    if latest is None or latest.method == Method.CANCEL:
        return False
    row = Invitation.objects.create(
        participant=participant,
        sequence=sequence,
        method=Method.CANCEL,
        starts_at=latest.starts_at,
        ends_at=latest.ends_at,
        place=latest.place,
        video_link=latest.video_link,
        made_at=by.now,
    )
    send(kind=NoticeKind.INVITATION, participant=participant, subject=row.ref, by=by)
    return True


def send(*, kind: NoticeKind, participant: Participant, subject: str, by: Viewer) -> None:
    """Nothing is owed to somebody without an address: they are told in another way."""
    if participant.address:
        owe_letter(kind=kind, participant=participant, subject=subject, by=by)


def next_sequence(talk: Conversation) -> int:
    """One more than calendars have, once any has the talk."""
    told = Invitation.objects.filter(participant__conversation=talk).exists()
    return talk.sequence + 1 if told else talk.sequence


def record(
    event: StrEnum, *, talk: Conversation, by: Viewer, fields: Iterable[str], participant: Participant | None = None
) -> None:
    """In the capacity of whoever did it: of the one at the place, where it was done there."""
    employee = Employee.objects.with_place(by.today).get(pk=talk.employee_id)
    capacity = acting_towards(by, employee) if participant is None else capacity_of(participant, employee, by)
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=talk.case.ref if talk.case else "",
        fields=fields,
        at=by.now,
    )
