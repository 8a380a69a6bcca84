"""The factories make rows that the database accepts."""

from datetime import date, datetime

import pytest

from people.access import viewer_for
from people.calendar import COPENHAGEN
from people.models import Employee
from tests.factories import AssignmentFactory, CapacityFactory, UnitFactory, person

pytestmark = pytest.mark.django_db


def test_person_leads_the_unit_and_sits_in_it() -> None:
    unit = UnitFactory()
    leader = person(unit, leads=True, first_name="Karen")
    nurse = person(unit, employment__title="Sygeplejerske", user__username="nurs1")
    viewer = viewer_for(leader.user, datetime(2026, 11, 22, 12, tzinfo=COPENHAGEN))

    assert list(Employee.objects.visible_to(viewer)) == [nurse]
    assert nurse.user is not None
    assert nurse.user.username == "nurs1"
    assert nurse.employments.get().title == "Sygeplejerske"
    assert leader.user is not None
    assert leader.user.check_password("kodeord til test")


def test_grants_run_from_the_first_day_on() -> None:
    assert CapacityFactory().first_day == date(2020, 1, 1)
    assert AssignmentFactory().consultant is None
