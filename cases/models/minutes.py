"""Minutes of a talk: locked when they are made, changed only by a new version, with comments beside them."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.minutes.rules import RecallReason
from cases.models.conversations import Conversation, Participant
from cases.querysets import OfConversations
from people.models import User, new_reference


class Minutes(models.Model):
    """One version, as it was sent: what it says, and the file. A recalled one stays, and is shown to nobody."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    pdf = models.BinaryField()
    # Why there is this version; empty for the first.
    reason = models.CharField(max_length=200, blank=True)
    # Why words that the guard flagged were kept all the same when it was amended.
    words_override = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recall_reason = models.CharField(max_length=20, blank=True)

    objects = OfConversations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "version"], name="minutes_one_a_version"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""), name="minutes_amended_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recall_reason="")
                | Q(recalled_at__isnull=False, recall_reason__in=list(RecallReason)),
                name="minutes_recalled_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="minutes_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="minutes_are_locked",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "ref",
                    "conversation",
                    "version",
                    "content",
                    "pdf",
                    "reason",
                    "words_override",
                    "made_at",
                    "made_by",
                ),
            ),
            pgtrigger.Protect(
                name="minutes_recall_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__recalled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} version {self.version}"


class MinutesCopy(models.Model):
    """That a participant gets a version, and when they first opened it."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="copies")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="minutes_copies")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "participant"], name="minutes_copy_once")]
        triggers = [
            pgtrigger.Protect(name="minutes_copies_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="minutes_copies_are_locked",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("ref", "minutes", "participant"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.participant_id}"


class MinutesComment(models.Model):
    """What a participant says to the minutes: beside them, and not over them."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="comments")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="minutes_comments")
    text = models.TextField()
    text_override = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="minutes_comments_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.participant_id}"
