"""Same threshold, different action: what is stated, and of whom nothing is told."""

import pytest

from insight.rules.treatment import Size, Treated, Verdict, beside, compare, size_of, together
from roundtable.rules.figures import Share


def treated(number: int, done: int, *, since: int = 0, on_time: int | None = None, days: int = 1) -> Treated:
    people = tuple(range(since, since + number))
    return Treated(number, done, done if on_time is None else on_time, (days,) * done, people)


@pytest.mark.parametrize(
    ("people", "size"),
    [
        (None, Size.LEADERLESS),
        (0, Size.SMALL),
        (9, Size.SMALL),
        (10, Size.MEDIUM),
        (19, Size.MEDIUM),
        (20, Size.LARGE),
        (49, Size.LARGE),
        (50, Size.HUGE),
        (400, Size.HUGE),
    ],
)
def test_sizes(people: int | None, size: Size) -> None:
    assert size_of(people) is size


def test_parts_of_a_group_are_added_and_people_count_once() -> None:
    whole = together([Treated(3, 2, 1, (1, 4), (7, 8)), Treated(2, 2, 2, (2, 2), (8, 9))])
    assert whole == Treated(5, 4, 3, (1, 4, 2, 2), whole.people)
    assert sorted(whole.people) == [7, 8, 9]
    assert together([]) == Treated(0, 0, 0, (), ())


def test_a_difference_is_stated_only_beyond_chance() -> None:
    assert beside(50, 100, 90, 100) is Verdict.LOWER
    assert beside(90, 100, 50, 100) is Verdict.HIGHER
    # Ten points apart: as chance has it of a hundred, and not of ten thousand.
    assert beside(80, 100, 90, 100) is Verdict.ALIKE
    assert beside(8000, 10000, 9000, 10000) is Verdict.LOWER
    # None of three is no sign of anything.
    assert beside(0, 3, 40, 60) is Verdict.ALIKE
    assert beside(5, 5, 5, 5) is Verdict.ALIKE
    assert beside(0, 0, 1, 2) is beside(1, 2, 0, 0) is None


def test_each_group_stands_beside_all_others() -> None:
    found = compare([("a", treated(100, 50, days=9)), ("b", treated(200, 180, since=100)), ("a", treated(0, 0))])
    assert found.all is not None
    assert (found.all.done, found.all.done_beside) == (Share(230, 300), None)
    first, second = found.groups["a"], found.groups["b"]
    assert first is not None and second is not None  # noqa: PT018 - for the types
    assert (first.done, first.median_days) == (Share(50, 100), 9)
    assert (first.done_beside, second.done_beside) == (Verdict.LOWER, Verdict.HIGHER)
    assert found.differs


def test_done_and_on_time_are_told_apart() -> None:
    found = compare([("a", treated(100, 95, on_time=40)), ("b", treated(100, 95, since=100, on_time=90))])
    first = found.groups["a"]
    assert first is not None
    assert (first.done_beside, first.on_time_beside) == (Verdict.ALIKE, Verdict.LOWER)
    assert first.on_time == Share(40, 100)
    assert found.differs


def test_alike_is_no_difference() -> None:
    assert not compare([("a", treated(40, 36)), ("b", treated(60, 54, since=40))]).differs


def test_nothing_is_told_of_few_people() -> None:
    found = compare([("a", treated(4, 1)), ("b", treated(6, 6, since=10)), ("c", treated(30, 29, since=20))])
    assert [found.groups[key] is None for key in "abc"] == [True, True, False]
    # Four follow-ups about four people, whatever group they are in.
    assert compare([("a", treated(4, 4))]).all is None
    # One person asked twenty times is one.
    many = Treated(20, 20, 20, (1,) * 20, (1,))
    assert compare([("a", many), ("b", treated(30, 30, since=5))]).groups == {"a": None, "b": None}


def test_the_only_group_has_no_others() -> None:
    only = compare([("a", treated(9, 0))]).groups["a"]
    assert only is not None
    assert (only.done_beside, only.median_days) == (None, None)
