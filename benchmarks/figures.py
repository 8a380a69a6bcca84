"""Counting the figures anew beside a plain aggregation, and the page that reads them beside one query by hand.

    script/benchmark figures [PEOPLE] [YEARS]

The generator's extracts are copied into the tables, without import and follow-ups; everything is rolled back. Only the
ratios of one run say anything, and only where the floor is the same first and last.
"""

import csv
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from absence.flows import seed_causes
from absence.reference import shipped_causes
from demo.generator import Municipality, write_extracts
from insight.rollup.flows import rebuild_figures
from insight.rules.months import last_whole_months
from people import clock
from people.access import system
from people.extracts import read_date
from people.models import Capacity, User

TIMES = 40


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 34_000
    years = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    by = system(clock.now())
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        seed_causes(by=by)
        began = time.perf_counter()
        periods = load(Path(folder), people, by.today, years)
        print(f"{people:,} people, {periods:,} periods loaded in {time.perf_counter() - began:.0f} s", flush=True)
        plain = measured("plain aggregation", periods, plain_aggregation)
        measured("counted anew", periods, lambda: rebuild_figures(by=by), plain)
        _analyze("insight_monthfigures")
        measured("counted anew, again", periods, lambda: rebuild_figures(by=by), plain)
        measured("plain aggregation, again", periods, plain_aggregation, plain)
        read_pages(by.today)
        transaction.set_rollback(True)


def plain_aggregation() -> None:
    """What somebody would write by hand: possible and absent working time by unit, job group, cause and month.

    Without spells, lengths, people counted once, or units above: those the rollup has beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        cursor.execute("""
            CREATE TEMP TABLE plain_day AS
                SELECT day::date AS day,
                    count(*) FILTER (WHERE extract(isodow FROM day) < 6) OVER (ORDER BY day) AS worked
                FROM generate_series(now()::date - interval '5 years', now()::date, interval '1 day') AS day;
            CREATE TEMP TABLE plain_month AS
                SELECT first_day::date, least(first_day + interval '1 month - 1 day', now())::date AS last_day
                FROM generate_series(
                    date_trunc('month', now() - interval '47 months'), now(), interval '1 month'
                ) AS first_day;
            CREATE TEMP TABLE plain_possible AS
                SELECT unit_id, job_group, month, sum((till.worked - since.worked) * weekly_hours::float8) AS possible
                FROM (
                    SELECT job.unit_id, job.job_group, job.weekly_hours, month.first_day AS month,
                        greatest(job.first_day, month.first_day) - 1 AS since,
                        least(coalesce(job.last_day, now()::date), month.last_day) AS till
                    FROM people_employment job
                    JOIN plain_month month ON month.last_day >= job.first_day
                        AND month.first_day <= coalesce(job.last_day, now()::date)
                ) AS part
                JOIN plain_day since ON since.day = part.since JOIN plain_day till ON till.day = part.till
                GROUP BY unit_id, job_group, month;
            CREATE TEMP TABLE plain_absent AS
                SELECT unit_id, job_group, cause_id, month,
                    sum((till.worked - since.worked) * weekly_hours::float8 * degree::float8) AS absent
                FROM (
                    SELECT job.unit_id, job.job_group, period.cause_id, job.weekly_hours, period.degree,
                        month.first_day AS month,
                        greatest(period.first_day, job.first_day, month.first_day) - 1 AS since,
                        least(
                            coalesce(period.last_day, now()::date), coalesce(job.last_day, now()::date), month.last_day
                        ) AS till
                    FROM absence_period period
                    JOIN people_employment job ON job.employee_id = period.employee_id
                        AND job.first_day <= coalesce(period.last_day, now()::date)
                        AND coalesce(job.last_day, now()::date) >= period.first_day
                    JOIN plain_month month ON month.last_day >= greatest(period.first_day, job.first_day)
                        AND month.first_day <= least(coalesce(period.last_day, now()::date),
                            coalesce(job.last_day, now()::date))
                    WHERE NOT period.withdrawn
                ) AS part
                JOIN plain_day since ON since.day = part.since JOIN plain_day till ON till.day = part.till
                GROUP BY unit_id, job_group, cause_id, month;
            DROP TABLE plain_day, plain_month, plain_possible, plain_absent""")


def read_pages(today: date) -> None:
    """The page of the whole: its queries' time beside one query by hand that reads the same rows, and its own p95."""
    user = User.objects.create(username="bench", is_active=True)
    Capacity.objects.create(user=user, kind="hr", first_day=date(2020, 1, 1))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    months = last_whole_months(today, 47)
    # What loading left behind is nothing that a server's process would have to look through.
    gc.collect()
    gc.freeze()
    by_hand = timed(lambda: hand_written(months))
    page = timed(lambda: client.get("/tal/enhed/1000/").content)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/tal/enhed/1000/")
    taken = len(queries)
    if response.status_code != 200:
        raise SystemExit(f"The page answered {response.status_code}.")
    of_figures = statistics.median(time_of_figures(client) for _ in range(TIMES))
    print(f"{'one query by hand':<32}p50 {by_hand[0] * 1000:7.1f} ms, p95 {by_hand[1] * 1000:7.1f} ms")
    print(f"{'the page':<32}p50 {page[0] * 1000:7.1f} ms, p95 {page[1] * 1000:7.1f} ms, {taken} queries")
    print(f"{'its queries of figures':<32}p50 {of_figures * 1000:7.1f} ms, {of_figures / by_hand[0]:.2f} x by hand")


