"""Whether absence has changed: which months, the difference, its uncertainty, and what is too early to tell."""

import statistics
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.rules.effect import (
    LEAST_AFTER,
    STUDENT,
    Effect,
    TooEarly,
    Verdict,
    effect_of,
    is_too_soon,
    months_since,
    year_before,
)
from insight.rules.months import A_YEAR, months_before

BEGINS = date(2025, 10, 1)
LAST = date(2026, 9, 1)
D = Decimal

Months = dict[date, tuple[Decimal, Decimal]]


def month_of(day: date, ahead: int = 0) -> date:
    return months_before(day, -ahead)


def months(percents: list[float], first: date, possible: int = 1000) -> Months:
    """From the first month on, in percent of so many days."""
    return {
        month_of(first, ahead): (D(possible), D(possible) * D(str(percent)) / 100)
        for ahead, percent in enumerate(percents)
    }


def told(before: list[float], after: list[float], *, possible: int = 1000) -> Months:
    return months(before + after, month_of(BEGINS, -A_YEAR), possible)


def judged(units: Months, compared: Months | None = None, last: date = LAST) -> Effect:
    return effect_of(units, compared, begins=BEGINS, last_whole=last)


STEADY = [6.0, 6.1] * 6


# --- Which months ----------------------------------------------------------------------------------------------


def test_twelve_months_before_the_one_in_which_it_begins() -> None:
    found = year_before(date(2025, 10, 15))
    assert (found[0], found[-1], len(found)) == (date(2024, 10, 1), date(2025, 9, 1), 12)


def test_a_month_that_it_begins_in_is_whole_only_from_its_first_day() -> None:
    assert months_since(date(2025, 10, 1), LAST)[0] == date(2025, 10, 1)
    assert months_since(date(2025, 10, 2), LAST)[0] == date(2025, 11, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-5, 40))
def test_each_month_since_has_its_own_a_year_earlier_before(begins: date, gone: int) -> None:
    since = months_since(begins, month_of(begins, gone))
    assert len(since) <= A_YEAR
    assert {month_of(month, -A_YEAR) for month in since} <= set(year_before(begins))
    assert all(month >= begins and month <= month_of(begins, gone) for month in since)


def test_six_whole_months_are_enough() -> None:
    assert is_too_soon(BEGINS, date(2026, 2, 1))
    assert not is_too_soon(BEGINS, date(2026, 3, 1))
    assert is_too_soon(date(2027, 1, 1), LAST)


# --- Too early -------------------------------------------------------------------------------------------------


def test_fewer_than_six_whole_months_are_too_early() -> None:
    effect = judged(told(STEADY, [3.0] * 5), last=date(2026, 2, 1))
    assert effect == Effect(Verdict.TOO_EARLY, TooEarly.AFTER)
    assert judged(told(STEADY, [3.0] * 6), last=date(2026, 3, 1)).too_early is None


@pytest.mark.parametrize("gap", range(A_YEAR))
def test_a_month_without_figures_before_is_too_early(gap: int) -> None:
    units = told(STEADY, STEADY)
    del units[month_of(BEGINS, gap - A_YEAR)]
    assert judged(units) == Effect(Verdict.TOO_EARLY, TooEarly.BEFORE)


@pytest.mark.parametrize("gap", range(A_YEAR))
def test_nor_is_anything_told_before_others_are_known(gap: int) -> None:
    compared = told(STEADY, STEADY)
    compared[month_of(BEGINS, gap - A_YEAR)] = (D(0), D(0))
    assert judged(told(STEADY, STEADY), compared).too_early is TooEarly.BEFORE


@pytest.mark.parametrize(("ahead", "why"), [(0, None), (1, TooEarly.BEFORE), (12, TooEarly.BEFORE)])
def test_what_is_not_known_from_before_is_too_early(ahead: int, why: TooEarly | None) -> None:
    known = month_of(BEGINS, ahead - A_YEAR)
    units = told(STEADY, STEADY)
    assert effect_of(units, None, begins=BEGINS, last_whole=LAST, known_from=known).too_early is why


def test_a_month_without_possible_days_since_is_left_out() -> None:
    units = told(STEADY, STEADY)
    units[month_of(BEGINS, 3)] = (D(0), D(0))
    effect = judged(units)
    assert len(effect.pairs) == 11
    assert month_of(BEGINS, 3) not in {pair.month for pair in effect.pairs}


# --- The difference --------------------------------------------------------------------------------------------


