"""What goes onto lists and into packs, as it is when they are made."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from absence.models import GivenPolicy
from absence.queries import batches, causes, periods_of, policies
from absence.rules import Kind, Rule
from absence.rules.spells import OPEN, absences_of, spells_of
from cases.followups.rules import FollowUpState
from cases.models import FollowUp
from insight.models import Initiative, PackFigures
from insight.packs.content import MeetingContent, MeetingUnit
from insight.rollup.queries import AsOf, Breakdown, Span, month_sums, units_shown_in, units_told, units_told_by_month
from insight.rules.masking import shown_units, why_hidden
from insight.rules.measures import LAST_MEDIUM_DAY, Measures, MonthSums, rounded, window_figures
from insight.rules.months import A_YEAR, last_whole_months, month_number, months_before
from insight.rules.packs import Basis, months_of_quarter, sick_days
from insight.rules.targets import aim_of
from insight.targets.queries import own_targets
from people.calendar import ONE_DAY, Calendar
from people.models import Employment
from people.querysets import Among
from people.rules import Organisation

ByMonth = Mapping[date, MonthSums]
# The trend of a meeting's pack: so many times twelve months.
TREND: Final = 13


# --- Who is on a list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A list to be made: of the unit that the policy is given to, how it counted, and the sick days of each employee on
    it.
    """

    unit: int
    policy: str
    content: dict[str, Any]
    days: dict[int, int]


def lists_of(month: date, house: Organisation, calendar: Calendar, *, given_on: date | None = None) -> list[Listed]:
    """The lists of the month: of those employed, and by what is given, on its first working day; of the sick days
    through the day before its first. A policy that holds in no unit that day has none. `given_on` is another day
    whose gifts count.
    """
    day, through = calendar.next_working_day(month), month - ONE_DAY
    basis, known, every = Basis(settings.LIST_COUNTS), policies(), causes().values()
    given = _given_on(given_on or day)
    found = []
    for policy in settings.LISTED_POLICIES:
        units = {unit for unit, keys in given.items() if policy in keys}
        rule = _rule(known[policy].rules, day) if policy in known else None
        if rule is None or not units:
            continue
        counted = rule.causes or frozenset(cause.key for cause in every if cause.in_frequency_rules)
        days: dict[int, dict[int, int]] = {unit: {} for unit in units}
        for employee, unit, sick in _days_of(
            _places(day, given, units, house), rule, counted, through, basis, calendar
        ):
            days[unit][employee] = sick
        content = {"threshold": rule.threshold, "window": rule.window_days, "basis": basis.value}
        found += [Listed(unit, policy, content, days[unit]) for unit in sorted(units)]
    return found


def _given_on(day: date) -> dict[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for unit, policy in GivenPolicy.objects.running(day).values_list("unit_id", "policy_id"):
        found[unit].add(policy)
    return {unit: frozenset(keys) for unit, keys in found.items()}


def _rule(rules: Iterable[Rule], day: date) -> Rule | None:
    return next((rule for rule in rules if rule.kind is Kind.SUM and rule.is_valid_on(day)), None)


def _places(
    day: date, given: Mapping[int, frozenset[str]], units: Collection[int], house: Organisation
) -> dict[int, int]:
    """Employee -> the unit by whose gift the policy holds where they work: the nearest that is given anything."""
    nearest = {unit: next((up for up in house.upwards(unit) if up in given), None) for unit in house.parents}
    rows = Employment.objects.running(day).filter(employee__is_outside=False).order_by("pk")
    places = ((employee, nearest.get(unit)) for employee, unit in rows.values_list("employee", "unit"))
    return {employee: unit for employee, unit in places if unit is not None and unit in units}


def _days_of(
    places: Mapping[int, int], rule: Rule, counted: frozenset[str], through: date, basis: Basis, calendar: Calendar
) -> Iterator[tuple[int, int, int]]:
    """Of those whom the rule has reached: employee, unit, sick days."""
    window = rule.window_days or 0
    for batch in batches(sorted(places)):
        for employee, periods in periods_of(batch).items():
            away = [(each.first_day, each.last_day) for each in periods if each.cause in counted]
            sick = sick_days(away, through, window, basis, calendar)
            if sick >= rule.threshold:
                yield employee, places[employee], sick


# --- A quarter's figures -----------------------------------------------------------------------------------------


def figures_of_quarter(quarter: date, counted: AsOf, house: Organisation) -> list[PackFigures]:
    """A row for each unit with people, not saved yet; what is hidden has no numbers. Five queries.

    Shown is what may be shown of each month from a year before on, and of both quarters as a whole.
    """
    this, before = months_of_quarter(quarter), months_of_quarter(quarter, years_ago=1)
    sums = _whole(month_sums(house.parents.keys(), this[0], this[-1]))
    sums_before = _whole(month_sums(house.parents.keys(), before[0], before[-1]))
    numbers = [[month_number(month) for month in months] for months in (this, before)]
    windows = [*numbers, *([month] for months in numbers for month in months)]
    shown = units_shown_in(windows, units_told_by_month(counted.today, before[0]))
    aims = own_targets(quarter.year)
    rows = []
    for unit, by_month in sums.items():
        here = [by_month[month] for month in this if month in by_month]
        if not any(month.possible for month in here):
            continue
        if unit not in shown:
            rows.append(PackFigures(unit_id=unit, hidden=why_hidden(max(month.people for month in here))))
            continue
        measures = window_figures([by_month.get(month) for month in this]).measures
        past = sums_before.get(unit, {})
        aim = aim_of(house.upwards(unit), aims)
        rows.append(
            PackFigures(
                unit_id=unit,
                people=measures.people,
                possible=sum(month.possible for month in here),
                absent=sum(month.absent for month in here),
                spells=measures.spells,
                possible_before=sum(month.possible for month in past.values()) if past else None,
                absent_before=sum(month.absent for month in past.values()) if past else None,
                target=aim.percent if aim else None,
            )
        )
    return rows


def _whole(sums: Mapping[tuple[int, Breakdown, str], dict[date, MonthSums]]) -> dict[int, dict[date, MonthSums]]:
    return {unit: by_month for (unit, breakdown, _key), by_month in sums.items() if breakdown == Breakdown.WHOLE}


def measures_now(units: Collection[int], quarter: date, counted: AsOf) -> dict[int, Measures]:
    """What the quarter amounts to by now, of those of the units that may be shown by the month. Two queries."""
    months = months_of_quarter(quarter)
    shown = units_told_by_month(counted.today, months[0], units)
    sums = _whole(month_sums(units, months[0], months[-1]))
    return {
        unit: window_figures([by_month.get(month) for month in months]).measures
        for unit, by_month in sums.items()
        if unit in shown
    }


# --- A meeting's figures -----------------------------------------------------------------------------------------


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
    overdue and who is away on the day. None of a unit that is hidden. Six queries.
    """
    directed = meeting_units(house)
    below = {unit: [child for child, parent in house.parents.items() if parent == unit] for unit in directed}
    asked = {*directed, *(child for children in below.values() for child in children)}
    months = last_whole_months(month, A_YEAR + TREND - 1)
    year = months[-A_YEAR:]
    first = months_before(year[0], A_YEAR)
    sums = _whole(month_sums(asked, first, months[-1]))
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
