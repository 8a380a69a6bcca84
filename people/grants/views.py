"""Leaders, deputies, capacities and accounts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import clock, flows
from people.access import viewer_for, viewer_of
from people.forms import posted
from people.grants import access
from people.grants.forms import CapacityForm, EndForm, HolidayForm, PersonForm
from people.grants.queries import Which, capacity_list, find_people, unit_list
from people.grants.words import say_capacity, say_refusal
from people.invitations import invitation_tokens
from people.models import User
from people.rules import CapacityKind, RuleViolation
from people.searching import marked, search_of, sent_search
from people.terms import term

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def leaders(request: HttpRequest) -> HttpResponse:
    """Units with their leaders and deputies: all, or those that the viewer leads."""
    viewer = viewer_of(request)
    access.enter_leaders(viewer)
    if searched := sent_search(request):
        return searched
    search, chosen = search_of(request), request.GET.get("vis", Which.ALL)
    which = Which(chosen) if chosen in set(Which) else Which.ALL
    units = unit_list(viewer, search=search, which=which, page=request.GET.get("page", 1))
    labels = {
        Which.ALL: _("All"),
        Which.LEADERLESS: _("Without a leader"),
        Which.NO_ACCOUNT: _("Leader without an account"),
    }
    pills = [
        {
            "label": f"{label} ({units.counts[name]})",
            "url": f"?{urlencode(marked(search) | {'vis': name})}",
            "current": name is which,
        }
        for name, label in labels.items()
    ]
    context = {
        "units": units,
        "pills": pills,
        "search": search,
        "search_at": f"?{urlencode({'vis': which})}",
        "query": urlencode(marked(search) | {"vis": which}),
        "viewer": viewer,
    }
    return render(request, "people/leaders.html", context)


@get_or_post
def leader_name(request: HttpRequest, unit: int) -> HttpResponse:
    """HR names a leader for a unit."""
    return _name(request, unit, deputy=False)


@get_or_post
def deputy_name(request: HttpRequest, unit: int) -> HttpResponse:
    """A unit's leader names a deputy for a holiday; HR one for any unit."""
    return _name(request, unit, deputy=True)


def _name(request: HttpRequest, pk: int, *, deputy: bool) -> HttpResponse:
    viewer = viewer_of(request)
    unit = access.open_unit(viewer, pk, deputies_only=deputy)
    if searched := sent_search(request):
        return searched
    search = search_of(request)
    found = find_people(search, viewer.today, besides_employees=False)
    kind = PersonForm if viewer.manages_grants else HolidayForm
    form = kind(posted(request), found=found, today=viewer.today)
    if form.is_valid():
        user, days = access.chosen(form.cleaned_data["person"]), form.cleaned_data
        flow = flows.name_deputy if deputy else flows.name_leader
        try:
            flow(unit=unit, user=user, first_day=days["first_day"], last_day=days["last_day"], by=viewer)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            words = _("%(name)s now deputises in %(unit)s.") if deputy else _("%(name)s now leads %(unit)s.")
            if days["first_day"] > viewer.today:
                words = _("%(name)s has been named in %(unit)s.")
            messages.success(request, words % {"name": user, "unit": unit})
            if not user.is_active:
                words = _("%(name)s has no account yet, and sees nothing before HR has sent an invitation.")
                messages.warning(request, words % {"name": user})
            return redirect("leaders")
    context = {"unit": unit, "deputy": deputy, "search": search, "found": found, "form": form}
    context["viewer"] = viewer
    return render(request, "people/leader_name.html", context)


