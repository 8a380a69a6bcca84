"""The meetings about an employee: on their page, on the case's, on their own, and in the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.invitations.queries.coming import Talk, talks_of
from cases.invitations.rules import Answer, Role
from cases.invitations.words import say_near
from cases.matter.timeline import Entry
from cases.models import Case
from cases.panels import Panel
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import Chip, Language, say_date
from roundtable.request.history import entries_of
from roundtable.request.queries import Known, meetings_of, target_of
from roundtable.rules.meetings import MeetingKind, MeetingState, RequesterKind
from roundtable.rules.rights import MAY_RUN, REQUESTERS
from roundtable.series.words import LETTERS
from roundtable.words import KINDS, PAUSE_REASONS, say_end, say_wished

MOST_EARLIER = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in one line. `act` leads to the viewer's next step; it may be empty."""

    ref: str
    what: str
    said: tuple[str, ...]
    chip: Chip | None
    act: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class OfEmployee:
    """The open meeting and the latest of the others; `ask` leads to the wish for one, empty where there is none."""

    open: Line | None
    earlier: tuple[Line, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A meeting that the employee is asked to come to: who wished for it; or, of a care talk, what it is about."""

    ref: str
    wished_by: str
    letter: str


@dataclass(frozen=True, slots=True)
class Place:
    """The way to one's own place at a meeting: when and where, what to do there, and the button's words."""

    what: str
    where: str
    why: str
    press: str
    url: str


def meetings_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """None for those who may neither ask nor read. No further query."""
    if employee.seen_as not in REQUESTERS:
        return None
    lang, is_open = page_language(), _open(employee, today)
    earlier = [each for each in meetings_of(employee, today) if not each.is_open][:MOST_EARLIER]
    may_ask = is_open is None and not employee.has_left(today)
    rows = OfEmployee(
        open=_open_line(is_open, viewer, employee, lang) if is_open else None,
        earlier=tuple(_earlier_line(each, today, lang) for each in earlier),
        ask=reverse("meeting_request", args=[employee.ref]) if may_ask else "",
    )
    return Panel("roundtable/request/panel.html", rows) if rows.open or rows.earlier or rows.ask else None


def meetings_of_case(viewer: Viewer, today: date, case: Case) -> Panel | None:
    return meetings_of_employee(viewer, today, case.employee)


def own_question(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The next step: yes or no to a meeting that others have wished for; once one is invited, to answer there and to
    prepare. No further query.
    """
    known = _open(employee, today)
    if known is None:
        return None
    talk = _own_talk(known, employee)
    if talk is not None:
        place = _place(known, talk, viewer)
        return Panel("roundtable/request/place.html", place, next=True) if place else None
    if known.answer:
        return None
    letter = str(LETTERS[Role.EMPLOYEE]) if known.kind == MeetingKind.CARE_TALK else ""
    return Panel("roundtable/request/question.html", Asked(known.ref, _wished_by(known), letter), next=True)


def own_meeting(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The meeting that is on its way, until it stands among one's dates; or the way to wish for one. No query."""
    known, lang = _open(employee, today), page_language()
    if known is None:
        if employee.has_left(today):
            return None
        ask = reverse("own_meeting_request", args=[employee.ref])
        return Panel("roundtable/request/own.html", OfEmployee(None, (), ask))
    if not known.answer or _own_talk(known, employee):
        return None
    line = Line(known.ref, str(KINDS[MeetingKind(known.kind)]), _said(known, today, lang), None)
    return Panel("roundtable/request/own.html", OfEmployee(line, (), ""))


def _own_talk(known: Known, employee: Employee) -> Talk | None:
    """Where the employee is called to it, and it is not over."""
    return next((talk for talk in talks_of(employee) if talk.ref == known.talk), None)


def _place(known: Known, talk: Talk, viewer: Viewer) -> Place | None:
    """None once everything is done, and for who has said that they do not come."""
    if talk.starts_at <= viewer.now:
        why, press = _("It has begun. Here you follow it on your own screen."), _("Open your place")
    elif not talk.answer:
        why, press = _("Say whether you come, and prepare yourself. Coming is voluntary."), _("Answer and prepare")
    elif talk.answer == Answer.YES and not known.is_prepared:
        why = _("Choose your step, and answer three questions about the work, before you meet.")
        press = _("Prepare yourself")
    else:
        return None
    when = say_near(talk.starts_at, talk.ends_at, viewer.today)
    what = _("%(what)s %(day)s") % {"what": KINDS[MeetingKind(known.kind)], "day": when}
    return Place(what, talk.place, why, press, reverse("own_seat", args=[talk.ref]))


def meetings_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """What happened to each."""
    for known in meetings_of(employee, viewer.today):
        yield from entries_of(known, target_of(employee, viewer.today), viewer.now, page_language())


def _open(employee: Employee, today: date) -> Known | None:
    return next((known for known in meetings_of(employee, today) if known.is_open), None)


def _open_line(known: Known, viewer: Viewer, employee: Employee, lang: Language) -> Line:
    today, runs = viewer.today, employee.seen_as in MAY_RUN
    act, url = "", reverse("meeting", args=[known.ref])
    if known.state is MeetingState.REQUESTED and runs:
        act, url = _("Plan it"), reverse("meeting_plan", args=[known.ref])
    return Line(
        ref=known.ref,
        what=str(KINDS[MeetingKind(known.kind)]),
        said=_said(known, today, lang),
        chip=known.chip(target_of(employee, today), viewer.now, lang),
        act=act or _("Open"),
        url=url,
    )


def _earlier_line(known: Known, today: date, lang: Language) -> Line:
    when = known.clock.held_at or known.starts_at or known.clock.requested_at
    day = say_date(when.astimezone(COPENHAGEN).date(), today, lang)
    if known.state is MeetingState.HELD:
        said: tuple[str, ...] = (_("Held %(day)s") % {"day": day},)
    else:
        said = (day, say_end(known.state, known.end_reason))
    url = reverse("meeting", args=[known.ref])
    return Line(known.ref, str(KINDS[MeetingKind(known.kind)]), said, None, act=_("Open"), url=url)


def _said(known: Known, today: date, lang: Language) -> tuple[str, ...]:
    """When and where it is held, or who wished for it and what it waits for."""
    if known.starts_at and known.ends_at:
        return tuple(filter(None, (capfirst(say_near(known.starts_at, known.ends_at, today)), known.place)))
    pause = known.clock.running_pause
    waits = str(PAUSE_REASONS[pause.reason]) if pause else ""
    return tuple(filter(None, (say_wished(known.requester, known.clock.requested_at, today, lang), waits)))


def _wished_by(known: Known) -> str:
    if known.by:
        return known.by
    return _("The municipality") if known.requester == RequesterKind.CASEWORKER else _("Your employer")
