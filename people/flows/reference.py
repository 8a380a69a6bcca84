"""Reference data that the house itself brings."""

from typing import Final

from people.models import ClosingDay
from people.rules import insist
from people.viewer import Viewer

# The municipality's own closing days besides the public holidays, every year.
CLOSING_DAYS: Final = (
    (12, 24, "Juleaften", "Christmas Eve"),
    (12, 31, "Nytårsaften", "New Year's Eve"),
    (6, 5, "Grundlovsdag", "Constitution Day"),
)


def seed_closing_days(*, by: Viewer) -> int:
    """Adds the usual closing days to a municipality that has none yet; one that was removed stays away."""
    insist(by.is_system, "only_the_system")
    if ClosingDay.objects.exists():
        return 0
    rows = [ClosingDay(month=month, day=day, name_da=da, name_en=en) for month, day, da, en in CLOSING_DAYS]
    return len(ClosingDay.objects.bulk_create(rows))
