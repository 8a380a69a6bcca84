"""The doors to figures: whose figures a viewer may ask for. They are of units, never of somebody."""

from django.http import Http404

from people.models import Unit
from people.rules import CapacityKind
from people.viewer import Viewer


def units_seen_by(viewer: Viewer) -> frozenset[int]:
    """HR sees every unit; who leads or deputises sees their units with all below. Nobody else sees any."""
    if CapacityKind.HR in viewer.capacities:
        return frozenset(viewer.organisation.parents)
    if viewer.user is None:
        return frozenset()
    roots = viewer.organisation.roots_of(viewer.user.pk)
    return frozenset().union(*(viewer.organisation.below(root) for root in roots))


def topmost(viewer: Viewer) -> list[int]:
    """The units that the viewer sees without seeing the one above, in the organisation's order."""
    seen, parents = units_seen_by(viewer), viewer.organisation.parents
    return [unit for unit, parent in parents.items() if unit in seen and parent not in seen]


def open_unit(viewer: Viewer, code: str) -> Unit:
    """The unit, or 404 where the viewer may not see its figures."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None or unit.pk not in units_seen_by(viewer):
        raise Http404
    return unit


def insist_on_figures(viewer: Viewer) -> Viewer:
    """404 for whoever may see no unit's figures."""
    if not units_seen_by(viewer):
        raise Http404
    return viewer
