"""What a leader presses: done, undo, postpone, a contact noted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.day.cards import act_of, postponing_of
from cases.day.queries import person_of, say_ahead_for, say_for
from cases.followups.access import open_employee_to_follow_up, open_follow_up_to_do
from cases.followups.flows import confirm_follow_up, note_contact, postpone_follow_up, undo_confirmation
from cases.followups.forms import ConfirmForm, ContactForm, PostponeForm
from cases.followups.queries import stored_of
from cases.returning import back_to
from cases.words import refusal
from people.access import viewer_of
from people.forms import posted
from people.models import new_reference
from people.rules import RuleViolation
from people.words import say_day


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """One press from the card confirms for today; the page itself asks for another day, and a note."""
    viewer = viewer_of(request)
    follow_up = open_follow_up_to_do(viewer, ref, purpose="confirm")
    say, person, row = say_for(viewer), person_of(follow_up.employee), stored_of(follow_up)
    form = ConfirmForm(posted(request), row=row, today=viewer.today)
    act = act_of(row, ref, person, say)
    if form.is_valid():
        try:
            confirm_follow_up(
                follow_up=follow_up,
                done_on=form.cleaned_data["done_on"],
                by=viewer,
                note=form.cleaned_data["note"],
                note_override=form.cleaned_data["note_override"],
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Noted: %(act)s, done %(day)s.") % {
                "act": act.act,
                "day": say_day(form.cleaned_data["done_on"], say.today, say.lang),
            }
            messages.success(request, words, extra_tags=reverse("undo_follow_up", args=[ref]))
            return redirect(back_to(request))
    return render(
        request,
        "cases/followups/confirm.html",
        {"form": form, "act": act, "person": person, "next": back_to(request)},
    )


@require_POST
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    follow_up = open_follow_up_to_do(viewer, ref, purpose="undo")
    person = person_of(follow_up.employee)
    try:
        undo_confirmation(follow_up=follow_up, by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.info(request, _("Undone. It stands open again for %(name)s.") % {"name": person.name})
    return redirect(back_to(request))


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    follow_up = open_follow_up_to_do(viewer, ref, purpose="postpone")
    say, person, row = say_ahead_for(viewer), person_of(follow_up.employee), stored_of(follow_up)
    postponing = postponing_of(row, say)
    form = PostponeForm(
        posted(request), row=row, name=person.first_name, postponing=postponing, today=viewer.today, limits=say.limits
    )
    if form.is_valid():
        until, reason = form.cleaned_data["postpone_until"], form.cleaned_data["reason"]
        try:
            postpone_follow_up(follow_up=follow_up, until=until, reason=reason, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Postponed: it turns up again %(day)s.") % {"day": say_day(until, say.today, say.lang)}
            messages.success(request, words)
            return redirect(back_to(request))
    return render(
        request,
        "cases/followups/postpone.html",
        {
            "form": form,
            "act": act_of(row, ref, person, say),
            "person": person,
            "postponing": postponing,
            "next": back_to(request),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, ref: str) -> HttpResponse:
    """A contact that nobody was owed yet. The form's own token notes it once, however often it is sent."""
    viewer = viewer_of(request)
    employee = open_employee_to_follow_up(viewer, ref, purpose="note_contact")
    person = person_of(employee)
    form = ContactForm(posted(request), today=viewer.today, initial={"token": new_reference()})
    if form.is_valid():
        try:
            noted = note_contact(
                employee=employee,
                contact_on=form.cleaned_data["done_on"],
                by=viewer,
                note=form.cleaned_data["note"],
                note_override=form.cleaned_data["note_override"],
                token=form.cleaned_data["token"],
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Noted: you have had contact with %(name)s.") % {"name": person.name}
            messages.success(request, words, extra_tags=reverse("undo_follow_up", args=[noted.ref]))
            return redirect(back_to(request))
    return render(request, "cases/followups/contact.html", {"form": form, "person": person, "next": back_to(request)})
