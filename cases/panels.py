"""Pages that several apps make: the settings name functions, each gives a panel or nothing.

A panel's template finds its own rows as `panel.rows`. It gets who is looking, the day and, where the page is
about one, the employee or case that the page's door has opened; it never fetches one itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cases.invitations.access import Seat
from cases.models import Case
from people.models import Employee
from people.viewer import Viewer
from people.words import Chip


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page: its template, and the typed rows that it shows.

    `side` stands in the narrow column, where the page has one. `lead` is a sentence under the page's heading, `chips`
    stand there too. Of those that are the `next` step one's own page shows one only; others that are `kept` stand
    there as any panel.
    """

    template: str
    rows: object
    side: bool = False
    next: bool = False
    kept: bool = False
    lead: str = ""
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure in a strip on top of a page, drawn by components/tile.html. `url` may be empty.

    `alarm` says that somebody must look; the words say so too.
    """

    icon: str
    label: str
    value: str
    under: str = ""
    url: str = ""
    alarm: bool = False


# One panel or none; or several, where one read makes them all.
Panels = Panel | list[Panel] | None


def home_panels(viewer: Viewer) -> list[Panel]:
    return made(settings.HOME_PANELS, viewer, viewer.today)


def hr_panels(viewer: Viewer) -> list[Panel]:
    """Figures on top of HR's overview."""
    return made(settings.HR_PANELS, viewer, viewer.today)


def operations_panels(viewer: Viewer) -> list[Panel]:
    return made(settings.OPERATIONS_PANELS, viewer, viewer.today)


def employee_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    return made(settings.EMPLOYEE_PANELS, viewer, viewer.today, employee)


def receipt_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    """What comes after a sick report; the employee is one whose absence the viewer writes."""
    return made(settings.RECEIPT_PANELS, viewer, viewer.today, employee)


def my_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    """What somebody sees about themselves, with one next step; the employee is the viewer's own."""
    panels = made(settings.MY_PAGE_PANELS, viewer, viewer.today, employee)
    later = [panel for panel in panels if panel.next][1:]
    shown = [panel for panel in panels if panel not in later or panel.kept]
    return [replace(panel, next=False) if panel in later else panel for panel in shown]


def seat_panels(seat: Seat) -> list[Panel]:
    """What somebody sees who takes part in a talk: one next step on top, what else is asked among the rest."""
    panels = made(settings.SEAT_PANELS, seat)
    first = next((panel for panel in panels if panel.next), None)
    rest = [replace(panel, next=False) for panel in panels if panel is not first]
    return [first, *rest] if first else rest


def case_panels(viewer: Viewer, case: Case) -> list[Panel]:
    return made(settings.CASE_PANELS, viewer, viewer.today, case)


def made(paths: list[str], *about: Any) -> list[Panel]:
    """The panels that the functions of these dotted paths make of what the page is about, in order."""
    found: list[Panel] = []
    for path in paths:
        panels = _function(path)(*about)
        found += panels if isinstance(panels, list) else [panels] if panels else []
    return found


@cache
def _function(path: str) -> Callable[..., Panels]:
    return import_string(path)
