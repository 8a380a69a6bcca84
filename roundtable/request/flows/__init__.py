"""What is done about a meeting before it is held. Each flow locks the employee first."""

from roundtable.request.flows.asking import answer_request, request_meeting
from roundtable.request.flows.clocks import name_watchers, pause_meeting, resume_meeting, watch_clocks
from roundtable.request.flows.ending import cancel_meeting, close_stale_meetings, close_unheld
from roundtable.request.flows.planning import ask_for_times, plan_meeting

__all__ = [
    "answer_request",
    "ask_for_times",
    "cancel_meeting",
    "close_stale_meetings",
    "close_unheld",
    "name_watchers",
    "pause_meeting",
    "plan_meeting",
    "request_meeting",
    "resume_meeting",
    "watch_clocks",
]
