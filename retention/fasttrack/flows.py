"""What is done about Fast track. Each flow locks the employee, asks the rule, writes, and owes what comes next."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.followups.flows import drop, fulfil, owe
from cases.followups.rules import FollowUpState
from cases.guard import check_note
from cases.models import Case, FollowUp
from cases.rules import Part, Right, right_to
from people.access import acting_towards
from people.models import Employee
from people.queries import municipal_calendar
from people.rules import ActingAs, OwnerRole, RuleViolation, insist
from people.viewer import Viewer
from retention.fasttrack.queries import (
    agreed_for,
    closed_unused,
    law_on,
    outcome_owner,
    running_window,
    unsettled,
    windows_of,
)
from retention.models import FastTrack, StatutoryParameter
from retention.partners.flows import take_back_use, use_agreement
from retention.partners.queries import agreement_used_by
from retention.rules.fasttrack import (
    MAY_ANSWER,
    OPEN,
    UNSENT,
    Event,
    Initiator,
    MissedReason,
    Outcome,
    Owes,
    ReferralEvent,
    ReferralKind,
    ReferralState,
    Step,
    Window,
    check_send,
    check_start,
    check_told,
    key_of,
    next_state,
    outlasted,
    owed_next,
)
from retention.rules.ladder import ToldHow

LEGAL_REF: Final = "sygedagpengeloven § 7 c"
STATUTORY: Final = Path(__file__).parents[1] / "data" / "statutory.toml"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """The three answers about work, and why they are kept if the guard flagged one."""

    functions: str = ""
    duration: str = ""
    adapted: str = ""
    override: str = ""

    def check(self) -> None:
        for text in (self.functions, self.duration, self.adapted):
            check_note(text, self.override)


@transaction.atomic
def start_fast_track(
    *,
    employee: Employee,
    kind: ReferralKind,
    initiator: Initiator,
    by: Viewer,
    expected_long: bool = False,
    words: Words | None = None,
    told_how: ToldHow | None = None,
) -> FastTrack:
    """Begins a referral. One that the employee asks for counts as answered: on their own page, or as `told_how` says.

    `RuleViolation` with `not_yours`, `has_left`, `already_open`, `told_how_missing`, what `check_start` says, or the
    guard's. Audit: `fast_track_started`.
    """
    words = words or Words()
    words.check()
    found, capacity = _locked(employee.pk, by)
    asks = initiator is Initiator.EMPLOYEE
    if not (asks and capacity is ActingAs.SELF):
        _insist(capacity)
    insist(not found.has_left(by.today), "has_left")
    if asks:
        check_told(capacity, told_how or "")
    agreed = agreed_for(found, by.today)
    window = running_window(found, by.today)
    agrees = agreed.agreement is not None
    check_start(kind, window, by.today, agreed=agrees, quota=agreed.quota, used=agreed.used)
    insist(not FastTrack.objects.filter(employee=found, state__in=OPEN).exists(), "already_open")
    how = (told_how or "") if asks else ""
    row = FastTrack.objects.create(
        employee=found,
        case=Case.objects.open().filter(employee=found).first(),
        kind=kind,
        initiator=initiator,
        state=ReferralState.ACCEPTED if asks else ReferralState.DRAFTED,
        municipality=agreed.municipality,
        about_day=by.today if kind is ReferralKind.ORDINARY else None,
        expected_long=expected_long,
        functions=words.functions,
        duration=words.duration,
        adapted=words.adapted,
        words_override=words.override,
        started_on=by.today,
        started_by=by.user,
        informed_on=by.today if asks else None,
        informed_how=how,
        answered_on=by.today if asks else None,
        answered_how=how,
        answered_by=by.user if asks else None,
    )
    if kind is ReferralKind.PREVENTIVE and agreed.agreement is not None:
        use_agreement(agreement=agreed.agreement, used_on=by.today, by=by, origin=_use_of(row))
    _owe_next(row, window, by)
    _record(Event.STARTED, row, capacity, by, ["state", "kind", "initiator"])
    return row


@transaction.atomic
def change_fast_track(*, fast_track: FastTrack, expected_long: bool, words: Words, by: Viewer) -> None:
    """Corrects the answers until it is sent. `RuleViolation` with `not_yours`, `not_now`, or the guard's.
    Audit: `fast_track_changed`.
    """
    words.check()
    row, capacity = _row(fast_track, by)
    _insist(capacity)
    insist(row.state in UNSENT, "not_now")
    row.expected_long = expected_long
    row.functions, row.duration, row.adapted = words.functions, words.duration, words.adapted
    row.words_override = words.override
    row.save()
    _record(Event.CHANGED, row, capacity, by, ["expected_long", "functions", "duration", "adapted"])


@transaction.atomic
def inform_employee(*, fast_track: FastTrack, informed_on: date, told_how: ToldHow, by: Viewer) -> None:
    """The employee has been told of it, and that it may be declined. `RuleViolation` with `not_yours`, `not_now` or
    `in_future`. Audit: `fast_track_informed`.
    """
    row, capacity = _row(fast_track, by)
    _insist(capacity)
    insist(informed_on <= by.today, "in_future")
    row.state = next_state(ReferralState(row.state), ReferralEvent.INFORM)
    row.informed_on, row.informed_how = informed_on, told_how
    _write(row, by, did=Step.INFORM, on=informed_on)
    _record(Event.INFORMED, row, capacity, by, ["state", "informed_on"])


@transaction.atomic
def answer_fast_track(*, fast_track: FastTrack, yes: bool, by: Viewer, told_how: ToldHow | None = None) -> None:
    """The employee says yes or no: on their own page, or recorded for them with how it was told.

    A no ends it, and has no effect on anything else. `RuleViolation` with `not_yours`, `told_how_missing` or `not_now`.
    Audit: `fast_track_accepted`, or `fast_track_declined`.
    """
    row, capacity = _row(fast_track, by)
    if capacity is not ActingAs.SELF:
        _insist(capacity)
    check_told(capacity, told_how or "")
    insist(row.state in MAY_ANSWER, "not_now")
    event = ReferralEvent.ACCEPT if yes else ReferralEvent.DECLINE
    row.state = next_state(ReferralState(row.state), event)
    row.answered_on, row.answered_by = by.today, by.user
    row.answered_how = "" if capacity is ActingAs.SELF else (told_how or "")
    row.closed_on = None if yes else by.today
    _write(row, by, did=Step.ANSWER, on=by.today)
    _record(Event.ACCEPTED if yes else Event.DECLINED, row, capacity, by, ["state", "answered_on"])


@transaction.atomic
def mark_as_sent(*, fast_track: FastTrack, sent_on: date, by: Viewer) -> None:
    """It has been typed into NemRefusion on that day. `RuleViolation` with `not_yours`, `not_now`, or what `check_send`
    says. Audit: `fast_track_sent`.
    """
    row, capacity = _row(fast_track, by)
    _insist(capacity)
    after = next_state(ReferralState(row.state), ReferralEvent.SEND)
    about = _window(row, by.today)
    check_send(
        ReferralKind(row.kind),
        informed_on=row.informed_on,
        expected_long=row.expected_long,
        window=about,
        sent_on=sent_on,
        today=by.today,
    )
    insist(not _others_open(row), "already_open")
    row.state, row.sent_on, row.sent_by = after, sent_on, by.user
    row.missed_on, row.missed_reason, row.closed_on = None, "", None
    _write(row, by, did=Step.SEND, on=sent_on)
    _record(Event.SENT, row, capacity, by, ["state", "sent_on"])


@transaction.atomic
def note_outcome(*, fast_track: FastTrack, outcome: Outcome, outcome_on: date, by: Viewer) -> None:
    """What came of it, and when. `RuleViolation` with `not_yours`, `not_now`, `in_future` or `before_sent`.
    Audit: `fast_track_concluded`.
    """
    row, capacity = _row(fast_track, by)
    _insist(capacity)
    after = next_state(ReferralState(row.state), ReferralEvent.CONCLUDE)
    insist(outcome_on <= by.today, "in_future")
    insist(row.sent_on is None or outcome_on >= row.sent_on, "before_sent")
    row.state, row.outcome, row.outcome_on, row.closed_on = after, outcome, outcome_on, by.today
    _write(row, by, did=Step.OUTCOME, on=outcome_on)
    _record(Event.CONCLUDED, row, capacity, by, ["state", "outcome"])


@transaction.atomic
def explain_missed_window(*, employee: Employee, reason: MissedReason, by: Viewer) -> FastTrack:
    """Why the window was not used: of the one that closed unused, or by hand for the spell that runs.

    `RuleViolation` with `not_yours`, `not_absent`, `too_early` while the window is open, or `already_explained`.
    Audit: `fast_track_reason_given`.
    """
    found, capacity = _locked(employee.pk, by)
    _insist(capacity)
    rows = FastTrack.objects.select_for_update(of=("self",)).filter(employee=found)
    row = rows.filter(state=ReferralState.MISSED, missed_reason="").order_by("-missed_on").first()
    if row is None:
        row = _missed_by_hand(found, by)
    row.missed_reason = reason
    _write(row, by, did=Step.REASON, on=by.today)
    _record(Event.REASON_GIVEN, row, capacity, by, ["missed_reason"])
    return row


@transaction.atomic
def withdraw_fast_track(*, fast_track: FastTrack, by: Viewer) -> None:
    """Takes back what has not been sent. `RuleViolation`: `not_yours`, `not_now`. Audit: `fast_track_withdrawn`."""
    row, capacity = _row(fast_track, by)
    _insist(capacity)
    insist(row.state in UNSENT, "not_now")
    _withdraw(row, by)
    _record(Event.WITHDRAWN, row, capacity, by, ["state"])


@transaction.atomic
def settle_fast_tracks(*, by: Viewer) -> int:
    """The night's work, which may run twice: windows that have closed, days that absence has moved, and who is back.

    An unsent referral whose window has closed is missed, and asks for its reason; one whose spell is over, or gone, is
    withdrawn. A window that closed without any referral is written down as missed. What is owed follows the window.
    Returns how many rows changed. Audit: `fast_track_withdrawn`, `fast_track_missed` for each.
    """
    law, today = law_on(by.today), by.today
    locked = {row.employee_id for row in unsettled(today)} | {who.pk for who, _window in closed_unused(law, today)}
    Employee.objects.lock(locked)
    # Read anew, as it stands now that nobody else can change it.
    rows = [row for row in unsettled(today) if row.employee_id in locked]
    about = windows_of(rows, law, today)
    changed = 0
    for row in rows:
        span, window = about.get(row.pk, (None, None))
        over = span is None or (span.last is not None and span.last < today)
        outlived = span is not None and window is not None and outlasted(span, window, today)
        if row.kind == ReferralKind.ORDINARY and row.state in UNSENT and outlived:
            _miss(row, window, by)
        elif row.kind == ReferralKind.ORDINARY and (
            (row.state in UNSENT and over) or (row.state == ReferralState.MISSED and not outlived)
        ):
            _withdraw(row, by)
            _record(Event.WITHDRAWN, row, by.standing, by, ["state"])
        elif not _owe_next(row, window, by):
            continue
        changed += 1
    for employee, window in closed_unused(law, today):
        if employee.pk in locked:
            _miss(_closed_unused(employee, window, by), window, by)
            changed += 1
    return changed


def seed_parameters(*, by: Viewer) -> int:
    """Adds the law's numbers that are not there yet, and ends those that the law has ended."""
    insist(by.user is None, "only_the_system")
    known = {(row.key, row.first_day): row for row in StatutoryParameter.objects.all()}
    shipped = tomllib.loads(STATUTORY.read_text(encoding="utf-8"))["parameter"]
    for values in shipped:
        row = known.get((values["key"], values["first_day"]))
        if row is not None and row.last_day is None and "last_day" in values:
            StatutoryParameter.objects.filter(pk=row.pk).update(last_day=values["last_day"])
    new = [StatutoryParameter(**values) for values in shipped if (values["key"], values["first_day"]) not in known]
    return len(StatutoryParameter.objects.bulk_create(new))


