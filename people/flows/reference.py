"""Reference data that the house itself brings."""

from people.calendar import USUAL_CLOSING_DAYS
from people.models import ClosingDay
from people.rules import insist
from people.viewer import Viewer


def seed_closing_days(*, by: Viewer) -> int:
    """Adds the usual closing days to a municipality that has none yet; one that was removed stays away."""
    insist(by.is_system, "only_the_system")
    if ClosingDay.objects.exists():
        return 0
    rows = [
        ClosingDay(month=each.month, day=each.day, name_da=name_da, name_en=name_en)
        for each, (name_da, name_en) in USUAL_CLOSING_DAYS.items()
    ]
    return len(ClosingDay.objects.bulk_create(rows))
