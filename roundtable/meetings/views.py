"""The pages of meetings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.day.queries import person_of
from cases.invitations.access import participant_at
from cases.invitations.flows import renew_link
from cases.invitations.queries.responses import responses_of
from cases.invitations.queries.times import times_of
from people.access import viewer_of
from people.language import page_language
from people.rules import RuleViolation
from roundtable.access import enter_meetings, meeting_of_task, open_meeting, open_meeting_to_run
from roundtable.meetings import screen as screens
from roundtable.meetings.beside import links_of
from roundtable.meetings.pages import page_of
from roundtable.meetings.panels import meeting_panels
from roundtable.meetings.queries.lists import Tab, counts_of, listed, tab_words
from roundtable.outside.queries import waiting_wishes
from roundtable.rules.meetings import OPEN_STATES, MeetingState
from roundtable.rules.rights import MAY_RUN
from roundtable.words import refusal


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """To be planned, to come, and over; for consultants those asked for from outside as well."""
    viewer = enter_meetings(viewer_of(request))
    counts, wanted, number = counts_of(viewer), request.GET.get("vis", ""), request.GET.get("page", "1")
    tab = Tab(wanted) if wanted in counts else next((each for each in counts if counts[each]), Tab.TO_PLAN)
    context = {
        "tab": tab,
        "tabs": [
            {"label": words, "url": f"?vis={each}", "current": each is tab, "count": counts[each]}
            for each, words in tab_words().items()
            if each in counts
        ],
        "query": f"vis={tab}",
        "hours": settings.ROUND_TABLE_HOURS,
        "beside": links_of(viewer),
        "wide": True,
    }
    if tab is Tab.OUTSIDE:
        context["page"], context["wishes"] = waiting_wishes(viewer, number)
    else:
        context["page"], context["lines"] = listed(viewer, tab, number, count=counts[tab])
    return render(request, "roundtable/meetings/list.html", context)


@require_safe
def task(request: HttpRequest, ref: str) -> HttpResponse:
    """From a follow-up to the meeting that it is about."""
    return redirect("meeting", meeting_of_task(viewer_of(request), ref).ref)


@require_safe
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """For those who handle the matter; the other parts of the round table add what they know."""
    viewer = viewer_of(request)
    row = open_meeting(viewer, ref, purpose="meeting")
    person, runs = person_of(row.employee), row.employee.seen_as in MAY_RUN
    times = times_of(row.conversation, viewer) if row.state == MeetingState.REQUESTED else []
    context = {
        "page": page_of(row, viewer, page_language(), name=person.first_name, asked=bool(times)),
        "times": times if runs else [],
        "person": person,
        "responses": responses_of(row.conversation, viewer, in_full=runs),
        "runs": runs,
        "panels": meeting_panels(viewer, row),
        "back": reverse("employee_detail", args=[row.employee.ref]),
    }
    return render(request, "roundtable/meetings/meeting.html", context)


@require_POST
def new_link(request: HttpRequest, ref: str) -> HttpResponse:
    """To somebody who has lost theirs, or whose link others have."""
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting")
    participant = participant_at(row.conversation, request.POST.get("participant", ""))
    try:
        renew_link(participant=participant, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        words = _("A new link is on its way to %(name)s. The earlier one does not work any more.")
        messages.success(request, words % {"name": participant.called})
    return redirect("meeting", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting_plan")
    if row.state not in OPEN_STATES:
        messages.warning(request, refusal("meeting_not_open"))
        return redirect("meeting", ref)
    screen = screens.Screen(row, viewer, request)
    if screen.act in {screens.SEND, screens.SEND_TIMES} and screen.is_valid() and screen.sent(request):
        return redirect("meeting", ref)
    if screen.act == screens.PREVIEW and request.headers.get("HX-Request"):
        return render(request, "roundtable/meetings/preview.html", {"preview": screen.preview()})
    if screen.act in {screens.LOOK, screens.LOOK_AT_TIMES} and screen.is_valid():
        return render(request, "roundtable/meetings/look.html", screen.context() | screen.looked_over())
    return render(request, "roundtable/meetings/plan.html", screen.context())