# --- Writing -------------------------------------------------------------------------------------------


def _locked(employee: int, by: Viewer) -> tuple[Employee, ActingAs]:
    Employee.objects.lock([employee])
    found: Employee = Employee.objects.with_place(by.today).get(pk=employee)
    return found, acting_towards(by, found)


def _row(fast_track: FastTrack, by: Viewer) -> tuple[FastTrack, ActingAs]:
    """As it stands, once nobody else can change it."""
    found, capacity = _locked(fast_track.employee_id, by)
    row: FastTrack = FastTrack.objects.get(pk=fast_track.pk)
    row.employee = found
    return row, capacity


def _insist(capacity: ActingAs) -> None:
    insist(right_to(Part.CASE, capacity) is Right.WRITE, "not_yours")


def _window(row: FastTrack, today: date) -> Window | None:
    found = windows_of([row], law_on(row.about_day or today), today).get(row.pk)
    return found[1] if found else None


def _others_open(row: FastTrack) -> bool:
    others = FastTrack.objects.filter(employee=row.employee_id, state__in=OPEN).exclude(pk=row.pk)
    return bool(others.exists())


def _use_of(row: FastTrack) -> str:
    """What the agreement with the home municipality knows a preventive referral by."""
    return f"fast_track:{row.ref}"


