"""Chainable filters of series."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from roundtable.rules.series import KEEPERS

if TYPE_CHECKING:
    from people.viewer import Viewer


class SeriesQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """All for consultants and HR, those of the units that they lead for others. Whom one meets there is another
        matter: names follow `Employee.objects.visible_to`.
        """
        if not KEEPERS.isdisjoint(viewer.capacities):
            return self
        return self.filter(unit__in=viewer.led.units)
