"""Months as figures count them: by their first day. Pure."""

from datetime import date, timedelta
from typing import Final

from roundtable.rules.windows import Window

A_YEAR: Final = 12


def month_number(day: date) -> int:
    """Of the month that the day lies in; the next month's is one more."""
    return day.year * A_YEAR + day.month - 1


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before the day's; after it, if negative."""
    return month_of(month_number(day) - months)


def month_of(number: int) -> date:
    """Its first day."""
    return date(number // A_YEAR, number % A_YEAR + 1, 1)


def last_whole_months(today: date, months: int) -> list[date]:
    """So many whole months in order, the last of which ended before the day's month."""
    return [months_before(today, before) for before in range(months, 0, -1)]


def last_twelve_months(today: date) -> Window:
    """The last whole ones."""
    first, last = months_before(today, A_YEAR), months_before(today, 0) - timedelta(days=1)
    return Window(first, last)


def months_between(first: date, last: date) -> list[date]:
    """The months from the first day's to the last day's, both included."""
    return [months_before(first, -ahead) for ahead in range(month_number(last) - month_number(first) + 1)]
