"""Reading the tables that other systems export, whatever their dialect, and writing our own. Pure.

Encoding (UTF-8 with or without a mark, Windows-1252, UTF-16 with a mark), separator, line ends and the order
of columns are told by the content. A file that cannot be trusted as a whole raises `UnreadableExtract`; what
is wrong with a single row is left to the importer, who knows what to say about it.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

SEPARATORS = (";", ",", "\t")

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how an .xlsx and an old .xls begin
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_ENDS = (b"\n", b"\r", b"\n\0", b"\r\0")  # as the last letter of the file, in UTF-16 too
# Read after the last line: it comes out as a row of its own unless a quoted field is still open.
_END = "\0end"


class Fault(StrEnum):
    """Why a whole file cannot be read."""

    MISSING = "missing"
    DIRECTORY = "directory"
    NOT_ALLOWED = "not_allowed"
    EMPTY = "empty"
    SPREADSHEET = "spreadsheet"
    NUL_BYTES = "nul_bytes"
    ENCODING = "encoding"
    OPEN_QUOTE = "open_quote"
    CUT = "cut"
    MISSING_COLUMNS = "missing_columns"
    DOUBLE_COLUMN = "double_column"


class UnreadableExtract(Exception):
    """Nothing of the file can be used; `words_da` says to the user why, and what to do."""

    def __init__(self, code: Fault, words_da: str) -> None:
        super().__init__(words_da)
        self.code = code
        self.words_da = words_da


class Row(NamedTuple):
    """One line of a table."""

    line: int
    """The physical line on which it begins; a header that begins the file is line 1."""
    values: tuple[str, ...]
    """In the order of `Table.fields`, without surrounding blanks; empty where row or file has none."""
    well_formed: bool
    """False where a required field is missing at the end, or something stands beyond the last column."""


@dataclass(frozen=True)
class Table:
    """An extract whose header has been understood."""

    fields: tuple[str, ...]
    present: frozenset[str]
    """The fields for which the file has a column."""
    rows: Iterator[Row]
    """Read while it is consumed, once; raises `UnreadableExtract` where the file turns out to be damaged or cut."""


def read_table(path: Path, columns: Mapping[str, Sequence[str]], required: Collection[str] | None = None) -> Table:
    """The table in the file.

    `columns` maps each wanted field to the names its column may have, best first; capitals, blanks, accents
    and punctuation in names do not matter, and columns nobody asked for are passed over. `required` are the
    fields without which neither the file nor a row is complete (all, if not said).

    `UnreadableExtract` for a file that is missing, a folder, locked, empty, a spreadsheet, damaged, in an
    unknown encoding, or without its columns.
    """
    required = columns.keys() if required is None else required
    data = _bytes(path)
    encoding = _encoding(path, data)
    header, separator = _header(path, data, encoding, columns)
    places = {field: _place(path, header, names) for field, names in columns.items()}
    present = {field: place for field, place in places.items() if place is not None}
    missing = [columns[field][0] for field in columns if field in required and field not in present]
    if missing:
        raise UnreadableExtract(Fault.MISSING_COLUMNS, _missing_columns(path, missing))
    return Table(
        fields=tuple(columns),
        present=frozenset(present),
        rows=_rows(
            _records(path, data, encoding, separator),
            places=[places[field] for field in columns],
            least=1 + max((present[field] for field in required), default=-1),
            width=len(header),
            cut=None if data.endswith(_LINE_ENDS) else path,
        ),
    )


@lru_cache(maxsize=1 << 15)
def read_date(text: str) -> date | None:
    """dd-mm-yyyy (also with `.` or `/`) or yyyy-mm-dd; None for anything else, an impossible day included."""
    if len(text) != len("dd-mm-yyyy") or not text.isascii():
        return None
    if text[4] == text[7] == "-":
        year, month, day = text[:4], text[5:7], text[8:]
    elif text[2] == text[5] and text[2] in "-./":
        day, month, year = text[:2], text[3:5], text[6:]
    else:
        return None
    if (year + month + day).isdigit():
        with suppress(ValueError):
            return date(int(year), int(month), int(day))
    return None


@lru_cache(maxsize=1 << 12)
def read_decimal(text: str) -> Decimal | None:
    """A number without sign, with a decimal comma or point, perhaps with `%`; None for anything else."""
    whole, _, part = text.removesuffix("%").rstrip().replace(",", ".").partition(".")
    digits = whole + part
    if not whole or not digits.isascii() or not digits.isdigit():
        return None
    return Decimal(f"{whole}.{part}" if part else whole)


def write_table(path: Path, rows: Iterable[Iterable[object]], *, mark: bool) -> None:
    """Semicolons and UTF-8, with a byte order mark if wanted. An older file stands until the new one is whole."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# The file as a whole


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        words = f"Filen {path.name} findes ikke. Tjek mappe og navn, og prøv igen."
        raise UnreadableExtract(Fault.MISSING, words) from None
    except IsADirectoryError:
        words = f"{path.name} er en mappe. Angiv en fil i mappen i stedet."
        raise UnreadableExtract(Fault.DIRECTORY, words) from None
    except OSError:
        words = f"Filen {path.name} kan ikke åbnes. Giv Tilbage læseadgang til den, og prøv igen."
        raise UnreadableExtract(Fault.NOT_ALLOWED, words) from None


