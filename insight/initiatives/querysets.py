"""Chainable filters of initiatives."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef

from insight.access import units_seen_by

if TYPE_CHECKING:
    from people.viewer import Viewer


class InitiativeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Those that touch a unit whose figures the viewer may see: its own, one below it or one above it."""
        seen = units_seen_by(viewer)
        touched = seen.union(*(viewer.organisation.upwards(unit) for unit in seen))
        return self.filter(pk__in=self.model.units.through.objects.filter(unit__in=touched).values("initiative"))

    def with_units(self) -> Self:
        """Adds the keys of the units as `unit_keys`, and of those that they are compared with as `compared_keys`."""
        ours, theirs = self.model.units.through.objects, self.model.compared.through.objects
        return self.annotate(
            unit_keys=ArraySubquery(ours.filter(initiative=OuterRef("pk")).order_by("unit").values("unit")),
            compared_keys=ArraySubquery(theirs.filter(initiative=OuterRef("pk")).order_by("unit").values("unit")),
        )
