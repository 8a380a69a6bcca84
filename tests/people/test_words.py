from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from people.words import (
    Chip,
    Tone,
    chip,
    clock_chip,
    danish_key,
    deadline_chip,
    done_chip,
    initials,
    planned_chip,
    say_date,
    say_day,
    say_day_and_distance,
    say_days,
    say_distance,
    say_duration,
    say_hours,
    say_number,
    say_percent,
    say_period,
    say_plain_number,
    say_short_date,
    say_time,
)

MONDAY = date(2026, 11, 23)


def in_days(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("days", "danish", "english"),
    [
        (0, "i dag", "today"),
        (1, "i morgen", "tomorrow"),
        (-1, "i går", "yesterday"),
        (2, "onsdag", "Wednesday"),
        (4, "fredag", "Friday"),
        (6, "søndag", "Sunday"),
        (7, "mandag 30.\u00a0november", "Monday 30\u00a0November"),
        (29, "tirsdag 22.\u00a0december", "Tuesday 22\u00a0December"),
        (-2, "lørdag 21.\u00a0november", "Saturday 21\u00a0November"),
        (70, "mandag 1.\u00a0februar 2027", "Monday 1\u00a0February 2027"),
        (-365, "søndag 23.\u00a0november 2025", "Sunday 23\u00a0November 2025"),
    ],
)
def test_say_day(days, danish, english):
    assert say_day(in_days(days), MONDAY) == danish
    assert say_day(in_days(days), MONDAY, "en") == english


def test_say_day_year_turn_within_the_week_needs_no_year():
    assert say_day(date(2027, 1, 4), date(2026, 12, 30)) == "mandag"


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "i går"), (-3, "fredag"), (-6, "tirsdag"), (-7, "mandag 16.\u00a0november")]
)
def test_say_day_may_look_back_by_weekday(days, words):
    assert say_day(in_days(days), MONDAY, weekday_back=True) == words


@pytest.mark.parametrize(
    ("days", "danish", "english"),
    [
        (0, "i dag", "today"),
        (1, "i morgen", "tomorrow"),
        (4, "om 4 dage", "in 4 days"),
        (26, "om 26 dage", "in 26 days"),
        (-4, "for 4 dage siden", "4 days ago"),
    ],
)
def test_say_distance(days, danish, english):
    assert say_distance(in_days(days), MONDAY) == danish
    assert say_distance(in_days(days), MONDAY, "en") == english


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "i morgen"),
        (2, "onsdag, om 2 dage"),
        (6, "søndag, om 6 dage"),
        (7, "mandag 30.\u00a0november"),
        (-3, "fredag 20.\u00a0november"),
    ],
)
def test_say_day_and_distance(days, words):
    assert say_day_and_distance(in_days(days), MONDAY) == words


def test_say_date_and_short_date():
    assert say_date(date(2026, 11, 19), MONDAY) == "19.\u00a0november"
    assert say_short_date(date(2026, 12, 22), MONDAY) == "22.\u00a0dec."
    assert say_short_date(date(2026, 5, 3), MONDAY) == "3.\u00a0maj"
    assert say_short_date(date(2025, 9, 29), MONDAY) == "29.\u00a0sep. 2025"
    assert say_short_date(date(2026, 12, 22), MONDAY, "en") == "22\u00a0Dec"


@pytest.mark.parametrize(
    ("first", "last", "danish", "english"),
    [
        (date(2026, 10, 26), None, "siden 26.\u00a0oktober", "since 26\u00a0October"),
        (date(2026, 11, 9), date(2026, 11, 9), "9.\u00a0november", "9\u00a0November"),
        (date(2026, 11, 9), date(2026, 11, 10), "9. til 10.\u00a0november", "9 to 10\u00a0November"),
        (
            date(2026, 9, 2),
            date(2026, 10, 4),
            "2.\u00a0september til 4.\u00a0oktober",
            "2\u00a0September to 4\u00a0October",
        ),
        (
            date(2025, 3, 2),
            date(2025, 3, 4),
            "2. til 4.\u00a0marts 2025",
            "2 to 4\u00a0March 2025",
        ),
        (
            date(2025, 12, 30),
            date(2026, 1, 4),
            "30.\u00a0december 2025 til 4.\u00a0januar 2026",
            "30\u00a0December 2025 to 4\u00a0January 2026",
        ),
    ],
)
def test_say_period(first, last, danish, english):
    assert say_period(first, last, MONDAY) == danish
    assert say_period(first, last, MONDAY, "en") == english


