"""What is asked of a talk when a letter about it is about to be sent."""

from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from cases.models import AccessCode, Conversation, Invitation, Minutes, MinutesCopy, Notice, Participant, ProposedTime
from cases.notices.rules import NoticeKind, NoticeState

MAY_HAVE_LEFT: Final = Q(state__in=[NoticeState.SENT, NoticeState.CLAIMED]) | Q(repeated=True)


def was_told_before(invitation: Invitation) -> bool:
    """Whether an earlier invitation to the same participant has left, or may have."""
    earlier = Invitation.objects.filter(participant=invitation.participant_id).exclude(pk=invitation.pk).values("ref")
    return Notice.objects.filter(MAY_HAVE_LEFT, kind=NoticeKind.INVITATION, subject__in=earlier).exists()


def latest_proposal(conversation: Conversation) -> datetime | None:
    """When times were last proposed."""
    found: datetime | None = ProposedTime.objects.filter(conversation=conversation).aggregate(at=Max("proposed_at"))[
        "at"
    ]
    return found


def latest_minutes(conversation: Conversation) -> Minutes | None:
    """The version that counts; None where all were recalled."""
    standing = Minutes.objects.filter(conversation=conversation, recalled_at=None).defer("content", "pdf")
    found: Minutes | None = standing.order_by("-version").first()
    return found


def had_minutes(participant: Participant, ref: str) -> bool:
    """Whether the letter about these minutes has left, or may have; or the participant has opened them."""
    told = Notice.objects.filter(MAY_HAVE_LEFT, kind=NoticeKind.MINUTES, participant=participant, subject=ref)
    read = MinutesCopy.objects.filter(participant=participant, minutes__ref=ref, read_at__isnull=False)
    return told.exists() or read.exists()


def newest_code(participant: Participant) -> AccessCode | None:
    """The only one that counts."""
    return AccessCode.objects.filter(participant=participant).order_by("-asked_at", "-pk").first()
