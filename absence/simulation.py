"""What a policy would have done to an extract of absence. Reads the file alone; the database is not asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from absence.extracts import RejectionCode, read_absences, reject_overlaps
from absence.rules import CauseList, Firing, Period
from people.extracts import write_table


class SimulatedFiring(NamedTuple):
    """A line of the result; they sort as they are printed."""

    employee_number: str
    kind: str
    threshold: int
    anchor: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Histories:
    """The absences of an extract by employee number, from how many rows, and why others are not among them."""

    periods: Mapping[str, Sequence[Period]]
    rows: int
    rejected: Counter[RejectionCode]


def read_histories(path: Path, causes: CauseList) -> Histories:
    """Makes every row check but that of the employee. `UnreadableExtract` if the file is none."""
    extract = read_absences(path, codes=causes.payroll_codes)
    rows, overlapping = reject_overlaps(extract.rows)
    periods: defaultdict[str, list[Period]] = defaultdict(list)
    for row in rows:
        cause = causes.payroll_codes[row.code]
        periods[row.number].append(Period(row.first_day, row.last_day, cause, row.degree))
    rejected = Counter(rejection.code for rejection in (*extract.rejected, *overlapping))
    return Histories(periods, len(rows), rejected)


def lines_of(firings: Iterable[tuple[str, Firing]]) -> list[SimulatedFiring]:
    """The firings by employee number, in order."""
    return sorted(
        SimulatedFiring(number, firing.rule.kind, firing.rule.threshold, firing.anchor, firing.due_on)
        for number, firing in firings
    )


def write_firings(firings: Iterable[SimulatedFiring], path: Path) -> None:
    """The result with its header: semicolons and ISO dates, UTF-8. An older file stands until it is whole."""
    write_table(path, [SimulatedFiring._fields, *firings], mark=False)
