from datetime import date, datetime, timedelta

import pytest

from cases.notices.rules import (
    TRANSITIONS,
    NoticeEvent,
    NoticeState,
    is_given_up,
    is_sending_time,
    next_sending_time,
    next_state,
    outcome_of_reply,
    reminder_day,
    retry_at,
)
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.rules import RuleViolation


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("moment", "sending"),
    [
        ("2026-11-23T06:59:59", False),
        ("2026-11-23T07:00", True),
        ("2026-11-23T17:59:59", True),
        ("2026-11-23T18:00", False),
        ("2026-11-22T10:00", False),  # a Sunday
        ("2026-12-24T10:00", False),  # closed
        ("2026-12-28T10:00", True),
        ("2026-04-02T10:00", False),  # Maundy Thursday
    ],
)
def test_mail_goes_out_on_working_days_between_7_and_18(moment: str, sending: bool) -> None:
    assert is_sending_time(at(moment), DEFAULT_CALENDAR) is sending


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-23T09:30", "2026-11-23T09:30"),
        ("2026-11-23T03:00", "2026-11-23T07:00"),
        ("2026-11-20T18:00", "2026-11-23T07:00"),
        ("2026-12-23T18:30", "2026-12-28T07:00"),
        ("2026-12-30T22:00", "2027-01-04T07:00"),
    ],
)
def test_what_cannot_go_now_waits_for_the_next_7_o_clock(moment: str, then: str) -> None:
    assert next_sending_time(at(moment), DEFAULT_CALENDAR) == at(then)


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25", "2027-03-28", "2030-10-27", "2035-03-25"])
def test_no_hour_of_a_night_when_the_clocks_change_is_for_sending(night: str) -> None:
    start = datetime.fromisoformat(f"{night}T00:00+00:00") - timedelta(hours=4)
    moments = [start + timedelta(minutes=30 * step) for step in range(20)]
    assert not any(is_sending_time(moment, DEFAULT_CALENDAR) for moment in moments)
    waits = {next_sending_time(moment, DEFAULT_CALENDAR) for moment in moments}
    assert [wait.strftime("%H:%M") for wait in waits] == ["07:00"]


def test_tries_again_in_1_5_15_and_then_every_60_minutes() -> None:
    now = at("2026-11-23T08:00")
    waits = [(retry_at(attempts, now) - now) // timedelta(minutes=1) for attempts in range(1, 7)]
    assert waits == [1, 5, 15, 60, 60, 60]


def test_gives_up_after_48_hours() -> None:
    owed = at("2026-11-23T08:00")
    assert not is_given_up(owed, owed + timedelta(hours=47, minutes=59))
    assert is_given_up(owed, owed + timedelta(hours=48))


@pytest.mark.parametrize(
    ("code", "event"),
    [(250, "accept"), (421, "defer"), (451, "defer"), (550, "refuse"), (599, "refuse"), (354, "defer")],
)
def test_replies_are_now_later_or_never(code: int, event: str) -> None:
    assert outcome_of_reply(code).event == event


def test_every_other_move_is_refused() -> None:
    for state in NoticeState:
        for event in NoticeEvent:
            if (state, event) in TRANSITIONS:
                assert next_state(state, event) is TRANSITIONS[state, event]
            else:
                with pytest.raises(RuleViolation):
                    next_state(state, event)


@pytest.mark.parametrize(
    ("day", "reminded_on"),
    [
        # 1 November 2026 is a Sunday.
        (date(2026, 11, 1), None),
        (date(2026, 11, 2), date(2026, 11, 2)),
        (date(2026, 11, 8), date(2026, 11, 2)),
        (date(2026, 11, 9), None),
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), date(2026, 12, 1)),
        # New Year's Day is a Friday.
        (date(2027, 1, 1), None),
        (date(2027, 1, 4), date(2027, 1, 4)),
    ],
)
def test_the_months_reminder_goes_out_in_the_week_from_its_first_working_day(
    day: date, reminded_on: date | None
) -> None:
    assert reminder_day(day, DEFAULT_CALENDAR) == reminded_on
