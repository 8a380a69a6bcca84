"""The doors to figures: whose figures a viewer may ask for. They are of units, never of somebody."""

from collections.abc import Sequence

from django.http import Http404

from people.models import Unit
from people.queries import way_up
from people.rules import CapacityKind
from people.viewer import Viewer


def units_seen_by(viewer: Viewer) -> frozenset[int]:
    """HR sees every unit; who leads or deputises sees their units with all below. Nobody else sees any."""
    if CapacityKind.HR in viewer.capacities:
        return frozenset(viewer.organisation.parents)
    return frozenset().union(*(viewer.organisation.below(root) for root in viewer.roots))


def topmost(viewer: Viewer) -> list[int]:
    """The units that the viewer sees without seeing the one above, in the organisation's order."""
    seen, parents = units_seen_by(viewer), viewer.organisation.parents
    return [unit for unit, parent in parents.items() if unit in seen and parent not in seen]


def seen_of(viewer: Viewer, way: Sequence[Unit]) -> Sequence[Unit]:
    """Of a unit and those above it, the ones that the viewer sees, as `units_seen_by` says it of all."""
    if CapacityKind.HR in viewer.capacities:
        return way
    roots = viewer.roots
    return way[: max((place for place, unit in enumerate(way, start=1) if unit.pk in roots), default=0)]


def open_way(viewer: Viewer, code: str) -> list[Unit]:
    """The unit and those above it, seen or not; 404 where the viewer may not see the unit's own figures. One query."""
    way = way_up(code)
    if not seen_of(viewer, way):
        raise Http404
    return way


def open_unit(viewer: Viewer, code: str) -> Unit:
    """The unit, or 404 where the viewer may not see its figures."""
    return open_way(viewer, code)[0]


def insist_on_figures(viewer: Viewer) -> Viewer:
    """404 for whoever may see no unit's figures."""
    if not units_seen_by(viewer):
        raise Http404
    return viewer
