"""A series of care talks at one workplace."""

from django.db import models
from django.db.models import Q

from people.models import Employee, Unit, User, new_reference
from roundtable.rules.series import ExclusionReason, SeriesState
from roundtable.series.querysets import SeriesQuerySet


class Series(models.Model):
    """Goals, plan and roles first; then all who were absent in the last months are invited, save who is left out."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="series")
    state = models.CharField(max_length=20, default=SeriesState.PREPARING)
    goals = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    words_override = models.CharField(max_length=200, blank=True)
    # Who was absent within so many months before the invitations.
    months = models.PositiveSmallIntegerField(default=6)
    begun_on = models.DateField()
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    invited_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=~Q(state=SeriesState.ENDED),
                name="series_one_a_unit",
            ),
            models.CheckConstraint(condition=Q(state__in=list(SeriesState)), name="series_state_known"),
            models.CheckConstraint(condition=Q(months__range=(1, 24)), name="series_months_in_range"),
            models.CheckConstraint(
                condition=Q(state=SeriesState.PREPARING, invited_on__isnull=True) | ~Q(state=SeriesState.PREPARING),
                name="series_invited_after_preparing",
            ),
            models.CheckConstraint(
                condition=Q(state=SeriesState.ENDED, ended_on__isnull=False)
                | (~Q(state=SeriesState.ENDED) & Q(ended_on__isnull=True)),
                name="series_ended_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.begun_on}"


class SeriesExclusion(models.Model):
    """Somebody who is not invited to a series, and why."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="exclusions")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "employee"], name="series_exclusion_once"),
            models.CheckConstraint(condition=Q(reason__in=list(ExclusionReason)), name="series_exclusion_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.employee_id}"
