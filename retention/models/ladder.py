"""The step ladder, where somebody stands on it, and the offers that fit."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.models import Case
from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference, span
from people.querysets import DatedQuerySet
from retention.rules.ladder import Occasion, Party, ToldHow


class Step(models.Model):
    """A step between fully fit and chronically unable to work, in the municipality's own words, from day to day."""

    number = models.PositiveSmallIntegerField()
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    # What it means, for somebody who has never seen the ladder.
    description_da = models.TextField()
    description_en = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("number", "first_day")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="step_ends_after_start"
            ),
            ExclusionConstraint(
                name="step_one_a_number",
                expressions=[
                    ("number", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name_da}"


class Placement(models.Model):
    """Where one party places an employee on the ladder: a judgement of what somebody can do at work."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="placements")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="placements")
    step = models.ForeignKey(Step, models.PROTECT, related_name="placements")
    party = models.CharField(max_length=20)
    occasion = models.CharField(max_length=20)
    placed_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # How the one who is placed told it, where another recorded it for them; empty where they did it themselves.
    told_how = models.CharField(max_length=20, blank=True)
    # Taken back by who made it: it stays, and counts no more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "placed_at"], name="placement_of_employee")]
        constraints = [
            models.CheckConstraint(condition=Q(party__in=list(Party)), name="placement_party_known"),
            models.CheckConstraint(condition=Q(occasion__in=list(Occasion)), name="placement_occasion_known"),
            models.CheckConstraint(
                condition=Q(told_how="") | Q(told_how__in=list(ToldHow)), name="placement_told_how_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.party} {self.placed_on}"

    @property
    def number(self) -> int:
        """The step's, fetched with it."""
        return self.step.number


class Offer(models.Model):
    """Something that helps somebody who stands on certain steps. One that has ended keeps its row, and says why.

    Its name is in both languages, the rest in the municipality's own. `{jobcenter}` and other terms are put in when
    it is shown.
    """

    key = models.SlugField(max_length=60, unique=True)
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    purpose = models.TextField()
    provider = models.CharField(max_length=200, blank=True)
    price = models.CharField(max_length=200, blank=True)
    wait = models.CharField(max_length=200, blank=True)
    eligibility = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    last_checked = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    why_ended = models.CharField(max_length=300, blank=True)
    # The numbers of the steps that it fits: a step in other words from a later day is still that step.
    steps = ArrayField(models.PositiveSmallIntegerField())

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="offer_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(steps=[]), name="offer_fits_a_step"),
        ]

    def __str__(self) -> str:
        return self.name_da


class OfferUse(models.Model):
    """That an employee makes use of an offer, from a day to a day; without a last day it runs."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="uses")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="offer_uses")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="offer_uses")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Noted by mistake: it stays, and counts nowhere.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployees.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="offer_use_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["offer", "employee"],
                condition=Q(ended_on__isnull=True, withdrawn_at__isnull=True),
                name="offer_use_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.employee_id} {self.started_on}"
