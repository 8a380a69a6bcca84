"""What the database itself refuses of periods, whoever writes them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from absence.models import Period, Source
from people.models import Employee
from tests.absence.conftest import NOW, Place, days

pytestmark = pytest.mark.django_db

# First and last day of the other, beside a period from day 10 to day 12; and whether they have a day in common.
BESIDE_TEN_TO_TWELVE = [
    (8, 9, False),
    (9, 9, False),
    (8, 10, True),
    (10, 10, True),
    (10, 12, True),
    (11, 11, True),
    (9, 13, True),
    (12, 12, True),
    (12, 15, True),
    (13, 13, False),
    (13, None, False),
    (12, None, True),
    (8, None, True),
]


def away(employee: Employee, first: int, last: int | None, **fields: object) -> Period:
    rows = {"cause_id": "sickness", "source": Source.LEADER, "recorded_at": NOW, **fields}
    return Period(employee=employee, first_day=days(first), last_day=None if last is None else days(last), **rows)


def stand_together(*periods: Period) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Period.objects.bulk_create(periods)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as fault:
        if "period_no_overlap" not in str(fault):
            raise
        return False
    return True


@pytest.mark.parametrize(("first", "last", "overlaps"), BESIDE_TEN_TO_TWELVE)
def test_two_periods_of_one_employee_have_no_day_in_common(
    place: Place, first: int, last: int | None, overlaps: bool
) -> None:
    found = stand_together(away(place.employee, 10, 12), away(place.employee, first, last))
    assert found is not overlaps


@pytest.mark.parametrize(("first", "last", "overlaps"), BESIDE_TEN_TO_TWELVE)
def test_neighbouring_keys_do_not_touch(place: Place, first: int, last: int | None, overlaps: bool) -> None:
    assert abs(place.employee.pk - place.colleague.pk) <= 10
    assert stand_together(away(place.employee, 10, 12), away(place.colleague, first, last))


def test_a_withdrawn_period_takes_no_days(place: Place) -> None:
    gone = away(place.employee, 10, 12, withdrawn=True, withdraw_reason="mistake")
    assert stand_together(away(place.employee, 10, 12), gone)


def test_far_days_and_large_keys_are_told_apart(place: Place) -> None:
    """A day is a day and a key a key, however large: nothing is rounded."""
    far = Employee.objects.create(pk=2**40, number="far", first_name="A", last_name="B")
    near = Employee.objects.create(pk=2**40 + 1, number="near", first_name="A", last_name="B")
    long_ago, last = date(1900, 1, 1), date.max - timedelta(days=2)

    def row(employee: Employee, first_day: date, last_day: date | None) -> Period:
        return Period(
            employee=employee,
            first_day=first_day,
            last_day=last_day,
            cause_id="sickness",
            source=Source.LEADER,
            recorded_at=NOW,
        )

    next_day = last + timedelta(days=1)
    assert stand_together(row(far, long_ago, last), row(far, next_day, None), row(near, long_ago, None))
    assert not stand_together(row(near, last, last))


def test_periods_may_pass_over_each_other_until_the_end(place: Place) -> None:
    one, other = away(place.employee, 10, 12), away(place.employee, 13, 20)
    Period.objects.bulk_create([one, other])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS period_no_overlap DEFERRED")
        Period.objects.filter(pk=one.pk).update(first_day=days(13), last_day=days(20))
        Period.objects.filter(pk=other.pk).update(first_day=days(10), last_day=days(12))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
