"""The last phase on the wall: what is missing, who came, the next meeting, and the minutes as they will be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cases.minutes.panels import on_screen
from cases.panels import Panel
from people.calendar import COPENHAGEN, Calendar
from people.language import page_language
from people.viewer import Viewer
from people.words import say_date
from roundtable.closing.content import content_of
from roundtable.closing.forms import ClosingForm
from roundtable.closing.next import proposed_next
from roundtable.closing.queries import Closing, behind, closing_of, missing_of
from roundtable.closing.words import Missing, say_missing
from roundtable.models import Meeting
from roundtable.request.queries import target_for

# What the address asks for beside the meeting.
MINUTES: Final = "referat"


@dataclass(frozen=True, slots=True)
class ClosePhase:
    """`minutes` is None unless they have asked to see them; `receivers` are the names of those who get them. `planned`
    says of a meeting that is planned for another day than today which one.
    """

    missing: tuple[Missing, ...]
    form: ClosingForm
    receivers: tuple[str, ...]
    minutes: Panel | None
    planned: str = ""
    script: str = ""


def show_close(
    viewer: Viewer, meeting: Meeting, asked: Mapping[str, str], *, closing_form: ClosingForm | None = None
) -> Panel:
    """A form that was refused comes as it was sent. Three queries, and four for the minutes."""
    closing, calendar = closing_of(meeting), target_for(meeting).calendar
    rows = ClosePhase(
        missing=tuple(say_missing(part, closing.agreements) for part in missing_of(closing, viewer, calendar)),
        form=closing_form or form_of(closing, viewer, calendar),
        receivers=tuple(row.called for row in closing.people if row.gets_minutes),
        minutes=on_screen(content_of(closing, behind(meeting, viewer), viewer)) if MINUTES in asked else None,
        planned=_another_day(meeting, viewer),
    )
    return Panel("roundtable/closing/wall.html", rows)


def _another_day(meeting: Meeting, viewer: Viewer) -> str:
    starts_at = meeting.conversation.starts_at
    day = starts_at.astimezone(COPENHAGEN).date() if starts_at else viewer.today
    return "" if day == viewer.today else say_date(day, viewer.today, page_language())


def form_of(closing: Closing, viewer: Viewer, calendar: Calendar, data: Mapping[str, str] | None = None) -> ClosingForm:
    return ClosingForm(
        data,
        meeting=closing.meeting,
        people=closing.people,
        proposed=proposed_next(closing.meeting, viewer, calendar),
        viewer=viewer,
    )
