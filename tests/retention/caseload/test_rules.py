from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules import RuleViolation
from retention.rules.caseload import (
    Hours,
    Load,
    WorkKind,
    check_work,
    expires_on,
    has_expired,
    load_of,
    months_after,
)

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 9, 23), 2, date(2026, 11, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 30), 2, date(2027, 1, 30)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_months_are_the_calendars(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


@given(DAYS)
def test_two_months_are_59_to_62_days(day: date) -> None:
    assert 59 <= (months_after(day, 2) - day).days <= 62


def test_a_referral_is_kept_for_two_months_after_the_absence_or_itself() -> None:
    assert expires_on(referred_on=date(2026, 8, 3), last_sick_day=date(2026, 9, 23)) == date(2026, 11, 23)
    assert expires_on(referred_on=date(2026, 9, 23), last_sick_day=date(2026, 8, 3)) == date(2026, 11, 23)
    assert expires_on(referred_on=date(2026, 9, 23), last_sick_day=None) == date(2026, 11, 23)


def test_the_job_ends_no_referral_with_something_open() -> None:
    kept = {"referred_on": date(2026, 8, 3), "last_sick_day": date(2026, 9, 23)}
    assert [has_expired(**kept, open_tasks=0, today=MONDAY - timedelta(days=ago)) for ago in (1, 0)] == [False, True]
    assert has_expired(**kept, open_tasks=1, today=MONDAY) is False


@given(DAYS, st.none() | DAYS, DAYS)
def test_who_is_sick_now_keeps_the_consultant(referred_on: date, earlier: date | None, today: date) -> None:
    assert not has_expired(referred_on=referred_on, last_sick_day=today, open_tasks=0, today=today)
    if earlier is not None and has_expired(referred_on=referred_on, last_sick_day=earlier, open_tasks=0, today=today):
        assert earlier < today
        assert referred_on < today


@pytest.mark.parametrize(
    ("kind", "employee", "unit", "code"),
    [
        (WorkKind.CASE, False, False, "needs_employee"),
        (WorkKind.SPARRING, True, False, "needs_employee"),
        (WorkKind.VISIT, False, False, "needs_unit"),
    ],
)
def test_time_is_about_what_it_says(kind: WorkKind, employee: bool, unit: bool, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        check_work(kind=kind, has_employee=employee, has_unit=unit, on=MONDAY, hours=Decimal(1), today=MONDAY)


@pytest.mark.parametrize(
    ("on", "hours", "code"),
    [
        (MONDAY + timedelta(days=1), Decimal(1), "in_future"),
        (MONDAY, Decimal(0), "hours_out_of_range"),
        (MONDAY, Decimal("24.25"), "hours_out_of_range"),
    ],
)
def test_time_is_of_a_day_that_has_been(on: date, hours: Decimal, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        check_work(kind=WorkKind.OTHER, has_employee=False, has_unit=False, on=on, hours=hours, today=MONDAY)


def test_time_that_fits_is_let_through() -> None:
    for kind, employee, unit in [
        (WorkKind.CASE, True, False),
        (WorkKind.VISIT, False, True),
        (WorkKind.SPARRING, False, False),
        (WorkKind.SPARRING, False, True),
    ]:
        check_work(kind=kind, has_employee=employee, has_unit=unit, on=MONDAY, hours=Decimal("0.25"), today=MONDAY)


def test_the_load_counts_each_day_with_the_hours_of_that_day() -> None:
    half = MONDAY - timedelta(days=13)
    hours = [
        Hours(Decimal(10), date(2020, 1, 1), half - timedelta(days=1)),
        Hours(Decimal(20), half, None),
    ]
    found = load_of(hours, [Decimal(6), Decimal("2.5")], [Decimal(7)], MONDAY)
    assert found == Load(weekly=Decimal(20), planned=Decimal("8.5"), used=Decimal(7), had=Decimal(60))


def test_who_has_no_hours_has_none() -> None:
    assert load_of([], [], [], MONDAY) == Load(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
