"""What each phase of a meeting shows on the wall."""

from collections.abc import Mapping
from typing import Final

from cases.panels import Panel
from people.viewer import Viewer
from roundtable.closing.wall import show_close
from roundtable.models import Meeting
from roundtable.plans.wall import show_plan
from roundtable.rules.table import Phase
from roundtable.table.picture import show_picture
from roundtable.table.since import show_since
from roundtable.table.wall import ShowPhase

SHOWN: Final[dict[Phase, ShowPhase]] = {
    Phase.SINCE: show_since,
    Phase.PICTURE: show_picture,
    Phase.PLAN: show_plan,
    Phase.CLOSE: show_close,
}


def show_phase(viewer: Viewer, meeting: Meeting, asked: Mapping[str, str]) -> Panel:
    """The phase that the meeting is in."""
    return SHOWN[Phase(meeting.phase)](viewer, meeting, asked)
