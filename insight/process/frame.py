"""What stands around the pages of the process: the parts, the times, and the way to the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.access import topmost, units_seen_by
from insight.process.page import address
from insight.rules.masked_tables import WINDOW
from insight.rules.process import When
from insight.tabs import tabs_of
from insight.targets.queries import codes_of
from people.viewer import Viewer
from roundtable.figures.words import say_quarter

# URL name -> words, in order.
PARTS: Final[dict[str, Promise]] = {
    "process": gettext_lazy("On time"),
    "process_treatment": gettext_lazy("Equal treatment"),
    "process_workplaces": gettext_lazy("Workplaces"),
    "process_rules": gettext_lazy("Rules that are heard"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """For components/pills.html and the crumbs."""

    label: str
    url: str
    current: bool = False


def frame_of(viewer: Viewer, current: str) -> dict[str, Any]:
    """The context that each of the pages has; `current` is the URL name of the part shown."""
    parts = tuple(Link(str(label), reverse(name), name == current) for name, label in PARTS.items())
    return {"tabs": tabs_of(viewer, "process"), "parts": parts, "wide": True}


def pills_of(code: str, when: When) -> tuple[Link, ...]:
    """All four quarters together, and each of them, the latest first."""
    numbers = (WINDOW, *reversed(when.numbers))
    times = [When(when.quarters, number) for number in numbers]
    return tuple(Link(_say(each), address(code, each), each.number == when.number) for each in times)


def _say(when: When) -> str:
    if when.is_whole:
        return _("12 months")
    return say_quarter(when.window.first)


def crumbs_of(unit: int, codes: Mapping[int, str], when: When, viewer: Viewer) -> tuple[Link, ...]:
    """The units above that the viewer sees, the topmost first. `codes` are what they are called in addresses."""
    seen, house = units_seen_by(viewer), viewer.organisation
    above = [each for each in house.upwards(unit) if each != unit and each in seen] if unit else []
    return tuple(Link(house.unit_names[each], address(codes[each], when)) for each in reversed(above))


def places_of(viewer: Viewer, when: When) -> tuple[Link, ...]:
    """The units to choose from. One query."""
    top = topmost(viewer)
    codes = codes_of(top)
    return tuple(Link(viewer.organisation.unit_names[unit], address(codes[unit], when)) for unit in top)
