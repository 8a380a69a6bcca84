"""What stands beside the list of meetings: the series at workplaces, and the figures."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from people.viewer import Viewer
from roundtable.rules.series import KEEPERS
from roundtable.rules.watching import MAY_NAME


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


def links_of(viewer: Viewer) -> list[Link]:
    """Those that the viewer may open."""
    keeps = not KEEPERS.isdisjoint(viewer.capacities)
    labels = {"series_list": _("Series of care talks")} if keeps or viewer.led.units else {}
    if keeps:
        labels |= {"meeting_figures": _("Figures of the meetings")}
    if viewer.standing in MAY_NAME:
        labels |= {"clock_watch": _("Who is told")}
    return [Link(label, reverse(name)) for name, label in labels.items()]
