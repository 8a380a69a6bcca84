"""Where the navigation leads, by capacity."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import translation

from cases.context import nav_of, say_who
from people.access import viewer_for
from people.calendar import COPENHAGEN
from people.models import Capacity, Unit, User
from people.rules import CapacityKind
from people.viewer import Viewer
from tests.front.conftest import BEGINNING

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)


def nothing(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


PAGES = (
    "home",
    "employee_list",
    "employee_detail",
    "hr_overview",
    "leaders",
    "notices",
    "operations",
    "my_page",
    "help",
)
urlpatterns = [path(f"{name}/", nothing, name=name) for name in PAGES]


def entries(viewer: Viewer, at: str = "") -> list[tuple[str, str]]:
    with translation.override("da"):
        return [(entry.label, entry.url) for entry in nav_of(viewer, at)]


@pytest.fixture
def viewer(person: Callable[..., User]) -> Callable[..., Viewer]:
    return lambda *args, **kwargs: viewer_for(person(*args, **kwargs), NOW)


@pytest.mark.urls("tests.front.test_context")
def test_each_capacity_has_its_pages(viewer: Callable[..., Viewer]) -> None:
    own = [("Min side", "/my_page/"), ("Hjælp", "/help/")]
    assert entries(viewer("Birgit Lund", leads="home")) == [
        ("I dag", "/home/"),
        ("Mine medarbejdere", "/employee_list/"),
        ("Min stedfortræder", "/leaders/"),
        *own,
    ]
    assert entries(viewer("Henrik Holt", capacity=CapacityKind.HR)) == [
        ("Overblik", "/hr_overview/"),
        ("Medarbejdere", "/employee_list/"),
        ("Ledere", "/leaders/"),
        ("Beskeder sendt", "/notices/"),
        ("Drift", "/operations/"),
        *own,
    ]
    assert entries(viewer("Karen Ravn", capacity=CapacityKind.CONSULTANT)) == [
        ("Mine medarbejdere", "/employee_list/"),
        *own,
    ]
    assert entries(viewer("Ida Itoft", capacity=CapacityKind.ADMINISTRATOR)) == [
        ("Ledere og adgang", "/leaders/"),
        ("Beskeder sendt", "/notices/"),
        ("Drift", "/operations/"),
        *own,
    ]
    assert entries(viewer("Carl Colding")) == own


@pytest.mark.urls("tests.front.test_context")
def test_two_capacities_share_what_they_share(person: Callable[..., User]) -> None:
    user = person("Dorte Dahl", leads="top", capacity=CapacityKind.HR)
    Capacity.objects.create(user=user, kind=CapacityKind.ADMINISTRATOR, first_day=BEGINNING)
    viewer = viewer_for(user, NOW)
    urls = [url for _, url in entries(viewer)]
    assert len(urls) == len(set(urls)) == 8
    with translation.override("da"):
        assert say_who(viewer) == "Dorte Dahl, leder, Nordstrand Kommune, HR, administrator"


@pytest.mark.urls("tests.front.test_context")
def test_entry_is_current_on_its_page_and_below(viewer: Callable[..., Viewer]) -> None:
    leader = viewer("Birgit Lund", leads="home")
    current = {
        at: [entry.url for entry in nav_of(leader, at) if entry.current] for at in ("home", "employee_detail", "help")
    }
    assert current == {"home": ["/home/"], "employee_detail": ["/employee_list/"], "help": ["/help/"]}


def test_page_that_does_not_exist_has_no_entry(viewer: Callable[..., Viewer]) -> None:
    leader = viewer("Birgit Lund", leads="home")
    with override_settings(ROOT_URLCONF=(path("home/", nothing, name="home"),)):
        assert entries(leader) == [("I dag", "/home/")]


def test_visitor_goes_nowhere() -> None:
    visitor = viewer_for(None, NOW)
    assert (say_who(visitor), nav_of(visitor, "")) == ("", ())
    assert (say_who(None), nav_of(None, "")) == ("", ())


def test_leader_of_two_units_is_named_without_place(person: Callable[..., User], units: dict[str, Unit]) -> None:
    user = person("Birgit Lund", leads="home")
    user.leaderships.create(unit=units["top"], first_day=BEGINNING)
    with translation.override("da"):
        assert say_who(viewer_for(user, NOW)) == "Birgit Lund, leder"
