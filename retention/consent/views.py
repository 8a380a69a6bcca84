"""The pages of consent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.day.queries import person_of
from cases.matter.access import open_employee_to_write
from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation
from retention.consent import access, flows
from retention.consent.forms import ConsentForm, HowForm, ShareForm
from retention.consent.queries import what_of
from retention.consent.words import refusal
from retention.rules.consent import Purpose, Receiver
from retention.rules.ladder import ToldHow

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """What the employee has said, recorded by another."""
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="consent")
    form = ConsentForm(posted(request), today=viewer.today)
    if form.is_valid():
        try:
            flows.give_consent(
                employee=employee,
                purpose=Purpose(form.cleaned_data["purpose"]),
                receiver=Receiver(form.cleaned_data["receiver"]),
                content=form.chosen,
                given_on=form.cleaned_data["day"],
                told_how=ToldHow(form.cleaned_data["how"]),
                by=viewer,
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The consent is noted. It can be withdrawn at any time."))
            return redirect("fast_track_and_consent", ref)
    context = {"form": form, "person": person_of(employee), "next": reverse("fast_track_and_consent", args=[ref])}
    return render(request, "retention/consent/give.html", context)


@get_or_post
def share(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes what is passed on; refused without a consent that covers it."""
    viewer = viewer_of(request)
    consent = access.open_consent(viewer, ref, purpose="share")
    employee = consent.employee
    form = ShareForm(posted(request), covered=consent.content)
    if form.is_valid():
        purpose, receiver = Purpose(consent.purpose), Receiver(consent.receiver)
        try:
            flows.share(employee=employee, purpose=purpose, receiver=receiver, content=form.chosen, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Noted. The employee can see what was passed on."))
            return redirect("fast_track_and_consent", employee.ref)
    back = reverse("fast_track_and_consent", args=[employee.ref])
    context = {"form": form, "person": person_of(employee), "next": back, "what": what_of(consent)}
    return render(request, "retention/consent/share.html", context)


@get_or_post
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    consent = access.open_consent(viewer, ref, purpose="consent_withdraw")
    form = HowForm(posted(request))
    if form.is_valid():
        try:
            flows.withdraw_consent(consent=consent, told_how=ToldHow(form.cleaned_data["how"]), by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.info(request, _("The consent is withdrawn from today."))
            return redirect("fast_track_and_consent", consent.employee.ref)
    back = reverse("fast_track_and_consent", args=[consent.employee.ref])
    context = {"form": form, "person": person_of(consent.employee), "next": back}
    return render(request, "retention/consent/withdraw.html", context)


@require_POST
def own_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    consent = access.open_own_consent(viewer, ref)
    try:
        flows.withdraw_consent(consent=consent, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("Your consent is withdrawn from today."))
    return redirect("my_page")
