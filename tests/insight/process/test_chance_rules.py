"""What chance gives, against published numbers and against counting."""

from math import comb

import pytest

from insight.rules.chance import Z, at_least, difference, interval

USUAL = 1.959963984540054


def test_the_interval_of_a_share_is_wilsons() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I.
    assert interval(81, 263, USUAL) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert interval(15, 148, USUAL) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert interval(0, 20, USUAL) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert interval(1, 29, USUAL) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert interval(0, 0) == (0.0, 1.0)
    assert interval(20, 20, USUAL)[1] == 1.0


def test_the_interval_of_a_difference_is_newcombes() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
    assert difference(56, 70, 48, 80, USUAL) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert difference(9, 10, 3, 10, USUAL) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert difference(5, 56, 0, 29, USUAL) == pytest.approx((-0.0381, 0.1926), abs=5e-5)
    assert difference(10, 10, 0, 10, USUAL) == pytest.approx((0.6075, 1.0), abs=5e-5)
    assert difference(1, 2, 0, 0) == difference(0, 0, 1, 2) == (-1.0, 1.0)


def test_the_level_is_99_percent() -> None:
    assert interval(5, 10) == interval(5, 10, Z)
    assert interval(5, 10)[0] < interval(5, 10, USUAL)[0]


@pytest.mark.parametrize(("base", "share"), [(1, 0.5), (10, 0.02), (30, 0.3), (60, 0.9)])
def test_at_least_so_many_is_the_sum_of_all_the_ways(base: int, share: float) -> None:
    for number in range(base + 2):
        ways = sum(comb(base, met) * share**met * (1 - share) ** (base - met) for met in range(number, base + 1))
        assert at_least(number, base, share) == pytest.approx(ways, abs=1e-12)


def test_what_cannot_be_and_what_must_be() -> None:
    assert at_least(0, 0, 0.5) == 1.0
    assert at_least(1, 5, 0.0) == 0.0
    assert at_least(5, 5, 1.0) == 1.0
    assert at_least(6, 5, 1.0) == 0.0
    assert 0 < at_least(60, 3000, 0.01) < 1e-4
