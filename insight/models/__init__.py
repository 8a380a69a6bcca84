"""What is kept of insight. Each part has a module of its own; they are imported from here."""

from insight.models.initiatives import Assessment, Initiative
from insight.models.packs import Pack, PackFigures, PackPerson
from insight.models.rollup import (
    MonthFigures,
    Rollup,
    Shown,
    Stale,
    WatchedCause,
    WatchedClosingDay,
    WatchedEmployee,
    WatchedEmployment,
    WatchedPeriod,
    WatchedUnit,
)
from insight.models.targets import PlanAction, Target
from insight.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Assessment",
    "Initiative",
    "MonthFigures",
    "Pack",
    "PackFigures",
    "PackPerson",
    "PlanAction",
    "Rollup",
    "Shown",
    "Stale",
    "Target",
    "WatchedCause",
    "WatchedClosingDay",
    "WatchedEmployee",
    "WatchedEmployment",
    "WatchedPeriod",
    "WatchedUnit",
]
