"""Asking for a meeting, the employee's answer, the clock, and calling it off."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.day.queries import person_of
from cases.returning import back_to
from people.access import open_own_employee, viewer_of
from people.forms import posted
from people.rules import RuleViolation
from roundtable.access import open_employee_to_ask, open_meeting, open_meeting_to_run, open_own_meeting
from roundtable.models import Meeting
from roundtable.request import flows
from roundtable.request.forms import (
    NO,
    YES,
    AnswerForm,
    CancelForm,
    OwnRequestForm,
    PauseForm,
    Refusing,
    RequestForm,
    UnheldForm,
)
from roundtable.request.queries import meetings_of
from roundtable.words import refusal

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Where one is open already, it is shown instead of a second."""
    viewer = viewer_of(request)
    employee = open_employee_to_ask(viewer, ref)
    person = person_of(employee)
    is_open = next((known for known in meetings_of(employee, viewer.today) if known.is_open), None)
    if is_open is not None:
        words = _("There is an open meeting about %(name)s already. It is shown here.")
        messages.info(request, words % {"name": person.first_name})
        return redirect("meeting", is_open.ref)
    form = RequestForm(posted(request))
    if form.is_valid():
        try:
            meeting = flows.request_meeting(employee=employee, by=viewer, **form.cleaned_data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The wish is sent to the consultants. They find a time with you all."))
            return redirect("meeting", meeting.ref)
    context = {"form": form, "person": person, "next": back_to(request), "hours": settings.ROUND_TABLE_HOURS}
    return render(request, "roundtable/request/ask.html", context)


@get_or_post
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """What the employee says, recorded by another."""
    viewer = viewer_of(request)
    row = open_meeting(viewer, ref, purpose="meeting_answer")
    form = AnswerForm(posted(request), name=person_of(row.employee).first_name)

    def save(said: dict[str, Any]) -> None:
        flows.answer_request(meeting=row, yes=said["answer"] == YES, told_how=said["how"], by=viewer)

    return _form(request, "answer", form, save, row, done=_("The answer is noted."))


@get_or_post
def pause(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting_pause")
    form = PauseForm(posted(request))

    def save(said: dict[str, Any]) -> None:
        flows.pause_meeting(meeting=row, reason=said["reason"], by=viewer)

    return _form(request, "pause", form, save, row, done=_("The clock stands still until you let it run on."))


@require_POST
def resume(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting_resume")
    try:
        flows.resume_meeting(meeting=row, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, _("The clock runs on. The deadline has moved by the time it stood still."))
    return redirect("meeting", ref)


@get_or_post
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting_cancel")
    form = CancelForm(posted(request))

    def save(said: dict[str, Any]) -> None:
        flows.cancel_meeting(meeting=row, reason=said["reason"], by=viewer)

    return _form(
        request, "cancel", form, save, row, done=_("The meeting is called off. Those who were invited are told.")
    )


@get_or_post
def unheld(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_meeting_to_run(viewer, ref, purpose="meeting_unheld")
    form = UnheldForm(posted(request))

    def save(said: dict[str, Any]) -> None:
        flows.close_unheld(meeting=row, reason=said["reason"], by=viewer)

    return _form(request, "unheld", form, save, row, done=_("Noted: the meeting was not held."))


# --- One's own -----------------------------------------------------------------------------------------


@get_or_post
def own_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee themselves, from their own page."""
    viewer = viewer_of(request)
    employee = open_own_employee(viewer, ref, purpose="meeting_request")
    form = OwnRequestForm(posted(request))
    if any(known.is_open for known in meetings_of(employee, viewer.today)):
        messages.info(request, _("There is a round table on its way already."))
        return redirect("my_page")
    if form.is_valid():
        try:
            flows.request_meeting(employee=employee, by=viewer, **form.cleaned_data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Your wish is sent. A consultant finds a time with you."))
            return redirect("my_page")
    context = {"form": form, "person": employee, "next": reverse("my_page"), "hours": settings.ROUND_TABLE_HOURS}
    return render(request, "roundtable/request/own_ask.html", context)


@require_POST
def own_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee says yes or no on their own page."""
    viewer = viewer_of(request)
    row = open_own_meeting(viewer, ref)
    said = request.POST.get("answer")
    if said not in {YES, NO}:
        raise Http404
    try:
        flows.answer_request(meeting=row, yes=said == YES, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        yes = _("Noted: you say yes to the meeting. You hear when it can be held.")
        no = _("Noted: you say no thanks. The meeting is called off, and nothing else changes.")
        messages.success(request, yes if said == YES else no)
    return redirect("my_page")


# --- What the pages share --------------------------------------------------------------------------------


def _form(
    request: HttpRequest,
    page: str,
    form: Refusing,
    save: Callable[[dict[str, Any]], None],
    row: Meeting,
    *,
    done: str,
) -> HttpResponse:
    """A page that is one form about a meeting: saved, it leads back to the meeting's."""
    if form.is_valid():
        try:
            save(form.cleaned_data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, done)
            return redirect("meeting", row.ref)
    context = {
        "form": form,
        "person": person_of(row.employee),
        "next": reverse("meeting", args=[row.ref]),
        "ref": row.ref,
    }
    return render(request, f"roundtable/request/{page}.html", context)
