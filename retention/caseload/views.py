"""The inbox, and what is done about referrals."""

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import insist_on_desk
from cases.day.cards import call_name
from cases.overview.rules import Filters
from cases.returning import back_to
from people.access import open_own_employee, viewer_of
from people.forms import posted
from people.language import page_language
from people.models import Employee, User
from people.rules import CapacityKind, RuleViolation
from people.viewer import Viewer
from people.words import say_full_date, say_number, say_time
from retention.caseload.access import open_employee_to_refer, open_employees, open_referral
from retention.caseload.flows import end_referral, plan_hours, refer, take
from retention.caseload.forms import AskForm, EndForm, GiveForm, PlanForm, ReferForm
from retention.caseload.queries.board import board_of
from retention.caseload.queries.inbox import INBOX, Inbox, Tab, inbox_of
from retention.caseload.queries.referrals import consultants, referral_of
from retention.caseload.words import refusal
from retention.partners.panels import to_confirm
from retention.rules.caseload import ReferReason

ME: Final = "me"
NOBODY: Final = "nobody"
ASK: Final = "ask"


@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """A search is posted, and remembered; everything else stands in the address."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT)
    if request.method == "POST":
        INBOX.with_search(request.POST.get("q", ""), request.session, ())
        return redirect(f"{reverse('inbox')}?{INBOX.address(Filters(tab=Tab.SEARCH))}")
    filters = INBOX.told_or_remembered(request.GET, request.session, ())
    found = inbox_of(viewer, filters, request.GET.get("page", "1"))
    lang = page_language()
    today = say_full_date(viewer.today, viewer.today, lang)
    context = {
        "inbox": found,
        "filters": filters,
        "tabs": _tabs(found, filters),
        "when": capfirst(f"{today} {say_time(viewer.now, lang)}"),
        "query": INBOX.address(filters),
        "list_url": reverse("inbox"),
        "panel": to_confirm(viewer, viewer.today),
        "wide": True,
    }
    return render(request, "retention/caseload/inbox.html", context)


def _tabs(found: Inbox, filters: Filters) -> list[dict[str, object]]:
    labels = {Tab.MINE: _("Mine"), Tab.TEAM: _("The team"), Tab.SEARCH: _("Search")}
    return [
        {
            "label": label,
            "url": f"?{INBOX.address(replace(filters, tab=tab))}",
            "count": say_number(found.counts[tab], lang=page_language()) if tab in found.counts else None,
            "current": tab == filters.tab,
            "icon": "search" if tab is Tab.SEARCH else "",
        }
        for tab, label in labels.items()
    ]


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The viewer's own cases by step."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT)
    return render(request, "retention/caseload/board.html", {"board": board_of(viewer), "wide": True})


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """`row` are employees' references; `to` is oneself, nobody, a colleague, or a question to be asked first."""
    viewer = insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT, CapacityKind.HR)
    refs = sorted({ref for ref in request.POST.getlist("row") if ref and "\0" not in ref})
    if not refs:
        messages.warning(request, _("Choose at least one employee in the list first."))
        return redirect(_home_of(viewer))
    employees = open_employees(viewer, refs, purpose="give_referral")
    wanted = request.POST.get("to", "")
    if wanted in {ME, NOBODY}:
        return _given(request, employees, viewer.user if wanted == ME else None, viewer)
    own = {employee.user_id for employee in employees}
    takers = [user for user in consultants(viewer.today) if user.is_active and user.pk not in {viewer.actor_id, *own}]
    form = GiveForm(request.POST if wanted != ASK else None, consultants=takers)
    if form.is_valid():
        to = next(user for user in takers if user.pk == form.cleaned_data["to"])
        said = {name: form.cleaned_data[name] for name in ("note", "note_override")}
        return _given(request, employees, to, viewer, **said)
    people = [employee.name for employee in employees]
    at_inbox = _home_of(viewer) == "inbox"
    context = {"form": form, "takers": takers, "refs": refs, "people": people}
    context |= {"back": reverse(_home_of(viewer)), "list_name": _("Inbox") if at_inbox else _("Employees")}
    if "next" in request.POST:
        context |= {"back": back_to(request), "list_name": _("Back to where you were"), "next": back_to(request)}
    return render(request, "retention/caseload/give.html", context)


