"""Fast track: an early request to the home municipality for help with an absence that is expected to last. Pure.

The law gives a window of weeks from the first sick day. The employee is told, and may decline at any time without any
other effect; nothing here waits for a yes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from people.calendar import Calendar
from people.rules import ActingAs, RuleViolation


class FastTrackState(StrEnum):
    DRAFTED = "drafted"
    INFORMED = "informed"  # the employee has been told, and has not answered
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SENT = "sent"  # on its way: typed into NemRefusion
    CONCLUDED = "concluded"  # it is known what came of it
    MISSED = "missed"  # the window closed before anything was sent
    WITHDRAWN = "withdrawn"


class FastTrackEvent(StrEnum):
    INFORM = "inform"
    ACCEPT = "accept"
    DECLINE = "decline"
    SEND = "send"
    CONCLUDE = "conclude"
    MISS = "miss"
    WITHDRAW = "withdraw"


_S, _E = FastTrackState, FastTrackEvent
TRANSITIONS: dict[tuple[FastTrackState, FastTrackEvent], FastTrackState] = {
    (_S.DRAFTED, _E.INFORM): _S.INFORMED,
    (_S.DRAFTED, _E.MISS): _S.MISSED,
    (_S.DRAFTED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.INFORMED, _E.ACCEPT): _S.ACCEPTED,
    (_S.INFORMED, _E.DECLINE): _S.DECLINED,
    (_S.INFORMED, _E.SEND): _S.SENT,
    (_S.INFORMED, _E.MISS): _S.MISSED,
    (_S.INFORMED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.ACCEPTED, _E.DECLINE): _S.DECLINED,
    (_S.ACCEPTED, _E.SEND): _S.SENT,
    (_S.ACCEPTED, _E.MISS): _S.MISSED,
    (_S.ACCEPTED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.SENT, _E.DECLINE): _S.DECLINED,
    (_S.SENT, _E.CONCLUDE): _S.CONCLUDED,
    # Sent in time, and marked late.
    (_S.MISSED, _E.SEND): _S.SENT,
    (_S.MISSED, _E.WITHDRAW): _S.WITHDRAWN,
}
UNSENT = frozenset({_S.DRAFTED, _S.INFORMED, _S.ACCEPTED})
OPEN = UNSENT | {_S.SENT}
# What an employee has been told of; a draft is the leader's alone.
TOLD = frozenset({_S.INFORMED, _S.ACCEPTED, _S.DECLINED, _S.SENT, _S.CONCLUDED})
MAY_ANSWER = frozenset({_S.INFORMED, _S.ACCEPTED, _S.SENT})


def next_state(state: FastTrackState, event: FastTrackEvent) -> FastTrackState:
    """The state after `event`; `RuleViolation("not_now")` where it has no place."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise RuleViolation("not_now")
    return after


class FastTrackKind(StrEnum):
    ORDINARY = "ordinary"
    PREVENTIVE = "preventive"  # on a worry, before any absence


class Initiator(StrEnum):
    LEADER = "leader"
    EMPLOYEE = "employee"


class Outcome(StrEnum):
    """What the municipality made of it."""

    TALK_HELD = "talk_held"
    NO_TALK = "no_talk"
    REFUSED = "refused"
    FIT_BEFORE = "fit_before"


class MissedReason(StrEnum):
    """Why the window was not used."""

    NOT_THOUGHT_OF = "not_thought_of"
    SEEMED_SHORT = "seemed_short"
    NOT_REACHED = "not_reached"
    OTHER_EFFORT = "other_effort"
    REPORTED_LATE = "reported_late"
    NO_TIME = "no_time"


class Event(StrEnum):
    """What the flows of Fast track write to the audit."""

    STARTED = "fast_track_started"
    CHANGED = "fast_track_changed"
    INFORMED = "fast_track_informed"
    ACCEPTED = "fast_track_accepted"
    DECLINED = "fast_track_declined"
    SENT = "fast_track_sent"
    CONCLUDED = "fast_track_concluded"
    MISSED = "fast_track_missed"
    REASON_GIVEN = "fast_track_reason_given"
    WITHDRAWN = "fast_track_withdrawn"


# --- The law's numbers ---------------------------------------------------------------------------------


class ParameterKey(StrEnum):
    """Numbers of the law, kept as dated data."""

    WINDOW_DAYS = "fast_track_window_days"
    EXPECTED_WEEKS = "fast_track_expected_weeks"
    FIRST_TALK_DAYS = "fast_track_first_talk_days"


@dataclass(frozen=True, slots=True)
class Law:
    """The numbers that hold on a day: days from day 1, weeks expected, days until the municipality's first talk."""

    window_days: int
    expected_weeks: int
    first_talk_days: int

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "Law":
        """`KeyError` where one is missing: a municipality without the law's numbers is not set up."""
        return cls(
            window_days=values[ParameterKey.WINDOW_DAYS],
            expected_weeks=values[ParameterKey.EXPECTED_WEEKS],
            first_talk_days=values[ParameterKey.FIRST_TALK_DAYS],
        )


# --- The window ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Sick days on end; `last` is empty while they run on."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Window:
    """From the first sick day to the last day on which the request can be sent, both included."""

    first: date
    last: date

    def days_left(self, today: date) -> int:
        """0 on the last day, below it once the window has closed."""
        return (self.last - today).days

    def is_closed(self, today: date) -> bool:
        return today > self.last


