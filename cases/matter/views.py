"""One employee's page and the case's: head, panels and one history."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import flows
from cases.matter.access import open_case, open_employee_to_write
from cases.matter.forms import CloseCaseForm, OpenCaseForm
from cases.matter.timeline import About, Entry, lines_of, timeline_of
from cases.models import Case
from cases.panels import case_panels, employee_panels
from cases.rules import CaseState, CloseReason, OpenReason, Part, Right, right_to
from cases.words import refusal
from people.access import open_employee, viewer_of
from people.forms import posted
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs, RuleViolation
from people.viewer import Viewer
from people.words import initials, say_plain_number

A_PAGE = 25


@require_safe
def employee_detail(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee(viewer, ref, purpose="employee_page")
    context = {**_head(employee), "panels": employee_panels(viewer, employee)}
    return render(request, "cases/matter/page.html", {**context, **_history(request, viewer, employee)})


@require_safe
def case_detail(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    case = open_case(viewer, ref, purpose="case_page")
    context = {
        **_head(case.employee),
        "case": case,
        "may_close": case.state == CaseState.OPEN and right_to(Part.CASE, case.employee.seen_as) is Right.WRITE,
        "panels": case_panels(viewer, case),
    }
    return render(request, "cases/matter/page.html", {**context, **_history(request, viewer, case.employee)})


@require_http_methods(["GET", "POST"])
def open_new_case(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="open_case")
    form = OpenCaseForm(posted(request))
    if form.is_valid():
        try:
            case = flows.open_case(employee=employee, reason=OpenReason(form.cleaned_data["reason"]), by=viewer)
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, _("The case is open. What is owed is gathered in it."))
            return redirect("case_detail", case.ref)
    context = {**_head(employee), "form": form, "title": _("Open a case"), "button": _("Open the case")}
    return render(request, "cases/matter/reason.html", {**context, "back": employee.ref})


@require_http_methods(["GET", "POST"])
def close_case(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    case: Case = open_case(viewer, ref, purpose="close_case")
    open_employee_to_write(viewer, case.employee.ref, purpose="close_case")
    form = CloseCaseForm(posted(request))
    if form.is_valid():
        try:
            flows.close_case(case=case, reason=CloseReason(form.cleaned_data["reason"]), by=viewer)
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, _("The case is closed. What is owed stays owed."))
            return redirect("employee_detail", case.employee.ref)
    context = {**_head(case.employee), "form": form, "title": _("Close the case"), "button": _("Close the case")}
    return render(request, "cases/matter/reason.html", {**context, "back": case.employee.ref})


def _head(employee: Employee) -> dict[str, object]:
    hours = employee.weekly_hours
    said = _("%(hours)s hours a week") % {"hours": say_plain_number(hours, page_language())} if hours else ""
    return {
        "employee": employee,
        "own_list": employee.seen_as in {ActingAs.LEADER, ActingAs.DEPUTY, ActingAs.CONSULTANT},
        "initials": initials(employee.first_name, employee.last_name),
        "under": ", ".join(filter(None, (employee.title, said, employee.unit_name))),
    }


def _history(request: HttpRequest, viewer: Viewer, employee: Employee) -> dict[str, object]:
    """The history, filtered by what it is about, a page of it."""
    wanted = request.GET.get("historik", "")
    entries: list[Entry] = timeline_of(viewer, employee)
    about = About(wanted) if wanted in set(About) else None
    shown = [entry for entry in entries if about is None or entry.about is about]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    labels = {
        None: _("All"),
        About.ABSENCE: _("Absence"),
        About.TALKS: _("Talks"),
        About.CASE: _("Case"),
        About.READS: _("Opened"),
    }
    return {
        "pills": [
            {
                "label": label,
                "url": f"?{urlencode({'historik': each})}#history" if each else "?#history",
                "current": each is about,
            }
            for each, label in labels.items()
        ],
        "history": lines_of(page, viewer.today, page_language()),
        "history_page": page,
        "history_query": urlencode({"historik": about}) if about else "",
    }