def _free_agreement(row: FastTrack, by: Viewer) -> None:
    """A preventive referral that comes to nothing uses no agreement."""
    agreement = agreement_used_by(_use_of(row))
    if agreement is not None:
        take_back_use(agreement=agreement, by=by, origin=_use_of(row))


def _write(row: FastTrack, by: Viewer, *, did: Step, on: date) -> None:
    """Saves the row, marks what it waited for as done, and owes what it waits for now."""
    row.save()
    if row.state == ReferralState.DECLINED:
        _free_agreement(row, by)
    fulfil(employee=row.employee, key=key_of(did, row.ref), done_on=on, by=by)
    _owe_next(row, _window(row, by.today), by)


def _withdraw(row: FastTrack, by: Viewer) -> None:
    row.state, row.closed_on = next_state(ReferralState(row.state), ReferralEvent.WITHDRAW), by.today
    row.missed_on, row.missed_reason = None, ""
    row.save()
    _free_agreement(row, by)
    _owe_next(row, None, by)


def _closed_unused(employee: Employee, window: Window, by: Viewer) -> FastTrack:
    """A window that nobody used: no referral had begun."""
    return FastTrack(
        employee=employee,
        case=Case.objects.open().filter(employee=employee).first(),
        kind=ReferralKind.ORDINARY,
        initiator=Initiator.LEADER,
        about_day=window.first,
        started_on=window.last + ONE_DAY,
    )