# A first day may be corrected; a spell that begins later than this after is another one.
MOST_MOVED = timedelta(days=14)


def span_about(spans: Iterable[Span], day: date) -> Span | None:
    """The spell that covers the day, or that did before its first day was corrected."""
    found = next((span for span in spans if span.last is None or span.last >= day), None)
    return found if found is not None and found.first - day <= MOST_MOVED else None


def window_of(span: Span, law: Law) -> Window:
    return Window(span.first, span.first + timedelta(days=law.window_days))


def outlasted(span: Span, window: Window, today: date) -> bool:
    """Did the spell last past the window's end, so that the window could have been used to its end?"""
    return today > window.last and (span.last is None or span.last > window.last)


# --- What may be done ----------------------------------------------------------------------------------


def check_start(
    kind: FastTrackKind, window: Window | None, today: date, *, agreed: bool, quota: int | None, used: int
) -> None:
    """May a Fast track begin? `window` is that of the spell that runs today, None for who is at work.

    `RuleViolation` with `not_absent` or `window_closed` for the ordinary kind; for the preventive one with `is_absent`,
    `no_agreement` where the home municipality has agreed to none, or `quota_used_up`.
    """
    if kind is FastTrackKind.ORDINARY:
        if window is None:
            raise RuleViolation("not_absent")
        if window.is_closed(today):
            raise RuleViolation("window_closed")
        return
    if window is not None:
        raise RuleViolation("is_absent")
    if not agreed:
        raise RuleViolation("no_agreement")
    if quota is not None and used >= quota:
        raise RuleViolation("quota_used_up")


def check_send(
    kind: FastTrackKind,
    *,
    informed_on: date | None,
    expected_long: bool,
    window: Window | None,
    sent_on: date,
    today: date,
) -> None:
    """May it be marked as sent on that day? `RuleViolation` with `not_informed`, `in_future`, `before_informed`,
    `not_expected_long`, `not_absent` or `window_closed`.
    """
    if informed_on is None:
        raise RuleViolation("not_informed")
    if sent_on > today:
        raise RuleViolation("in_future")
    if sent_on < informed_on:
        raise RuleViolation("before_informed")
    if kind is FastTrackKind.PREVENTIVE:
        return
    if not expected_long:
        raise RuleViolation("not_expected_long")
    if window is None:
        raise RuleViolation("not_absent")
    if window.is_closed(sent_on):
        raise RuleViolation("window_closed")


def check_told(capacity: ActingAs, told_how: str) -> None:
    """The employee answers without saying how; whoever records it for them says how they were told.

    `RuleViolation("told_how_missing")`.
    """
    if capacity is not ActingAs.SELF and not told_how:
        raise RuleViolation("told_how_missing")


# --- What is owed --------------------------------------------------------------------------------------


class Step(StrEnum):
    """The one thing that a Fast track waits for."""

    INFORM = "inform"
    ANSWER = "answer"
    SEND = "send"
    OUTCOME = "outcome"
    REASON = "reason"


def key_of(step: Step, ref: str) -> str:
    """The key of the follow-up of that step, for the Fast track with that reference."""
    return f"fast_track:{step}:{ref}"


@dataclass(frozen=True, slots=True)
class Owes:
    """What is owed next, by when; `legal` is the law's last day, if it has one."""

    step: Step
    due_on: date
    legal: date | None


INFORM_WITHIN = timedelta(days=2)
ANSWER_WITHIN = timedelta(days=4)
REASON_WITHIN = timedelta(days=7)
# A preventive one has no window; it is not left lying either.
SEND_WITHIN = timedelta(days=14)


def owed_next(
    state: FastTrackState,
    *,
    started_on: date,
    informed_on: date | None,
    sent_on: date | None,
    missed_on: date | None,
    explained: bool,
    window: Window | None,
    law: Law,
    calendar: Calendar,
) -> Owes | None:
    """What the Fast track waits for. Due on working days, and never past the window's last one.

    A missed window waits for its reason only where one had begun.
    """
    match state:
        case FastTrackState.DRAFTED:
            return _before(Step.INFORM, started_on + INFORM_WITHIN, window, calendar)
        case FastTrackState.INFORMED:
            return _before(Step.ANSWER, (informed_on or started_on) + ANSWER_WITHIN, window, calendar)
        case FastTrackState.ACCEPTED:
            return _before(Step.SEND, window.last if window else started_on + SEND_WITHIN, window, calendar)
        case FastTrackState.SENT:
            due = (sent_on or started_on) + timedelta(days=law.first_talk_days)
            return Owes(Step.OUTCOME, calendar.next_working_day(due), None)
        case FastTrackState.MISSED if missed_on is not None and not explained and started_on < missed_on:
            return Owes(Step.REASON, calendar.next_working_day(missed_on + REASON_WITHIN), None)
        case _:
            return None


def _before(step: Step, due_on: date, window: Window | None, calendar: Calendar) -> Owes:
    due_on = calendar.next_working_day(due_on)
    if window is None:
        return Owes(step, due_on, None)
    last = calendar.previous_working_day(window.last)
    return Owes(step, min(due_on, last), window.last)
