"""What policies would have meant: worked by hand, and against a naive count day by day over random histories."""

import random
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from absence.reference import shipped_causes, shipped_policies
from absence.rules import Firing, Kind, Period, Rule, Stay, simulate
from insight.rules.simulation import (
    BY_ITSELF_BEFORE_DAY,
    LONG_FROM_DAY,
    SAME_SIGNAL_DAYS,
    Course,
    History,
    LongCase,
    Met,
    Overlap,
    Share,
    Signal,
    courses_of,
    in_force,
    long_cases,
    met_by,
    of_policy,
    overlap_of,
    people_by,
    present_in,
    shares_of,
    signals_of,
    tally_of,
)
from people.calendar import DEFAULT_CALENDAR
from people.rules import OwnerRole
from roundtable.rules.windows import Window
from tests.absence import oracle
from tests.absence.test_rules_engine import random_history, random_rule

CAUSES = tuple(shipped_causes().causes.values())
HEADLINE = frozenset(cause.key for cause in CAUSES if cause.in_headline)
DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
HERE, THERE = 1, 2
MINUTES = {"contact": 15, "talk": 45, "signal": 20}


def sick(first: date, days: int | None, cause: str = "sickness") -> Period:
    return Period(first, None if days is None else first + (days - 1) * DAY, cause)


def rule(number: int = 5, policy: str = "p", **more) -> Rule:
    said = {"kind": Kind.ELAPSED, "threshold": number, "creates": "contact", **more}
    return Rule(key=f"{policy}/{number}", policy=policy, **said)


def signal(
    who: int = 1, day: date = MONDAY, *, of: Rule | None = None, course: Course | None = None, stay: Stay | None = None
) -> Signal:
    course = course or Course(day, None)
    return Signal(who, who, Firing(of or rule(), day, day, None, course.first, course.last), course, stay)


def of(policy: str, *histories: History, units: frozenset[int] | None = None, window: Window = YEAR) -> list[Signal]:
    return signals_of(shipped_policies()[policy].rules, histories, CAUSES, DEFAULT_CALENDAR, window, units)


# --- By hand -----------------------------------------------------------------------------------------------------


def test_a_signal_counts_in_the_unit_where_its_absence_began() -> None:
    moved = (Stay(HERE, date(2020, 1, 1), MONDAY + 3 * DAY), Stay(THERE, MONDAY + 4 * DAY))
    history = History(1, 1, [sick(MONDAY, 20)], moved)
    assert [s.firing.rule.threshold for s in of("1-5-14", history, units=frozenset({HERE}))] == [1, 5, 14]
    assert of("1-5-14", history, units=frozenset({THERE})) == []


def test_one_about_several_absences_counts_where_its_own_day_was() -> None:
    moved = (Stay(HERE, date(2020, 1, 1), MONDAY + 3 * DAY), Stay(THERE, MONDAY + 4 * DAY))
    history = History(1, 1, [sick(MONDAY, 40)], moved)
    assert of("gt29", history, units=frozenset({HERE})) == []
    [found] = of("gt29", history, units=frozenset({THERE}))
    assert (found.firing.anchor, found.stay, found.course) == (
        MONDAY + 29 * DAY,
        moved[1],
        Course(MONDAY, MONDAY + 39 * DAY),
    )


def test_before_a_hire_the_first_place_counts_and_nowhere_without_employment() -> None:
    ahead = History(1, 1, [sick(MONDAY, 5)], (Stay(HERE, MONDAY + 9 * DAY),))
    nowhere = History(2, 2, [sick(MONDAY, 5)])
    assert {s.who for s in of("1-5-14", ahead, nowhere, units=frozenset({HERE}))} == {1}
    assert {s.who for s in of("1-5-14", ahead, nowhere)} == {1, 2}


def test_the_course_is_the_headline_absence_or_else_the_rules_own_spell() -> None:
    periods = [sick(MONDAY, 10), sick(MONDAY + 10 * DAY, 30, "s56"), sick(MONDAY + 60 * DAY, 4, "pregnancy")]
    found = of("1-5-14", History(1, 1, periods))
    assert {(s.firing.rule.threshold, s.course) for s in found} == {
        (1, Course(MONDAY, MONDAY + 39 * DAY)),
        (5, Course(MONDAY, MONDAY + 39 * DAY)),
        (14, Course(MONDAY, MONDAY + 39 * DAY)),
        (1, Course(MONDAY + 60 * DAY, MONDAY + 63 * DAY)),
    }


