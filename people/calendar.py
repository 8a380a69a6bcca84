"""Which days count, and what 48 hours are. Pure: no clock, no database.

Working days are Monday to Friday except Danish public holidays and the municipality's own closing days.
Hours are judged on the Copenhagen wall clock, whatever zone a moment comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class ClockMode(StrEnum):
    """How the hours of a deadline are counted; a setting of the municipality."""

    WORKING_DAYS = "working_days"  # 24 hours on every working day, none on others
    CALENDAR = "calendar"  # every hour of every day
    OFFICE_HOURS = "office_hours"  # opening hours of working days


class ClosingDay(NamedTuple):
    """A day on which the municipality is closed: in one year, or in each (`year` None)."""

    month: int
    day: int
    year: int | None = None


@lru_cache(maxsize=512)
def _public_holidays(year: int) -> frozenset[date]:
    """The library knows the years to 2199 and the end of Store Bededag after 2023; later years have none."""
    import holidays  # noqa: PLC0415 - half a second, which many processes never need

    return frozenset(holidays.country_holidays("DK", years=year))


@dataclass(frozen=True)
class Calendar:
    """The working days and opening hours of one municipality."""

    closing_days: frozenset[ClosingDay] = frozenset()
    opens: time = time(8)
    closes: time = time(16)
    _free: dict[int, frozenset[date]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._free_days(day.year)

    def next_working_day(self, day: date) -> date:
        """The first working day from `day` on; `day` itself if it is one."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day up to `day`; `day` itself if it is one."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_hours(self, moment: datetime, hours: float, mode: str = ClockMode.WORKING_DAYS) -> datetime:
        """The earliest moment, on the Copenhagen clock, at which `hours` have run since `moment`.

        When the hours run out at a day's end, that is the result, even if the next day is free.
        `ValueError` for a moment without a zone, negative hours, or an unknown mode.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if hours < 0:
            raise ValueError("hours cannot be negative")
        wall = moment.astimezone(COPENHAGEN).replace(tzinfo=None)
        left = timedelta(hours=hours)
        if ClockMode(mode) is ClockMode.CALENDAR:
            return _on_the_clock(wall + left)
        if not left:
            return moment.astimezone(COPENHAGEN)
        for start, end in self._stretches(wall, ClockMode(mode)):
            if left <= end - start:
                return _on_the_clock(start + left)
            left -= end - start
        raise AssertionError("working days never end")

    def _free_days(self, year: int) -> frozenset[date]:
        """Public holidays and closing days of a year, weekdays or not."""
        free = self._free.get(year)
        if free is None:
            closed = {day for closing in self.closing_days for day in _dates_of(closing, year)}
            free = self._free[year] = _public_holidays(year) | closed
        return free

    def _stretches(self, wall: datetime, mode: ClockMode) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of wall clock, from `wall` on, in which hours count."""
        day = wall.date()
        while True:
            day = self.next_working_day(day)
            midnight = datetime.combine(day, time.min)
            start, end = midnight, midnight + ONE_DAY
            if mode is ClockMode.OFFICE_HOURS:
                start, end = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
            if wall < end:
                yield max(start, wall), end
            day += ONE_DAY


def _dates_of(closing: ClosingDay, year: int) -> Iterator[date]:
    if closing.year not in (None, year):
        return
    try:
        yield date(year, closing.month, closing.day)
    except ValueError:  # 29 February in a common year
        return


def _on_the_clock(wall: datetime) -> datetime:
    """The moment of a Copenhagen clock reading; one that summer time skips is the first that follows."""
    moment = wall.replace(tzinfo=COPENHAGEN)
    real = moment.astimezone(UTC).astimezone(COPENHAGEN)
    if real.replace(tzinfo=None) == wall:
        return moment
    return real.replace(minute=0, second=0, microsecond=0)


DEFAULT_CALENDAR = Calendar(frozenset({ClosingDay(6, 5), ClosingDay(12, 24), ClosingDay(12, 31)}))
