"""The public form and its link; and what a consultant makes of a wish from outside."""

from typing import Final

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import guest, viewer_of
from people.forms import posted
from people.rules import RuleViolation
from roundtable.clocks import target
from roundtable.outside import flows
from roundtable.outside.access import open_by_link, open_wish
from roundtable.outside.forms import ELSEWHERE, EndForm, OutsideForm, SettleForm
from roundtable.outside.queries import candidate, candidates_for, wish_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# What the audit calls whoever comes from outside: their name is no proof of who they are.
SOMEBODY: Final = "Udefra"


@get_or_post
@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whatever was written: nobody is told of anybody."""
    form = OutsideForm(posted(request))
    if form.is_valid():
        said = form.cleaned_data
        if limited := ratelimit.consume_or_429(request, action="outside_request", key=said["email"].lower()):
            return limited
        try:
            flows.ask_from_outside(**said, by=guest(SOMEBODY, viewer_of(request).now))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return redirect("outside_thanks")
    return render(request, "roundtable/outside/ask.html", {"form": form})


@require_safe
@login_not_required
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "roundtable/outside/thanks.html")


@get_or_post
@login_not_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirmed when the button is pressed, and not before: mail programs follow links by themselves."""
    asked = open_by_link(token)
    if request.method == "POST" and asked is not None:
        flows.confirm_from_outside(asked=asked, by=guest(SOMEBODY, viewer_of(request).now))
        asked.refresh_from_db()
    context = {"holds": asked is not None, "confirmed": asked is not None and asked.confirmed_at is not None}
    return render(request, "roundtable/outside/confirm.html", context)


@get_or_post
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    asked = open_wish(viewer, ref)
    form = SettleForm(posted(request), candidates=candidates_for(asked, viewer))
    if form.is_valid():
        who = form.cleaned_data["who"]
        employee = None if who == ELSEWHERE else candidate(who, viewer)
        try:
            if employee is None:
                meeting = flows.settle_with_outsider(asked=asked, by=viewer)
            else:
                meeting = flows.settle_with_employee(asked=asked, employee=employee, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("It is a meeting now. Its clock runs since the wish was confirmed."))
            return redirect("meeting", meeting.ref)
    context = {"form": form, "wish": wish_of(asked, target(), viewer), "back": _list()}
    return render(request, "roundtable/outside/settle.html", context)


@get_or_post
def end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    asked = open_wish(viewer, ref)
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            flows.end_from_outside(asked=asked, reason=form.cleaned_data["reason"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(
                request, _("Noted. Whoever wished is told nothing by Tilbage; call them, if that is right.")
            )
            return redirect(_list())
    context = {"form": form, "wish": wish_of(asked, target(), viewer), "back": reverse("outside_settle", args=[ref])}
    return render(request, "roundtable/outside/end.html", context)


def _list() -> str:
    return f"{reverse('meetings')}?vis=udefra"
