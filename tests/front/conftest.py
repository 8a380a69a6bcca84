"""A municipality of two units, with a leader in each and somebody in HR."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import Capacity, Employee, Employment, Leadership, Unit, User
from people.rules import CapacityKind

BEGINNING = date(2020, 1, 1)
PASSWORD = "trapper-og-afsatser"


@pytest.fixture(autouse=True)
def no_attempts_so_far() -> Iterator[None]:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    top = Unit.objects.create(code="1000", name="Nordstrand Kommune")
    return {"top": top, "home": Unit.objects.create(code="2001", name="Plejecenter Solgården", parent=top)}


@pytest.fixture
def person(units: dict[str, Unit]) -> Callable[..., User]:
    def make(name: str, *, leads: str = "", capacity: CapacityKind | None = None) -> User:
        first, last = name.split()
        user = User.objects.create_user(
            first.lower(), f"{first.lower()}@nordstrand.example", PASSWORD, first_name=first, last_name=last
        )
        employee = Employee.objects.create(number=first, first_name=first, last_name=last, user=user)
        Employment.objects.create(employee=employee, unit=units["home"], first_day=BEGINNING, weekly_hours=37)
        if leads:
            Leadership.objects.create(user=user, unit=units[leads], first_day=BEGINNING)
        if capacity:
            Capacity.objects.create(user=user, kind=capacity, first_day=BEGINNING)
        return user

    return make


@pytest.fixture
def leader(person: Callable[..., User]) -> User:
    return person("Birgit Lund", leads="home")


@pytest.fixture
def as_leader(leader: User) -> Client:
    client = Client()
    client.force_login(leader)
    return client
