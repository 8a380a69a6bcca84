"""Small extracts for tests, written as a municipality would send them."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from people.access import system
from people.calendar import COPENHAGEN
from people.importing.flows import Outcome, import_people
from people.models import Employee, Employment, Leadership, Unit, User

AS_OF = date(2026, 11, 23)
UNIT_HEADER = ("Afdelingsnavn", "Afdelingskode", "Forældreafdelingskode", "Pnummer")
PERSON = {
    "Medarbejdernummer": "1",
    "CPR": "010190-1234",
    "Fornavn": "Åse",
    "Efternavn": "Holm",
    "Mail": "",
    "Afdelingskode": "2001",
    "Startdato": "01-01-2020",
    "Slutdato": "",
    "LedersMedarbejdernummer": "",
    "Brugernavn": "",
    "Titel": "Pædagog",
    "Faggruppe": "Pædagogisk personale",
    "Bopælskommune": "760",
    "Ugentlige timer": "37,00",
}
UNITS = (("Nordstrand", "1000", ""), ("Ældre", "2000", "1000"), ("Solgården", "2001", "2000"))


def line(number: str, unit: str = "2001", leader: str = "", **values: str) -> dict[str, str]:
    """A line of medarbejdere.csv; `line("7", username="ase")` and so on, by the fields' English names."""
    names = {
        "username": "Brugernavn",
        "email": "Mail",
        "first": "Startdato",
        "last": "Slutdato",
        "title": "Titel",
        "hours": "Ugentlige timer",
        "first_name": "Fornavn",
        "last_name": "Efternavn",
        "phone": "Telefon",
    }
    given = {names.get(name, name): value for name, value in values.items()}
    return PERSON | {"Medarbejdernummer": number, "Afdelingskode": unit, "LedersMedarbejdernummer": leader} | given


def write(
    folder: Path, people: Sequence[Mapping[str, str]], units: Sequence[Sequence[str]] = UNITS, encoding: str = "utf-8"
) -> Path:
    with (folder / "organisation.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([UNIT_HEADER, *((*unit, "")[:4] for unit in units)])
    columns = list(dict.fromkeys([*PERSON, *(name for person in people for name in person)]))
    with (folder / "medarbejdere.csv").open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, columns, delimiter=";", restval="")
        table.writeheader()
        table.writerows(people)
    return folder


def run(folder: Path, as_of: date = AS_OF, **options: Any) -> Outcome:
    return import_people(
        folder=folder, as_of=as_of, by=system(datetime(2026, 11, 23, 12, tzinfo=COPENHAGEN)), **options
    )


def codes(outcome: Outcome) -> list[tuple[int | None, str]]:
    return [(remark.line, str(remark.code)) for remark in outcome.remarks]


def employments(number: str) -> list[tuple[date, date | None, str, str, Decimal]]:
    rows = Employment.objects.filter(employee__number=number).order_by("first_day")
    return list(rows.values_list("first_day", "last_day", "unit__code", "title", "weekly_hours"))


def leaderships() -> list[tuple[str, str, date, date | None]]:
    rows = Leadership.objects.order_by("unit__code", "user__username", "first_day")
    return list(rows.values_list("unit__code", "user__username", "first_day", "last_day"))


def everything() -> list[list[tuple[object, ...]]]:
    tables: tuple[Any, ...] = (Unit, User, Employee, Employment, Leadership)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]
