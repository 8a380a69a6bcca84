"""Guides to the schemes, in the municipality's own words."""

from django.db import models

from people.models import User
from retention.rules.knowledge import GuideKey


class GuideVersion(models.Model):
    """A guide as it stood from when it was saved; the highest number counts."""

    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    # The drawing, a step a line: who, colon, what; perhaps a bar and by when.
    steps = models.TextField()
    # Paragraphs, headings, lists and numbered steps; see rules.knowledge.
    text = models.TextField()
    source = models.TextField()
    owner = models.CharField(max_length=120)
    checked_on = models.DateField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="guide_version_once"),
            models.CheckConstraint(condition=models.Q(key__in=list(GuideKey)), name="guide_key_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
