"""When the next meeting is: as they have said, or as it is proposed."""

from datetime import datetime

from django.conf import settings

from people.calendar import COPENHAGEN, Calendar
from people.viewer import Viewer
from roundtable.models import Meeting
from roundtable.rules.closing import next_meeting_at
from roundtable.rules.table import TablePart


def is_settled(meeting: Meeting) -> bool:
    """Whether they have said when the next meeting is, or that there is none."""
    return TablePart.CLOSING in meeting.touched


def proposed_next(meeting: Meeting, viewer: Viewer, calendar: Calendar) -> datetime:
    """On the Copenhagen clock: what they chose, else some weeks after this one."""
    if meeting.next_at is not None:
        return meeting.next_at.astimezone(COPENHAGEN)
    began = meeting.conversation.starts_at or meeting.begun_at or viewer.now
    return next_meeting_at(began, settings.ROUND_TABLE_AGAIN_WEEKS, calendar)
