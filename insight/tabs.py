"""The parts of the figures, as the tabs on top of each of their pages."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from people.rules import CapacityKind
from people.viewer import Viewer

# URL name -> words, in order; those of `HR_ONLY` are HR's alone.
PARTS: Final[dict[str, str | Promise]] = {
    "figures": gettext_lazy("Absence"),
    "targets": gettext_lazy("Targets"),
    "leader_spans": gettext_lazy("Leaders"),
    "process": gettext_lazy("Process"),
    "initiatives": gettext_lazy("Initiatives"),
    "packs": gettext_lazy("Lists and packs"),
    "simulation": gettext_lazy("Rules"),
    "api_tokens": gettext_lazy("Access"),
}
HR_ONLY: Final[frozenset[str]] = frozenset({"simulation", "api_tokens"})


@dataclass(frozen=True, slots=True)
class Tab:
    """For components/tabs.html."""

    label: str
    url: str
    current: bool
    count: None = None


def tabs_of(viewer: Viewer, current: str) -> tuple[Tab, ...]:
    """The parts that the viewer may open; `current` is the URL name of the one shown."""
    hr = CapacityKind.HR in viewer.capacities
    return tuple(
        Tab(str(label), reverse(name), name == current) for name, label in PARTS.items() if hr or name not in HR_ONLY
    )
