"""How much of the working time that was possible was lost to absence. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from absence.rules.periods import Period
from people.calendar import Calendar

FULL_TIME: Final = Decimal(37)
A_HUNDRED: Final = Decimal(100)


class Place(NamedTuple):
    """An employment: whose, where, and from a first to a last day (both of them days of employment)."""

    person: int
    employee: int
    unit: int
    first_day: date
    last_day: date | None
    weekly_hours: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """In full-time working days. `group` is who was employed on at least one of the days, and where: (person, unit)."""

    possible: Decimal
    absent: Decimal
    group: frozenset[tuple[int, int]]

    @property
    def percent(self) -> Decimal | None:
        """None where nothing was possible."""
        return self.absent * 100 / self.possible if self.possible else None

    @property
    def people(self) -> int:
        """Each once."""
        return len({person for person, _unit in self.group})


def working_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """The working days from `first` to `last`, both included."""
    days = ((first + timedelta(days=ahead)) for ahead in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def share_of(
    places: Iterable[Place],
    periods: Mapping[int, Sequence[Period]],
    days: Sequence[date],
    today: date,
) -> Share:
    """Of the working days `days`, in order: those within each employment, times weekly hours / 37, are possible; of
    them those that a period covers, times its degree, are absent.

    `periods` are an employee's own, of the causes that are counted, and never overlap. One that is open lasts through
    the earlier of the last of the days and today. Holidays that people take are not known, and not subtracted.
    """
    possible = absent = Decimal(0)
    group = set()
    for place in places:
        first, last = place.first_day, place.last_day or date.max
        there = _number(days, first, last)
        if not there:
            continue
        group.add((place.person, place.unit))
        weight = place.weekly_hours / FULL_TIME
        possible += there * weight
        for period in periods.get(place.employee, ()):
            until = today if period.last_day is None else period.last_day
            away = _number(days, max(first, period.first_day), min(last, until))
            absent += away * weight * Decimal(period.degree) / A_HUNDRED
    return Share(possible, absent, frozenset(group))


def _number(days: Sequence[date], first: date, last: date) -> int:
    """How many of the days lie from `first` to `last`."""
    return max(bisect_right(days, last) - bisect_left(days, first), 0)
