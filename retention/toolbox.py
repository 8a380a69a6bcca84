"""The tabs of the toolbox: what helps, what is asked for, whom to speak to, and how it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Tab:
    """As components/tabs.html takes it."""

    label: str
    url: str
    current: bool
    count: None = None


def tabs_of(viewer: Viewer, current: str) -> list[Tab]:
    """Those that the viewer may open; none where that is the page itself only."""
    labels: dict[str, str] = {}
    if viewer.handles_matters:
        labels |= {"offers": _("Offers"), "fast_track_list": _("Fast track")}
    if viewer.is_hr_or_consultant:
        labels |= {"partners": _("Contacts")}
    labels |= {"guides": _("Guides")}
    found = [Tab(label, reverse(name), name == current) for name, label in labels.items()]
    return found if len(found) > 1 else []
