"""Lists and packs: when each is due, who is on a list, and who reads of whom. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from insight.rules.months import A_YEAR, month_number, months_before
from people.calendar import ONE_DAY, Calendar
from people.rules import NOBODY, Organisation
from roundtable.rules.windows import MONTHS_A_QUARTER


class Event(StrEnum):
    """What the flows of packs record."""

    PACKS_FROZEN = "packs_frozen"


class PackKind(StrEnum):
    LIST = "list"  # who has been away for long, by name
    QUARTER = "quarter"  # figures of all units
    MEETING = "meeting"  # of a unit, for its director's meeting with HR


class Receiver(StrEnum):
    """Whom a policy names as those who get its list. Each reads of the people below them alone."""

    LEADERS = "leaders"  # who lead the unit that the policy is given to, and their running deputies
    ABOVE = "above"  # who lead a unit above it
    BELOW = "below"  # who lead a unit below it
    HR = "hr"


class Basis(StrEnum):
    """Which days of sickness a list counts."""

    CALENDAR = "calendar"
    WORKING = "working"


# --- When ----------------------------------------------------------------------------------------------------


def months_due(today: date, latest: date | None, calendar: Calendar, *, back: int = 0) -> list[date]:
    """The months, by their first day, whose lists and packs are to be made: after `latest`, through the one whose first
    working day has come. Where none was ever made it is that one, and `back` more before it.
    """
    begun = calendar.next_working_day(months_before(today, 0)) <= today
    newest = months_before(today, 0 if begun else 1)
    return _due(newest, latest, 1, back)


def quarters_due(today: date, latest: date | None, *, back: int = 0) -> list[date]:
    """The same of quarters that are over."""
    return _due(quarter_before(today), latest, MONTHS_A_QUARTER, back)


def _due(newest: date, latest: date | None, months: int, back: int) -> list[date]:
    oldest = months_before(newest, back * months) if latest is None else months_before(latest, -months)
    number = (month_number(newest) - month_number(oldest)) // months + 1
    return [months_before(newest, months * ago) for ago in reversed(range(number))]


def quarter_before(day: date) -> date:
    """The first day of the quarter before the day's."""
    return months_before(day, (day.month - 1) % MONTHS_A_QUARTER + MONTHS_A_QUARTER)


def last_day_of_quarter(first: date) -> date:
    return months_before(first, -MONTHS_A_QUARTER) - ONE_DAY


def months_of_quarter(first: date, *, years_ago: int = 0) -> list[date]:
    """Its three months, by their first day."""
    return [months_before(first, years_ago * A_YEAR - ahead) for ahead in range(MONTHS_A_QUARTER)]


# --- Who is on a list -------------------------------------------------------------------------------------------


def sick_days(
    stretches: Iterable[tuple[date, date | None]], day: date, window_days: int, basis: Basis, calendar: Calendar
) -> int:
    """S(day): the sick days of the window that ends on the day, each once. What is open lasts through the day."""
    first = day - timedelta(days=window_days - 1)
    found: set[date] = set()
    for begins, ends in stretches:
        since, until = max(begins, first), min(ends or day, day)
        found.update(since + ONE_DAY * ahead for ahead in range((until - since).days + 1))
    return len(found) if basis is Basis.CALENDAR else sum(map(calendar.is_working_day, found))


@dataclass(frozen=True, slots=True)
class Change:
    """Who came onto a list, and who left it, since the one before."""

    new: frozenset[int]
    gone: frozenset[int]


def change_of(now: Collection[int], before: Collection[int] | None) -> Change:
    """`before` is None where there was no list, and then nothing is said to have changed."""
    if before is None:
        return Change(frozenset(), frozenset())
    return Change(frozenset(now) - frozenset(before), frozenset(before) - frozenset(now))


# --- Who reads -----------------------------------------------------------------------------------------------


def is_told(receivers: Collection[str], house: Organisation, *, reader: int, unit: int, hr: bool) -> bool:
    """May the reader open a list of the unit that the policy was given to? `hr`: do they work in HR?"""
    if hr and Receiver.HR in receivers:
        return True
    roots = house.roots_of(reader)
    leading = house.responsible_unit(unit, None)
    above = frozenset(house.upwards(unit))
    return (
        (Receiver.LEADERS in receivers and leading in roots)
        or (Receiver.ABOVE in receivers and not roots.isdisjoint(above - {leading, unit}))
        or (Receiver.BELOW in receivers and any(unit in house.upwards(root) and root != unit for root in roots))
    )


def reads_of(house: Organisation, *, reader: int, person: int | None, unit: int | None) -> bool:
    """Does the reader, as a leader or running deputy, read of somebody who sits in the unit? Of those who are led by
    them or by somebody below them; never of themselves, nor of a leader whose deputy or co-leader they are. None is the
    unit of somebody who is employed nowhere.
    """
    if unit is None or person == reader:
        return False
    leading = house.responsible_unit(unit, person)
    if leading is None or reader in house.beside(person):
        return False
    return not house.roots_of(reader).isdisjoint(house.upwards(leading))


def leading_of(house: Organisation, unit: int) -> frozenset[int]:
    """Who leads the unit, or the nearest above that is led, and their running deputies."""
    return _in_lead(house, house.responsible_unit(unit, None))


def named_by(receivers: Collection[str], house: Organisation, unit: int, hr: Collection[int]) -> frozenset[int]:
    """Everybody to whom a list of the unit is told; `hr` are those who work in HR."""
    named = set(hr) if Receiver.HR in receivers else set()
    leading = house.responsible_unit(unit, None)
    units: set[int | None] = {leading} if Receiver.LEADERS in receivers else set()
    if Receiver.ABOVE in receivers:
        units |= {above for above in house.upwards(unit) if above not in {leading, unit}}
    if Receiver.BELOW in receivers:
        units |= house.below(unit) - {unit}
    return frozenset(named).union(*(_in_lead(house, each) for each in units))


def _in_lead(house: Organisation, unit: int | None) -> frozenset[int]:
    leaders = house.leaders.get(unit, NOBODY) if unit is not None else NOBODY
    return leaders | house.deputies.get(unit, NOBODY) if leaders and unit is not None else NOBODY