def _encoding(path: Path, data: bytes) -> str:
    """How the file is encoded, all of it having been decoded once."""
    if data.startswith(_SPREADSHEETS):
        words = f"{path.name} er et regneark. Åbn det, gem det som CSV (UTF-8), og indlæs den fil i stedet."
        raise UnreadableExtract(Fault.SPREADSHEET, words)
    encoding = "utf-8"
    if data.startswith(_UTF16_MARKS):
        encoding = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        # Windows-1252 accepts nearly any bytes, so it is believed only where nothing has spoken for UTF-8.
        if encoding != "utf-8" or not fault.object[: fault.start].isascii():
            raise _damaged(path, fault.object[: fault.start].decode(encoding, "ignore")) from None
        encoding = "cp1252"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as second:
            raise _damaged(path, second.object[: second.start].decode(encoding)) from None
    if "\0" in text:
        words = (
            f"{path.name} er beskadiget: der er NUL-tegn i linje {_line_after(text[: text.index(chr(0))])}. "
            "Dan udtrækket igen, og hent hele filen."
        )
        raise UnreadableExtract(Fault.NUL_BYTES, words)
    if not text or text.isspace():
        words = f"Filen {path.name} er tom. Dan udtrækket igen, og se efter, at der er noget i det."
        raise UnreadableExtract(Fault.EMPTY, words)
    return encoding


def _damaged(path: Path, before: str) -> UnreadableExtract:
    words = (
        f"{path.name} er beskadiget eller afkortet: tegnene i linje {_line_after(before)} kan ikke læses. "
        "Dan udtrækket igen, helst som UTF-8, og hent hele filen."
    )
    return UnreadableExtract(Fault.ENCODING, words)


def _line_after(text: str) -> int:
    return 1 + len(re.findall(r"\r\n?|\n", text))


# The header


def _header(path: Path, data: bytes, encoding: str, columns: Mapping[str, Sequence[str]]) -> tuple[list[str], str]:
    """The plain names in the first line, and the separator by which most of them are understood."""
    wanted = {_plain(name) for names in columns.values() for name in names}
    headers = {}
    for separator in SEPARATORS:
        _, record = next(_records(path, data, encoding, separator), (0, list[str]()))
        headers[separator] = [_plain(name) for name in record]
    best = max(SEPARATORS, key=lambda separator: len(wanted.intersection(headers[separator])))
    return headers[best], best


def _plain(name: str) -> str:
    """A column's name without what people vary: capitals, accents, blanks, punctuation, æ or ae."""
    name = unicodedata.normalize("NFC", name).lower()
    name = name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isalnum())


def _place(path: Path, header: list[str], names: Sequence[str]) -> int | None:
    for name in map(_plain, names):
        if header.count(name) > 1:
            words = f"Kolonnen {names[0]} står flere gange i {path.name}. Fjern den ene, og indlæs filen igen."
            raise UnreadableExtract(Fault.DOUBLE_COLUMN, words)
        if name in header:
            return header.index(name)
    return None


def _missing_columns(path: Path, missing: list[str]) -> str:
    names = ", ".join(missing[:-1]) + " og " + missing[-1] if len(missing) > 1 else missing[0]
    what = "kolonnen" if len(missing) == 1 else "kolonnerne"
    return (
        f"{path.name} mangler {what} {names}. Se efter, at det er det rigtige udtræk, "
        "og at første linje er kolonnernes navne."
    )


# The rows


def _records(path: Path, data: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each line that is not blank, the header first."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    reader = csv.reader(chain(lines, (_END,)), delimiter=separator)
    line, pending = 1, (0, list[str]())
    try:
        for record in reader:
            if pending[1]:
                yield pending
            pending = line, record if len(record) > 1 or any(map(str.strip, record)) else []
            line = reader.line_num + 1
    except csv.Error:  # a field longer than any should be: what follows an open quote
        pending = line, []
    if pending[1] == [_END]:
        return
    words = (
        f"{path.name} er beskadiget eller afkortet: et anførselstegn i linje {pending[0]} bliver aldrig lukket. "
        "Dan udtrækket igen, og hent hele filen."
    )
    raise UnreadableExtract(Fault.OPEN_QUOTE, words)


def _rows(
    records: Iterator[tuple[int, list[str]]],
    places: Sequence[int | None],
    least: int,
    width: int,
    cut: Path | None,
) -> Iterator[Row]:
    """The rows in the order of `places`; `cut` is the file if its last line does not end.

    Such a line is believed if it is as wide as those before it.
    """
    next(records, None)
    picks = [width if place is None else place for place in places]
    line, rows, narrowest, fields = 1, 0, width, width
    for line, record in records:
        rows += 1
        narrowest = min(narrowest, fields)
        fields = len(record)
        well_formed = True
        if fields != width:
            well_formed = fields >= least and not any(record[width:])
            record[width:] = []
            record.extend([""] * (width - len(record)))
        record.append("")  # what the fields without a column pick
        yield Row(line, tuple([record[pick].strip() for pick in picks]), well_formed)
    if cut is not None and rows > 1 and fields < narrowest:
        words = f"{cut.name} er afkortet midt i linje {line}. Dan udtrækket igen, og hent hele filen."
        raise UnreadableExtract(Fault.CUT, words)
