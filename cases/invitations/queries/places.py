"""Reads of one place at a talk: whose it is, what was sent there, and what is asked."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from cases.invitations.rules import BY_ACCOUNT, CODE_HOLDS, HANDLERS, Role
from cases.models import AccessCode, Conversation, Invitation, Participant, ProposedTime, TimeAnswer
from people.access import acting_towards, guest, viewer_for
from people.models import Employee
from people.nested import nested
from people.rules import ActingAs
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Proposed:
    """A time that is proposed. `can` is what the participant answered, None for nothing yet."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    proposed_at: datetime
    can: bool | None


def newest_invitation(participant: Participant) -> Invitation | None:
    """What counts: an answer to an earlier one does not any more."""
    found: Invitation | None = Invitation.objects.filter(participant=participant).order_by("-sequence", "-pk").first()
    return found


def eyes_of(participant: Participant, now: datetime) -> Viewer:
    """The participant as who is looking."""
    return viewer_for(participant.user, now) if participant.user else guest(participant.name, now)


def employee_for(participant: Participant, eyes: Viewer) -> Employee | None:
    """Whom the talk is about, `with_place` and `with_referral`, as long as the place is the participant's: not removed,
    and who has it as a handler still handles the matter. One query.
    """
    employees = Employee.objects.with_place(eyes.today).with_referral(eyes)
    employees = employees.filter(pk=participant.conversation.employee_id)
    if participant.removed_at is not None:
        return None
    if participant.user is not None and not participant.user.is_active and participant.role in BY_ACCOUNT:
        return None
    if participant.user is not None and participant.role == Role.EMPLOYEE:
        employees = employees.own_of(eyes)
    elif participant.user is not None and participant.role in HANDLERS:
        employees = employees.visible_to(eyes)
    found: Employee | None = employees.first()
    return found


def takes_part(participant: Participant, now: datetime) -> bool:
    return employee_for(participant, eyes_of(participant, now)) is not None


def capacity_of(
    participant: Participant, employee: Employee, viewer: Viewer, *, assigned: bool | None = None
) -> ActingAs:
    """What the one at this place is to the employee, who comes `with_place`: a guest, unless it is the employee or
    somebody who handles the matter.
    """
    acting = acting_towards(viewer, employee, assigned=assigned)
    if participant.role == Role.EMPLOYEE and acting is ActingAs.GUEST:
        return ActingAs.SELF
    return ActingAs.GUEST if acting is ActingAs.NONE else acting


def companion_of(participant: Participant) -> Participant | None:
    """Whom the employee has asked to come along."""
    asked = Participant.objects.present().filter(asked_by=participant, role=Role.COMPANION)
    found: Participant | None = asked.select_related("user").first()
    return found


def open_times(participant: Participant, latest: Invitation | None, now: datetime) -> list[ProposedTime]:
    """The coming times that were proposed since the participant was last invited, the earliest first."""
    times = ProposedTime.objects.filter(conversation=participant.conversation_id, starts_at__gt=now)
    if latest is not None:
        times = times.filter(proposed_at__gt=latest.made_at)
    return list(times.order_by("starts_at"))


def times_proposed(now: datetime) -> ArraySubquery:
    """A column of a query over participants: the coming times proposed for their talk, and what they said to each."""
    times = ProposedTime.objects.filter(conversation=OuterRef("conversation"), starts_at__gt=now).order_by("starts_at")
    said = TimeAnswer.objects.filter(time=OuterRef("pk"), participant=OuterRef(OuterRef("pk")))
    return nested(Proposed, times, can=Subquery(said.values("can")))


def invitations_of(participant: Participant) -> list[Invitation]:
    """All that the participant was sent, the newest first. Asked once of the same object."""
    newest_first = Invitation.objects.order_by("-sequence", "-pk")
    prefetch_related_objects([participant], Prefetch("invitations", newest_first))
    return list(participant.invitations.all())


def participants_of(conversation: Conversation) -> list[Participant]:
    """Those who take part, the parties first. Asked once of the same object."""
    present = Participant.objects.present().select_related("user")
    prefetch_related_objects([conversation], Prefetch("participants", present, to_attr="present"))
    return sorted(conversation.present, key=in_order)


def in_order(row: Participant) -> tuple[int, int]:
    return list(Role).index(Role(row.role)), row.pk


def code_is_under_way(participant: Participant, now: datetime) -> bool:
    """Whether somebody has asked for a code lately and may be waiting for it."""
    asked = AccessCode.objects.filter(participant=participant, asked_at__gt=now - CODE_HOLDS, used_at=None)
    return asked.exists()
