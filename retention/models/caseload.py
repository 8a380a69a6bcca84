"""What a consultant has: how each matter came to them, and where their time goes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from people.models import Assignment, Employee, Unit, User, new_reference, span
from people.querysets import DatedQuerySet
from retention.querysets import WorkQuerySet
from retention.rules.caseload import EndReason, WorkKind


class Engagement(models.Model):
    """How an assignment came about, and what is planned in it. The assignment itself is the right to see."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="engagement")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # What whoever has it now should know of the work; guarded, as all texts about people are.
    note = models.TextField(blank=True)
    note_override = models.CharField(max_length=200, blank=True)
    planned_hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(end_reason__in=list(EndReason)), name="engagement_end_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(planned_hours__isnull=True) | Q(planned_hours__gte=0), name="engagement_hours_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment_id)


class ConsultantHours(models.Model):
    """How many hours a week a consultant has for retention, from day to day."""

    consultant = models.ForeignKey(User, models.PROTECT, related_name="consultant_hours")
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="consultant_hours_end_after_start",
            ),
            ExclusionConstraint(
                name="consultant_hours_no_overlap",
                expressions=[
                    ("consultant", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant_id} from {self.first_day}"


class Work(models.Model):
    """Time that a consultant used: on a case, on a visit to a unit, on sparring about nobody by name."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    consultant = models.ForeignKey(User, models.PROTECT, related_name="work")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    employee = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="work")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="work")
    words = models.CharField(max_length=200, blank=True)

    # Added by the query that asks: whether the viewer still handles the employee's matter.
    handled: bool

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["consultant", "on"], name="work_of_consultant")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(WorkKind)), name="work_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=WorkKind.CASE, employee__isnull=False)
                | (~Q(kind=WorkKind.CASE) & Q(employee__isnull=True)),
                name="work_on_a_case_is_about_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WorkKind.VISIT) | Q(unit__isnull=False), name="work_visit_is_to_a_unit"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="work_hours_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
