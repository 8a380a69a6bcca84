"""What a meeting's page shows, in words. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.invitations.words import say_near
from cases.matter.timeline import About, Entry, TimelineLine, lines_of
from people.calendar import COPENHAGEN
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, say_date, say_duration, say_moment
from retention.fasttrack.words import TOLD_HOW
from retention.rules.ladder import ToldHow
from roundtable.kinds import HELP
from roundtable.models import Meeting
from roundtable.request.history import entries_of
from roundtable.request.queries import Known, known_of, target_for
from roundtable.rules import clock
from roundtable.rules.clock import Measure, Target
from roundtable.rules.meetings import MeetingKind, MeetingState, RequesterKind, RequestReason
from roundtable.rules.rights import MAY_RUN
from roundtable.words import CANNOT_COME, KINDS, PAUSE_REASONS, REASONS, REQUESTERS, STATES, say_end


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the page: what it is, and what is known."""

    label: str
    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An act, and where it is done; `post` where the press itself does it, with what it carries."""

    words: str
    url: str
    post: bool = False
    carries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done, and the acts for it: the first of them is the step, the others stand beside."""

    what: str
    why: str
    chip: Chip | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One meeting before and beside what happens at its table."""

    ref: str
    is_open: bool
    was_held: bool
    kind: str
    chips: tuple[Chip, ...]
    when: str
    where: str
    video_link: str
    next: Next | None
    others: tuple[Button, ...]
    facts: tuple[Fact, ...]
    note: str
    history: tuple[TimelineLine, ...]


def page_of(meeting: Meeting, viewer: Viewer, lang: Language, *, name: str, asked: bool) -> Page:
    """Of a meeting that a door has opened. `name` is the employee's first name; `asked` says that everybody has been
    asked when they can.
    """
    known, target, talk = known_of(meeting), target_for(meeting), meeting.conversation
    runs = meeting.employee.seen_as in MAY_RUN
    ticking = known.chip(target, viewer.now, lang)
    found = {"has_seat": meeting.has_seat, "cannot_come": meeting.cannot_come, "asked": asked}
    step = _next(known, viewer, name, ticking, runs=runs, **found)
    return Page(
        ref=meeting.ref,
        is_open=known.is_open,
        was_held=known.state is MeetingState.HELD,
        kind=str(KINDS[MeetingKind(meeting.kind)]),
        chips=tuple(_chips(known, None if step and step.chip else ticking)),
        when=_when(known, viewer, lang),
        where=talk.place,
        video_link=talk.video_link,
        next=step,
        others=tuple(_others(meeting, known, viewer, runs=runs)),
        facts=tuple(_facts(meeting, known, target, viewer, lang)),
        note=meeting.note if runs or meeting.requester != RequesterKind.EMPLOYEE else "",
        history=tuple(_history(meeting, known, target, viewer, lang)),
    )


def _chips(known: Known, ticking: Chip | None) -> Iterable[Chip]:
    stopped = known.clock.stopped_at is not None
    yield chip(Tone.FACT, say_end(known.state, known.end_reason) if stopped else str(STATES[known.state]))
    if ticking:
        yield ticking


def _when(known: Known, viewer: Viewer, lang: Language) -> str:
    if known.starts_at is None or known.ends_at is None:
        return ""
    return capfirst(say_near(known.starts_at, known.ends_at, viewer.today))


def _next(
    known: Known,
    viewer: Viewer,
    name: str,
    ticking: Chip | None,
    *,
    runs: bool,
    has_seat: bool,
    cannot_come: bool,
    asked: bool,
) -> Next | None:
    """The one step of whoever runs it; of who only reads of it, to prepare at their own place."""
    if not known.is_open:
        return None
    if not runs:
        place = Button(_("Go to your place"), reverse("own_seat", args=[known.talk]))
        why = _("Answer whether you come, and prepare yourself.")
        if asked:
            why = _("Answer when you can, and prepare yourself.")
        return Next(_("Prepare the meeting"), why, ticking, (place,)) if has_seat else None
    if known.state is MeetingState.REQUESTED:
        paused = known.clock.running_pause
        why = _("Find a time with everybody, and invite them. %(name)s may say no.") % {"name": name}
        if asked:
            why = _("Everybody has been asked when they can. The answers stand below.")
        if paused:
            why = _("The clock stands still: %(reason)s.") % {"reason": _low(str(PAUSE_REASONS[paused.reason]))}
        buttons = [Button(_("Plan the meeting"), _url("meeting_plan", known))]
        if paused:
            buttons.append(Button(_("Let the clock run on"), _url("meeting_resume", known), post=True))
        elif known.has_clock:
            buttons.append(Button(_("Pause the clock"), _url("meeting_pause", known)))
        return Next(_("Plan the meeting"), why, ticking, tuple(buttons))
    due = known.starts_at is not None and known.starts_at <= viewer.now
    table = Button(_("Open the table"), _url("meeting_wall", known))
    move = Button(_("Move it or change it"), _url("meeting_plan", known))
    if cannot_come and not due:
        why = _("See below who it is, and find another time. Plan it anew as it is if it is held all the same.")
        return Next(str(CANNOT_COME), why, None, (move, table))
    why = _("The table is a screen that all of you look at: where %(name)s stands, the plan, and who does what.")
    what = _("Hold the meeting") if due else _("Everybody is invited")
    unheld = (Button(_("It was not held"), _url("meeting_unheld", known)),) if due else ()
    return Next(what, why % {"name": name}, None, (table, move, *unheld))


def _others(meeting: Meeting, known: Known, viewer: Viewer, *, runs: bool) -> Iterable[Button]:
    if not known.is_open:
        return
    if runs and meeting.has_seat:
        yield Button(_("Your own place at the meeting"), reverse("own_seat", args=[known.talk]))
    words = _("Note the employee's answer") if not known.answer else _("The employee has changed their mind")
    yield Button(words, _url("meeting_answer", known))
    if not runs:
        return
    yield Button(_("Call the meeting off"), _url("meeting_cancel", known))
    about = (("row", meeting.employee.ref), ("next", _url("meeting", known)))
    if CapacityKind.CONSULTANT in viewer.capacities and not meeting.having:
        yield Button(_("Take the matter"), reverse("give_referral"), True, (*about, ("to", "me")))
    yield Button(_("Give to a colleague"), reverse("give_referral"), True, (*about, ("to", "ask")))


def _facts(meeting: Meeting, known: Known, target: Target, viewer: Viewer, lang: Language) -> Iterable[Fact]:
    today = viewer.today
    wished = ", ".join(filter(None, (str(REQUESTERS[RequesterKind(known.requester)]), known.by)))
    yield Fact(_("Wished for by"), wished, capfirst(say_moment(known.clock.requested_at, today, lang)))
    yield Fact(_("Why"), str(REASONS[RequestReason(known.reason)]))
    # Once everybody is called, what counts is the answer to that.
    if known.answer or known.state is MeetingState.REQUESTED:
        yield Fact(_("The employee's answer"), _answer(known, viewer, lang))
    names = ", ".join(each["name"] for each in meeting.having)
    if names or known.is_open:
        yield Fact(_("Consultant"), names or _("Nobody yet"))
    if known.has_clock and (known.clock.planned_at or known.state is MeetingState.REQUESTED):
        yield _time_fact(known, target, viewer.now, lang, today_of=viewer)
    if known.has_clock and known.clock.held_at:
        yield _held_fact(known, target, viewer.now, lang)
    if known.clock.stopped_at:
        ended = capfirst(say_moment(known.clock.stopped_at, today, lang))
        yield Fact(_("Ended"), say_end(known.state, known.end_reason), ended)


def _answer(known: Known, viewer: Viewer, lang: Language) -> str:
    if not known.answer or known.answered_on is None:
        return _("Not answered yet. It is voluntary.")
    how = str(TOLD_HOW[ToldHow(known.answered_how)]).lower() if known.answered_how else _("on their own page")
    if known.requester == RequesterKind.EMPLOYEE and known.answer == "yes" and not known.answered_how:
        how = _("by wishing for it")
    words = _("Yes") if known.answer == "yes" else _("No thanks")
    return f"{words}, {say_date(known.answered_on, viewer.today, lang)}, {how}"


def _time_fact(known: Known, target: Target, now: datetime, lang: Language, *, today_of: Viewer) -> Fact:
    """`Planlagt efter 21 timer`, or what has been used so far and by when it is to be planned."""
    hours = say_duration(clock.net(known.clock, target, now), lang)
    whole = say_duration(clock.gross(known.clock, target, now), lang)
    label = _("From wish to planned")
    if known.clock.planned_at:
        words = _("Planned after %(hours)s") % {"hours": hours}
    else:
        due = say_moment(clock.due_at(known.clock, target, now), today_of.today, lang)
        words = capfirst(_("%(hours)s used. To be planned by %(due)s") % {"hours": hours, "due": due})
    return Fact(label, words, _with_pauses(known, whole))


def _held_fact(known: Known, target: Target, now: datetime, lang: Language) -> Fact:
    hours = say_duration(clock.net(known.clock, target, now, Measure.HELD), lang)
    whole = say_duration(clock.gross(known.clock, target, now, Measure.HELD), lang)
    return Fact(_("From wish to held"), _("Held after %(hours)s") % {"hours": hours}, _with_pauses(known, whole))


def _with_pauses(known: Known, whole: str) -> str:
    return (
        _("%(hours)s with the pauses") % {"hours": whole}
        if known.clock.pauses
        else _("Without pauses, on working days")
    )


def _history(meeting: Meeting, known: Known, target: Target, viewer: Viewer, lang: Language) -> Iterable[TimelineLine]:
    entries = [*entries_of(known, target, viewer.now, lang), *_calls(meeting)]
    return lines_of(sorted(entries, key=lambda entry: entry.order, reverse=True), viewer.today, lang)


def _calls(meeting: Meeting) -> Iterable[Entry]:
    """Who was told when the clock had run far."""
    for call in meeting.calls:
        at = datetime.fromisoformat(call["at"]).astimezone(COPENHAGEN)
        helps = call["kind"] == HELP
        whole = _("The team") if helps else _("HR")
        words = _("Asked to help: %(name)s") if helps else _("Told that the time is up: %(name)s")
        yield Entry(About.CASE, at.date(), "notifications", words % {"name": call["who"] or whole}, at=at)


def _url(name: str, known: Known) -> str:
    return reverse(name, args=[known.ref])


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
