"""A meeting's clock, as the rules read it."""

from datetime import date, datetime, timedelta

from django.conf import settings

from people.calendar import COPENHAGEN, ClockMode
from people.queries import municipal_calendar
from roundtable.models import Meeting
from roundtable.rules.clock import Clock, Pause, PauseReason, Target


def target() -> Target:
    """The municipality's. One query."""
    return Target(municipal_calendar(), settings.ROUND_TABLE_HOURS, ClockMode(settings.ROUND_TABLE_CLOCK))


def clock_of(meeting: Meeting) -> Clock:
    """One query, unless the meeting's pauses were fetched with it."""
    return Clock(
        requested_at=meeting.requested_at,
        pauses=tuple(
            Pause(PauseReason(pause.reason), pause.began_at, pause.ended_at) for pause in meeting.pauses.all()
        ),
        planned_at=meeting.planned_at,
        held_at=meeting.held_at,
        stopped_at=meeting.ended_at,
    )


def last_day_of(due_at: datetime) -> date:
    """A result at midnight is the end of the day before."""
    return (due_at.astimezone(COPENHAGEN) - timedelta(microseconds=1)).date()
