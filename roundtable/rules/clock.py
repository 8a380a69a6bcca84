"""The 48 hours from a request until its meeting is planned: what has run, what is left, and who is told. Pure.

Everything is reckoned in working time since the request. So a pause takes what would have run meanwhile and no more,
two pauses at once take it once, and nothing ever runs on a day that does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from people.calendar import Calendar, ClockMode
from people.rules import insist
from people.words import Chip, Language, clock_chip, planned_chip


class PauseReason(StrEnum):
    """Why nothing can be planned for now; typed, so that nothing about health is written."""

    EMPLOYEE_UNREACHABLE = "employee_unreachable"
    EMPLOYEE_ASKS_FOR_LATER = "employee_asks_for_later"
    EMPLOYEE_AWAY = "employee_away"  # holiday, leave or not well enough: which of them is not said
    WAITING_FOR_COMPANION = "waiting_for_companion"
    WAITING_FOR_ANOTHER = "waiting_for_another"  # somebody else without whom it cannot be held


@dataclass(frozen=True, slots=True)
class Pause:
    """`ended_at` is empty while it runs. Planning and closing end it, whether or not that was written down."""

    reason: PauseReason
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock of one request is read from.

    `planned_at` is when a meeting was first planned; `stopped_at` when it was cancelled or closed without being held.
    """

    requested_at: datetime
    pauses: tuple[Pause, ...] = ()
    planned_at: datetime | None = None
    held_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Does it still count down? A paused one does; it stands still meanwhile."""
        return self.planned_at is None and self.stopped_at is None

    @property
    def running_pause(self) -> Pause | None:
        if not self.runs:
            return None
        return next((pause for pause in self.pauses if pause.ended_at is None), None)


class Measure(StrEnum):
    """What the time is taken to, each apart; the clock that people see runs to the first."""

    PLANNED = "planned"
    HELD = "held"


class Level(StrEnum):
    """How far the clock has come."""

    CALM = "calm"
    AMBER = "amber"
    COLLEAGUE = "colleague"  # who is to help out is told
    LEAD = "lead"  # the team's lead is told: the time is up


SHARES: Final[dict[Level, float]] = {Level.CALM: 0, Level.AMBER: 0.5, Level.COLLEAGUE: 0.75, Level.LEAD: 1}


@dataclass(frozen=True, slots=True)
class Target:
    """Within how many hours, and how the municipality counts them."""

    calendar: Calendar
    hours: float = 48
    mode: ClockMode = ClockMode.WORKING_DAYS

    def part(self, level: Level) -> timedelta:
        """The time after which the level is reached."""
        return timedelta(hours=self.hours) * SHARES[level]

    @property
    def a_day(self) -> timedelta:
        """The time that counts in one day."""
        if self.mode is not ClockMode.OFFICE_HOURS:
            return timedelta(days=1)
        opens, closes = (
            timedelta(hours=at.hour, minutes=at.minute) for at in (self.calendar.opens, self.calendar.closes)
        )
        return closes - opens

    def between(self, since: datetime, until: datetime) -> timedelta:
        return self.calendar.working_time_between(since, until, self.mode)


# --- What has run --------------------------------------------------------------------------------------


def gross(clock: Clock, target: Target, now: datetime, to: Measure = Measure.PLANNED) -> timedelta:
    """The working time from the request to what is measured; to `now`, or to the close, while that has not come."""
    return target.between(clock.requested_at, _end(clock, to) or now)


def net(clock: Clock, target: Target, now: datetime, to: Measure = Measure.PLANNED) -> timedelta:
    """`gross` without the pauses."""
    paused = sum((ends - begins for begins, ends in _pauses(clock, target, now, to)), timedelta())
    return gross(clock, target, now, to) - paused


def left(clock: Clock, target: Target, now: datetime) -> timedelta:
    """What is left of the net time; below zero, what it is over by."""
    return target.part(Level.LEAD) - net(clock, target, now)


def level(clock: Clock, target: Target, now: datetime) -> Level:
    """The highest that is reached; of a clock that stopped, that was."""
    ran = net(clock, target, now)
    return next(reached for reached in reversed(Level) if ran >= target.part(reached))


# --- When -----------------------------------------------------------------------------------------------


def due_at(clock: Clock, target: Target, now: datetime, to: Measure = Measure.PLANNED) -> datetime:
    """When the net time is used up; `reached_at` of the last level."""
    return reached_at(clock, target, Level.LEAD, now, to)


def reached_at(clock: Clock, target: Target, wanted: Level, now: datetime, to: Measure = Measure.PLANNED) -> datetime:
    """The earliest moment, on the Copenhagen clock, at which the level was reached, or is if nothing else happens.

    A pause that runs counts as if it ended now, so meanwhile what is still ahead moves away.
    """
    run = target.part(wanted)
    for begins, ends in _pauses(clock, target, now, to):
        if run <= begins:
            break
        run += ends - begins
    return target.calendar.add_working_time(clock.requested_at, run, target.mode)


def is_within(clock: Clock, target: Target, to: Measure = Measure.PLANNED) -> bool:
    """Was it planned (or held) by the time that it was due? No, while it has not been."""
    done_at = clock.planned_at if to is Measure.PLANNED else clock.held_at
    # By way of UTC: moments of one zone are compared by a clock that shows an hour twice.
    return done_at is not None and done_at.astimezone(UTC) <= due_at(clock, target, done_at, to).astimezone(UTC)


def _end(clock: Clock, to: Measure) -> datetime | None:
    return (clock.planned_at if to is Measure.PLANNED else clock.held_at) or clock.stopped_at


def _pauses(clock: Clock, target: Target, now: datetime, to: Measure) -> Iterator[tuple[timedelta, timedelta]]:
    """The pauses as stretches of the working time that is measured, in order; none overlaps another."""
    whole = gross(clock, target, now, to)
    still_running = _end(clock, Measure.PLANNED) or now
    reached = timedelta()
    for begins, ends in sorted(
        (
            target.between(clock.requested_at, pause.began_at),
            min(whole, target.between(clock.requested_at, pause.ended_at or still_running)),
        )
        for pause in clock.pauses
    ):
        if ends > max(begins, reached):
            yield max(begins, reached), ends
            reached = ends


# --- What may be done ----------------------------------------------------------------------------------


def check_pause(clock: Clock) -> None:
    """May the clock stand still from now on? `RuleViolation` with `clock_stopped` or `already_paused`."""
    insist(clock.runs, "clock_stopped")
    insist(clock.running_pause is None, "already_paused")


def check_resume(clock: Clock) -> None:
    """May it run on? `RuleViolation("not_paused")`."""
    insist(clock.running_pause is not None, "not_paused")


# --- In words ------------------------------------------------------------------------------------------


def chip_of(clock: Clock, target: Target, now: datetime, lang: Language = "da") -> Chip | None:
    """The chip beside the person; none where the matter was closed without a meeting being planned."""
    if clock.planned_at is not None:
        return planned_chip(net(clock, target, now), lang)
    if clock.stopped_at is not None:
        return None
    return clock_chip(
        left(clock, target, now),
        lang,
        near=level(clock, target, now) is not Level.CALM,
        paused=clock.running_pause is not None,
        a_day=target.a_day,
    )
