"""What is prepared, planned and agreed at the table."""

from typing import Any

from django.db import models
from django.db.models import Q

from cases.models import FollowUp, Participant
from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference
from roundtable.models.meetings import Meeting
from roundtable.rules.plans import Effect, EndReason, ItemKind, PlanState
from roundtable.rules.table import Seat


class Preparation(models.Model):
    """Where one side places the employee, and what it answers to the open questions.

    Hidden from everybody else: the answers until the table has begun or both have answered, the number until it is
    revealed. Then the number becomes a placement on the ladder.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="preparations")
    seat = models.CharField(max_length=12)
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    # Chosen on the shared screen rather than on one's own.
    on_wall = models.BooleanField(default=False)
    answers = models.JSONField(default=dict, blank=True)
    answers_override = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="preparation_one_a_seat"),
            models.CheckConstraint(condition=Q(seat__in=list(Seat)), name="preparation_seat_known"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, placed_at__isnull=True)
                | Q(number__isnull=False, placed_at__isnull=False),
                name="preparation_placed_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat}"


class ReturnPlan(models.Model):
    """How somebody comes back, week by week. A draft is lenient; one that runs is changed by a new version."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="return_plans")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default=PlanState.DRAFT)
    # The weekly hours of the employment, to which the plan leads.
    full_hours = models.DecimalField(max_digits=4, decimal_places=2)
    evaluate_on = models.DateField(null=True, blank=True)
    # That a week has fewer hours than the one before is meant: a holiday, say.
    may_fall = models.BooleanField(default=False)
    # They did not agree on it, and both are written down.
    disagreed = models.BooleanField(default=False)
    words_override = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Why this version was made; empty for the first.
    reason = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)

    # Read along with it: see roundtable/plans/queries.py.
    items_read: list[dict[str, Any]]
    weeks_read: list[dict[str, Any]]

    objects = OfEmployees.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(state=PlanState.ACTIVE), name="return_plan_one_active"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=PlanState.DRAFT), name="return_plan_one_draft_a_meeting"
            ),
            models.CheckConstraint(condition=Q(state__in=list(PlanState)), name="return_plan_state_known"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(begun_at__isnull=False), name="return_plan_begun_with_moment"
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(evaluate_on__isnull=False),
                name="return_plan_begun_with_evaluation",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ENDED, ended_at__isnull=False, end_reason__in=list(EndReason))
                | Q(state=PlanState.REPLACED, ended_at__isnull=False, end_reason="")
                | Q(state__in=[PlanState.DRAFT, PlanState.ACTIVE], ended_at__isnull=True, end_reason=""),
                name="return_plan_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} version {self.version}"


class PlanWeek(models.Model):
    """The hours that are planned in one week, which begins on a Monday."""

    plan = models.ForeignKey(ReturnPlan, models.CASCADE, related_name="weeks")
    monday = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        ordering = ("monday",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "monday"], name="plan_week_once"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="plan_week_begins_on_monday"),
            models.CheckConstraint(condition=Q(hours__range=(0, 60)), name="plan_week_hours_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.monday}"


class PlanItem(models.Model):
    """A line of a plan: what can be begun with, what waits, what is changed, who supports."""

    plan = models.ForeignKey(ReturnPlan, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    # Of what waits: from when it is looked at again. Of a change: what it did when it was tried.
    again_on = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("kind", "place")
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "place"], name="plan_item_one_a_place"),
            models.CheckConstraint(condition=Q(kind__in=list(ItemKind)), name="plan_item_kind_known"),
            models.CheckConstraint(condition=Q(effect="") | Q(effect__in=list(Effect)), name="plan_item_effect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.place}"


class AgreedAction(models.Model):
    """Who does what when. Until the meeting is closed it may lack owner or day; from then on it is a follow-up."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=200)
    what_override = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="actions")
    due_on = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField()
    follow_up = models.OneToOneField(FollowUp, models.PROTECT, null=True, blank=True, related_name="+")
    # Taken off again before the meeting was closed, or found void at a later one.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("place", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up__isnull=True) | Q(owner__isnull=False, due_on__isnull=False),
                name="agreed_action_owed_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.place}"
