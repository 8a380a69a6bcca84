"""The register of initiatives: what is done about absence, where, by whom, and how far it is."""

from django.db import models
from django.db.models import F, Q

from insight.initiatives.querysets import InitiativeQuerySet
from people.models import Unit, User, new_reference


class Initiative(models.Model):
    """Something that is done about absence in some units, each with all below it. It ends; it is not deleted."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    goal = models.TextField(blank=True)
    efforts = models.TextField(blank=True)
    # As it was before, in words: "Fravær 2022/2023".
    baseline = models.CharField(max_length=200, blank=True)
    resources = models.TextField(blank=True)
    # In kroner, for all of it.
    amount = models.PositiveIntegerField(null=True, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    responsible_words = models.CharField(max_length=120, blank=True)
    reports_to = models.CharField(max_length=120, blank=True)
    # Empty only once it has ended and nobody is to follow it up any more.
    follow_up_on = models.DateField(null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    job_group = models.CharField(max_length=120, blank=True)
    # What came of it, as HR says it when it ends.
    outcome = models.TextField(blank=True)
    units = models.ManyToManyField(Unit, related_name="+")
    # Whose absence its units' is held against.
    compared = models.ManyToManyField(Unit, related_name="+", blank=True)

    # Added by `with_units()`.
    unit_keys: list[int]
    compared_keys: list[int]

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="initiative_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(responsible__isnull=False) | ~Q(responsible_words=""), name="initiative_has_responsible"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """How far an initiative was on a day: a number, words, or both. Each stays; the latest counts."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="assessments")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=120, blank=True)
    # Who says so: "HR", "Områdelederen".
    assessor = models.CharField(max_length=120)
    assessed_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__isnull=False) | ~Q(words=""), name="assessment_says_something"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)), name="assessment_percent_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.assessed_on}"
