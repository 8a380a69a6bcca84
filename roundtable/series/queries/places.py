"""Where a series can be begun."""

from typing import TYPE_CHECKING

from people.models import Unit
from people.viewer import Viewer
from roundtable.rules.series import KEEPERS

if TYPE_CHECKING:
    from django.db.models import QuerySet


def units_for(viewer: Viewer) -> "QuerySet[Unit]":
    """Every workplace for consultants and HR, those that they lead for others; by name."""
    units = Unit.objects.order_by("name", "code")
    return units if not KEEPERS.isdisjoint(viewer.capacities) else units.filter(pk__in=viewer.led.units)
