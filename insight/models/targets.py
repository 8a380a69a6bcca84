"""The sickness that a unit aims at in a year, and what it does to get there."""

import pghistory
from django.db import models
from django.db.models import Q

from people.models import Unit, User, new_reference


# Each change keeps what was there before; what is there now is the target itself.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    fields=["unit", "year", "percent", "set_at", "set_by"],
    context_field=None,  # type: ignore[arg-type]  # documented, but missing from its types
    model_name="FormerTarget",
)
class Target(models.Model):
    """A unit's own target of a year, in percent of the working time. A unit without one has that of the next above."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=4, decimal_places=2)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="target_once_a_year"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lt=100), name="target_is_a_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class PlanAction(models.Model):
    """A line of a unit's plan for a year: who does what by when. About the unit, never about a person."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_actions")
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=120)
    note_override = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["year", "unit"], name="plan_action_of_year")]

    def __str__(self) -> str:
        return self.ref
