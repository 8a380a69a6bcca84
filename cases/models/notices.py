"""The outbox, and when its jobs last ran."""

from django.db import models
from django.db.models import Q

from cases import querysets
from cases.models.conversations import Participant
from cases.notices.rules import NoticeState
from people.models import User


class Notice(models.Model):
    """One envelope to one recipient: the outbox. Counts as sent when the row says so, and not before."""

    # One of the two: somebody with an account, or somebody who takes part in a talk.
    recipient = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="notices")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=40)
    day = models.DateField()
    subject = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=20, default=NoticeState.OWED)
    message_id = models.CharField(max_length=120, unique=True)
    items = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it should have left: what is still here an hour later is an alarm, and two days later has failed.
    owed_at = models.DateTimeField()
    # When it may be tried (again).
    not_before = models.DateTimeField()
    claim = models.CharField(max_length=24, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    repeated = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    objects = querysets.NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="notice_owed")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "participant", "kind", "day", "subject"],
                nulls_distinct=False,
                name="notice_one_envelope",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) ^ Q(participant__isnull=True), name="notice_to_somebody"
            ),
            models.CheckConstraint(condition=Q(state__in=list(NoticeState)), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True)),
                name="notice_sent_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.CLAIMED, lease_until__isnull=False) & ~Q(claim="")
                | ~Q(state=NoticeState.CLAIMED) & Q(lease_until__isnull=True, claim=""),
                name="notice_claimed_with_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.state}"


class Heartbeat(models.Model):
    """When a job last ran to its end. A job that stopped is seen by the age of its row."""

    job = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()
    # What a job that looks for faults has found; other jobs find none.
    findings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.job} {self.beat_at:%Y-%m-%d %H:%M}"
