"""Municipalities: whom to speak to there, what is agreed, what is to be known, and the meetings with them."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.returning import back_to
from people.access import open_employee, viewer_of
from people.forms import posted
from people.rules import RuleViolation
from retention.models import Municipality
from retention.partners import access, flows
from retention.partners.forms import (
    ActionForm,
    AgreementForm,
    ContactForm,
    EndForm,
    HoursForm,
    MeetingForm,
    PartnerForm,
    SheetForm,
)
from retention.partners.queries import actions_of, home_of, homes, meeting_row, partner_of, sheet_page
from retention.partners.words import refusal
from retention.saying import as_it_stands
from retention.toolbox import tabs_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Where employees live, largest first, and whom there is to speak to."""
    viewer = viewer_of(request)
    access.enter_partners(viewer)
    return render(
        request,
        "retention/partners/list.html",
        {"homes": homes(viewer), "tabs": tabs_of(viewer, "partners"), "wide": True},
    )


@require_safe
def municipality(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = access.open_municipality(viewer, str(code), to_write=False)
    keeps = access.may_write(viewer)
    return render(
        request,
        "retention/partners/municipality.html",
        {"partner": partner_of(found, viewer, keeps=keeps), "keeps": keeps, "next": back_to(request)},
    )


@require_safe
def home_contact(request: HttpRequest, ref: str) -> HttpResponse:
    """To the page of the municipality where the employee lives."""
    viewer = viewer_of(request)
    employee = open_employee(viewer, ref, purpose="home_contact")
    home = home_of(employee)
    if home is not None:
        return redirect("municipality", home.pk)
    messages.warning(
        request, _("The staff system does not say in which municipality %(name)s lives.") % {"name": employee}
    )
    return redirect("employee_detail", ref)


@get_or_post
def phone_hours(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    where = access.open_municipality(viewer, str(code))
    form = HoursForm(posted(request), standing=as_it_stands(where, flows.HOURS))
    save = partial(flows.set_phone_hours, municipality=where, by=viewer)
    return _form(request, form, save, where, heading=_("Phone hours"), button=_("Save"))


# --- Contacts ----------------------------------------------------------------------------------------


@get_or_post
def contact_add(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    where = access.open_municipality(viewer, str(code))
    form = ContactForm(posted(request), today=viewer.today, is_new=True)
    save = partial(flows.add_contact, municipality=where, by=viewer)
    return _form(request, form, save, where, heading=_("Add a contact"), button=_("Add the contact"))


@get_or_post
def contact_change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    contact = access.open_contact(viewer, ref)
    standing = as_it_stands(contact, flows.CONTACT)
    form = ContactForm(posted(request), today=viewer.today, is_new=False, standing=standing)
    save = partial(flows.change_contact, contact=contact, by=viewer)
    lead = _("Saving also says that the rest still holds today.")
    heading = _("Correct %(name)s") % {"name": contact.name}
    return _form(request, form, save, contact.municipality, heading=heading, button=_("Save"), lead=lead)


@require_POST
def contact_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    contact = access.open_contact(viewer, ref)
    done = _("%(name)s is confirmed today.") % {"name": contact.name}
    return _pressed(request, partial(flows.confirm_contact, contact=contact, by=viewer), contact.municipality, done)


@get_or_post
def contact_end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    contact = access.open_contact(viewer, ref)
    form = EndForm(posted(request), today=viewer.today)
    save = partial(flows.end_contact, contact=contact, by=viewer)
    heading = _("%(name)s is no longer our contact") % {"name": contact.name}
    button = _("End it after this day")
    return _form(request, form, save, contact.municipality, heading=heading, button=button)


# --- Agreements --------------------------------------------------------------------------------------


@get_or_post
def agreement_add(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    where = access.open_municipality(viewer, str(code))
    form = AgreementForm(posted(request), today=viewer.today)
    save = partial(flows.add_agreement, municipality=where, by=viewer)
    return _form(request, form, save, where, heading=_("Add an agreement"), button=_("Add the agreement"))


@get_or_post
def agreement_end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    agreement = access.open_agreement(viewer, ref)
    form = EndForm(posted(request), today=viewer.today)
    save = partial(flows.end_agreement, agreement=agreement, by=viewer)
    button = _("End it after this day")
    return _form(request, form, save, agreement.municipality, heading=_("The agreement ends"), button=button)


@require_POST
def agreement_use(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes one use today, or takes back the latest that was noted by hand."""
    viewer = viewer_of(request)
    agreement = access.open_agreement(viewer, ref)
    opened = request.POST.get("opened", "")
    take_back = partial(flows.take_back_use, agreement=agreement, opened=opened, by=viewer)
    use = partial(flows.use_agreement, agreement=agreement, used_on=viewer.today, opened=opened, by=viewer)
    act = take_back if "back" in request.POST else use
    return _pressed(request, act, agreement.municipality, _("The count has been changed."))


# --- Information sheets --------------------------------------------------------------------------------


@require_safe
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """To read and to print."""
    viewer = viewer_of(request)
    found = access.open_sheet(viewer, ref, to_write=False)
    context = {"sheet": found, "page": sheet_page(found, viewer), "keeps": access.may_write(viewer)}
    return render(request, "retention/partners/sheet.html", context)


@get_or_post
def sheet_add(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    where = access.open_municipality(viewer, str(code))
    form = SheetForm(posted(request), today=viewer.today, initial={"owner": viewer.actor_name})
    save = partial(flows.save_sheet, municipality=where, by=viewer)
    return _form(request, form, save, where, heading=_("A new information sheet"), button=_("Save the sheet"))


@get_or_post
def sheet_change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = access.open_sheet(viewer, ref)
    standing = as_it_stands(found, flows.SHEET)
    form = SheetForm(posted(request), today=viewer.today, standing=standing)
    save = partial(flows.save_sheet, municipality=found.municipality, sheet=found, by=viewer)
    back = reverse("sheet", args=[ref])
    heading = _("Correct the sheet")
    return _form(request, form, save, found.municipality, heading=heading, button=_("Save the sheet"), back=back)


@require_POST
def sheet_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = access.open_sheet(viewer, ref)
    done = _("The sheet “%(title)s” is no longer shown.") % {"title": found.title}
    return _pressed(request, partial(flows.withdraw_sheet, sheet=found, by=viewer), found.municipality, done)


# --- Status meetings -----------------------------------------------------------------------------------


@get_or_post
def meeting_add(request: HttpRequest, code: int) -> HttpResponse:
    viewer = viewer_of(request)
    where = access.open_municipality(viewer, str(code))
    form = MeetingForm(posted(request), today=viewer.today)
    save = partial(flows.note_meeting, municipality=where, by=viewer)
    heading = _("Note a status meeting")
    return _form(request, form, save, where, heading=heading, button=_("Save the meeting"))


@get_or_post
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """The log, and who does what; a further action is added at the foot."""
    viewer = viewer_of(request)
    found = access.open_meeting(viewer, ref)
    form = ActionForm(posted(request))
    if _saved(form, partial(flows.agree_action, meeting=found, by=viewer)):
        return redirect("status_meeting", ref)
    row = meeting_row(found, actions_of(found), viewer)
    context = {"meeting": row, "where": found.municipality, "form": form}
    return render(request, "retention/partners/meeting.html", context)


@get_or_post
def meeting_change(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = access.open_meeting(viewer, ref)
    standing = as_it_stands(found, flows.MEETING)
    form = MeetingForm(posted(request), today=viewer.today, standing=standing)
    save = partial(flows.note_meeting, municipality=found.municipality, meeting=found, by=viewer)
    back = reverse("status_meeting", args=[ref])
    heading = _("Correct the meeting")
    return _form(request, form, save, found.municipality, heading=heading, button=_("Save the meeting"), back=back)


@require_POST
def action_settle(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    action = access.open_action(viewer, ref)
    flows.settle_action(action=action, done="undone" not in request.POST, by=viewer)
    return redirect("status_meeting", action.meeting.ref)


# --- What the pages share --------------------------------------------------------------------------------


def _form(
    request: HttpRequest,
    form: PartnerForm,
    save: Callable[..., object],
    where: Municipality,
    *,
    heading: str,
    button: str,
    lead: str = "",
    back: str = "",
) -> HttpResponse:
    """A page that is one form: saved, it leads back to the municipality, or to `back`."""
    if _saved(form, save):
        messages.success(request, _("It has been saved."))
        return redirect(back or reverse("municipality", args=[where.pk]))
    context = {"form": form, "where": where, "heading": heading, "button": button, "lead": lead}
    return render(request, "retention/partners/form.html", context)


def _pressed(request: HttpRequest, act: Callable[[], object], where: Municipality, done: str) -> HttpResponse:
    """What one press does, said on the municipality's page."""
    try:
        act()
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        messages.success(request, done)
    return redirect("municipality", where.pk)


def _saved(form: PartnerForm, save: Callable[..., object]) -> bool:
    if not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except RuleViolation as violation:
        form.refuse(violation)
        return False
    return True
