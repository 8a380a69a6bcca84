"""Rows a second of reading in payroll's extract, beside a bare COPY of the same rows; and a night's evaluation.

    script/benchmark absence_import [ROWS]

Everything is rolled back at the end. The floor is run first and last: where
the two differ, something else was using the machine.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.db import connection, transaction

from absence.flows import evaluate_policies, give_policy, import_absence, seed_causes, seed_policies
from absence.models import Policy
from people import clock
from people.access import system
from people.models import Employee, Employment, Unit
from people.viewer import Viewer

ROWS_EACH = 8
HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"
Absence = tuple[int, date, date]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with connection.cursor() as cursor:
        # What an earlier run rolled back still fills the indexes, and each new row is compared with it.
        cursor.execute("VACUUM FULL")
    by = system(clock.now())
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        absences = population(rows // ROWS_EACH, by)
        path = Path(folder) / "fravaer.csv"
        lines = [f"bench{number};790;Sygdom;{first:%d-%m-%Y};{last:%d-%m-%Y};100\n" for number, first, last in absences]
        path.write_text(HEADER + "".join(lines), encoding="utf-8-sig")
        floor = measured("COPY alone", len(lines), lambda: copy_alone(absences))
        measured("new rows", len(lines), lambda: import_absence(path=path, by=by), floor)
        measured("the same again", len(lines), lambda: import_absence(path=path, by=by), floor)
        unit = Unit.objects.get(code="bench")
        first_day = by.today - timedelta(days=60)
        give_policy(unit=unit, policy=Policy.objects.get(key="2-6-14"), first_day=first_day, by=by)
        measured("evaluate, first", len(lines), lambda: evaluate_policies(by=by), floor)
        measured("evaluate, again", len(lines), lambda: evaluate_policies(by=by), floor)
        path.write_text(HEADER + "".join(line.replace(";100\n", ";50\n") for line in lines), encoding="utf-8")
        measured("all corrected, with follow-ups", len(lines), lambda: import_absence(path=path, by=by), floor)
        measured("COPY alone, again", len(lines), lambda: copy_alone(absences), floor)
        transaction.set_rollback(True)


def population(size: int, by: Viewer) -> list[Absence]:
    """So many employees in one unit, and their absences over three years: employee, first and last day."""
    seed_causes(by=by)
    seed_policies(by=by)
    unit = Unit.objects.create(code="bench", name="Bench")
    employees = Employee.objects.bulk_create(
        Employee(number=f"bench{n}", first_name="A", last_name="B") for n in range(size)
    )
    start = by.today - timedelta(days=3 * 365)
    Employment.objects.bulk_create(
        Employment(employee=employee, unit=unit, first_day=start, weekly_hours=37) for employee in employees
    )
    chance = random.Random(1514)
    absences = []
    for number in range(size):
        day = start
        for _ in range(ROWS_EACH):
            day += timedelta(days=chance.randrange(25, 130))
            last = day + timedelta(days=chance.choice([0, 0, 0, 1, 2, 3, 4, 11, 19]))
            absences.append((number, day, last))
    return absences


def copy_alone(absences: list[Absence]) -> None:
    """Into a table without indexes, constraints or history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (employee int, first_day date, last_day date, cause text, degree numeric)"
        )
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for number, first, last in absences:
                copy.write(f"{number}\t{first}\t{last}\tsickness\t100\n")
        cursor.execute("DROP TABLE bare")


def measured(what: str, rows: int, work: Callable[[], object], floor: float | None = None) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    ratio = "" if floor is None else f"   {seconds / floor:5.1f} x COPY"
    print(f"{what:<32}{seconds:7.2f} s {rows / seconds:10,.0f} rows/s{ratio}", flush=True)
    return seconds


if __name__ == "__main__":
    main()
