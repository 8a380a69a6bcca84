"""A leader's pages about absence: report, receipt, back, partly back, correct, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from absence import queries
from absence.access import open_period
from absence.flows import correct_period, report_partly_fit, undo_change, undo_report, withdraw_period
from absence.flows import report_fit as report_back
from absence.flows import report_sick as report_absence
from absence.models import Period
from absence.reporting.forms import (
    OFFERED,
    CorrectForm,
    FitForm,
    PartlyFitForm,
    ReportForm,
    WithdrawForm,
    cause_choices,
)
from absence.reporting.queries import may_report, picks_for, receipt_of, say_from, version_of
from absence.reporting.words import say_overlap, say_refusal
from absence.rules.recording import Expected, PeriodChanged, PeriodOverlap, WithdrawReason
from cases.day.queries import person_of, say_ahead_for, say_for
from cases.followups.access import open_employee_to_follow_up
from cases.panels import receipt_panels
from cases.returning import back_to
from people.access import viewer_of
from people.forms import number_in, posted
from people.language import page_language
from people.rules import RuleViolation
from people.searching import search_of, sent_search
from people.viewer import Viewer

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def report_sick(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not may_report(viewer):
        raise Http404
    if searched := sent_search(request):
        return searched
    causes, lang = queries.causes(), page_language()
    form = ReportForm(posted(request), today=viewer.today, causes=cause_choices(causes, lang, only=OFFERED))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        employee = open_employee_to_follow_up(viewer, form.cleaned_data["who"], purpose="report_sick")
        try:
            period = report_absence(
                employee=employee,
                first_day=form.cleaned_data["begins_on"],
                cause=form.cleaned_data["cause"],
                degree=form.cleaned_data["degree"],
                expected=Expected(form.cleaned_data["expected"]),
                by=viewer,
            )
        except RuleViolation as refusal:
            if isinstance(refusal, PeriodOverlap) and refusal.code == "already_reported":
                words = _("%(name)s was already reported from that day. This is the receipt.")
                messages.info(request, words % {"name": employee.name})
                return redirect("report_receipt", refusal.other.ref)
            context |= _refused(form, refusal, person_of(employee).first_name, viewer)
        else:
            return redirect("report_receipt", period.ref)
    chosen = (request.POST.get("who") or request.GET.get("hvem") or "").replace("\0", "")
    context["picks"] = picks_for(viewer, lang, search=search_of(request), chosen=chosen)
    return render(request, "absence/reporting/report.html", context)


@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="receipt")
    shown = receipt_of(period, viewer, say_ahead_for(viewer))
    context = {"receipt": shown, "period": period, "panels": receipt_panels(viewer, period.employee)}
    return render(request, "absence/reporting/receipt.html", context)


@require_POST
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="undo_report", withdrawn=True)
    person = person_of(period.employee)
    try:
        undo_report(period=period, by=viewer)
    except RuleViolation as refusal:
        messages.warning(request, say_refusal(refusal.code, name=person.first_name))
        return redirect("home" if period.withdrawn else "report_receipt", *([] if period.withdrawn else [ref]))
    messages.info(request, _("Undone. %(name)s is not reported absent.") % {"name": person.name})
    return redirect("home")


@require_http_methods(FORM_METHODS)
def fit(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="report_fit")
    person, say = person_of(period.employee), say_for(viewer)
    form = FitForm(posted(request), today=viewer.today)
    if form.is_valid():
        try:
            report_back(period=period, back_on=form.cleaned_data["day"], by=viewer)
        except RuleViolation as refusal:
            form.add_error("back", say_refusal(refusal.code, name=person.first_name))
        else:
            words = _("Noted: %(name)s is back at work %(day)s.")
            words %= {"name": person.name, "day": say_from(form.cleaned_data["day"], say)}
            messages.success(request, words, extra_tags=_undoing(period))
            return redirect(back_to(request))
    context = {"form": form, "person": person, "period": version_of(period, say), "next": back_to(request)}
    return render(request, "absence/reporting/fit.html", context)


@require_http_methods(FORM_METHODS)
def partly_fit(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="report_partly_fit")
    person, say = person_of(period.employee), say_for(viewer)
    form = PartlyFitForm(posted(request), today=viewer.today)
    if form.is_valid():
        day, degree = form.cleaned_data["day"], form.cleaned_data["degree"]
        try:
            report_partly_fit(period=period, from_day=day, degree=degree, by=viewer)
        except RuleViolation as refusal:
            field = "degree" if refusal.code in {"not_a_part", "nothing_changes"} else "back"
            form.add_error(field, say_refusal(refusal.code, name=person.first_name))
        else:
            words = _("Noted: %(name)s works part of the time from %(day)s.")
            words %= {"name": person.name, "day": say_from(day, say)}
            messages.success(request, words, extra_tags=_undoing(period))
            return redirect(back_to(request))
    return render(
        request,
        "absence/reporting/partly_fit.html",
        {"form": form, "person": person, "period": version_of(period, say), "next": back_to(request)},
    )


@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="correct")
    person, say = person_of(period.employee), say_for(viewer)
    form = CorrectForm(posted(request), causes=cause_choices(queries.causes(), say.lang), initial=_as_it_stands(period))
    context: dict[str, Any] = {"form": form, "person": person, "period": version_of(period, say)}
    context["next"] = back_to(request)
    if form.is_valid():
        try:
            corrected = correct_period(period=period, by=viewer, **form.cleaned_data)
        except RuleViolation as refusal:
            context |= _refused(form, refusal, person.first_name, viewer)
        else:
            if corrected.version == period.version:
                messages.info(request, _("Nothing was changed."))
            else:
                words = _("Corrected. What is owed to %(name)s follows the new days.") % {"name": person.name}
                messages.success(request, words, extra_tags=_undoing(period))
            return redirect(back_to(request))
    return render(request, "absence/reporting/correct.html", context)


@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="withdraw")
    person, say = person_of(period.employee), say_for(viewer)
    form = WithdrawForm(posted(request), name=person.first_name, initial={"version": period.version})
    context: dict[str, Any] = {"form": form, "person": person, "period": version_of(period, say)}
    context["next"] = back_to(request)
    if form.is_valid():
        reason = WithdrawReason(form.cleaned_data["reason"])
        try:
            withdraw_period(period=period, version=form.cleaned_data["version"], reason=reason, by=viewer)
        except RuleViolation as refusal:
            context |= _refused(form, refusal, person.first_name, viewer)
        else:
            words = _("Withdrawn. %(name)s was not absent those days.") % {"name": person.name}
            messages.success(request, words, extra_tags=_undoing(period))
            return redirect(back_to(request))
    return render(request, "absence/reporting/withdraw.html", context)


@require_POST
def undo_last(request: HttpRequest, ref: str) -> HttpResponse:
    """What was just done about a period, taken back; the version that it made is in the address."""
    viewer = viewer_of(request)
    period = open_period(viewer, ref, purpose="undo_change", withdrawn=True)
    person, version = person_of(period.employee), request.GET.get("version", "")
    try:
        undo_change(period=period, version=number_in(version) or 0, by=viewer)
    except RuleViolation as refusal:
        messages.warning(request, say_refusal(refusal.code, name=person.first_name))
    else:
        messages.info(request, _("Undone. The absence of %(name)s stands as before.") % {"name": person.name})
    return redirect(back_to(request))


def _undoing(period: Period) -> str:
    """Where the change that was just made to the period is undone."""
    return f"{reverse('undo_change', args=[period.ref])}?version={period.version + 1}"


def _as_it_stands(period: Period) -> dict[str, Any]:
    return {
        "version": period.version,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "cause": period.cause_id,
        "degree": format(period.degree.normalize(), "f"),
        "returns_on": period.expected_return,
    }


def _refused(form: Any, refusal: RuleViolation, name: str, viewer: Viewer) -> dict[str, Any]:
    """Puts a refusal at its field; what else the page must show: the other period, or the newer version."""
    match refusal:
        case PeriodOverlap():
            words = say_overlap(refusal.other, name=name, today=viewer.today, lang=page_language())
            form.add_error(None, words)
            return {"other": reverse("correct_period", args=[refusal.other.ref])}
        case PeriodChanged():
            form.add_error(None, _("Somebody has changed this since you opened it. Nothing of yours is lost."))
            # What is sent next has been seen beside the newer version.
            form.data = {**form.data.dict(), "version": refusal.newer.version}
            return {"changed": True}
    field = {
        "too_far_ahead": "first_day",
        "too_far_back": "first_day",
        "ends_before_start": "last_day",
        "return_before_start": "returns_on",
        "return_too_far_ahead": "returns_on",
        "not_a_percent": "degree",
    }.get(refusal.code)
    form.add_error(field if field in form.fields else None, say_refusal(refusal.code, name=name))
    return {}
