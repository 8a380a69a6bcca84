"""Closing a meeting on the wall."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import viewer_of
from people.rules import RuleViolation
from roundtable.access import open_table
from roundtable.closing import flows
from roundtable.closing.queries import closing_of
from roundtable.closing.wall import form_of, show_close
from roundtable.closing.words import refusal
from roundtable.request.queries import target_for
from roundtable.rules.table import TablePart
from roundtable.table.wall import show_wall
from roundtable.table.writing import SAVED, save_written


@require_POST
def prepare(request: HttpRequest, ref: str) -> HttpResponse:
    """Who came, who gets the minutes, and the next meeting; saved as it is ticked."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = form_of(closing_of(meeting), viewer, target_for(meeting).calendar, request.POST)

    def save() -> None:
        flows.prepare_closing(
            meeting=meeting,
            attended=form.attended,
            get_minutes=form.get_minutes,
            next_at=form.next_at,
            opened=form.cleaned_data["opened"],
            by=viewer,
        )

    status = save_written(form, save, meeting, TablePart.CLOSING, viewer)
    if status == SAVED:
        return redirect("meeting_wall", meeting.ref)
    return show_wall(request, viewer, meeting, show_close(viewer, meeting, {}, closing_form=form), status=status)


@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """The meeting has been held: its page shows the minutes, and the wall is gone."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    try:
        flows.hold_meeting(meeting=meeting, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
        return redirect("meeting_wall", meeting.ref)
    messages.success(request, _("The meeting is closed. The minutes are on their way to everybody who gets them."))
    return redirect("meeting", meeting.ref)
