"""What the page of a participant shows of the talk itself."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.invitations.access import Seat
from cases.invitations.kinds import talk_of
from cases.invitations.queries.places import Proposed, invitations_of, participants_of
from cases.invitations.rules import PARTIES, Role
from cases.invitations.words import answer_chip, say_near, say_role, say_when
from cases.models import Invitation, Participant
from cases.panels import Panel
from people.nested import made
from people.words import Chip


@dataclass(frozen=True, slots=True)
class Asked:
    """Do you come? `ref` is the invitation that is asked about. `answered` says that what was said counts: it was not
    said before a change. `open` until the talk begins.
    """

    ref: str
    answered: bool
    chip: Chip | None
    reason: str
    open: bool
    voluntary: bool


@dataclass(frozen=True, slots=True)
class Tick:
    pk: int
    words: str
    can: bool


@dataclass(frozen=True, slots=True)
class Times:
    ticks: tuple[Tick, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """When and where; `in_calendar` that there is an entry for one's calendar, until the talk is over."""

    when: str
    place: str
    video_link: str
    in_calendar: bool


@dataclass(frozen=True, slots=True)
class Comer:
    """One who takes part. Of others than the parties only as what they come."""

    name: str
    role: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class Comers:
    rows: tuple[Comer, ...]
    over: bool


@dataclass(frozen=True, slots=True)
class Company:
    """Whom the employee brings, if anybody; `open` until the talk begins."""

    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the talk is called, and when it is."""

    over: str
    title: str


def head_of(seat: Seat) -> Head:
    talk = seat.conversation
    if talk.starts_at is None or talk.ends_at is None:
        return Head(str(talk_of(talk.kind).name), _("A time is being found"))
    return Head(str(talk_of(talk.kind).name), capfirst(say_near(talk.starts_at, talk.ends_at, seat.viewer.today)))


def asked(seat: Seat) -> list[Panel]:
    """What the participant is asked: when they can, and whether they come. One query."""
    if seat.conversation.called_off_at is not None:
        return [Panel("cases/invitations/called_off.html", None, next=True)]
    invitations = invitations_of(seat.participant)
    times = _proposed(seat, next(iter(invitations), None))
    found = [_times(times, seat) if times else None, _answer(seat, invitations)]
    return [panel for panel in found if panel is not None]


def the_talk(seat: Seat) -> list[Panel]:
    """When and where it is, and who comes; afterwards who was there. One query."""
    if seat.conversation.called_off_at is not None:
        return []
    comers = participants_of(seat.conversation)
    return [
        *_facts(seat, next(iter(invitations_of(seat.participant)), None)),
        Panel("cases/invitations/comers.html", _comers(seat, comers)),
        *([_company(seat, comers)] if seat.role is Role.EMPLOYEE else []),
    ]


def _proposed(seat: Seat, latest: Invitation | None) -> list[Proposed]:
    """As `open_times`, of the rows that the door has read."""
    times = made(Proposed, seat.participant.times)
    return [time for time in times if latest is None or time.proposed_at > latest.made_at]


def _times(times: list[Proposed], seat: Seat) -> Panel:
    """Asked until it is answered; then the ticks can be set anew."""
    today = seat.viewer.today
    ticks = [Tick(time.pk, say_when(time.starts_at, time.ends_at, today), bool(time.can)) for time in times]
    answered = all(time.can is not None for time in times)
    return Panel("cases/invitations/times.html", Times(tuple(ticks), answered), next=not answered)


def _answer(seat: Seat, invitations: list[Invitation]) -> Panel | None:
    """Asked until it is answered, and again after a change; once it has begun, what was answered."""
    latest = next(iter(invitations), None)
    said = next((each for each in invitations if each.answer), None)
    if latest is None or (said is None and latest.starts_at <= seat.viewer.now):
        return None
    counts = said is latest
    asked = Asked(
        ref=latest.ref,
        answered=counts,
        chip=answer_chip(said.answer, superseded=not counts) if said else None,
        reason=said.answer_reason if said else "",
        open=seat.viewer.now < latest.starts_at,
        voluntary=seat.role is Role.EMPLOYEE and talk_of(seat.conversation.kind).voluntary,
    )
    return Panel("cases/invitations/asked.html", asked, next=asked.open and not counts)


def _facts(seat: Seat, latest: Invitation | None) -> list[Panel]:
    """What was written to this one, while it is ahead; and when and where it is."""
    talk, text = seat.conversation, seat.participant.text if latest is None else latest.text
    over = _is_over(seat)
    found = [Panel("cases/invitations/text.html", text)] if text and not over else []
    if talk.starts_at is not None and talk.ends_at is not None:
        when = say_when(talk.starts_at, talk.ends_at, seat.viewer.today)
        facts = Facts(when, talk.place, "" if over else talk.video_link, latest is not None and not over)
        found.append(Panel("cases/invitations/facts.html", facts))
    return found


def _is_over(seat: Seat) -> bool:
    ends_at = seat.conversation.ends_at
    return ends_at is not None and ends_at <= seat.viewer.now


def _comers(seat: Seat, comers: list[Participant]) -> Comers:
    """Once it is over, without those of whom it is written that they were not there."""
    over = _is_over(seat)
    return Comers(tuple(_comer(row, seat) for row in comers if not over or row.attended is not False), over)


def _comer(row: Participant, seat: Seat) -> Comer:
    shown = row.role in PARTIES or seat.participant.pk in {row.pk, row.asked_by_id}
    return Comer(row.called if shown else "", say_role(row.role), row.pk == seat.participant.pk)


def _company(seat: Seat, comers: list[Participant]) -> Panel:
    """The offer to bring somebody, or whom they bring."""
    talk = seat.conversation
    brought = next((row.called for row in comers if row.asked_by_id == seat.participant.pk), "")
    is_open = talk.starts_at is None or seat.viewer.now < talk.starts_at
    return Panel("cases/invitations/company.html", Company(brought, is_open))
