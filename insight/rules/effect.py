"""Whether absence has changed since something was begun, against the year before and against others. Pure.

Both groups are told month by month: possible and absent days' work. The months since the beginning are held against the
same months a year earlier, so that the season is in both. What has changed in the initiative's units, less what has
changed in the units that they are compared with, is the difference.

How uncertain it is, is read from the months themselves: each gives a difference of its own, and their spread says how
much chance there is in one. The interval is the difference, plus and minus Student's t at 95 percent times the standard
deviation of the months divided by the square root of their number. Neighbouring months are alike, so it is rather too
narrow than too wide. It says how sure a difference is, never why there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from insight.rules.months import A_YEAR, last_whole_months, months_before

# Month, by its first day -> possible and absent days' work.
Months = Mapping[date, tuple[Decimal, Decimal]]

LEAST_AFTER: Final = 6
A_HUNDRED: Final = Decimal(100)
# Student's t, two-sided at 95 percent, by the degrees of freedom: one less than the number of months.
STUDENT: Final = {
    number: Decimal(t)
    for number, t in zip(
        range(LEAST_AFTER - 1, A_YEAR), ("2.571", "2.447", "2.365", "2.306", "2.262", "2.228", "2.201"), strict=True
    )
}


class Verdict(StrEnum):
    TOO_EARLY = "too_early"
    LOWER = "lower"
    HIGHER = "higher"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


class TooEarly(StrEnum):
    """Why it is too early to tell."""

    AFTER = "after"  # fewer than six whole months since
    BEFORE = "before"  # fewer than twelve months known from before


@dataclass(frozen=True, slots=True)
class Total:
    """Of several months together."""

    possible: Decimal
    absent: Decimal

    @property
    def percent(self) -> Decimal:
        return self.absent * A_HUNDRED / self.possible


@dataclass(frozen=True, slots=True)
class Side:
    """One of the groups: the twelve months before, the months since, and the same ones a year earlier."""

    before: Total
    after: Total
    year_earlier: Total

    @property
    def change(self) -> Decimal:
        """In percentage points, the season left out."""
        return self.after.percent - self.year_earlier.percent


@dataclass(frozen=True, slots=True)
class Pair:
    """A month since and the same one a year earlier, in percent; `compared` the same of the others, if any."""

    month: date
    after: Decimal
    year_earlier: Decimal
    compared: tuple[Decimal, Decimal] | None

    @property
    def difference(self) -> Decimal:
        change = self.after - self.year_earlier
        return change if self.compared is None else change - (self.compared[0] - self.compared[1])


@dataclass(frozen=True, slots=True)
class Effect:
    """`difference`, with the interval from `low` to `high`, is in percentage points. Where it is `too_early`, that says
    why, and there is nothing else; without a comparison `compared` is None.
    """

    verdict: Verdict
    too_early: TooEarly | None = None
    units: Side | None = None
    compared: Side | None = None
    pairs: tuple[Pair, ...] = ()
    difference: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


# --- Which months ----------------------------------------------------------------------------------------------


def year_before(begins: date) -> list[date]:
    """The twelve months before the one in which it begins."""
    return last_whole_months(begins, A_YEAR)


def months_since(begins: date, last_whole: date) -> list[date]:
    """The whole months since, within a year from the month in which it begins: so each has its own a year earlier
    before it. A month in which it begins after the first day belongs to neither.
    """
    first = 0 if begins.day == 1 else 1
    months = [months_before(begins, -ahead) for ahead in range(first, A_YEAR)]
    return [month for month in months if month <= last_whole]


def is_too_soon(begins: date, last_whole: date) -> bool:
    """Whether too few whole months have gone by, whatever the figures are."""
    return len(months_since(begins, last_whole)) < LEAST_AFTER


# --- What came of it -------------------------------------------------------------------------------------------


def effect_of(
    units: Months, compared: Months | None, *, begins: date, last_whole: date, known_from: date = date.min
) -> Effect:
    """What has become of the absence of the units since `begins`, through the month `last_whole`. A month counts where
    both groups could work in it, and absence is `known_from` it on.
    """
    groups = [units] if compared is None else [units, compared]
    known = _known(groups, known_from)
    before = year_before(begins)
    since = [month for month in months_since(begins, last_whole) if month in known]
    if len(since) < LEAST_AFTER:
        return Effect(Verdict.TOO_EARLY, TooEarly.AFTER)
    if not known.issuperset(before):
        return Effect(Verdict.TOO_EARLY, TooEarly.BEFORE)
    sides = [_side(group, before, since) for group in groups]
    pairs = tuple(_pair(month, units, compared) for month in since)
    difference = sides[0].change - (sides[1].change if compared is not None else 0)
    margin = _margin([pair.difference for pair in pairs])
    low, high = difference - margin, difference + margin
    return Effect(
        verdict=_verdict(low, high),
        units=sides[0],
        compared=sides[1] if compared is not None else None,
        pairs=pairs,
        difference=difference,
        low=low,
        high=high,
    )


def _known(groups: Sequence[Months], known_from: date) -> frozenset[date]:
    months = [{month for month, (possible, _) in group.items() if possible and month >= known_from} for group in groups]
    return frozenset(set.intersection(*months))


def _side(group: Months, before: Sequence[date], since: Sequence[date]) -> Side:
    return Side(
        before=_total(group, before),
        after=_total(group, since),
        year_earlier=_total(group, [months_before(month, A_YEAR) for month in since]),
    )


def _total(group: Months, months: Sequence[date]) -> Total:
    rows = [group[month] for month in months]
    return Total(sum((row[0] for row in rows), Decimal(0)), sum((row[1] for row in rows), Decimal(0)))


def _pair(month: date, units: Months, compared: Months | None) -> Pair:
    earlier = months_before(month, A_YEAR)
    percents = [
        (_total(group, [month]).percent, _total(group, [earlier]).percent) for group in (units, compared) if group
    ]
    return Pair(month, *percents[0], percents[1] if len(percents) > 1 else None)


def _margin(differences: Sequence[Decimal]) -> Decimal:
    number = len(differences)
    mean = sum(differences, Decimal(0)) / number
    variance = sum(((each - mean) ** 2 for each in differences), Decimal(0)) / (number - 1)
    return STUDENT[number - 1] * (variance / number).sqrt()


def _verdict(low: Decimal, high: Decimal) -> Verdict:
    if high < 0:
        return Verdict.LOWER
    return Verdict.HIGHER if low > 0 else Verdict.NO_CLEAR_DIFFERENCE