def time_of_figures(client: Client) -> float:
    """What the page's queries of figures, and of what may be shown of them, take together."""
    spent = 0.0

    def timing(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "insight_" in sql:
                spent += time.perf_counter() - began

    with connection.execute_wrapper(timing):
        client.get("/tal/enhed/1000/")
    return spent


def hand_written(months: list[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH whole AS (SELECT id FROM people_unit WHERE code = '1000')
            SELECT unit_id, breakdown, key, month, people, possible, absent, pregnancy, absent_short, absent_medium,
                absent_short_then, absent_medium_then, spells, short, medium, short_then, medium_then
            FROM insight_monthfigures
            WHERE month BETWEEN %(first)s AND %(last)s AND unit_id = (SELECT id FROM whole)
            UNION ALL
            SELECT unit_id, breakdown, key, month, people, possible, absent, pregnancy, absent_short, absent_medium,
                absent_short_then, absent_medium_then, spells, short, medium, short_then, medium_then
            FROM insight_monthfigures
            WHERE month BETWEEN %(first)s AND %(last)s AND breakdown = '' AND unit_id IN (
                SELECT id FROM people_unit WHERE parent_id = (SELECT id FROM whole)
            )
            """,
            {"first": months[0], "last": months[-1]},
        )
        cursor.fetchall()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Median and p95 in seconds."""
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    found.sort()
    return statistics.median(found), found[int(TIMES * 0.95) - 1]


def measured(what: str, rows: int, work: Callable[[], object], floor: float | None = None) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    ratio = "" if floor is None else f"   {seconds / floor:5.2f} x plain"
    print(f"{what:<32}{seconds:7.2f} s {rows / seconds:10,.0f} periods/s{ratio}", flush=True)
    return seconds


def load(folder: Path, people: int, until: date, years: int = 3) -> int:
    """Into empty tables, causes aside. The number of periods."""
    write_extracts(folder, Municipality(people=people, seed=1, until=until, years=years, story=False, phones=False))
    units = {
        row["Afdelingskode"]: (place, row) for place, row in enumerate(_rows(folder / "organisation.csv"), start=1)
    }
    _copy(
        "people_unit (id, code, name, production_unit, parent_id)",
        (
            (pk, code, row["Afdelingsnavn"], "", units[above][0] if (above := row["Forældreafdelingskode"]) else None)
            for code, (pk, row) in units.items()
        ),
    )
    numbers: dict[str, int] = {}
    _copy(
        "people_employee (id, ref, number, first_name, last_name, phone, linked_by_hand)", _employees(folder, numbers)
    )
    _copy(
        "people_employment (employee_id, unit_id, first_day, last_day, title, job_group, weekly_hours, "
        "home_municipality)",
        _employments(folder, numbers, {code: pk for code, (pk, _row) in units.items()}),
    )
    codes = shipped_causes().payroll_codes
    _copy(
        "absence_period (ref, employee_id, first_day, last_day, cause_id, degree, source, withdrawn, withdraw_reason, "
        "recorded_at, version, payroll_code)",
        _periods(folder, numbers, codes),
    )
    _analyze("people_unit", "people_employee", "people_employment", "absence_period")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM absence_period")
        return int(cursor.fetchone()[0])


def _analyze(*tables: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _employees(folder: Path, numbers: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for place, row in enumerate(_rows(folder / "medarbejdere.csv"), start=1):
        numbers[row["Medarbejdernummer"]] = place
        yield place, f"e{place}", row["Medarbejdernummer"], row["Fornavn"], row["Efternavn"], "", False


def _employments(folder: Path, numbers: dict[str, int], units: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for row in _rows(folder / "medarbejdere.csv"):
        yield (
            numbers[row["Medarbejdernummer"]],
            units[row["Afdelingskode"]],
            read_date(row["Startdato"]),
            read_date(row["Slutdato"]),
            row["Titel"],
            row["Faggruppe"],
            row["Ugentlige timer"].replace(",", "."),
            row["Bopælskommune"],
        )


def _periods(folder: Path, numbers: dict[str, int], codes: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for place, row in enumerate(_rows(folder / "fravaer.csv"), start=1):
        yield (
            f"p{place}",
            numbers[row["Medarbejdernummer"]],
            read_date(row["Startdato"]),
            read_date(row["Slutdato"]),
            codes[row["Fraværskode"]],
            row["Procent"] or 100,
            "payroll",
            False,
            "",
            "2026-01-01 08:00+00",
            1,
            "",
        )


def _copy(table: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


if __name__ == "__main__":
    main()
