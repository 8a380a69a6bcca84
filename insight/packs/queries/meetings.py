"""What goes into the packs of meetings, as it is when they are made."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import Q

from absence.queries import batches, causes, periods_of
from absence.rules.spells import OPEN, absences_of, spells_of
from cases.followups.rules import FollowUpState
from cases.models import FollowUp
from insight.models import Initiative
from insight.packs.content import MeetingContent, MeetingUnit
from insight.rollup.queries import AsOf, Span, unit_sums, units_told, units_told_by_month
from insight.rules.masking import shown_units, why_hidden
from insight.rules.measures import LAST_MEDIUM_DAY, MonthSums, rounded, window_figures
from insight.rules.months import A_YEAR, last_whole_months, months_before
from insight.rules.targets import aim_of
from insight.targets.queries import own_targets
from people.calendar import ONE_DAY
from people.models import Employment
from people.querysets import Among
from people.rules import Organisation

ByMonth = Mapping[date, MonthSums]
# The trend of a meeting's pack: so many times twelve months.
TREND: Final = 13


def meeting_units(house: Organisation) -> list[int]:
    """The units of the uppermost levels with units below them and leaders of their own."""
    parents = {parent for parent in house.parents.values() if parent is not None}
    return [
        unit
        for unit in house.parents
        if unit in parents
        and house.leaders.get(unit)
        and len(list(house.upwards(unit))) <= settings.MEETING_PACK_LEVELS
    ]


def meetings_of(month: date, counted: AsOf, house: Organisation, day: date) -> dict[int, MeetingContent]:
    """By unit, what is told at the meeting of the month: of the twelve months that ended before it, and of what is
    overdue and who is away on the day. None of a unit that is hidden. The number of queries does not hang
    on how many units there are.
    """
    directed = meeting_units(house)
    below = {unit: [child for child, parent in house.parents.items() if parent == unit] for unit in directed}
    asked = {*directed, *(child for children in below.values() for child in children)}
    months = last_whole_months(month, A_YEAR + TREND - 1)
    year = months[-A_YEAR:]
    first = months_before(year[0], A_YEAR)
    sums = unit_sums(asked, first, months[-1])
    # The two years that end with the newest month are decided on; earlier ones are sums of months, if each of them is.
    by_month = units_told_by_month(counted.today, first, asked)
    told = units_told(asked, Span.YEARS) if month == months_before(counted.today, 0) else by_month
    aims = own_targets(months[-1].year)
    overdue, long = (_told_of(units, set(directed) & told, house) for units in (_overdue(day), _long(day)))
    running = _initiatives(day)
    found = {}
    for unit in directed:
        if unit not in told:
            continue
        units = tuple(_meeting_unit(each, sums.get(each, {}), year, told, aims, house) for each in (unit, *below[unit]))
        found[unit] = MeetingContent(
            first=year[0],
            last=months_before(year[-1], -1) - ONE_DAY,
            units=tuple(each for each in units if each is not None),
            trend=tuple(_trend(sums[unit], months, counted.known_from)) if unit in by_month else (),
            overdue=overdue[unit],
            long=long[unit],
            initiatives=tuple(pk for pk, touched in running.items() if _touches(unit, touched, house)),
        )
    return found


def _meeting_unit(
    unit: int,
    by_month: ByMonth,
    year: list[date],
    told: Collection[int],
    aims: Mapping[int, Decimal],
    house: Organisation,
) -> MeetingUnit | None:
    """None where there is nobody."""
    people = max((by_month[month].people for month in year if month in by_month), default=0)
    if not people:
        return None
    if unit not in told:
        return MeetingUnit(unit, hidden=why_hidden(people))
    this = window_figures([by_month.get(month) for month in year]).measures
    last = window_figures([by_month.get(months_before(month, A_YEAR)) for month in year]).measures
    aim = aim_of(house.upwards(unit), aims)
    return MeetingUnit(
        unit,
        possible=rounded(this.possible),
        percent=None if this.percent is None else _kept(this.percent),
        before=None if last.percent is None else _kept(last.percent),
        target=aim.percent if aim else None,
    )


def _trend(by_month: ByMonth, months: list[date], known_from: date) -> Iterator[tuple[date, Decimal]]:
    """The twelve months that end with each of the last thirteen, where all of them are known."""
    for end in range(A_YEAR, len(months) + 1):
        year = months[end - A_YEAR : end]
        percent = window_figures([by_month.get(month) for month in year]).measures.percent
        if year[0] >= known_from and percent is not None:
            yield year[-1], _kept(percent)


def _kept(percent: Decimal) -> Decimal:
    """With more decimals than are ever said, so that it is rounded once."""
    return percent.quantize(Decimal("0.0001"))


def _told_of(where: Iterable[int], units: Collection[int], house: Organisation) -> dict[int, int | None]:
    """Of each of the units, how many of these are in it or below it; None where one to four would come out."""
    own = Counter(where)
    counts: Counter[int] = Counter()
    for unit, number in own.items():
        counts.update(dict.fromkeys(house.upwards(unit), number))
    told = shown_units(house.parents, {unit: {0: number} for unit, number in own.items()}, [[0]], units)
    return {unit: counts[unit] if unit in told or not counts[unit] else None for unit in units}


def _overdue(day: date) -> list[int]:
    """The unit of each follow-up that was open on the day, and due before it. Two queries."""
    stood = Q(state=FollowUpState.OPEN) | Q(done_on__gte=day) | Q(closed_on__gte=day)
    late = FollowUp.objects.filter(stood, due_on__lt=day, late_by_correction=False)
    return _units_of(list(late.values_list("employee", flat=True)), day)


def _long(day: date) -> list[int]:
    """The unit of each who is away on the day, for the 29th day or more. Four queries, more for many thousands."""
    sick = frozenset(key for key, cause in causes().items() if cause.in_headline)
    away = Employment.objects.running(day).filter(
        Q(employee__periods__last_day__isnull=True) | Q(employee__periods__last_day__gte=day),
        employee__is_outside=False,
        employee__periods__withdrawn=False,
        employee__periods__first_day__lte=day,
        employee__periods__cause__in=sick,
    )
    long, today = [], day.toordinal()
    for batch in batches(sorted(set(away.values_list("employee", flat=True)))):
        for employee, periods in periods_of(batch).items():
            spells = spells_of(absences_of(periods), sick, 0).spells
            if any(first + LAST_MEDIUM_DAY <= today <= min(last, OPEN) for first, last in spells):
                long.append(employee)
    return _units_of(long, day)


def _units_of(employees: list[int], day: date) -> list[int]:
    """Where each sits that day, once for each time they are named."""
    rows = Employment.objects.running(day).filter(Among("employee", set(employees)), employee__is_outside=False)
    places = dict(rows.values_list("employee", "unit"))
    return [places[employee] for employee in employees if employee in places]


def _initiatives(day: date) -> dict[int, list[int]]:
    """Those that run on the day, with their units."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    running = Initiative.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)
    for pk, unit in running.order_by("pk").values_list("pk", "units"):
        found[pk].append(unit)
    return dict(found)


def _touches(unit: int, touched: Iterable[int], house: Organisation) -> bool:
    """Is the initiative in the unit, in one below it or in one above it?"""
    return any(unit in house.upwards(each) or each in house.upwards(unit) for each in touched)
