"""Periods of absence, what payroll calls them, and the policies that are given to units."""

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from absence import querysets
from absence.rules.recording import WithdrawReason
from people.models import Employee, Unit, User, new_reference, span
from people.querysets import DatedQuerySet


def strip(row: str, first: str, last: str) -> Func:
    """The days from `first` to `last`, both included, as a strip in the plane: `row` across, the days along it.

    Strips overlap where both the row and a day are the same. An empty last day runs on.
    """

    def point(day: F | Coalesce) -> Func:
        return Func(F(row), Func(day, template="(%(expressions)s - '2000-01-01'::date)"), function="point")

    return Func(point(F(first)), point(Coalesce(last, Value(date.max))), function="box")


class Source(models.TextChoices):
    """Who told of a period."""

    LEADER = "leader"
    PAYROLL = "payroll"


class Cause(models.Model):
    """Why somebody is away, as far as registration needs it. Never a diagnosis."""

    key = models.CharField(max_length=30, primary_key=True)
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    counts_as_sick = models.BooleanField()
    in_headline = models.BooleanField()
    in_frequency_rules = models.BooleanField()
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.name_da


class PayrollCode(models.Model):
    """A municipality's payroll code for a cause. Codes are local."""

    code = models.CharField(max_length=20, primary_key=True)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="payroll_codes")
    text = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.code


# Each change keeps what was there before; what is there now is the period itself. One trigger call a statement:
# row by row, an import of many thousand periods would take quadratic time.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement),
    fields=["first_day", "last_day", "cause", "degree", "expected_return", "source", "withdrawn", "withdraw_reason"],
    context_field=None,  # type: ignore[arg-type]  # documented, but missing from its types
    model_name="FormerPeriod",
)
class Period(models.Model):
    """An employee away from a first to a last day; an open one runs on. Periods do not overlap."""

    ref = models.CharField(max_length=24, default=new_reference, editable=False)
    # The index below serves the employee; nobody asks by cause or by who recorded it.
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="periods", db_index=False)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="periods", db_index=False)
    # Percent absent, above 0 and up to 100.
    degree = models.DecimalField(max_digits=5, decimal_places=2, default=100)
    expected_return = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=Source)
    withdrawn = models.BooleanField(default=False)
    withdraw_reason = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    # Rises with every change, so that a form that was opened before it can tell.
    version = models.PositiveIntegerField(default=1)
    # Payroll's own words: the identity of its row, and what it last said, whatever has been corrected here since.
    # Without a code, payroll has not confirmed the period.
    payroll_code = models.CharField(max_length=20, blank=True)
    payroll_first_day = models.DateField(null=True, blank=True)
    payroll_last_day = models.DateField(null=True, blank=True)
    payroll_degree = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    objects = querysets.PeriodQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "first_day"], name="period_of_employee")]
        constraints = [
            # A constraint, since a unique field gets a second index for LIKE.
            models.UniqueConstraint(fields=["ref"], name="period_ref_unique"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="period_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(degree__gt=0, degree__lte=100), name="period_degree_is_a_percent"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="period_source_known"),
            models.CheckConstraint(
                condition=Q(withdrawn=False, withdraw_reason="")
                | Q(withdrawn=True, withdraw_reason__in=[reason.value for reason in WithdrawReason]),
                name="period_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    payroll_code="",
                    payroll_first_day__isnull=True,
                    payroll_last_day__isnull=True,
                    payroll_degree__isnull=True,
                )
                | (~Q(payroll_code="") & Q(payroll_first_day__isnull=False, payroll_degree__isnull=False)),
                name="period_whole_payroll_row",
            ),
            models.UniqueConstraint(
                fields=["employee", "payroll_code", "payroll_first_day"],
                condition=~Q(payroll_code=""),
                name="period_once_per_payroll_row",
            ),
            # As strips, since the index of employees and ranges of days takes two to three times as long to grow where
            # rows come in order or have changed: payroll's extract has hundreds of thousands of periods.
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[(strip("employee", "first_day", "last_day"), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn=False),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.first_day}"


class PayrollImport(models.Model):
    """One extract that was read in: when, by whom, and what came of it. Says how fresh payroll's data is."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    complete_from = models.DateField(null=True, blank=True)
    accepted_missing = models.BooleanField(default=False)
    lines = models.PositiveIntegerField()
    inserted = models.PositiveIntegerField()
    corrected = models.PositiveIntegerField()
    adopted = models.PositiveIntegerField()
    reinstated = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    # The latest first day in the file: how far payroll had come.
    newest_first_day = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="payroll_import_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Policy(models.Model):
    """A named set of rules for following up absence."""

    key = models.CharField(max_length=40, primary_key=True)
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    description_da = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    last_checked = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.key


class PolicyRule(models.Model):
    """One rule of a policy, valid between two days; see `absence.rules` for what the fields mean."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rules")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    threshold = models.PositiveIntegerField()
    window_days = models.PositiveIntegerField(null=True, blank=True)
    causes = ArrayField(models.CharField(max_length=30), null=True, blank=True)
    relapse_days = models.PositiveSmallIntegerField(default=0)
    weekend = models.CharField(max_length=10, default="next")
    due_offset_days = models.PositiveSmallIntegerField(default=0)
    creates = models.CharField(max_length=40)
    opens_case = models.BooleanField(default=False)
    owner_role = models.CharField(max_length=20)
    mandatory = models.BooleanField(default=False)
    legal_ref = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    act_da = models.CharField(max_length=200, blank=True)
    act_en = models.CharField(max_length=200, blank=True)
    advice_da = models.TextField(blank=True)
    advice_en = models.TextField(blank=True)
    done_da = models.CharField(max_length=80, blank=True)
    done_en = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("policy", "kind", "threshold", "key")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], nulls_distinct=False, name="policy_rule_one_version_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class GivenPolicy(models.Model):
    """A policy given to a unit, and to those below it that are given nothing themselves, from a day to a day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="given_policies")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="given")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="given_ends_after_start",
            ),
            ExclusionConstraint(
                name="given_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("policy", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.policy_id} from {self.first_day}"
