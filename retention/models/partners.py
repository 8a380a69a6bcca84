"""The municipalities where employees live, whom to speak to there, and what has been agreed."""

from django.db import models
from django.db.models import F, Q

from people.models import User, new_reference
from people.querysets import DatedQuerySet
from retention.rules.partners import AgreementKind


class Municipality(models.Model):
    """A municipality of Denmark by its code, three digits as in `Employment.home_municipality`."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    # When somebody can be reached, as it is said.
    phone_hours = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A fixed person at a municipality, from day to day. Last confirmed: somebody asked, and it still holds."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    # The address that takes confidential mail.
    secure_email = models.EmailField(blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="contact_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What has been agreed with a municipality; `quota` is how many a calendar year, empty for no limit."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    quota = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    # Added by the queries that ask for them: uses of the year, and those of them that were noted by hand.
    used: int
    by_hand: int

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(AgreementKind)), name="agreement_kind_known"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="agreement_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind}"


class AgreementUse(models.Model):
    """That an agreement was used once. `origin` names what used it, so that it does so once; empty if noted by hand."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="uses")
    used_on = models.DateField()
    origin = models.CharField(max_length=60, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "origin"], condition=~Q(origin=""), name="agreement_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.used_on}"


class Sheet(models.Model):
    """What to know about a municipality: how things go there, to be printed and handed out."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="sheets")
    title = models.CharField(max_length=120)
    text = models.TextField()
    source = models.CharField(max_length=200)
    owner = models.CharField(max_length=120)
    checked_on = models.DateField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.title


class StatusMeeting(models.Model):
    """A meeting with a municipality: what works and what is hard. About the cooperation, never about a person."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    with_whom = models.CharField(max_length=200)
    note = models.TextField()
    note_override = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")), name="status_meeting_next_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.held_on}"


class MeetingAction(models.Model):
    """What was agreed at a status meeting: who does what by when."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(StatusMeeting, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.ref
