"""Targets of units: which one holds where, and how far off it a figure lies. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from insight.rules.months import last_twelve_months
from people.rules import insist
from roundtable.rules.windows import Window

LOWEST: Final = Decimal(0)
BELOW: Final = Decimal(100)
_WRITTEN: Final = re.compile(r"(?<!\S)([0-9]{1,18}):([0-9]{1,2}\.[0-9]{2})(?!\S)")


class Event(StrEnum):
    """What the flows of targets record."""

    TARGETS_SET = "targets_set"
    ACTION_ADDED = "plan_action_added"
    ACTION_CHANGED = "plan_action_changed"
    ACTION_SETTLED = "plan_action_settled"
    ACTION_DROPPED = "plan_action_dropped"


@dataclass(frozen=True, slots=True)
class Aim:
    """The target that holds for a unit, and the unit that has it."""

    percent: Decimal
    unit: int


def aim_of(upwards: Iterable[int], targets: Mapping[int, Decimal]) -> Aim | None:
    """A unit's own target of a year, or else the nearest one upwards; None where nobody has set any.

    `upwards` begins with the unit itself.
    """
    return next((Aim(targets[unit], unit) for unit in upwards if unit in targets), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's own target as it was when the page was opened, and as it is to be; None for none of its own."""

    before: Decimal | None
    after: Decimal | None


def written(targets: Mapping[int, Decimal | None]) -> str:
    """Units' own targets as a form carries them from when it was opened."""
    return " ".join(f"{unit}:{percent:.2f}" for unit, percent in targets.items() if percent is not None)


def read(text: str) -> dict[int, Decimal]:
    """What `written` wrote; without what it never writes."""
    return {int(unit): Decimal(percent) for unit, percent in _WRITTEN.findall(text)}


def check_percent(percent: Decimal | None) -> None:
    """`RuleViolation("percent_out_of_range")`."""
    insist(percent is None or LOWEST < percent < BELOW, "percent_out_of_range")


def years_of(today: date) -> tuple[int, int, int]:
    """The years whose targets are shown and set: last year's, this year's and the next one's."""
    return today.year - 1, today.year, today.year + 1


def window_of_year(year: int, today: date) -> Window:
    """The days against which a year's targets are held: that year once it is over, until then the last twelve whole
    months.
    """
    if year < today.year:
        return Window(date(year, 1, 1), date(year, 12, 31))
    return last_twelve_months(today)


# --- Plans -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a unit's plan."""

    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a unit's plan has come."""

    open: int
    late: int
    done: int


def progress_of(deeds: Iterable[Deed], today: date) -> Progress:
    deeds = list(deeds)
    still = [deed for deed in deeds if deed.done_on is None]
    return Progress(len(still), sum(deed.due_on < today for deed in still), len(deeds) - len(still))
