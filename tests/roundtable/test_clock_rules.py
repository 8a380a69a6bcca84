"""The 48 hours: by hand over weekends, holidays and summer time, and against a walk along the clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from people.calendar import COPENHAGEN, DEFAULT_CALENDAR, ClockMode
from people.rules import RuleViolation
from people.words import Chip, Tone
from roundtable.rules.clock import (
    Clock,
    Level,
    Measure,
    Pause,
    PauseReason,
    Target,
    check_pause,
    check_resume,
    chip_of,
    due_at,
    gross,
    is_within,
    left,
    level,
    net,
    reached_at,
)
from tests.people.walking import NOTHING, QUARTER, walk

TARGET = Target(DEFAULT_CALENDAR)
BY_CALENDAR = Target(DEFAULT_CALENDAR, mode=ClockMode.CALENDAR)
BY_OFFICE = Target(DEFAULT_CALENDAR, mode=ClockMode.OFFICE_HOURS)
FRIDAY = "2026-11-20T15:00"
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def pause(began_at: str, ended_at: str | None = None) -> Pause:
    return Pause(PauseReason.EMPLOYEE_UNREACHABLE, at(began_at), at(ended_at) if ended_at else None)


def clock(requested_at: str = FRIDAY, *pauses: Pause, **moments: str) -> Clock:
    return Clock(at(requested_at), pauses, **{name: at(moment) for name, moment in moments.items()})


def hours(length: timedelta) -> float:
    return length / HOUR


def refused(code: str):
    return pytest.raises(RuleViolation, match=f"^{code}$")


# --- By hand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requested_at", "half", "colleague", "due"),
    [
        # Friday 15:00, and Saturday 10:00, which begins with Monday.
        ("2026-11-20T15:00", "2026-11-23T15:00", "2026-11-24T03:00", "2026-11-24T15:00"),
        ("2026-11-21T10:00", "2026-11-24T00:00", "2026-11-24T12:00", "2026-11-25T00:00"),
        ("2026-11-24T09:30", "2026-11-25T09:30", "2026-11-25T21:30", "2026-11-26T09:30"),
        # Its end is the end of Friday, and its half that of Thursday.
        ("2026-11-19T00:00", "2026-11-20T00:00", "2026-11-20T12:00", "2026-11-21T00:00"),
        # Easter: 2 to 6 April 2026, 25 to 29 March 2027 with the beginning of summer time in it.
        ("2026-04-01T12:00", "2026-04-07T12:00", "2026-04-08T00:00", "2026-04-08T12:00"),
        ("2026-04-04T12:00", "2026-04-08T00:00", "2026-04-08T12:00", "2026-04-09T00:00"),
        ("2027-03-24T15:00", "2027-03-30T15:00", "2027-03-31T03:00", "2027-03-31T15:00"),
        # Christmas: 24 to 27 December, 31 December to 3 January.
        ("2026-12-23T12:00", "2026-12-28T12:00", "2026-12-29T00:00", "2026-12-29T12:00"),
        ("2026-12-24T08:00", "2026-12-29T00:00", "2026-12-29T12:00", "2026-12-30T00:00"),
        ("2026-12-30T12:00", "2027-01-04T12:00", "2027-01-05T00:00", "2027-01-05T12:00"),
        # 5 June is a Friday; Ascension Day a Thursday; Whit Monday.
        ("2026-06-04T16:00", "2026-06-08T16:00", "2026-06-09T04:00", "2026-06-09T16:00"),
        ("2026-05-13T10:00", "2026-05-15T10:00", "2026-05-15T22:00", "2026-05-18T10:00"),
        ("2026-05-22T10:00", "2026-05-26T10:00", "2026-05-26T22:00", "2026-05-27T10:00"),
        # Summer time begins and ends in a weekend.
        ("2026-03-27T15:00", "2026-03-30T15:00", "2026-03-31T03:00", "2026-03-31T15:00"),
        ("2026-10-23T15:00", "2026-10-26T15:00", "2026-10-27T03:00", "2026-10-27T15:00"),
        ("2026-03-29T01:30", "2026-03-31T00:00", "2026-03-31T12:00", "2026-04-01T00:00"),
        ("2026-10-25T02:30", "2026-10-27T00:00", "2026-10-27T12:00", "2026-10-28T00:00"),
    ],
)
def test_half_three_quarters_and_all_of_48_hours(requested_at, half, colleague, due):
    asked = clock(requested_at)
    levels = [reached_at(asked, TARGET, reached, at(requested_at)) for reached in Level]
    assert levels == [at(requested_at), at(half), at(colleague), at(due)]
    assert due_at(asked, TARGET, at(requested_at)) == at(due)
    assert left(asked, TARGET, at(due)) == NOTHING


@pytest.mark.parametrize(
    ("target", "requested_at", "half", "due"),
    [
        (BY_CALENDAR, FRIDAY, "2026-11-21T15:00", "2026-11-22T15:00"),
        (BY_CALENDAR, "2026-03-28T15:00", "2026-03-29T15:00", "2026-03-30T15:00"),
        (BY_CALENDAR, "2026-10-24T15:00", "2026-10-25T15:00", "2026-10-26T15:00"),
        (BY_OFFICE, FRIDAY, "2026-11-25T15:00", "2026-11-30T15:00"),
        (BY_OFFICE, "2026-11-23T18:00", "2026-11-26T16:00", "2026-12-01T16:00"),
        (Target(DEFAULT_CALENDAR, hours=24), FRIDAY, "2026-11-23T03:00", "2026-11-23T15:00"),
    ],
)
def test_other_ways_to_count_and_other_promises(target, requested_at, half, due):
    asked = clock(requested_at)
    assert reached_at(asked, target, Level.AMBER, at(requested_at)) == at(half)
    assert due_at(asked, target, at(requested_at)) == at(due)


@pytest.mark.parametrize(
    ("now", "hours_left", "reached"),
    [
        ("2026-11-20T15:00", 48, Level.CALM),
        ("2026-11-21T12:00", 39, Level.CALM),
        ("2026-11-22T23:00", 39, Level.CALM),  # the weekend took nothing
        ("2026-11-23T14:59", 24 + 1 / 60, Level.CALM),
        ("2026-11-23T15:00", 24, Level.AMBER),
        ("2026-11-24T03:00", 12, Level.COLLEAGUE),
        ("2026-11-24T14:59", 1 / 60, Level.COLLEAGUE),
        ("2026-11-24T15:00", 0, Level.LEAD),
        ("2026-11-25T00:00", -9, Level.LEAD),
    ],
)
def test_what_is_left_and_who_is_told(now, hours_left, reached):
    assert hours(left(clock(), TARGET, at(now))) == pytest.approx(hours_left)
    assert level(clock(), TARGET, at(now)) is reached


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2026-11-24T15:00"),
        ([("2026-11-23T09:00", "2026-11-23T11:30")], "2026-11-24T17:30"),
        ([("2026-11-20T18:00", "2026-11-23T10:00")], "2026-11-25T07:00"),  # 6 hours of Friday, 10 of Monday
        ([("2026-11-21T08:00", "2026-11-22T20:00")], "2026-11-24T15:00"),  # a weekend's takes nothing
        ([("2026-11-20T16:00", "2026-11-20T20:00"), ("2026-11-23T08:00", "2026-11-23T09:00")], "2026-11-24T20:00"),
        ([("2026-11-23T08:00", "2026-11-23T12:00"), ("2026-11-23T10:00", "2026-11-23T14:00")], "2026-11-24T21:00"),
        ([("2026-11-23T08:00", "2026-11-23T14:00"), ("2026-11-23T09:00", "2026-11-23T10:00")], "2026-11-24T21:00"),
        ([("2026-11-18T08:00", "2026-11-20T17:00")], "2026-11-24T17:00"),  # from the request on
        ([("2026-11-24T14:00", "2026-11-24T16:00")], "2026-11-24T17:00"),
        ([("2026-11-24T15:00", "2026-11-24T16:00")], "2026-11-24T15:00"),  # it was due as the pause began
        ([("2026-11-25T08:00", "2026-11-25T10:00")], "2026-11-24T15:00"),
    ],
)
def test_pauses_put_off_when_it_is_due(pauses, due):
    assert due_at(clock(FRIDAY, *(pause(*ends) for ends in pauses)), TARGET, at("2026-11-26T08:00")) == at(due)


def test_a_running_pause_counts_as_if_it_ended_now():
    paused = clock(FRIDAY, pause("2026-11-23T09:00"))
    for now, due in [
        ("2026-11-23T09:00", "2026-11-24T15:00"),
        ("2026-11-23T12:00", "2026-11-24T18:00"),
        ("2026-11-24T09:00", "2026-11-25T15:00"),
    ]:
        assert due_at(paused, TARGET, at(now)) == at(due)
        assert hours(left(paused, TARGET, at(now))) == 30
        assert level(paused, TARGET, at(now)) is Level.CALM


def test_what_was_reached_before_a_pause_stays():
    paused = clock(FRIDAY, pause("2026-11-23T16:00"))
    for now in ("2026-11-23T16:00", "2026-11-27T10:00"):
        assert reached_at(paused, TARGET, Level.AMBER, at(now)) == at("2026-11-23T15:00")


def test_gross_and_net_to_planned_and_to_held_are_apart():
    held = clock(
        FRIDAY,
        pause("2026-11-23T08:00", "2026-11-23T10:00"),
        planned_at="2026-11-23T12:00",
        held_at="2026-11-26T10:00",
    )
    later = at("2026-12-24T10:00")
    assert [hours(gross(held, TARGET, later)), hours(net(held, TARGET, later))] == [21, 19]
    to_held = [hours(measure(held, TARGET, later, Measure.HELD)) for measure in (gross, net)]
    assert to_held == [91, 89]
    assert level(held, TARGET, later) is Level.CALM
    assert is_within(held, TARGET)
    assert not is_within(held, TARGET, Measure.HELD)
    assert is_within(held, Target(DEFAULT_CALENDAR, hours=89), Measure.HELD)


def test_planning_ends_a_pause_whether_or_not_it_was_written_down():
    for ended_at in (None, "2026-11-23T12:00"):
        planned = clock(FRIDAY, pause("2026-11-23T10:00", ended_at), planned_at="2026-11-23T12:00")
        now = at("2026-11-24T12:00")
        assert planned.running_pause is None
        assert [hours(net(planned, TARGET, now, to)) for to in Measure] == [19, 43]


def test_a_pause_past_the_planning_counts_for_the_time_to_held_alone():
    planned = clock(
        FRIDAY, pause("2026-11-23T10:00", "2026-11-23T14:00"), planned_at="2026-11-23T12:00", held_at="2026-11-23T16:00"
    )
    assert [hours(net(planned, TARGET, at("2026-11-24T12:00"), to)) for to in Measure] == [19, 21]


@pytest.mark.parametrize(
    ("planned_at", "within"),
    [
        (None, False),
        ("2026-11-20T15:00", True),
        ("2026-11-24T15:00", True),
        ("2026-11-24T15:01", False),
    ],
)
def test_is_within(planned_at, within):
    moments = {"planned_at": planned_at} if planned_at else {}
    assert is_within(clock(FRIDAY, **moments), TARGET) is within


def test_what_was_due_at_the_end_of_friday_is_late_on_saturday():
    """Though nothing has run since."""
    on_saturday = clock("2026-11-19T00:00", planned_at="2026-11-21T10:00")
    assert hours(net(on_saturday, TARGET, at("2026-11-21T10:00"))) == 48
    assert not is_within(on_saturday, TARGET)
    assert is_within(clock("2026-11-19T00:00", planned_at="2026-11-21T00:00"), TARGET)


def test_within_is_judged_by_the_moment_not_by_what_the_clock_shows():
    asked = datetime(2026, 10, 24, 2, 30, tzinfo=COPENHAGEN)
    target = Target(DEFAULT_CALENDAR, hours=24, mode=ClockMode.CALENDAR)
    for planned_at, within in [
        (datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN), True),
        (datetime(2026, 10, 25, 2, 10, tzinfo=COPENHAGEN, fold=1), False),
    ]:
        assert is_within(Clock(asked, planned_at=planned_at), target) is within


def test_a_stopped_clock_runs_no_further():
    cancelled = clock(FRIDAY, pause("2026-11-23T08:00"), stopped_at="2026-11-23T10:00")
    later = at("2026-11-30T10:00")
    assert not cancelled.runs
    assert [hours(measure(cancelled, TARGET, later, to)) for to in Measure for measure in (gross, net)] == [
        19,
        17,
        19,
        17,
    ]
    assert not is_within(cancelled, TARGET)


# --- As properties -------------------------------------------------------------------------------------


REQUESTS = st.one_of(
    st.integers(0, 440 * 96).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * QUARTER),
    # Close to the nights in which the clock is changed.
    st.builds(
        lambda night, n: night + n * QUARTER,
        st.sampled_from([datetime(2026, 3, 27, 23, tzinfo=UTC), datetime(2026, 10, 23, 22, tzinfo=UTC)]),
        st.integers(0, 3 * 96),
    ),
)
# Whole hours, so that a quarter of them is on the quarter.
TARGETS = st.builds(Target, st.just(DEFAULT_CALENDAR), st.integers(1, 96), st.sampled_from(ClockMode))
REASONS = st.sampled_from(PauseReason)


@st.composite
def clocks(draw) -> tuple[Clock, datetime]:
    """A clock and a moment to look at it, all on the quarter; its pauses may overlap, and the last one run."""
    asked = draw(REQUESTS)
    now = asked + draw(st.integers(0, 15 * 96)) * QUARTER
    quarters = (now - asked) // QUARTER
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begins = draw(st.integers(-8, quarters))
        ends = draw(st.integers(begins, quarters))
        pauses.append(Pause(draw(REASONS), asked + begins * QUARTER, asked + ends * QUARTER))
    if draw(st.booleans()):
        pauses.append(Pause(draw(REASONS), asked + draw(st.integers(0, quarters)) * QUARTER))
    return Clock(asked, tuple(pauses)), now


def is_paused(watched: Clock, moment: datetime, now: datetime) -> bool:
    return any(each.began_at <= moment < (each.ended_at or now) for each in watched.pauses)


@given(clocks(), TARGETS)
def test_gross_and_net_are_what_a_walk_along_the_clock_counts(seen, target):
    watched, now = seen
    counted = {True: NOTHING, False: NOTHING}
    for moment, came in walk(watched.requested_at, target.mode):
        if moment >= now:
            break
        counted[is_paused(watched, moment, now)] += came
    assert net(watched, target, now) == counted[False]
    assert gross(watched, target, now) == counted[False] + counted[True]


@given(clocks(), TARGETS, st.sampled_from(Level))
def test_a_level_is_reached_where_a_walk_along_the_clock_has_counted_it(seen, target, wanted):
    watched, now = seen
    run, found = NOTHING, watched.requested_at
    for moment, came in walk(watched.requested_at, target.mode):
        if run >= target.part(wanted):
            break
        if not is_paused(watched, moment, now):
            run += came
            found = moment + QUARTER if came else found
    if found.astimezone(COPENHAGEN).fold and run:
        found += HOUR  # what is up at 3 is, when the clock shows that
    assert reached_at(watched, target, wanted, now).astimezone(UTC) == found


@given(clocks(), TARGETS)
def test_net_is_never_more_than_gross_nor_less_than_nothing(seen, target):
    watched, now = seen
    assert NOTHING <= net(watched, target, now) <= gross(watched, target, now)


@given(clocks(), TARGETS)
def test_a_level_has_come_when_its_moment_has(seen, target):
    watched, now = seen
    # What is up at 3 has run when the clock is set back from there, and is named by 3.
    assume(target.mode is not ClockMode.CALENDAR or not now.astimezone(COPENHAGEN).fold)
    come = [reached for reached in Level if reached_at(watched, target, reached, now).astimezone(UTC) <= now]
    assert level(watched, target, now) is come[-1]
    assert come == list(Level)[: len(come)]
    assert (left(watched, target, now) <= NOTHING) == (Level.LEAD in come)


@given(clocks(), TARGETS)
def test_what_is_planned_now_is_within_just_when_it_is_not_yet_past_due(seen, target):
    watched, now = seen
    planned = Clock(watched.requested_at, watched.pauses, planned_at=now)
    assert is_within(planned, target) == (now <= due_at(watched, target, now).astimezone(UTC))
    assert net(planned, target, now + timedelta(days=9)) == net(watched, target, now)


@given(REQUESTS, TARGETS, st.integers(0, 10_000), st.integers(0, 4 * 96), REASONS)
@example(at(FRIDAY), TARGET, 500, 2 * 96, PauseReason.WAITING_FOR_COMPANION)
def test_a_pause_adds_exactly_its_working_time(asked, target, begins, lasts, reason):
    """Wherever it begins before the time is up."""
    unpaused = due_at(Clock(asked), target, asked).astimezone(UTC)
    began_at = asked + (unpaused - asked) * begins / 10_001
    ended_at = began_at + lasts * QUARTER
    watched = Clock(asked, (Pause(reason, began_at, ended_at),))
    paused = DEFAULT_CALENDAR.working_time_between(began_at, ended_at, target.mode)
    expected = DEFAULT_CALENDAR.add_working_time(asked, timedelta(hours=target.hours) + paused, target.mode)
    assert due_at(watched, target, ended_at) == expected
    later = max(ended_at, unpaused) + timedelta(days=30)
    assert gross(watched, target, later) - net(watched, target, later) == paused


@given(clocks(), TARGETS)
def test_the_same_pause_twice_and_in_any_order_is_one(seen, target):
    watched, now = seen
    doubled = Clock(watched.requested_at, (*reversed(watched.pauses), *watched.pauses))
    assert net(doubled, target, now) == net(watched, target, now)
    assert due_at(doubled, target, now) == due_at(watched, target, now)


@given(clocks(), st.sampled_from([ClockMode.WORKING_DAYS, ClockMode.OFFICE_HOURS]), st.data())
def test_it_never_runs_on_a_day_that_does_not_count(seen, mode, data):
    watched, now = seen
    target = Target(DEFAULT_CALENDAR, mode=mode)
    day = now.astimezone(COPENHAGEN).date()
    while DEFAULT_CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    begins = datetime.combine(day, time(0), tzinfo=COPENHAGEN).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(0), tzinfo=COPENHAGEN).astimezone(UTC)
    one, other = (begins + (ends - begins) * data.draw(st.integers(0, 1000)) / 1000 for _ in range(2))
    for read in (gross, net, left, level, chip_of):
        assert read(watched, target, one) == read(watched, target, other)


@given(clocks(), TARGETS, st.integers(0, 5 * 96))
def test_it_never_runs_backwards(seen, target, quarters):
    watched, now = seen
    later = now + quarters * QUARTER
    assert net(watched, target, now) <= net(watched, target, later)
    assert due_at(watched, target, now).astimezone(UTC) <= due_at(watched, target, later).astimezone(UTC)


# --- Pausing and going on ------------------------------------------------------------------------------


def test_a_clock_is_paused_once_at_a_time_and_only_while_it_runs():
    check_pause(clock())
    check_pause(clock(FRIDAY, pause("2026-11-20T16:00", "2026-11-20T17:00")))
    with refused("already_paused"):
        check_pause(clock(FRIDAY, pause("2026-11-20T16:00")))
    for stopped in ({"planned_at": "2026-11-23T09:00"}, {"stopped_at": "2026-11-23T09:00"}):
        with refused("clock_stopped"):
            check_pause(clock(**stopped))


def test_only_a_pause_that_runs_ends():
    check_resume(clock(FRIDAY, pause("2026-11-23T08:00")))
    for unpaused in (
        clock(),
        clock(FRIDAY, pause("2026-11-23T08:00", "2026-11-23T09:00")),
        clock(FRIDAY, pause("2026-11-23T08:00"), planned_at="2026-11-23T09:00"),
    ):
        with refused("not_paused"):
            check_resume(unpaused)


# --- In words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("watched", "now", "expected"),
    [
        (clock(), "2026-11-20T17:10", Chip(Tone.CALM, "time", "45 timer tilbage")),
        (clock(), "2026-11-23T14:59", Chip(Tone.CALM, "time", "24 timer tilbage")),
        (clock(), "2026-11-23T15:00", Chip(Tone.NEAR, "hourglass", "24 timer tilbage")),
        (clock(), "2026-11-24T00:30", Chip(Tone.NEAR, "hourglass", "14 timer tilbage")),
        (clock(), "2026-11-24T14:19:30", Chip(Tone.NEAR, "hourglass", "40 minutter tilbage")),
        (clock(), "2026-11-24T15:00", Chip(Tone.LATE, "warning", "overskredet")),
        (clock(), "2026-11-24T18:59", Chip(Tone.LATE, "warning", "overskredet med 3 timer")),
        (clock(), "2026-11-26T15:00", Chip(Tone.LATE, "warning", "overskredet med 2 dage")),
        (clock(), "2026-11-30T15:00", Chip(Tone.LATE, "warning", "overskredet med 4 dage")),  # none of the weekend
        (
            clock(FRIDAY, pause("2026-11-23T08:00")),
            "2026-11-25T08:00",
            Chip(Tone.PAUSED, "more-horiz", "på pause, 31 timer tilbage"),
        ),
        (
            clock(planned_at="2026-11-23T12:30"),
            "2026-11-23T10:00",
            Chip(Tone.MET, "check", "planlagt efter 21 timer"),
        ),
        (
            clock(FRIDAY, pause("2026-11-23T08:00", "2026-11-23T10:00"), planned_at="2026-11-23T12:30"),
            "2026-11-30T12:00",
            Chip(Tone.MET, "check", "planlagt efter 19 timer"),
        ),
        (clock(stopped_at="2026-11-23T12:00"), "2026-11-23T13:00", None),
        (
            clock(planned_at="2026-11-23T12:00", stopped_at="2026-11-24T12:00"),
            "2026-11-25T13:00",
            Chip(Tone.MET, "check", "planlagt efter 21 timer"),
        ),
    ],
)
def test_chip_of(watched, now, expected):
    assert chip_of(watched, TARGET, at(now)) == expected


def test_chip_of_in_english_and_in_the_days_of_an_office():
    assert chip_of(clock(), TARGET, at("2026-11-24T00:30"), "en") == Chip(Tone.NEAR, "hourglass", "14 hours left")
    # Due on 30 November 15:00; six days of eight hours after that.
    assert chip_of(clock(), BY_OFFICE, at("2026-12-08T15:00")).words == "overskredet med 6 dage"
    assert DEFAULT_CALENDAR.is_working_day(date(2026, 12, 8))
