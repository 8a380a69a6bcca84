"""Absence in percent of what was possible, against counting each day of each employment by itself."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from absence.rules import Period
from absence.rules.percent import Place, share_of, working_days
from people.calendar import DEFAULT_CALENDAR

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)
ALWAYS = date(2020, 1, 1)


def days(first: date = FIRST, last: date = LAST) -> list[date]:
    return working_days(DEFAULT_CALENDAR, first, last)


def place(
    person: int = 1, employee: int = 1, first: date = ALWAYS, last: date | None = None, hours: str = "37"
) -> Place:
    return Place(person, employee, 7, first, last, Decimal(hours))


def test_working_days_leave_out_weekends_and_free_days() -> None:
    christmas = working_days(DEFAULT_CALENDAR, date(2026, 12, 21), date(2027, 1, 3))
    assert [day.day for day in christmas] == [21, 22, 23, 28, 29, 30]
    assert working_days(DEFAULT_CALENDAR, date(2026, 12, 24), date(2026, 12, 27)) == []


def test_full_time_and_part_time_weigh_by_their_hours() -> None:
    """21 working days in November 2026 from the 2nd on: one away for a week, one half away for two days."""
    periods = {
        1: [Period(date(2026, 11, 9), date(2026, 11, 15), "sickness")],
        2: [Period(date(2026, 11, 10), date(2026, 11, 11), "partial", Decimal(50))],
    }
    share = share_of([place(), place(2, 2, hours="18.5")], periods, days(), TODAY)
    assert (share.possible, share.absent, share.people) == (Decimal("31.5"), Decimal("5.5"), 2)
    assert round(share.percent or 0, 2) == Decimal("17.46")


def test_first_and_last_day_of_employment_and_absence_count() -> None:
    one = place(first=date(2026, 11, 4), last=date(2026, 11, 6))
    periods = {1: [Period(date(2026, 11, 6), date(2026, 11, 20), "sickness")]}
    share = share_of([one], periods, days(), TODAY)
    assert (share.possible, share.absent) == (3, 1)


@pytest.mark.parametrize(
    ("today", "absent"), [(date(2026, 11, 23), 6), (date(2026, 12, 20), 11), (date(2026, 11, 1), 0)]
)
def test_an_open_period_lasts_through_today_or_the_end(today: date, absent: int) -> None:
    periods = {1: [Period(date(2026, 11, 16), None, "sickness")]}
    assert share_of([place()], periods, days(), today).absent == absent


def test_nothing_possible_is_no_percent() -> None:
    share = share_of([place(first=date(2026, 12, 1))], {}, days(), TODAY)
    assert (share.possible, share.percent, share.people) == (0, None, 0)


def test_two_employments_of_one_person_count_their_own_days_and_one_person() -> None:
    both = [place(employee=1, last=date(2026, 11, 13)), place(employee=2, hours="18.5")]
    periods = {1: [Period(date(2026, 11, 2), date(2026, 11, 20), "sickness")]}
    share = share_of(both, periods, days(), TODAY)
    assert (share.possible, share.absent, share.people) == (Decimal("20.5"), 10, 1)


# --- Against each day by itself --------------------------------------------------------------------------

some_days = st.dates(date(2026, 10, 20), date(2026, 12, 15))


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Place], dict[int, list[Period]]]:
    """Employees with an employment or two after each other, and absences that never overlap."""
    places: list[Place] = []
    periods: defaultdict[int, list[Period]] = defaultdict(list)
    for employee in range(draw(st.integers(0, 5))):
        cuts = sorted(draw(st.lists(some_days, min_size=2, max_size=4, unique=True)))
        person = draw(st.integers(1, 3))
        for first, last in pairwise(cuts):
            hours = draw(st.sampled_from(["37", "18.5", "30", "7.4"]))
            until = None if last == cuts[-1] and draw(st.booleans()) else last - DAY
            places.append(Place(person, employee, draw(st.integers(1, 3)), first, until, Decimal(hours)))
        edges = sorted(draw(st.lists(some_days, max_size=6, unique=True)))
        for first, last in zip(edges[::2], edges[1::2], strict=False):
            degree = draw(st.sampled_from([100, Decimal(50), Decimal("12.5")]))
            periods[employee].append(Period(first, last, "sickness", degree))
        if edges and draw(st.booleans()):
            periods[employee].append(Period(edges[-1] + DAY, None, "sickness"))
    return places, periods


@given(lives(), some_days, st.integers(0, 60), some_days)
def test_share_is_the_sum_of_its_days(
    life: tuple[list[Place], dict[int, list[Period]]], first: date, length: int, today: date
) -> None:
    places, periods = life
    last = first + timedelta(days=length)
    share = share_of(places, periods, days(first, last), today)
    possible = absent = Decimal(0)
    there = set()
    for ahead in range(length + 1):
        day = first + timedelta(days=ahead)
        if not DEFAULT_CALENDAR.is_working_day(day):
            continue
        for one in places:
            if not (one.first_day <= day and (one.last_day is None or day <= one.last_day)):
                continue
            there.add((one.person, one.unit))
            possible += one.weekly_hours / 37
            for period in periods[one.employee]:
                until = min(today, last) if period.last_day is None else period.last_day
                if period.first_day <= day <= until:
                    absent += one.weekly_hours / 37 * period.degree / 100
    assert share.group == there
    assert share.people == len({person for person, _ in there})
    assert abs(share.possible - possible) < Decimal("1e-15")
    assert abs(share.absent - absent) < Decimal("1e-15")
