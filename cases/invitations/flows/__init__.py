"""Use cases of talks that several are called to."""

from cases.invitations.flows.answering import (
    answer_invitation,
    answer_times,
    bring_companion,
    leave_companion_out,
    note_read,
)
from cases.invitations.flows.answers import drop_answers
from cases.invitations.flows.calling import call_off, call_together, propose_times
from cases.invitations.flows.entering import ask_for_code, make_code, renew_link, try_code
from cases.invitations.flows.seating import Invitee

__all__ = [
    "Invitee",
    "answer_invitation",
    "answer_times",
    "ask_for_code",
    "bring_companion",
    "call_off",
    "call_together",
    "drop_answers",
    "leave_companion_out",
    "make_code",
    "note_read",
    "propose_times",
    "renew_link",
    "try_code",
]
