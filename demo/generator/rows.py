"""The three tables as they are written: semicolons, dd-mm-yyyy, decimal commas."""

from datetime import date
from functools import lru_cache

from demo.generator.organisation import Unit
from demo.generator.sickness import WORDS
from demo.generator.staff import Person

UNIT_HEADER = "Afdelingsnavn;Afdelingskode;Forældreafdelingskode;Pnummer\n"
PERSON_HEADER = (
    "Medarbejdernummer;CPR;Fornavn;Efternavn;Mail;Afdelingskode;Startdato;Slutdato;LedersMedarbejdernummer;"
    "Brugernavn;Titel;Faggruppe;Bopælskommune;Ugentlige timer"
)
ABSENCE_HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"


def unit_line(unit: Unit, place: int) -> str:
    """`place` makes the production unit's number, which areas and above have none of."""
    number = f"1000{place:06}" if unit.jobs else ""
    return f"{unit.name};{unit.code};{unit.parent};{number}\n"


def person_header(*, phones: bool) -> str:
    return PERSON_HEADER + (";Telefon\n" if phones else "\n")


def person_line(person: Person, domain: str, *, phones: bool) -> str:
    end = "" if person.end is None else written(person.end)
    phone = f";{person.phone}" if phones else ""
    return (
        f"{person.number};{person.cpr};{person.first_names};{person.last_names};{person.user_name}@{domain};"
        f"{person.unit};{written(person.start)};{end};{person.leader};{person.user_name};{person.title};"
        f"{person.job.group};{person.home_municipality};{person.weekly_hours},00{phone}\n"
    )


def absence_line(number: str, code: str, first: str, last: str, percent: int = 100) -> str:
    return f"{number};{code};{WORDS.get(code, 'Lokal kode')};{first};{last};{percent}\n"


@lru_cache(maxsize=1 << 14)
def written(day: date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year}"
