"""What figures are made of: lengths of spells, seniority, and the sums from which percent and frequency follow. Pure.

The base: for an employee and a window, possible are the working days in the window within employment, times weekly
hours / 37; absent are the same days covered by a period, times its degree and weekly hours / 37. Holidays that people
take are not known, and not subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from retention.rules.partners import SMALLEST_TOLD

# What the sums are kept in: weekly hours and percent have two decimals each.
HOURS_SCALE: Final = Decimal(37 * 100)
ABSENT_SCALE: Final = HOURS_SCALE * 100 * 100
# A group of fewer is not told of.
FEWEST: Final = SMALLEST_TOLD
CENT: Final = Decimal("0.01")


class Length(StrEnum):
    """Of a spell in calendar days, from its first day to the earlier of its end and the window's."""

    SHORT = "short"  # 1-14
    MEDIUM = "medium"  # 15-28
    LONG = "long"  # 29 or more


LAST_SHORT_DAY: Final = 14
LAST_MEDIUM_DAY: Final = 28


class Seniority(StrEnum):
    """Years since the first day of the employee number's first employment, whole ones, on the day that counts."""

    FIRST_YEAR = "0"
    TWO_YEARS = "1-2"
    FOUR_YEARS = "3-4"
    NINE_YEARS = "5-9"
    LONGER = "10+"


# With how many whole years each begins.
SENIORITY_FROM: Final = dict(zip(Seniority, (0, 1, 3, 5, 10), strict=True))


class By(StrEnum):
    """What figures can be divided by; two at most together."""

    UNIT = "unit"
    JOB_GROUP = "job_group"
    CAUSE = "cause"
    MONTH = "month"
    LENGTH = "length"
    SENIORITY = "seniority"
    HOME_MUNICIPALITY = "home_municipality"


# These divide what is absent and what began; the base stays whole.
OF_PERIODS: Final = frozenset({By.CAUSE, By.LENGTH})


@dataclass(frozen=True, slots=True)
class Measures:
    """The sums of a group. Day's-works are of full-time people, before any rounding.

    `people` are those employed on at least one working day, each once. `absent` is headline sickness; what is
    pregnancy-related stands beside it.
    """

    people: int = 0
    possible: Decimal = Decimal(0)
    absent: Decimal = Decimal(0)
    pregnancy: Decimal = Decimal(0)
    short: int = 0
    medium: int = 0
    long: int = 0

    @property
    def spells(self) -> int:
        return self.short + self.medium + self.long

    def of_length(self, length: Length) -> int:
        return {Length.SHORT: self.short, Length.MEDIUM: self.medium, Length.LONG: self.long}[length]

    @property
    def percent(self) -> Decimal | None:
        """None where nothing was possible. Of whole numbers: parts of a 37th would turn halves into a little less."""
        absent, possible = round(self.absent * ABSENT_SCALE), round(self.possible * HOURS_SCALE)
        return Decimal(absent) / (possible * 100) if possible else None

    def frequency(self, days_a_year: int) -> Decimal | None:
        """Spells begun per possible full-time year, where so many working days are a year's."""
        return self.spells * Decimal(days_a_year) / self.possible if self.possible else None


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What is kept of a group and month, in whole numbers; see `insight.models.MonthFigures`."""

    people: int
    possible: int
    absent: int
    pregnancy: int
    absent_short: int
    absent_medium: int
    absent_short_then: int
    absent_medium_then: int
    spells: int
    short: int
    medium: int
    short_then: int
    medium_then: int


@dataclass(frozen=True, slots=True)
class WindowFigures:
    """Whole months together. At least `people` were employed; `absent_by` are the day's-works by the spell's length."""

    measures: Measures
    absent_by: dict[Length, Decimal]


def window_figures(months: Sequence[MonthSums | None]) -> WindowFigures:
    """Of months in order, None where there is nothing. The window ends with the last of them.

    A spell that goes on has then lasted so long as at the end of that month: of spells that began earlier this is
    what it is today, since whoever came into the month and out of it again has been away for 29 days or more.
    """
    found = [month for month in months if month is not None]
    earlier, last = found, None
    if months and months[-1] is not None:
        earlier, last = found[:-1], months[-1]
    short = sum(month.short for month in earlier) + (last.short_then if last else 0)
    medium = sum(month.medium for month in earlier) + (last.medium_then if last else 0)
    absent = sum(month.absent for month in found)
    absent_short = sum(month.absent_short for month in earlier) + (last.absent_short_then if last else 0)
    absent_medium = sum(month.absent_medium for month in earlier) + (last.absent_medium_then if last else 0)
    measures = Measures(
        people=max((month.people for month in found), default=0),
        possible=sum(month.possible for month in found) / HOURS_SCALE,
        absent=absent / ABSENT_SCALE,
        pregnancy=sum(month.pregnancy for month in found) / ABSENT_SCALE,
        short=short,
        medium=medium,
        long=sum(month.spells for month in found) - short - medium,
    )
    lengths = (absent_short, absent_medium, absent - absent_short - absent_medium)
    return WindowFigures(measures, dict(zip(Length, (days / ABSENT_SCALE for days in lengths), strict=True)))


def rounded(number: Decimal) -> Decimal:
    """To two decimals, as everything is that is printed; halves go up."""
    return number.quantize(CENT, ROUND_HALF_UP)
