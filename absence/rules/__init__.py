"""The policy engine: what absence makes due. Pure: periods, policies and days go in, what is owed comes out."""

from absence.rules.causes import Cause, CauseList
from absence.rules.deriving import ASK_RETURN, WELCOME_BACK, Deriver, duty_of
from absence.rules.engine import Firing, PolicyEngine
from absence.rules.givens import Gift, Givens
from absence.rules.periods import Period, Stay, stay_on, unit_on
from absence.rules.policies import STATUTORY, Kind, Policy, Rule, Weekend
from absence.rules.simulating import simulate

__all__ = [
    "ASK_RETURN",
    "STATUTORY",
    "WELCOME_BACK",
    "Cause",
    "CauseList",
    "Deriver",
    "Firing",
    "Gift",
    "Givens",
    "Kind",
    "Period",
    "Policy",
    "PolicyEngine",
    "Rule",
    "Stay",
    "Weekend",
    "duty_of",
    "simulate",
    "stay_on",
    "unit_on",
]
