"""What the pages of one Fast track show, in words. No database."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.models import Employee
from people.words import Chip, Language, say_date, say_full_date
from retention.fasttrack.queries import say_state, say_window, window_chip
from retention.fasttrack.words import INITIATORS, KINDS, MISSED_REASONS, TOLD_HOW, WAITS_FOR
from retention.models import Contact, FastTrack
from retention.rules.fasttrack import (
    MAY_ANSWER,
    UNSENT,
    FastTrackKind,
    FastTrackState,
    Initiator,
    MissedReason,
    Window,
)
from retention.rules.ladder import ToldHow


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the page: what it is, and what is known."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One Fast track: where it stands, its window, what may be done, and what is known."""

    ref: str
    state: str
    waits_for: str
    window: str
    chip: Chip | None
    may_inform: bool
    may_answer: bool
    waits_for_answer: bool
    may_send: bool
    may_conclude: bool
    may_change: bool
    may_withdraw: bool
    may_explain: bool
    facts: tuple[Fact, ...]


def page_of(row: FastTrack, window: Window | None, today: date, lang: Language) -> Page:
    state = FastTrackState(row.state)
    unsent = state in UNSENT or state is FastTrackState.MISSED
    return Page(
        ref=row.ref,
        state=say_state(row, today, lang),
        waits_for=str(WAITS_FOR.get(state, "")),
        window=say_window(window, today, lang) if window and unsent else "",
        chip=window_chip(window, today, lang) if window and state in UNSENT else None,
        may_inform=state is FastTrackState.DRAFTED,
        may_answer=state in MAY_ANSWER,
        waits_for_answer=state is FastTrackState.INFORMED,
        may_send=state in {FastTrackState.INFORMED, FastTrackState.ACCEPTED}
        or (state is FastTrackState.MISSED and row.informed_on is not None),
        may_conclude=state is FastTrackState.SENT,
        may_change=state in UNSENT,
        may_withdraw=state in UNSENT,
        may_explain=state is FastTrackState.MISSED and not row.missed_reason,
        facts=tuple(_facts(row, window if state in UNSENT else None, today, lang)),
    )


def _facts(row: FastTrack, window: Window | None, today: date, lang: Language) -> list[Fact]:
    kind = FastTrackKind(row.kind)
    said = [] if kind is FastTrackKind.ORDINARY else [Fact(_("Kind"), str(KINDS[kind]))]
    if window:
        said.append(Fact(_("The window closes"), say_full_date(window.last, today, lang)))
    said += [
        Fact(_("Asked for by"), str(INITIATORS[Initiator(row.initiator)])),
        Fact(_("Begun"), say_date(row.started_on, today, lang)),
    ]
    if row.informed_on:
        said.append(Fact(_("Employee informed"), _day_and_how(row.informed_on, row.informed_how, today, lang)))
    if row.answered_on:
        # Whoever says no has the last word: the state is theirs.
        said_no = row.state == FastTrackState.DECLINED
        how = f"{_('No thanks') if said_no else _('Yes')}, "
        how += _day_and_how(row.answered_on, row.answered_how, today, lang)
        words = _("noted by %(name)s") % {"name": row.answered_by} if row.answered_how and row.answered_by else ""
        said.append(Fact(_("Answer"), ", ".join(filter(None, (how, words)))))
    if row.sent_on:
        said.append(Fact(_("Sent in NemRefusion"), say_full_date(row.sent_on, today, lang)))
    if row.missed_reason:
        said.append(Fact(_("Why the window was missed"), str(MISSED_REASONS[MissedReason(row.missed_reason)])))
    said += [fact for fact in questions_of(row) if fact.text]
    return said


def questions_of(row: FastTrack) -> list[Fact]:
    """The three questions of the form, with their answers."""
    return [
        Fact(_("Which tasks are affected?"), row.functions),
        Fact(_("How long, as far as you both can see?"), row.duration),
        Fact(_("Has the work been adapted?"), row.adapted),
    ]


def _day_and_how(day: date, how: str, today: date, lang: Language) -> str:
    words = str(TOLD_HOW[ToldHow(how)]).lower() if how else _("on their own page")
    return f"{say_date(day, today, lang)}, {words}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of NemRefusion: where it stands, and what to type."""

    where: str
    what: str
    hint: str = ""


def fields_of(
    row: FastTrack, employee: Employee, window: Window | None, today: date, lang: Language, *, weeks: int
) -> list[Field]:
    """What to type, field by field. No CPR number: it is not here."""
    yes, no = _("Yes"), _("No")
    first = say_date(window.first, today, lang) if window else ""
    begun = [] if window is None else [Field(_("First day of absence"), window.first.strftime("%d-%m-%Y"), first)]
    words = [
        Field(fact.label, fact.text or _("May be left empty"), _("Optional: the answers are yours to give or not"))
        for fact in questions_of(row)
    ]
    return [
        Field(_("CPR number"), _("The CPR number stands in payroll's system"), _("It is never kept here")),
        Field(_("Name"), employee.name, _("Comes by itself, check it")),
        Field(_("Position"), employee.title or "", ""),
        Field(_("Production unit"), employee.unit_name or "", _("Choose the workplace's own number")),
        *begun,
        Field(_("Early effort (Fast track)"), yes, _("Put the tick, or the request is not sent")),
        Field(_("Expected to last more than %(weeks)s weeks") % {"weeks": weeks}, yes if row.expected_long else no),
        *words,
        Field(
            _("The employee has been told"),
            say_date(row.informed_on, today, lang) if row.informed_on else no,
            _("The employee may decline to the municipality at any time"),
        ),
        Field(_("Home municipality"), str(row.municipality or _("See the address in payroll's system"))),
    ]


@dataclass(frozen=True, slots=True)
class Route:
    """Where the request goes: the home municipality, and whom to call there."""

    municipality: str
    phone_hours: str
    contacts: tuple[Contact, ...]
