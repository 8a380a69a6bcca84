"""Who goes onto lists of long absence, as it is when they are made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from absence.models import GivenPolicy
from absence.queries import batches, causes, periods_of, policies
from absence.rules import Kind, Rule
from insight.rules.packs import Basis, sick_days
from people.calendar import ONE_DAY, Calendar
from people.models import Employment
from people.rules import Organisation


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
