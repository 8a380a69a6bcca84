"""Placing somebody on the ladder, oneself among them, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.day.queries import person_of
from cases.returning import back_to
from people.access import open_own_employee, viewer_of
from people.forms import posted
from people.language import page_language
from people.rules import ActingAs, RuleViolation
from retention.ladder.access import open_employee_to_place, open_placement_to_withdraw
from retention.ladder.flows import place as record_placement
from retention.ladder.flows import withdraw_placement
from retention.ladder.forms import PlaceForm, StepForm
from retention.ladder.queries import steps_on
from retention.ladder.words import say_refusal
from retention.rules.ladder import Occasion, Party, parties_for

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def place(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_place(viewer, ref, purpose="place")
    person = person_of(employee)
    form = PlaceForm(
        posted(request),
        steps=steps_on(viewer.today),
        lang=page_language(),
        parties=parties_for(employee.seen_as),
        name=person.first_name,
        today=viewer.today,
    )
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            placement = record_placement(
                employee=employee,
                party=Party(chosen["party"]),
                step=chosen["step"],
                occasion=Occasion(chosen["occasion"]),
                placed_on=chosen["placed_on"],
                told_how=chosen["told_how"],
                by=viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, say_refusal(violation.code))
        else:
            words = _("Noted: step %(number)s.") % {"number": placement.number}
            messages.success(request, words, extra_tags=reverse("withdraw_placement", args=[placement.ref]))
            return redirect(back_to(request))
    return render(request, "retention/ladder/place.html", {"form": form, "person": person, "next": back_to(request)})


@require_http_methods(FORM_METHODS)
def place_oneself(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_own_employee(viewer, ref, purpose="place_oneself")
    form = StepForm(
        posted(request), steps=steps_on(viewer.today), lang=page_language(), legend=_("Where are you just now?")
    )
    if form.is_valid():
        try:
            placement = record_placement(
                employee=employee,
                party=Party.EMPLOYEE,
                step=form.cleaned_data["step"],
                occasion=Occasion.ON_THEIR_OWN,
                by=viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, say_refusal(violation.code))
        else:
            words = _("Noted: you stand on step %(number)s.") % {"number": placement.number}
            messages.success(request, words, extra_tags=reverse("withdraw_placement", args=[placement.ref]))
            return redirect("my_page")
    return render(request, "retention/ladder/place_oneself.html", {"form": form})


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    placement = open_placement_to_withdraw(viewer, ref, purpose="withdraw_placement")
    try:
        withdraw_placement(placement=placement, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, say_refusal(violation.code))
    else:
        messages.info(request, _("Taken back. It counts no more."))
    own = placement.employee.seen_as is ActingAs.SELF
    return redirect("my_page" if own else back_to(request))
