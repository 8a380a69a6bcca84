"""The wall and the pulse."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import viewer_of
from people.forms import number_in, posted
from people.rules import RuleViolation
from people.viewer import Viewer
from roundtable.access import open_table
from roundtable.models import Meeting
from roundtable.rules.table import Phase, Seat, TablePart, is_at_table
from roundtable.table import flows
from roundtable.table.choosing import choice_form, show_choice
from roundtable.table.phases import show_phase
from roundtable.table.picture import focus_form, show_picture, wording_form
from roundtable.table.pulse import read_token
from roundtable.table.queries import version_at
from roundtable.table.wall import show_wall
from roundtable.table.words import say_refusal
from roundtable.table.writing import SAVED, save_written

E = TypeVar("E", bound=StrEnum)


@require_safe
def wall(request: HttpRequest, ref: str) -> HttpResponse:
    """The meeting on the shared screen; before it is planned and after it is closed it has only its own page."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    if not is_at_table(meeting.state):
        return redirect("meeting", meeting.ref)
    return show_wall(request, viewer, meeting, show_phase(viewer, meeting, request.GET.dict()))


@require_POST
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    return _done(request, ref, lambda meeting, viewer: flows.begin_table(meeting=meeting, by=viewer))


@require_POST
def choose_phase(request: HttpRequest, ref: str) -> HttpResponse:
    phase = _one_of(Phase, request.POST.get("phase"))
    return _done(request, ref, lambda meeting, viewer: flows.choose_phase(meeting=meeting, phase=phase, by=viewer))


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, ref: str, seat: str) -> HttpResponse:
    """One side chooses on the shared screen, while the others look away. Nothing is said there of what it chose."""
    viewer, side = viewer_of(request), _one_of(Seat, seat)
    meeting = open_table(viewer, ref)
    if not is_at_table(meeting.state):
        return redirect("meeting", meeting.ref)
    form = choice_form(meeting, viewer, side, posted(request))
    if form.is_valid():
        number = form.cleaned_data["step"].number
        return _done(request, ref, lambda m, by: flows.place_at_table(meeting=m, seat=side, number=number, by=by))
    return show_wall(request, viewer, meeting, show_choice(side, form))


@require_POST
def reveal(request: HttpRequest, ref: str) -> HttpResponse:
    return _done(request, ref, lambda meeting, viewer: flows.reveal(meeting=meeting, by=viewer))


@require_POST
def skip(request: HttpRequest, ref: str) -> HttpResponse:
    skips = request.POST.get("skip") != "no"
    return _done(request, ref, lambda meeting, viewer: flows.skip_picture(meeting=meeting, skip=skips, by=viewer))


@require_POST
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    number = number_in(request.POST.get("step", "")) or 0
    return _done(request, ref, lambda meeting, viewer: flows.agree_on_step(meeting=meeting, number=number, by=viewer))


@require_POST
def disagree(request: HttpRequest, ref: str) -> HttpResponse:
    return _done(request, ref, lambda meeting, viewer: flows.disagree(meeting=meeting, by=viewer))


@require_POST
def write_wording(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = wording_form(meeting, request.POST)

    def save() -> None:
        flows.write_wording(meeting=meeting, wording=form.cleaned_data["wording"], by=viewer, **form.carried)

    status = save_written(form, save, meeting, TablePart.WORDING, viewer)
    if status == SAVED:
        return redirect("meeting_wall", meeting.ref)
    return show_wall(request, viewer, meeting, show_picture(viewer, meeting, {}, wording=form), status=status)


@require_POST
def write_focus(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = focus_form(meeting, request.POST)

    def save() -> None:
        flows.write_focus(meeting=meeting, focus=form.focus, by=viewer, **form.carried)

    status = save_written(form, save, meeting, TablePart.FOCUS, viewer)
    if status == SAVED:
        return redirect("meeting_wall", meeting.ref)
    return show_wall(request, viewer, meeting, show_picture(viewer, meeting, {}, focus=form), status=status)


@require_safe
@login_not_required
@never_cache
def pulse(request: HttpRequest, token: str) -> HttpResponse:
    """204 where nothing has changed since the version that the screen shows, else the version. One query."""
    asked = read_token(token)
    version = version_at(*asked) if asked else None
    if version is None:
        raise Http404
    if request.GET.get("v") == str(version):
        return HttpResponse(status=204)
    return HttpResponse(str(version), content_type="text/plain")


def _done(request: HttpRequest, ref: str, do: Callable[[Meeting, Viewer], None]) -> HttpResponse:
    """Does it, or says why not, and leads back to the wall."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    try:
        do(meeting, viewer)
    except RuleViolation as violation:
        messages.warning(request, say_refusal(violation.code))
    return redirect("meeting_wall", meeting.ref)


def _one_of(kind: type[E], said: str | None) -> E:
    try:
        return kind(said or "")
    except ValueError:
        raise Http404 from None
