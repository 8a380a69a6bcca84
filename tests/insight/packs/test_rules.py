"""The rules of lists and packs: which are due, who is on a list, and who reads of whom."""

from datetime import date, timedelta
from random import Random

import pytest

from insight.rules.packs import (
    Basis,
    Change,
    Receiver,
    change_of,
    is_told,
    months_due,
    named_by,
    quarter_before,
    quarters_due,
    reads_of,
    sick_days,
)
from people.calendar import Calendar
from people.rules import Organisation
from roundtable.rules.windows import quarter_named, quarter_word

CALENDAR = Calendar(())
DAY = timedelta(days=1)


def test_a_month_is_due_from_its_first_working_day_on() -> None:
    # 1 August 2026 is a Saturday.
    assert months_due(date(2026, 8, 2), None, CALENDAR) == [date(2026, 7, 1)]
    assert months_due(date(2026, 8, 3), None, CALENDAR) == [date(2026, 8, 1)]
    assert months_due(date(2026, 8, 31), date(2026, 8, 1), CALENDAR) == []


def test_what_an_outage_left_out_is_made_up_for() -> None:
    assert months_due(date(2026, 11, 23), date(2026, 8, 1), CALENDAR) == [
        date(2026, 9, 1),
        date(2026, 10, 1),
        date(2026, 11, 1),
    ]
    assert quarters_due(date(2026, 11, 23), date(2025, 10, 1)) == [
        date(2026, 1, 1),
        date(2026, 4, 1),
        date(2026, 7, 1),
    ]


def test_somebody_who_begins_gets_the_last_ones_alone_or_some_before() -> None:
    assert quarters_due(date(2026, 11, 23), None) == [date(2026, 7, 1)]
    assert quarters_due(date(2026, 1, 1), None, back=1) == [date(2025, 7, 1), date(2025, 10, 1)]
    assert months_due(date(2026, 11, 23), None, CALENDAR, back=1) == [date(2026, 10, 1), date(2026, 11, 1)]


def test_a_quarter_has_a_word_in_addresses() -> None:
    assert quarter_word(date(2026, 7, 1)) == "2026-3"
    assert quarter_named("2026-3") == date(2026, 7, 1)
    assert quarter_before(date(2026, 1, 1)) == date(2025, 10, 1)
    for word in ("2026-5", "2026-0", "2026", "x-1", "2026-3 ", "0000-1", "\u0662026-1"):
        assert quarter_named(word) is None


@pytest.mark.parametrize(
    ("stretches", "days"),
    [
        ([(date(2026, 10, 1), date(2026, 10, 31))], 31),
        # The window is the 365 days that end on the day: 1 November 2025 is its first.
        ([(date(2025, 10, 1), date(2025, 11, 2))], 2),
        # What goes on, or ends later, counts through the day.
        ([(date(2026, 10, 30), None)], 2),
        ([(date(2026, 10, 31), date(2026, 12, 1))], 1),
        ([(date(2026, 11, 1), None)], 0),
        # Partly away on a day that is away already counts once.
        ([(date(2026, 10, 1), date(2026, 10, 5)), (date(2026, 10, 4), date(2026, 10, 6))], 6),
    ],
)
def test_sick_days_are_calendar_days_of_the_window(stretches, days: int) -> None:
    assert sick_days(stretches, date(2026, 10, 31), 365, Basis.CALENDAR, CALENDAR) == days


def test_a_municipality_may_count_working_days() -> None:
    # Two weeks, two weekends.
    fortnight = [(date(2026, 10, 5), date(2026, 10, 18))]
    assert sick_days(fortnight, date(2026, 10, 31), 365, Basis.WORKING, CALENDAR) == 10


def test_who_is_new_and_who_has_gone() -> None:
    assert change_of({1: 31, 2: 40}, {2: 38, 3: 30}) == Change(new=frozenset({1}), gone=frozenset({3}))
    assert change_of({1: 31}, None) == Change(new=frozenset(), gone=frozenset())


# --- Who reads of whom ---------------------------------------------------------------------------------------

LEADER, CO_LEADER, DEPUTY, ABOVE, BESIDE = range(1, 6)
HOUSE = Organisation(
    parents={1: None, 2: 1, 3: 2, 4: 1},
    leaders={1: frozenset({ABOVE}), 2: frozenset({LEADER, CO_LEADER}), 4: frozenset({BESIDE})},
    deputies={2: frozenset({DEPUTY})},
)


