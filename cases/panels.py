"""Pages that several apps make: the settings name functions, each gives a panel or nothing.

A panel's template finds its own rows as `panel.rows`. It gets who is looking, the day and, where the page is
about one, the employee or case that the page's door has opened; it never fetches one itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Case
from people.models import Employee
from people.viewer import Viewer
from people.words import Chip


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page: its template, and the typed rows that it shows.

    `side` stands in the narrow column, where the page has one. `lead` is a sentence under the page's heading, `chips`
    stand there too. Of those that are the `next` step one's own page shows one only.
    """

    template: str
    rows: object
    side: bool = False
    next: bool = False
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
    return _made(settings.HOME_PANELS, viewer, viewer.today)


def hr_panels(viewer: Viewer) -> list[Panel]:
    """Figures on top of HR's overview."""
    return _made(settings.HR_PANELS, viewer, viewer.today)


def operations_panels(viewer: Viewer) -> list[Panel]:
    return _made(settings.OPERATIONS_PANELS, viewer, viewer.today)


def employee_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    return _made(settings.EMPLOYEE_PANELS, viewer, viewer.today, employee)


def receipt_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    """What comes after a sick report; the employee is one whose absence the viewer writes."""
    return _made(settings.RECEIPT_PANELS, viewer, viewer.today, employee)


def my_panels(viewer: Viewer, employee: Employee) -> list[Panel]:
    """What somebody sees about themselves, with one next step; the employee is the viewer's own."""
    panels = _made(settings.MY_PAGE_PANELS, viewer, viewer.today, employee)
    steps = [panel for panel in panels if panel.next]
    return [panel for panel in panels if panel not in steps[1:]]


def case_panels(viewer: Viewer, case: Case) -> list[Panel]:
    return _made(settings.CASE_PANELS, viewer, viewer.today, case)


def _made(paths: list[str], *about: Any) -> list[Panel]:
    found: list[Panel] = []
    for path in paths:
        panels = _function(path)(*about)
        found += panels if isinstance(panels, list) else [panels] if panels else []
    return found


@cache
def _function(path: str) -> Callable[..., Panels]:
    return import_string(path)
