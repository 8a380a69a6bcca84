"""The meetings about those whom somebody leads, on their front page."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.models import Invitation
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer
from people.words import Chip, Language, say_date, say_day, say_time
from roundtable.models import Meeting, Preparation
from roundtable.request.queries import known_of, read_along, target_for
from roundtable.rules.meetings import OPEN_STATES, MeetingKind
from roundtable.rules.table import Seat
from roundtable.words import KINDS

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Ahead:
    """An open meeting: when it is, or since when it waits for a time; and the way to the viewer's part in it."""

    when: str
    under: str
    employee: str
    name: str
    what: str
    where: str
    chip: Chip | None
    act: str
    url: str


def meetings_ahead(viewer: Viewer) -> list[Ahead]:
    """The planned ones first, the earliest on top; records whom it shows. Two queries."""
    prepared = Preparation.objects.filter(
        meeting=OuterRef("pk"), seat=Seat.LEADER, placed_at__isnull=False, answered_at__isnull=False
    )
    asked = Invitation.objects.filter(
        participant__conversation=OuterRef("conversation"), participant__user=viewer.user, participant__removed_at=None
    ).order_by("-sequence", "-pk")
    rows = list(
        Meeting.objects.filter(state__in=OPEN_STATES, employee__in=Employee.objects.led_by(viewer))
        .select_related("employee")
        .annotate(**read_along(viewer), is_prepared=Exists(prepared))
        .annotate(said=Subquery(asked.values("answer")[:1]))
        .order_by(F("conversation__starts_at").asc(nulls_last=True), "requested_at", "pk")[:MOST]
    )
    if rows:
        subjects = sorted({row.employee.ref for row in rows})
        audit.record(
            Event.LISTED, by=viewer, capacity=ActingAs.LEADER, subjects=subjects, purpose="home", at=viewer.now
        )
    return [_ahead(row, viewer, page_language()) for row in rows]


def _ahead(row: Meeting, viewer: Viewer, lang: Language) -> Ahead:
    known, today = known_of(row), viewer.today
    act, url = _("Open"), reverse("meeting", args=[row.ref])
    if known.starts_at:
        when = say_day(known.starts_at.astimezone(COPENHAGEN).date(), today, lang)
        under, where, chip = say_time(known.starts_at.astimezone(COPENHAGEN), lang), known.place, None
        if row.has_seat:
            left = _("Answer the invitation") if row.said == "" else "" if row.is_prepared else _("Prepare yourself")
            act, url = left or act, reverse("own_seat", args=[known.talk])
    else:
        when, under = _("Wished for"), say_date(known.clock.requested_at.astimezone(COPENHAGEN).date(), today, lang)
        where, chip = _("A consultant finds a time."), known.chip(target_for(row), viewer.now, lang)
    return Ahead(
        when=when,
        under=under,
        employee=row.employee.ref,
        name=row.employee.name,
        what=str(KINDS[MeetingKind(known.kind)]),
        where=where,
        chip=chip,
        act=act,
        url=url,
    )
