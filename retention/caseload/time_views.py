"""The page of the consultants' time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import insist_on_desk
from people.access import viewer_of
from people.forms import posted
from people.models import User
from people.rules import CapacityKind, RuleViolation
from retention.caseload.access import open_own_work
from retention.caseload.flows import note_work, remove_work, set_consultant_hours
from retention.caseload.forms import HoursForm, WorkForm
from retention.caseload.queries.referrals import consultants
from retention.caseload.queries.time import time_of


@require_http_methods(["GET", "HEAD", "POST"])
def consultant_time(request: HttpRequest) -> HttpResponse:
    """Everybody's sums, for consultants and HR; a consultant notes their own time."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT, CapacityKind.HR)
    may_note = CapacityKind.CONSULTANT in viewer.capacities
    form = WorkForm(posted(request) if may_note else None, viewer=viewer)
    if form.is_valid():
        try:
            note_work(**form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The time is noted."))
            return redirect("consultant_time")
    context = {
        "time": time_of(viewer),
        "form": form if may_note else None,
        "may_set": CapacityKind.HR in viewer.capacities,
    }
    return render(request, "retention/caseload/time.html", context)


@require_POST
def time_removed(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    remove_work(work=open_own_work(viewer, ref), by=viewer)
    messages.info(request, _("The note of time is removed."))
    return redirect("consultant_time")


@require_http_methods(["GET", "HEAD", "POST"])
def consultant_hours(request: HttpRequest, ref: str) -> HttpResponse:
    """How many hours a week a consultant has; for HR."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.HR)
    person: User | None = next((user for user in consultants(viewer.today) if user.ref == ref), None)
    if person is None:
        raise Http404
    form = HoursForm(posted(request), today=viewer.today)
    if form.is_valid():
        try:
            set_consultant_hours(**form.cleaned_data, consultant=person, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The hours of %(name)s are set.") % {"name": person})
            return redirect("consultant_time")
    context = {"form": form, "person": {"name": str(person)}, "next": reverse("consultant_time")}
    return render(request, "retention/caseload/hours.html", context)
