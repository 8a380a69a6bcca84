"""The doors to desks: pages that belong to a capacity, and to nobody's matter in particular."""

from django.http import Http404

from people.rules import CapacityKind
from people.viewer import Viewer


def insist_on_desk(viewer: Viewer, *kinds: CapacityKind) -> Viewer:
    """404 for whoever holds none of these capacities today."""
    if not viewer.capacities.intersection(kinds):
        raise Http404
    return viewer
