"""The doors to targets and plans. They are about units, so that somebody looked is not recorded."""

from django.http import Http404

from insight.access import insist_on_figures, units_seen_by
from insight.models import PlanAction
from insight.rules.targets import years_of
from people.rules import CapacityKind
from people.viewer import Viewer


def may_set(viewer: Viewer) -> bool:
    """HR sets the targets."""
    return CapacityKind.HR in viewer.capacities


def insist_on_year(viewer: Viewer, year: int) -> int:
    """404 for whoever may see no unit's figures, and for a year without targets to show."""
    insist_on_figures(viewer)
    if year not in years_of(viewer.today):
        raise Http404
    return year


def insist_on_setting(viewer: Viewer, year: int) -> int:
    if not may_set(viewer):
        raise Http404
    return insist_on_year(viewer, year)


def open_action(viewer: Viewer, ref: str) -> PlanAction:
    """A line of the plan of a unit whose figures the viewer may see; 404 for others, and once its year is past."""
    found = PlanAction.objects.filter(
        ref=ref, unit__in=units_seen_by(viewer), year__in=years_of(viewer.today)
    ).select_related("unit")
    row: PlanAction | None = found.first()
    if row is None:
        raise Http404
    return row
