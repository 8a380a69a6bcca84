"""Agreements: written on the wall, ticked off there and by whoever took them on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.invitations.access import Seat, at_seat
from people.access import viewer_of
from people.rules import RuleViolation
from people.viewer import Viewer
from roundtable.access import open_table
from roundtable.agreements import flows
from roundtable.agreements.queries import action_about, action_at
from roundtable.agreements.wall import CHANGED, sent_form
from roundtable.agreements.words import refusal
from roundtable.models import Meeting
from roundtable.plans.wall import show_plan
from roundtable.rules.table import TablePart
from roundtable.table.wall import show_wall
from roundtable.table.writing import SAVED, save_written


@require_POST
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """One line, new or changed."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = sent_form(meeting, viewer, request.POST)

    def save() -> None:
        said = form.cleaned_data
        flows.write_agreement(meeting=meeting, ref=said["ref"], written=form.written, opened=said["opened"], by=viewer)

    status = save_written(form, save, meeting, TablePart.AGREEMENTS, viewer)
    if status == SAVED:
        changed = f"?{CHANGED}={form.cleaned_data['ref']}" if form.standing["what"] else ""
        return redirect(reverse("meeting_wall", args=[meeting.ref]) + changed)
    return show_wall(request, viewer, meeting, show_plan(viewer, meeting, {}, agreement=form), status=status)


@require_POST
def remove(request: HttpRequest, ref: str, action: str) -> HttpResponse:
    """Of this meeting, or of an earlier one that is needed no more."""
    return _done(request, ref, lambda meeting, by: flows.remove_agreement(meeting=meeting, ref=action, by=by))


@require_POST
def keep(request: HttpRequest, ref: str, action: str) -> HttpResponse:
    """What was agreed earlier has been done."""

    def tick(meeting: Meeting, by: Viewer) -> None:
        found = action_about(meeting, action)
        if found is None:
            raise Http404
        flows.keep_agreement(action=found, by=by)

    return _done(request, ref, tick)


@require_POST
@at_seat(purpose="seat_action")
def keep_own(request: HttpRequest, seat: Seat, ref: str) -> HttpResponse:
    """Whoever took it on says that it is done, by their own link."""
    found = action_at(seat.participant, ref)
    if found is None:
        raise Http404
    try:
        flows.keep_agreement(action=found, by=seat.viewer, participant=seat.participant)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("Noted: you have done it."))
    return redirect("seat", seat.token)


def _done(request: HttpRequest, ref: str, do: Callable[[Meeting, Viewer], None]) -> HttpResponse:
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    try:
        do(meeting, viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    return redirect("meeting_wall", meeting.ref)
