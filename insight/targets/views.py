"""Targets, the units' plans, and the span of their leaders."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insight.access import insist_on_figures, open_unit
from insight.tabs import tabs_of
from insight.targets import access, flows
from insight.targets.forms import ActionForm, TargetsForm
from insight.targets.page import View, aimed_units, plan_page, targets_page
from insight.targets.queries import own_targets
from insight.targets.span import leaders_page
from people.access import viewer_of
from people.forms import number_in, posted
from people.rules import RuleViolation
from retention.saying import as_it_stands

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """The tree, each unit beside its target of `aar`, this year by itself; or the units above their target."""
    viewer = viewer_of(request)
    asked = request.GET.get("aar", str(viewer.today.year))
    year = access.insist_on_year(viewer, number_in(asked) or 0)
    view = View.ABOVE if request.GET.get("vis") == View.ABOVE else View.TREE
    context = {
        "page": targets_page(viewer, year, view, request.GET.get("enhed", "")),
        "may_set": access.may_set(viewer),
        "tabs": tabs_of(viewer, "targets"),
        "wide": True,
    }
    return render(request, "insight/targets/targets.html", context)


@get_or_post
def targets_set(request: HttpRequest, year: int) -> HttpResponse:
    """All targets of a year in one form."""
    viewer = viewer_of(request)
    access.insist_on_setting(viewer, year)
    own = own_targets(year)
    form = TargetsForm(posted(request), units=aimed_units(viewer, own), own=own)
    if form.is_valid():
        try:
            flows.set_targets(year=year, changes=form.changes, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The targets for %(year)s have been saved.") % {"year": year})
            return redirect(f"{reverse('targets')}?aar={year}")
    context = {"form": form, "year": year, "tabs": tabs_of(viewer, "targets")}
    return render(request, "insight/targets/set.html", context)


@get_or_post
def action_plan(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What a unit does to reach its target; a further line is added at the foot."""
    viewer = viewer_of(request)
    access.insist_on_year(viewer, year)
    unit = open_unit(viewer, code)
    form = ActionForm(posted(request))
    if _saved(form, partial(flows.add_plan_action, unit=unit, year=year, by=viewer)):
        messages.success(request, _("It has been added to the plan."))
        return redirect("action_plan", year, code)
    context = {"page": plan_page(viewer, unit, year), "form": form, "tabs": tabs_of(viewer, "targets")}
    return render(request, "insight/targets/plan.html", context)


@get_or_post
def plan_action_change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    action = access.open_action(viewer, ref)
    form = ActionForm(posted(request), standing=as_it_stands(action, flows.ACTION))
    if _saved(form, partial(flows.change_plan_action, action=action, by=viewer)):
        messages.success(request, _("It has been saved."))
        return redirect("action_plan", action.year, action.unit.code)
    context = {"form": form, "action": action, "tabs": tabs_of(viewer, "targets")}
    return render(request, "insight/targets/change.html", context)


@require_POST
def plan_action_settle(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    action = access.open_action(viewer, ref)
    flows.settle_plan_action(action=action, done="undone" not in request.POST, by=viewer)
    return redirect("action_plan", action.year, action.unit.code)


@require_POST
def plan_action_drop(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    action = access.open_action(viewer, ref)
    flows.drop_plan_action(action=action, by=viewer)
    messages.success(request, _("The line has been taken off the plan."))
    return redirect("action_plan", action.year, action.unit.code)


@require_safe
def leader_spans(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_figures(viewer_of(request))
    page = leaders_page(viewer, request.GET.get("enhed", ""))
    context = {"page": page, "tabs": tabs_of(viewer, "leader_spans"), "wide": True}
    return render(request, "insight/targets/leaders.html", context)


def _saved(form: ActionForm, save: Callable[..., object]) -> bool:
    if not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except RuleViolation as violation:
        form.refuse(violation)
        return False
    return True
