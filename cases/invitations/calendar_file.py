"""One invitation as an iCalendar file, for one recipient. Pure.

A calendar is seen by others: the entry is private, is called `Samtale` whatever the talk is, and names nobody, neither
by a name nor as a reason. Beside the organizer's address it holds one attendee's alone.

The same talk keeps its UID; each later file has a higher SEQUENCE, also the one that cancels it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from cases.invitations.rules import Method
from people.calendar import COPENHAGEN

SUBJECT = "Samtale"
# An answer from the calendar would go to a mailbox that nobody reads, so none is asked for.
ANSWER_THERE = "Svar på siden her, ikke fra kalenderen:"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """`link` leads to the talk's page; `place`, `video_link` or the attendee's address may be empty."""

    uid: str
    sequence: int
    method: Method
    starts_at: datetime
    ends_at: datetime
    place: str
    video_link: str
    organizer_address: str
    attendee_address: str
    link: str
    made_at: datetime

    @property
    def where(self) -> str:
        """In the one line that every calendar shows, and makes a link of."""
        return ", ".join(filter(None, (self.place, self.video_link)))


def calendar_file(entry: CalendarEntry) -> bytes:
    """Lines end in CRLF and are folded at 75 bytes, as the standard asks."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tilbage//Tilbage//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method)
    calendar.add_component(_copenhagen())
    calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.made_at)
    event.add("last-modified", entry.made_at)
    event.add("dtstart", entry.starts_at.astimezone(COPENHAGEN))
    event.add("dtend", entry.ends_at.astimezone(COPENHAGEN))
    event.add("summary", SUBJECT)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if entry.where:
        event.add("location", entry.where)
    event.add("description", entry.link if entry.method is Method.CANCEL else f"{ANSWER_THERE} {entry.link}")
    event.add("url", entry.link)
    event.add("organizer", _mailto(entry.organizer_address))
    if entry.attendee_address:
        event.add("attendee", _attendee(entry.attendee_address))
    return event


def _mailto(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}")


def _attendee(address: str) -> vCalAddress:
    attendee = _mailto(address)
    attendee.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE")
    return attendee


def _copenhagen() -> Timezone:
    """By rule. The library would list each change of the clock, which Outlook passes over: it is then an hour off."""
    zone = Timezone()
    zone.add("tzid", COPENHAGEN.key)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, first, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1970, 3, 29, 2), 3, winter, summer),  # noqa: DTZ001 - the clock before
        (TimezoneStandard(), "CET", datetime(1970, 10, 25, 3), 10, summer, winter),  # noqa: DTZ001 - it is changed
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
