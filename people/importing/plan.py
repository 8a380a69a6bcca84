"""From what the extracts say and what is stored to what has to change. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from people.importing import employments
from people.importing.leaders import LeadershipsPlan, doubtful_units, find_seats, plan_leaderships
from people.importing.persons import Persons, plan_persons
from people.importing.rows import REJECTS, Code, PersonRow, Place, Remark, Snapshot, Stored, StoredEmployee, Stretch
from people.importing.units import UnitsPlan, plan_units

FIFTH = 5
FEW = 10


@dataclass(frozen=True, slots=True)
class EmployeePlan:
    """An employee as they shall be; `pk` is empty for a new one."""

    pk: int | None
    number: str
    first_name: str
    last_name: str
    phone: str
    username: str


@dataclass(frozen=True, slots=True)
class Plan:
    units: UnitsPlan
    persons: Persons
    employees: tuple[EmployeePlan, ...]
    begun: tuple[tuple[str, Stretch], ...]
    changed: tuple[Stretch, ...]
    removed: tuple[int, ...]
    leaderships: LeadershipsPlan
    missing: tuple[str, ...]
    employed: int
    remarks: tuple[Remark, ...]

    @property
    def leaves_out_too_many(self) -> bool:
        """More than a fifth of the employed, and at least ten: rather half a file than a fifth gone."""
        return len(self.missing) >= FEW and len(self.missing) * FIFTH > self.employed

    @property
    def rejected(self) -> int:
        return sum(remark.code in REJECTS for remark in self.remarks)

    @property
    def is_empty(self) -> bool:
        led = self.leaderships
        return not any(
            (
                *(self.units.created, self.units.renamed, self.units.moved),
                *(self.persons.users, self.employees, self.begun, self.changed, self.removed),
                *(led.begun, led.ended, led.never_begun, led.resumed, led.forgotten),
            )
        )


def plan_import(snapshot: Snapshot, stored: Stored, *, as_of: date, complete: bool) -> Plan:
    """Everything that changes when the extracts are taken for the state of `as_of`.

    People whom the file leaves out are told, and ended only if it is `complete`.
    """
    units = plan_units(snapshot, stored.units)
    people, remarks = _lines_that_count(snapshot, stored, as_of)
    missing, employed = _missing(snapshot, stored, as_of)
    before = {number: employee.stretches for number, employee in stored.employees.items()}
    after: dict[str, Sequence[Stretch]] = dict(before)
    for number, row in people.items():
        rows = before.get(number, ())
        after[number] = employments.follow(
            rows, first_day=row.first_day, last_day=row.last_day, place=_place(row, rows), as_of=as_of
        )
    if complete:
        after |= {number: employments.end(before[number], as_of) for number in missing}
    seats = find_seats(snapshot, people, after, as_of=as_of)
    persons = plan_persons(snapshot, people, stored, frozenset(seats.of_number), as_of=as_of)
    leaderships = plan_leaderships(
        snapshot,
        stored,
        seats,
        persons.of_number,
        persons.renamed,
        in_doubt=_in_doubt(units, before, () if complete else missing, as_of),
        sits_in=_seats_of_users(persons, after, as_of),
        as_of=as_of,
    )
    begun, changed, removed = _differences(before, after)
    left_out = tuple(Remark(snapshot.people_file, None, Code.MISSING, _left_out(n, as_of, complete)) for n in missing)
    return Plan(
        units=units,
        persons=persons,
        employees=tuple(_employees(people, stored, persons)),
        begun=begun,
        changed=changed,
        removed=removed,
        leaderships=leaderships,
        missing=missing,
        employed=employed,
        remarks=_in_order(
            snapshot,
            [*snapshot.remarks, *units.remarks, *remarks, *seats.remarks, *persons.remarks, *leaderships.remarks],
        )
        + left_out,
    )


def _lines_that_count(snapshot: Snapshot, stored: Stored, as_of: date) -> tuple[dict[str, PersonRow], list[Remark]]:
    """One line a number: of several, the first of an employment that runs, or else the first."""
    people: dict[str, PersonRow] = {}
    remarks: list[Remark] = []
    for number, rows in snapshot.people.items():
        usable = []
        for row in rows:
            if row.unit in snapshot.units or row.unit in stored.units:
                usable.append(row)
            else:
                reason = f"Afdelingen {row.unit} findes ikke i {snapshot.units_file}. Linjen er sprunget over."
                remarks.append(Remark(snapshot.people_file, row.line, Code.UNKNOWN_UNIT, reason))
        if not usable:
            continue
        people[number] = max(usable, key=lambda row: (row.works_on(as_of), -row.line))
        for row in usable:
            if row is not people[number]:
                reason = (
                    f"Medarbejdernummeret {number} står også i linje {people[number].line}, som er den, der gælder. "
                    "Linjen er sprunget over."
                )
                remarks.append(Remark(snapshot.people_file, row.line, Code.DUPLICATE_NUMBER, reason))
    return people, remarks


def _missing(snapshot: Snapshot, stored: Stored, as_of: date) -> tuple[tuple[str, ...], int]:
    """Who is employed at `as_of` or later and stands on no line, and how many are employed."""
    employed = [
        number
        for number, employee in stored.employees.items()
        if any(row.last_day is None or row.last_day >= as_of for row in employee.stretches)
    ]
    return tuple(sorted(number for number in employed if number not in snapshot.numbers)), len(employed)


def _place(row: PersonRow, rows: Sequence[Stretch]) -> Place:
    """Where the line says that somebody works; what the file has no column for stays as it was."""
    last = rows[-1].place if rows else Place(unit=row.unit)
    return Place(
        unit=row.unit,
        title=last.title if row.title is None else row.title,
        job_group=last.job_group if row.job_group is None else row.job_group,
        weekly_hours=last.weekly_hours if row.weekly_hours is None else row.weekly_hours,
        home_municipality=last.home_municipality if row.home_municipality is None else row.home_municipality,
    )


def _in_doubt(
    units: UnitsPlan, before: Mapping[str, Sequence[Stretch]], missing: Sequence[str], as_of: date
) -> frozenset[str]:
    here = [row.place.unit for number in missing for row in before[number] if row.runs_on(as_of)]
    return doubtful_units(units.parents, here)


def _seats_of_users(persons: Persons, after: Mapping[str, Sequence[Stretch]], as_of: date) -> dict[str, frozenset[str]]:
    seats: dict[str, frozenset[str]] = defaultdict(frozenset)
    for number, username in persons.of_number.items():
        if username:
            here = (row.place.unit for row in after[number] if row.last_day is None or row.last_day >= as_of)
            seats[username] |= frozenset(here)
    return seats


def _employees(people: Mapping[str, PersonRow], stored: Stored, persons: Persons) -> list[EmployeePlan]:
    plans = []
    for number, row in people.items():
        employee = stored.employees.get(number)
        phone = row.phone if row.phone is not None else "" if employee is None else employee.phone
        plan = EmployeePlan(
            pk=None if employee is None else employee.pk,
            number=number,
            first_name=row.first_name,
            last_name=row.last_name,
            phone=phone,
            username=persons.of_number[number],
        )
        if employee is None or _as_stored(employee, persons) != plan:
            plans.append(plan)
    return plans


def _as_stored(employee: StoredEmployee, persons: Persons) -> EmployeePlan:
    return EmployeePlan(
        pk=employee.pk,
        number=employee.number,
        first_name=employee.first_name,
        last_name=employee.last_name,
        phone=employee.phone,
        username=persons.renamed.get(employee.username, employee.username),
    )


def _differences(
    before: Mapping[str, Sequence[Stretch]], after: Mapping[str, Sequence[Stretch]]
) -> tuple[tuple[tuple[str, Stretch], ...], tuple[Stretch, ...], tuple[int, ...]]:
    begun: list[tuple[str, Stretch]] = []
    changed: list[Stretch] = []
    removed: list[int] = []
    for number, rows in after.items():
        old = before.get(number, ())
        if rows == old:
            continue
        stored = {row.pk: row for row in old}
        begun.extend((number, row) for row in rows if row.pk is None)
        changed.extend(row for row in rows if row.pk is not None and row != stored[row.pk])
        kept = {row.pk for row in rows}
        removed.extend(row.pk for row in old if row.pk is not None and row.pk not in kept)
    return tuple(begun), tuple(changed), tuple(removed)


def _in_order(snapshot: Snapshot, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.file == snapshot.people_file, remark.line or 0)))


def _left_out(number: str, as_of: date, complete: bool) -> str:
    if complete:
        ended = as_of - timedelta(days=1)
        return f"Medarbejdernummer {number} står ikke i udtrækket. Ansættelsen er afsluttet {ended:%d-%m-%Y}."
    return (
        f"Medarbejdernummer {number} står ikke i udtrækket, men er ansat i Tilbage. Intet er ændret: kun med "
        "--complete afsluttes den, der mangler."
    )
