"""Lists and packs as they were when they were made. They are never changed: what is corrected later is shown beside."""

from django.db import models
from django.db.models import Q

from insight.rules.masking import Why
from insight.rules.packs import PackKind
from people.models import Employee, Unit, new_reference


class Pack(models.Model):
    """One list or pack of a month or quarter, named after its first day.

    A list belongs to the unit to which its policy is given, a meeting's pack to the director's unit; a quarter's is of
    all units. `content` holds numbers and keys, never a name: of a list how it was counted, of a meeting its figures.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.CharField(max_length=40, blank=True)
    first_day = models.DateField()
    frozen_at = models.DateTimeField()
    content = models.JSONField(default=dict)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "policy", "first_day"], nulls_distinct=False, name="pack_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(PackKind)), name="pack_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=PackKind.QUARTER, unit__isnull=True)
                | ~Q(kind=PackKind.QUARTER) & Q(unit__isnull=False),
                name="pack_of_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_day}"


class PackPerson(models.Model):
    """Somebody on a list, with the sick days of then."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="people")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "employee"], name="pack_person_once")]

    def __str__(self) -> str:
        return f"{self.pack_id}"


class PackFigures(models.Model):
    """A unit's figures of a quarter, with all below it. Hidden ones have no numbers, so that nothing is there to leak.

    Days are whole numbers in the scales of `MonthFigures`. Nothing is divided by cause or length: what is told of those
    over twelve months could be divided by what is told of three.
    """

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    hidden = models.CharField(max_length=10, blank=True)
    people = models.PositiveIntegerField(null=True)
    possible = models.BigIntegerField(null=True)
    absent = models.BigIntegerField(null=True)
    spells = models.PositiveIntegerField(null=True)
    # Of the same quarter a year before.
    possible_before = models.BigIntegerField(null=True)
    absent_before = models.BigIntegerField(null=True)
    target = models.DecimalField(max_digits=4, decimal_places=2, null=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "unit"], name="pack_figures_once"),
            models.CheckConstraint(
                condition=Q(hidden="", people__isnull=False)
                | Q(
                    hidden__in=list(Why),
                    people__isnull=True,
                    possible__isnull=True,
                    absent__isnull=True,
                    spells__isnull=True,
                ),
                name="pack_figures_hidden_or_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.unit_id}"
