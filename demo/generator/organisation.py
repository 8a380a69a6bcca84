"""The tree of units: municipality, departments, areas, institutions, each with so many people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, cycle
from random import Random

from demo.cast import STORY_UNITS, StoryUnit
from demo.generator.catalogue import KINDS, PLACES, Kind

FEWEST_PEOPLE = 50

# How many people an institution has, its leader included: half of them about 20, a few 50.
_SIZES = (*range(11, 37), *range(16, 33), *range(20, 30), 39, 43, 47, 50, 53, 56)
_SMALLEST = 5
# More institutions than this are divided between several areas.
_AREA_HOLDS = 18


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; the first of its people is its leader."""

    name: str
    code: str
    parent: str
    leader_title: str
    people: int = 1
    jobs: tuple[tuple[str, int], ...] = ()
    """Job and weight."""
    quiet: bool = False


def build_units(name: str, people: int, seed: str, *, story: bool) -> list[Unit]:
    """The units with `people` in all, each after the one above it. `ValueError` below 50 people."""
    if people < FEWEST_PEOPLE:
        raise ValueError(f"a municipality has at least {FEWEST_PEOPLE} people")
    told = STORY_UNITS if story else ()
    budget = people
    while True:
        units = _build(name, budget, Random(seed), told)  # the same draws, however often the budget shrinks
        surplus = people - sum(unit.people for unit in units)
        if surplus >= 0:
            return _enlarged(units, surplus)
        budget += surplus


def _build(name: str, budget: int, rng: Random, told: Sequence[StoryUnit]) -> list[Unit]:
    """The tree in which institutions have `budget` people; those who lead above them come on top."""
    by_kind = {kind: list(_institutions(kind, budget, rng, told)) for kind in KINDS}
    departments = list(dict.fromkeys(kind.department for kind in KINDS if by_kind[kind]))
    units = [Unit(name, "1000", "", "Kommunaldirektør")]
    for position, department in enumerate(departments, start=2):
        code = position * 1000
        units.append(Unit(department, str(code), "1000", "Direktør"))
        kinds = [kind for kind in KINDS if kind.department == department and by_kind[kind]]
        for number, kind in enumerate(kinds, start=1):
            units.extend(_areas(kind, by_kind[kind], str(code + 50 * number), str(code)))
    return units


def _institutions(kind: Kind, budget: int, rng: Random, told: Sequence[StoryUnit]) -> Iterator[StoryUnit]:
    left = round(kind.share * budget)
    for unit in told:
        if unit.area == kind.area:
            yield unit
            left -= unit.people
    names = _names(kind, rng)
    while left >= _SMALLEST:
        size = min(rng.choice(_SIZES), left)
        if left - size < _SMALLEST:
            size = left
        yield StoryUnit(next(names), kind.area, size)
        left -= size


def _names(kind: Kind, rng: Random) -> Iterator[str]:
    places = rng.sample(PLACES, len(PLACES))
    for number in count():
        suffix = ("", " Nord", " Syd", " Øst", " Vest")[number] if number < 5 else f" {number}"
        yield from (kind.pattern.format(place + suffix) for place in places)


def _areas(kind: Kind, members: Sequence[StoryUnit], code: str, department: str) -> Iterator[Unit]:
    """The areas of a kind, each followed by its institutions."""
    areas = -(-len(members) // _AREA_HOLDS)
    for district in range(areas):
        own_code = code if not district else f"{code}{district:02}"
        name = kind.area if not district else f"{kind.area}, distrikt {district + 1}"
        yield Unit(name, own_code, department, "Centerchef")
        for index, member in enumerate(members[district::areas], start=1):
            yield Unit(
                name=member.name,
                code=f"{own_code}-{index:02}",
                parent=own_code,
                leader_title="Afdelingsleder",
                people=member.people,
                jobs=kind.jobs,
                quiet=member.quiet,
            )


def _enlarged(units: list[Unit], surplus: int) -> list[Unit]:
    """The same units with `surplus` more people, spread over the institutions that are not told about."""
    open_to_more = [place for place, unit in enumerate(units) if unit.jobs and not unit.quiet]
    for place, _ in zip(cycle(open_to_more), range(surplus), strict=False):
        units[place] = replace(units[place], people=units[place].people + 1)
    return units
