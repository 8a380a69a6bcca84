"""The audit table: insert only, by trigger. No foreign keys, so that nothing can take a row along when it goes."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """Who did or saw what. Names and references as they were then; never free text, values or health data."""

    LONGEST_NAME = 200

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=LONGEST_NAME)
    capacity = models.CharField(max_length=20)
    event = models.CharField(max_length=60)
    subjects = ArrayField(models.CharField(max_length=24), default=list)
    case_ref = models.CharField(max_length=24, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    purpose = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["subjects"], name="audit_entry_subjects"),
            models.Index(fields=["at"], name="audit_entry_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete),
            # Tests with a live server flush by TRUNCATE; only a database named test_* lets that through.
            pgtrigger.Trigger(
                name="no_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=(
                    "IF current_database() NOT LIKE 'test\\_%' THEN "
                    "RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME; "
                    "END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
