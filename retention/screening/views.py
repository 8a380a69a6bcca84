"""The pages of screening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.day.queries import person_of
from cases.matter.access import open_employee_to_write
from cases.returning import back_to
from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation
from retention.rules.screening import Decision
from retention.screening import access, flows
from retention.screening.forms import DecisionForm, ScreeningForm
from retention.screening.queries import limits, questions_on, result_of
from retention.screening.words import refusal

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def screen(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="screening")
    form = ScreeningForm(posted(request), questions=questions_on(viewer.today))
    if form.is_valid():
        try:
            made = flows.screen(employee=employee, answers=form.answers, by=viewer)
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            return redirect("screening_result", made.ref)
    context = {"form": form, "person": person_of(employee), "next": back_to(request), "limits": limits()}
    return render(request, "retention/screening/screen.html", context)


@get_or_post
def result(request: HttpRequest, ref: str) -> HttpResponse:
    """How it was counted, the advice, and the decision beside it."""
    viewer = viewer_of(request)
    screening = access.open_screening(viewer, ref, purpose="screening")
    form = DecisionForm(posted(request), today=viewer.today)
    if form.is_valid():
        decision = Decision(form.cleaned_data["decision"])
        day = form.cleaned_data["look_again_on"]
        try:
            flows.decide_screening(screening=screening, decision=decision, look_again_on=day, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            if decision is Decision.FAST_TRACK:
                return redirect("fast_track_start", screening.employee.ref)
            messages.success(request, _("Your decision is noted."))
            return redirect("employee_detail", screening.employee.ref)
    context = {
        "form": form,
        "person": person_of(screening.employee),
        "result": result_of(screening, viewer.today),
        "next": reverse("employee_detail", args=[screening.employee.ref]),
    }
    return render(request, "retention/screening/result.html", context)


@require_safe
def task(request: HttpRequest, ref: str) -> HttpResponse:
    """From a follow-up to the questions."""
    return redirect("screening", access.employee_of_task(viewer_of(request), ref).ref)
