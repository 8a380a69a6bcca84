"""What is done about absence: recorded, read in from payroll, written out, and turned into follow-ups."""

from absence.flows.deriving import Evaluated, evaluate_policies, rederive
from absence.flows.giving import AlreadyGiven, give_policy
from absence.flows.payroll import ImportSummary, LeavesOutTooMany, export_absence, import_absence
from absence.flows.periods import (
    correct_period,
    report_fit,
    report_partly_fit,
    report_sick,
    undo_change,
    undo_report,
    withdraw_period,
)
from absence.flows.reference import seed_causes, seed_policies

__all__ = [
    "AlreadyGiven",
    "Evaluated",
    "ImportSummary",
    "LeavesOutTooMany",
    "correct_period",
    "evaluate_policies",
    "export_absence",
    "give_policy",
    "import_absence",
    "rederive",
    "report_fit",
    "report_partly_fit",
    "report_sick",
    "seed_causes",
    "seed_policies",
    "undo_change",
    "undo_report",
    "withdraw_period",
]