@pytest.mark.parametrize(
    ("reader", "person", "unit", "reads"),
    [
        (LEADER, None, 2, True),
        (LEADER, 90, 3, True),
        (DEPUTY, 90, 3, True),
        (ABOVE, 90, 3, True),
        (BESIDE, 90, 3, False),
        (LEADER, 90, 4, False),
        # Somebody who has left is nowhere.
        (ABOVE, 90, None, False),
        # One's own matter, a co-leader's, and the leader's for the deputy: for the leader above alone.
        (LEADER, LEADER, 2, False),
        (CO_LEADER, LEADER, 2, False),
        (DEPUTY, LEADER, 2, False),
        (ABOVE, LEADER, 2, True),
        # Who leads from a seat below is nobody's there.
        (LEADER, ABOVE, 3, False),
        (90, 91, 3, False),
    ],
)
def test_each_reads_of_theirs(reader: int, person: int | None, unit: int | None, reads: bool) -> None:
    assert reads_of(HOUSE, reader=reader, person=person, unit=unit) is reads


def test_each_reads_of_theirs_in_any_organisation() -> None:
    """Against a walk upwards, one leader at a time, from whoever leads the person."""
    rng = Random(20)
    met: set[bool] = set()
    for _house in range(150):
        parents = {unit: rng.choice([None, *range(unit)]) if unit else None for unit in range(6)}
        leaders = {unit: frozenset(rng.sample(range(5), rng.choice([0, 1, 1, 2]))) for unit in parents}
        deputies = {unit: frozenset(rng.sample(range(5), rng.choice([0, 0, 1]))) for unit in parents}
        house = Organisation(parents=parents, leaders=leaders, deputies=deputies)
        for reader, person, unit in ((r, p, u) for r in range(5) for p in (*range(5), 9) for u in parents):
            told = reads_of(house, reader=reader, person=person, unit=unit)
            assert told == by_hand(parents, leaders, deputies, reader, person, unit)
            met.add(told)
    assert met == {True, False}


def by_hand(parents, leaders, deputies, reader: int, person: int, unit: int) -> bool:
    if reader == person or any(
        person in leaders[each] and reader in leaders[each] | deputies[each] for each in parents
    ):
        return False
    way, at = [], unit
    while at is not None:
        way.append(at)
        at = parents[at]
    for place, at in enumerate(way):
        beneath_them = any(person in leaders[above] for above in way[place:])
        if leaders[at] and not beneath_them and reader in leaders[at] | deputies[at]:
            return True
    return False


def test_the_mail_goes_to_those_who_may_open_the_list() -> None:
    rng = Random(21)
    for _house in range(60):
        parents = {unit: rng.choice([None, *range(unit)]) if unit else None for unit in range(6)}
        leaders = {unit: frozenset(rng.sample(range(5), rng.choice([0, 1, 1, 2]))) for unit in parents}
        deputies = {unit: frozenset(rng.sample(range(5), rng.choice([0, 0, 1]))) for unit in parents}
        house = Organisation(parents=parents, leaders=leaders, deputies=deputies)
        said = frozenset(rng.sample([*Receiver], rng.choice([1, 2, 3])))
        for unit in parents:
            may = {each for each in range(7) if is_told(said, house, reader=each, unit=unit, hr=each == 6)}
            assert named_by(said, house, unit, {6}) == may


def test_a_list_is_told_to_those_whom_its_policy_names() -> None:
    said = frozenset({"leaders", "hr"})
    assert is_told(said, HOUSE, reader=LEADER, unit=2, hr=False)
    assert is_told(said, HOUSE, reader=DEPUTY, unit=2, hr=False)
    # Whoever leads the unit, where it has no leader of its own.
    assert is_told(said, HOUSE, reader=LEADER, unit=3, hr=False)
    assert not is_told(said, HOUSE, reader=ABOVE, unit=2, hr=False)
    assert is_told(frozenset({"above"}), HOUSE, reader=ABOVE, unit=2, hr=False)
    assert not is_told(said, HOUSE, reader=LEADER, unit=1, hr=False)
    assert is_told(frozenset({"below"}), HOUSE, reader=LEADER, unit=1, hr=False)
    assert not is_told(frozenset({"below"}), HOUSE, reader=LEADER, unit=4, hr=False)
    assert is_told(said, HOUSE, reader=90, unit=1, hr=True)
    assert not is_told(frozenset({"leaders"}), HOUSE, reader=90, unit=1, hr=True)