def test_the_difference_of_the_differences() -> None:
    effect = judged(told([6.0] * 12, [4.0] * 12), told([7.0] * 12, [6.5] * 12))
    assert effect.units is not None
    assert effect.compared is not None
    assert (effect.units.before.percent, effect.units.after.percent, effect.units.change) == (6, 4, -2)
    assert effect.compared.change == D("-0.5")
    assert effect.difference == effect.low == effect.high == D("-1.5")
    assert effect.verdict is Verdict.LOWER


def test_without_others_it_is_held_against_its_own_year_before() -> None:
    effect = judged(told([6.0, 5.0] * 6, [7.0, 6.1] * 6))
    assert (effect.compared, effect.verdict) == (None, Verdict.HIGHER)


def test_the_same_months_are_compared_where_the_year_has_not_passed() -> None:
    """Six months of winter against six of winter: what the summer was like does not count."""
    winter, summer = [8.0] * 6, [2.0] * 6
    effect = judged(told([*winter, *summer], winter), last=date(2026, 3, 1))
    assert effect.units is not None
    assert (effect.units.before.percent, effect.units.year_earlier.percent) == (5, 8)
    assert (effect.difference, effect.verdict) == (0, Verdict.NO_CLEAR_DIFFERENCE)


def test_larger_months_weigh_more() -> None:
    units = told([6.0] * 12, [6.0] * 11) | months([12.0], month_of(BEGINS, 11), 2000)
    effect = judged(units)
    assert effect.units is not None
    assert effect.units.after.percent == D(11 * 60 + 240) / 13000 * 100


def test_no_clear_difference_where_it_goes_up_and_down() -> None:
    effect = judged(told([6.0] * 12, [3.0, 8.5] * 6))
    assert effect.low < 0 < effect.high
    assert effect.verdict is Verdict.NO_CLEAR_DIFFERENCE


def test_students_t_is_known_for_every_number_of_months() -> None:
    assert sorted(STUDENT) == list(range(LEAST_AFTER - 1, A_YEAR))
    assert sorted(STUDENT.values(), reverse=True) == list(STUDENT.values())


percents = st.lists(st.floats(0.1, 40).map(lambda value: round(value, 2)), min_size=12, max_size=12)


@given(percents, percents, percents, percents, st.integers(LEAST_AFTER, A_YEAR))
def test_against_plain_statistics(
    before: list[float], after: list[float], theirs: list[float], since: list[float], number: int
) -> None:
    """The same months weigh the same, so that the pooled difference is the mean of the months'."""
    effect = judged(told(before, after), told(theirs, since), last=month_of(BEGINS, number - 1))
    each = [(after[place] - before[place]) - (since[place] - theirs[place]) for place in range(number)]
    margin = float(STUDENT[number - 1]) * statistics.stdev(each) / number**0.5
    assert float(effect.difference) == pytest.approx(statistics.mean(each), abs=1e-9)
    assert float(effect.high - effect.difference) == pytest.approx(margin, abs=1e-9)
    assert float(effect.difference - effect.low) == pytest.approx(margin, abs=1e-9)
    wanted = Verdict.LOWER if effect.high < 0 else Verdict.HIGHER if effect.low > 0 else Verdict.NO_CLEAR_DIFFERENCE
    assert effect.verdict is wanted


@given(percents, percents, percents)
def test_what_happens_everywhere_is_no_difference(before: list[float], after: list[float], wave: list[float]) -> None:
    """A season or an epidemic that comes to both groups is taken out."""
    plain = judged(told(before, after), told(before, before))
    shaken = [round(each + more, 2) for each, more in zip(after, wave, strict=True)]
    theirs = [round(each + more, 2) for each, more in zip(before, wave, strict=True)]
    both = judged(told(before, shaken), told(before, theirs))
    assert float(both.difference) == pytest.approx(float(plain.difference), abs=1e-9)
    assert float(both.high) == pytest.approx(float(plain.high), abs=1e-9)


@given(percents, percents, percents, percents)
def test_the_other_way_round_it_is_the_other_way_round(
    before: list[float], after: list[float], theirs: list[float], since: list[float]
) -> None:
    one = judged(told(before, after), told(theirs, since))
    other = judged(told(theirs, since), told(before, after))
    assert float(one.difference) == pytest.approx(-float(other.difference), abs=1e-9)
    swapped = {Verdict.LOWER: Verdict.HIGHER, Verdict.HIGHER: Verdict.LOWER}
    assert other.verdict is swapped.get(one.verdict, one.verdict)
