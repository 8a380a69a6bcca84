"""The pieces of a meeting's page that the settings name, and what a leader's front page says of meetings."""

from datetime import date

from django.conf import settings

from cases.panels import Panel, made
from people.viewer import Viewer
from roundtable.meetings.queries.ahead import meetings_ahead
from roundtable.models import Meeting


def meeting_panels(viewer: Viewer, meeting: Meeting) -> list[Panel]:
    """Each of `(viewer, today, meeting)`, in order. The meeting is one that a door has opened: its employee
    `with_place` and `seen_as`, its case, its talk.
    """
    return made(settings.MEETING_PANELS, viewer, viewer.today, meeting)


def leaders_meetings(viewer: Viewer, today: date) -> Panel | None:
    """Those about people whom the viewer leads, until they are held; None without any. Two queries."""
    rows = meetings_ahead(viewer) if viewer.leads else []
    return Panel("roundtable/meetings/ahead.html", rows, side=True) if rows else None
