"""The wall: the frame in which every phase of a meeting is shown, for a projector.

A phase is a function `(viewer, meeting, asked) -> Panel`; `asked` is what the address asks for beside the meeting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.panels import Panel
from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import say_full_date, say_time
from roundtable.models import Meeting
from roundtable.rules.meetings import MeetingKind
from roundtable.rules.table import Phase
from roundtable.table.pulse import token_for
from roundtable.words import KINDS

ShowPhase = Callable[[Viewer, Meeting, Mapping[str, str]], Panel]

PHASES: Final[dict[Phase, Promise]] = {
    Phase.SINCE: gettext_lazy("Since last time"),
    Phase.PICTURE: gettext_lazy("Shared picture"),
    Phase.PLAN: gettext_lazy("Plan and agreements"),
    Phase.CLOSE: gettext_lazy("Close the meeting"),
}


@dataclass(frozen=True, slots=True)
class PhaseLink:
    """A phase in the row of four. `state`: done, now or next."""

    phase: Phase
    number: int
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Wall:
    """The frame. `saved` is the clock time of the last change, empty before the first."""

    ref: str
    title: str
    day: str
    saved: str
    pulse: str
    version: int
    phases: tuple[PhaseLink, ...]


def wall_of(meeting: Meeting, viewer: Viewer) -> Wall:
    """Without a query: the meeting comes as its door gives it."""
    starts_at, lang = meeting.conversation.starts_at, page_language()
    return Wall(
        ref=meeting.ref,
        title=_("%(meeting)s, %(name)s") % {"meeting": KINDS[MeetingKind(meeting.kind)], "name": meeting.employee.name},
        day=say_full_date(starts_at.astimezone(COPENHAGEN).date(), viewer.today, lang) if starts_at else "",
        saved=say_saved(meeting),
        pulse=token_for(meeting.pk),
        version=meeting.version,
        phases=tuple(_phases(Phase(meeting.phase))),
    )


def say_saved(meeting: Meeting) -> str:
    moments = [datetime.fromisoformat(each["at"]) for each in meeting.touched.values()]
    return say_time(max(moments).astimezone(COPENHAGEN), page_language()) if moments else ""


def _phases(shown: Phase) -> list[PhaseLink]:
    order = list(Phase)
    now = order.index(shown)
    states = ["done" if place < now else "now" if place == now else "next" for place in range(len(order))]
    return [
        PhaseLink(phase, place + 1, str(PHASES[phase]), state)
        for place, (phase, state) in enumerate(zip(order, states, strict=True))
    ]


def show_wall(
    request: HttpRequest, viewer: Viewer, meeting: Meeting, panel: Panel, *, status: int = 200
) -> HttpResponse:
    """The wall with what its phase shows; nothing of the meeting where the screen is hidden."""
    hidden = "skjult" in request.GET
    context = {"wall": wall_of(meeting, viewer), "panel": None if hidden else panel, "hidden": hidden, "wide": True}
    return render(request, "roundtable/table/wall.html", context, status=status)