def test_courses_leave_out_what_begins_later_and_other_causes() -> None:
    periods = [sick(MONDAY, 3), sick(MONDAY + 3 * DAY, None, "partial"), sick(MONDAY - 9 * DAY, 1, "child")]
    assert courses_of(periods, HEADLINE, MONDAY + 2 * DAY) == [Course(MONDAY, MONDAY + 2 * DAY)]
    assert courses_of(periods, HEADLINE, MONDAY + 3 * DAY) == [Course(MONDAY, None)]


@pytest.mark.parametrize(
    ("first", "days", "through", "is_long"),
    [
        (MONDAY, 29, YEAR.last, True),
        (MONDAY, 28, YEAR.last, False),
        (MONDAY, 60, MONDAY + 28 * DAY, True),
        (MONDAY, 60, MONDAY + 27 * DAY, False),
        (MONDAY, None, MONDAY + 28 * DAY, True),
        (MONDAY, None, MONDAY + 27 * DAY, False),
        (YEAR.first - DAY, 60, YEAR.last, False),
        (YEAR.first, 60, YEAR.last, True),
    ],
)
def test_a_long_case_begins_in_the_window_and_is_long_in_it(first, days, through, is_long) -> None:
    found = long_cases([History(1, 1, [sick(first, days)])], CAUSES, Window(YEAR.first, through))
    assert bool(found) is is_long


def test_a_long_case_of_a_unit_begins_in_an_employment_there() -> None:
    ahead = History(1, 1, [sick(MONDAY, 40)], (Stay(HERE, MONDAY + DAY),))
    there = History(2, 2, [sick(MONDAY, 40)], (Stay(HERE, YEAR.first, MONDAY), Stay(THERE, MONDAY + DAY)))
    units = frozenset({HERE})
    assert [case.who for case in long_cases([ahead, there], CAUSES, YEAR, units)] == [2]


@pytest.mark.parametrize(("day", "caught"), [(0, 0), (1, 1), (28, 1), (29, 0), (40, 0)])
def test_a_case_is_met_before_the_day_on_which_it_became_long(day: int, caught: int) -> None:
    case = LongCase(1, Course(MONDAY, None))
    met = met_by([signal(1, MONDAY + (day - 1) * DAY), signal(2, MONDAY)], [case])
    assert met == Met(1, caught, day if caught else None)


def test_how_early_is_the_first_signal_of_each_case_in_the_middle() -> None:
    cases = [LongCase(who, Course(MONDAY, None)) for who in (1, 2, 3)]
    signals = [signal(1, MONDAY), signal(1, MONDAY + 9 * DAY), signal(2, MONDAY + 5 * DAY)]
    assert met_by(signals, cases) == Met(3, 2, 3.5)


@pytest.mark.parametrize(("last", "in_vain"), [(MONDAY + 13 * DAY, 1), (MONDAY + 14 * DAY, 0), (None, 0), (MONDAY, 1)])
def test_a_signal_came_to_nothing_where_the_absence_ended_by_itself(last: date | None, in_vain: int) -> None:
    assert tally_of([signal(course=Course(MONDAY, last))], [], MINUTES).in_vain == in_vain


def test_only_what_a_leader_acts_on_takes_leaders_time() -> None:
    rules = [rule(1), rule(7, creates="talk"), rule(30, creates="notice"), rule(31, owner_role=OwnerRole.HR)]
    tally = tally_of([signal(who, of=each) for who in (1, 2) for each in rules], [], MINUTES)
    assert (tally.number, tally.people, tally.to_leaders, tally.minutes) == (8, 2, 6, 120)
    assert tally.rules == {"p/1": 2, "p/7": 2, "p/30": 2, "p/31": 2}


def test_two_numbers_of_one_person_are_one_person() -> None:
    two = [History(1, "a", [sick(MONDAY, 1)]), History(2, "a", [sick(MONDAY, 1)])]
    tally = tally_of(of("1-5-14", *two), [], MINUTES)
    assert (tally.number, tally.people) == (2, 1)


