"""One's own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.day.cards import call_name
from cases.followups.access import open_own_follow_up
from cases.followups.flows import confirm_follow_up
from cases.mypage.access import open_own
from cases.panels import my_panels
from cases.words import refusal
from people.access import viewer_of
from people.language import page_language
from people.rules import RuleViolation
from people.words import say_full_date


@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    own = open_own(viewer)
    context = {
        "over": say_full_date(viewer.today, viewer.today, page_language()),
        "first_name": call_name(viewer.user.first_name) if viewer.user else "",
        "employments": [(employee, my_panels(viewer, employee)) for employee in own],
    }
    return render(request, "cases/mypage/page.html", context)


@require_POST
def task_done(request: HttpRequest, ref: str) -> HttpResponse:
    """Ticks off what one has taken on oneself, today."""
    viewer = viewer_of(request)
    follow_up = open_own_follow_up(viewer, ref, purpose="own_task")
    try:
        confirm_follow_up(follow_up=follow_up, done_on=viewer.today, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("Noted: you have done it."))
    return redirect("my_page")
