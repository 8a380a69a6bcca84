"""What is done to follow-ups. Each flow locks the employee first, so that two at once come one after the other."""

from cases.followups.flows.acting import (
    confirm_by_sick_report,
    confirm_follow_up,
    hand_over,
    note_contact,
    postpone_follow_up,
    undo_confirmation,
)
from cases.followups.flows.owing import drop, fulfil, move_due, owe
from cases.followups.flows.reconciling import Reconciled, reconcile_many

__all__ = [
    "Reconciled",
    "confirm_by_sick_report",
    "confirm_follow_up",
    "drop",
    "fulfil",
    "hand_over",
    "move_due",
    "note_contact",
    "owe",
    "postpone_follow_up",
    "reconcile_many",
    "undo_confirmation",
]
