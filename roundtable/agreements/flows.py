"""Agreements: written at the table, owed from its closing on, ticked off at the next one or by whoever took it on."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases.followups.flows import drop, fulfil, owe
from cases.guard import check_note
from cases.invitations.rules import Role
from cases.models import Participant
from people.access import acting_towards, viewer_for
from people.calendar import COPENHAGEN
from people.models import Employee, User
from people.rules import ActingAs, OwnerRole, RuleViolation, insist
from people.viewer import Viewer
from retention.rules.saying import insist_on_opened, opened_with
from roundtable.agreements.queries import Agreement, agreement_of
from roundtable.flows import Held, hold_fast, record, touch
from roundtable.kinds import AGREED
from roundtable.models import AgreedAction, Meeting
from roundtable.rules.agreements import Event, by_name, check_agreement, owed_as
from roundtable.rules.meetings import OPEN_STATES
from roundtable.rules.rights import MAY_RUN
from roundtable.rules.table import TablePart

# --- At the table -----------------------------------------------------------------------------------------


@transaction.atomic
def write_agreement(*, meeting: Meeting, ref: str, written: Agreement, opened: str, by: Viewer) -> AgreedAction:
    """One line: what it says now, or a new one under the reference that its form was given, so that the same form makes
    one. `opened` is `opened_with` what was shown. It may lack who and when until the meeting is closed.

    `RuleViolation` with `not_yours`, `meeting_not_open`, `owner_unknown`, `agreement_gone`, the guard's, or as for
    `check_agreement`; `ChangedMeanwhile`. Audit: `agreement_written`, if anything changed.
    """
    held = _open(meeting, by)
    check_note(written.what, written.what_override)
    owner = _owner(held.meeting, written.owner)
    action = AgreedAction.objects.filter(ref=ref).select_related("owner").first()
    if action is None:
        insist(opened == opened_with(agreement_of(None).said), "agreement_gone")
        action = AgreedAction(ref=ref, meeting=held.meeting, place=held.meeting.actions.count())
    standing = agreement_of(action if action.pk else None)
    insist(action.meeting_id == held.meeting.pk and action.removed_at is None, "agreement_gone")
    rows = AgreedAction.objects.filter(meeting=held.meeting, removed_at=None).exclude(ref=ref)
    check_agreement(what=written.what, number=rows.count() + 1)
    if action.pk and standing == written:
        return action
    insist_on_opened(opened, standing.said)
    action.what, action.what_override = written.what, written.what_override
    action.owner, action.due_on = owner, written.due_on
    action.save()
    touch(meeting=held.meeting, part=TablePart.AGREEMENTS, by=by)
    changed = [name for name, value in written.said.items() if standing.said[name] != value]
    record(event=Event.AGREEMENT_WRITTEN, held=held, by=by, fields=changed)
    return action


@transaction.atomic
def remove_agreement(*, meeting: Meeting, ref: str, by: Viewer) -> None:
    """Takes a line off again, of this meeting; or of an earlier one, which is needed no more.

    `RuleViolation` with `not_yours`, `meeting_not_open` or `agreement_gone`. Audit: `agreement_removed`.
    """
    held = _open(meeting, by)
    rows = AgreedAction.objects.filter(ref=ref, removed_at=None, meeting__employee=held.employee)
    action = rows.first()
    if action is None:
        raise RuleViolation("agreement_gone")
    if action.follow_up_id is not None:
        insist(drop(employee=held.employee, key=_key(action), by=by), "agreement_gone")
    AgreedAction.objects.filter(pk=action.pk).update(removed_at=by.now)
    touch(meeting=held.meeting, part=TablePart.AGREEMENTS, by=by)
    record(event=Event.AGREEMENT_REMOVED, held=held, by=by, fields=["removed_at"])


@transaction.atomic
def owe_agreements(*, held: Held, by: Viewer) -> int:
    """From the closing on each is owed by whose it is; returns how many. Whoever took one on by their link can open it
    until after its day. The caller has asked what is missing, and records.
    """
    rows = AgreedAction.objects.filter(meeting=held.meeting, removed_at=None).select_related("owner__user")
    for action in rows:
        role, named = _whose(action, held.employee, by)
        follow_up = owe(
            employee=held.employee,
            key=_key(action),
            kind=AGREED,
            owner_role=role,
            named_owner=named,
            due_on=action.due_on,
            words=action.what,
            by=by,
        )
        AgreedAction.objects.filter(pk=action.pk).update(follow_up=follow_up)
        if action.owner is not None and action.due_on is not None:
            until = _link_until(action.due_on)
            Participant.objects.filter(pk=action.owner.pk, link_until__lt=until).update(link_until=until)
    return len(rows)


# --- Afterwards -------------------------------------------------------------------------------------------


@transaction.atomic
def keep_agreement(*, action: AgreedAction, by: Viewer, participant: Participant | None = None) -> None:
    """It has been done: ticked off at a later meeting by whoever runs that, or, as `participant`, by whose it is.

    `RuleViolation` with `not_yours`, or `agreement_gone` where it is not owed any more. Audit: `agreement_kept`.
    """
    held = hold_fast(meeting=action.meeting, by=by)
    own = participant is not None and participant.pk == action.owner_id
    insist(own or (participant is None and held.capacity in MAY_RUN), "not_yours")
    insist(fulfil(employee=held.employee, key=_key(action), done_on=by.today, by=by), "agreement_gone")
    record(event=Event.AGREEMENT_KEPT, held=held, by=by, fields=["state", "done_on"])


# --- What they share ----------------------------------------------------------------------------------------


def _open(meeting: Meeting, by: Viewer) -> Held:
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(held.meeting.state in OPEN_STATES, "meeting_not_open")
    return held


def _owner(meeting: Meeting, ref: str) -> Participant | None:
    """Somebody who takes part; nobody while it is open who does it."""
    if not ref:
        return None
    rows = Participant.objects.filter(conversation=meeting.conversation_id, ref=ref, removed_at=None)
    found = rows.first()
    insist(found is not None, "owner_unknown")
    return found


def _whose(action: AgreedAction, employee: Employee, by: Viewer) -> tuple[OwnerRole, User | None]:
    """In which role it is owed, and perhaps by whom by name."""
    owner = action.owner
    user = owner.user if owner else None
    capacity = acting_towards(viewer_for(user, by.now), employee) if user else ActingAs.NONE
    handles = capacity not in {ActingAs.NONE, ActingAs.SELF}
    role = Role(owner.role) if owner else Role.CONSULTANT
    named = user if by_name(role, handles=handles, leads=capacity is ActingAs.LEADER) else None
    return owed_as(role, handles=handles), named


def _link_until(due_on: date) -> datetime:
    after = due_on + timedelta(days=settings.MEETING_LINK_DAYS + 1)
    return datetime.combine(after, datetime.min.time(), tzinfo=COPENHAGEN)


def _key(action: AgreedAction) -> str:
    return f"{AGREED}:{action.ref}"
