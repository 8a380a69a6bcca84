"""The doors to series, which are about workplaces: who is named on a page is recorded where the page is made."""

from django.http import Http404

from people.rules import ActingAs
from people.viewer import Viewer
from roundtable.models import Series
from roundtable.rules.series import KEEPERS


def may_begin(viewer: Viewer, unit: int) -> bool:
    """Consultants and HR anywhere, leaders and deputies in the units that they lead."""
    return not KEEPERS.isdisjoint(viewer.capacities) or unit in viewer.led.units


def capacity_at(viewer: Viewer, unit: int) -> ActingAs:
    """The capacity in which the viewer works with a series there: as its leader before HR before consultant."""
    if viewer.user is None or unit not in viewer.led.units:
        return viewer.standing
    way = viewer.organisation.upwards(unit)
    nearest = next((above for above in way if viewer.organisation.leaders.get(above)), unit)
    return ActingAs.LEADER if viewer.is_leader_of(nearest) else ActingAs.DEPUTY


def enter_series(viewer: Viewer) -> None:
    """The list, and beginning one. 404 for who neither leads a unit nor keeps series."""
    if KEEPERS.isdisjoint(viewer.capacities) and not viewer.led.units:
        raise Http404


def open_series(viewer: Viewer, ref: str) -> Series:
    found: Series | None = Series.objects.visible_to(viewer).select_related("unit", "begun_by").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
