"""Who is responsible for whom: pure, over identifiers.

The organisation of one day is the units' tree and the leadership grants that run that day and whose
holders are employed. Persons are user identifiers; whether they can log in does not matter here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

NOBODY: Final[frozenset[int]] = frozenset()


class RuleViolation(Exception):
    """A rule of the house says no. `code` names the rule; pages put it into words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CapacityKind(StrEnum):
    """What somebody is granted to be, from a day to a day."""

    HR = "hr"
    CONSULTANT = "consultant"
    ADMINISTRATOR = "administrator"


class ActingAs(StrEnum):
    """In which capacity somebody saw or did something about an employee."""

    LEADER = "leader"
    DEPUTY = "deputy"
    CONSULTANT = "consultant"
    HR = "hr"
    ADMINISTRATOR = "administrator"
    SELF = "self"
    GUEST = "guest"  # takes part in one talk, by its link
    NONE = "none"
    SYSTEM = "system"


class Event(StrEnum):
    """What the flows of `people` record."""

    PEOPLE_IMPORTED = "people_imported"
    MISSING_ACCEPTED = "missing_accepted"
    PEOPLE_LINKED = "people_linked"
    CAPACITY_GRANTED = "capacity_granted"
    CAPACITY_ENDED = "capacity_ended"
    LEADER_NAMED = "leader_named"
    DEPUTY_NAMED = "deputy_named"
    LEADERSHIP_ENDED = "leadership_ended"
    ACCOUNT_INVITED = "account_invited"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_CLOSED = "account_closed"


class OwnerRole(StrEnum):
    """Who owes a follow-up. The person is found when it is read, and again when it is sent."""

    LEADER = "leader"
    HR = "hr"
    CONSULTANT = "consultant"
    EMPLOYEE = "employee"  # what was agreed with them; without an account their leader hears of it


@dataclass(frozen=True, slots=True)
class Seat:
    """An employment of somebody who leads something: where they sit themselves."""

    employee: int
    person: int
    unit: int


@dataclass(frozen=True, slots=True)
class Led:
    """Whom one person leads or deputises for: everybody in `units`, save `without`, and `besides`."""

    units: frozenset[int] = NOBODY
    without: frozenset[int] = NOBODY
    besides: frozenset[int] = NOBODY


@dataclass(frozen=True, slots=True)
class Organisation:
    """The tree of a day, and who leads what in it. A leadership of someone not employed is not in it."""

    parents: Mapping[int, int | None]
    leaders: Mapping[int, frozenset[int]]
    deputies: Mapping[int, frozenset[int]]
    seats: tuple[Seat, ...] = ()
    unit_names: Mapping[int, str] = field(default_factory=dict, repr=False)
    leader_names: Mapping[int, str] = field(default_factory=dict, repr=False)
    _nearest: dict[int, int | None] = field(default_factory=dict, repr=False, compare=False)

    def upwards(self, unit: int) -> Iterator[int]:
        """The unit and those above it. Ends at the root, and at a loop in a broken tree."""
        seen: set[int] = set()
        at: int | None = unit
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)

    def below(self, unit: int) -> frozenset[int]:
        """The unit and all below it."""
        return frozenset(other for other in self.parents if unit in self.upwards(other))

    def responsible_unit(self, unit: int, person: int | None) -> int | None:
        """The nearest unit upwards with a leader; for a leader, above every unit on the way that they lead.

        Above the topmost of them, because whoever leads something in between answers to that person. None
        means that nobody leads them: they stand in HR's queue.
        """
        way = [above for above in self.upwards(unit) if self.leaders.get(above)]
        own = [place for place, above in enumerate(way) if person in self.leaders[above]]
        return next(iter(way[own[-1] + 1 :] if own else way), None)

    def leaders_of(self, unit: int, person: int | None) -> frozenset[int]:
        """The leaders of somebody who sits in the unit; none where HR has them."""
        responsible = self.responsible_unit(unit, person)
        return NOBODY if responsible is None else self.leaders[responsible]

    def deputies_of(self, unit: int, person: int | None) -> frozenset[int]:
        """Those who deputise for these leaders today; never the person, nor their own deputies or co-leaders."""
        responsible = self.responsible_unit(unit, person)
        if responsible is None:
            return NOBODY
        deputies = self.deputies.get(responsible, NOBODY)
        return deputies - {person} - self.beside(person) if deputies else NOBODY

    def beside(self, person: int | None) -> frozenset[int]:
        """Co-leaders and deputies of what the person leads: a leader's own matter is never theirs as deputies."""
        together = [
            leaders | self.deputies.get(unit, NOBODY) for unit, leaders in self.leaders.items() if person in leaders
        ]
        return frozenset().union(*together) - {person}

    def roots_of(self, person: int) -> frozenset[int]:
        """The units that the person leads or deputises for. A deputy of nobody leads nothing."""
        return frozenset(
            unit
            for unit, leaders in self.leaders.items()
            if leaders and (person in leaders or person in self.deputies.get(unit, NOBODY))
        )

    def led_by(self, person: int) -> Led:
        """Whom the person leads or deputises for; their own employments are never among them."""
        roots = self.roots_of(person)
        if not roots:
            return Led()
        units = frozenset(unit for unit in self.parents if self._nearest_led(unit) in roots)
        own = {seat.employee for seat in self.seats if seat.person == person}
        leading = {seat.employee: self._leads(person, seat) for seat in self.seats}
        inside = {seat.employee for seat in self.seats if seat.unit in units}
        return Led(
            units=units,
            without=frozenset(own | {employee for employee in inside if not leading[employee]}),
            besides=frozenset(employee for employee, mine in leading.items() if mine) - inside - own,
        )

    def _leads(self, person: int, seat: Seat) -> bool:
        return person in self.leaders_of(seat.unit, seat.person) or person in self.deputies_of(seat.unit, seat.person)

    def _nearest_led(self, unit: int) -> int | None:
        """The nearest unit upwards with a leader, for somebody who leads nothing; kept for the next child."""
        if unit not in self._nearest:
            self._nearest[unit] = next((u for u in self.upwards(unit) if self.leaders.get(u)), None)
        return self._nearest[unit]


