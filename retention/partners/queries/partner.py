"""One municipality: contacts, agreements, sheets, status meetings."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employment
from people.querysets import PERSON
from people.viewer import Viewer
from people.words import Chip, Tone, chip, danish_key, deadline_chip, say_date, say_period
from retention.models import Agreement, Contact, MeetingAction, Municipality, Sheet, StatusMeeting
from retention.partners.queries.lookups import CODE
from retention.partners.queries.words import say_confirmed, say_people, say_used
from retention.partners.words import AGREEMENTS
from retention.rules.knowledge import Block, blocks_of
from retention.rules.partners import AgreementKind, counted, must_confirm
from retention.rules.saying import opened_with


@dataclass(frozen=True, slots=True)
class ContactRow:
    ref: str
    name: str
    role: str
    days: str
    phone: str
    email: str
    secure_email: str
    chip: Chip
    confirmed_by: str
    must_confirm: bool


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """`opened` is the mark of the count that is shown."""

    ref: str
    kind: str
    words: str
    days: str
    used: str
    opened: str
    runs: bool
    may_use: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    ref: str
    title: str
    under: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    ref: str
    what: str
    who: str
    chip: Chip
    done: bool


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """`next_on` is empty where no next meeting is agreed."""

    ref: str
    day: str
    with_whom: str
    note: tuple[Block, ...]
    next_on: str
    noted: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """A municipality's page. `former` are contacts that have ended; meetings are for who keeps the page."""

    code: str
    name: str
    people: str
    phone_hours: str
    contacts: tuple[ContactRow, ...]
    former: tuple[str, ...]
    agreements: tuple[AgreementRow, ...]
    sheets: tuple[SheetRow, ...]
    meetings: tuple[MeetingRow, ...]
    open_actions: tuple[ActionRow, ...]
    next_meeting: str


def partner_of(municipality: Municipality, viewer: Viewer, *, keeps: bool) -> Partner:
    """Four queries for a reader, seven for who keeps it."""
    day, lang = viewer.today, page_language()
    contacts = list(municipality.contacts.select_related("confirmed_by").order_by("-confirmed_on", "pk"))
    in_year = Q(uses__used_on__year=day.year)
    agreements = (
        Agreement.objects.filter(municipality=municipality)
        .from_day_on(day)
        .annotate(used=Count("uses", filter=in_year), by_hand=Count("uses", filter=in_year & Q(uses__origin="")))
    )
    meetings = meetings_of(municipality, viewer) if keeps else ()
    coming = municipality.meetings.filter(next_on__gte=day).order_by("next_on").first() if keeps else None
    return Partner(
        code=municipality.pk,
        name=municipality.name,
        people=say_people(_people_in(municipality, day)) if keeps else "",
        phone_hours=municipality.phone_hours,
        contacts=tuple(_contact_row(one, day) for one in contacts if one.last_day is None or one.last_day >= day),
        former=tuple(
            f"{one.name}, {say_period(one.first_day, one.last_day, day, lang)}"
            for one in contacts
            if one.last_day is not None and one.last_day < day
        ),
        agreements=tuple(_agreement_row(one, day) for one in agreements.order_by("kind", "first_day", "pk")),
        sheets=tuple(_sheet_row(one, day) for one in _sheets(municipality)),
        meetings=meetings,
        open_actions=tuple(action for meeting in meetings for action in meeting.actions if not action.done),
        next_meeting=say_date(coming.next_on, day, lang) if coming and coming.next_on else "",
    )


def _people_in(municipality: Municipality, day: date) -> int:
    here = Employment.objects.running(day).annotate(code=CODE).filter(code=municipality.pk)
    return here.aggregate(people=Count(PERSON, distinct=True))["people"]


def _contact_row(contact: Contact, day: date) -> ContactRow:
    return ContactRow(
        ref=contact.ref,
        name=contact.name,
        role=contact.role,
        days=say_period(contact.first_day, contact.last_day, day, page_language()),
        phone=contact.phone,
        email=contact.email,
        secure_email=contact.secure_email,
        chip=say_confirmed(contact, day),
        confirmed_by=str(contact.confirmed_by or ""),
        must_confirm=must_confirm(contact.confirmed_on, today=day, days=settings.CONTACT_CONFIRM_DAYS),
    )


def _agreement_row(agreement: Agreement, day: date) -> AgreementRow:
    runs = agreement.first_day <= day
    return AgreementRow(
        ref=agreement.ref,
        kind=str(AGREEMENTS[AgreementKind(agreement.kind)]),
        words=agreement.words,
        days=say_period(agreement.first_day, agreement.last_day, day, page_language()),
        used=say_used(agreement).removeprefix(", ") or _("not used this year"),
        opened=opened_with(counted(agreement.used)),
        runs=runs,
        may_use=runs and (agreement.quota is None or agreement.used < agreement.quota),
        may_take_back=agreement.by_hand > 0,
    )


def _sheets(municipality: Municipality) -> list[Sheet]:
    return sorted(municipality.sheets.filter(withdrawn_at=None), key=lambda sheet: danish_key(sheet.title))


def _sheet_row(sheet: Sheet, day: date) -> SheetRow:
    checked = say_date(sheet.checked_on, day, page_language())
    return SheetRow(sheet.ref, sheet.title, _("checked %(day)s by %(owner)s") % {"day": checked, "owner": sheet.owner})


def meetings_of(municipality: Municipality, viewer: Viewer) -> tuple[MeetingRow, ...]:
    """The meetings with what was agreed at them, the latest first."""
    rows = municipality.meetings.select_related("noted_by").prefetch_related("actions")
    return tuple(meeting_row(row, list(row.actions.all()), viewer) for row in rows.order_by("-held_on", "-pk"))


def actions_of(meeting: StatusMeeting) -> list[MeetingAction]:
    return list(meeting.actions.all())


def meeting_row(meeting: StatusMeeting, actions: list[MeetingAction], viewer: Viewer) -> MeetingRow:
    day, lang = viewer.today, page_language()
    actions = sorted(actions, key=lambda action: (action.done_on is not None, action.due_on, action.pk))
    return MeetingRow(
        ref=meeting.ref,
        day=say_date(meeting.held_on, day, lang),
        with_whom=meeting.with_whom,
        note=tuple(blocks_of(meeting.note)),
        next_on=say_date(meeting.next_on, day, lang) if meeting.next_on else "",
        noted=str(meeting.noted_by or ""),
        actions=tuple(_action_row(action, day) for action in actions),
    )


def _action_row(action: MeetingAction, day: date) -> ActionRow:
    lang = page_language()
    if action.done_on is not None:
        shown = chip(Tone.MET, _("done %(day)s") % {"day": say_date(action.done_on, day, lang)})
    else:
        shown = deadline_chip(action.due_on, day, lang)
    return ActionRow(action.ref, action.what, action.who, shown, action.done_on is not None)


@dataclass(frozen=True, slots=True)
class SheetPage:
    blocks: tuple[Block, ...]
    checked: str
    saved: str


def sheet_page(sheet: Sheet, viewer: Viewer) -> SheetPage:
    day, lang = viewer.today, page_language()
    saved = say_date(sheet.saved_at.astimezone(COPENHAGEN).date(), day, lang)
    if sheet.saved_by:
        saved = _("%(day)s by %(name)s") % {"day": saved, "name": sheet.saved_by}
    return SheetPage(tuple(blocks_of(sheet.text)), say_date(sheet.checked_on, day, lang), saved)
