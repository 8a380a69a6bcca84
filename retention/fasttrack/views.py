"""The pages of Fast track."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.day.queries import person_of
from cases.matter.access import open_employee_to_write
from cases.returning import back_to
from people.access import open_own_employee, viewer_of
from people.forms import posted
from people.language import page_language
from people.models import Employee
from people.rules import RuleViolation
from people.viewer import Viewer
from retention.fasttrack import access, flows
from retention.fasttrack.forms import (
    NO,
    YES,
    AnswerForm,
    DayForm,
    InformForm,
    OutcomeForm,
    ReasonForm,
    Refusing,
    StartForm,
    WordsForm,
)
from retention.fasttrack.pages import Route, fields_of, page_of
from retention.fasttrack.queries import agreed_for, fast_track_list, law_on, running_window, say_window, window_of_row
from retention.fasttrack.words import refusal
from retention.matter.queries import matter_of
from retention.models import FastTrack
from retention.partners.queries import contacts_of
from retention.rules.fasttrack import OPEN, FastTrackKind, Initiator
from retention.saying import as_it_stands
from retention.toolbox import tabs_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def fast_tracks(request: HttpRequest) -> HttpResponse:
    """Those under way, and the windows that closed unused, with why."""
    viewer = viewer_of(request)
    access.enter_list(viewer)
    found, employees = fast_track_list(viewer)
    access.record_list(viewer, employees)
    return render(
        request,
        "retention/fasttrack/list.html",
        {"found": found, "tabs": tabs_of(viewer, "fast_track_list"), "wide": True},
    )


@require_safe
def task(request: HttpRequest, ref: str) -> HttpResponse:
    """From a follow-up to the Fast track that it is about."""
    return redirect("fast_track_detail", access.fast_track_of_task(viewer_of(request), ref).ref)


@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track")
    context = {
        **_about(row, viewer),
        "route": _route(row, viewer),
        "back": reverse("employee_detail", args=[row.employee.ref]),
    }
    return render(request, "retention/fasttrack/detail.html", context)


@require_safe
def nemrefusion(request: HttpRequest, ref: str) -> HttpResponse:
    """What to type where, to print or to have beside the screen."""
    viewer, lang = viewer_of(request), page_language()
    row = access.open_fast_track(viewer, ref, purpose="fast_track_print")
    window = window_of_row(row, viewer.today)
    weeks = law_on(row.about_day or viewer.today).expected_weeks
    fields = fields_of(row, row.employee, window, viewer.today, lang, weeks=weeks)
    context = {**_about(row, viewer), "fields": fields, "route": _route(row, viewer)}
    return render(request, "retention/fasttrack/nemrefusion.html", context)


@get_or_post
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """`?slags=preventive` is the kind on a worry."""
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="fast_track_start")
    wanted = request.POST.get("kind") or request.GET.get("slags")
    kind = FastTrackKind.PREVENTIVE if wanted == FastTrackKind.PREVENTIVE else FastTrackKind.ORDINARY
    law = law_on(viewer.today)
    form = StartForm(posted(request), kind=kind, weeks=law.expected_weeks)
    if form.is_valid():
        try:
            row = flows.start_fast_track(employee=employee, kind=kind, by=viewer, **_begun(form.cleaned_data))
        except RuleViolation as violation:
            if violation.code == "already_open":
                return _to_the_open_one(request, employee, viewer)
            form.refuse(violation)
        else:
            messages.success(request, _("Fast track is begun."))
            return redirect("fast_track_detail", row.ref)
    window = running_window(employee, viewer.today)
    preventive = kind is FastTrackKind.PREVENTIVE
    context = {
        "form": form,
        "person": person_of(employee),
        "next": back_to(request),
        "weeks": law.expected_weeks,
        "preventive": preventive,
        "agreed": agreed_for(employee, viewer.today) if preventive else None,
        "window": say_window(window, viewer.today, page_language()) if window else "",
    }
    return render(request, "retention/fasttrack/start.html", context)


@get_or_post
def change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_change")
    weeks = law_on(row.about_day or viewer.today).expected_weeks
    standing = as_it_stands(row, flows.ANSWERS)
    form = WordsForm(posted(request), kind=FastTrackKind(row.kind), weeks=weeks, standing=standing)
    form.initial["note_override"] = row.words_override

    def save(said: dict[str, Any]) -> None:
        flows.change_fast_track(
            fast_track=row,
            expected_long=said.get("expected_long", row.expected_long),
            words=_words(said),
            opened=said["opened"],
            by=viewer,
        )

    return _form(request, "change", form, save, row, done=_("The answers are corrected."))


@get_or_post
def inform(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_inform")
    form = InformForm(posted(request), today=viewer.today, label=_("When was the employee told?"))

    def save(said: dict[str, Any]) -> None:
        flows.inform_employee(fast_track=row, informed_on=said["day"], told_how=said["how"], by=viewer)

    return _form(request, "inform", form, save, row, done=_("Noted: the employee has been told, and may say no."))


@get_or_post
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """What the employee says, recorded by another."""
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_answer")
    form = AnswerForm(posted(request))

    def save(said: dict[str, Any]) -> None:
        flows.answer_fast_track(fast_track=row, yes=said["answer"] == YES, told_how=said["how"], by=viewer)

    return _form(request, "answer", form, save, row, done=_("The answer is noted."))


@get_or_post
def sent(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_sent")
    form = DayForm(posted(request), today=viewer.today, label=_("Which day was it sent in NemRefusion?"))

    def save(said: dict[str, Any]) -> None:
        flows.mark_as_sent(fast_track=row, sent_on=said["day"], by=viewer)

    done = _("Noted as sent. You are asked in two weeks what came of it.")
    return _form(request, "sent", form, save, row, done=done)


@get_or_post
def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_outcome")
    form = OutcomeForm(posted(request), today=viewer.today, label=_("Which day?"))

    def save(said: dict[str, Any]) -> None:
        flows.note_outcome(fast_track=row, outcome=said["outcome"], outcome_on=said["day"], by=viewer)

    return _form(request, "outcome", form, save, row, done=_("The outcome is noted."))


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_fast_track(viewer, ref, purpose="fast_track_withdraw")
    try:
        flows.withdraw_fast_track(fast_track=row, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.info(request, _("Withdrawn. Nothing was sent."))
    return redirect("fast_track_detail", ref)


@get_or_post
def missed(request: HttpRequest, ref: str) -> HttpResponse:
    """Why a window was not used."""
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="fast_track_missed")
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            flows.explain_missed_window(employee=employee, reason=form.cleaned_data["reason"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Thank you. HR sees why, and can help next time."))
            return redirect("employee_detail", ref)
    context = {"form": form, "person": person_of(employee), "next": back_to(request)}
    return render(request, "retention/fasttrack/missed.html", context)


# --- One's own -----------------------------------------------------------------------------------------


@require_POST
def own_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee says yes or no on their own page."""
    viewer = viewer_of(request)
    row = access.open_own_fast_track(viewer, ref)
    said = request.POST.get("answer")
    if said not in {YES, NO}:
        raise Http404
    try:
        flows.answer_fast_track(fast_track=row, yes=said == YES, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        yes, no = _("Noted: you say yes to Fast track."), _("Noted: you say no thanks. It changes nothing else.")
        messages.success(request, yes if said == YES else no)
    return redirect("my_page")


@require_POST
def own_wish(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee asks for Fast track."""
    viewer = viewer_of(request)
    employee = open_own_employee(viewer, ref, purpose="fast_track_wish")
    try:
        flows.start_fast_track(
            employee=employee,
            kind=FastTrackKind.ORDINARY,
            initiator=Initiator.EMPLOYEE,
            expected_long=True,
            by=viewer,
        )
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("Your leader has been asked to send the request."))
    return redirect("my_page")


# --- What the pages share --------------------------------------------------------------------------------


def _form(
    request: HttpRequest,
    page: str,
    form: Refusing,
    save: Callable[[dict[str, Any]], None],
    row: FastTrack,
    *,
    done: str,
) -> HttpResponse:
    """A page that is one form about a Fast track: saved, it leads back to its own."""
    if form.is_valid():
        try:
            save(form.cleaned_data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, done)
            return redirect("fast_track_detail", row.ref)
    return render(request, f"retention/fasttrack/{page}.html", {"form": form, **_about(row, viewer_of(request))})


def _about(row: FastTrack, viewer: Viewer) -> dict[str, Any]:
    window = window_of_row(row, viewer.today)
    return {
        "page": page_of(row, window, viewer.today, page_language()),
        "person": person_of(row.employee),
        "next": reverse("fast_track_detail", args=[row.ref]),
    }


def _route(row: FastTrack, viewer: Viewer) -> Route | None:
    if row.municipality is None:
        return None
    return Route(
        row.municipality.name, row.municipality.phone_hours, tuple(contacts_of(row.municipality, viewer.today))
    )


def _to_the_open_one(request: HttpRequest, employee: Employee, viewer: Viewer) -> HttpResponse:
    opened = next((row for row in matter_of(employee, viewer.today).tracked if row.state in OPEN), None)
    if opened is None:  # ended since
        return redirect("fast_track_start", employee.ref)
    messages.warning(request, _("There is a Fast track already. This is it."))
    return redirect("fast_track_detail", opened.ref)


def _begun(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "initiator": said["initiator"],
        "expected_long": said.get("expected_long", False),
        "words": _words(said),
        "told_how": said["told_how"],
    }


def _words(said: dict[str, Any]) -> flows.Words:
    return flows.Words(said["functions"], said["duration"], said["adapted"], said["note_override"])
