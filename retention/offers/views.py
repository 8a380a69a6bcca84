"""The catalogue of offers, and an offer in an employee's matter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.day.queries import person_of
from cases.returning import back_to
from people.access import viewer_of
from people.forms import posted
from people.language import page_language
from people.rules import RuleViolation
from people.words import say_date
from retention.ladder.queries import steps_on
from retention.offers.access import (
    insist_on_catalogue,
    insist_on_writing_catalogue,
    may_write_catalogue,
    open_employee_to_offer,
    open_offer,
    open_use,
)
from retention.offers.flows import CATALOGUE, add_offer, change_offer, end_offer, start_offer, withdraw_use
from retention.offers.forms import EndForm, OfferForm, SearchForm, StartForm
from retention.offers.queries import cards_of, find_offers, page_of, running_offers
from retention.offers.words import offer_name, say_refusal
from retention.saying import as_it_stands
from retention.toolbox import tabs_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_catalogue(viewer_of(request))
    lang = page_language()
    form = SearchForm(request.GET, steps=steps_on(viewer.today), lang=lang)
    asked = form.cleaned_data if form.is_valid() else {}
    offers = find_offers(
        viewer.today,
        search=asked.get("soeg", ""),
        step=asked.get("trin"),
        closed_too=bool(asked.get("lukkede")),
    )
    context = {
        "tabs": tabs_of(viewer, "offers"),
        "form": form,
        "cards": cards_of(offers, viewer.today, lang),
        "filtered": any(asked.values()),
        "may_write": may_write_catalogue(viewer),
    }
    return render(request, "retention/offers/catalogue.html", context)


@require_safe
def detail(request: HttpRequest, key: str) -> HttpResponse:
    viewer = insist_on_catalogue(viewer_of(request))
    offer = open_offer(key)
    context = {"offer": page_of(offer, viewer.today, page_language()), "may_write": may_write_catalogue(viewer)}
    return render(request, "retention/offers/detail.html", context)


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_writing_catalogue(viewer_of(request))
    form = OfferForm(posted(request), steps=steps_on(viewer.today), lang=page_language(), today=viewer.today)
    if form.is_valid():
        try:
            offer = add_offer(written=form.written, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The offer is in the catalogue."))
            return redirect("offer", offer.key)
    return render(request, "retention/offers/write.html", {"form": form})


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, key: str) -> HttpResponse:
    viewer = insist_on_writing_catalogue(viewer_of(request))
    offer, lang = open_offer(key), page_language()
    standing = as_it_stands(offer, CATALOGUE)
    form = OfferForm(posted(request), steps=steps_on(viewer.today), lang=lang, today=viewer.today, standing=standing)
    if form.is_valid():
        try:
            change_offer(offer=offer, written=form.written, opened=form.cleaned_data["opened"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Saved."))
            return redirect("offer", offer.key)
    context = {"form": form, "key": offer.key, "name": offer_name(offer, lang)}
    return render(request, "retention/offers/write.html", context)


@require_http_methods(FORM_METHODS)
def start(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_offer(viewer, ref, purpose="offer_start")
    person, lang = person_of(employee), page_language()
    form = StartForm(
        posted(request),
        offers=running_offers(viewer.today),
        lang=lang,
        today=viewer.today,
        initial={"offer": request.GET.get("tilbud", "")},
    )
    if form.is_valid():
        offer = form.cleaned_data["offer"]
        try:
            use = start_offer(employee=employee, offer=offer, started_on=form.cleaned_data["day"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Noted: %(offer)s is in use.") % {"offer": offer_name(offer, lang)}
            messages.success(request, words, extra_tags=reverse("offer_use_withdraw", args=[use.ref]))
            return redirect(back_to(request))
    return render(request, "retention/offers/start.html", {"form": form, "person": person, "next": back_to(request)})


@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    use = open_use(viewer, ref, purpose="offer_end")
    lang = page_language()
    form = EndForm(posted(request), started_on=use.started_on, today=viewer.today)
    if form.is_valid():
        try:
            end_offer(use=use, ended_on=form.cleaned_data["day"], by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Noted: %(offer)s has ended.") % {"offer": offer_name(use.offer, lang)})
            return redirect(back_to(request))
    context = {
        "form": form,
        "person": person_of(use.employee),
        "offer": offer_name(use.offer, lang),
        "since": say_date(use.started_on, viewer.today, lang),
        "ref": use.ref,
        "next": back_to(request),
    }
    return render(request, "retention/offers/end.html", context)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    use = open_use(viewer, ref, purpose="offer_use_withdraw")
    try:
        withdraw_use(use=use, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, say_refusal(violation.code))
    else:
        messages.info(request, _("Taken back. It counts no more."))
    return redirect(back_to(request))
