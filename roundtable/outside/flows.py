"""A wish from outside: it counts once its address is confirmed, and becomes a meeting when a consultant knows whom
it is about. Whoever wishes is told nothing of anybody.
"""

import logging
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.guard import check_note
from cases.notices.mail import Post
from cases.notices.rules import NoticeEvent
from people.models import Employee, new_reference
from people.rules import ActingAs, CapacityKind, insist
from people.viewer import Viewer
from roundtable.flows import Held, begin_meeting, record
from roundtable.models import Meeting, OutsideRequest
from roundtable.outside.links import write_confirmation
from roundtable.outside.queries import is_about
from roundtable.rules.meetings import ASK_BY_HAND, Event, MeetingKind, RequesterKind, RequestReason
from roundtable.rules.outside import CONFIRM_WITHIN, KINDS, EndReason, check_settle, plain_name, split_name

log: Final = logging.getLogger(__name__)


@transaction.atomic
def ask_from_outside(
    *,
    kind: RequesterKind,
    organisation: str,
    name: str,
    email: str,
    phone: str,
    about_name: str,
    about_workplace: str,
    reason: RequestReason,
    by: Viewer,
) -> OutsideRequest:
    """Writes the wish down; a mail to confirm it is owed from now, and nothing else comes of it before that.

    `RuleViolation` with `kind_unknown`, `reason_unknown`, or the guard's for any of the texts. Audit: `outside_asked`.
    """
    insist(kind in KINDS, "kind_unknown")
    insist(reason in ASK_BY_HAND, "reason_unknown")
    for text in (organisation, name, about_name, about_workplace):
        check_note(text)
    asked = OutsideRequest.objects.create(
        kind=kind,
        organisation=organisation,
        name=name,
        email=email,
        phone=phone,
        about_name=" ".join(about_name.split()),
        about_workplace=about_workplace,
        reason=reason,
        made_at=by.now,
    )
    _record(Event.OUTSIDE_ASKED, by, ["made_at"])
    return asked


def send_confirmations(*, by: Viewer) -> int:
    """The job of every minute: sends what is owed, one mail at a time. What the mail server does not take now stays
    owed; what it never takes is not tried again. Returns how many went.
    """
    owed = OutsideRequest.objects.filter(mailed_at=None, confirmed_at=None).order_by("made_at")
    return sum(_send_confirmation(pk, by) for pk in owed.values_list("pk", flat=True))


@transaction.atomic
def _send_confirmation(pk: int, by: Viewer) -> bool:
    rows = OutsideRequest.objects.select_for_update(skip_locked=True)
    asked = rows.filter(pk=pk, mailed_at=None, confirmed_at=None).first()
    if asked is None:
        return False
    post = Post()
    outcome = post.hand_over(write_confirmation(asked, by.now))
    post.close()
    if outcome.event is not NoticeEvent.ACCEPT:
        log.warning("A confirmation could not be sent: %s", outcome.reason)
    if outcome.event is NoticeEvent.DEFER:
        return False
    # Refused for good it is owed no more, either: nobody can confirm it, and it is forgotten in a week.
    asked.mailed_at = by.now
    asked.save(update_fields=["mailed_at"])
    return outcome.event is NoticeEvent.ACCEPT


@transaction.atomic
def confirm_from_outside(*, asked: OutsideRequest, by: Viewer) -> None:
    """The address is theirs: the wish counts from now, and its clock. Once more changes nothing.
    Audit: `outside_confirmed`.
    """
    row = _locked(asked)
    if row.confirmed_at is not None:
        return
    row.confirmed_at = by.now
    row.save(update_fields=["confirmed_at"])
    _record(Event.OUTSIDE_CONFIRMED, by, ["confirmed_at"])


def forget_unconfirmed(*, by: Viewer) -> int:
    """The nightly job: what nobody has confirmed in a week is gone. Audit: `outside_forgotten` where there was any."""
    old = OutsideRequest.objects.filter(confirmed_at=None, made_at__lte=by.now - CONFIRM_WITHIN)
    number, _rows = old.delete()
    if number:
        _record(Event.OUTSIDE_FORGOTTEN, by, ["made_at"])
    return number


# --- By consultants -----------------------------------------------------------------------------------------


@transaction.atomic
def settle_with_employee(*, asked: OutsideRequest, employee: Employee, by: Viewer) -> Meeting:
    """It is about somebody who works here and is called exactly so: it becomes a meeting, wished for when it was
    confirmed. `RuleViolation` with `not_yours`, `not_confirmed`, `already_settled`, `other_name`, `has_left`, or
    `meeting_already_open`. Audit: `case_opened` where there was none, and `outside_settled`.
    """
    row = _to_settle(asked, by)
    insist(employee.user_id is None or employee.user_id != by.actor_id, "not_yours")
    insist(not employee.is_outside and plain_name(employee.name) == plain_name(row.about_name), "other_name")
    return _settle(row, employee, by)


@transaction.atomic
def settle_with_outsider(*, asked: OutsideRequest, by: Viewer) -> Meeting:
    """It is about somebody who works elsewhere: known here from now on, by the consultants alone.

    `RuleViolation` with `not_yours`, `not_confirmed` or `already_settled`.
    Audit: `case_opened`, and `outside_settled`.
    """
    row = _to_settle(asked, by)
    first_name, last_name = split_name(row.about_name)
    outsider = Employee.objects.create(
        number=f"U-{new_reference()}", first_name=first_name, last_name=last_name, is_outside=True
    )
    return _settle(row, outsider, by)


@transaction.atomic
def end_from_outside(*, asked: OutsideRequest, reason: EndReason, by: Viewer) -> None:
    """No meeting comes of it. `RuleViolation` with `not_yours`, `not_confirmed` or `already_settled`.
    Audit: `outside_ended`.
    """
    row = _to_settle(asked, by)
    row.settled_at, row.settled_by, row.end_reason = by.now, by.user, reason
    row.save(update_fields=["settled_at", "settled_by", "end_reason"])
    _record(Event.OUTSIDE_ENDED, by, ["end_reason"])


def _settle(row: OutsideRequest, employee: Employee, by: Viewer) -> Meeting:
    meeting = begin_meeting(
        employee=employee,
        kind=MeetingKind.ROUND_TABLE,
        requester=RequesterKind(row.kind),
        reason=RequestReason(row.reason),
        requested_at=row.confirmed_at,
        by=by,
    )
    row.meeting, row.settled_at, row.settled_by = meeting, by.now, by.user
    row.save(update_fields=["meeting", "settled_at", "settled_by"])
    found = Employee.objects.with_place(by.today).get(pk=employee.pk)
    held = Held(meeting, found, ActingAs.CONSULTANT)
    record(event=Event.OUTSIDE_SETTLED, held=held, by=by, fields=["meeting"])
    return meeting


def _to_settle(asked: OutsideRequest, by: Viewer) -> OutsideRequest:
    insist(CapacityKind.CONSULTANT in by.capacities, "not_yours")
    row = _locked(asked)
    insist(not is_about(row, by), "not_yours")
    check_settle(confirmed_at=row.confirmed_at, settled_at=row.settled_at)
    return row


def _locked(asked: OutsideRequest) -> OutsideRequest:
    row: OutsideRequest = OutsideRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    return row


def _record(event: Event, by: Viewer, fields: list[str]) -> None:
    audit.record(event, by=by, capacity=by.standing, fields=fields, at=by.now)
