"""The meeting: how it was asked for, its clock, what happens at the table, and what is agreed there."""

from roundtable.models.meetings import (
    ClockWatch,
    Meeting,
    OutsideRequest,
    Pause,
)
from roundtable.models.series import (
    Series,
    SeriesExclusion,
)
from roundtable.models.table import (
    AgreedAction,
    PlanItem,
    PlanWeek,
    Preparation,
    ReturnPlan,
)

__all__ = [
    "AgreedAction",
    "ClockWatch",
    "Meeting",
    "OutsideRequest",
    "Pause",
    "PlanItem",
    "PlanWeek",
    "Preparation",
    "ReturnPlan",
    "Series",
    "SeriesExclusion",
]
