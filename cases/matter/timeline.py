"""One history, merged from the sources that the settings name; a source is told of an employee, never fetches one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from audit.queries import traces_of
from audit.rules import Event
from cases.followups.kinds import kind_of
from cases.matter.queries import cases_of, follow_ups_of
from cases.matter.words import say_done
from cases.rules import CloseReason, OpenReason, Part, Right, right_to
from cases.words import CLOSE_REASONS, OPEN_REASONS
from people.calendar import COPENHAGEN
from people.models import Employee
from people.rules import ActingAs
from people.terms import term
from people.viewer import Viewer
from people.words import Language, say_day, say_month, say_time

MOST_READS = 400


class About(StrEnum):
    """What an entry is about; the history is filtered by it."""

    ABSENCE = "fravaer"
    TALKS = "samtaler"
    CASE = "sag"
    READS = "aabnet"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day, perhaps at an hour. `url` may lead to more of it."""

    about: About
    day: date
    icon: str
    text: str
    more: str = ""
    at: datetime | None = None
    url: str = ""

    @property
    def order(self) -> tuple[date, datetime]:
        return self.day, self.at or datetime.combine(self.day, time.min, tzinfo=COPENHAGEN)

    def when(self, today: date, lang: Language) -> str:
        day = say_day(self.day, today, lang)
        return f"{day} {say_time(self.at.astimezone(COPENHAGEN), lang)}" if self.at else day


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """An entry in words. `month` is a heading above it, where its month is the first of that month on the page."""

    month: str
    icon: str
    when: str
    text: str
    more: str
    url: str


Source = Callable[[Viewer, Employee], Iterable[Entry]]


def timeline_of(viewer: Viewer, employee: Employee) -> list[Entry]:
    """Everything that the viewer may read of the employee's history, the newest first."""
    entries = [entry for path in settings.TIMELINE_SOURCES for entry in _source(path)(viewer, employee)]
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def lines_of(entries: Iterable[Entry], today: date, lang: Language) -> list[TimelineLine]:
    """In words, with the months of the past as headings."""
    found: list[TimelineLine] = []
    month = (today.year, today.month)
    for entry in entries:
        here = (entry.day.year, entry.day.month)
        heading = say_month(entry.day, today, lang) if here < month else ""
        month = min(month, here)
        found.append(TimelineLine(heading, entry.icon, entry.when(today, lang), entry.text, entry.more, entry.url))
    return found


@cache
def _source(path: str) -> Source:
    return import_string(path)


# --- The sources of cases ---------------------------------------------------------------------------------


def contacts(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """What was done, on which day, by whom; the note for those who may read it."""
    reads_notes = right_to(Part.NOTES, employee.seen_as) is not Right.HIDDEN
    for row in follow_ups_of(employee, viewer.today):
        if row.done_on is not None and kind_of(row.kind).told:
            by = str(row.done_by or "")
            note = row.note if reads_notes else ""
            more = " · ".join(filter(None, (by, note)))
            yield Entry(About.TALKS, row.done_on, kind_of(row.kind).icon, say_done(row), more=more)


def opened_and_closed(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """When cases were opened and closed, and why."""
    for case in cases_of(employee):
        reason = str(OPEN_REASONS[OpenReason(case.open_reason)])
        yield Entry(About.CASE, case.opened_on, "folder-open", _("Case opened"), more=reason)
        if case.closed_on is not None:
            reason = str(CLOSE_REASONS[CloseReason(case.close_reason)])
            yield Entry(About.CASE, case.closed_on, "lock", _("Case closed"), more=reason)


def reads(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """Who has opened the matter, once a day, as the audit tells; not the viewer's own looks, nor the employee's."""
    said: set[tuple[int | None, date]] = set()
    for trace in traces_of(employee.ref, limit=MOST_READS, events=[Event.OPENED], besides=viewer.actor_id):
        at = trace.at.astimezone(COPENHAGEN)
        who = trace.actor_id, at.date()
        if trace.actor_id != employee.user_id and who not in said:
            said.add(who)
            text = _("Opened by %(name)s") % {"name": trace.actor_name}
            yield Entry(About.READS, at.date(), "visibility", text, more=capacity_words(trace.capacity), at=at)


def capacity_words(capacity: str) -> str:
    words = {
        ActingAs.LEADER: _("leader"),
        ActingAs.DEPUTY: _("deputy"),
        ActingAs.CONSULTANT: term("consultant"),
        ActingAs.HR: _("HR"),
        ActingAs.SELF: _("the employee"),
        ActingAs.GUEST: _("takes part in a talk"),
        ActingAs.ADMINISTRATOR: _("administrator"),
        ActingAs.SYSTEM: _("the system"),
    }
    return words.get(ActingAs(capacity), "") if capacity in set(ActingAs) else ""
