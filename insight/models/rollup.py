"""The kept figures, and what is to be counted again."""

from typing import Final

import pgtrigger
from django.db import models

from absence.models import Cause, Period
from people.models import ClosingDay, Employee, Employment, Unit


class MonthFigures(models.Model):
    """What a unit, with all below it, amounts to in a month; of everybody, of a job group, or by a cause.

    Days are kept as whole numbers: working days x hundredths of weekly hours, and what is absent x hundredths of a
    percent too; see `insight.rules.measures` for the scales. Lengths of spells are those of today; `_then` are those
    that a spell had at the month's end, for windows that end with it. What is neither short nor medium is long.
    """

    class Breakdown(models.TextChoices):
        """What `key` names."""

        WHOLE = ""
        JOB_GROUP = "job_group"
        CAUSE = "cause"
        LENGTH = "length"  # in columns of the whole; what may be shown of them is decided one by one

    pk = models.CompositePrimaryKey("unit", "breakdown", "month", "key")
    # Without a check: looking up each of many hundred thousand units would take as long as counting them.
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    breakdown = models.CharField(max_length=10, choices=Breakdown, blank=True)
    key = models.CharField(max_length=120, blank=True)
    month = models.DateField()
    # Each person once, at their latest employment of the month; none by cause, since the base stays whole.
    people = models.IntegerField()
    possible = models.BigIntegerField()
    absent = models.BigIntegerField()
    pregnancy = models.BigIntegerField()
    absent_short = models.BigIntegerField()
    absent_medium = models.BigIntegerField()
    absent_short_then = models.BigIntegerField()
    absent_medium_then = models.BigIntegerField()
    spells = models.IntegerField()
    short = models.IntegerField()
    medium = models.IntegerField()
    short_then = models.IntegerField()
    medium_then = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m} {self.breakdown} {self.key}".strip()


class Shown(models.Model):
    """Figures of a unit that may be shown: of everybody over `span`, or over the two years of a job group, a cause or
    spells of a length.

    What has no row is hidden, since somebody's figures could be worked out from it; see `insight.rules.masking`.
    """

    class Span(models.TextChoices):
        """Each with what those before it have."""

        YEARS = "years"  # the last twelve whole months, and the twelve before, as one figure each
        MONTHS = "months"  # each of the last twelve
        TREND = "trend"  # each of the last 47, twelve of which end with each of the last 36

    pk = models.CompositePrimaryKey("unit", "breakdown", "key")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    breakdown = models.CharField(max_length=10, choices=MonthFigures.Breakdown, blank=True)
    key = models.CharField(max_length=120, blank=True)
    span = models.CharField(max_length=10, choices=Span)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key} {self.span}"


class Rollup(models.Model):
    """One row: as of when the kept figures are. `today` says until when open periods last in them."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    today = models.DateField()
    at = models.DateTimeField()
    first_month = models.DateField()
    # The first month of which the absence is known in full.
    known_from = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rollup_is_one")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Stale(models.Model):
    """A unit whose own figures changed, or an employee whose places' figures did, written by the triggers below; with
    neither, everything did.

    Each change adds rows of its own: one that is not committed yet is not lost when those before it are taken away.
    """

    unit = models.BigIntegerField(null=True)
    employee = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.unit} {self.employee}"


# Nothing is looked up here: whoever writes an absence does not wait for it, and a statement that a trigger runs is
# planned by what was known of the tables before.
_OF_EMPLOYEES: Final = "INSERT INTO insight_stale (employee) SELECT DISTINCT employee_id FROM {rows};"
_OF_UNITS: Final = "INSERT INTO insight_stale (unit) SELECT DISTINCT unit_id FROM {rows};"
_EVERYTHING: Final = "INSERT INTO insight_stale (unit) VALUES (NULL);"


def _rows(**names: str) -> pgtrigger.Referencing:
    return pgtrigger.Referencing(**names)  # type: ignore[no-untyped-call]  # the library has no types for it


def _after_each_change(*statements: str) -> list[pgtrigger.Trigger]:
    """One trigger for each kind of change, once a statement; `{rows}` are the rows as they were, or as they are."""
    both = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS changed"
    kinds = [
        ("insert", pgtrigger.Insert, "new_rows", _rows(new="new_rows")),
        ("delete", pgtrigger.Delete, "old_rows", _rows(old="old_rows")),
        ("update", pgtrigger.Update, both, _rows(old="old_rows", new="new_rows")),
    ]
    return [
        pgtrigger.Trigger(
            name=f"stale_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=" ".join(statement.format(rows=rows) for statement in statements) + " RETURN NULL;",
        )
        for kind, operation, rows, referencing in kinds
    ]


class WatchedPeriod(Period):
    class Meta:
        proxy = True
        triggers = _after_each_change(_OF_EMPLOYEES)


class WatchedEmployment(Employment):
    """The places that it had are stale as well as those that it has."""

    class Meta:
        proxy = True
        triggers = _after_each_change(_OF_UNITS, _OF_EMPLOYEES)


def _if_changed(name: str, *columns: str) -> pgtrigger.Trigger:
    differs = " OR ".join(f"old_row.{column} IS DISTINCT FROM new_row.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=_rows(old="old_rows", new="new_rows"),
        func=(
            "IF EXISTS (SELECT 1 FROM old_rows old_row JOIN new_rows new_row USING (id) "  # noqa: S608 - our names
            f"WHERE {differs}) THEN {_EVERYTHING} END IF; RETURN NULL;"
        ),
    )


class WatchedEmployee(Employee):
    """Who becomes, or is no longer, the same person as another."""

    class Meta:
        proxy = True
        triggers = [_if_changed("stale_person", "user_id", "is_outside")]


class WatchedUnit(Unit):
    """A unit that moves in the tree takes its figures along."""

    class Meta:
        proxy = True
        triggers = [_if_changed("stale_tree", "parent_id")]


class WatchedCause(Cause):
    class Meta:
        proxy = True
        triggers = _after_each_change(_EVERYTHING)


class WatchedClosingDay(ClosingDay):
    class Meta:
        proxy = True
        triggers = _after_each_change(_EVERYTHING)
