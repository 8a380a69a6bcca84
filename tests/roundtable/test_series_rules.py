"""The rules of a series: who is invited, how it goes, and of which months figures may be told."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules import RuleViolation
from roundtable.rules.meetings import CancelReason, MeetingState
from roundtable.rules.series import (
    CHOSEN_BY_HAND,
    MONTHS_AFTER,
    Candidate,
    ExclusionReason,
    SeriesState,
    Talk,
    check_invite,
    check_left_out,
    check_months,
    follow_up_on,
    invited_of,
    looked_back_to,
    progress_of,
    shown_of,
    window_before,
    windows_after,
)
from roundtable.rules.windows import Window

DAY = timedelta(days=1)
WRITTEN = ("", "  ", "Skrevet")
dates = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def code(call) -> str:
    try:
        call()
    except RuleViolation as refusal:
        return refusal.code
    return ""


# --- Preparing and inviting ------------------------------------------------------------------------------


def test_nobody_is_invited_before_all_three_are_written_nor_after_the_end() -> None:
    for state, goals, plan, roles in product(SeriesState, WRITTEN, WRITTEN, WRITTEN):
        told = code(lambda: check_invite(state, goals=goals, plan=plan, roles=roles))  # noqa: B023  # called at once
        written = goals == plan == roles == "Skrevet"
        assert told == ("series_ended" if state is SeriesState.ENDED else "" if written else "not_prepared")


@pytest.mark.parametrize(("months", "told"), [(0, False), (1, True), (24, True), (25, False), (-3, False)])
def test_months_are_one_to_twenty_four(months: int, told: bool) -> None:
    assert (code(lambda: check_months(months)) == "") is told


def test_only_what_people_may_choose_is_chosen() -> None:
    may = {reason for reason in [*ExclusionReason, None] if not code(lambda: check_left_out(reason))}  # noqa: B023
    assert may == {*CHOSEN_BY_HAND, None} == {*ExclusionReason, None} - {ExclusionReason.HAS_A_MEETING}


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 23), 6, date(2026, 5, 23)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
    ],
)
def test_so_many_months_back(today: date, months: int, first: date) -> None:
    assert looked_back_to(today, months) == first


candidates = st.lists(
    st.builds(
        Candidate,
        employee=st.integers(1, 30),
        person=st.integers(1, 12),
        in_series=st.booleans(),
        has_open_meeting=st.booleans(),
        left_out=st.none() | st.sampled_from(sorted(CHOSEN_BY_HAND)),
    ),
    unique_by=lambda one: one.employee,
)


@given(candidates)
def test_each_person_is_invited_once_unless_there_is_a_reason(found: list[Candidate]) -> None:
    invited = invited_of(found)
    people = [one.person for one in invited]
    assert len(set(people)) == len(people)
    assert not any(one.in_series or one.has_open_meeting or one.left_out for one in invited)
    # Whoever could have been and was not is in the series, or was invited by another number.
    free = {one.person for one in found if not one.has_open_meeting and one.left_out is None}
    assert set(people) == free - {one.person for one in found if one.in_series}


@given(candidates)
def test_who_was_invited_is_not_invited_again(found: list[Candidate]) -> None:
    now = {one.employee for one in invited_of(found)}
    after = [
        Candidate(one.employee, one.person, in_series=True, has_open_meeting=True) if one.employee in now else one
        for one in found
    ]
    assert invited_of(after) == []


# --- How it goes -----------------------------------------------------------------------------------------


talks = st.lists(
    st.builds(
        Talk,
        state=st.sampled_from(MeetingState),
        end_reason=st.sampled_from(CancelReason).map(str),
        has_effort=st.booleans(),
        is_followed_up=st.booleans(),
    )
)


@given(talks)
def test_what_becomes_of_the_invited_adds_up(found: list[Talk]) -> None:
    progress = progress_of(found)
    parts = progress.waiting, progress.planned, progress.held, progress.declined, progress.other
    assert min(parts) >= 0
    assert sum(parts) == progress.invited == len(found)
    assert progress.with_effort <= progress.held
    assert progress.followed_up <= progress.held


def test_only_a_no_of_the_employees_is_a_no() -> None:
    no = Talk(MeetingState.CANCELLED, CancelReason.EMPLOYEE_DECLINED)
    others = [Talk(MeetingState.CANCELLED, CancelReason.EMPLOYEE_LEFT), Talk(MeetingState.UNHELD, "nobody_came")]
    progress = progress_of([no, *others, Talk(MeetingState.HELD, has_effort=True), Talk(MeetingState.REPLANNED)])
    assert (progress.declined, progress.other, progress.with_effort, progress.planned) == (1, 2, 1, 1)


@pytest.mark.parametrize(
    ("invited_on", "last_held_on", "due_on"),
    [
        (None, None, None),
        (date(2026, 11, 2), None, date(2026, 11, 30)),
        (date(2026, 11, 2), date(2026, 11, 20), date(2026, 12, 18)),
    ],
)
def test_it_is_followed_up_four_weeks_after_the_latest_talk(
    invited_on: date | None, last_held_on: date | None, due_on: date | None
) -> None:
    assert follow_up_on(invited_on=invited_on, last_held_on=last_held_on, weeks=4) == due_on


# --- Which months ----------------------------------------------------------------------------------------


def test_six_months_before_and_the_full_months_after() -> None:
    first = date(2026, 3, 31)
    assert window_before(first) == Window(date(2025, 9, 30), date(2026, 3, 30))
    assert windows_after(first, date(2026, 5, 31)) == [Window(date(2026, 4, 1), date(2026, 4, 30))]
    assert windows_after(first, date(2026, 6, 1)) == [
        Window(date(2026, 4, 1), date(2026, 4, 30)),
        Window(date(2026, 5, 1), date(2026, 5, 31)),
    ]
    assert windows_after(first, date(2026, 4, 30)) == []


@given(dates, st.integers(0, 900))
def test_months_after_are_whole_past_and_on_end(first: date, days: int) -> None:
    today = first + timedelta(days=days)
    windows = windows_after(first, today)
    assert len(windows) <= MONTHS_AFTER
    assert all(w.first.day == 1 and (w.last + DAY).day == 1 and w.last < today and w.first > first for w in windows)
    assert all(before.last + DAY == after.first for before, after in pairwise(windows))
    assert not windows or windows[0].first - first <= timedelta(days=31)
    assert window_before(first).last == first - DAY


# --- What may be shown -----------------------------------------------------------------------------------

groups = st.lists(st.frozensets(st.tuples(st.integers(1, 14), st.integers(1, 3)), max_size=14), min_size=3, max_size=3)


@given(groups)
def test_nothing_that_is_shown_leaves_fewer_than_five_by_subtraction(parts: list[frozenset[tuple[int, int]]]) -> None:
    """A workplace with a part, which has a part itself; the people of each are those of its parts, too."""
    inner, middle, outer = (frozenset((person, unit) for person, _ in part) for unit, part in enumerate(parts))
    found = {"inner": inner, "middle": inner | middle, "outer": inner | middle | outer}
    shown = shown_of(found, {"middle": {"inner"}, "outer": {"inner", "middle"}})
    told = [found[key] for key in shown] + [frozenset()]
    for larger, smaller in product(told, told):
        people = {person for person, _ in larger - smaller} if smaller < larger else set()
        assert not 0 < len(people) < 5
    assert ("inner" in shown) == (len({person for person, _ in inner}) >= 5)


def test_parts_beside_each_other_do_not_tell_of_the_rest() -> None:
    left, right = ({(person, unit) for person in range(unit * 10, unit * 10 + 6)} for unit in (1, 2))
    rest = {(person, 3) for person in (1, 2, 3)}
    below = {"whole": {"left", "right"}}
    assert shown_of({"left": left, "right": right, "whole": left | right | rest}, below) == {"left", "right"}
    assert shown_of({"left": left, "right": right, "whole": left | right}, below) == {"left", "right", "whole"}
    # Three that are hidden themselves would be what the others leave.
    assert shown_of({"left": left, "right": rest, "whole": left | rest}, below) == {"left"}
