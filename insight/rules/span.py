"""How many people the leaders of a unit are responsible for, and what they owe now. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from people.rules import Organisation


class Sitting(NamedTuple):
    """Somebody employed in a unit today. `person` is their user, or another number where they have none."""

    person: int
    unit: int


@dataclass(frozen=True, slots=True)
class Spans:
    """Whom the leaders of each unit are responsible for; and, by where they work, whom nobody leads: HR has them."""

    led: Mapping[int, frozenset[int]]
    queued: Mapping[int, frozenset[int]]


def spans_of(organisation: Organisation, sittings: Iterable[Sitting]) -> Spans:
    """Each person once in a unit, wherever below it they work; a unit's own leader is led by the next above."""
    led: defaultdict[int, set[int]] = defaultdict(set)
    queued: defaultdict[int, set[int]] = defaultdict(set)
    leading = frozenset().union(*organisation.leaders.values())
    known: dict[tuple[int, int | None], int | None] = {}
    for person, unit in sittings:
        # Who leads nothing has the same leaders as everybody beside them.
        key = unit, person if person in leading else None
        if key not in known:
            known[key] = organisation.responsible_unit(*key)
        responsible = known[key]
        if responsible is None:
            queued[unit].add(person)
        else:
            led[responsible].add(person)
    return Spans(_frozen(led), _frozen(queued))


def _frozen(found: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    return {unit: frozenset(people) for unit, people in found.items()}


def is_large(people: int, warned_from: int) -> bool:
    """So many people that a leader hardly can follow up on each of them."""
    return people >= warned_from


class Owed(NamedTuple):
    """An open follow-up, by the unit whose leaders owe it; where nobody leads, by where the employee works."""

    unit: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Load:
    """Follow-ups that are owed now, and how many of them are overdue."""

    open: int = 0
    late: int = 0

    def per_person(self, people: int) -> float | None:
        """Of each whom the leaders are responsible for; None of nobody."""
        return self.open / people if people else None


def loads_of(owed: Iterable[Owed], today: date) -> dict[int, Load]:
    rows: defaultdict[int, list[date | None]] = defaultdict(list)
    for unit, due_on in owed:
        rows[unit].append(due_on)
    return {unit: Load(len(days), sum(day is not None and day < today for day in days)) for unit, days in rows.items()}
