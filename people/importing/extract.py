"""Reading organisation.csv and medarbejdere.csv: a snapshot, and what is to be said about its lines. Pure.

There is no column for CPR numbers here, so they are read past; a value elsewhere that looks like one rejects its line,
and no reason quotes a value that was not recognised as something else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from people.extracts import Row, Table, read_date, read_decimal, read_table
from people.importing.rows import Code, PersonRow, Remark, Snapshot, UnitRow

UNITS_FILE: Final = "organisation.csv"
PEOPLE_FILE: Final = "medarbejdere.csv"

UNIT_COLUMNS: Final = {
    "name": ("Afdelingsnavn", "Enhedsnavn", "Navn"),
    "code": ("Afdelingskode", "Enhedskode"),
    "parent": ("Forældreafdelingskode", "Overordnet afdelingskode", "Forældreenhed"),
    "production_unit": ("Pnummer", "P-nummer", "Produktionsenhed"),
}
PEOPLE_COLUMNS: Final = {
    "number": ("Medarbejdernummer", "Tjenestenummer", "Lønnummer"),
    "first_name": ("Fornavn", "Fornavne"),
    "last_name": ("Efternavn",),
    "unit": ("Afdelingskode", "Enhedskode"),
    "first_day": ("Startdato", "Ansættelsesdato"),
    "last_day": ("Slutdato", "Fratrædelsesdato"),
    "leader": ("LedersMedarbejdernummer", "Leders medarbejdernummer"),
    "username": ("Brugernavn",),
    "email": ("Mail", "E-mail", "Mailadresse", "Arbejdsmail"),
    "phone": ("Telefon", "Telefonnummer", "Mobil", "Mobilnummer", "Mobiltelefon", "Tlf"),
    "title": ("Titel", "Stilling", "Stillingsbetegnelse"),
    "job_group": ("Faggruppe",),
    "weekly_hours": ("Ugentlige timer", "Timer pr. uge", "Ugetimer"),
    "home_municipality": ("Bopælskommune", "Bopælskommunekode"),
}
# Without these an extract cannot be told from a wrong one, or would take leaders and accounts away.
NEEDED_OF_UNITS: Final = ("name", "code", "parent")
NEEDED_OF_PEOPLE: Final = (
    *("number", "first_name", "last_name", "unit"),
    *("first_day", "last_day", "leader", "username"),
)

LONGEST: Final = {
    "name": 200,
    "code": 40,
    "parent": 40,
    "production_unit": 20,
    "number": 40,
    "first_name": 100,
    "last_name": 100,
    "unit": 40,
    "leader": 40,
    "username": 150,
    "email": 254,
    "phone": 30,
    "title": 120,
    "job_group": 120,
    "home_municipality": 4,
}
_CPR = re.compile(r"(?<!\d)[0-3]\d[01]\d\d\d[- ]?\d{4}(?!\d)")
_CPR_WITH_DASH = re.compile(r"(?<!\d)\d{6}-\d{4}(?!\d)")
_NUMBERS = frozenset({"number", "leader", "username"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What organisation systems write for "until further notice".
_FOREVER = date(9999, 12, 31)
_MOST_HOURS = Decimal("99.99")


_UNSOUND: Final = {
    Code.CPR_NUMBER: (
        "Der står noget, der ligner et CPR-nummer, i kolonnen {column}. Linjen er sprunget over. Ret udtrækket, så "
        "CPR-numre kun står i deres egen kolonne."
    ),
    Code.TOO_LONG: "Teksten i kolonnen {column} er længere end {most} tegn. Linjen er sprunget over.",
}


def read_extracts(folder: Path) -> Snapshot:
    """The two files of the folder, whose names may be in capitals. `UnreadableExtract` where one cannot be used."""
    units_file, people_file = _find(folder, UNITS_FILE), _find(folder, PEOPLE_FILE)
    reading = _Reading()
    units = reading.units(read_table(units_file, UNIT_COLUMNS, NEEDED_OF_UNITS), units_file.name)
    people = reading.people(read_table(people_file, PEOPLE_COLUMNS, NEEDED_OF_PEOPLE), people_file.name)
    return Snapshot(
        units=units,
        people=people,
        numbers=frozenset(reading.numbers),
        named=reading.named,
        units_file=units_file.name,
        people_file=people_file.name,
        lines=reading.lines,
        remarks=tuple(reading.remarks),
    )


def _find(folder: Path, name: str) -> Path:
    entries: Iterator[Path] = folder.iterdir() if folder.is_dir() else iter(())
    return next((path for path in sorted(entries) if path.name.lower() == name), folder / name)


@dataclass
class _Reading:
    """What has been read so far."""

    numbers: set[str] = field(default_factory=set)
    named: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    lines: int = 0

    def units(self, table: Table, file: str) -> dict[str, UnitRow]:
        units: dict[str, UnitRow] = {}
        for row in table.rows:
            values = self._sound(row, table, file, UNIT_COLUMNS)
            if values is None:
                continue
            if not values["code"] or not values["name"]:
                self._say(file, row.line, Code.MISSING_VALUE, "Afdelingskode eller afdelingsnavn mangler.")
            elif values["code"] in units:
                reason = (
                    f"Afdelingskoden {values['code']} står også i linje {units[values['code']].line}, som er den, "
                    "der gælder."
                )
                self._say(file, row.line, Code.DUPLICATE_UNIT, reason)
            else:
                units[values["code"]] = UnitRow(
                    line=row.line,
                    code=values["code"],
                    name=values["name"],
                    parent=values["parent"],
                    production_unit=values["production_unit"] if "production_unit" in table.present else None,
                )
        return units

    def people(self, table: Table, file: str) -> dict[str, list[PersonRow]]:
        """The lines that can be read, by number. Which of several counts depends on the day: see the plan."""
        people: dict[str, list[PersonRow]] = {}
        number_at, leader_at = table.fields.index("number"), table.fields.index("leader")
        for row in table.rows:
            self.lines += 1
            number, leader = row.values[number_at], row.values[leader_at]
            self.numbers.add(number)
            values = self._sound(row, table, file, PEOPLE_COLUMNS)
            if values is None:
                continue
            if leader:
                self.named.setdefault(leader, row.line)
            person = self._person(row.line, values, table.present, file)
            if person is not None:
                people.setdefault(person.number, []).append(person)
        return people

    def _sound(self, row: Row, table: Table, file: str, columns: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
        """The line's values by field, unless something makes the whole line unusable."""
        values = dict(zip(table.fields, row.values, strict=True))
        fault = _unsafe(values)
        if fault is not None:
            code, name = fault
            self._say(file, row.line, code, _UNSOUND[code].format(column=columns[name][0], most=LONGEST.get(name)))
            return None
        if not row.well_formed:
            reason = "Linjen har for få eller for mange felter. Se efter et afkortet felt eller et semikolon for meget."
            self._say(file, row.line, Code.MALFORMED_ROW, reason)
            return None
        return values

    def _person(self, line: int, values: dict[str, str], present: frozenset[str], file: str) -> PersonRow | None:
        if not values["number"] or not values["unit"] or not (values["first_name"] or values["last_name"]):
            self._say(file, line, Code.MISSING_VALUE, "Medarbejdernummer, navn eller afdelingskode mangler.")
            return None
        first_day = read_date(values["first_day"])
        last_day = read_date(values["last_day"]) if values["last_day"] else _FOREVER
        if first_day is None or last_day is None:
            column = PEOPLE_COLUMNS["first_day" if first_day is None else "last_day"][0]
            reason = f"Datoen i kolonnen {column} kan ikke læses. Skriv den som dd-mm-åååå eller åååå-mm-dd."
            self._say(file, line, Code.UNREADABLE_DATE, reason)
            return None
        if last_day < first_day:
            reason = f"Slutdatoen {last_day:%d-%m-%Y} ligger før startdatoen {first_day:%d-%m-%Y}."
            self._say(file, line, Code.ENDS_BEFORE_START, reason)
            return None
        given = {name: values[name] for name in ("phone", "title", "job_group", "home_municipality") if name in present}
        return PersonRow(
            line=line,
            number=values["number"],
            first_name=values["first_name"],
            last_name=values["last_name"],
            unit=values["unit"],
            first_day=first_day,
            last_day=None if last_day.year == _FOREVER.year else last_day,
            leader=values["leader"],
            username=values["username"].lower(),
            email=self._email(line, values["email"], file) if "email" in present else None,
            weekly_hours=self._hours(line, values["weekly_hours"], file) if "weekly_hours" in present else None,
            **given,
        )

    def _email(self, line: int, text: str, file: str) -> str:
        if text and not _EMAIL.fullmatch(text):
            reason = "Mailadressen kan ikke bruges, så personen står uden. Ret den i jeres system."
            self._say(file, line, Code.UNREADABLE_EMAIL, reason)
            return ""
        return text.lower()

    def _hours(self, line: int, text: str, file: str) -> Decimal | None:
        """None where the file does not say: what is stored stays, or else full time."""
        hours = read_decimal(text) if text else None
        if text and (hours is None or hours > _MOST_HOURS):
            reason = "De ugentlige timer kan ikke læses. Der regnes med de hidtidige timer, eller med 37."
            self._say(file, line, Code.UNREADABLE_HOURS, reason)
            return None
        return None if hours is None else round(hours, 2)

    def _say(self, file: str, line: int, code: Code, reason: str) -> None:
        self.remarks.append(Remark(file, line, code, reason))


def _unsafe(values: Mapping[str, str]) -> tuple[Code, str] | None:
    """A value that must not be taken, and its field."""
    for name, value in values.items():
        if len(value) > 9 and (_CPR_WITH_DASH.search(value) or (name in _NUMBERS and _CPR.fullmatch(value))):
            return Code.CPR_NUMBER, name
        if len(value) > LONGEST.get(name, len(value)):
            return Code.TOO_LONG, name
    return None
