"""Meetings: every state with every event, and what the job closes."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from people.calendar import COPENHAGEN
from people.rules import RuleViolation
from roundtable.rules.meetings import (
    OPEN_STATES,
    UNHELD_BY_HAND,
    MeetingEvent,
    MeetingState,
    UnheldReason,
    is_stale,
    next_state,
)

S, E = MeetingState, MeetingEvent
# State -> what may happen to it; everything else is refused.
ALLOWED = {
    S.REQUESTED: {E.PLAN: S.PLANNED, E.CANCEL: S.CANCELLED, E.CLOSE_UNHELD: S.UNHELD},
    S.PLANNED: {E.PLAN: S.REPLANNED, E.HOLD: S.HELD, E.CANCEL: S.CANCELLED, E.CLOSE_UNHELD: S.UNHELD},
    S.REPLANNED: {E.PLAN: S.REPLANNED, E.HOLD: S.HELD, E.CANCEL: S.CANCELLED, E.CLOSE_UNHELD: S.UNHELD},
    S.HELD: {},
    S.CANCELLED: {},
    S.UNHELD: {},
}
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(("state", "event"), list(product(S, E)))
def test_every_state_with_every_event(state, event):
    if event in ALLOWED[state]:
        assert next_state(state, event) is ALLOWED[state][event]
    else:
        code = "not_planned" if state is S.REQUESTED else "meeting_not_open"
        with pytest.raises(RuleViolation, match=f"^{code}$"):
            next_state(state, event)


def test_open_is_what_something_may_happen_to():
    assert {state for state, events in ALLOWED.items() if events} == OPEN_STATES


def test_only_the_job_says_that_it_is_stale():
    assert set(UnheldReason) - UNHELD_BY_HAND == {UnheldReason.STALE}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize(("days_ago", "stale"), [(0, False), (13, False), (14, True), (400, True)])
def test_is_stale(state, days_ago, stale):
    moment = datetime.combine(MONDAY - timedelta(days=days_ago), datetime.min.time(), tzinfo=COPENHAGEN)
    long_ago = moment - timedelta(days=400)
    stale = stale and state in OPEN_STATES
    assert is_stale(state, planned_for=moment, requested_at=long_ago, today=MONDAY, days=14) is stale
    assert is_stale(state, planned_for=None, requested_at=moment, today=MONDAY, days=14) is stale


def test_is_stale_by_the_day_in_copenhagen():
    late_in_utc = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)  # 9 November, 0:30
    today = date(2026, 11, 22)
    assert not is_stale(S.REQUESTED, planned_for=None, requested_at=late_in_utc, today=today, days=14)
    assert is_stale(S.REQUESTED, planned_for=None, requested_at=late_in_utc, today=MONDAY, days=14)


def test_a_meeting_that_is_planned_ahead_is_not_stale_however_long_ago_it_was_asked_for():
    asked = datetime(2026, 1, 5, 10, tzinfo=COPENHAGEN)
    ahead = datetime(2026, 12, 1, 10, tzinfo=COPENHAGEN)
    assert not is_stale(S.PLANNED, planned_for=ahead, requested_at=asked, today=MONDAY, days=14)
