"""Return plans: what a draft may lack and a running plan may not, and deviation against a walk day by day."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.calendar import DEFAULT_CALENDAR, Calendar, ClosingDay
from people.rules import ActingAs, RuleViolation
from roundtable.rules.plans import (
    ENDED_BY_HAND,
    FEWEST_SHOWN,
    MOST_WEEKS,
    Away,
    Compared,
    Effect,
    EndReason,
    Fault,
    ItemKind,
    Week,
    amended,
    asked_about,
    check_draft,
    check_keep,
    check_line,
    compared,
    deviates,
    evaluation_day,
    faults_of,
    full_from,
    has_run_out,
    insist_on_none,
    monday_of,
    next_monday,
    one_more,
    shown_weeks,
    stretches,
    week_number,
    worked,
)

TODAY = date(2026, 11, 24)  # a Tuesday
MONDAY = date(2026, 11, 30)
FULL = Decimal(32)


def refused(code: str):
    return pytest.raises(RuleViolation, match=f"^{code}$")


def weeks(*hours: int | str | None, first: date = MONDAY) -> list[Week]:
    """One a week from the first Monday; None leaves a week out."""
    return [Week(first + n * timedelta(days=7), Decimal(hours)) for n, hours in enumerate(hours) if hours is not None]


def faults(plan: list[Week], **given: object) -> list[Fault]:
    plain = {
        "full": FULL,
        "evaluate_on": date(2026, 12, 22),
        "may_fall": False,
        "earliest": monday_of(TODAY),
        "today": TODAY,
        "calendar": DEFAULT_CALENDAR,
    }
    return faults_of(plan, **{**plain, **given})


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_a_plan_begins_next_monday(day, monday):
    assert next_monday(day) == monday


def test_weeks_have_the_numbers_of_the_calendar():
    numbers = [week_number(week.monday) for week in weeks(*range(10))]
    assert numbers == [49, 50, 51, 52, 53, 1, 2, 3, 4, 5]


# --- Drafts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "draft",
    [
        [],
        weeks(0),
        weeks(60),
        weeks(8, None, 12),
        weeks(12, 8),
        weeks("7.5", "0.25"),
        weeks(*[8] * MOST_WEEKS),
        weeks(8, first=date(2020, 1, 6)),
    ],
)
def test_a_draft_may_lack_almost_everything(draft):
    check_draft(draft)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (weeks(8, first=MONDAY + timedelta(days=1)), "not_a_monday"),
        (weeks(8) + weeks(9), "week_twice"),
        (weeks("60.25"), "hours_out_of_range"),
        (weeks(-1), "hours_out_of_range"),
        (weeks(8, *[None] * (MOST_WEEKS - 1), 8), "too_many_weeks"),
    ],
)
def test_what_no_draft_may_have(draft, code):
    with refused(code):
        check_draft(draft)


@pytest.mark.parametrize(
    ("before", "hours", "full"),
    [
        ((), 4, 32),
        ((), 3, 3),
        ((8,), 12, 32),
        ((8, 12), 16, 32),
        ((30,), 32, 32),
        ((32,), 32, 32),
        ((40,), 40, 32),
    ],
)
def test_one_week_more_rises_to_the_full_hours_and_never_falls(before, hours, full):
    more = one_more(weeks(*before), first=MONDAY, full=Decimal(full))
    assert more == Week(MONDAY + len(before) * timedelta(days=7), Decimal(hours))


def test_there_is_an_end_to_more_weeks():
    assert one_more(weeks(*[8] * (MOST_WEEKS - 1)), first=MONDAY, full=FULL).hours == 12
    with refused("too_many_weeks"):
        one_more(weeks(*[8] * MOST_WEEKS), first=MONDAY, full=FULL)


@pytest.mark.parametrize(("plan", "number"), [([], 4), (weeks(8), 4), (weeks(8, None, None, None, 9), 5)])
def test_a_few_weeks_are_shown_even_while_nothing_is_typed(plan, number):
    shown = shown_weeks(plan, MONDAY)
    assert shown == [MONDAY + n * timedelta(days=7) for n in range(number)]
    assert number >= FEWEST_SHOWN


@pytest.mark.parametrize(
    ("kind", "words", "again_on", "effect"), list(product(ItemKind, ["", "x"], [None, TODAY], [None, *Effect]))
)
def test_a_line_has_words_and_what_its_kind_asks_for(kind, words, again_on, effect):
    fits = bool(words) and (again_on is None or kind == "waits") and (effect is not None) == (kind == "change")
    if fits:
        check_line(kind=kind, words=words, again_on=again_on, effect=effect)
    else:
        with pytest.raises(RuleViolation):
            check_line(kind=kind, words=words, again_on=again_on, effect=effect)


# --- A plan that is to run ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan",
    [
        weeks(8, 8, 12, 12, 12, 16, 20, 24, 28, 32),
        weeks(0, 8),
        weeks(32),
        weeks("0.5"),
        weeks(8, first=monday_of(TODAY)),
    ],
)
def test_a_plan_that_may_run(plan):
    assert faults(plan) == []


@pytest.mark.parametrize(
    ("plan", "given", "found"),
    [
        ([], {}, [Fault("weeks_missing")]),
        (weeks(8, None, 12), {}, [Fault("weeks_missing", date(2026, 12, 7))]),
        (weeks(8, None, None, 12), {}, [Fault("weeks_missing", date(2026, 12, 7))]),
        (weeks(8, "32.25"), {}, [Fault("more_than_full", date(2026, 12, 7))]),
        (weeks(8, 4), {}, [Fault("hours_fall", date(2026, 12, 7))]),
        (weeks(8, 0, 12, 8), {}, [Fault("hours_fall", date(2026, 12, 7)), Fault("hours_fall", date(2026, 12, 21))]),
        (weeks(8, 4), {"may_fall": True}, []),
        (weeks(0, 0), {}, [Fault("no_hours")]),
        (
            weeks(8, first=date(2026, 11, 16)),
            {},
            [Fault("begins_in_the_past", date(2026, 11, 16)), Fault("plan_is_over")],
        ),
        (weeks(8, 8, first=date(2026, 11, 16)), {}, [Fault("begins_in_the_past", date(2026, 11, 16))]),
        (weeks(8, 8, first=date(2026, 11, 16)), {"earliest": date(2026, 11, 16)}, []),
        (weeks(8), {"evaluate_on": None}, [Fault("evaluation_missing")]),
        (weeks(8), {"evaluate_on": TODAY}, [Fault("evaluation_not_ahead")]),
        (weeks(8), {"evaluate_on": TODAY + timedelta(days=1)}, []),
        (weeks(8), {"evaluate_on": date(2026, 12, 20)}, [Fault("evaluation_on_a_free_day")]),
        (weeks(8), {"evaluate_on": date(2026, 12, 24)}, [Fault("evaluation_on_a_free_day")]),
        (weeks(8), {"evaluate_on": date(2026, 12, 25)}, [Fault("evaluation_on_a_free_day")]),
    ],
)
def test_what_keeps_a_plan_from_running(plan, given, found):
    assert faults(plan, **given) == found


HOURS = st.one_of(st.none(), st.integers(0, 40))


@given(hours=st.lists(HOURS, max_size=8), may_fall=st.booleans())
def test_a_plan_runs_when_its_weeks_hang_together_stay_within_the_hours_and_never_fall(hours, may_fall):
    while hours and hours[0] is None:
        hours = hours[1:]
    while hours and hours[-1] is None:
        hours = hours[:-1]
    fine = (
        bool(hours)
        and None not in hours
        and any(hours)
        and all(each <= FULL for each in hours)
        and (may_fall or hours == sorted(hours))
    )
    assert (faults(weeks(*hours), may_fall=may_fall) == []) is fine


def test_the_first_fault_is_the_refusal():
    insist_on_none([])
    with refused("hours_fall"):
        insist_on_none([Fault("hours_fall", MONDAY), Fault("evaluation_missing")])


@pytest.mark.parametrize("capacity", ActingAs)
def test_who_handles_the_matter_keeps_its_plan(capacity):
    if capacity in {"leader", "deputy", "hr", "consultant"}:
        check_keep(capacity)
    else:
        with refused("not_yours"):
            check_keep(capacity)


@pytest.mark.parametrize(
    ("held_on", "day"),
    [
        (date(2026, 11, 24), date(2026, 12, 22)),
        (date(2026, 11, 26), date(2026, 12, 28)),  # 24 December is a closing day, Christmas and a weekend follow
        (date(2026, 12, 4), date(2027, 1, 4)),
    ],
)
def test_it_is_looked_at_again_after_four_weeks_on_a_working_day(held_on, day):
    assert evaluation_day(held_on, 4, DEFAULT_CALENDAR) == day


def test_a_new_version_leaves_the_weeks_that_are_over_as_they_were_planned():
    standing, today = weeks(8, 8, 12, 16), MONDAY + timedelta(days=9)
    fresh = weeks(1, 2, 3, 4, 5)
    assert amended(standing, reversed(fresh), today) == [*standing[:1], *fresh[1:]]


@pytest.mark.parametrize(
    ("today", "evaluate_on", "over"),
    [
        (date(2026, 12, 13), date(2026, 12, 1), False),
        (date(2026, 12, 14), date(2026, 12, 1), True),
        (date(2026, 12, 14), date(2026, 12, 14), False),
        (date(2026, 12, 15), date(2026, 12, 14), True),
    ],
)
def test_a_plan_runs_out_when_its_weeks_are_over_and_the_day_for_it_is_past(today, evaluate_on, over):
    assert has_run_out(weeks(8, 12), evaluate_on, today) is over


def test_only_the_job_says_that_a_plan_ran_out():
    assert set(EndReason) - set(ENDED_BY_HAND) == {EndReason.RAN_OUT}


@pytest.mark.parametrize(
    ("plan", "place"),
    [(weeks(8, 32), 1), (weeks(32, 32), 0), (weeks(32, 8, 32, 32), 2), (weeks(32, 8), None), ([], None)],
)
def test_from_when_it_is_full_time(plan, place):
    assert full_from(plan, FULL) == (None if place is None else plan[place].monday)


# --- Planned against recorded ---------------------------------------------------------------------------


def off(first: int, last: int | None, degree: int = 100) -> Away:
    """Days counted from the first Monday."""
    end = None if last is None else MONDAY + timedelta(days=last)
    return Away(MONDAY + timedelta(days=first), end, Decimal(degree))


@pytest.mark.parametrize(
    ("away", "hours"),
    [
        ([], 32),
        ([off(0, None)], 0),
        ([off(-50, None, 75)], 8),
        ([off(0, 0)], "25.6"),
        ([off(5, 6)], 32),
        ([off(0, 1), off(2, None, 50)], "9.6"),
    ],
)
def test_a_weeks_hours_by_what_is_recorded(away, hours):
    assert worked(MONDAY, full=FULL, away=away, calendar=DEFAULT_CALENDAR) == Decimal(hours)


def test_free_days_count_neither_way():
    christmas = date(2026, 12, 21)
    assert worked(christmas, full=FULL, away=[Away(christmas, christmas, Decimal(100))], calendar=DEFAULT_CALENDAR) == (
        FULL * 2 / 3
    )
    closed = Calendar(frozenset(ClosingDay(12, 21 + n, 2026) for n in range(5)))
    assert worked(christmas, full=FULL, away=[], calendar=closed) is None


@pytest.mark.parametrize(
    ("planned", "actual", "far"), [(8, "12.8", False), (8, "12.81", True), (20, "15.2", False), (20, "15.19", True)]
)
def test_more_than_so_many_percent_of_the_full_hours_either_way(planned, actual, far):
    assert deviates(Compared(MONDAY, Decimal(planned), Decimal(actual)), full=FULL, percent=15) is far


def test_two_weeks_on_end_are_one_stretch_and_a_good_week_ends_it():
    plan = weeks(*[32] * 9)
    good = {2, 4, 7}
    away = [off(7 * n, 7 * n + 6) for n in range(9) if n not in good]
    found = stretches(
        compared(plan, full=FULL, away=away, calendar=DEFAULT_CALENDAR, today=date(2027, 3, 1)), full=FULL, percent=15
    )
    mondays = [week.monday for week in plan]
    assert found == [(mondays[0], mondays[1]), (mondays[5], mondays[6])]


def test_a_week_counts_once_it_is_over():
    plan, away = weeks(8, 8, 8), [off(0, None)]

    def found(today: date) -> list[tuple[date, ...]]:
        rows = compared(plan, full=FULL, away=away, calendar=DEFAULT_CALENDAR, today=today)
        return stretches(rows, full=FULL, percent=15)

    assert found(MONDAY + timedelta(days=13)) == []
    assert [len(stretch) for stretch in found(MONDAY + timedelta(days=14))] == [2]


@pytest.mark.parametrize(("asked", "known"), [([], False), ([MONDAY], True), ([MONDAY + timedelta(days=14)], False)])
def test_a_stretch_is_asked_about_once_wherever_it_began(asked, known):
    assert asked_about((MONDAY, MONDAY + timedelta(days=7)), asked) is known


@st.composite
def periods(draw: st.DrawFn) -> list[Away]:
    """What is recorded of eight weeks and a little before: it never overlaps, the last may run on."""
    cuts = sorted(draw(st.sets(st.integers(-10, 60), max_size=8)))
    found = [
        off(first, last - 1, draw(st.sampled_from([25, 50, 60, 100])))
        for first, last in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if len(cuts) % 2:
        found.append(off(cuts[-1], None, draw(st.sampled_from([40, 100]))))
    return found


@given(
    hours=st.lists(st.integers(0, 32), min_size=1, max_size=8),
    away=periods(),
    closed=st.sets(st.integers(0, 55), max_size=20),
    percent=st.integers(0, 60),
    ahead=st.integers(-3, 60),
)
def test_stretches_agree_with_a_walk_day_by_day(hours, away, closed, percent, ahead):
    today = MONDAY + timedelta(days=ahead)
    free = {MONDAY + timedelta(days=n) for n in closed}
    calendar = Calendar(frozenset(ClosingDay(day.month, day.day, day.year) for day in free))
    far: list[date] = []
    for n, planned in enumerate(hours):
        at_work = days = 0
        for day in range(7 * n, 7 * n + 7):
            on = MONDAY + timedelta(days=day)
            if on >= today:
                break
            if calendar.is_working_day(on):
                days += 1
                at_work += 100 - sum(int(a.degree) for a in away if a.first <= on and (a.last is None or on <= a.last))
        else:
            if days and abs(Decimal(planned) - FULL * at_work / 100 / days) * 100 > FULL * percent:
                far.append(MONDAY + n * timedelta(days=7))
    told = [monday for monday in far if monday - timedelta(days=7) in far or monday + timedelta(days=7) in far]
    rows = compared(weeks(*hours), full=FULL, away=away, calendar=calendar, today=today)
    found = stretches(rows, full=FULL, percent=percent)
    assert [monday for stretch in found for monday in stretch] == told
    assert len(found) == sum(monday - timedelta(days=7) not in far for monday in told)
