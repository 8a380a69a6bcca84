"""The plan: written at the table, and read, amended and ended outside it."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.day.queries import person_of
from people.access import viewer_of
from people.forms import posted
from people.language import page_language
from people.rules import RuleViolation
from retention.offers.access import open_offer
from retention.offers.flows import start_offer
from retention.offers.words import offer_name
from retention.offers.words import say_refusal as offer_refusal
from retention.rules.saying import opened_with
from roundtable.access import open_table
from roundtable.models import ReturnPlan
from roundtable.plans import flows
from roundtable.plans.access import open_plan
from roundtable.plans.detail import amend_form, figure_of_form, page_of
from roundtable.plans.forms import EndForm, NoPlanForm, with_a_week_more
from roundtable.plans.queries import draft_of, full_hours_of, line_tried, written_of
from roundtable.plans.wall import plan_form, show_plan
from roundtable.plans.words import refusal
from roundtable.request.queries import target_for
from roundtable.rules.plans import EndReason
from roundtable.rules.table import TablePart
from roundtable.table.wall import show_wall
from roundtable.table.writing import SAVED, save_written

FORM_METHODS = ["GET", "HEAD", "POST"]
ONE_MORE = "week"


# --- At the table -----------------------------------------------------------------------------------------


@require_POST
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """Saves what is typed; with `add=week`, a week after the last as well."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = plan_form(meeting, viewer, target_for(meeting).calendar, request.POST)

    def save() -> None:
        more = request.POST.get("add") == ONE_MORE
        written = form.with_one_more(full_hours_of(meeting.employee)) if more else form.written
        flows.write_plan(meeting=meeting, written=written, opened=form.cleaned_data["opened"], by=viewer)

    status = save_written(form, save, meeting, TablePart.PLAN, viewer)
    if status == SAVED:
        return redirect("meeting_wall", meeting.ref)
    return show_wall(request, viewer, meeting, show_plan(viewer, meeting, {}, plan=form), status=status)


@require_POST
def no_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """That none is needed now, and why; `taken_back`: that one is made after all."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    form = NoPlanForm(request.POST)
    back = "taken_back" in request.POST
    if not back and not form.is_valid():
        return show_wall(request, viewer, meeting, show_plan(viewer, meeting, {}, no_plan=form), status=422)
    try:
        flows.decide_no_plan(meeting=meeting, reason=None if back else form.chosen, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    return redirect("meeting_wall", meeting.ref)


@require_POST
def tried(request: HttpRequest, ref: str) -> HttpResponse:
    """A change of the last plan goes on, and what it did."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    standing = written_of(draft_of(meeting))
    line = line_tried(meeting, request.POST.get("words", ""), request.POST.get("effect", ""))
    if line is None:
        raise Http404
    written = replace(standing, lines=(*standing.lines, line))
    try:
        flows.write_plan(meeting=meeting, written=written, opened=opened_with(standing.said), by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    return redirect("meeting_wall", meeting.ref)


@require_POST
def choose_offer(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """The employee begins with an offer that fits, today."""
    viewer = viewer_of(request)
    meeting = open_table(viewer, ref)
    offer = open_offer(key)
    try:
        start_offer(employee=meeting.employee, offer=offer, started_on=viewer.today, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, offer_refusal(violation.code))
    else:
        words = _("Noted: %(offer)s is in use.") % {"offer": offer_name(offer, page_language())}
        messages.success(request, words)
    return redirect("meeting_wall", meeting.ref)


# --- Outside it -------------------------------------------------------------------------------------------


@require_safe
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_plan(viewer, ref, purpose="plan")
    return render(request, "roundtable/plans/plan.html", {"page": page_of(row, viewer), "employee": row.employee})


@require_http_methods(FORM_METHODS)
def amend(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_plan(viewer, ref, purpose="plan_amend")
    more = request.POST.get("add") == ONE_MORE
    form = amend_form(row, viewer, with_a_week_more(request.POST) if more else posted(request))
    made: list[ReturnPlan] = []

    def save() -> None:
        said = form.cleaned_data
        reasons = {"reason": said["reason"], "reason_override": said["note_override"]}
        made.append(flows.amend_plan(plan=row, written=form.written, opened=said["opened"], by=viewer, **reasons))

    asks = form.is_bound and not more
    status = save_written(form, save, row.meeting, TablePart.PLAN, viewer) if asks else SAVED
    if made:
        messages.success(request, _("The plan is changed. The earlier one is kept beside it."))
        return redirect("plan", made[0].ref)
    figure = figure_of_form(form, row.full_hours, viewer.today)
    context = {
        "form": form,
        "figure": figure,
        "weeks": form.weeks_with(figure.weeks),
        "person": person_of(row.employee),
        "ref": row.ref,
    }
    return render(request, "roundtable/plans/amend.html", context, status=status)


@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_plan(viewer, ref, purpose="plan_end")
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            flows.end_plan(plan=row, reason=EndReason(form.cleaned_data["reason"]), by=viewer)
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, _("The plan has ended. It is kept, and nobody is asked about it any more."))
            return redirect("plan", row.ref)
    context = {"form": form, "person": person_of(row.employee), "next": reverse("plan", args=[row.ref])}
    return render(request, "roundtable/plans/end.html", context)
