"""What a simulation is made of. The number of queries hangs neither on people nor on absences."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from absence import queries
from absence.models import GivenPolicy
from absence.rules import STATUTORY, Cause, Gift, Givens, Policy, Stay
from insight.rules.simulation import History
from insight.rules.tree import in_order
from people.models import Employment, Unit
from people.querysets import PERSON

# What is simulated where nothing is given.
USUAL: Final = "1-5-14"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of today's tree; `depth` is how far below the top."""

    key: int
    code: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose: the policies by key without the law's own, and the units as the tree has them.

    `top` is the one unit that all others are below, where there is one.
    """

    policies: dict[str, Policy]
    places: list[Place]
    parents: dict[int, int | None]
    givens: Givens
    today: date
    _given: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def top(self) -> int | None:
        roots = [unit for unit, parent in self.parents.items() if parent is None]
        return roots[0] if len(roots) == 1 else None

    def given(self, unit: int) -> frozenset[str]:
        """The policies that hold in the unit today."""
        if unit not in self._given:
            self._given[unit] = self.givens.given_on(unit, self.today) & self.policies.keys()
        return self._given[unit]

    def given_in(self, units: frozenset[int]) -> list[str]:
        """Those that hold somewhere in the units today, in order."""
        return sorted(frozenset().union(*map(self.given, units)))

    def usual(self) -> str:
        """The policy that holds in the most units today."""
        held = Counter(key for unit in self.parents for key in self.given(unit))
        first = USUAL if USUAL in self.policies else next(iter(self.policies), "")
        return min(held, key=lambda key: (-held[key], key), default=first)

    def below(self, unit: int | None) -> frozenset[int]:
        """The unit and all below it; None is everything."""
        found: set[int] = set()
        rows = list(self.parents) if unit is None else [unit]
        children = self.children()
        while rows:
            at = rows.pop()
            if at not in found:
                found.add(at)
                rows += children[at]
        return frozenset(found)

    def upwards(self, unit: int | None) -> Iterator[tuple[int, int | None]]:
        """The unit and each above it but the top, with what it lies in; nothing for None, which is everything."""
        while unit is not None and unit != self.top:
            yield unit, self.parents[unit]
            unit = self.parents[unit]

    def rows_in(self, unit: int | None) -> dict[int, int]:
        """Of each unit in it: the row that it counts in, which is the unit itself or one right below it."""
        rows = {below: child for child in self.children()[unit] for below in self.below(child)}
        return rows if unit is None else {unit: unit, **rows}

    def children(self) -> defaultdict[int | None, list[int]]:
        found: defaultdict[int | None, list[int]] = defaultdict(list)
        for place in self.places:
            found[self.parents[place.key]].append(place.key)
        return found


def offered(today: date) -> Offered:
    """Four queries."""
    policies = {key: policy for key, policy in queries.policies().items() if key != STATUTORY}
    units = {
        key: (code, name, parent)
        for key, code, name, parent in Unit.objects.order_by("code").values_list("pk", "code", "name", "parent")
    }
    parents = {key: parent for key, (_code, _name, parent) in units.items()}
    places = [Place(branch.unit, *units[branch.unit][:2], branch.depth) for branch in in_order(units, parents)]
    gifts = GivenPolicy.objects.values_list("unit_id", "policy_id", "first_day", "last_day")
    return Offered(policies, places, parents, Givens(parents, [Gift(*row) for row in gifts]), today)


def stays() -> dict[int, tuple[int, list[Stay]]]:
    """Of each employee number of the municipality: the person, and where they worked. One query."""
    found: dict[int, tuple[int, list[Stay]]] = {}
    rows = Employment.objects.filter(employee__is_outside=False).order_by("employee", "first_day")
    columns = ("employee_id", "person", "unit_id", "first_day", "last_day", "job_group")
    for employee, person, *values in rows.annotate(person=PERSON).values_list(*columns):
        found.setdefault(employee, (person, []))[1].append(Stay(*values))
    return found


def histories(worked: dict[int, tuple[int, list[Stay]]], units: frozenset[int]) -> list[History]:
    """Everybody who ever worked in the units, with their absences. One query."""
    chosen = [who for who, (_person, spans) in worked.items() if any(stay.unit in units for stay in spans)]
    periods = queries.periods_of(chosen)
    return [History(who, worked[who][0], periods.get(who, ()), worked[who][1]) for who in chosen]


def causes() -> list[Cause]:
    return list(queries.causes().values())
