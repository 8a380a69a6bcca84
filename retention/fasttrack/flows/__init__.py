"""What is done about Fast track."""

from retention.fasttrack.flows.acting import (
    ANSWERS,
    Words,
    answer_fast_track,
    change_fast_track,
    explain_missed_window,
    inform_employee,
    mark_as_sent,
    note_outcome,
    start_fast_track,
    withdraw_fast_track,
)
from retention.fasttrack.flows.settling import seed_parameters, settle_fast_tracks

__all__ = [
    "ANSWERS",
    "Words",
    "answer_fast_track",
    "change_fast_track",
    "explain_missed_window",
    "inform_employee",
    "mark_as_sent",
    "note_outcome",
    "seed_parameters",
    "settle_fast_tracks",
    "start_fast_track",
    "withdraw_fast_track",
]
