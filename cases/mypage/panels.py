"""What somebody sees about themselves: what comes, whom to ask, and who has opened their matter and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit.queries import Trace, traces_of
from audit.rules import Event
from cases.day.cards import Person
from cases.day.queries import person_of
from cases.followups.kinds import kind_of
from cases.followups.rules import FollowUpState
from cases.invitations.kinds import talk_of
from cases.invitations.queries.coming import talks_of
from cases.matter.queries import follow_ups_of
from cases.matter.timeline import capacity_words
from cases.matter.words import say_done
from cases.models import FollowUp
from cases.panels import Panel
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.queries import leaders_of
from people.rules import OwnerRole
from people.viewer import Viewer
from people.words import (
    A_WEEK,
    NBSP,
    Chip,
    Language,
    deadline_chip,
    say_date,
    say_day,
    say_distance,
    say_hours,
    say_short_date,
    say_time,
    say_weekday,
)

MOST_DATES = 4
FIRST_READS = 5
MOST_READS = 400
MOST_TALKS = 4


@dataclass(frozen=True, slots=True)
class Coming:
    """A day on which the leader gets in touch, or a talk: then `url` leads to one's own place at it."""

    on: date
    day: str
    distance: str
    what: str
    under: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that one has taken on oneself."""

    ref: str
    what: str
    day: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Next:
    """The first thing to come, said to the one it is about: `url` leads to it, or else there is whom to call."""

    what: str
    text: str
    contact: Person | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    what: str
    under: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What is noted beside the absence: the talks, and the case. No note of anybody's."""

    talks: tuple[Held, ...]
    earlier: tuple[Held, ...]
    case: str


@dataclass(frozen=True, slots=True)
class Read:
    """Once that the matter was opened."""

    when: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Reads:
    first: tuple[Read, ...]
    others: tuple[Read, ...]


def own_dates(viewer: Viewer, today: date, employee: Employee) -> list[Panel]:
    """What comes first, what one has taken on, the talks and the days on which the leader gets in touch, and the
    leader, if there is one. Two queries.
    """
    lang = page_language()
    leaders = [person_of(leader) for leader in leaders_of(employee, viewer.organisation)]
    contact = next(iter(leaders), None)
    name = contact.first_name if contact else _("HR")
    dates = sorted([*_talks(employee, today, lang), *_contacts(employee, today, lang, name)], key=lambda row: row.on)
    first = _first(dates[0], today, lang, contact) if dates else None
    if first is None:
        first = Next(
            _("Nothing is waiting for you"), _("Tell %(name)s if something changes.") % {"name": name}, contact
        )
    tasks = _tasks(employee, today, lang)
    first_step = Panel("cases/mypage/next.html", first, next=True)
    return [
        *([tasks] if tasks and tasks.next else []),
        first_step,
        *([tasks] if tasks and not tasks.next else []),
        *([Panel("cases/mypage/dates.html", tuple(dates[:MOST_DATES]))] if dates else []),
        Panel("cases/mypage/contact.html", tuple(leaders)),
    ]


def _tasks(employee: Employee, today: date, lang: Language) -> Panel | None:
    """What one has taken on oneself; once it is due within a week, that is the next step."""
    rows = [row for row in _open_rows(employee, today) if row.owner_role == OwnerRole.EMPLOYEE]
    if not rows:
        return None
    tasks = tuple(
        Task(
            ref=row.ref,
            what=row.words or str(kind_of(row.kind).name),
            day=say_day(row.due_on or today, today, lang),
            chip=deadline_chip(row.due_on or today, today, lang),
        )
        for row in rows
    )
    soon = rows[0].due_on is not None and (rows[0].due_on - today).days < A_WEEK
    return Panel("cases/mypage/tasks.html", tasks, next=soon, kept=True)


