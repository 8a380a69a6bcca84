"""Who works where, and what they are granted. Dated rows end; they are not deleted."""

import secrets
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from people import querysets, rules


def new_reference() -> str:
    """An opaque reference for URLs and audit rows: it says nothing and cannot be counted up."""
    return secrets.token_urlsafe(12)


def span(first: str, last: str) -> Func:
    """The days from `first` to `last`, both included; an empty last day runs on."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


class User(AbstractUser):
    """A person who may be known by an account. Made inactive by the import, opened by an invitation."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    # An invitation is owed from the moment somebody asks for it; the worker sends it and says when.
    invitation_owed_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_code="email_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Unit(TreeNode):
    """A place in the organisation; the tree is today's."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    production_unit = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Employee(models.Model):
    """One employee number. Two numbers with the same user are one person."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    number = models.CharField(max_length=40, unique=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=30, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="employees")
    # Whose number it is was said by hand, and the import leaves that alone.
    linked_by_hand = models.BooleanField(default=False)
    # Works for another employer, who asked the consultants for help: no matter of the municipality's HR.
    is_outside = models.BooleanField(default=False, db_default=False)

    objects = querysets.EmployeeQuerySet.as_manager()

    # Added by `with_place(day)`; unit_id is empty on days without employment.
    place_id: int | None
    unit_id: int | None
    unit_name: str | None
    title: str | None
    weekly_hours: Decimal | None
    place_until: date | None
    # Added by `with_referral(viewer)`.
    is_referred: bool
    # Set by the doors: in which capacity the viewer meets the employee.
    seen_as: rules.ActingAs

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def has_left(self, day: date) -> bool:
        """Of an employee `with_place(day)`: whether the last employment has ended."""
        return self.unit_id is None and self.place_until is not None and self.place_until < day


class Employment(models.Model):
    """An employee in a unit, from a first to a last day (both days of employment)."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="employments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="employments")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    job_group = models.CharField(max_length=120, blank=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2)
    home_municipality = models.CharField(max_length=4, blank=True)

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "first_day"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="employment_ends_after_start",
            ),
            ExclusionConstraint(
                name="employment_no_overlap",
                expressions=[
                    ("employee", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.first_day}"


class Leadership(models.Model):
    """Somebody leads a unit, or deputises for those who do, from a first to a last day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="leaderships")
    user = models.ForeignKey(User, models.PROTECT, related_name="leaderships")
    is_deputy = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    # The import begins and ends its own rows only. One of them that somebody ended by hand is not begun again for as
    # long as the extract goes on naming the same leader.
    imported = models.BooleanField(default=False)
    ended_by_hand = models.BooleanField(default=False)

    objects = querysets.LeadershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="leadership_ends_after_start",
            ),
            ExclusionConstraint(
                name="leadership_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.user_id} from {self.first_day}"


class Capacity(models.Model):
    """Somebody is HR, a consultant or an administrator, from a first to a last day."""

    kind = models.CharField(
        max_length=20,
        choices=[
            (rules.CapacityKind.HR, _("HR")),
            (rules.CapacityKind.CONSULTANT, _("Consultant")),
            (rules.CapacityKind.ADMINISTRATOR, _("Administrator")),
        ],
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="capacities")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    objects = querysets.CapacityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(rules.CapacityKind)), name="capacity_kind_known"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="capacity_ends_after_start",
            ),
            ExclusionConstraint(
                name="capacity_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.user_id} from {self.first_day}"


class Assignment(models.Model):
    """An employee referred to a consultant, or (without one) to the consultant team."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="assignments")
    consultant = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="assignments")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=40)

    objects = querysets.AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} from {self.first_day}"


class ClosingDay(models.Model):
    """A day on which the municipality is closed besides the public holidays; every year without a year."""

    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("month", "day", "year", nulls_distinct=False, name="closing_day_once"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)) & Q(day__range=(1, 31)), name="closing_day_in_calendar"
            ),
        ]

    def __str__(self) -> str:
        return self.name_da
