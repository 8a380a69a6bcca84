"""The reads of wishes from outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from audit import flows as audit
from audit.rules import Event
from cases.notices.rules import News, NoticeKind
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Capacity, Employee
from people.rules import ActingAs, CapacityKind
from people.viewer import Viewer
from people.words import Chip, say_moment
from roundtable.clocks import last_day_of, target
from roundtable.models import OutsideRequest
from roundtable.request.queries import watchers
from roundtable.rules import clock
from roundtable.rules.clock import Clock, Level, Target
from roundtable.rules.meetings import RequesterKind, RequestReason
from roundtable.rules.watching import Named, told_at, watcher_of
from roundtable.words import REASONS, REQUESTERS

if TYPE_CHECKING:
    from django.db.models import QuerySet

PER_PAGE = 25
CALLS: Final = {Level.COLLEAGUE: NoticeKind.OUTSIDE_HELP, Level.LEAD: NoticeKind.OUTSIDE_LATE}
WHOLE_NAME: Final = Concat("first_name", Value(" "), "last_name")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish from outside, in words."""

    ref: str
    about: str
    workplace: str
    kind: str
    organisation: str
    name: str
    email: str
    phone: str
    reason: str
    when: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who works here and is called exactly as was written."""

    ref: str
    name: str
    under: str


def wishes_for(viewer: Viewer) -> "QuerySet[OutsideRequest]":
    """Those that are confirmed, but for what is about somebody called as the viewer is: one's own matter nobody
    handles.
    """
    called = Employee.objects.own_of(viewer).annotate(whole=WHOLE_NAME).filter(whole__iexact=OuterRef("about_name"))
    return OutsideRequest.objects.filter(~Exists(called), confirmed_at__isnull=False)


def waiting_for(viewer: Viewer) -> "QuerySet[OutsideRequest]":
    """Those of them that are not settled, the oldest first."""
    return wishes_for(viewer).filter(settled_at=None).order_by("confirmed_at", "pk")


def is_about(row: OutsideRequest, viewer: Viewer) -> bool:
    """Whether a wish is about somebody called as the viewer is."""
    called = Employee.objects.own_of(viewer).annotate(whole=WHOLE_NAME)
    return bool(called.filter(whole__iexact=row.about_name).exists())


def waiting_wishes(viewer: Viewer, number: str) -> tuple["Page[OutsideRequest]", list[Wish]]:
    """Those that are confirmed and not settled, the oldest first."""
    page = Paginator(waiting_for(viewer), PER_PAGE).get_page(number)
    about = target()
    return page, [wish_of(row, about, viewer) for row in page]


def wish_of(row: OutsideRequest, about: Target, viewer: Viewer) -> Wish:
    """Its clock runs since it was confirmed."""
    lang, chip = page_language(), None
    if row.confirmed_at is not None and row.settled_at is None:
        chip = clock.chip_of(Clock(row.confirmed_at), about, viewer.now, lang)
    return Wish(
        ref=row.ref,
        about=row.about_name,
        workplace=row.about_workplace,
        kind=str(REQUESTERS[RequesterKind(row.kind)]),
        organisation=row.organisation,
        name=row.name,
        email=row.email,
        phone=row.phone,
        reason=str(REASONS[RequestReason(row.reason)]),
        when=say_moment(row.confirmed_at or row.made_at, viewer.today, lang),
        chip=chip,
    )


def candidates_for(row: OutsideRequest, viewer: Viewer) -> list[Candidate]:
    """Those who work here and are called exactly so, never the viewer; records whom it shows."""
    found = (
        Employee.objects.annotate(whole=WHOLE_NAME)
        .filter(whole__iexact=row.about_name, is_outside=False)
        .employed_on(viewer.today)
        .exclude(user=viewer.user)
        .with_place(viewer.today)
        .order_by("number")
    )
    people = [Candidate(each.ref, each.name, ", ".join(filter(None, (each.title, each.unit_name)))) for each in found]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=ActingAs.CONSULTANT,
        subjects=[each.ref for each in people],
        purpose="outside",
        at=viewer.now,
    )
    return people


def candidate(ref: str, viewer: Viewer) -> Employee | None:
    """One who works here, by their reference; that they are called so is for the flow to know."""
    found = Employee.objects.employed_on(viewer.today).filter(ref=ref, is_outside=False).exclude(user=viewer.user)
    employee: Employee | None = found.first()
    return employee


def news_of_wishes(viewer: Viewer) -> list[News]:
    """For `NEWS`: every consultant is told of what waits. The clock runs since it was confirmed, and calls for help as
    that of a meeting does: at three quarters and at the end, whoever is named for all, or the whole team.
    """
    waiting = OutsideRequest.objects.filter(confirmed_at__isnull=False, settled_at=None).order_by("confirmed_at", "pk")
    rows = {ref: Clock(at) for ref, at in waiting.values_list("ref", "confirmed_at") if at}
    if not rows:
        return []
    held = Capacity.objects.filter(kind=CapacityKind.CONSULTANT).held(viewer.today)
    team = frozenset(held.values_list("user_id", flat=True))
    about, named = target(), watchers()
    return [news for ref, ticking in rows.items() for news in _news_of(ref, ticking, about, named, team, viewer)]


def _news_of(
    ref: str, ticking: Clock, about: Target, named: Named, team: frozenset[int], viewer: Viewer
) -> Iterator[News]:
    """HR has no part in what comes from outside, also who is named to be told: then the team is."""
    yield News(NoticeKind.OUTSIDE, ref, ticking.requested_at.astimezone(COPENHAGEN).date(), team)
    for level in told_at(clock.level(ticking, about, viewer.now)):
        who = watcher_of(level, named, consultants=(), person=None)
        since = last_day_of(clock.reached_at(ticking, about, level, viewer.now))
        yield News(CALLS[level], ref, since, team if who is None else team & {who} or team)