def own_matter(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The talks that were noted, and since when a case is open, as the page's door says."""
    lang = page_language()
    held = [
        Held(say_done(row), ", ".join(filter(None, (_day(row.done_on, today, lang), str(row.done_by or "")))))
        for row in sorted(follow_ups_of(employee, today), key=lambda row: row.done_on or date.min, reverse=True)
        if row.done_on is not None and kind_of(row.kind).is_talk
    ]
    case_since: date | None = getattr(employee, "case_since", None)
    if not held and case_since is None:
        return None
    opened = say_date(case_since, today, lang) if case_since else ""
    return Panel("cases/mypage/matter.html", Matter(tuple(held[:MOST_TALKS]), tuple(held[MOST_TALKS:]), opened))


def _first(first: Coming, today: date, lang: Language, contact: Person | None) -> Next:
    what = _("%(what)s %(day)s") % {"what": first.what, "day": say_day(first.on, today, lang)}
    if first.url:
        where = f"{capfirst(first.under)}. " if first.under else ""
        return Next(what, where + _("Change your answer if another day suits you better."), contact, first.url)
    name = contact.first_name if contact else _("HR")
    text = _("You need not do anything. Call %(name)s if another day suits you better.") % {"name": name}
    return Next(what, text, contact)


def _talks(employee: Employee, today: date, lang: Language) -> Iterable[Coming]:
    for talk in talks_of(employee):
        day = talk.starts_at.astimezone(COPENHAGEN).date()
        under = ", ".join(filter(None, (say_hours(talk.starts_at, talk.ends_at, lang), talk.place)))
        what, url = str(talk_of(talk.kind).name), reverse("own_seat", args=[talk.ref])
        yield _coming_on(day, today, lang, what, under=under, url=url)


def _contacts(employee: Employee, today: date, lang: Language, name: str) -> Iterable[Coming]:
    for row in _coming(employee, today):
        day = max(row.due_on or today, today)
        yield _coming_on(day, today, lang, str(kind_of(row.kind).own) % {"name": name})


def _coming(employee: Employee, today: date) -> list[FollowUp]:
    """When the leader gets in touch, the earliest first; not what else they have taken on."""
    return [row for row in _open_rows(employee, today) if row.owner_role == OwnerRole.LEADER and not row.words]


def _open_rows(employee: Employee, today: date) -> list[FollowUp]:
    """What is owed on a day, the earliest first."""
    return [row for row in follow_ups_of(employee, today) if row.state == FollowUpState.OPEN and row.due_on is not None]


def _coming_on(day: date, today: date, lang: Language, what: str, *, under: str = "", url: str = "") -> Coming:
    """`Onsdag`, `om 2 dage`; further ahead `4. dec.`, `fredag, om 11 dage`: the column is narrow."""
    distance = say_distance(day, today, lang)
    said = say_day(day, today, lang)
    if (day - today).days < A_WEEK:
        return Coming(day, said, "" if distance == said else distance, what, under, url)
    far = f"{say_weekday(day, lang)}, {distance.replace(' ', NBSP)}"
    return Coming(day, say_short_date(day, today, lang), far, what, under, url)


def _day(day: date | None, today: date, lang: Language) -> str:
    return say_day(day, today, lang) if day else ""


def readers(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """Who has opened the matter, when, as what and why: once a day for each reason, at the last time of that day.

    One query; one's own looks are left out.
    """
    looks: dict[tuple[object, ...], list[Trace]] = {}
    for trace in traces_of(employee.ref, limit=MOST_READS, events=[Event.OPENED], besides=viewer.actor_id):
        day = trace.at.astimezone(COPENHAGEN).date()
        key = trace.actor_id, trace.actor_name, trace.capacity, purpose_words(trace.purpose), day
        looks.setdefault(key, []).append(trace)
    reads = [_read(traces[0], today) for traces in looks.values()]
    return Panel("cases/mypage/readers.html", Reads(tuple(reads[:FIRST_READS]), tuple(reads[FIRST_READS:])))


def _read(trace: Trace, today: date) -> Read:
    lang, at = page_language(), trace.at.astimezone(COPENHAGEN)
    capacity = capacity_words(trace.capacity)
    who = f"{trace.actor_name}, {capacity}" if settings.SHOW_READER_NAMES and capacity else trace.actor_name
    return Read(
        when=f"{say_day(at.date(), today, lang)} {say_time(at, lang)}",
        who=who if settings.SHOW_READER_NAMES else capfirst(capacity),
        why=purpose_words(trace.purpose),
    )


def purpose_words(purpose: str) -> str:
    """What the matter was opened for. Whether it was then done stands in the history, not here."""
    words = {
        "employee_page": _("Looked at your absence"),
        "case_page": _("Worked with your case"),
        "open_case": _("To open a case"),
        "close_case": _("To close the case"),
        "confirm": _("To note that you have talked"),
        "postpone": _("To postpone a contact"),
        "note_contact": _("To note a contact"),
        "report_sick": _("To report you sick"),
        "receipt": _("To report you sick"),
        "undo_report": _("To take a sick report back"),
        "report_fit": _("To note that you are back"),
        "report_partly_fit": _("To note that you are partly back"),
        "correct": _("To correct your absence"),
        "withdraw": _("To correct your absence"),
        "undo_change": _("To correct your absence"),
        "place": _("To place you on the step ladder"),
        "withdraw_placement": _("To place you on the step ladder"),
        "steps_and_offers": _("To see your step and what helps you back"),
        "fast_track_and_consent": _("To see Fast track and what you let be passed on"),
        "seat": _("Looked at the talk that you are called to"),
        "meeting": _("Worked with a meeting with you"),
        "meeting_request": _("To wish for a meeting with you"),
        "meeting_plan": _("To plan a meeting with you"),
        "meeting_pause": _("To plan a meeting with you"),
        "meeting_resume": _("To plan a meeting with you"),
        "meeting_answer": _("To note what you say to a meeting"),
        "meeting_cancel": _("To call a meeting with you off"),
        "meeting_unheld": _("To call a meeting with you off"),
        "round_table": _("Opened the table of a meeting with you"),
        "plan": _("To see your plan"),
        "plan_amend": _("To change your plan"),
        "plan_end": _("To change your plan"),
        "minutes": _("To read the minutes of your talk"),
        "minutes_pdf": _("To read the minutes of your talk"),
        "seat_minutes": _("To read the minutes of your talk"),
        "seat_comment": _("To comment on the minutes of your talk"),
        "minutes_amend": _("To correct the minutes of your talk"),
        "minutes_recall": _("To recall the minutes of your talk"),
        "offer_start": _("To note what helps you back"),
        "offer_end": _("To note what helps you back"),
    }
    return words.get(purpose, _("Worked with your absence"))
