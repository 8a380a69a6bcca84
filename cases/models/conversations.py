"""A talk that several are called to: when and where, with whom, and what each was sent and answered.

What kind of talk it is, and what happens at it, is known by the app that calls it.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cases.invitations.rules import Answer, Method, Role
from cases.models.matter import Case
from cases.querysets import OfEmployees, ParticipantQuerySet
from people.models import Employee, User, new_reference


class Conversation(models.Model):
    """A talk about an employee. Without a time it is not planned yet."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="conversations")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="conversations")
    kind = models.CharField(max_length=40)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    # Who calls the talk and leads it.
    host = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The same in every calendar; the sequence rises with each change that is sent.
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    called_off_at = models.DateTimeField(null=True, blank=True)

    # Those who take part and the times that were proposed, once they were asked for: see cases/invitations/queries.
    present: "list[Participant]"
    proposed: "list[ProposedTime]"

    objects = OfEmployees.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="conversation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Participant(models.Model):
    """Somebody who takes part in one talk: with an account, or a guest by name and address.

    They are let in by a link of their own that holds until `link_until`; raising `link_serial` makes an earlier one
    void. Without being logged in, they prove themselves by a code that is mailed to them.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    role = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Of a guest. Who has a user is called as the user is, and written to there unless an address stands here.
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    # Whose companion, representative or interpreter it is follows from who asked for them.
    asked_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    # What is written to this one alone, shown on their page and in no mail.
    text = models.TextField(blank=True)
    text_override = models.CharField(max_length=200, blank=True)
    gets_minutes = models.BooleanField(default=True)
    attended = models.BooleanField(null=True, blank=True)
    link_serial = models.PositiveSmallIntegerField(default=1)
    link_until = models.DateTimeField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    # Read along by the door: see cases/invitations/access.py.
    copies_sent: list[dict[str, Any]]
    comments_said: list[dict[str, Any]]
    times: list[dict[str, Any]]

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user"], name="participant_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="participant_role_known"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="participant_is_somebody"),
            models.UniqueConstraint(
                fields=["conversation", "user"], condition=Q(removed_at__isnull=True), name="participant_once"
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(role=Role.EMPLOYEE, removed_at__isnull=True),
                name="participant_one_employee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.role}"

    @property
    def called(self) -> str:
        return self.name if self.user is None else str(self.user)

    @property
    def address(self) -> str:
        return self.email or ("" if self.user is None else self.user.email)


class Invitation(models.Model):
    """One letter with a calendar entry to one participant: as it was sent, and what came back.

    An answer to an earlier sequence counts no more once a later invitation has gone out.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="invitations")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    answer_reason = models.CharField(max_length=300, blank=True)
    reason_override = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "sequence", "method"], name="invitation_once"),
            models.CheckConstraint(condition=Q(method__in=list(Method)), name="invitation_method_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=list(Answer), answered_at__isnull=False),
                name="invitation_answered_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.method} {self.sequence}"


class ProposedTime(models.Model):
    """A time at which the talk could be held; those who take part say whether they can."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="proposed_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "starts_at"], name="proposed_time_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="proposed_time_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.starts_at:%Y-%m-%d %H:%M}"


class TimeAnswer(models.Model):
    """Whether one participant can at one proposed time."""

    time = models.ForeignKey(ProposedTime, models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="time_answers")
    can = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["time", "participant"], name="time_answer_once")]

    def __str__(self) -> str:
        return f"{self.time_id} {self.participant_id}"


class AccessCode(models.Model):
    """A code that lets a participant in who is not logged in: mailed to them, good for a few minutes and tries.

    Only its hash is kept, from the moment the mail is written.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="access_codes")
    asked_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    good_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.asked_at:%Y-%m-%d %H:%M}"
