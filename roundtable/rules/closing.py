"""Closing a meeting: what must be there, when the next one is proposed, and what a wider distance means. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from people.calendar import COPENHAGEN, Calendar
from people.rules import RuleViolation, insist
from roundtable.rules.agreements import fault_of
from roundtable.rules.plans import Fault


class Event(StrEnum):
    """What is written to the audit before the meeting is held."""

    CLOSING_PREPARED = "closing_prepared"


# In how many days the consultant is to have talked with both about a distance that has grown.
GAP_DAYS: Final = 7


class Part(NamedTuple):
    """Something that is missing: its code, and the reference of the agreement or the Monday that it is about."""

    code: str
    about: str = ""


class Agreed(NamedTuple):
    """An agreement as it stands on the wall."""

    ref: str
    has_owner: bool
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTable:
    """What stands when the meeting is to be closed. `plan_faults` is None where nothing of a plan is written.

    `pictured`: they have agreed on a step or written down that they do not, or have left it out. `attended`: whether
    anybody, and whether the employee.
    """

    begun: bool
    pictured: bool
    no_plan: bool
    plan_faults: Sequence[Fault] | None
    agreements: Sequence[Agreed]
    somebody_attended: bool
    employee_attended: bool


def missing(table: AtTable, today: date) -> list[Part]:
    """What keeps it open, in the order of the meeting: `not_begun`, `picture_missing`, `plan_missing` or the plan's
    faults, the agreements' faults, `attendance_missing`, or `employee_absent`: without them it was no meeting.
    """
    found = []
    if not table.begun:
        found.append(Part("not_begun"))
    if not table.pictured:
        found.append(Part("picture_missing"))
    found += _missing_of_plan(table)
    for agreed in table.agreements:
        fault = fault_of(has_owner=agreed.has_owner, due_on=agreed.due_on, today=today)
        if fault:
            found.append(Part(fault, agreed.ref))
    if not table.somebody_attended:
        found.append(Part("attendance_missing"))
    elif not table.employee_attended:
        found.append(Part("employee_absent"))
    return found


def _missing_of_plan(table: AtTable) -> Iterable[Part]:
    """No plan is a decision too."""
    if table.no_plan:
        return
    if table.plan_faults is None:
        yield Part("plan_missing")
        return
    for fault in table.plan_faults:
        yield Part(fault.code, fault.monday.isoformat() if fault.monday else "")


def check_close(parts: Sequence[Part]) -> None:
    """`RuleViolation` with the code of the first that is missing."""
    if parts:
        raise RuleViolation(parts[0].code)


def check_next(starts_at: datetime, now: datetime, calendar: Calendar) -> None:
    """The next meeting's time. `RuleViolation` with `next_in_past` or `next_on_a_free_day`."""
    insist(starts_at > now, "next_in_past")
    insist(calendar.is_working_day(starts_at.astimezone(COPENHAGEN).date()), "next_on_a_free_day")


def next_meeting_at(held_at: datetime, weeks: int, calendar: Calendar) -> datetime:
    """So many weeks later at the same hour on the Copenhagen clock, moved to a working day."""
    wall = held_at.astimezone(COPENHAGEN)
    day = calendar.next_working_day(wall.date() + timedelta(weeks=weeks))
    return datetime.combine(day, wall.time(), tzinfo=COPENHAGEN)


def gap_widened(before: int | None, now: int | None) -> bool:
    """Do they see it more differently than at the meeting before? Where both have placed at both."""
    return before is not None and now is not None and now > before
