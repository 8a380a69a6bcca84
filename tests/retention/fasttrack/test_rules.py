"""The rules of Fast track: every state with every event, the window to the day, and what is owed next."""

from datetime import date, timedelta
from itertools import product

import pytest

from people.calendar import Calendar
from people.rules import ActingAs, RuleViolation
from retention.rules.fasttrack import (
    MAY_ANSWER,
    OPEN,
    TOLD,
    TRANSITIONS,
    UNSENT,
    FastTrackEvent,
    FastTrackKind,
    FastTrackState,
    Law,
    Span,
    Step,
    Window,
    check_send,
    check_start,
    check_told,
    next_state,
    outlasted,
    owed_next,
    span_about,
    window_of,
)

S, E = FastTrackState, FastTrackEvent
LAW = Law(window_days=35, expected_weeks=8, first_talk_days=14)
CALENDAR = Calendar()
MONDAY = date(2026, 11, 23)
ORDINARY, PREVENTIVE = FastTrackKind.ORDINARY, FastTrackKind.PREVENTIVE
# State -> what may happen to it; everything else is refused.
ALLOWED = {
    S.DRAFTED: {E.INFORM: S.INFORMED, E.MISS: S.MISSED, E.WITHDRAW: S.WITHDRAWN},
    S.INFORMED: {
        E.ACCEPT: S.ACCEPTED,
        E.DECLINE: S.DECLINED,
        E.SEND: S.SENT,
        E.MISS: S.MISSED,
        E.WITHDRAW: S.WITHDRAWN,
    },
    S.ACCEPTED: {E.DECLINE: S.DECLINED, E.SEND: S.SENT, E.MISS: S.MISSED, E.WITHDRAW: S.WITHDRAWN},
    S.DECLINED: {},
    S.SENT: {E.DECLINE: S.DECLINED, E.CONCLUDE: S.CONCLUDED},
    S.CONCLUDED: {},
    S.MISSED: {E.SEND: S.SENT, E.WITHDRAW: S.WITHDRAWN},
    S.WITHDRAWN: {},
}


def days(number: int) -> date:
    return MONDAY + timedelta(days=number)


def refused(code: str):
    return pytest.raises(RuleViolation, match=f"^{code}$")


@pytest.mark.parametrize(("state", "event"), list(product(S, E)))
def test_every_state_with_every_event(state, event):
    if event in ALLOWED[state]:
        assert next_state(state, event) is ALLOWED[state][event]
    else:
        with refused("not_now"):
            next_state(state, event)


def test_a_decline_is_final():
    assert [event for state, event in TRANSITIONS if state is S.DECLINED] == []


def test_the_employee_may_decline_wherever_they_may_answer_and_has_been_told_there():
    assert {state for state, event in TRANSITIONS if event is E.DECLINE} == MAY_ANSWER
    assert MAY_ANSWER < TOLD
    assert UNSENT < OPEN


def test_the_window_is_open_for_thirty_five_days_after_the_first():
    window = window_of(Span(MONDAY, None), LAW)
    assert window == Window(MONDAY, date(2026, 12, 28))
    assert [window.days_left(day) for day in (MONDAY, days(34), days(35), days(36))] == [35, 1, 0, -1]
    assert [window.is_closed(day) for day in (days(35), days(36))] == [False, True]


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [(None, 35, False), (None, 36, True), (35, 36, False), (36, 36, True), (36, 35, False)],
)
def test_a_spell_outlasts_the_window_once_it_has_closed_and_the_spell_went_on(last, today, expected):
    span = Span(MONDAY, None if last is None else days(last))
    assert outlasted(span, window_of(span, LAW), days(today)) is expected


@pytest.mark.parametrize(
    ("day", "found"),
    [(-20, 0), (-11, 0), (-10, 0), (-9, 1), (-3, 1), (0, 1), (9, 1)],
)
def test_a_referral_belongs_to_the_spell_that_covers_its_day_or_was_corrected_to_begin_later(day, found):
    spans = [Span(days(-20), days(-10)), Span(days(3), None)]
    assert span_about(spans, days(day)) == spans[found]


def test_a_spell_that_begins_much_later_is_another_one():
    assert span_about([Span(days(15), None)], MONDAY) is None
    assert span_about([Span(days(14), None)], MONDAY) == Span(days(14), None)
    assert span_about([Span(days(-9), days(-1))], MONDAY) is None


OPEN_WINDOW, CLOSED_WINDOW = Window(days(-35), MONDAY), Window(days(-36), days(-1))


