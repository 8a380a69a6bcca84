"""Keeping contacts, agreements, sheets and status meetings. By consultants and HR, or the system."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from audit import flows as audit
from cases.guard import check_note, check_text
from people.rules import insist
from people.viewer import Viewer
from retention.models import (
    Agreement,
    AgreementUse,
    Contact,
    MeetingAction,
    Municipality,
    Sheet,
    StatusMeeting,
)
from retention.partners.queries import uses_in_year
from retention.partners.reference import shipped_municipalities
from retention.rules.partners import AgreementKind, Event, check_end, check_use, counted
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands, said_before

R = TypeVar("R", Sheet, StatusMeeting)

# What may be changed of each, by whoever has seen what stands.
HOURS: Final = ("phone_hours",)
CONTACT: Final = ("name", "role", "phone", "email", "secure_email")
SHEET: Final = ("title", "text", "source", "owner", "checked_on")
MEETING: Final = ("held_on", "with_whom", "note", "note_override", "next_on")


def seed_municipalities(*, by: Viewer) -> int:
    """Adds the municipalities of Denmark that are not there yet."""
    insist(by.is_system, "only_the_system")
    known = set(Municipality.objects.values_list("pk", flat=True))
    new = [Municipality(code=code, name=name) for code, name in shipped_municipalities().items() if code not in known]
    return len(Municipality.objects.bulk_create(new))


@transaction.atomic
def set_phone_hours(*, municipality: Municipality, phone_hours: str, opened: str, by: Viewer) -> None:
    """When the municipality can be reached. `opened` is `opened_with` what was shown.

    `RuleViolation` of the guard, `ChangedMeanwhile`. Records `phone_hours_changed`, if they changed.
    """
    _insist_on_keeping(by)
    check_text(phone_hours)
    row = _one_at_a_time(municipality)
    if row.phone_hours != phone_hours:
        insist_on_opened(opened, as_it_stands(row, HOURS))
        row.phone_hours = phone_hours
        row.save(update_fields=HOURS)
        _record(Event.HOURS_CHANGED, row.pk, by, HOURS)


# --- Contacts ----------------------------------------------------------------------------------------


@transaction.atomic
def add_contact(
    *,
    municipality: Municipality,
    name: str,
    role: str,
    phone: str,
    email: str,
    secure_email: str,
    first_day: date,
    by: Viewer,
) -> Contact:
    """A fixed person at the municipality; who adds them has asked. The very same one is added once. `RuleViolation` of
    the guard on free text. Records `contact_added`.
    """
    _insist_on_keeping(by)
    check_text(name, role, phone)
    _one_at_a_time(municipality)
    said = {"name": name, "role": role, "phone": phone, "email": email, "secure_email": secure_email}
    said_on = {"municipality": municipality, **said, "first_day": first_day}
    same = said_before(Contact.objects.filter(last_day=None), said_on)
    if same is not None:
        return same
    contact = Contact.objects.create(**said_on, confirmed_on=by.today, confirmed_by=by.user)
    _record(Event.CONTACT_ADDED, municipality.pk, by)
    return contact


@transaction.atomic
def change_contact(
    *, contact: Contact, name: str, role: str, phone: str, email: str, secure_email: str, opened: str, by: Viewer
) -> None:
    """Another number or title of the same person; who changes it has asked. `opened` is `opened_with` what was shown.

    `RuleViolation` with `has_ended` or the guard's on free text, `ChangedMeanwhile`. Records `contact_changed`.
    """
    _insist_on_keeping(by)
    check_text(name, role, phone)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    insist(contact.last_day is None or contact.last_day >= by.today, "has_ended")
    given = {"name": name, "role": role, "phone": phone, "email": email, "secure_email": secure_email}
    standing = as_it_stands(contact, CONTACT)
    changed = [field for field, value in given.items() if standing[field] != value]
    if changed:
        insist_on_opened(opened, standing)
    for field, value in given.items():
        setattr(contact, field, value)
    contact.confirmed_on, contact.confirmed_by = by.today, by.user
    contact.save()
    _record(Event.CONTACT_CHANGED, contact.municipality_id, by, changed)


@transaction.atomic
def confirm_contact(*, contact: Contact, by: Viewer) -> None:
    """Somebody has asked, and it still holds. `RuleViolation("has_ended")`. Records `contact_confirmed`."""
    _insist_on_keeping(by)
    standing = Contact.objects.from_day_on(by.today).filter(pk=contact.pk)
    insist(bool(standing.update(confirmed_on=by.today, confirmed_by=by.user)), "has_ended")
    _record(Event.CONTACT_CONFIRMED, contact.municipality_id, by, ["confirmed_on"])


@transaction.atomic
def end_contact(*, contact: Contact, last_day: date, by: Viewer) -> None:
    """`RuleViolation` with `ends_before_start` or `ends_later_than_before`. Records `contact_ended`."""
    _insist_on_keeping(by)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    check_end(last_day, first_day=contact.first_day, last_before=contact.last_day)
    contact.last_day = last_day
    contact.save(update_fields=["last_day"])
    _record(Event.CONTACT_ENDED, contact.municipality_id, by, ["last_day"])


# --- Agreements --------------------------------------------------------------------------------------


@transaction.atomic
def add_agreement(
    *,
    municipality: Municipality,
    kind: AgreementKind,
    words: str,
    quota: int | None,
    first_day: date,
    last_day: date | None,
    by: Viewer,
) -> Agreement:
    """One agreement of a kind at a time, except of those that are of no kind; the very same one once.

    `RuleViolation` with `ends_before_start`, `already_agreed` or the guard's on free text. Records `agreement_added`.
    """
    _insist_on_keeping(by)
    check_text(words)
    insist(last_day is None or last_day >= first_day, "ends_before_start")
    _one_at_a_time(municipality)
    said = {"municipality": municipality, "kind": kind, "words": words, "quota": quota}
    said_on = {**said, "first_day": first_day, "last_day": last_day}
    same = said_before(Agreement.objects.all(), said_on)
    if same is not None:
        return same
    others = Agreement.objects.filter(municipality=municipality, kind=kind).overlapping(first_day, last_day)
    insist(kind is AgreementKind.OTHER or not others.exists(), "already_agreed")
    agreement = Agreement.objects.create(**said_on)
    _record(Event.AGREEMENT_ADDED, municipality.pk, by)
    return agreement


@transaction.atomic
def end_agreement(*, agreement: Agreement, last_day: date, by: Viewer) -> None:
    """`RuleViolation` with `ends_before_start` or `ends_later_than_before`. Records `agreement_ended`."""
    _insist_on_keeping(by)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    check_end(last_day, first_day=agreement.first_day, last_before=agreement.last_day)
    agreement.last_day = last_day
    agreement.save(update_fields=["last_day"])
    _record(Event.AGREEMENT_ENDED, agreement.municipality_id, by, ["last_day"])


@transaction.atomic
def use_agreement(*, agreement: Agreement, used_on: date, by: Viewer, origin: str = "", opened: str = "") -> None:
    """Counts one use: by whoever keeps agreements, or of the work that `origin` names, which counts once. By hand,
    `opened` is the mark of the count that was shown.

    `RuleViolation` with `not_yours`, `agreement_not_running` or `quota_used`, `ChangedMeanwhile`. Records
    `agreement_used`.
    """
    agreement = _to_count(agreement, origin, opened, by)
    if origin and AgreementUse.objects.filter(agreement=agreement, origin=origin).exists():
        return
    check_use(
        used_on,
        first_day=agreement.first_day,
        last_day=agreement.last_day,
        quota=agreement.quota,
        used=uses_in_year(agreement, used_on.year),
    )
    AgreementUse.objects.create(agreement=agreement, used_on=used_on, origin=origin, noted_by=by.user)
    _record(Event.AGREEMENT_USED, agreement.municipality_id, by)


@transaction.atomic
def take_back_use(*, agreement: Agreement, by: Viewer, origin: str = "", opened: str = "") -> None:
    """Takes back the use of this origin, or this year's latest that was noted by hand; then `opened` is the mark of the
    count that was shown.

    `RuleViolation` with `not_yours` or `nothing_used`, `ChangedMeanwhile`. Records `agreement_use_taken_back`.
    """
    agreement = _to_count(agreement, origin, opened, by)
    uses = AgreementUse.objects.filter(agreement=agreement, origin=origin)
    if not origin:
        uses = uses.filter(used_on__year=by.today.year)
    latest = uses.order_by("-used_on", "-pk").first()
    insist(latest is not None, "nothing_used")
    if latest is not None:
        latest.delete()
    _record(Event.USE_TAKEN_BACK, agreement.municipality_id, by)


# --- Information sheets --------------------------------------------------------------------------------


@transaction.atomic
def save_sheet(
    *,
    municipality: Municipality,
    title: str,
    text: str,
    source: str,
    owner: str,
    checked_on: date,
    by: Viewer,
    sheet: Sheet | None = None,
    opened: str = "",
) -> Sheet:
    """A new sheet, or `sheet` as it is to stand now; then `opened` is `opened_with` what was shown. The very same one
    is written once.

    `RuleViolation` with `has_ended` for one that was withdrawn, the guard's, or `ChangedMeanwhile`. Records
    `sheet_saved`.
    """
    _insist_on_keeping(by)
    check_text(title, text, source, owner)
    said = {"title": title, "text": text, "source": source, "owner": owner, "checked_on": checked_on}
    _one_at_a_time(municipality)
    row = Sheet.objects.select_for_update().get(pk=sheet.pk) if sheet else Sheet(municipality=municipality)
    insist(row.withdrawn_at is None, "has_ended")
    rows = Sheet.objects.filter(municipality=municipality, withdrawn_at=None)
    return _written(row, rows, said, opened, Event.SHEET_SAVED, by, saved_at=by.now, saved_by=by.user)


@transaction.atomic
def withdraw_sheet(*, sheet: Sheet, by: Viewer) -> None:
    """It is shown no more. `RuleViolation("has_ended")`. Records `sheet_withdrawn`."""
    _insist_on_keeping(by)
    standing = Sheet.objects.filter(pk=sheet.pk, withdrawn_at=None)
    insist(bool(standing.update(withdrawn_at=by.now)), "has_ended")
    _record(Event.SHEET_WITHDRAWN, sheet.municipality_id, by)


# --- Status meetings -----------------------------------------------------------------------------------


@transaction.atomic
def note_meeting(
    *,
    municipality: Municipality,
    held_on: date,
    with_whom: str,
    note: str,
    note_override: str,
    next_on: date | None,
    by: Viewer,
    meeting: StatusMeeting | None = None,
    opened: str = "",
) -> StatusMeeting:
    """What was said at a meeting, or `meeting` as it is to stand now; then `opened` is `opened_with` what was shown.
    The very same is noted once.

    `RuleViolation` with `in_future`, `next_not_later`, what the guard on free text says, or `ChangedMeanwhile`. Records
    `status_meeting_noted`.
    """
    _insist_on_keeping(by)
    insist(held_on <= by.today, "in_future")
    insist(next_on is None or next_on > held_on, "next_not_later")
    check_note(note, note_override)
    check_note(with_whom)
    said = {
        "with_whom": with_whom,
        "note": note,
        "note_override": note_override,
        "held_on": held_on,
        "next_on": next_on,
    }
    _one_at_a_time(municipality)
    rows = StatusMeeting.objects.filter(municipality=municipality)
    row = rows.select_for_update().get(pk=meeting.pk) if meeting else StatusMeeting(municipality=municipality)
    return _written(row, rows, said, opened, Event.MEETING_NOTED, by, noted_at=by.now, noted_by=by.user)


@transaction.atomic
def agree_action(*, meeting: StatusMeeting, what: str, who: str, due_on: date, by: Viewer) -> MeetingAction:
    """Who does what by when; the very same is owed once. `RuleViolation` of the guard on free text. Records
    `partner_action_agreed`.
    """
    _insist_on_keeping(by)
    check_note(what)
    check_note(who)
    _one_at_a_time(meeting.municipality)
    said = {"meeting": meeting, "what": what, "who": who, "due_on": due_on}
    same = said_before(MeetingAction.objects.filter(done_on=None), said)
    if same is not None:
        return same
    action = MeetingAction.objects.create(**said)
    _record(Event.ACTION_AGREED, meeting.municipality_id, by)
    return action


@transaction.atomic
def settle_action(*, action: MeetingAction, done: bool, by: Viewer) -> None:
    """It has been done, or has not after all. Records `partner_action_settled`."""
    _insist_on_keeping(by)
    MeetingAction.objects.filter(pk=action.pk).update(done_on=by.today if done else None)
    _record(Event.ACTION_SETTLED, action.meeting.municipality_id, by, ["done_on"])


# --- What the flows share --------------------------------------------------------------------------------


def _insist_on_keeping(by: Viewer) -> None:
    insist(by.is_system or by.is_hr_or_consultant, "not_yours")


def _one_at_a_time(municipality: Municipality) -> Municipality:
    """Whoever else writes of this municipality waits, and reads what was written."""
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def _to_count(agreement: Agreement, origin: str, opened: str, by: Viewer) -> Agreement:
    """Whoever else counts waits. By hand nobody counts from a page that shows another count: it was sent before, or
    somebody else has counted since.
    """
    if not origin:
        _insist_on_keeping(by)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not origin:
        insist_on_opened(opened, counted(uses_in_year(agreement, by.today.year)))
    return agreement


def _written(
    row: R, rows: "QuerySet[R]", said: Mapping[str, object], opened: str, event: Event, by: Viewer, **stamp: object
) -> R:
    """`row` once it says this, new or changed from what was opened; or that of `rows` which says the very same."""
    is_new = row.pk is None
    same = said_before(rows if is_new else rows.filter(pk=row.pk), said)
    if same is not None:
        return same
    if not is_new:
        insist_on_opened(opened, as_it_stands(row, said))
    for field, value in {**said, **stamp}.items():
        setattr(row, field, value)
    row.save()
    _record(event, row.municipality_id, by)
    return row


def _record(event: Event, municipality: str, by: Viewer, fields: Iterable[str] = ()) -> None:
    """`purpose` holds the municipality's code: these rows are about no employee."""
    audit.record(event, by=by, capacity=by.standing, fields=fields, purpose=municipality, at=by.now)