def test_say_hours():
    begin, end = datetime.fromisoformat("2026-11-24T09:00Z"), datetime.fromisoformat("2026-11-24T11:15+01:00")
    assert say_hours(begin, end) == "kl.\u00a010.00 til 11.15"
    assert say_hours(begin, end, "en") == "10:00 to 11:15"


def test_say_time():
    assert say_time(time(10)) == "kl.\u00a010.00"
    assert say_time(datetime.fromisoformat("2026-11-23T08:05:59+01:00")) == "kl.\u00a08.05"
    assert say_time(time(13, 40), "en") == "13:40"


def test_say_days():
    assert [say_days(number) for number in (0, 1, 2)] == ["0 dage", "1 dag", "2 dage"]
    assert [say_days(number, "en") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


@pytest.mark.parametrize(
    ("time", "danish", "english"),
    [
        ({"hours": 45, "minutes": 59}, "45 timer", "45 hours"),
        ({"hours": 2}, "2 timer", "2 hours"),
        ({"hours": 1, "minutes": 59, "seconds": 59}, "1 time", "1 hour"),
        ({"minutes": 59, "seconds": 59, "microseconds": 999_999}, "59 minutter", "59 minutes"),
        ({"minutes": 1}, "1 minut", "1 minute"),
        ({"seconds": 59}, "under et minut", "less than a minute"),
        ({}, "under et minut", "less than a minute"),
    ],
)
def test_say_duration_rounds_down(time, danish, english):
    assert say_duration(timedelta(**time)) == danish
    assert say_duration(timedelta(**time), "en") == english


def test_say_plain_numbers():
    assert say_plain_number(Decimal("37.00")) == say_plain_number(37) == "37"
    assert say_plain_number(Decimal("32.5")) == "32,5"
    assert say_plain_number(Decimal("32.5"), "en") == "32.5"
    assert say_plain_number(0.25) == "0,3"
    assert say_plain_number(Decimal("6.96")) == "7"


def test_say_numbers():
    assert say_number(3600) == "3.600"
    assert say_number(1234.5, 2) == "1.234,50"
    assert say_number(1234.5, 1, "en") == "1,234.5"
    assert say_number(-0.04, 1) == "0,0"
    assert say_number(6.25, 1) == say_number(Decimal("6.25"), 1) == "6,3"
    assert say_number(2.675, 2) == "2,68"
    assert say_number(-0.5) == "-1"
    assert say_number(1e6) == say_number(Decimal("1E+6")) == "1.000.000"
    assert say_percent(5.4, 1) == "5,4\u00a0%"
    assert say_percent(100) == "100\u00a0%"
    assert say_percent(5.4, 1, "en") == "5.4%"


@pytest.mark.parametrize(
    ("first_names", "last_names", "letters"),
    [
        ("Søren Kjær", "Dam", "SD"),
        ("Mohammed", "Ali Skov", "MA"),
        ("åse", "østergaard", "ÅØ"),
        ("Lærke", "", "L"),
        ("", "", ""),
    ],
)
def test_initials(first_names, last_names, letters):
    assert initials(first_names, last_names) == letters


def test_danish_key_sorts_as_danes_do():
    names = [
        "Zarah",
        "Æbelø",
        "anna",
        "Østergaard",
        "Aase",
        "Åse",
        "Yrsa",
        "Ülle",
        "Bo",
        "Aage",
        "Özil",
        "Åge",
    ]
    expected = [
        "anna",
        "Bo",
        "Ülle",
        "Yrsa",
        "Zarah",
        "Æbelø",
        "Østergaard",
        "Özil",
        "Aage",
        "Åge",
        "Aase",
        "Åse",
    ]
    assert sorted(names, key=danish_key) == expected


@pytest.mark.parametrize(
    ("days", "expected", "english"),
    [
        (5, Chip(Tone.CALM, "time", "om 5 dage"), "in 5 days"),
        (2, Chip(Tone.CALM, "time", "om 2 dage"), "in 2 days"),
        (1, Chip(Tone.TODAY, "flag-fill", "i morgen"), "tomorrow"),
        (0, Chip(Tone.TODAY, "flag-fill", "i dag"), "today"),
        (-1, Chip(Tone.LATE, "warning", "1 dag over tid"), "1 day overdue"),
        (-3, Chip(Tone.LATE, "warning", "3 dage over tid"), "3 days overdue"),
    ],
)
def test_deadline_chip(days, expected, english):
    assert deadline_chip(in_days(days), MONDAY) == expected
    assert deadline_chip(in_days(days), MONDAY, "en") == Chip(expected.tone, expected.icon, english)


def test_deadline_chip_says_when_a_correction_made_it_late():
    late = deadline_chip(in_days(-3), MONDAY, late_by_correction=True)
    assert late == Chip(Tone.CORRECTED, "edit", "sen efter rettelse")
    assert deadline_chip(in_days(2), MONDAY, late_by_correction=True) == deadline_chip(in_days(2), MONDAY)


def test_done_chip():
    assert done_chip(MONDAY, MONDAY) == Chip(Tone.MET, "check", "holdt til tiden")
    assert done_chip(MONDAY, in_days(-2)) == Chip(Tone.MET, "check", "holdt til tiden")
    assert done_chip(MONDAY, in_days(2)) == Chip(Tone.MET, "check", "holdt 2 dage for sent")
    assert done_chip(MONDAY, in_days(1), "en") == Chip(Tone.MET, "check", "done 1 day late")


@pytest.mark.parametrize(
    ("left", "expected", "english"),
    [
        ({"hours": 48}, "48 timer tilbage", "48 hours left"),
        ({"hours": 45, "minutes": 50}, "45 timer tilbage", "45 hours left"),
        ({"hours": 1}, "1 time tilbage", "1 hour left"),
        ({"minutes": 40, "seconds": 20}, "40 minutter tilbage", "40 minutes left"),
        ({"minutes": 1}, "1 minut tilbage", "1 minute left"),
        ({"seconds": 1}, "under et minut tilbage", "less than a minute left"),
    ],
)
def test_clock_chip(left, expected, english):
    left = timedelta(**left)
    assert clock_chip(left) == Chip(Tone.CALM, "time", expected)
    assert clock_chip(left, near=True) == Chip(Tone.NEAR, "hourglass", expected)
    assert clock_chip(left, "en", near=True) == Chip(Tone.NEAR, "hourglass", english)
    assert clock_chip(left, near=True, paused=True) == Chip(Tone.PAUSED, "more-horiz", f"på pause, {expected}")
    assert clock_chip(left, "en", paused=True) == Chip(Tone.PAUSED, "more-horiz", f"paused, {english}")


@pytest.mark.parametrize(
    ("over", "expected", "english"),
    [
        ({}, "overskredet", "overdue"),  # as it stays over a weekend, when the hours ran out on the Friday
        ({"seconds": 59}, "overskredet", "overdue"),
        ({"minutes": 1}, "overskredet med 1 minut", "overdue by 1 minute"),
        ({"hours": 1, "minutes": 59}, "overskredet med 1 time", "overdue by 1 hour"),
        ({"hours": 3}, "overskredet med 3 timer", "overdue by 3 hours"),
        ({"hours": 47, "minutes": 59}, "overskredet med 47 timer", "overdue by 47 hours"),
        ({"hours": 48}, "overskredet med 2 dage", "overdue by 2 days"),
        ({"hours": 71, "minutes": 59}, "overskredet med 2 dage", "overdue by 2 days"),
        ({"hours": 72}, "overskredet med 3 dage", "overdue by 3 days"),
    ],
)
def test_clock_chip_of_a_clock_that_ran_out(over, expected, english):
    left = -timedelta(**over)
    assert clock_chip(left, near=True) == Chip(Tone.LATE, "warning", expected)
    assert clock_chip(left, "en", near=True) == Chip(Tone.LATE, "warning", english)
    assert clock_chip(left, near=True, paused=True) == Chip(Tone.PAUSED, "more-horiz", f"på pause, {expected}")


def test_clock_chip_says_days_of_the_length_that_they_have():
    assert clock_chip(-timedelta(hours=48), a_day=timedelta(hours=8)).words == "overskredet med 6 dage"
    assert clock_chip(-timedelta(hours=47), a_day=timedelta(hours=8)).words == "overskredet med 47 timer"


@pytest.mark.parametrize(
    ("after", "expected", "english"),
    [
        ({"hours": 21, "minutes": 59}, "planlagt efter 21 timer", "planned after 21 hours"),
        ({"hours": 1}, "planlagt efter 1 time", "planned after 1 hour"),
        ({"minutes": 40}, "planlagt efter 40 minutter", "planned after 40 minutes"),
        ({}, "planlagt efter under et minut", "planned after less than a minute"),
        ({"hours": 60}, "planlagt efter 60 timer", "planned after 60 hours"),
    ],
)
def test_planned_chip(after, expected, english):
    assert planned_chip(timedelta(**after)) == Chip(Tone.MET, "check", expected)
    assert planned_chip(timedelta(**after), "en") == Chip(Tone.MET, "check", english)


def test_fact_chip_has_no_icon():
    assert chip(Tone.FACT, "Sygdom, 100\u00a0%") == Chip(Tone.FACT, "", "Sygdom, 100\u00a0%")
