"""Workplaces where unusually many are away, and what is told of them."""

from datetime import date

import pytest

from insight.rules.chance import at_least
from insight.rules.clusters import Cluster, Signal, Workplace, as_of, clusters_in

# Two hundred workplaces of twenty, in each of which one fell ill, and none or one is away for long.
USUAL = [Workplace(1000 + n, 20, 1, n % 2) for n in range(200)]
CHANCE = 0.001


def found(*places: Workplace, chance: float = CHANCE) -> list[Cluster]:
    return clusters_in([*USUAL, *places], chance)


def test_as_usual_there_is_none() -> None:
    assert found() == []
    assert clusters_in([], CHANCE) == []
    # Alone in the municipality there is nothing to compare with.
    assert clusters_in([Workplace(1, 20, 20, 20)], CHANCE) == []


def test_many_who_fell_ill_at_about_the_same_time() -> None:
    (cluster,) = found(Workplace(1, 20, 7, 0))
    assert (cluster.unit, cluster.signal, cluster.number, cluster.people) == (1, Signal.BEGAN, 7, 20)
    assert cluster.elsewhere == pytest.approx(0.05)


def test_many_who_are_away_for_long() -> None:
    (cluster,) = found(Workplace(1, 20, 1, 5))
    assert (cluster.signal, cluster.number, cluster.elsewhere) == (Signal.LONG, 5, pytest.approx(0.025))


def test_it_takes_more_people_in_a_large_workplace() -> None:
    assert found(Workplace(1, 200, 12, 0)) == []
    assert [cluster.number for cluster in found(Workplace(1, 200, 30, 0))] == [30]


def test_the_first_number_that_chance_hardly_gives() -> None:
    least = next(n for n in range(21) if at_least(n, 20, 0.05) <= CHANCE)
    assert least == 6
    assert found(Workplace(1, 20, least - 1, 0)) == []
    assert len(found(Workplace(1, 20, least, 0))) == 1
    assert len(found(Workplace(1, 20, 5, 0), chance=0.01)) == 1


def test_the_workplace_is_not_compared_with_itself() -> None:
    """Where half the municipality works in it, its own would make it usual."""
    others = [Workplace(2, 100, 2, 0)]
    (cluster,) = clusters_in([Workplace(1, 100, 14, 0), *others], CHANCE)
    assert cluster.elsewhere == pytest.approx(0.02)


def test_fewer_than_five_are_not_told_in_number() -> None:
    quiet = [Workplace(1000 + n, 20, int(n == 0), 0) for n in range(200)]
    (cluster,) = clusters_in([*quiet, Workplace(1, 8, 3, 0)], CHANCE)
    assert (cluster.number, cluster.people) == (None, 8)
    assert clusters_in([*quiet, Workplace(1, 8, 2, 0)], CHANCE) == []


def test_where_only_four_could_be_a_signal_it_is_none() -> None:
    """It would tell that they are four."""
    least = next(n for n in range(3, 9) if at_least(n, 8, 0.05) <= CHANCE)
    assert least == 4
    assert found(Workplace(1, 8, 4, 0)) == []
    assert [cluster.number for cluster in found(Workplace(1, 8, 5, 0))] == [5]


def test_nothing_is_told_of_fewer_than_five_at_work() -> None:
    assert found(Workplace(1, 4, 4, 4)) == []
    assert [cluster.signal for cluster in found(Workplace(1, 5, 5, 5))] == [Signal.BEGAN, Signal.LONG]


def test_the_most_people_come_first() -> None:
    numbers = [cluster.number for cluster in found(Workplace(1, 20, 7, 0), Workplace(2, 20, 9, 6))]
    assert numbers == [9, 7, 6]


def test_nobody_is_away_elsewhere() -> None:
    quiet = [Workplace(1000 + n, 20, 0, 0) for n in range(5)]
    (cluster,) = clusters_in([*quiet, Workplace(1, 20, 0, 6)], CHANCE)
    assert (cluster.number, cluster.elsewhere) == (6, 0.0)


def test_it_is_counted_through_the_last_sunday() -> None:
    assert as_of(date(2026, 11, 23)) == date(2026, 11, 22)
    assert as_of(date(2026, 11, 28)) == date(2026, 11, 22)
    # A Sunday is not over.
    assert as_of(date(2026, 11, 29)) == date(2026, 11, 22)
    assert as_of(date(2026, 11, 30)) == date(2026, 11, 29)
