"""The tree of units that an extract asks for, made safe. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from people.importing.rows import Code, Remark, Snapshot, StoredUnit, UnitRow


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """New and changed units, and the parents that all of them have in the end, "" for a unit at the top."""

    created: tuple[UnitRow, ...]
    renamed: tuple[StoredUnit, ...]
    moved: Mapping[str, str]
    parents: Mapping[str, str]
    remarks: tuple[Remark, ...]


def plan_units(snapshot: Snapshot, stored: Mapping[str, StoredUnit]) -> UnitsPlan:
    """Units are created, renamed and moved. Those that the extract leaves out stay where they are."""
    file, remarks = snapshot.units_file, list[Remark]()
    parents = {code: unit.parent for code, unit in stored.items()}
    for code, row in snapshot.units.items():
        if row.parent and row.parent not in snapshot.units and row.parent not in stored:
            remarks.append(Remark(file, row.line, Code.UNKNOWN_PARENT, _unknown_parent(row)))
            parents.setdefault(code, "")
        else:
            parents[code] = row.parent
    for code in _cut_loops(parents, stored):
        if code in snapshot.units:
            row = snapshot.units[code]
            remarks.append(Remark(file, row.line, Code.LOOP, _loop(row)))
    return UnitsPlan(
        created=tuple(row for code, row in snapshot.units.items() if code not in stored),
        renamed=tuple(_renamed(snapshot, stored)),
        moved={
            code: parent
            for code, parent in parents.items()
            if parent != (stored[code].parent if code in stored else "")
        },
        parents=parents,
        remarks=tuple(remarks),
    )


def above(parents: Mapping[str, str], code: str) -> Iterator[str]:
    """The unit and those above it, in a tree without loops."""
    while code:
        yield code
        code = parents.get(code, "")


def _cut_loops(parents: dict[str, str], stored: Mapping[str, StoredUnit]) -> list[str]:
    """Takes every unit that stands above itself out of its loop, and tells which.

    First they go back to where they are stored; what still goes in a circle goes to the top. All of a loop are cut,
    since nobody can say which line is the wrong one, and whoever leads one of them must not come to lead them all.
    """
    cut = _on_loops(parents)
    for code in cut:
        parents[code] = stored[code].parent if code in stored else ""
    again = _on_loops(parents)
    for code in again:
        parents[code] = ""
    return [*cut, *(code for code in again if code not in cut)]


def _on_loops(parents: Mapping[str, str]) -> list[str]:
    safe: set[str] = {""}
    looping: list[str] = []
    for start in parents:
        way: dict[str, None] = {}
        at = start
        while at not in safe and at not in way:
            way[at] = None
            at = parents.get(at, "")
        if at in way:
            looping.extend(_from(way, at))
        safe.update(way)
    return looping


def _from(way: Iterable[str], code: str) -> Iterator[str]:
    steps = iter(way)
    for at in steps:
        if at == code:
            yield at
            yield from steps


def _renamed(snapshot: Snapshot, stored: Mapping[str, StoredUnit]) -> Iterator[StoredUnit]:
    for code, row in snapshot.units.items():
        if code in stored:
            before = stored[code]
            number = before.production_unit if row.production_unit is None else row.production_unit
            after = replace(before, name=row.name, production_unit=number)
            if after != before:
                yield after


def _unknown_parent(row: UnitRow) -> str:
    return (
        f"Den overordnede afdeling {row.parent} findes ikke. Afdelingen {row.code} bliver, hvor den er, eller står "
        "øverst, hvis den er ny."
    )


def _loop(row: UnitRow) -> str:
    return (
        f"Afdelingen {row.code} står over sig selv: de overordnede afdelinger går i ring. Den bliver, hvor den er, "
        "eller står øverst, hvis den er ny."
    )
