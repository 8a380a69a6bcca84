"""Fast track: from draft to outcome, and the law's numbers as dated data."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.models import Case
from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference, span
from people.querysets import DatedQuerySet
from retention.models.partners import Municipality
from retention.rules.fasttrack import (
    OPEN,
    UNSENT,
    FastTrackKind,
    FastTrackState,
    Initiator,
    MissedReason,
    Outcome,
)
from retention.rules.ladder import ToldHow

_ANSWERED = [FastTrackState.ACCEPTED, FastTrackState.DECLINED]
_NOT_SENT = [*sorted(UNSENT), FastTrackState.MISSED, FastTrackState.WITHDRAWN]
_WENT = [FastTrackState.SENT, FastTrackState.CONCLUDED]


class StatutoryParameter(models.Model):
    """A number of the law, from day to day, with where it stands and when that was last looked up."""

    key = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    last_checked = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="parameter_ends_after_start"
            ),
            ExclusionConstraint(
                name="parameter_one_a_day",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"


class FastTrack(models.Model):
    """Somebody's Fast track; or, missed, a window that closed before one was sent. One open an employee.

    Nothing here says what the municipality does in its own matter: only that a talk was held, or not.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="fast_tracks")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="fast_tracks")
    kind = models.CharField(max_length=20)
    initiator = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=FastTrackState.DRAFTED)
    # The employee's home then; the request goes there.
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="fast_tracks")
    # A day of the spell that it is about. Day 1, and with it the window, is found when it is read.
    about_day = models.DateField(null=True, blank=True)
    expected_long = models.BooleanField(default=False)
    # The three questions that may be answered, about work and not about illness.
    functions = models.TextField(blank=True)
    duration = models.TextField(blank=True)
    adapted = models.TextField(blank=True)
    words_override = models.CharField(max_length=200, blank=True)
    started_on = models.DateField()
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    informed_on = models.DateField(null=True, blank=True)
    # How the employee was told; empty where they asked for it themselves on their own page.
    informed_how = models.CharField(max_length=20, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    # How the answer was given, where another recorded it; empty where the employee did it themselves.
    answered_how = models.CharField(max_length=20, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    missed_on = models.DateField(null=True, blank=True)
    missed_reason = models.CharField(max_length=20, blank=True)
    # The day it was declined, concluded, missed or withdrawn.
    closed_on = models.DateField(null=True, blank=True)

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "started_on"], name="fast_track_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(state__in=sorted(OPEN)), name="fast_track_one_open_an_employee"
            ),
            models.CheckConstraint(condition=Q(state__in=list(FastTrackState)), name="fast_track_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(FastTrackKind)), name="fast_track_kind_known"),
            models.CheckConstraint(condition=Q(initiator__in=list(Initiator)), name="fast_track_initiator_known"),
            models.CheckConstraint(
                condition=Q(kind=FastTrackKind.PREVENTIVE) | Q(about_day__isnull=False),
                name="fast_track_about_an_absence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FastTrackState.INFORMED, *_ANSWERED, *_WENT]) | Q(informed_on__isnull=False),
                name="fast_track_told_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ANSWERED) | Q(answered_on__isnull=False), name="fast_track_answered_with_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_WENT, sent_on__isnull=False)
                | (Q(state__in=_NOT_SENT) & Q(sent_on__isnull=True))
                # Declined before or after it was sent.
                | Q(state=FastTrackState.DECLINED),
                name="fast_track_sent_with_day",
            ),
            models.CheckConstraint(
                condition=Q(state=FastTrackState.CONCLUDED, outcome__in=list(Outcome), outcome_on__isnull=False)
                | (~Q(state=FastTrackState.CONCLUDED) & Q(outcome="", outcome_on__isnull=True)),
                name="fast_track_concluded_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=FastTrackState.MISSED, missed_on__isnull=False, missed_reason__in=["", *MissedReason])
                | (~Q(state=FastTrackState.MISSED) & Q(missed_on__isnull=True, missed_reason="")),
                name="fast_track_missed_with_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), closed_on__isnull=True)
                | (~Q(state__in=sorted(OPEN)) & Q(closed_on__isnull=False)),
                name="fast_track_closed_with_day",
            ),
            models.CheckConstraint(
                condition=Q(informed_how__in=["", *ToldHow], answered_how__in=["", *ToldHow]),
                name="fast_track_told_how_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"
