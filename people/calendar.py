"""Which days count, and what 48 hours are. Pure: no clock, no database.

Working days are Monday to Friday except Danish public holidays and the municipality's own closing days.
Hours are judged on the Copenhagen wall clock, whatever zone a moment comes in, and every day has 24 of them: the hour
that summer time skips counts, and the one that its end shows twice counts the first time only. Both fall on a Sunday.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
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

    def working_days_after(self, day: date, days: int) -> date:
        """The working day that is so many of them after `day`; `day` itself after none."""
        for _one in range(days):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def add_working_hours(self, moment: datetime, hours: float, mode: str = ClockMode.WORKING_DAYS) -> datetime:
        """The earliest moment, on the Copenhagen clock, at which `hours` have run since `moment`.

        When the hours run out at a day's end, that is the result, even if the next day is free.
        `ValueError` for a moment without a zone, negative hours, or an unknown mode.
        """
        return self.add_working_time(moment, timedelta(hours=hours), mode)

    def add_working_time(self, moment: datetime, time: timedelta, mode: str = ClockMode.WORKING_DAYS) -> datetime:
        """As `add_working_hours`, for any length of time."""
        wall, left = _reading(moment), time
        if left < timedelta():
            raise ValueError("hours cannot be negative")
        mode = ClockMode(mode)
        if not left:
            return moment.astimezone(COPENHAGEN)
        if mode is ClockMode.CALENDAR:
            return _on_the_clock(wall + left)
        for start, end in self._stretches(wall, mode):
            if left <= end - start:
                return _on_the_clock(start + left)
            left -= end - start
        raise AssertionError("working days never end")

    def working_time_between(self, since: datetime, until: datetime, mode: str = ClockMode.WORKING_DAYS) -> timedelta:
        """How much working time has run from `since` to `until`; none if that is earlier.

        The other side of `add_working_hours`: hours have run from the moment on that it names.
        `ValueError` for a moment without a zone, or an unknown mode.
        """
        start, stop = _reading(since), _reading(until)
        mode = ClockMode(mode)
        if mode is ClockMode.CALENDAR:
            return max(stop - start, timedelta())
        total = timedelta()
        for begins, ends in self._stretches(start, mode):
            if begins >= stop:
                break
            total += min(ends, stop) - begins
        return total

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


def _reading(moment: datetime) -> datetime:
    """How far the Copenhagen clock has come, without its zone; it stands still in the hour that it shows again."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    # By way of UTC, since a reading that summer time skips is otherwise left as it is.
    shown = moment.astimezone(UTC).astimezone(COPENHAGEN)
    if shown.fold:
        shown = shown.replace(minute=0, second=0, microsecond=0, fold=0) + timedelta(hours=1)
    return shown.replace(tzinfo=None)


def _on_the_clock(wall: datetime) -> datetime:
    """The moment of a Copenhagen clock reading; one that summer time skips is the first that follows."""
    moment = wall.replace(tzinfo=COPENHAGEN)
    real = moment.astimezone(UTC).astimezone(COPENHAGEN)
    if real.replace(tzinfo=None) == wall:
        return moment
    return real.replace(minute=0, second=0, microsecond=0)


# What a municipality usually closes besides the public holidays, every year: in Danish and in English.
USUAL_CLOSING_DAYS: Final = {
    ClosingDay(12, 24): ("Juleaften", "Christmas Eve"),
    ClosingDay(12, 31): ("Nytårsaften", "New Year's Eve"),
    ClosingDay(6, 5): ("Grundlovsdag", "Constitution Day"),
}
DEFAULT_CALENDAR = Calendar(frozenset(USUAL_CLOSING_DAYS))
