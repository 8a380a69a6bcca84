"""What the flows of Fast track share: the row as it stands once nobody else can change it, and what is owed after."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from audit import flows as audit
from cases.followups.flows import drop, fulfil, owe
from cases.followups.rules import FollowUpState
from cases.models import Case, FollowUp
from people.access import lock_employee
from people.models import Employee
from people.queries import municipal_calendar
from people.rules import ActingAs, OwnerRole
from people.viewer import Viewer
from retention.fasttrack.queries import law_on, outcome_owner, window_of_row
from retention.models import FastTrack
from retention.partners.flows import take_back_use
from retention.partners.queries import agreement_used_by
from retention.rules.fasttrack import (
    Event,
    FastTrackEvent,
    FastTrackKind,
    FastTrackState,
    Initiator,
    Owes,
    Step,
    Window,
    key_of,
    next_state,
    owed_next,
)

LEGAL_REF: Final = "sygedagpengeloven § 7 c"
ONE_DAY: Final = timedelta(days=1)


def locked_row(fast_track: FastTrack, by: Viewer) -> tuple[FastTrack, ActingAs]:
    """As it stands, once nobody else can change it."""
    found, capacity = lock_employee(fast_track.employee_id, by)
    row: FastTrack = FastTrack.objects.get(pk=fast_track.pk)
    row.employee = found
    return row, capacity


def use_of(row: FastTrack) -> str:
    """What the agreement with the home municipality knows a preventive referral by."""
    return f"fast_track:{row.ref}"


def _free_agreement(row: FastTrack, by: Viewer) -> None:
    """A preventive referral that comes to nothing uses no agreement."""
    agreement = agreement_used_by(use_of(row))
    if agreement is not None:
        take_back_use(agreement=agreement, by=by, origin=use_of(row))


def write(row: FastTrack, by: Viewer, *, did: Step, on: date) -> None:
    """Saves the row, marks what it waited for as done, and owes what it waits for now."""
    row.save()
    if row.state == FastTrackState.DECLINED:
        _free_agreement(row, by)
    fulfil(employee=row.employee, key=key_of(did, row.ref), done_on=on, by=by)
    owe_next(row, window_of_row(row, by.today), by)


def withdraw(row: FastTrack, by: Viewer) -> None:
    row.state, row.closed_on = next_state(FastTrackState(row.state), FastTrackEvent.WITHDRAW), by.today
    row.missed_on, row.missed_reason = None, ""
    row.save()
    _free_agreement(row, by)
    owe_next(row, None, by)


def unused_window(employee: Employee, window: Window, by: Viewer) -> FastTrack:
    """A window that nobody used: no referral had begun."""
    return FastTrack(
        employee=employee,
        case=Case.objects.open().filter(employee=employee).first(),
        kind=FastTrackKind.ORDINARY,
        initiator=Initiator.LEADER,
        about_day=window.first,
        started_on=window.last + ONE_DAY,
    )


def owe_next(row: FastTrack, window: Window | None, by: Viewer) -> bool:
    """Owes what the row waits for now, and nothing else of it. Says whether anything changed."""
    wanted = owed_next(
        FastTrackState(row.state),
        started_on=row.started_on,
        informed_on=row.informed_on,
        sent_on=row.sent_on,
        missed_on=row.missed_on,
        explained=bool(row.missed_reason),
        window=window,
        law=law_on(row.started_on),
        calendar=municipal_calendar(),
    )
    changed = [
        drop(employee=row.employee, key=key_of(step, row.ref), by=by)
        for step in Step
        if wanted is None or step is not wanted.step
    ]
    if wanted is not None and not _stands(row, wanted):
        owe(
            employee=row.employee,
            key=key_of(wanted.step, row.ref),
            kind=f"fast_track_{wanted.step}",
            owner_role=outcome_owner(row, by.today) if wanted.step is Step.OUTCOME else OwnerRole.LEADER,
            due_on=wanted.due_on,
            legal_last_day=wanted.legal,
            legal_ref=LEGAL_REF if wanted.legal else "",
            by=by,
        )
        changed.append(True)
    return any(changed)


def _stands(row: FastTrack, wanted: Owes) -> bool:
    """Owed already, as it should be: it is left alone, so that what was postponed stays so."""
    rows = FollowUp.objects.filter(employee=row.employee, key=key_of(wanted.step, row.ref), state=FollowUpState.OPEN)
    return bool(rows.filter(due_on=wanted.due_on, legal_last_day=wanted.legal).exists())


def record(event: Event, row: FastTrack, capacity: ActingAs, by: Viewer, fields: Iterable[str]) -> None:
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[row.employee.ref],
        case_ref=row.case.ref if row.case else "",
        fields=fields,
        at=by.now,
    )
