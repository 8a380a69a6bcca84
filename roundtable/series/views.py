"""Series of care talks at a workplace: begun, prepared, its people seen and invited, followed, ended."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.invitations.rules import Role
from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation
from people.viewer import Viewer
from retention.saying import as_it_stands
from roundtable.models import Series
from roundtable.rules.series import KEEPERS
from roundtable.series.access import enter_series, open_series
from roundtable.series.flows import PREPARED, begin_series, end_series, invite, leave_out, prepare_series
from roundtable.series.forms import BeginForm, LeaveOutForm, PrepareForm
from roundtable.series.queries.effect import effect_of
from roundtable.series.queries.pages import series_of, series_page
from roundtable.series.queries.people import people_of
from roundtable.series.words import LETTERS, refusal, say_invited, say_passed_over

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    enter_series(viewer)
    return render(request, "roundtable/series/list.html", {"lines": series_of(viewer)})


@get_or_post
def series_add(request: HttpRequest) -> HttpResponse:
    """Begun by consultants and HR, or asked for by a leader with a worry."""
    viewer = viewer_of(request)
    enter_series(viewer)
    form = BeginForm(posted(request), viewer=viewer)
    if form.is_valid():
        try:
            series = begin_series(**form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The series is begun. Write goals, plan and roles first."))
            if KEEPERS.isdisjoint(viewer.capacities):
                messages.info(request, _("The consultants are told of your wish."))
            return redirect("series_prepare", series.ref)
    return render(request, "roundtable/series/add.html", {"form": form})


@require_safe
def series_detail(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    series = open_series(viewer, ref)
    page = series_page(series, viewer)
    effect = effect_of(series, page.first_held_at, viewer)
    context = {"series": series, "page": page, "effect": effect, "letter": LETTERS[Role.EMPLOYEE]}
    return render(request, "roundtable/series/series.html", context)


@get_or_post
def series_prepare(request: HttpRequest, ref: str) -> HttpResponse:
    """Goals, plan and roles."""
    viewer = viewer_of(request)
    series = open_series(viewer, ref)
    form = PrepareForm(posted(request), standing=as_it_stands(series, PREPARED))
    if form.is_valid():
        try:
            prepare_series(series=series, **form.said(), by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("It has been saved."))
            return redirect("series", ref)
    return render(request, "roundtable/series/prepare.html", {"form": form, "series": series})


@get_or_post
def series_people(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is invited and who is not, before anything is sent; posted, somebody is left out or taken in."""
    viewer = viewer_of(request)
    series = open_series(viewer, ref)
    people = people_of(series, viewer)
    form = LeaveOutForm(posted(request), lines=people.to_choose)
    if form.is_valid():
        act = partial(leave_out, series=series, chosen=form.chosen(), by=viewer)
        _pressed(request, act, _("The list has been saved."))
        return redirect("series_people", ref)
    context = {
        "series": series,
        "people": people,
        "form": form,
        "letter": LETTERS[Role.EMPLOYEE],
        "days": settings.CARE_TALK_PLAN_DAYS,
    }
    return render(request, "roundtable/series/people.html", context)


@require_POST
def series_invite(request: HttpRequest, ref: str) -> HttpResponse:
    """The list is saved, and those who stood in it as invited are."""
    viewer = viewer_of(request)
    series = open_series(viewer, ref)
    form = LeaveOutForm(request.POST, lines=people_of(series, viewer).to_choose)
    if form.is_valid():
        _pressed(request, partial(_save_and_invite, request, series, form, viewer))
    return redirect("series", ref)


def _save_and_invite(request: HttpRequest, series: Series, form: LeaveOutForm, viewer: Viewer) -> None:
    leave_out(series=series, chosen=form.chosen(), by=viewer)
    done = invite(
        series=series, shown=form.invited(ref for ref in request.POST.getlist("who") if ref.isprintable()), by=viewer
    )
    if done.invited:
        messages.success(request, say_invited(done.invited))
    if done.passed_over:
        messages.info(request, say_passed_over(done.passed_over))


@require_POST
def series_end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    series = open_series(viewer, ref)
    done = _("The series has ended. Talks that are under way go on.")
    _pressed(request, partial(end_series, series=series, by=viewer), done)
    return redirect("series", ref)


def _pressed(request: HttpRequest, act: Callable[[], object], done: str = "") -> None:
    """What one press does, or why it does not, said on the next page."""
    try:
        act()
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        if done:
            messages.success(request, done)
