"""The days of which a figure is. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from people.rules import insist

ONE_DAY: Final = timedelta(days=1)
MONTHS_A_QUARTER: Final = 3
# A longer time from a day to a day is of no use, and costs more to count.
LONGEST: Final = timedelta(days=5 * 366)
_WORD: Final = re.compile(r"([1-9][0-9]{3})-([1-4])")


class Span(StrEnum):
    """How long a window is, and its word in an address."""

    MONTH = "maaned"
    QUARTER = "kvartal"
    YEAR = "aar"
    FREE = "fra-til"


MONTHS: Final = {Span.MONTH: 1, Span.QUARTER: MONTHS_A_QUARTER, Span.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Window:
    """From a first to a last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window_of(span: Span, day: date) -> Window:
    """The month, quarter or year of the day; the day itself where the span is free."""
    if span is Span.FREE:
        return Window(day, day)
    months = MONTHS[span]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = first.month + months - 1
    return Window(first, date(day.year, end, monthrange(day.year, end)[1]))


def check_window(window: Window) -> None:
    """`RuleViolation` with `ends_before_start` or `too_long`."""
    insist(window.first <= window.last, "ends_before_start")
    insist(window.last - window.first <= LONGEST, "too_long")


def before(span: Span, window: Window) -> Window:
    """The one that ends where this one begins."""
    return window_of(span, window.first - ONE_DAY)


def after(span: Span, window: Window) -> Window:
    return window_of(span, window.last + ONE_DAY)


def quarters_of(window: Window) -> list[Window]:
    """The quarter that the window is, or those of the year that it is; none of any other."""
    if window == window_of(Span.QUARTER, window.first):
        return [window]
    if window == window_of(Span.YEAR, window.first):
        months = range(1, 12, MONTHS_A_QUARTER)
        return [window_of(Span.QUARTER, date(window.first.year, month, 1)) for month in months]
    return []


def number_of_quarter(day: date) -> int:
    """Of the one that the day lies in, from 1 to 4."""
    return (day.month - 1) // MONTHS_A_QUARTER + 1


def quarter_word(day: date) -> str:
    """`2026-3` of the quarter that the day lies in, in addresses and names of files."""
    return f"{day.year}-{number_of_quarter(day)}"


def quarter_named(word: str) -> date | None:
    """The first day of the quarter that `quarter_word` wrote; None for anything else."""
    found = _WORD.fullmatch(word)
    return date(int(found[1]), int(found[2]) * MONTHS_A_QUARTER - 2, 1) if found else None
