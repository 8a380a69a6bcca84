"""What stands of an initiative, as a form that changes it is opened with."""

from typing import Final

from insight.models import Initiative
from retention.saying import as_it_stands

# What is kept of an initiative besides its units, and may be changed by whoever has seen what stands.
WRITTEN: Final = (
    "title",
    "purpose",
    "goal",
    "efforts",
    "baseline",
    "resources",
    "amount",
    "next_step",
    "responsible_id",
    "responsible_words",
    "reports_to",
    "follow_up_on",
    "first_day",
    "last_day",
    "job_group",
)


def as_written(initiative: Initiative) -> dict[str, object]:
    units = sorted(unit.pk for unit in initiative.units.all())
    return {**as_it_stands(initiative, WRITTEN), "units": units}


def as_compared(initiative: Initiative) -> dict[str, object]:
    return {"compared": sorted(unit.pk for unit in initiative.compared.all())}
