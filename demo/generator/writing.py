"""Writing a whole municipality, unit by unit, so that any size fits in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import TextIOWrapper
from pathlib import Path
from random import Random

from demo.cast import cast
from demo.generator.faults import Faults, FaultyHand
from demo.generator.organisation import build_units
from demo.generator.rows import (
    ABSENCE_HEADER,
    UNIT_HEADER,
    absence_line,
    person_header,
    person_line,
    unit_line,
    written,
)
from demo.generator.sickness import Sickness
from demo.generator.staff import Staff

NO_FAULTS = Faults()


@dataclass(frozen=True, slots=True)
class Municipality:
    """What is to be invented. The same values give the same files, byte for byte."""

    people: int
    """Rows in the extract of people, those who have left included; 50 or more."""
    seed: int
    until: date
    """The last day that the extracts know of; open periods run on it."""
    years: int = 3
    """How far back the extract of absence reaches."""
    name: str = "Nordstrand Kommune"
    story: bool = True
    """With the people of `demo.cast`."""
    phones: bool = True
    """With a column of phone numbers, which nobody can have."""
    faults: Faults = NO_FAULTS


@dataclass(frozen=True, slots=True)
class Summary:
    """Rows written, header lines aside."""

    units: int
    people: int
    absences: int
    faults: Mapping[str, int]
    """How many of each kind were added, those of 0 left out."""


def write_extracts(folder: Path, plan: Municipality) -> Summary:
    """Writes organisation.csv, medarbejdere.csv and fravaer.csv into the folder, which is made if it is not there.

    UTF-8 with a mark, semicolons, dd-mm-yyyy. `ValueError` for fewer than 50 people.
    """
    first = plan.until - timedelta(days=round(365.25 * plan.years))
    units = build_units(plan.name, plan.people, f"{plan.seed}:units", story=plan.story)
    sickness = Sickness(Random(f"{plan.seed}:sickness"), first, plan.until)
    chance = Random(f"{plan.seed}:faults")
    led = [unit.code for unit in units if unit.jobs and not unit.quiet]
    orphaned = frozenset(chance.sample(led, min(plan.faults.departed_leader, len(led))))
    staff = Staff(
        Random(f"{plan.seed}:people"),
        first,
        plan.until,
        plan.people,
        cast=cast(plan.until) if plan.story else (),
        orphaned=orphaned,
    )
    day_zero = sickness.day_zero.toordinal()
    days = [written(date.fromordinal(day)) for day in range(day_zero, plan.until.toordinal() + 1)]
    hand = FaultyHand(plan.faults, plan.people, days, day_zero, chance)
    domain = f"{plan.name.split()[0].lower()}.example"

    folder.mkdir(parents=True, exist_ok=True)
    absences = 0
    with (
        _table(folder, "organisation.csv") as unit_table,
        _table(folder, "medarbejdere.csv") as person_table,
        _table(folder, "fravaer.csv") as absence_table,
    ):
        unit_table.write(UNIT_HEADER)
        unit_table.writelines(unit_line(unit, place) for place, unit in enumerate(units))
        person_table.write(person_header(phones=plan.phones))
        absence_table.write(ABSENCE_HEADER)
        for unit in units:
            lines: list[str] = []
            for person in staff.of(unit):
                person_table.write(person_line(person, domain, phones=plan.phones))
                periods = sickness.of(person)
                lines += [
                    absence_line(person.number, code, days[begin], "" if end is None else days[end], percent)
                    for begin, end, code, percent in periods
                ]
                faulty = hand.line_for(person, periods)
                if faulty:
                    lines.append(faulty)
            absences += len(lines)
            absence_table.writelines(lines)
        strangers = hand.strangers()
        absences += len(strangers)
        absence_table.writelines(strangers)
    faults = {**hand.added, "departed_leader": len(orphaned)}
    return Summary(len(units), plan.people, absences, {kind: number for kind, number in faults.items() if number})


def _table(folder: Path, name: str) -> TextIOWrapper:
    return (folder / name).open("w", encoding="utf-8-sig", newline="\n")
