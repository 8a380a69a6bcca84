"""The list of meetings. Its number of queries does not hang on how many there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.invitations.words import say_near
from cases.models import FollowUp
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Assignment
from people.nested import name_of
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, say_date
from roundtable.clocks import target
from roundtable.kinds import PLAN
from roundtable.models import Meeting
from roundtable.outside.queries import waiting_for
from roundtable.request.queries import Known, cannot_come, known_columns, known_from
from roundtable.rules.clock import Target
from roundtable.rules.meetings import MeetingKind, MeetingState, RequestReason
from roundtable.words import CANNOT_COME, KINDS, PAUSE_REASONS, REASONS, say_end, say_wished

PER_PAGE: Final = 25
LATELY: Final = timedelta(days=90)


class Tab(StrEnum):
    """What the list shows, and its word in the address."""

    TO_PLAN = "planlaegges"
    COMING = "kommende"
    LATELY = "seneste"
    OUTSIDE = "udefra"


def tab_words() -> dict[Tab, str]:
    return {
        Tab.TO_PLAN: _("To be planned"),
        Tab.COMING: _("To come"),
        Tab.LATELY: _("The last three months"),
        Tab.OUTSIDE: _("From outside"),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of the list. `consultant` has the matter, or called the meeting where nobody has it any more."""

    ref: str
    employee: str
    name: str
    unit: str
    what: str
    under: str
    chip: Chip | None
    when: str
    when_under: str
    alert: Chip | None
    consultant: str


def listed(viewer: Viewer, tab: Tab, number: str, *, count: int) -> tuple["Page[dict[str, Any]]", list[Line]]:
    """One page of those of whom the viewer handles the matter; records whom it shows. One query, and the calendar's."""
    page = Paginator(_rows(viewer, tab), PER_PAGE)
    page.count = count  # known already
    shown, lang = page.get_page(number), page_language()
    about = target() if shown.object_list else None
    lines = [_line(row, about, viewer, lang) for row in shown] if about else []
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=[line.employee for line in lines],
        purpose="meetings",
        at=viewer.now,
    )
    return shown, lines


def _of_tab(tab: Tab, now: datetime) -> Q:
    match tab:
        case Tab.TO_PLAN:
            return Q(state=MeetingState.REQUESTED)
        case Tab.COMING:
            return Q(state__in=[MeetingState.PLANNED, MeetingState.REPLANNED])
        case _:
            return Q(held_at__gte=now - LATELY) | Q(ended_at__gte=now - LATELY)


def counts_of(viewer: Viewer) -> dict[Tab, int]:
    """How many stand under each; from outside for consultants only."""
    tabs = (Tab.TO_PLAN, Tab.COMING, Tab.LATELY)
    asked = {tab.name.lower(): Count("pk", filter=_of_tab(tab, viewer.now)) for tab in tabs}
    found = Meeting.objects.visible_to(viewer).aggregate(**asked)
    counts = {tab: found[tab.name.lower()] for tab in tabs}
    if CapacityKind.CONSULTANT in viewer.capacities:
        counts[Tab.OUTSIDE] = waiting_for(viewer).count()
    return counts


def _rows(viewer: Viewer, tab: Tab) -> "QuerySet[Any, dict[str, Any]]":
    employments = "employee__employments"
    running = Q(**{f"{employments}__last_day__isnull": True}) | Q(**{f"{employments}__last_day__gte": viewer.today})
    begun = Q(**{f"{employments}__first_day__lte": viewer.today})
    due = FollowUp.objects.open().filter(employee=OuterRef("employee"), key=Concat(Value(f"{PLAN}:"), OuterRef("ref")))
    having = Assignment.objects.running(viewer.today).filter(employee=OuterRef("employee"), consultant__isnull=False)
    order = {
        Tab.TO_PLAN: F("due_at").asc(nulls_last=True),
        Tab.COMING: F("conversation__starts_at").asc(),
        Tab.LATELY: Coalesce("held_at", "ended_at").desc(),
    }
    return (
        Meeting.objects.visible_to(viewer)
        .filter(_of_tab(tab, viewer.now))
        .annotate(here=FilteredRelation(employments, condition=begun & running), due_at=Subquery(due.values("due_at")))
        .order_by(order.get(tab, F("pk").asc()), "requested_at", "pk")
        .values(
            "employee__ref",
            "employee__first_name",
            "employee__last_name",
            "employee__is_outside",
            "here__unit_id",
            known=known_columns(),
            host=name_of("conversation__host"),
            cannot_come=cannot_come(),
            having=ArraySubquery(having.order_by("pk").values_list(name_of("consultant"))),
        )
    )


def _line(row: dict[str, Any], about: Target, viewer: Viewer, lang: Language) -> Line:
    known = known_from(row["known"])
    when, under = _when(known, viewer, lang)
    return Line(
        ref=known.ref,
        employee=row["employee__ref"],
        name=f"{row['employee__first_name']} {row['employee__last_name']}".strip(),
        unit=_place(row, viewer),
        what=str(KINDS[MeetingKind(known.kind)]),
        under=_under(known, viewer, lang),
        chip=_chip(known, about, viewer, lang),
        when=when,
        when_under=under,
        alert=chip(Tone.NEAR, str(CANNOT_COME)) if row["cannot_come"] else None,
        consultant=", ".join(row["having"]) or row["host"],
    )


def _under(known: Known, viewer: Viewer, lang: Language) -> str:
    pause = known.clock.running_pause
    if pause:
        return str(PAUSE_REASONS[pause.reason])
    if known.reason == RequestReason.FOLLOW_UP:
        return str(REASONS[RequestReason.FOLLOW_UP])
    return say_wished(known.requester, known.clock.requested_at, viewer.today, lang)


def _chip(known: Known, about: Target, viewer: Viewer, lang: Language) -> Chip | None:
    if known.clock.stopped_at:
        return None
    return known.chip(about, viewer.now, lang)


def _when(known: Known, viewer: Viewer, lang: Language) -> tuple[str, str]:
    """When it is or was, and where; of one that came to nothing, why."""
    if known.clock.stopped_at:
        day = known.clock.stopped_at.astimezone(COPENHAGEN).date()
        return capfirst(say_date(day, viewer.today, lang)), say_end(known.state, known.end_reason)
    if known.starts_at and known.ends_at:
        return capfirst(say_near(known.starts_at, known.ends_at, viewer.today)), known.place
    return "", ""


def _place(row: dict[str, Any], viewer: Viewer) -> str:
    if row["employee__is_outside"]:
        return _("Another employer")
    unit = row["here__unit_id"]
    return viewer.organisation.unit_names[unit] if unit is not None else _("Not employed today")
