from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.calendar import COPENHAGEN, DEFAULT_CALENDAR, Calendar, ClockMode, ClosingDay
from tests.people.walking import QUARTER, on_the_quarter, walk

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 20))
SINCE, UNTIL = datetime(1981, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
MOMENTS = st.datetimes(SINCE, UNTIL, timezones=st.just(UTC))
HOURS = st.integers(0, 1000).map(lambda quarters: quarters / 4)
COUNTING_MODES = st.sampled_from([ClockMode.WORKING_DAYS, ClockMode.OFFICE_HOURS])
MODES = st.sampled_from(ClockMode)
# An hour of nights in which the clock is changed, to the second.
SUMMER_TIME_NIGHTS = st.builds(
    lambda night, seconds: night + timedelta(seconds=seconds),
    st.sampled_from([datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)]),
    st.integers(0, 6 * 3600),
)
# Close to each other, so that what is between them is seldom years.
NEAR_MOMENTS = st.one_of(
    SUMMER_TIME_NIGHTS,
    st.integers(0, 470 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
)


def copenhagen(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def same_instant(one: datetime, other: datetime) -> bool:
    """Two moments of one zone are compared by what the clock shows, which it shows twice in one night."""
    return one.astimezone(UTC) == other.astimezone(UTC)


def free_days(first: date, last: date) -> list[str]:
    """The weekdays from first to last that are not working days."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day.isoformat() for day in days if day.weekday() < 5 and not DEFAULT_CALENDAR.is_working_day(day)]


def test_is_working_day_of_a_whole_year():
    assert free_days(date(2026, 1, 1), date(2026, 12, 31)) == [
        "2026-01-01",  # New Year's Day
        "2026-04-02",  # Maundy Thursday
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2026-05-14",  # Ascension Day
        "2026-05-25",  # Whit Monday
        "2026-06-05",  # Constitution Day, the municipality's own
        "2026-12-24",
        "2026-12-25",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("year", "easter_sunday"),
    [(1913, (3, 23)), (2008, (3, 23)), (2011, (4, 24)), (2024, (3, 31)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_is_working_day_around_easter(year, easter_sunday):
    easter = date(year, *easter_sunday)
    around = [easter + timedelta(days=n) for n in range(-4, 3)]
    assert [DEFAULT_CALENDAR.is_working_day(day) for day in around] == [True, *[False] * 5, True]


def test_great_prayer_day_ended_with_2023():
    assert not DEFAULT_CALENDAR.is_working_day(date(2023, 5, 5))
    assert DEFAULT_CALENDAR.is_working_day(date(2024, 4, 26))
    assert DEFAULT_CALENDAR.is_working_day(date(2025, 5, 16))


def test_christmas_and_new_year():
    assert DEFAULT_CALENDAR.next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert DEFAULT_CALENDAR.next_working_day(date(2025, 12, 24)) == date(2025, 12, 29)
    assert DEFAULT_CALENDAR.next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert DEFAULT_CALENDAR.previous_working_day(date(2027, 1, 3)) == date(2026, 12, 30)


def test_next_and_previous_working_day_are_the_day_itself_when_it_is_one():
    assert DEFAULT_CALENDAR.next_working_day(date(2026, 11, 23)) == date(2026, 11, 23)
    assert DEFAULT_CALENDAR.previous_working_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_closing_days_are_data():
    plain = Calendar()
    assert plain.is_working_day(date(2026, 12, 24))
    once = Calendar(frozenset({ClosingDay(5, 15, 2026)}))
    assert [once.is_working_day(date(year, 5, 15)) for year in (2025, 2026, 2028)] == [True, False, True]
    leap = Calendar(frozenset({ClosingDay(2, 29)}))
    assert [leap.is_working_day(date(2028, 2, 29)), leap.is_working_day(date(2027, 2, 26))] == [False, True]


def test_calendars_with_the_same_closing_days_are_equal():
    used = Calendar(frozenset({ClosingDay(12, 24)}))
    used.is_working_day(date(2026, 12, 24))
    assert used == Calendar(frozenset({ClosingDay(12, 24)}))


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-11-20T15:00", 48, "2026-11-24T15:00"),  # Friday to Tuesday
        ("2026-11-21T10:00", 48, "2026-11-25T00:00"),  # Saturday to midnight after Tuesday
        ("2026-11-22T23:59", 48, "2026-11-25T00:00"),
        ("2026-11-23T00:00", 48, "2026-11-25T00:00"),
        ("2026-11-18T13:50", 48, "2026-11-20T13:50"),
        ("2026-11-19T00:00", 48, "2026-11-21T00:00"),  # a day's end, though Saturday is free
        ("2026-11-20T15:00", 9, "2026-11-21T00:00"),
        ("2026-11-21T10:00", 0, "2026-11-21T10:00"),
        ("2026-12-23T12:00", 48, "2026-12-29T12:00"),  # 24, 25, weekend
        ("2026-12-30T12:00", 48, "2027-01-05T12:00"),  # 31, 1 January, weekend
        ("2026-04-01T09:00", 24, "2026-04-07T09:00"),  # Wednesday before Easter
        ("2028-02-28T09:00", 48, "2028-03-01T09:00"),  # leap year
        ("2027-02-26T09:00", 48, "2027-03-02T09:00"),
        ("2027-03-26T15:00", 12, "2027-03-30T12:00"),  # Good Friday, spring forward on Easter Sunday
        ("2026-03-27T15:00", 48, "2026-03-31T15:00"),  # clocks go forward on 29 March
        ("2026-10-23T15:00", 48, "2026-10-27T15:00"),  # and back on 25 October
    ],
)
def test_add_working_hours(moment, hours, due):
    assert DEFAULT_CALENDAR.add_working_hours(copenhagen(moment), hours) == copenhagen(due)


def test_add_working_hours_judges_on_the_copenhagen_clock():
    due = copenhagen("2026-11-25T00:00")
    friday_night_in_utc = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Saturday 00:30 in Copenhagen
    assert DEFAULT_CALENDAR.add_working_hours(friday_night_in_utc, 48) == due
    in_new_york = datetime(2026, 11, 20, 18, 30, tzinfo=ZoneInfo("America/New_York"))
    assert DEFAULT_CALENDAR.add_working_hours(in_new_york, 48) == due
    fixed = datetime(2026, 11, 20, 15, tzinfo=timezone(timedelta(hours=1)))
    assert DEFAULT_CALENDAR.add_working_hours(fixed, 48) == copenhagen("2026-11-24T15:00")


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25), date(2030, 3, 31), date(2030, 10, 27)])
def test_add_working_hours_stands_still_in_both_summer_time_nights(sunday, hour):
    moment = datetime.combine(sunday, time(hour, 30), tzinfo=COPENHAGEN)
    due = datetime.combine(sunday + timedelta(days=3), time(0), tzinfo=COPENHAGEN)
    assert DEFAULT_CALENDAR.add_working_hours(moment, 48) == due


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-11-20T15:00", 48, "2026-11-22T15:00"),
        ("2026-12-24T15:00", 48, "2026-12-26T15:00"),
        ("2026-03-28T15:00", 24, "2026-03-29T15:00"),  # the same time of day, though only 23 hours passed
        ("2026-10-24T15:00", 24, "2026-10-25T15:00"),
        ("2026-03-27T02:30", 48, "2026-03-29T03:00"),  # 02.30 does not exist that night
    ],
)
def test_add_working_hours_by_calendar(moment, hours, due):
    assert DEFAULT_CALENDAR.add_working_hours(copenhagen(moment), hours, "calendar") == copenhagen(due)


def test_by_calendar_time_stands_still_in_the_hour_that_the_clock_shows_again():
    again = copenhagen("2026-10-25T02:30").replace(fold=1)
    for hours, due in [(0, again), (0.25, copenhagen("2026-10-25T03:15")), (48, copenhagen("2026-10-27T03:00"))]:
        assert same_instant(DEFAULT_CALENDAR.add_working_hours(again, hours, "calendar"), due)


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-11-20T15:00", 2, "2026-11-23T09:00"),
        ("2026-11-20T15:00", 1, "2026-11-20T16:00"),  # closing time, though the next day is free
        ("2026-11-20T18:00", 1, "2026-11-23T09:00"),
        ("2026-11-23T06:00", 3, "2026-11-23T11:00"),
        ("2026-11-23T08:00", 48, "2026-11-30T16:00"),
    ],
)
def test_add_working_hours_by_office_hours(moment, hours, due):
    assert DEFAULT_CALENDAR.add_working_hours(copenhagen(moment), hours, "office_hours") == copenhagen(due)


def test_add_working_hours_refuses_what_it_cannot_judge():
    with pytest.raises(ValueError, match="time zone"):
        DEFAULT_CALENDAR.add_working_hours(datetime(2026, 11, 20, 15), 48)  # noqa: DTZ001 - that is the case
    with pytest.raises(ValueError, match="negative"):
        DEFAULT_CALENDAR.add_working_hours(copenhagen("2026-11-20T15:00"), -1)
    with pytest.raises(ValueError, match="'moon'"):
        DEFAULT_CALENDAR.add_working_hours(copenhagen("2026-11-20T15:00"), 48, "moon")


@given(DAYS)
@example(date(2200, 12, 20))
@example(date(1900, 1, 1))
def test_next_working_day_is_the_first_working_day_from_there(day):
    found = DEFAULT_CALENDAR.next_working_day(day)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert [DEFAULT_CALENDAR.is_working_day(d) for d in [*between, found]] == [*[False] * len(between), True]


@given(DAYS, DAYS)
def test_next_and_previous_working_day_are_monotone_and_never_cross(one, other):
    early, late = sorted([one, other])
    assert DEFAULT_CALENDAR.next_working_day(early) <= DEFAULT_CALENDAR.next_working_day(late)
    assert DEFAULT_CALENDAR.previous_working_day(early) <= DEFAULT_CALENDAR.previous_working_day(late)
    assert DEFAULT_CALENDAR.previous_working_day(early) <= early <= DEFAULT_CALENDAR.next_working_day(early)


def hours_counted(start: datetime, end: datetime) -> float:
    """Oracle: quarter by quarter of the wall clock, those whose day is a working day."""
    wall, stop = (m.astimezone(COPENHAGEN).replace(tzinfo=None) for m in (start, end))
    quarters = 0
    while wall < stop:
        quarters += DEFAULT_CALENDAR.is_working_day(wall.date())
        wall += timedelta(minutes=15)
    return quarters / 4


@given(MOMENTS.map(lambda m: m.replace(minute=m.minute // 15 * 15, second=0, microsecond=0)), HOURS)
def test_add_working_hours_runs_exactly_on_working_days(moment, hours):
    due = DEFAULT_CALENDAR.add_working_hours(moment, hours)
    assert hours_counted(moment, due) == hours
    if hours:
        assert DEFAULT_CALENDAR.is_working_day((due.replace(tzinfo=None) - timedelta(microseconds=1)).date())


@given(MOMENTS, HOURS, HOURS, COUNTING_MODES)
def test_add_working_hours_in_two_steps_is_one(moment, first, second, mode):
    halfway = DEFAULT_CALENDAR.add_working_hours(moment, first, mode)
    assert DEFAULT_CALENDAR.add_working_hours(halfway, second, mode) == DEFAULT_CALENDAR.add_working_hours(
        moment, first + second, mode
    )


@given(st.one_of(MOMENTS, SUMMER_TIME_NIGHTS), st.one_of(MOMENTS, SUMMER_TIME_NIGHTS), HOURS, HOURS, MODES)
def test_add_working_hours_is_monotone(one, other, few, many, mode):
    early, late = sorted([one, other])
    few, many = sorted([few, many])
    due = DEFAULT_CALENDAR.add_working_hours(early, few, mode)
    assert early <= due
    assert due <= DEFAULT_CALENDAR.add_working_hours(early, many, mode)
    if few:
        assert due <= DEFAULT_CALENDAR.add_working_hours(late, few, mode)


# --- The time between two moments ----------------------------------------------------------------------


def between(since: str, until: str, mode: str = ClockMode.WORKING_DAYS) -> float:
    return DEFAULT_CALENDAR.working_time_between(copenhagen(since), copenhagen(until), mode) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-20T15:00", "2026-11-24T15:00", 48),
        ("2026-11-20T15:00", "2026-11-21T00:00", 9),
        ("2026-11-20T15:00", "2026-11-22T17:45", 9),  # the weekend adds nothing
        ("2026-11-21T10:00", "2026-11-22T10:00", 0),
        ("2026-11-21T10:00", "2026-11-25T00:00", 48),
        ("2026-11-23T08:00", "2026-11-23T08:20", 1 / 3),
        ("2026-11-24T15:00", "2026-11-20T15:00", 0),  # never below nothing
        ("2026-11-23T08:00", "2026-11-23T08:00", 0),
        ("2026-12-23T12:00", "2026-12-28T00:00", 12),
        ("2026-12-30T12:00", "2027-01-05T12:00", 48),
        ("2026-04-01T09:00", "2026-04-07T09:00", 24),  # Easter
        ("2026-06-04T18:00", "2026-06-08T06:00", 12),  # 5 June
        ("2026-03-27T15:00", "2026-03-31T15:00", 48),  # summer time begins and ends on days without work
        ("2026-10-23T15:00", "2026-10-27T15:00", 48),
        ("2025-12-31T00:00", "2027-01-01T00:00", 24 * 251),
    ],
)
def test_working_time_between(since, until, hours):
    assert between(since, until) == pytest.approx(hours, abs=0)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-20T15:00", "2026-11-22T15:00", 48),
        ("2026-03-28T15:00", "2026-03-29T15:00", 24),  # though only 23 hours passed
        ("2026-10-24T15:00", "2026-10-25T15:00", 24),
        ("2026-03-29T01:30", "2026-03-29T03:00", 1.5),  # the skipped hour counts
        ("2026-03-29T01:30", "2026-03-29T02:30", 2),  # which nobody's clock shows: 03.30
    ],
)
def test_working_time_between_by_calendar(since, until, hours):
    assert between(since, until, "calendar") == hours


def test_working_time_between_counts_the_hour_that_the_clock_shows_twice_once():
    start = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # 00:30
    hours = [
        DEFAULT_CALENDAR.working_time_between(start, start + timedelta(minutes=30 * n), "calendar") / timedelta(hours=1)
        for n in range(8)
    ]
    assert hours == [0, 0.5, 1, 1.5, 2, 2.5, 2.5, 2.5]


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-20T15:00", "2026-11-23T09:00", 2),
        ("2026-11-20T18:00", "2026-11-23T07:00", 0),
        ("2026-11-23T06:00", "2026-11-23T20:00", 8),
        ("2026-11-23T08:00", "2026-11-30T16:00", 48),
    ],
)
def test_working_time_between_by_office_hours(since, until, hours):
    assert between(since, until, "office_hours") == hours


def test_working_time_between_judges_on_the_copenhagen_clock():
    friday_night = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # 23:30 in Copenhagen
    monday = datetime(2026, 11, 22, 18, 30, tzinfo=ZoneInfo("America/New_York"))  # 00:30 in Copenhagen
    assert DEFAULT_CALENDAR.working_time_between(friday_night, monday) == timedelta(hours=1)


def test_working_time_between_refuses_what_it_cannot_judge():
    known = copenhagen("2026-11-20T15:00")
    for since, until in [(known, known.replace(tzinfo=None)), (known.replace(tzinfo=None), known)]:
        with pytest.raises(ValueError, match="time zone"):
            DEFAULT_CALENDAR.working_time_between(since, until)
    with pytest.raises(ValueError, match="'moon'"):
        DEFAULT_CALENDAR.working_time_between(known, known, "moon")


@given(st.one_of(MOMENTS, SUMMER_TIME_NIGHTS), st.integers(0, 250 * 3600 * 10**6), COUNTING_MODES)
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 48 * 3600 * 10**6, ClockMode.WORKING_DAYS)
@example(datetime(2026, 12, 23, 23, 0, tzinfo=UTC), 48 * 3600 * 10**6, ClockMode.OFFICE_HOURS)
def test_working_time_between_is_what_was_added(moment, microseconds, mode):
    time = timedelta(microseconds=microseconds)
    due = DEFAULT_CALENDAR.add_working_time(moment, time, mode)
    assert DEFAULT_CALENDAR.working_time_between(moment, due, mode) == time


@given(NEAR_MOMENTS, NEAR_MOMENTS, HOURS, MODES)
@example(datetime(2026, 3, 28, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC), 24, ClockMode.CALENDAR)
@example(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 40, tzinfo=UTC), 0.25, ClockMode.CALENDAR)
@example(datetime(2026, 10, 24, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 40, tzinfo=UTC), 24, ClockMode.CALENDAR)
def test_hours_have_run_from_the_moment_that_adding_them_names(since, until, hours, mode):
    """Whatever the mode and the night. What is up at 3 is named by that, though the clock stands still before it."""
    if until < since:
        since, until = until, since
    come = DEFAULT_CALENDAR.add_working_hours(since, hours, mode).astimezone(UTC) <= until
    ran, wanted = DEFAULT_CALENDAR.working_time_between(since, until, mode), timedelta(hours=hours)
    if mode is ClockMode.CALENDAR and until.astimezone(COPENHAGEN).fold:
        assert come if ran > wanted else ran == wanted or not come
    else:
        assert (ran >= wanted) == come


@given(NEAR_MOMENTS, NEAR_MOMENTS, NEAR_MOMENTS, MODES)
def test_working_time_between_adds_up(one, other, third, mode):
    first, second, last = sorted([one, other, third])
    parts = [(first, second), (second, last)]
    assert DEFAULT_CALENDAR.working_time_between(first, last, mode) == sum(
        (DEFAULT_CALENDAR.working_time_between(*part, mode) for part in parts), timedelta()
    )
    assert DEFAULT_CALENDAR.working_time_between(last, first, mode) == timedelta()


@given(NEAR_MOMENTS, st.timedeltas(timedelta(), timedelta(hours=24)), COUNTING_MODES)
def test_working_time_between_never_grows_over_a_day_without_work(since, later, mode):
    day = since.astimezone(COPENHAGEN).date()
    while DEFAULT_CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    begins = datetime.combine(day, time(0), tzinfo=COPENHAGEN)
    within = min(begins + later, begins + timedelta(days=1))
    at_its_start = DEFAULT_CALENDAR.working_time_between(since, begins, mode)
    assert DEFAULT_CALENDAR.working_time_between(since, within, mode) == at_its_start


@given(NEAR_MOMENTS.map(on_the_quarter), st.integers(0, 40 * 96), MODES)
@example(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 6, ClockMode.CALENDAR)
@example(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), 6, ClockMode.CALENDAR)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 6, ClockMode.CALENDAR)
def test_working_time_between_is_what_a_walk_along_the_clock_counts(since, quarters, mode):
    counted = sum((passed for _, passed in islice(walk(since, mode), quarters)), timedelta())
    assert DEFAULT_CALENDAR.working_time_between(since, since + quarters * QUARTER, mode) == counted
