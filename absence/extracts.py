"""An absence extract, read row by row: what each line says, and which lines cannot be used. Pure.

The checks are made in the order of `RejectionCode`. The first four look at one line only, the last at the state
that results: `absence.importing` makes it against what is stored, `reject_overlaps` within the file alone.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from people.extracts import read_date, read_decimal, read_table, write_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("Medarbejdernummer", "Medarbejdernr", "Medarbejder nr", "Tjenestenummer", "Lønnummer"),
    "code": ("Fraværskode", "Kode", "Årsagskode"),
    "first_day": ("Startdato", "Fra", "Fradato", "Første dag", "Fra dato", "Start"),
    "last_day": ("Slutdato", "Til", "Tildato", "Sidste dag", "Til dato", "Slut"),
    "percent": ("Procent", "Fraværsprocent", "Pct", "Grad"),
}
REQUIRED = ("number", "code", "first_day", "last_day")
HEADER = ("Medarbejdernummer", "Fraværskode", "Fraværstekst", "Startdato", "Slutdato", "Procent")

FULL = Decimal(100)
_CENT = Decimal("0.01")
# What may be repeated in a report: short, with a digit (a word may be a name), and without the shape of a CPR number.
_SAYABLE = re.compile(r"(?=.*\d)(?!.*\d{6}[-_]?\d{4})[\wÆØÅæøå-]{1,20}")


class RejectionCode(StrEnum):
    """Why a line is not used; in the order in which the checks are made."""

    UNKNOWN_EMPLOYEE = "unknown_employee"
    UNKNOWN_CODE = "unknown_code"
    UNREADABLE_DATE = "unreadable_date"
    ENDS_BEFORE_START = "ends_before_start"
    OVERLAP = "overlap"


class Rejection(NamedTuple):
    """A line that is not used, and why, in Danish."""

    line: int
    code: RejectionCode
    reason: str


class Row(NamedTuple):
    """A line that can be used. An empty last day is an absence that runs on; the degree is in percent."""

    line: int
    number: str
    code: str
    first_day: date
    last_day: date | None
    degree: Decimal


@dataclass(frozen=True)
class Extract:
    """A whole file. `rows` has each identity once, in file order: the last usable line of it."""

    rows: list[Row]
    rejected: list[Rejection]
    lines: int
    """Lines that say something, the header and blank ones left out."""
    identities: frozenset[tuple[str, str, date]]
    """All that the file names (number, code and first day), on rejected lines too as far as they can be read."""
    odd_percents: list[int] = field(default_factory=list)
    """Lines whose percent is not a number above 0 and up to 100; it is taken as 100."""


def read_absences(path: Path, *, codes: Container[str], numbers: Container[str] | None = None) -> Extract:
    """Reads the file; `UnreadableExtract` if nothing of it can be used.

    `codes` are the payroll codes that have a cause, `numbers` the known employees' (None: everybody is known).
    """
    table = read_table(path, COLUMNS, REQUIRED)
    latest: dict[tuple[str, str, date], Row] = {}
    rejected: list[Rejection] = []
    named: set[tuple[str, str, date]] = set()  # on rejected lines
    odd: list[int] = []
    lines = 0
    for line in table.rows:
        lines += 1
        number, code, first_text, last_text, percent = line.values
        first_day, last_day = read_date(first_text), read_date(last_text)
        if numbers is not None and number not in numbers:
            rejected.append(Rejection(line.line, RejectionCode.UNKNOWN_EMPLOYEE, _unknown_employee(number)))
            continue
        if code not in codes:
            rejected.append(Rejection(line.line, RejectionCode.UNKNOWN_CODE, _unknown_code(code)))
            continue
        if first_day is None or (last_day is None and (last_text or not line.well_formed)):
            reason = _unreadable_date(first_text, first_day, last_text)
            rejected.append(Rejection(line.line, RejectionCode.UNREADABLE_DATE, reason))
            if first_day is not None:
                named.add((number, code, first_day))
            continue
        identity = (number, code, first_day)
        if last_day is not None and last_day < first_day:
            reason = f"Slutdato {_day(last_day)} ligger før startdato {_day(first_day)}. Ret en af datoerne."
            rejected.append(Rejection(line.line, RejectionCode.ENDS_BEFORE_START, reason))
            named.add(identity)
            continue
        degree = read_degree(percent)
        if degree is None:
            odd.append(line.line)
        # The last line counts where it stands, so the earlier one gives up its place in the order.
        latest.pop(identity, None)
        latest[identity] = Row(line.line, number, code, first_day, last_day, degree or FULL)
    return Extract(
        rows=list(latest.values()),
        rejected=rejected,
        lines=lines,
        identities=frozenset(named.union(latest)),
        odd_percents=odd,
    )


def reject_overlaps(rows: Iterable[Row]) -> tuple[list[Row], list[Rejection]]:
    """The rows that can stand together, judged among themselves: of two that overlap the later line goes."""
    lanes: dict[str, Lane[Row]] = {}
    kept: list[Row] = []
    rejected: list[Rejection] = []
    for row in rows:
        lane = lanes.setdefault(row.number, Lane())
        other = lane.first_overlapping(row.first_day, row.last_day)
        if other is None:
            lane.put(row.first_day, row.last_day, row)
            kept.append(row)
        else:
            reason = overlap_reason(other.first_day, other.last_day, line=other.line, stored=False)
            rejected.append(Rejection(row.line, RejectionCode.OVERLAP, reason))
    return kept, rejected


def read_degree(text: str) -> Decimal | None:
    """Percent absent with two decimals; 100 where the file says nothing, None where it is no such number."""
    if not text:
        return FULL
    percent = read_decimal(text)
    if percent is None:
        return None
    percent = FULL if percent == FULL else percent.quantize(_CENT, ROUND_HALF_UP)
    return percent if 0 < percent <= FULL else None


def overlap_reason(first_day: date, last_day: date | None, *, line: int | None, stored: bool) -> str:
    """Names what a row overlaps: another line, or a stored period (and the line that it came from, if any)."""
    days = f"fra {_day(first_day)}" + (" og frem" if last_day is None else f" til {_day(last_day)}")
    if not stored:
        return f"Overlapper linje {line} ({days}). Ret en af dem."
    of_line = "" if line is None else f" (linje {line})"
    return f"Overlapper en registreret periode {days}{of_line}. Ret en af dem."


def write_rejections(path: Path, rejected: Iterable[Rejection]) -> None:
    """The rejected lines in order, as `line;code;reason`."""
    write_table(path, [Rejection._fields, *sorted(rejected)], mark=False)


T = TypeVar("T")


class Lane(Generic[T]):
    """Days that do not overlap, each stretch with what it belongs to; found by halving."""

    def __init__(self) -> None:
        self._first: list[date] = []
        self._rest: list[tuple[date, T]] = []

    def overlapping(self, first_day: date, last_day: date | None) -> Iterator[T]:
        """What overlaps the days, in order of first day."""
        at = bisect_right(self._first, first_day)
        if at and self._rest[at - 1][0] >= first_day:
            at -= 1
        last = last_day or date.max
        while at < len(self._first) and self._first[at] <= last:
            yield self._rest[at][1]
            at += 1

    def first_overlapping(self, first_day: date, last_day: date | None) -> T | None:
        return next(self.overlapping(first_day, last_day), None)

    def put(self, first_day: date, last_day: date | None, thing: T) -> None:
        """Puts in days that nothing overlaps."""
        at = bisect_right(self._first, first_day)
        self._first.insert(at, first_day)
        self._rest.insert(at, (last_day or date.max, thing))

    def take(self, first_day: date) -> None:
        """Takes out what begins on that day."""
        at = bisect_right(self._first, first_day) - 1
        del self._first[at], self._rest[at]


def _unknown_employee(number: str) -> str:
    said = f" {number}" if _SAYABLE.fullmatch(number) else ""
    return f"Medarbejdernummeret{said} findes ikke i Tilbage. Indlæs medarbejderne først, eller ret nummeret."


def _unknown_code(code: str) -> str:
    said = f" {code}" if _SAYABLE.fullmatch(code) else ""
    return f"Fraværskoden{said} har ingen årsag i Tilbage. Opret koden, eller ret den."


def _unreadable_date(first_text: str, first_day: date | None, last_text: str) -> str:
    if not first_text:
        return "Startdatoen mangler. Skriv den som dd-mm-åååå."
    if first_day is None:
        return "Startdatoen kan ikke læses. Skriv den som dd-mm-åååå."
    if not last_text:
        return "Rækken har for få eller for mange felter, så slutdatoen er ikke til at finde. Ret rækken."
    return "Slutdatoen kan ikke læses. Skriv den som dd-mm-åååå, eller lad den være tom."


def _day(day: date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year:04}"
