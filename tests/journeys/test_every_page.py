"""Every address of the matrix that answers with a page, seen by one of those who may: axe, and nothing sideways.

A new address is looked at here by having its row in tests/access/matrix.py.
"""

from itertools import product

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import Page

from tests.access.matrix import ANONYMOUS, GUEST, MATRIX, Row
from tests.journeys.conftest import DESKTOP, PHONE, Browse, violations
from tests.world import PEOPLE, World

# What answers with something else than a page of ours, or only to who has just logged in by hand.
NO_PAGES = frozenset(
    {
        "meeting_figures_file",
        "simulation_file",
        "long_list_file",
        "quarter_pack_file",
        "meeting_pack_file",
        "unit_figures_file",
        "healthz",
        "account_reauthenticate",
        "seat_calendar",
        "minutes_pdf",
        "own_minutes",
        "seat_minutes",
        "pulse",
        "api_about",
        "api_units",
        "api_figures",
    }
)
# Parts of a size, by how the module of the view begins; each page belongs to the first that it fits.
PARTS = {
    "talks": ("cases.invitations.",),
    "matters": ("cases.", "absence."),
    "caseload": ("retention.caseload.", "retention.offers.", "retention.partners."),
    "toolbox": ("retention.",),
    "meetings": ("roundtable.",),
    "insight": ("insight.",),
    "accounts": ("",),
}

# What page.js completes: a page with one of these that does not load it.
WITHOUT_SCRIPT = "[data-print][hidden], .day-field:not(:has(.day-field__button))"


def pages(world: World, part: str) -> list[tuple[str, str]]:
    """(person, address) of each in the part."""
    found = [
        (visitor(row), reverse(name, kwargs=row.args(world)))
        for name, rows in MATRIX.items()
        for row in rows
        if row.get == 200 and name not in NO_PAGES
    ]
    return sorted(page for page in found if part_of(page[1]) == part)


def part_of(address: str) -> str:
    module = resolve(address).func.__module__
    return next(part for part, beginnings in PARTS.items() if module.startswith(beginnings))


def visitor(row: Row) -> str:
    """Whoever may, in a fixed order; nobody in particular for what is public."""
    return "" if ANONYMOUS in row.may else next(person for person in (*PEOPLE, GUEST) if person in row.may)


@pytest.mark.parametrize("part", PARTS)
def test_every_page_is_accessible_and_fits(world: World, browse: Browse, part: str) -> None:
    faults: dict[str, list[str]] = {}
    opened: dict[tuple[str, int], Page] = {}
    for (person, address), width in product(pages(world, part), (PHONE, DESKTOP)):
        if (person, width) not in opened:
            opened[person, width] = browse(person, width=width)
        page = opened[person, width]
        page.goto(address)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("scrolls sideways")
        if page.locator(WITHOUT_SCRIPT).count():
            found.append("lacks the script of a date field or of the button that prints")
        if found:
            faults[f"{address} as {person} at {width}"] = found
    assert opened
    assert faults == {}