# Grants and accounts


HR_OR_CONSULTANT: Final = frozenset({CapacityKind.HR, CapacityKind.CONSULTANT})
MANAGE_GRANTS: Final = frozenset({CapacityKind.HR, CapacityKind.ADMINISTRATOR})


def insist(holds: bool, code: str) -> None:
    """Refuses with the code unless the rule holds."""
    if not holds:
        raise RuleViolation(code)


def manages_grants(capacities: frozenset[CapacityKind], *, is_system: bool) -> bool:
    """HR and administrators, whatever else they are, say who leads, deputises and is granted what, and which policy a
    unit has; the first ones come from the system.
    """
    return is_system or not MANAGE_GRANTS.isdisjoint(capacities)


def check_days(first_day: date, last_day: date | None, *, today: date, is_system: bool) -> None:
    """A grant counts from today or later: nobody writes a right into the past. The system may, for a demo."""
    insist(last_day is None or last_day >= first_day, "ends_before_start")
    insist(is_system or first_day >= today, "begins_in_the_past")


def check_receiver(giver: int | None, receiver: int) -> None:
    """Nobody grants to themselves."""
    insist(giver != receiver, "not_yourself")


def check_ending(asked: date, *, last_day: date | None, today: date) -> None:
    """A grant ends yesterday at the earliest (at once, that is), and never later than it would have."""
    insist(last_day is None or last_day >= today, "has_ended")
    insist(asked >= today - timedelta(days=1), "ends_in_the_past")
    insist(last_day is None or asked <= last_day, "ends_later_than_before")


class AccountState(StrEnum):
    """Whether a user can log in, or is on the way to it."""

    OPEN = "open"
    OWED = "owed"
    INVITED = "invited"
    NONE = "none"


def account_state(*, is_active: bool, owed: bool, invited: bool) -> AccountState:
    if is_active:
        return AccountState.OPEN
    if owed:
        return AccountState.OWED
    return AccountState.INVITED if invited else AccountState.NONE


def check_invitation(*, is_active: bool, has_email: bool, has_grant: bool, invite_employees: bool) -> None:
    """Leaders and others with a grant are invited; employees only where the municipality has switched that on."""
    insist(not is_active, "already_open")
    insist(has_email, "no_email")
    insist(has_grant or invite_employees, "nothing_to_open")
