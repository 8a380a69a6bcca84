"""Absence periods and employments, as the rules see them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Period(NamedTuple):
    """One recorded absence; both days count, and `last_day` None is open. `degree` is percent absent."""

    first_day: date
    last_day: date | None
    cause: str
    degree: Decimal | int = 100
    expected_return: date | None = None


class Stay(NamedTuple):
    """An employee's days in one unit; first and last are both days of employment. No rule asks the job group."""

    unit: int
    first_day: date
    last_day: date | None = None
    job_group: str = ""

    def runs_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def stay_on(stays: Sequence[Stay], day: date) -> Stay | None:
    """The stay of a day: before a hire the first to come, after the last day of employment the last.

    Of two employments that run at once the one that began later counts. None without any employment.
    """
    if len(stays) == 1:
        return stays[0]
    running = [stay for stay in stays if stay.runs_on(day)]
    if running:
        return max(running, key=_first_day)
    ahead = [stay for stay in stays if stay.first_day > day]
    if ahead:
        return min(ahead, key=_first_day)
    return max(stays, key=_last_day) if stays else None


def unit_on(stays: Sequence[Stay], day: date) -> int | None:
    """The unit of a day, by `stay_on`."""
    stay = stay_on(stays, day)
    return None if stay is None else stay.unit


def _first_day(stay: Stay) -> tuple[date, int]:
    return stay.first_day, stay.unit


def _last_day(stay: Stay) -> tuple[date, date, int]:
    return stay.last_day or date.max, stay.first_day, stay.unit
