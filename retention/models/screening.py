"""Screening: the questions as dated data, and what was answered and decided."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.models import Case
from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference, span
from people.querysets import DatedQuerySet
from retention.rules.screening import Advice, Answer, Decision


class ScreeningQuestion(models.Model):
    """A question about work, with the points that a yes gives, from day to day."""

    key = models.CharField(max_length=40)
    text_da = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("position", "key")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="question_ends_after_start"
            ),
            ExclusionConstraint(
                name="question_one_a_day",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.text_da


class Screening(models.Model):
    """What was answered on a day, what that counted to, and what a person decided. No free text."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="screenings")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="screenings")
    screened_on = models.DateField()
    screened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    points = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    advice = models.CharField(max_length=20)
    decision = models.CharField(max_length=20, blank=True)
    look_again_on = models.DateField(null=True, blank=True)

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "screened_on"], name="screening_of_employee")]
        constraints = [
            models.CheckConstraint(condition=Q(advice__in=list(Advice)), name="screening_advice_known"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision]), name="screening_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.LOOK_AGAIN, look_again_on__isnull=False)
                | (~Q(decision=Decision.LOOK_AGAIN) & Q(look_again_on__isnull=True)),
                name="screening_looks_again_on_a_day",
            ),
            models.CheckConstraint(condition=Q(points__lte=F("most")), name="screening_points_within"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.points}/{self.most}"


class ScreeningAnswer(models.Model):
    """One question's answer. The question is the version that was asked."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ScreeningQuestion, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screening", "question"], name="answer_once_a_question"),
            models.CheckConstraint(condition=Q(answer__in=list(Answer)), name="answer_known"),
        ]

    def __str__(self) -> str:
        return self.answer
