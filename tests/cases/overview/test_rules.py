"""What the filters leave, and the number at each choice. No database."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.overview.rules import Due, Entry, Filters, Standing, Tab, below, due_of, picture_of, totals_of, under_tab

# A Wednesday.
TODAY = date(2026, 11, 25)
ME = 1
KINDS = ("contact", "talk", "notice")
# 1 above 2 and 3; 4 below 2.
PARENTS = {1: None, 2: 1, 3: 1, 4: 2}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (None, Due.UNDATED),
        (date(2026, 11, 24), Due.LATE),
        (TODAY, Due.TODAY),
        (date(2026, 11, 26), Due.WEEK),
        (date(2026, 11, 29), Due.WEEK),
        (date(2026, 11, 30), Due.LATER),
    ],
)
def test_this_week_ends_with_sunday(day: date | None, due: Due) -> None:
    assert due_of(day, TODAY) is due


def entry(number: int, employee: int, days: int | None, **fields: object) -> Entry:
    known = {"kind": "contact", "standing": Standing.LEADER, "owner": None, "unit": 2}
    due_on = None if days is None else TODAY + timedelta(days=days)
    return Entry(pk=number, employee=employee, due_on=due_on, **{**known, **fields})  # type: ignore[arg-type]


def test_a_person_stands_there_once_with_the_nearest() -> None:
    rows = [entry(1, 10, -2), entry(2, 20, 0), entry(3, 10, 3), entry(4, 20, None)]
    found = picture(rows, Filters())
    assert [row.pk for row in found.nearest] == [1, 2]
    assert found.due == Counter({Due.LATE: 1, Due.TODAY: 1})


def test_a_number_says_how_many_would_be_shown_if_it_were_chosen_alone() -> None:
    rows = [entry(1, 10, -2, kind="talk"), entry(2, 10, 0), entry(3, 20, 9, kind="talk")]
    found = picture(rows, Filters(kinds=frozenset({"talk"}), due=frozenset({Due.TODAY, Due.LATE})))
    assert [row.pk for row in found.nearest] == [1]
    # Of the deadlines all talks count; of the tasks what is nearest now.
    assert (found.due, found.kinds) == (Counter({Due.LATE: 1, Due.LATER: 1}), Counter({"talk": 1, "contact": 1}))


def test_mine_is_what_was_handed_to_me_and_still_stands() -> None:
    rows = [
        entry(1, 10, 0, owner=ME, standing=Standing.GIVEN),
        entry(2, 20, 0, owner=2, standing=Standing.GIVEN),
        # Handed over to me once, but I may not see the employee any more.
        entry(3, 30, 0, owner=ME, standing=Standing.LEADER),
        entry(4, 40, 0, standing=Standing.NO_LEADER),
    ]
    assert totals_of(rows, today=TODAY, viewer=ME).tabs == Counter({Tab.ALL: 4, Tab.QUEUE: 1, Tab.MINE: 1})
    assert [row.pk for row in picture(rows, Filters(tab=Tab.MINE)).nearest] == [1]


def test_units_are_told_by_the_choice_that_they_lie_below() -> None:
    rows = [entry(1, 10, 0, unit=4), entry(2, 20, 0, unit=3), entry(3, 30, 0, unit=None), entry(4, 40, 0, unit=2)]
    whole = picture(rows, Filters())
    assert (whole.units, whole.everywhere) == (Counter({2: 2, 3: 1}), 4)
    inside = picture(rows, Filters(unit=2))
    assert [row.pk for row in inside.nearest] == [1, 4]
    assert (inside.units, inside.everywhere) == (Counter({4: 1}), 4)


@pytest.mark.parametrize(
    ("root", "parents", "inside", "areas"),
    [
        (None, PARENTS, None, {2: 2, 3: 3, 4: 2}),
        (2, PARENTS, {2, 4}, {4: 4}),
        (4, PARENTS, {4}, {}),
        (None, {1: None, 2: None, 3: 2}, None, {1: 1, 2: 2, 3: 2}),
        # A broken tree: those in the loop belong nowhere.
        (None, {1: None, 2: 3, 3: 2}, None, {}),
    ],
)
def test_below(
    root: int | None, parents: dict[int, int | None], inside: set[int] | None, areas: dict[int, int]
) -> None:
    found, choices = below(root, parents)
    assert (None if found is None else set(found)) == inside
    assert choices == areas


# --- Against counting one by one ----------------------------------------------------------------------

ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(1, 99),
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(-3, 9)),
        kind=st.sampled_from(KINDS),
        standing=st.sampled_from(Standing),
        owner=st.sampled_from([None, ME, 2]),
        unit=st.sampled_from([None, *PARENTS]),
    ),
    max_size=12,
).map(lambda rows: sorted(rows, key=lambda row: row.due_on or date.max))
FILTERS = st.builds(
    Filters,
    tab=st.sampled_from(Tab),
    due=st.frozensets(st.sampled_from(Due), max_size=2),
    kinds=st.frozensets(st.sampled_from(KINDS), max_size=2),
    standings=st.frozensets(st.sampled_from(Standing), max_size=2),
    unit=st.sampled_from([None, 1, 2, 3]),
)


def picture(rows: list[Entry], filters: Filters):
    inside, areas = below(filters.unit, PARENTS)
    under = under_tab(filters.tab, rows, ME)
    return picture_of(under, filters, today=TODAY, inside=inside, areas=areas)


def shown(rows: list[Entry], filters: Filters) -> list[int]:
    """The people, one by one."""
    inside = below(filters.unit, PARENTS)[0]
    found = []
    for employee in {row.employee for row in rows}:
        fitting = [
            row
            for row in rows
            if row.employee == employee
            and (
                filters.tab is Tab.ALL
                or (filters.tab is Tab.QUEUE and row.standing in {Standing.HR, Standing.NO_LEADER})
                or (filters.tab is Tab.MINE and row.standing is Standing.GIVEN and row.owner == ME)
            )
            and (not filters.kinds or row.kind in filters.kinds)
            and (not filters.standings or row.standing in filters.standings)
            and (inside is None or row.unit in inside)
        ]
        if fitting and (not filters.due or due_of(fitting[0].due_on, TODAY) in filters.due):
            found.append(employee)
    return found


@given(ENTRIES, FILTERS)
def test_every_number_is_what_choosing_it_would_show(rows: list[Entry], filters: Filters) -> None:
    found = picture(rows, filters)
    assert sorted(row.employee for row in found.nearest) == sorted(shown(rows, filters))
    for due in Due:
        assert found.due[due] == len(shown(rows, replace(filters, due=frozenset({due}))))
    for kind in KINDS:
        assert found.kinds[kind] == len(shown(rows, replace(filters, kinds=frozenset({kind}))))
    for standing in Standing:
        assert found.standings[standing] == len(shown(rows, replace(filters, standings=frozenset({standing}))))
    assert found.everywhere == len(shown(rows, replace(filters, unit=None)))
