"""Where the navigation leads, by capacity."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import translation

from cases.context import nav_of, say_who
from people.access import viewer_for
from people.calendar import COPENHAGEN
from people.models import Capacity, Unit, User
from people.rules import CapacityKind
from people.viewer import Viewer
from tests.front.conftest import BEGINNING

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)


def entries(viewer: Viewer, at: str = "") -> list[tuple[str, str]]:
    with translation.override("da"):
        return [(entry.label, entry.url) for entry in nav_of(viewer, at)]


@pytest.fixture
def viewer(person: Callable[..., User]) -> Callable[..., Viewer]:
    return lambda *args, **kwargs: viewer_for(person(*args, **kwargs), NOW)


def test_each_capacity_has_its_pages(viewer: Callable[..., Viewer]) -> None:
    own = [("Min side", "/min-side/"), ("Hjælp", "/hjaelp/")]
    assert entries(viewer("Birgit Lund", leads="home")) == [
        ("I dag", "/"),
        ("Møder", "/moeder/"),
        ("Mine medarbejdere", "/medarbejdere/"),
        ("Værktøjer", "/tilbud/"),
        ("Tal", "/tal/"),
        ("Min stedfortræder", "/ledere/"),
        *own,
    ]
    assert entries(viewer("Henrik Holt", capacity=CapacityKind.HR)) == [
        ("Overblik", "/overblik/"),
        ("Møder", "/moeder/"),
        ("Medarbejdere", "/medarbejdere/"),
        ("Værktøjer", "/tilbud/"),
        ("Tal", "/tal/"),
        ("Konsulenter", "/indbakke/tid/"),
        ("Ledere", "/ledere/"),
        ("Beskeder sendt", "/beskeder/"),
        ("Drift", "/drift/"),
        *own,
    ]
    assert entries(viewer("Karen Ravn", capacity=CapacityKind.CONSULTANT)) == [
        ("Indbakke", "/indbakke/"),
        ("Møder", "/moeder/"),
        ("Mine medarbejdere", "/medarbejdere/"),
        ("Værktøjer", "/tilbud/"),
        ("Tid", "/indbakke/tid/"),
        *own,
    ]
    assert entries(viewer("Ida Itoft", capacity=CapacityKind.ADMINISTRATOR)) == [
        ("Ledere og adgang", "/ledere/"),
        ("Beskeder sendt", "/beskeder/"),
        ("Drift", "/drift/"),
        *own,
    ]
    assert entries(viewer("Carl Colding")) == own


def test_two_capacities_share_what_they_share(person: Callable[..., User]) -> None:
    user = person("Dorte Dahl", leads="top", capacity=CapacityKind.HR)
    Capacity.objects.create(user=user, kind=CapacityKind.ADMINISTRATOR, first_day=BEGINNING)
    viewer = viewer_for(user, NOW)
    urls = [url for _, url in entries(viewer)]
    assert len(urls) == len(set(urls)) == 12
    with translation.override("da"):
        assert say_who(viewer) == "Dorte Dahl, leder, Nordstrand Kommune, HR, administrator"


def test_entry_is_current_on_its_page_and_below(viewer: Callable[..., Viewer]) -> None:
    leader = viewer("Birgit Lund", leads="home")
    current = {
        at: [entry.url for entry in nav_of(leader, at) if entry.current] for at in ("home", "employee_detail", "help")
    }
    assert current == {"home": ["/"], "employee_detail": ["/medarbejdere/"], "help": ["/hjaelp/"]}


def test_visitor_goes_nowhere() -> None:
    visitor = viewer_for(None, NOW)
    assert (say_who(visitor), nav_of(visitor, "")) == ("", ())
    assert (say_who(None), nav_of(None, "")) == ("", ())


def test_leader_of_two_units_is_named_without_place(person: Callable[..., User], units: dict[str, Unit]) -> None:
    user = person("Birgit Lund", leads="home")
    user.leaderships.create(unit=units["top"], first_day=BEGINNING)
    with translation.override("da"):
        assert say_who(viewer_for(user, NOW)) == "Birgit Lund, leder"
