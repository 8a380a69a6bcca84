"""What people do about Fast track. Each flow locks the employee, asks the rule, writes, and owes what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from cases.guard import check_note
from cases.models import Case
from cases.rules import Part, insist_on_writing
from people.access import lock_employee
from people.models import Employee
from people.rules import ActingAs, RuleViolation, insist
from people.viewer import Viewer
from retention.fasttrack.flows.writing import (
    ONE_DAY,
    locked_row,
    owe_next,
    record,
    unused_window,
    use_of,
    withdraw,
    write,
)
from retention.fasttrack.queries import agreed_for, running_window, window_of_row
from retention.models import FastTrack
from retention.partners.flows import use_agreement
from retention.rules.fasttrack import (
    MAY_ANSWER,
    OPEN,
    UNSENT,
    Event,
    FastTrackEvent,
    FastTrackKind,
    FastTrackState,
    Initiator,
    MissedReason,
    Outcome,
    Step,
    check_send,
    check_start,
    check_told,
    next_state,
)
from retention.rules.ladder import ToldHow
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands

# What may be corrected, by whoever has seen what stands.
ANSWERS: Final = ("expected_long", "functions", "duration", "adapted")


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
    kind: FastTrackKind,
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
    found, capacity = lock_employee(employee.pk, by)
    asks = initiator is Initiator.EMPLOYEE
    if not (asks and capacity is ActingAs.SELF):
        insist_on_writing(Part.CASE, capacity)
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
        state=FastTrackState.ACCEPTED if asks else FastTrackState.DRAFTED,
        municipality=agreed.municipality,
        about_day=by.today if kind is FastTrackKind.ORDINARY else None,
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
    if kind is FastTrackKind.PREVENTIVE and agreed.agreement is not None:
        use_agreement(agreement=agreed.agreement, used_on=by.today, by=by, origin=use_of(row))
    owe_next(row, window, by)
    record(Event.STARTED, row, capacity, by, ["state", "kind", "initiator"])
    return row


@transaction.atomic
def change_fast_track(*, fast_track: FastTrack, expected_long: bool, words: Words, opened: str, by: Viewer) -> None:
    """Corrects the answers until it is sent. `opened` is `opened_with` what was shown.

    `RuleViolation` with `not_yours`, `not_now`, or the guard's; `ChangedMeanwhile`. Audit: `fast_track_changed`, if
    anything changed.
    """
    words.check()
    row, capacity = locked_row(fast_track, by)
    insist_on_writing(Part.CASE, capacity)
    insist(row.state in UNSENT, "not_now")
    standing = as_it_stands(row, ANSWERS)
    row.expected_long = expected_long
    row.functions, row.duration, row.adapted = words.functions, words.duration, words.adapted
    row.words_override = words.override
    if as_it_stands(row, ANSWERS) != standing:
        insist_on_opened(opened, standing)
        row.save()
        record(Event.CHANGED, row, capacity, by, ANSWERS)


@transaction.atomic
def inform_employee(*, fast_track: FastTrack, informed_on: date, told_how: ToldHow, by: Viewer) -> None:
    """The employee has been told of it, and that it may be declined. `RuleViolation` with `not_yours`, `not_now` or
    `in_future`. Audit: `fast_track_informed`.
    """
    row, capacity = locked_row(fast_track, by)
    insist_on_writing(Part.CASE, capacity)
    insist(informed_on <= by.today, "in_future")
    row.state = next_state(FastTrackState(row.state), FastTrackEvent.INFORM)
    row.informed_on, row.informed_how = informed_on, told_how
    write(row, by, did=Step.INFORM, on=informed_on)
    record(Event.INFORMED, row, capacity, by, ["state", "informed_on"])


@transaction.atomic
def answer_fast_track(*, fast_track: FastTrack, yes: bool, by: Viewer, told_how: ToldHow | None = None) -> None:
    """The employee says yes or no: on their own page, or recorded for them with how it was told.

    A no ends it, and has no effect on anything else. `RuleViolation` with `not_yours`, `told_how_missing` or `not_now`.
    Audit: `fast_track_accepted`, or `fast_track_declined`.
    """
    row, capacity = locked_row(fast_track, by)
    if capacity is not ActingAs.SELF:
        insist_on_writing(Part.CASE, capacity)
    check_told(capacity, told_how or "")
    insist(row.state in MAY_ANSWER, "not_now")
    event = FastTrackEvent.ACCEPT if yes else FastTrackEvent.DECLINE
    row.state = next_state(FastTrackState(row.state), event)
    row.answered_on, row.answered_by = by.today, by.user
    row.answered_how = "" if capacity is ActingAs.SELF else (told_how or "")
    row.closed_on = None if yes else by.today
    write(row, by, did=Step.ANSWER, on=by.today)
    record(Event.ACCEPTED if yes else Event.DECLINED, row, capacity, by, ["state", "answered_on"])


@transaction.atomic
def mark_as_sent(*, fast_track: FastTrack, sent_on: date, by: Viewer) -> None:
    """It has been typed into NemRefusion on that day. `RuleViolation` with `not_yours`, `not_now`, or what `check_send`
    says. Audit: `fast_track_sent`.
    """
    row, capacity = locked_row(fast_track, by)
    insist_on_writing(Part.CASE, capacity)
    after = next_state(FastTrackState(row.state), FastTrackEvent.SEND)
    about = window_of_row(row, by.today)
    check_send(
        FastTrackKind(row.kind),
        informed_on=row.informed_on,
        expected_long=row.expected_long,
        window=about,
        sent_on=sent_on,
        today=by.today,
    )
    insist(not _others_open(row), "already_open")
    row.state, row.sent_on, row.sent_by = after, sent_on, by.user
    row.missed_on, row.missed_reason, row.closed_on = None, "", None
    write(row, by, did=Step.SEND, on=sent_on)
    record(Event.SENT, row, capacity, by, ["state", "sent_on"])


@transaction.atomic
def note_outcome(*, fast_track: FastTrack, outcome: Outcome, outcome_on: date, by: Viewer) -> None:
    """What came of it, and when. `RuleViolation` with `not_yours`, `not_now`, `in_future` or `before_sent`.
    Audit: `fast_track_concluded`.
    """
    row, capacity = locked_row(fast_track, by)
    insist_on_writing(Part.CASE, capacity)
    after = next_state(FastTrackState(row.state), FastTrackEvent.CONCLUDE)
    insist(outcome_on <= by.today, "in_future")
    insist(row.sent_on is None or outcome_on >= row.sent_on, "before_sent")
    row.state, row.outcome, row.outcome_on, row.closed_on = after, outcome, outcome_on, by.today
    write(row, by, did=Step.OUTCOME, on=outcome_on)
    record(Event.CONCLUDED, row, capacity, by, ["state", "outcome"])


@transaction.atomic
def explain_missed_window(*, employee: Employee, reason: MissedReason, by: Viewer) -> FastTrack:
    """Why the window was not used: of the one that closed unused, or by hand for the spell that runs.

    `RuleViolation` with `not_yours`, `not_absent`, `too_early` while the window is open, or `already_explained`.
    Audit: `fast_track_reason_given`.
    """
    found, capacity = lock_employee(employee.pk, by)
    insist_on_writing(Part.CASE, capacity)
    rows = FastTrack.objects.select_for_update(of=("self",)).filter(employee=found)
    row = rows.filter(state=FastTrackState.MISSED, missed_reason="").order_by("-missed_on").first()
    if row is None:
        row = _missed_by_hand(found, by)
    row.missed_reason = reason
    write(row, by, did=Step.REASON, on=by.today)
    record(Event.REASON_GIVEN, row, capacity, by, ["missed_reason"])
    return row


@transaction.atomic
def withdraw_fast_track(*, fast_track: FastTrack, by: Viewer) -> None:
    """Takes back what has not been sent. `RuleViolation`: `not_yours`, `not_now`. Audit: `fast_track_withdrawn`."""
    row, capacity = locked_row(fast_track, by)
    insist_on_writing(Part.CASE, capacity)
    insist(row.state in UNSENT, "not_now")
    withdraw(row, by)
    record(Event.WITHDRAWN, row, capacity, by, ["state"])


# --- Writing -------------------------------------------------------------------------------------------


def _others_open(row: FastTrack) -> bool:
    others = FastTrack.objects.filter(employee=row.employee_id, state__in=OPEN).exclude(pk=row.pk)
    return bool(others.exists())


def _missed_by_hand(employee: Employee, by: Viewer) -> FastTrack:
    window = running_window(employee, by.today)
    if window is None:
        raise RuleViolation("not_absent")
    insist(window.is_closed(by.today), "too_early")
    since = FastTrack.objects.filter(employee=employee, about_day__gte=window.first)
    insist(not since.exclude(state=FastTrackState.WITHDRAWN).exists(), "already_explained")
    row = unused_window(employee, window, by)
    row.state, row.missed_on, row.closed_on = FastTrackState.MISSED, window.last + ONE_DAY, by.today
    return row
