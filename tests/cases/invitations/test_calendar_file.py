"""Invitations as calendars read them: once by the library, once line by line as the standard has it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cases.invitations.calendar_file import CalendarEntry, calendar_file
from cases.invitations.rules import Method
from people.calendar import COPENHAGEN

ENTRY = CalendarEntry(
    uid="8f3a5c1e@tilbage.nordstrand.example",
    sequence=0,
    method=Method.REQUEST,
    starts_at=datetime(2026, 11, 24, 10, tzinfo=COPENHAGEN),
    ends_at=datetime(2026, 11, 24, 11, tzinfo=COPENHAGEN),
    place="Plejecenter Solgården; mødelokale 2, stuen",
    video_link="https://video.nordstrand.example/r/1234567890123456789012345678901234567890",
    organizer_address="tilbage@nordstrand.example",
    attendee_address="laerke.holm@nordstrand.example",
    link="https://tilbage.nordstrand.example/m/0123456789abcdefghijklmnopqrstuvwxyz0123456789/",
    made_at=datetime(2026, 11, 20, 9, 3, 7, tzinfo=COPENHAGEN),
)


def read(entry: CalendarEntry) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(calendar_file(entry))
    assert not calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return calendar, event


def lines(entry: CalendarEntry) -> list[str]:
    """The content lines, unfolded by hand."""
    text = calendar_file(entry).decode()
    assert text.endswith("\r\n")
    assert not text.endswith("\r\n\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_request_read_by_the_library() -> None:
    calendar, event = read(ENTRY)
    assert (calendar["METHOD"], calendar["VERSION"], calendar["CALSCALE"]) == ("REQUEST", "2.0", "GREGORIAN")
    assert (event.start, event.end) == (ENTRY.starts_at, ENTRY.ends_at)
    assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == (ENTRY.uid, 0, "Samtale")
    assert (event["CLASS"], event["STATUS"], event["TRANSP"]) == ("PRIVATE", "CONFIRMED", "OPAQUE")
    assert event["LOCATION"] == f"{ENTRY.place}, {ENTRY.video_link}"
    assert event["URL"] == ENTRY.link
    assert event["DESCRIPTION"] == f"Svar på siden her, ikke fra kalenderen: {ENTRY.link}"
    assert event.DTSTAMP == event.LAST_MODIFIED == ENTRY.made_at


def test_a_request_read_line_by_line() -> None:
    assert lines(ENTRY) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tilbage//Tilbage//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Copenhagen",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Samtale",
        "DTSTART;TZID=Europe/Copenhagen:20261124T100000",
        "DTEND;TZID=Europe/Copenhagen:20261124T110000",
        "DTSTAMP:20261120T080307Z",
        "UID:8f3a5c1e@tilbage.nordstrand.example",
        "SEQUENCE:0",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:"
        "mailto:laerke.holm@nordstrand.example",
        "CLASS:PRIVATE",
        f"DESCRIPTION:Svar på siden her\\, ikke fra kalenderen: {ENTRY.link}",
        "LAST-MODIFIED:20261120T080307Z",
        "LOCATION:Plejecenter Solgården\\; mødelokale 2\\, stuen\\, " + ENTRY.video_link,
        "ORGANIZER:mailto:tilbage@nordstrand.example",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        f"URL:{ENTRY.link}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_change_and_the_cancelling_keep_the_uid_and_count_up() -> None:
    moved = replace(ENTRY, sequence=1, starts_at=ENTRY.starts_at + timedelta(days=1))
    cancelled = replace(moved, sequence=2, method=Method.CANCEL)
    found = [
        (calendar["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"])
        for calendar, event in map(read, (ENTRY, moved, cancelled))
    ]
    assert found == [
        ("REQUEST", ENTRY.uid, 0, "CONFIRMED"),
        ("REQUEST", ENTRY.uid, 1, "CONFIRMED"),
        ("CANCEL", ENTRY.uid, 2, "CANCELLED"),
    ]


def test_it_names_nobody_and_no_reason() -> None:
    """Calendars show a CN, a comment and a category to whoever may look; there is one attendee, and one talk."""
    text = "\n".join(lines(ENTRY))
    assert text.count("ATTENDEE") == text.count("ORGANIZER") == text.count("BEGIN:VEVENT") == 1
    assert not any(word in text for word in ("CN=", "COMMENT", "CATEGORIES", "CONTACT", "VALARM", "ATTACH", "X-"))
    assert text.count("SUMMARY") == 1


@pytest.mark.parametrize(
    ("place", "video_link", "there"),
    [("Lokale 2", "", "Lokale 2"), ("", "https://video.example/r", "https://video.example/r"), ("", "", None)],
)
def test_where_is_what_is_known(place: str, video_link: str, there: str | None) -> None:
    assert read(replace(ENTRY, place=place, video_link=video_link))[1].get("LOCATION") == there


@pytest.mark.parametrize("year", [2026, 2027, 2037])
def test_the_rules_of_the_zone_are_those_of_copenhagen(year: int) -> None:
    """Outlook goes by the rules in the file; the hours on both sides of each change are Copenhagen's."""
    (zone,) = Calendar.from_ical(calendar_file(ENTRY)).walk("VTIMEZONE")
    for part in zone.subcomponents:
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        change = rule.after(part["DTSTART"].dt.replace(year=year, month=1))
        moment = (change - part["TZOFFSETFROM"].td).replace(tzinfo=UTC)
        before, after = (at.astimezone(COPENHAGEN).utcoffset() for at in (moment - timedelta(seconds=1), moment))
        assert (before, after) == (part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        (datetime(2027, 3, 26, 10, tzinfo=COPENHAGEN), "20270326T100000"),  # the Friday before summer time
        (datetime(2027, 3, 29, 10, tzinfo=COPENHAGEN), "20270329T100000"),  # the Monday after
        (datetime(2027, 3, 29, 8, tzinfo=UTC), "20270329T100000"),
        (datetime(2027, 10, 29, 8, tzinfo=UTC), "20271029T100000"),
        (datetime(2027, 11, 1, 9, tzinfo=UTC), "20271101T100000"),
    ],
)
def test_ten_o_clock_is_ten_o_clock_in_summer_and_winter(moment: datetime, line: str) -> None:
    entry = replace(ENTRY, starts_at=moment, ends_at=moment + timedelta(hours=1))
    assert f"DTSTART;TZID=Europe/Copenhagen:{line}" in lines(entry)
    assert read(entry)[1].start == moment


@given(place=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "M")), max_size=300))
def test_whatever_a_place_is_called_it_stays_the_place(place: str) -> None:
    entry = replace(ENTRY, place=place, video_link="")
    assert read(entry)[1].get("LOCATION", "") == place
    file = calendar_file(entry)
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(map(len, file.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("place", ["Lokale 2\nATTENDEE:mailto:a@b.example", "Lokale 2\r\nEND:VEVENT", "a\rb"])
def test_a_place_of_several_lines_adds_none_to_the_file(place: str) -> None:
    assert len(lines(replace(ENTRY, place=place))) == len(lines(ENTRY))


@pytest.mark.parametrize("name", ["attendee_address", "organizer_address", "link"])
def test_no_address_breaks_out_of_its_line(name: str) -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        calendar_file(replace(ENTRY, **{name: "a@b.example\r\nATTENDEE:mailto:c@d.example"}))