def _missed_by_hand(employee: Employee, by: Viewer) -> FastTrack:
    window = running_window(employee, by.today)
    if window is None:
        raise RuleViolation("not_absent")
    insist(window.is_closed(by.today), "too_early")
    since = FastTrack.objects.filter(employee=employee, about_day__gte=window.first)
    insist(not since.exclude(state=ReferralState.WITHDRAWN).exists(), "already_explained")
    row = _closed_unused(employee, window, by)
    row.state, row.missed_on, row.closed_on = ReferralState.MISSED, window.last + ONE_DAY, by.today
    return row


def _miss(row: FastTrack, window: Window | None, by: Viewer) -> None:
    row.state, row.closed_on = next_state(ReferralState(row.state), ReferralEvent.MISS), by.today
    row.missed_on = window.last + ONE_DAY if window else by.today
    row.save()
    _owe_next(row, window, by)
    _record(Event.MISSED, row, by.standing, by, ["state"])


def _owe_next(row: FastTrack, window: Window | None, by: Viewer) -> bool:
    """Owes what the row waits for now, and nothing else of it. Says whether anything changed."""
    wanted = owed_next(
        ReferralState(row.state),
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


def _record(event: Event, row: FastTrack, capacity: ActingAs, by: Viewer, fields: Iterable[str]) -> None:
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[row.employee.ref],
        case_ref=row.case.ref if row.case else "",
        fields=fields,
        at=by.now,
    )