@pytest.mark.parametrize(
    ("kind", "window", "agreed", "quota", "used", "code"),
    [
        (ORDINARY, OPEN_WINDOW, False, None, 0, None),
        (ORDINARY, CLOSED_WINDOW, True, None, 0, "window_closed"),
        (ORDINARY, None, True, None, 0, "not_absent"),
        (PREVENTIVE, None, True, None, 99, None),
        (PREVENTIVE, None, True, 2, 1, None),
        (PREVENTIVE, None, True, 2, 2, "quota_used_up"),
        (PREVENTIVE, None, False, None, 0, "no_agreement"),
        (PREVENTIVE, OPEN_WINDOW, True, None, 0, "is_absent"),
    ],
)
def test_who_may_start_what(kind, window, agreed, quota, used, code):
    def start():
        check_start(kind, window, MONDAY, agreed=agreed, quota=quota, used=used)

    if code is None:
        start()
    else:
        with refused(code):
            start()


@pytest.mark.parametrize(
    ("kind", "informed", "long", "window", "sent", "code"),
    [
        (ORDINARY, -3, True, OPEN_WINDOW, 0, None),
        (ORDINARY, 0, True, OPEN_WINDOW, 0, None),
        (ORDINARY, None, True, OPEN_WINDOW, 0, "not_informed"),
        (ORDINARY, -3, True, OPEN_WINDOW, 1, "in_future"),
        (ORDINARY, -3, True, OPEN_WINDOW, -4, "before_informed"),
        (ORDINARY, -3, False, OPEN_WINDOW, 0, "not_expected_long"),
        (ORDINARY, -3, True, None, 0, "not_absent"),
        (ORDINARY, -3, True, CLOSED_WINDOW, 0, "window_closed"),
        # Sent in time, and marked a day late.
        (ORDINARY, -3, True, CLOSED_WINDOW, -1, None),
        (PREVENTIVE, -3, False, None, 0, None),
        (PREVENTIVE, None, False, None, 0, "not_informed"),
    ],
)
def test_when_it_may_be_marked_as_sent(kind, informed, long, window, sent, code):
    def send():
        check_send(
            kind,
            informed_on=None if informed is None else days(informed),
            expected_long=long,
            window=window,
            sent_on=days(sent),
            today=MONDAY,
        )

    if code is None:
        send()
    else:
        with refused(code):
            send()


@pytest.mark.parametrize("capacity", [capacity for capacity in ActingAs if capacity is not ActingAs.SELF])
def test_who_records_an_answer_for_another_says_how_it_was_told(capacity):
    check_told(capacity, "phone")
    with refused("told_how_missing"):
        check_told(capacity, "")


def test_the_employee_needs_not_say_how():
    check_told(ActingAs.SELF, "")


def owed(state, *, window=None, **facts):
    plain = {"started_on": MONDAY, "informed_on": None, "sent_on": None, "missed_on": None, "explained": False}
    found = owed_next(state, window=window, law=LAW, calendar=CALENDAR, **{**plain, **facts})
    return found and (found.step, found.due_on, found.legal)


def test_what_is_owed_next():
    window = Window(days(-10), days(25))
    assert owed(S.DRAFTED, window=window) == (Step.INFORM, days(2), days(25))
    assert owed(S.INFORMED, window=window, informed_on=days(2)) == (Step.ANSWER, days(7), days(25))
    assert owed(S.ACCEPTED, window=window) == (Step.SEND, days(25), days(25))
    assert owed(S.SENT, window=window, sent_on=days(3)) == (Step.OUTCOME, days(17), None)
    assert [owed(state, window=window) for state in (S.DECLINED, S.CONCLUDED, S.WITHDRAWN)] == [None] * 3


def test_nothing_is_due_after_the_window_nor_on_a_free_day():
    closing = Window(days(-34), days(1))
    assert owed(S.DRAFTED, window=closing) == (Step.INFORM, days(1), days(1))
    # The window closes on a Sunday; the Friday before is the last working day.
    sunday = Window(days(-29), days(6))
    assert owed(S.ACCEPTED, window=sunday) == (Step.SEND, days(4), days(6))
    assert owed(S.INFORMED, window=sunday, informed_on=days(3)) == (Step.ANSWER, days(4), days(6))


def test_the_preventive_kind_has_no_legal_day():
    assert owed(S.ACCEPTED) == (Step.SEND, days(14), None)
    assert owed(S.DRAFTED) == (Step.INFORM, days(2), None)


def test_a_reason_is_asked_for_where_a_referral_had_begun():
    assert owed(S.MISSED, started_on=days(-9), missed_on=MONDAY) == (Step.REASON, days(7), None)
    assert owed(S.MISSED, started_on=days(-9), missed_on=MONDAY, explained=True) is None
    assert owed(S.MISSED, started_on=MONDAY, missed_on=MONDAY) is None
