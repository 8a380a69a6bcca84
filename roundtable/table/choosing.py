"""Choosing a step for a side, on the shared screen or on one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.panels import Panel
from people.language import page_language
from people.viewer import Viewer
from retention.ladder.forms import StepForm
from retention.ladder.queries import steps_on
from roundtable.models import Meeting
from roundtable.rules.table import Seat


@dataclass(frozen=True, slots=True)
class Choice:
    """A side that chooses on the shared screen."""

    seat: Seat
    form: StepForm
    script: str = ""


def choice_form(
    meeting: Meeting, viewer: Viewer, seat: Seat, data: Mapping[str, str] | None = None, *, chosen: int | None = None
) -> StepForm:
    """`chosen` is what was chosen before, on one's own screen. One query."""
    name = person_of(meeting.employee).first_name
    own = seat is Seat.EMPLOYEE
    legend = _("Where are you just now?") if own else _("Where is %(name)s just now?") % {"name": name}
    initial = {"step": chosen} if chosen else None
    return StepForm(data, steps=steps_on(viewer.today), lang=page_language(), legend=legend, initial=initial)


def show_choice(seat: Seat, form: StepForm) -> Panel:
    return Panel("roundtable/table/choose.html", Choice(seat, form))