@pytest.mark.parametrize(("apart", "same"), [(-4, 0), (-3, 1), (0, 1), (3, 1), (4, 0)])
def test_a_signal_is_the_same_within_three_days(apart: int, same: int) -> None:
    found = overlap_of([signal()], [signal(day=MONDAY + apart * DAY)])
    assert found == Overlap(same, 1 - same, 1 - same)
    assert overlap_of([signal()], [signal(2)]) == Overlap(0, 1, 1)


def test_in_force_is_what_the_unit_is_given_and_two_policies_ask_alike_once() -> None:
    here, there = Stay(HERE, YEAR.first), Stay(THERE, YEAR.first)
    asked = {HERE: frozenset({"p", "q"}), THERE: frozenset({"q"})}
    ours, theirs = rule(5, "p"), rule(5, "q")
    signals = [signal(1, of=ours, stay=here), signal(1, of=theirs, stay=here), signal(2, of=ours, stay=there)]
    assert in_force(signals, asked.__getitem__) == signals[:1]
    assert of_policy(signals, "q") == signals[1:2]


def test_people_are_those_employed_on_a_working_day_each_once() -> None:
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    window = Window(saturday, monday)
    histories = [
        History(1, "a", (), (Stay(HERE, YEAR.first), Stay(HERE, YEAR.first))),
        History(2, "a", (), (Stay(THERE, monday),)),
        History(3, "b", (), (Stay(HERE, YEAR.first, saturday + DAY),)),
        History(4, "c", (), (Stay(THERE, monday + DAY),)),
        History(5, "d", (), (Stay(THERE, YEAR.first, saturday - DAY),)),
    ]
    present = present_in(histories, DEFAULT_CALENDAR, window)
    assert people_by(present, lambda stay: stay.unit) == {HERE: {"a"}, THERE: {"a"}}
    assert people_by(present, lambda stay: None) == {}


# --- Against a naive count ----------------------------------------------------------------------------------------


def naive_course(day: date, sick_days: set[date]) -> set[date]:
    """The days on end around a day; none where it is no headline day."""
    found = {day} & sick_days
    for step in (-DAY, DAY):
        at = day + step
        while found and at in sick_days:
            found.add(at)
            at += step
    return found