@get_or_post
def leadership_end(request: HttpRequest, leadership: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_leadership(viewer, leadership)
    form = EndForm(posted(request), today=viewer.today)
    if form.is_valid():
        try:
            flows.end_leadership(leadership=row, last_day=form.cleaned_data["last_day"], by=viewer)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It has been ended for %(name)s.") % {"name": row.user})
            return redirect("leaders")
    return render(request, "people/leadership_end.html", {"row": row, "form": form, "viewer": viewer})


@require_safe
def capacities(request: HttpRequest) -> HttpResponse:
    """Who is HR, consultant or administrator."""
    viewer = viewer_of(request)
    access.enter_capacities(viewer)
    rows = capacity_list(viewer)
    words = {
        CapacityKind.HR: _("HR"),
        CapacityKind.CONSULTANT: capfirst(term("consultants")),
        CapacityKind.ADMINISTRATOR: _("Administrators"),
    }
    groups = [(label, [row.holder for row in rows if row.kind is kind]) for kind, label in words.items()]
    return render(request, "people/capacities.html", {"groups": groups})


@get_or_post
def capacity_grant(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    access.enter_capacities(viewer)
    if searched := sent_search(request):
        return searched
    search = search_of(request)
    found = find_people(search, viewer.today, besides_employees=True)
    form = CapacityForm(posted(request), found=found, today=viewer.today)
    if form.is_valid():
        user, given = access.chosen(form.cleaned_data["person"]), form.cleaned_data
        kind = CapacityKind(given["kind"])
        try:
            flows.grant_capacity(
                user=user, kind=kind, first_day=given["first_day"], last_day=given["last_day"], by=viewer
            )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has been given access.") % {"name": user})
            return redirect("capacities")
    return render(request, "people/capacity_grant.html", {"search": search, "found": found, "form": form})


@get_or_post
def capacity_end(request: HttpRequest, capacity: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_capacity(viewer, capacity)
    form = EndForm(posted(request), today=viewer.today)
    if form.is_valid():
        try:
            flows.end_capacity(capacity=row, last_day=form.cleaned_data["last_day"], by=viewer)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The access of %(name)s has been ended.") % {"name": row.user})
            return redirect("capacities")
    kind = say_capacity(CapacityKind(row.kind))
    return render(request, "people/capacity_end.html", {"row": row, "kind": kind, "form": form})


@require_POST
def account_invite(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    user = access.open_account(viewer, ref)
    try:
        flows.invite(user=user, by=viewer)
    except RuleViolation as refusal:
        messages.error(request, say_refusal(refusal.code))
    else:
        messages.success(request, _("An invitation to %(name)s is on its way.") % {"name": user})
    return _back(request)


@get_or_post
def account_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks first: it logs somebody off wherever they are."""
    viewer = viewer_of(request)
    user = access.open_account(viewer, ref)
    if request.method != "POST":
        return render(request, "people/account_close.html", {"holder": user, "back": request.GET.get("back", "")})
    try:
        flows.close_account(user=user, by=viewer)
    except RuleViolation as refusal:
        messages.error(request, say_refusal(refusal.code))
    else:
        messages.success(request, _("The account of %(name)s has been closed.") % {"name": user})
    return _back(request)


@method_decorator(login_not_required, name="dispatch")
class Invitation(PasswordResetConfirmView):
    """The link of an invitation: a password is chosen, and the account opens.

    As with a forgotten password, the token moves from the address to the session before a page is shown.
    """

    template_name = "people/invitation.html"
    token_generator = invitation_tokens
    reset_url_token = "ny"  # noqa: S105 - what stands in the address in place of the token

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.user
        by = viewer_for(user, clock.now())
        try:
            flows.open_account(user=user, password=form.cleaned_data["new_password1"], by=by)
        except RuleViolation as violation:
            messages.warning(self.request, say_refusal(violation.code))
        else:
            messages.success(self.request, _("Your account is open. Log in with your new password."))
        self.request.session.pop("_password_reset_token", None)
        return HttpResponseRedirect(reverse("account_login"))


def _back(request: HttpRequest) -> HttpResponse:
    """To where the button was pressed, if that is one of our pages."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("leaders")
    return HttpResponseRedirect(back)
