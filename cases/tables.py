"""Lists and figures as files for a spreadsheet, CSV and XLSX, in which no text becomes a formula. Pure.

The type of a cell says what it holds: words, a number, a day or nothing. Words are never taken for anything else,
whoever wrote them; a negative number stays a number.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | None
Row = Sequence[Cell]

BYTE_ORDER_MARK = "\ufeff"

# What a formula begins with, also behind blanks and in the full width of East Asian keyboards.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
# Two characters that are none: XML cannot hold them.
_UNWRITABLE = re.compile("[\ufffe\uffff]")
_WIDEST_IN_PIXELS = 400


def harmless(text: str) -> str:
    """The text as a field of a CSV file: a spreadsheet must not take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


# --- CSV ---------------------------------------------------------------------------------------------


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """As a Danish spreadsheet opens it: semicolons, decimal commas, `24-11-2026`, a byte order mark in front."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([_field(cell) for cell in row] for row in rows)
    return f"{BYTE_ORDER_MARK}{file.getvalue()}"


def _field(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case date():
            return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
        case int():
            return str(cell)
        case _:
            return f"{Decimal(str(cell)):f}".replace(".", ",")


# --- XLSX --------------------------------------------------------------------------------------------


def as_xlsx(
    title: str, notes: Sequence[str], columns: Sequence[str], rows: Iterable[Row], *, made_at: datetime
) -> bytes:
    """One sheet: the title, the notes (what is counted, on which base, as of when), then the table."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": _writable(title), "created": made_at.replace(tzinfo=None)})
        sheet = book.add_worksheet("Tilbage")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        top = len(notes) + 2
        for column, name in enumerate(columns):
            sheet.write_string(top, column, _writable(name), bold)
        for line, row in enumerate(rows, start=top + 1):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, day)
        # The table alone says how wide its columns are: a long note runs out over them.
        sheet.autofit(_WIDEST_IN_PIXELS)
        sheet.write_string(0, 0, _writable(title), book.add_format({"bold": True, "font_size": 14}))
        for line, note in enumerate(notes, start=1):
            sheet.write_string(line, 0, _writable(note))
        sheet.freeze_panes(top + 1, 0)
    return file.getvalue()


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, day: Format) -> None:
    """By its type, and never by what it looks like: `write` would make a formula of words that begin with `=`."""
    match cell:
        case None:
            return
        case str():
            sheet.write_string(line, column, _writable(cell))
        case date():
            sheet.write_datetime(line, column, cell, day)
        case _:
            sheet.write_number(line, column, float(cell))


def _writable(text: str) -> str:
    text = _UNWRITABLE.sub("\ufffd", text)
    # The library takes such a text for markup of its own and writes it as it stands.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
