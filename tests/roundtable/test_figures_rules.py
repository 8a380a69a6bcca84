"""The figures of meetings: by hand, against a naive count over random rows, and what may be told of people."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import median, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.calendar import COPENHAGEN, DEFAULT_CALENDAR, ClockMode
from people.rules import RuleViolation
from roundtable.rules.clock import Clock, Pause, PauseReason, Target
from roundtable.rules.figures import (
    ActionRow,
    Apart,
    Figures,
    MeetingRow,
    PlanRow,
    Rows,
    Share,
    Spread,
    courses_of,
    figures_of,
    may_tell,
    may_tell_each,
    spread_of,
)
from roundtable.rules.meetings import CancelReason, MeetingKind, MeetingState, RequesterKind
from roundtable.rules.windows import Span, Window, after, before, check_window, quarters_of, window_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TARGET = Target(DEFAULT_CALENDAR)
HELD = Target(DEFAULT_CALENDAR, hours=240)
NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
# Tuesday after November.
NOW = datetime(2026, 12, 1, 12, tzinfo=COPENHAGEN)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=COPENHAGEN)


def asked(at: datetime = MONDAY, planned: float | None = None, held: float | None = None, **more) -> MeetingRow:
    """A round table that was asked for then, planned and held so many hours later by the clock on the wall."""
    clock = Clock(
        at,
        planned_at=None if planned is None else at + planned * HOUR,
        held_at=None if held is None else at + held * HOUR,
    )
    state = MeetingState.HELD if held is not None else MeetingState.PLANNED if planned else MeetingState.REQUESTED
    said = {"person": 1, "case": 1, "consultant": 7, "kind": MeetingKind.ROUND_TABLE, "requester": RequesterKind.LEADER}
    return MeetingRow(**{**said, "state": state, "clock": clock, **more})


def figures(*meetings: MeetingRow, actions=(), plans=(), window: Window = NOVEMBER, whose=None) -> Figures:
    rows = Rows(meetings, actions, plans)
    return figures_of(rows, window, TARGET, HELD, NOW, *([whose] if whose else []))


# --- By hand -----------------------------------------------------------------------------------------------


def test_requests_by_who_asked_on_the_day_they_asked() -> None:
    found = figures(
        asked(),
        asked(requester=RequesterKind.EMPLOYEE),
        asked(requester=RequesterKind.EMPLOYEE),
        # The last minute of October, and the first of November, on the Copenhagen clock.
        asked(datetime.fromisoformat("2026-10-31T22:59:00+00:00")),
        asked(datetime.fromisoformat("2026-10-31T23:00:00+00:00"), requester=RequesterKind.HR),
    )
    assert (found.asked_for, dict(found.requests)) == (4, {"leader": 1, "employee": 2, "hr": 1})


def test_care_talks_follow_ups_and_mistakes_are_no_requests() -> None:
    others = [
        asked(kind=MeetingKind.CARE_TALK, planned=400, held=500),
        asked(is_follow_up=True, planned=1, held=2),
        asked(end_reason=CancelReason.ASKED_BY_MISTAKE),
    ]
    found = figures(*others)
    assert (found.asked_for, found.to_planned.base, found.planned_within.base) == (0, 0, 0)
    # What was held was held all the same.
    assert found.efforts == Share(0, 2)


def test_time_to_planned_is_net_working_time() -> None:
    over_the_weekend = asked(datetime(2026, 11, 6, 15, tzinfo=COPENHAGEN), planned=72)
    paused = replace(
        asked(planned=24),
        clock=Clock(
            MONDAY,
            (Pause(PauseReason.EMPLOYEE_AWAY, MONDAY + 2 * HOUR, MONDAY + 12 * HOUR),),
            planned_at=MONDAY + 24 * HOUR,
        ),
    )
    found = figures(over_the_weekend, paused, asked(planned=4))
    assert found.to_planned == Spread(14 * HOUR, 14 * HOUR, 3)
    assert figures(over_the_weekend, asked(planned=4)).to_planned == Spread(14 * HOUR, 14 * HOUR, 2)
    assert spread_of([HOUR, 2 * HOUR, 9 * HOUR]) == Spread(2 * HOUR, 4 * HOUR, 3)
    assert spread_of([]) == Spread(None, None, 0)


@pytest.mark.parametrize(
    ("row", "share"),
    [
        (asked(planned=48), Share(1, 1)),
        (asked(planned=48 + 1 / 60), Share(0, 1)),
        # Its hours run out without it, or have not run out yet.
        (asked(), Share(0, 1)),
        (asked(datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN)), Share(0, 0)),
        # Called off within the hours, and after them.
        (replace(asked(), clock=Clock(MONDAY, stopped_at=MONDAY + 47 * HOUR)), Share(0, 0)),
        (replace(asked(), clock=Clock(MONDAY, stopped_at=MONDAY + 49 * HOUR)), Share(0, 1)),
    ],
)
def test_planned_within_the_hours_of_those_that_are_decided(row: MeetingRow, share: Share) -> None:
    assert figures(row).planned_within == share


@pytest.mark.parametrize(
    ("held", "share"),
    [(24 * 14, Share(1, 1)), (24 * 14 + 0.1, Share(0, 1)), (None, Share(0, 1))],
)
def test_held_within_ten_working_days(held: float | None, share: Share) -> None:
    assert figures(asked(planned=1, held=held)).held_within == share


def test_agreements_at_meetings_of_any_kind_by_the_day_they_were_held() -> None:
    october = datetime(2026, 10, 30, 9, tzinfo=COPENHAGEN)
    rows = [
        asked(october, planned=1, held=24 * 4, has_effort=True),
        asked(planned=1, held=24, kind=MeetingKind.CARE_TALK),
        asked(planned=1, held=24 * 29, has_effort=True),
    ]
    assert figures(*rows).efforts == Share(1, 2)


@pytest.mark.parametrize(
    ("action", "share"),
    [
        (ActionRow(1, 7, date(2026, 11, 30), date(2026, 11, 30)), Share(1, 1)),
        (ActionRow(1, 7, date(2026, 11, 30), date(2026, 12, 1)), Share(0, 1)),
        (ActionRow(1, 7, date(2026, 11, 30)), Share(0, 1)),
        (ActionRow(1, 7, date(2026, 12, 1), date(2026, 11, 30)), Share(0, 0)),
        (ActionRow(1, 7, date(2026, 10, 31), date(2026, 11, 1)), Share(0, 0)),
    ],
)
def test_an_action_is_kept_by_the_day_that_was_agreed(action: ActionRow, share: Share) -> None:
    assert figures(actions=[action]).actions_kept == share


def test_an_action_whose_day_is_today_is_not_decided() -> None:
    today = Window(date(2026, 12, 1), date(2026, 12, 31))
    assert figures(actions=[ActionRow(1, 7, NOW.date())], window=today).actions_kept == Share(0, 0)
    assert figures(actions=[ActionRow(1, 7, NOW.date(), NOW.date())], window=today).actions_kept == Share(1, 1)


def test_a_plan_counts_once_its_last_week_is_over_in_the_window() -> None:
    plans = [
        PlanRow(1, 7, date(2026, 11, 16), was_absent=False),
        PlanRow(2, 7, date(2026, 11, 23), was_absent=True),
        PlanRow(3, 7, date(2026, 10, 19), was_absent=False),
        PlanRow(4, 7, date(2026, 11, 30), was_absent=False),
    ]
    assert figures(plans=plans).returned == Share(1, 2)
    year = window_of(Span.YEAR, NOW.date())
    assert figures(plans=plans, window=year).returned == Share(2, 3)


def test_a_course_goes_from_the_first_meeting_to_the_last_in_the_window() -> None:
    september = datetime(2026, 9, 1, 9, tzinfo=COPENHAGEN)

    def met(days: int, distance: int | None, consultant: int = 7, case: int = 1) -> MeetingRow:
        return asked(september, planned=1, held=24 * days, distance=distance, consultant=consultant, case=case)

    first, second, third, later = met(0, 4), met(65, 2, 8), met(80, 1, 9), met(100, 0)
    [course] = courses_of([third, later, first, second], NOVEMBER)
    assert (course.start, course.end, course.consultant) == (4, 1, 9)
    # Only one meeting, only placed once, or none of them in the window.
    assert courses_of([second], NOVEMBER) == []
    assert courses_of([met(0, None), second], NOVEMBER) == []
    assert courses_of([first, later], NOVEMBER) == []
    assert courses_of([first, met(70, 3, case=2)], NOVEMBER) == []
    assert figures(first, second, third).apart == Apart(4, 1, 1)
    assert figures(first, second, third, whose=lambda one: one == 8).apart == Apart(None, None, 0)
    # In the middle, and always a distance that somebody had.
    more = [
        row for case, start in ((2, 1), (3, 3), (4, 2)) for row in (met(0, start, case=case), met(66, 0, case=case))
    ]
    assert figures(first, third, *more).apart == Apart(2, 0, 4)


# --- Windows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (Span.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        (Span.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (Span.FREE, date(2024, 2, 15), date(2024, 2, 15)),
    ],
)
def test_the_window_of_a_day(span: Span, first: date, last: date) -> None:
    assert window_of(span, date(2024, 2, 15)) == Window(first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR]))
def test_windows_follow_each_other(day: date, span: Span) -> None:
    window = window_of(span, day)
    assert day in window
    assert before(span, window).last + DAY == window.first
    assert after(span, window).first - DAY == window.last
    assert before(span, after(span, window)) == window


def test_quarters_of_a_quarter_and_of_a_year() -> None:
    half = Window(date(2026, 1, 1), date(2026, 6, 30))
    assert [quarters_of(window) for window in (NOVEMBER, half, window_of(Span.FREE, NOW.date()))] == [[], [], []]
    assert quarters_of(window_of(Span.QUARTER, NOW.date())) == [Window(date(2026, 10, 1), date(2026, 12, 31))]
    year = quarters_of(window_of(Span.YEAR, date(2026, 5, 5)))
    assert [(one.first.month, one.last.day) for one in year] == [(1, 31), (4, 30), (7, 30), (10, 31)]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 1, 2), date(2026, 1, 1), "ends_before_start"),
        (date(2020, 1, 1), date(2026, 1, 1), "too_long"),
        (date(2026, 1, 1), date(2026, 1, 1), ""),
    ],
)
def test_what_no_window_is(first: date, last: date, code: str) -> None:
    if code:
        with pytest.raises(RuleViolation, match=code):
            check_window(Window(first, last))
    else:
        check_window(Window(first, last))


# --- What may be told ------------------------------------------------------------------------------------------

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
# Person -> the day on which something about them counts.
happened = st.dictionaries(st.integers(1, 40), st.dates(YEAR.first, YEAR.last), max_size=25)


def people_of(when: dict[int, date]) -> Callable[[Window], Collection[int]]:
    return lambda window: [person for person, day in when.items() if day in window]


def windows() -> list[Window]:
    return [YEAR, *quarters_of(YEAR)]


@given(happened)
def test_no_two_times_that_are_told_leave_fewer_than_five(when: dict[int, date]) -> None:
    told = [window for window in windows() if may_tell(people_of(when), window)]
    for number in range(len(told) + 1):
        for some in combinations([window for window in told if window != YEAR], number):
            left = [day for day in when.values() if not any(day in window for window in some)]
            assert YEAR not in told or len(left) not in {1, 2, 3, 4}
    assert all(len(people_of(when)(window)) >= 5 for window in told)


@given(happened)
def test_nothing_is_told_of_parts_of_quarters_or_of_few(when: dict[int, date]) -> None:
    assert not may_tell(people_of(when), NOVEMBER)
    assert not may_tell(people_of(when), Window(YEAR.first, date(2026, 6, 30)))
    for window in quarters_of(YEAR):
        assert may_tell(people_of(when), window) == (len(people_of(when)(window)) >= 5)
    # Of five in each quarter it is told.
    many = {n: date(2026, 1 + 3 * (n % 4), 5) for n in range(20)}
    assert all(may_tell(people_of(many), window) for window in windows())


@given(st.lists(happened, min_size=1, max_size=4))
def test_it_is_told_of_each_or_of_none(groups: list[dict[int, date]]) -> None:
    each = dict(enumerate(map(people_of, groups)))
    for window in windows():
        counts = [len(people(window)) for people in each.values()]
        told = may_tell_each(each, window)
        assert not told or all(number == 0 or number >= 5 for number in counts)
        assert told or any(not may_tell(people, window) for people in each.values())


# --- Against a naive count -------------------------------------------------------------------------------------

# By the clock on the wall, so that a time is a difference; far from the hours that summer time moves.
WALL = Target(DEFAULT_CALENDAR, mode=ClockMode.CALENDAR)
WALL_HELD = Target(DEFAULT_CALENDAR, hours=240, mode=ClockMode.CALENDAR)
START = datetime(2026, 11, 1, tzinfo=COPENHAGEN)


@st.composite
def meetings(draw: st.DrawFn) -> MeetingRow:
    moments = sorted(draw(st.lists(st.integers(0, 24 * 80), min_size=6, max_size=6, unique=True)))
    at = [START + hour * HOUR for hour in moments]
    pauses = tuple(
        Pause(PauseReason.EMPLOYEE_AWAY, begins, ends)
        for begins, ends in draw(st.sampled_from([[], [(at[1], at[2])], [(at[1], at[2]), (at[2], at[3])]]))
    )
    state = draw(st.sampled_from(MeetingState))
    is_planned = state in {MeetingState.PLANNED, MeetingState.REPLANNED, MeetingState.HELD}
    return MeetingRow(
        person=draw(st.integers(1, 6)),
        case=draw(st.integers(1, 4)),
        consultant=draw(st.sampled_from([None, 7, 8])),
        kind=draw(st.sampled_from(MeetingKind)),
        state=state,
        requester=draw(st.sampled_from(RequesterKind)),
        clock=Clock(
            at[0],
            pauses,
            planned_at=at[4] if is_planned else None,
            held_at=at[5] if state is MeetingState.HELD else None,
            stopped_at=at[4] if state in {MeetingState.CANCELLED, MeetingState.UNHELD} else None,
        ),
        end_reason=draw(st.sampled_from(["", CancelReason.ASKED_BY_MISTAKE, CancelReason.NOT_NEEDED])),
        is_follow_up=draw(st.booleans()),
        has_effort=draw(st.booleans()),
        distance=draw(st.none() | st.integers(0, 8)),
    )


days = st.dates(date(2026, 11, 1), date(2027, 1, 20))
actions = st.builds(
    ActionRow, person=st.just(1), consultant=st.sampled_from([None, 7, 8]), due_on=days, done_on=st.none() | days
)
plans = st.builds(
    PlanRow,
    person=st.integers(1, 9),
    consultant=st.sampled_from([None, 7, 8]),
    last_monday=days.map(lambda day: day - day.weekday() * DAY),
    was_absent=st.booleans(),
)


def ran(row: MeetingRow, until: datetime) -> timedelta:
    """From the request to then on the wall, without the pauses."""
    end = max(until, row.clock.requested_at)
    stood = [min(pause.ended_at or end, end) - min(pause.began_at, end) for pause in row.clock.pauses]
    return end - row.clock.requested_at - sum(stood, timedelta())


whoever = st.sampled_from([(None,), (7,), (8,), (None, 7, 8)])
some_meetings = st.lists(meetings(), max_size=12)


def window_and_now(ends: tuple[date, date], today: date) -> tuple[Window, datetime]:
    return Window(min(ends), max(ends)), datetime(today.year, today.month, today.day, 12, tzinfo=COPENHAGEN)


def found_in(rows: Rows, window: Window, now: datetime, whose: tuple[int | None, ...]) -> Figures:
    return figures_of(rows, window, WALL, WALL_HELD, now, lambda one: one in whose)


@given(some_meetings, st.tuples(days, days), days, whoever)
def test_requests_and_their_times_are_what_a_naive_count_finds(rows, ends, today, whose) -> None:
    window, now = window_and_now(ends, today)
    found = found_in(Rows(rows, (), ()), window, now, whose)
    asked_for = [
        row
        for row in rows
        if row.consultant in whose
        and row.kind == "round_table"
        and not row.is_follow_up
        and row.end_reason != "asked_by_mistake"
        and window.first <= row.clock.requested_at.date() <= window.last
    ]
    assert found.requests == Counter(row.requester for row in asked_for)
    for name, spread, share, most in (
        ("planned_at", found.to_planned, found.planned_within, 48 * HOUR),
        ("held_at", found.to_held, found.held_within, 240 * HOUR),
    ):
        done = [ran(row, getattr(row.clock, name)) for row in asked_for if getattr(row.clock, name)]
        not_done = [ran(row, row.clock.stopped_at or now) for row in asked_for if not getattr(row.clock, name)]
        in_time = [length for length in done if length <= most]
        assert share == Share(len(in_time), len(done) + len([length for length in not_done if length > most]))
        assert (spread.base, spread.mean) == (len(done), sum(done, timedelta()) / len(done) if done else None)
        assert spread.median == (median([length / HOUR for length in done]) * HOUR if done else None)


@given(some_meetings, st.tuples(days, days), days, whoever)
def test_efforts_and_courses_are_what_a_naive_count_finds(rows, ends, today, whose) -> None:
    window, now = window_and_now(ends, today)
    found = found_in(Rows(rows, (), ()), window, now, whose)
    held = [row for row in rows if row.clock.held_at]
    mine = [row for row in held if row.consultant in whose and window.first <= row.clock.held_at.date() <= window.last]
    assert found.efforts == Share(len([row for row in mine if row.has_effort]), len(mine))
    starts, lasts = [], []
    for case in {row.case for row in held}:
        met = [row for row in held if row.case == case and row.distance is not None]
        met = sorted([row for row in met if row.clock.held_at.date() <= window.last], key=lambda row: row.clock.held_at)
        if len(met) > 1 and met[-1].clock.held_at.date() >= window.first and met[-1].consultant in whose:
            starts.append(met[0].distance)
            lasts.append(met[-1].distance)
    assert found.apart == Apart(
        median_low(starts) if starts else None, median_low(lasts) if lasts else None, len(starts)
    )


@given(st.lists(actions, max_size=8), st.lists(plans, max_size=8), st.tuples(days, days), days, whoever)
def test_actions_and_plans_are_what_a_naive_count_finds(actions, plans, ends, today, whose) -> None:
    window, now = window_and_now(ends, today)
    found = found_in(Rows((), actions, plans), window, now, whose)
    due = [row for row in actions if row.consultant in whose and window.first <= row.due_on <= window.last]
    due = [row for row in due if row.done_on or row.due_on < today]
    assert found.actions_kept == Share(len([row for row in due if row.done_on and row.done_on <= row.due_on]), len(due))
    over = [(row, row.last_monday + 6 * DAY) for row in plans if row.consultant in whose]
    over = [row for row, sunday in over if window.first <= sunday <= window.last and sunday < today]
    assert found.returned == Share(len([row for row in over if not row.was_absent]), len(over))


@given(st.lists(meetings(), max_size=12), st.lists(actions, max_size=6), st.lists(plans, max_size=6))
def test_the_team_is_the_sum_of_its_consultants(rows, actions, plans) -> None:
    found = Rows(rows, actions, plans)
    whole = figures_of(found, YEAR, WALL, WALL_HELD, NOW)
    parts = [figures_of(found, YEAR, WALL, WALL_HELD, NOW, lambda one, who=who: one == who) for who in (None, 7, 8)]
    for name in ("planned_within", "held_within", "efforts", "actions_kept", "returned"):
        assert getattr(whole, name) == Share(
            sum(getattr(part, name).number for part in parts), sum(getattr(part, name).base for part in parts)
        )
    assert whole.asked_for == sum(part.asked_for for part in parts)
    assert whole.apart.base == sum(part.apart.base for part in parts)
