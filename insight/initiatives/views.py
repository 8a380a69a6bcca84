"""The register of initiatives, one initiative, and its forms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insight.choices import unit_choices
from insight.initiatives.access import enter_register, insist_on_keeping, may_keep, open_initiative, open_to_keep
from insight.initiatives.flows import (
    ENDING,
    FOLLOWED_UP,
    add_initiative,
    assess_initiative,
    change_initiative,
    compare_initiative,
    end_initiative,
)
from insight.initiatives.forms import AssessForm, CompareForm, EndForm, InitiativeForm
from insight.initiatives.queries.pages import page_of, register_of, responsible_choices
from insight.initiatives.queries.standing import as_compared, as_written
from insight.initiatives.words import NONE_SHOWN, SHOWN
from insight.rules.initiatives import Show
from insight.tabs import tabs_of
from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation
from retention.saying import as_it_stands

FORM = "insight/initiatives/form.html"

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    viewer = enter_register(viewer_of(request))
    asked = request.GET.get("vis", "")
    show = Show(asked) if asked in set(Show) else Show.RUNNING
    register = register_of(viewer, show)
    context = {
        "tabs": tabs_of(viewer, "initiatives"),
        "register": register,
        "none_shown": NONE_SHOWN[show],
        "may_keep": may_keep(viewer),
        "pills": [
            {"label": SHOWN[each] % {"number": register.numbers[each]}, "url": f"?vis={each}", "current": each is show}
            for each in Show
        ],
    }
    return render(request, "insight/initiatives/list.html", context)


@require_safe
def initiative(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    page = page_of(open_initiative(viewer, ref), viewer)
    context = {"ref": ref, "page": page, "may_keep": may_keep(viewer), "tabs": tabs_of(viewer, "initiatives")}
    return render(request, "insight/initiatives/initiative.html", context)


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_keeping(viewer_of(request))
    initial = {"first_day": viewer.today}
    form = InitiativeForm(
        posted(request), units=unit_choices(viewer.organisation), people=responsible_choices(viewer), initial=initial
    )
    if form.is_valid():
        try:
            made = add_initiative(written=form.written, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The initiative is in the register."))
            return redirect("initiative", made.ref)
    lead = _("It is compared with the units beside its own. You can choose others afterwards.")
    return render(request, FORM, {"form": form, "here": _("Add an initiative"), "lead": lead})


@get_or_post
def change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_to_keep(viewer, ref)
    people = responsible_choices(viewer, also=row.responsible_id)
    form = InitiativeForm(
        posted(request), units=unit_choices(viewer.organisation), people=people, standing=as_written(row)
    )
    if form.is_valid():
        opened = form.cleaned_data["opened"]
        try:
            change_initiative(initiative=row, written=form.written, opened=opened, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiative", ref)
    return render(request, FORM, {"form": form, "initiative": row, "here": _("Change the initiative")})


@get_or_post
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_to_keep(viewer, ref)
    form = CompareForm(posted(request), units=unit_choices(viewer.organisation), standing=as_compared(row))
    if form.is_valid():
        try:
            compare_initiative(initiative=row, **form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiative", ref)
    lead = _("Choose units that are much like its own, and where nothing of the kind is done.")
    return render(request, FORM, {"form": form, "initiative": row, "here": _("Compare with others"), "lead": lead})


@get_or_post
def assess(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_to_keep(viewer, ref)
    form = AssessForm(
        posted(request),
        assessor=viewer.actor_name,
        today=viewer.today,
        standing=as_it_stands(row, FOLLOWED_UP),
    )
    if form.is_valid():
        try:
            assess_initiative(initiative=row, **form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiative", ref)
    lead = _("A new assessment stands beside the earlier ones. It can be a number, words, or both.")
    return render(request, FORM, {"form": form, "initiative": row, "here": _("Follow up"), "lead": lead})


@get_or_post
def end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_to_keep(viewer, ref)
    form = EndForm(posted(request), standing=as_it_stands(row, ENDING))
    if form.is_valid():
        try:
            end_initiative(initiative=row, **form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiative", ref)
    lead = _("It stays in the register. It is still to be followed up on its day.")
    return render(request, FORM, {"form": form, "initiative": row, "here": _("End the initiative"), "lead": lead})
