"""Tokens by which other programs of the municipality read figures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from insight.rules.tokens import Scope
from people.models import Unit, User, new_reference


class ApiToken(models.Model):
    """One program's access. The token itself is kept nowhere; `mark` is its beginning, to recognise it by."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=20))
    # With all below it; without one, every unit. A unit that tokens reach is not deleted, or they would reach all.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    last_day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    last_used_on = models.DateField(null=True, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="api_token_name_once"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & Q(scopes__len__gt=0),
                name="api_token_opens_something",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
