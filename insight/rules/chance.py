"""What chance alone gives: whether two shares differ, and how seldom so many of a group would be met. Pure.

The interval of one share is Wilson's, that of a difference Newcombe's (his method 10, from two of Wilson's). Both hold
for small groups and for shares near none or all, where the usual plus-minus does not. The level is 99 percent: many
groups are looked at side by side, and of a hundred that are alike one would seem to differ all the same.
"""

from math import exp, lgamma, log, log1p, sqrt
from typing import Final

# Of the normal distribution, both ends together 1 percent.
Z: Final = 2.5758293035489004


def interval(number: int, base: int, z: float = Z) -> tuple[float, float]:
    """Between which shares, from 0 to 1, the true one of `number` of `base` lies; from 0 to 1 of nothing."""
    if not base:
        return 0.0, 1.0
    share, squared = number / base, z * z
    middle = (share + squared / (2 * base)) / (1 + squared / base)
    half = z * sqrt(share * (1 - share) / base + squared / (4 * base * base)) / (1 + squared / base)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def difference(number: int, base: int, other: int, other_base: int, z: float = Z) -> tuple[float, float]:
    """Between which differences the true one lies of `number` of `base` less `other` of `other_base`.

    From -1 to 1 where one of them is of nothing.
    """
    if not base or not other_base:
        return -1.0, 1.0
    share, beside = number / base, other / other_base
    low, high = interval(number, base, z)
    other_low, other_high = interval(other, other_base, z)
    apart = share - beside
    return (
        apart - sqrt((share - low) ** 2 + (other_high - beside) ** 2),
        apart + sqrt((high - share) ** 2 + (beside - other_low) ** 2),
    )


def at_least(number: int, base: int, share: float) -> float:
    """How likely `number` or more of `base` are met, where each is with the chance `share`, whatever the others."""
    if number <= 0:
        return 1.0
    if number > base or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return min(sum(exp(_log_of(met, base, share)) for met in range(number, base + 1)), 1.0)


def _log_of(met: int, base: int, share: float) -> float:
    ways = lgamma(base + 1) - lgamma(met + 1) - lgamma(base - met + 1)
    return ways + met * log(share) + (base - met) * log1p(-share)
