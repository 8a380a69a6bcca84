"""Whose the open follow-ups of the whole municipality are, without asking the database for each of them.

The one rule is `cases.followups.owners.owners_of`; here its answers are remembered, since most rows of a unit have
the same one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final, NamedTuple

from cases.followups.owners import Owners, Ownership, owners_of
from cases.overview.rules import Standing
from people.models import User
from people.rules import NOBODY, ActingAs, CapacityKind, Organisation, OwnerRole
from people.viewer import Viewer

_LEADERS: Final = frozenset({OwnerRole.LEADER, OwnerRole.EMPLOYEE})


class Raw(NamedTuple):
    """An open follow-up, as it is read: whose matter (`person` is the employee's user, who can log in where
    `has_account`) and what is written of it.
    """

    pk: int
    employee: int
    kind: str
    role: str
    named: int | None
    due_on: date | None
    unit: int | None
    person: int | None
    first_name: str
    last_name: str
    number: str
    has_account: bool | None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may owe a follow-up. `reachable`: with an active account and an address."""

    user: int
    name: str
    reachable: bool
    capacities: frozenset[CapacityKind] = frozenset()


class Stand(NamedTuple):
    """Who owes a row, and what that comes to."""

    owners: Owners
    standing: Standing


@dataclass(frozen=True)
class Desk:
    """Everybody who may owe something today. `referred` are (employee, consultants) of those who are referred."""

    now: datetime
    organisation: Organisation
    officers: Mapping[int, Officer]
    referred: Mapping[int, frozenset[int]] = field(default_factory=dict)
    _known: dict[tuple[object, ...], Stand] = field(default_factory=dict, repr=False)
    _eyes: dict[int, Viewer] = field(default_factory=dict, repr=False)

    @cached_property
    def hr(self) -> frozenset[int]:
        return frozenset(pk for pk, officer in self.officers.items() if CapacityKind.HR in officer.capacities)

    @cached_property
    def _leading(self) -> frozenset[int]:
        return frozenset(seat.person for seat in self.organisation.seats)

    def stand(self, row: Raw) -> Stand:
        named = row.named if row.named is not None and self.may_take(row.named, row) else None
        consultants = self.referred.get(row.employee, NOBODY) if row.role == OwnerRole.CONSULTANT else NOBODY
        own = row.role == OwnerRole.EMPLOYEE and bool(row.has_account)
        # To whom a row belongs hangs on the employee's own person only where that person leads, is in HR or has taken
        # it on themselves.
        person = row.person if row.person in self._leading or row.person in self.hr or named or own else None
        key = (row.role, person, row.unit, named, consultants, own)
        known = self._known.get(key)
        if known is None:
            ownership = Ownership(OwnerRole(row.role), person, row.unit, named, consultants, own)
            owners = owners_of(ownership, self.organisation, self.hr)
            known = self._known[key] = Stand(owners, self._standing(ownership, owners))
        return known

    def _standing(self, ownership: Ownership, owners: Owners) -> Standing:
        if ownership.named is not None:
            return Standing.GIVEN
        if owners.in_queue:
            return Standing.NO_LEADER if ownership.role in _LEADERS else Standing.HR
        if ownership.has_account:
            return Standing.EMPLOYEE
        if ownership.role is OwnerRole.CONSULTANT:
            return Standing.CONSULTANT
        return Standing.LEADER if self.reachable(owners.told) else Standing.NO_ACCOUNT

    def reachable(self, people: Iterable[int]) -> bool:
        return any(person in self.officers and self.officers[person].reachable for person in people)

    def may_take(self, user: int, row: Raw) -> bool:
        """Does this person handle the employee's matter today, in any capacity? Never their own."""
        acting = self._viewer(user).acting_towards(
            employee=row.employee,
            person=row.person,
            unit=row.unit,
            assigned=user in self.referred.get(row.employee, NOBODY),
        )
        return acting not in {ActingAs.NONE, ActingAs.SELF}

    def takers(self, rows: Collection[Raw]) -> list[Officer]:
        """Who can be given all of these: those in HR, and who leads or deputises for every one; with an account."""
        told = [self.organisation.leaders_of(row.unit, row.person) for row in rows if row.unit is not None]
        told_too = [self.organisation.deputies_of(row.unit, row.person) for row in rows if row.unit is not None]
        leading = frozenset.intersection(*(a | b for a, b in zip(told, told_too, strict=True))) if told else NOBODY
        return [
            self.officers[person]
            for person in sorted(self.hr | leading)
            if person in self.officers
            and self.officers[person].reachable
            and all(self.may_take(person, row) for row in rows)
        ]

    def _viewer(self, user: int) -> Viewer:
        if user not in self._eyes:
            capacities = self.officers[user].capacities if user in self.officers else frozenset()
            self._eyes[user] = Viewer(User(pk=user), self.now, self.organisation, capacities)
        return self._eyes[user]
