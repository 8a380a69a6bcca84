"""Every address of the matrix that answers with a page, seen by one of those who may: axe, and nothing sideways.

A new address is looked at here by having its row in tests/access/matrix.py.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.access.matrix import ANONYMOUS, MATRIX, Row
from tests.journeys.conftest import DESKTOP, PHONE, Browse, violations
from tests.world import PEOPLE, World

# What answers with something else than a page of ours, or only to who has just logged in by hand.
NO_PAGES = frozenset({"healthz", "account_reauthenticate"})


def pages(world: World) -> list[tuple[str, str]]:
    """(person, address) of each."""
    return [
        (visitor(row), reverse(name, kwargs=row.args(world)))
        for name, rows in MATRIX.items()
        for row in rows
        if row.get == 200 and name not in NO_PAGES
    ]


def visitor(row: Row) -> str:
    """Whoever may, in a fixed order; nobody in particular for what is public."""
    return "" if ANONYMOUS in row.may else next(person for person in PEOPLE if person in row.may)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_is_accessible_and_fits(world: World, browse: Browse, width: int) -> None:
    faults: dict[str, list[str]] = {}
    opened: dict[str, Page] = {}
    for person, address in sorted(pages(world)):
        if person not in opened:
            opened[person] = browse(person, width=width)
        opened[person].goto(address)
        found = violations(opened[person])
        if opened[person].evaluate("document.documentElement.scrollWidth") > width:
            found.append("scrolls sideways")
        if found:
            faults[f"{address} as {person}"] = found
    assert faults == {}
