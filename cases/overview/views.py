"""HR's overview, and the handing over from it."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import insist_on_desk
from cases.followups.access import open_follow_ups
from cases.followups.flows import hand_over as hand_over_flow
from cases.models import FollowUp
from cases.outbox.queries import outbox_of
from cases.overview.chosen import HR_OVERVIEW
from cases.overview.forms import HandOverForm
from cases.overview.page import frame_of
from cases.overview.queries import overview_of, takers_of
from cases.panels import hr_panels
from cases.words import refusal
from people.access import viewer_of
from people.models import User
from people.rules import CapacityKind, RuleViolation
from people.viewer import Viewer

ME: Final = "me"
NOBODY: Final = "nobody"


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """A search is posted, and remembered; everything else stands in the address."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.HR)
    units = viewer.organisation.parents
    if request.method == "POST":
        HR_OVERVIEW.with_search(request.POST.get("q", ""), request.session, units)
        return redirect("hr_overview")
    filters = HR_OVERVIEW.told_or_remembered(request.GET, request.session, units)
    found = overview_of(viewer, filters, request.GET.get("page", "1"))
    context = {
        "overview": found,
        "filters": filters,
        "desk": frame_of(found, filters, outbox_of(viewer), viewer),
        "panels": hr_panels(viewer),
        "query": HR_OVERVIEW.address(filters),
        "list_url": reverse("hr_overview"),
        "wide": True,
    }
    return render(request, "cases/overview/overview.html", context)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """`row` are references joined by points; `to` is oneself, nobody, a person, or a question to be asked first."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.HR)
    rows = ".".join(request.POST.getlist("row")).replace("\0", "")
    refs = sorted({ref for ref in rows.split(".") if ref})
    if not refs:
        messages.warning(request, _("Choose at least one employee in the list first."))
        return redirect("hr_overview")
    follow_ups = open_follow_ups(viewer, refs, purpose="hand_over")
    wanted = request.POST.get("to", "")
    if wanted in {ME, NOBODY}:
        return _handed_over(request, follow_ups, viewer.user if wanted == ME else None, viewer)
    takers = takers_of(viewer, follow_ups)
    form = HandOverForm(request.POST if wanted != "ask" else None, takers=takers)
    if form.is_valid():
        to = next(taker.user for taker in takers if taker.user.pk == form.cleaned_data["to"])
        return _handed_over(request, follow_ups, to, viewer)
    people = sorted({follow_up.employee.name for follow_up in follow_ups})
    context = {"form": form, "takers": takers, "refs": refs, "people": people}
    context |= {"back": reverse("hr_overview"), "list_name": _("Overview")}
    return render(request, "cases/overview/hand_over.html", context)


def _handed_over(request: HttpRequest, follow_ups: list[FollowUp], to: User | None, viewer: Viewer) -> HttpResponse:
    try:
        number = hand_over_flow(follow_ups=follow_ups, to=to, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        people = len({follow_up.employee_id for follow_up in follow_ups})
        messages.success(request, _say_handed_over(number, people, to, viewer))
    return redirect("hr_overview")


def _say_handed_over(number: int, people: int, to: User | None, viewer: Viewer) -> str:
    tasks = ngettext("%(number)s task", "%(number)s tasks", number) % {"number": number}
    about = ngettext("about %(people)s employee", "about %(people)s employees", people) % {"people": people}
    words = {"tasks": tasks, "about": about, "name": to}
    if to is None:
        return _("%(tasks)s %(about)s: back with the leader or HR.") % words
    if to.pk == viewer.actor_id:
        return _("%(tasks)s %(about)s: now yours. You find what is yours under Mine.") % words
    return _("%(tasks)s %(about)s: now with %(name)s.") % words