@st.composite
def histories(draw: st.DrawFn) -> list[History]:
    rng = random.Random(draw(st.integers(0, 2**32)))
    found = []
    for who in range(draw(st.integers(1, 4))):
        periods = [Period(p.first_day, p.last_day, p.cause) for p in random_history(rng)]
        split = date(2026, 10, 1) + rng.randrange(-30, 120) * DAY
        stays = rng.choice(
            [
                (),
                (Stay(HERE, split, None, "x"),),
                (Stay(HERE, date(2020, 1, 1), split, "x"), Stay(THERE, split + DAY, None, "y")),
                (Stay(THERE, date(2020, 1, 1), split, "y"), Stay(HERE, split + 9 * DAY, None, "x")),
            ]
        )
        found.append(History(who, who // 2, periods, stays))
    return found


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first = date(2026, 9, 1) + draw(st.integers(0, 120)) * DAY
    return Window(first, first + draw(st.integers(0, 150)) * DAY)


@given(histories(), windows(), st.integers(0, 2**32))
def test_signals_and_what_they_amount_to_are_those_of_the_naive_count(
    people: list[History], window: Window, seed: int
) -> None:
    rng = random.Random(seed)
    rules = [random_rule(rng, kind) for kind in Kind]
    units = frozenset({HERE})
    signals = signals_of(rules, people, CAUSES, DEFAULT_CALENDAR, window, units)
    expected, in_vain, met_days, cases = [], 0, [], 0
    for one in people:
        sick_days = {
            p.first_day + n * DAY
            for p in one.periods
            if p.cause in HEADLINE and p.first_day <= window.last
            for n in range(((p.last_day or date(2028, 1, 1)) - p.first_day).days + 1)
        }
        mine = set()
        fired = oracle.fired(
            rules, [p for p in one.periods if p.first_day <= window.last], CAUSES, DEFAULT_CALENDAR, window.last,
            open_runs_on=False,
        )  # fmt: skip
        by_key = {each.key: each for each in rules}
        for key, anchor, due_on, _legal, spell_from in fired:
            asked = spell_from if by_key[key].kind is Kind.ELAPSED else anchor
            if anchor in window and oracle.unit_of(one.stays, asked) == HERE:
                mine.add((one.who, by_key[key].kind, by_key[key].threshold, anchor, due_on))
        expected += mine
        for mark in mine:
            course = naive_course(mark[3], sick_days)
            in_vain += bool(course) and len(course) < BY_ITSELF_BEFORE_DAY
        for first in sorted(day for day in sick_days if day - DAY not in sick_days and day in window):
            course = sorted(day for day in naive_course(first, sick_days) if day <= window.last)
            at_work = any(s.unit == HERE and s.first_day <= first <= (s.last_day or first) for s in one.stays)
            if len(course) >= LONG_FROM_DAY and at_work:
                cases += 1
                days = [n for n, day in enumerate(course[: LONG_FROM_DAY - 1], 1) if any(m[3] == day for m in mine)]
                met_days += days[:1]
    marks = [(s.who, s.firing.rule.kind, s.firing.rule.threshold, s.firing.anchor, s.firing.due_on) for s in signals]
    assert sorted(marks) == sorted(expected)
    tally = tally_of(signals, long_cases(people, CAUSES, window, units), MINUTES)
    assert tally.people == len({mark[0] // 2 for mark in expected})
    own_spells = [s for s in signals if not any(s.firing.anchor in _days(c) for c in _courses(people, s, window))]
    assert tally.in_vain == in_vain + sum(s.course.ended_by_itself for s in own_spells)
    assert tally.met == Met(cases, len(met_days), median(met_days) if met_days else None)


def _courses(people: list[History], signal: Signal, window: Window) -> list[Course]:
    return courses_of(people[signal.who].periods, HEADLINE, window.last)


def _days(course: Course) -> range | set[date]:
    last = course.last or date(2028, 1, 1)
    return {course.first + n * DAY for n in range((last - course.first).days + 1)}


marked = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=14)


@given(marked, marked)
def test_overlap_is_that_of_each_pair(ours: list[tuple[int, int]], todays: list[tuple[int, int]]) -> None:
    def near(one: tuple[int, int], others: list[tuple[int, int]]) -> bool:
        return any(one[0] == other[0] and abs(one[1] - other[1]) <= SAME_SIGNAL_DAYS for other in others)

    shared = sum(near(one, todays) for one in ours)
    gone = sum(not near(one, ours) for one in todays)
    made, today = ([signal(who, MONDAY + day * DAY) for who, day in each] for each in (ours, todays))
    assert overlap_of(made, today) == Overlap(shared, len(ours) - shared, gone)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["x", "y", ""]), st.booleans()), max_size=20))
def test_shares_add_up_to_the_whole(rows: list[tuple[int, str, bool]]) -> None:
    signals = [signal(who, stay=Stay(HERE, YEAR.first, None, group) if placed else None) for who, group, placed in rows]
    found = shares_of(signals, lambda stay: stay.job_group)
    assert sum(share.number for share in found.values()) == sum(placed for *_more, placed in rows)
    for group, share in found.items():
        who = [who for who, where, placed in rows if placed and where == group]
        assert share == Share(len(who), len(set(who)))


@given(histories(), windows())
def test_several_policies_in_one_sweep_are_each_as_alone(people: list[History], window: Window) -> None:
    """What the page counts of a policy is what `simulate_policy` would write of it."""
    policies = {key: shipped_policies()[key] for key in ("1-5-14", "3in90-or-7", "gt29")}
    together = [each for policy in policies.values() for each in policy.rules]
    signals = signals_of(together, people, CAUSES, DEFAULT_CALENDAR, window)
    for key, policy in policies.items():
        alone = simulate(
            policy.rules, ((one.who, one.periods) for one in people), CAUSES, DEFAULT_CALENDAR, *_days_of(window)
        )
        assert [(s.who, s.firing) for s in of_policy(signals, key)] == list(alone)


def _days_of(window: Window) -> tuple[date, date]:
    return window.first, window.last
