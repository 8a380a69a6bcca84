"""The pages of somebody who takes part in a talk, whom their link and a code let in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.invitations import access, flows
from cases.invitations.access import Seat, at_seat
from cases.invitations.calendar_file import calendar_file
from cases.invitations.forms import AnswerForm, CodeForm, CompanionForm
from cases.invitations.letters import entry_of
from cases.invitations.panels import head_of
from cases.invitations.queries.places import code_is_under_way, invitations_of
from cases.invitations.rules import mask
from cases.invitations.words import THANKS, refusal
from cases.models import Participant
from cases.panels import seat_panels
from people.access import guest, viewer_of
from people.forms import number_in, posted
from people.rules import RuleViolation

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@at_seat(purpose="seat", with_panels=True)
def seat(request: HttpRequest, seat: Seat) -> HttpResponse:
    if any(each.read_at is None for each in invitations_of(seat.participant)[:1]):
        flows.note_read(participant=seat.participant, by=seat.viewer)
    context = {"head": head_of(seat), "panels": seat_panels(seat), "seat": seat}
    return render(request, "cases/invitations/seat.html", context)


@require_safe
def own_seat(request: HttpRequest, ref: str) -> HttpResponse:
    """From a page of somebody's own to their place at the talk."""
    return redirect("seat", access.own_place(viewer_of(request), ref))


@get_or_post
@login_not_required
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a code when the button is pressed, and not before: mail programs follow links by themselves."""
    now, participant = viewer_of(request).now, access.open_link(request, token, purpose="seat_code").participant
    if access.is_let_in(request, participant):
        return redirect(_wanted(request, token))
    if "ask" in request.POST:
        _ask(request, participant)
        return redirect(request.get_full_path())
    form = CodeForm(posted(request))
    if form.is_valid():
        if flows.try_code(participant=participant, digits=form.cleaned_data["code"], by=guest(access.SOMEBODY, now)):
            access.let_in(request, participant)
            return redirect(_wanted(request, token))
        form.refuse()
    context = {
        "form": form,
        "address": mask(participant.address),
        "under_way": form.is_bound or code_is_under_way(participant, now),
        "own_account": participant.user is not None and participant.user.is_active,
        "log_in": urlencode({"next": _wanted(request, token)}),
        "page": request.get_full_path(),
    }
    response = render(request, "cases/invitations/code.html", context)
    add_never_cache_headers(response)
    return response


def _ask(request: HttpRequest, participant: Participant) -> None:
    try:
        flows.ask_for_code(participant=participant, by=guest(access.SOMEBODY, viewer_of(request).now))
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))


def _wanted(request: HttpRequest, token: str) -> str:
    """A page of the same place."""
    own, wanted = reverse("seat", args=[token]), request.GET.get("next", "")
    return wanted if wanted.startswith(own) and wanted.isprintable() else own


@get_or_post
@at_seat(purpose="seat_answer")
def answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    """`?svar=other_time` chooses beforehand; else what was answered is."""
    asked = next(iter(invitations_of(seat.participant)), None)
    chosen = request.GET.get("svar", asked.answer if asked else "")
    form = AnswerForm(posted(request), initial={"answer": chosen, "reason": asked.answer_reason if asked else ""})
    if form.is_valid():
        said = form.cleaned_data
        try:
            flows.answer_invitation(
                participant=seat.participant,
                answer=said["answer"],
                reason=said["reason"],
                reason_override=said["note_override"],
                seen=said["seen"],
                by=seat.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, str(THANKS[said["answer"]]))
            return redirect("seat", seat.token)
    context = {"form": form, "head": head_of(seat), "seat": seat, "seen": asked.ref if asked else ""}
    return render(request, "cases/invitations/answer.html", context)


@require_POST
@at_seat(purpose="seat_times")
def times(request: HttpRequest, seat: Seat) -> HttpResponse:
    can = {number for key in request.POST.getlist("can") if (number := number_in(key)) is not None}
    try:
        flows.answer_times(participant=seat.participant, can=can, by=seat.viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("Thank you. You get an invitation when the time is found."))
    return redirect("seat", seat.token)


@get_or_post
@at_seat(purpose="seat_companion")
def companion(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Whom the employee brings; nobody else has the page."""
    access.insist_on_employee(seat)
    form = CompanionForm(posted(request))
    if form.is_valid():
        try:
            flows.bring_companion(participant=seat.participant, **form.cleaned_data, by=seat.viewer)
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, _("%(name)s comes with you.") % {"name": form.cleaned_data["name"]})
            return redirect("seat", seat.token)
    return render(request, "cases/invitations/companion.html", {"form": form, "head": head_of(seat), "seat": seat})


@require_POST
@at_seat(purpose="seat_companion")
def no_companion(request: HttpRequest, seat: Seat) -> HttpResponse:
    access.insist_on_employee(seat)
    try:
        flows.leave_companion_out(participant=seat.participant, by=seat.viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.info(request, _("Nobody comes with you. You can still ask somebody."))
    return redirect("seat", seat.token)


@require_safe
@at_seat(purpose="seat_calendar")
def calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The entry for a calendar, as a file; 404 where there is no invitation."""
    entry = entry_of(access.standing_invitation(seat), seat.participant, seat.participant.address)
    response = HttpResponse(calendar_file(entry), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="samtale.ics"'
    return response
