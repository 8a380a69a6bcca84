"""A walk along the clock: what the calendar reckons, counted naively. An oracle."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from people.calendar import COPENHAGEN, DEFAULT_CALENDAR, ClockMode

QUARTER = timedelta(minutes=15)
NOTHING = timedelta()


def walk(since: datetime, mode: str) -> Iterator[tuple[datetime, timedelta]]:
    """Each quarter from `since` on, which stands on one, with the time that counts in it.

    None in the hour that the clock shows again; in the quarter before the hour that it skips, that hour too.
    """
    while True:
        begins, ends = since.astimezone(COPENHAGEN), (since + QUARTER).astimezone(COPENHAGEN)
        passed = NOTHING if begins.fold else QUARTER + max(NOTHING, ends.utcoffset() - begins.utcoffset())
        yield since, passed if _counts(begins, mode) else NOTHING
        since += QUARTER


def _counts(shown: datetime, mode: str) -> bool:
    if mode == ClockMode.CALENDAR:
        return True
    open_now = mode == ClockMode.WORKING_DAYS or time(8) <= shown.time() < time(16)
    return open_now and DEFAULT_CALENDAR.is_working_day(shown.date())


def on_the_quarter(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
