"""What a policy would have done to an extract of absence. Reads the file alone; the database is not asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from absence.extracts import RejectionCode, Row, read_absences, reject_overlaps
from absence.rules import CauseList, Period, Policy, PolicyEngine
from people.calendar import Calendar
from people.extracts import write_table


class SimulatedFiring(NamedTuple):
    """A line of the result; they sort as they are printed."""

    employee_number: str
    kind: str
    threshold: int
    anchor: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Simulation:
    """The firings, each once and in order, and what the file held."""

    firings: list[SimulatedFiring]
    rows: int
    rejected: Counter[RejectionCode]


def simulate_policy(
    policy: Policy, path: Path, causes: CauseList, calendar: Calendar, since: date, through: date
) -> Simulation:
    """The policy's firings with an anchor from `since` to `through`, by the absences of the file.

    Every row check is made but that of the employee. Absences before `since` count in full, those that begin
    after `through` not at all, and open ones last through it. `UnreadableExtract` if the file is none.
    """
    extract = read_absences(path, codes=causes.payroll_codes)
    rows, overlapping = reject_overlaps(extract.rows)
    engine = PolicyEngine(policy.rules, causes.causes.values(), calendar)
    firings = {
        SimulatedFiring(number, firing.rule.kind, firing.rule.threshold, firing.anchor, firing.due_on)
        for number, periods in _periods_of_each(rows, causes)
        for firing in engine.firings(periods, through, open_runs_on=False, since=since)
    }
    rejected = Counter(rejection.code for rejection in (*extract.rejected, *overlapping))
    return Simulation(sorted(firings), len(rows), rejected)


def write_firings(firings: Iterable[SimulatedFiring], path: Path) -> None:
    """The result with its header: semicolons and ISO dates, UTF-8. An older file stands until it is whole."""
    write_table(path, [SimulatedFiring._fields, *firings], mark=False)


def _periods_of_each(rows: Iterable[Row], causes: CauseList) -> Iterable[tuple[str, list[Period]]]:
    periods: defaultdict[str, list[Period]] = defaultdict(list)
    for row in rows:
        cause = causes.payroll_codes[row.code]
        periods[row.number].append(Period(row.first_day, row.last_day, cause, row.degree))
    return periods.items()
