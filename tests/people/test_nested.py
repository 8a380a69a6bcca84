"""Rows of another table as one column of a query."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.db.models import OuterRef
from pytest_django import DjangoAssertNumQueries

from people.models import Employee, Employment
from people.nested import made, name_of, nested
from tests.factories import UserFactory
from tests.world import NOW, TODAY, World


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    first_day: date
    last_day: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Moments:
    at: datetime
    ended: datetime | None


def test_rows_come_with_their_days_in_one_query(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Employment.objects.filter(employee=world.employees["employee"]).update(last_day=TODAY)
    rows = Employment.objects.filter(employee=OuterRef("pk")).order_by("pk")
    query = Employee.objects.values_list(nested(Place, rows, by=name_of("employee__user")))
    with django_assert_num_queries(1):
        found = made(Place, query.get(pk=world.employees["employee"].pk)[0])
    assert found == (Place("Medarbejder", date(2020, 1, 1), TODAY, "Åse Kanariefugl"),)


def test_moments_are_read_back() -> None:
    assert made(Moments, [{"at": NOW.isoformat(), "ended": None}]) == (Moments(NOW, None),)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "called"), [("Bo", "By", "Bo By"), ("Bo", "", "Bo"), ("", "", "bruger"), (" ", "By", "By")]
)
def test_somebody_is_called_as_everywhere(first: str, last: str, called: str) -> None:
    user = UserFactory(username="bruger", first_name=first, last_name=last)
    assert str(user) == called
    employee = Employee.objects.create(number="1", first_name="x", last_name="x", user=user)
    assert Employee.objects.filter(pk=employee.pk).values_list(name_of("user"), flat=True).get() == called
