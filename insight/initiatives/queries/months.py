"""The absence of units month by month, read once for many groups of units."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import TruncMonth

from absence.models import Period
from absence.rules import Period as AbsencePeriod
from absence.rules.percent import Place, Share, share_of, working_days
from insight.rules.effect import known_from
from insight.rules.months import months_before
from people.models import Employment
from people.queries import municipal_calendar
from people.querysets import PERSON
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Figures:
    """Of each unit alone and month: its share. Absence is `known_from` a month on."""

    shares: Mapping[tuple[int, date], Share]
    known_from: date = date.max

    def monthly_series(self, units: Collection[int], months: Sequence[date]) -> dict[date, tuple[Decimal, Decimal]]:
        """Possible and absent days' work of the units together, for each of the months."""
        nothing = Decimal(0)
        series = {}
        for month in months:
            shares = self._of(units, month)
            series[month] = (
                sum((share.possible for share in shares), nothing),
                sum((share.absent for share in shares), nothing),
            )
        return series

    def fewest(self, units: Collection[int], months: Sequence[date]) -> int:
        """How many people the units together have in the month in which they have fewest, each counted once."""
        return min(
            (len({person for share in self._of(units, month) for person, _unit in share.group}) for month in months),
            default=0,
        )

    def _of(self, units: Collection[int], month: date) -> list[Share]:
        return [share for unit in units if (share := self.shares.get((unit, month)))]


def read_figures(units: Collection[int], months: Collection[date], viewer: Viewer) -> Figures:
    """The share of each unit without those below it, of the headline causes, by the unit of the day. Four queries."""
    if not units or not months:
        return Figures({})
    ends = {month: months_before(month, -1) - timedelta(days=1) for month in months}
    first, last = min(ends), max(ends.values())
    rows = Employment.objects.overlapping(first, last).filter(unit__in=units, employee__is_outside=False)
    places: defaultdict[int, list[Place]] = defaultdict(list)
    columns = ("person", "employee_id", "unit_id", "first_day", "last_day", "weekly_hours")
    for place in (Place(*row) for row in rows.annotate(person=PERSON).values_list(*columns)):
        places[place.unit].append(place)
    sick = Period.objects.standing().filter(cause__in_headline=True)
    there = sick.overlapping(first, last).of_many({place.employee for of_unit in places.values() for place in of_unit})
    # By month and employee: each month is counted by itself.
    periods: dict[date, defaultdict[int, list[AbsencePeriod]]] = {month: defaultdict(list) for month in months}
    for employee, *values in there.values_list("employee_id", "first_day", "last_day", "cause_id", "degree"):
        period = AbsencePeriod(*values)
        for month, end in ends.items():
            if period.first_day <= end and (period.last_day is None or period.last_day >= month):
                periods[month][employee].append(period)
    calendar = municipal_calendar()
    days = {month: working_days(calendar, month, end) for month, end in ends.items()}
    begun = sick.annotate(month=TruncMonth("first_day")).values_list("month").annotate(number=Count("pk"))
    return Figures(
        {
            (unit, month): share_of(of_unit, periods[month], days[month], viewer.today)
            for unit, of_unit in places.items()
            for month in months
        },
        known_from(dict(begun)),
    )
