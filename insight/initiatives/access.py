"""The doors to initiatives. They are about units and name nobody who is absent, so that who looked is not recorded."""

from django.http import Http404

from insight.access import insist_on_figures
from insight.models import Initiative
from insight.rules.initiatives import KEEPER
from people.viewer import Viewer


def may_keep(viewer: Viewer) -> bool:
    """HR keeps the register."""
    return KEEPER in viewer.capacities


def enter_register(viewer: Viewer) -> Viewer:
    return insist_on_figures(viewer)


def insist_on_keeping(viewer: Viewer) -> Viewer:
    if not may_keep(viewer):
        raise Http404
    return viewer


def open_initiative(viewer: Viewer, ref: str) -> Initiative:
    """404 where it touches none of the viewer's units."""
    rows = Initiative.objects.visible_to(viewer).select_related("responsible").with_units()
    found: Initiative | None = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def open_to_keep(viewer: Viewer, ref: str) -> Initiative:
    return open_initiative(insist_on_keeping(viewer), ref)