def _given(
    request: HttpRequest, employees: list[Employee], to: User | None, viewer: Viewer, **said: str
) -> HttpResponse:
    try:
        number = take(employees=employees, to=to, by=viewer, **said)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        people = ngettext("%(number)s person", "%(number)s people", number) % {"number": number}
        if to is None:
            messages.success(request, _("%(people)s: back with the team.") % {"people": people})
        elif to.pk == viewer.actor_id:
            messages.success(request, _("%(people)s: now yours.") % {"people": people})
        else:
            messages.success(request, _("%(people)s: now with %(name)s.") % {"people": people, "name": to})
    return redirect(back_to(request) if "next" in request.POST else _home_of(viewer))


@require_http_methods(["GET", "HEAD", "POST"])
def refer_employee(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_refer(viewer, ref)
    takers = [user for user in consultants(viewer.today) if user.is_active and user.pk != employee.user_id]
    form = ReferForm(posted(request), consultants=takers)
    if form.is_valid():
        said = form.cleaned_data
        try:
            refer(
                employee=employee,
                to=said["to"],
                reason=said["reason"],
                by=viewer,
                note=said["note"],
                note_override=said["note_override"],
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            to = said["to"] or _("The team")
            words = _("%(name)s is referred. %(to)s can see the matter now and answers soon.")
            messages.success(request, words % {"name": employee.name, "to": to})
            return redirect("employee_detail", ref)
    context = {"form": form, "person": employee, "first_name": call_name(employee.first_name), "next": _page_of(ref)}
    return render(request, "retention/caseload/refer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_consultant(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee themselves, from their own page."""
    viewer = viewer_of(request)
    employee = open_own_employee(viewer, ref, purpose="refer")
    form = AskForm(posted(request))
    if form.is_valid():
        note, override = form.cleaned_data["note"], form.cleaned_data["note_override"]
        try:
            refer(
                employee=employee,
                to=None,
                reason=ReferReason.EMPLOYEE_ASKS,
                by=viewer,
                note=note,
                note_override=override,
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Your wish is sent. You are contacted."))
            return redirect("my_page")
    context = {"form": form, "person": employee, "next": reverse("my_page")}
    return render(request, "retention/caseload/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has the matter, how it came there, and the hours planned on it."""
    viewer = viewer_of(request)
    employee = open_referral(viewer, ref, purpose="referral")
    found = referral_of(employee, viewer)
    form = PlanForm(posted(request), initial={"hours": found.planned})
    if form.is_valid():
        try:
            plan_hours(employee=employee, hours=form.cleaned_data["hours"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The hours are noted."))
            return redirect("referral", ref)
    context = {
        "form": form,
        "person": employee,
        "referral": found,
        "may_have": CapacityKind.CONSULTANT in viewer.capacities and not found.mine,
        "next": _page_of(ref),
    }
    return render(request, "retention/caseload/referral.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_referral(viewer, ref, purpose="end_referral")
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            end_referral(employee=employee, reason=form.cleaned_data["reason"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The referral of %(name)s has ended.") % {"name": employee.name})
            return redirect(_home_of(viewer))
    context = {"form": form, "person": employee, "next": reverse("referral", args=[ref])}
    return render(request, "retention/caseload/end.html", context)


def _home_of(viewer: Viewer) -> str:
    return "inbox" if CapacityKind.CONSULTANT in viewer.capacities else "employee_list"


def _page_of(ref: str) -> str:
    return reverse("employee_detail", args=[ref])
