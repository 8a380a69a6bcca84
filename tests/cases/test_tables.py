"""What is exported to a spreadsheet comes back as it was, and none of it is a formula."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cases.tables import BYTE_ORDER_MARK, Cell, as_csv, as_xlsx, harmless
from people.calendar import COPENHAGEN

MADE_AT = datetime(2026, 11, 24, 11, 20, tzinfo=COPENHAGEN)
TRICKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t1", "\r=1", "\n=1", " =1", "＝1", "-", "{=1}"]
# Every character that the database and a spreadsheet may hold.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff"), max_size=40)
cells = st.one_of(
    texts,
    st.sampled_from(TRICKS),
    st.integers(-10_000, 10_000),
    st.decimals(-1000, 1000, places=2),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.none(),
)
tables = st.lists(st.tuples(cells, cells, cells), max_size=5)


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=";"))


def sheet_of(file: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def xlsx(rows: list[tuple[Cell, ...]], columns: tuple[str, ...] = ("Hold", "Timer", "Dag")) -> bytes:
    return as_xlsx("Rundbordsmøder", ["Hold Nord, 1. til 30. november 2026"], columns, rows, made_at=MADE_AT)


def test_csv_is_what_a_danish_spreadsheet_opens() -> None:
    rows = [("Hold; Nord", Decimal("-2.50"), date(2026, 11, 4)), ("Åse", -3, None), ("", 1e-7, None)]
    assert as_csv(["Hold", "Timer", "Dag"], rows) == (
        "\ufeffHold;Timer;Dag\r\n"
        '"Hold; Nord";-2,50;04-11-2026\r\n'
        "Åse;-3;\r\n"
        ";0,0000001;\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("text", [text for text in TRICKS if text != "{=1}"])
def test_a_text_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_csv([text], [(text,)]).count("'") == 2


@pytest.mark.parametrize("text", ["", "Åse", "1-5-14", "a=b", "'=1", "{=1}", "12"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(tables)
def test_no_text_of_a_csv_is_a_formula(rows: list[tuple[Cell, ...]]) -> None:
    for fields, row in zip(read_csv(as_csv(["a", "b", "c"], rows))[1:], rows, strict=True):
        for field, cell in zip(fields, row, strict=True):
            if isinstance(cell, str):
                assert field.strip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
                assert field in {cell, f"'{cell}"}
            elif isinstance(cell, int | Decimal):
                assert Decimal(field.replace(",", ".")) == cell


@given(tables)
@example([("_x0041_", " a ", "<b>&amp;</b>"), ("\x01", "\x0b", "a\x07b")])
def test_an_xlsx_reads_back_as_it_was_and_holds_no_formula(rows: list[tuple[Cell, ...]]) -> None:
    file = xlsx(rows)
    read = sheet_of(file)[4:]
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            there = read[line][column] if line < len(read) and column < len(read[line]) else ""
            assert same(there, cell), (there, cell)
    assert "<f" not in ZipFile(BytesIO(file)).read("xl/worksheets/sheet1.xml").decode()


def test_an_xlsx_says_what_it_is_above_the_table() -> None:
    read = sheet_of(xlsx([("Nord", -3, date(2026, 11, 4))]))
    assert read[0][0] == "Rundbordsmøder"
    assert read[1][0] == "Hold Nord, 1. til 30. november 2026"
    assert read[3:] == [["Hold", "Timer", "Dag"], ["Nord", -3.0, date(2026, 11, 4)]]


def test_markup_is_written_as_words() -> None:
    """The library writes a text between these two tags as it stands, unless something follows."""
    read = sheet_of(xlsx([("<r><t>a</t></r>", "a\uffffb", None)]))
    assert read[4][:2] == ["<r><t>a</t></r> ", "a\ufffdb"]


def test_the_same_table_makes_the_same_file() -> None:
    assert xlsx([("Nord", 1, None)]) == xlsx([("Nord", 1, None)])


def same(there: object, cell: Cell) -> bool:
    if isinstance(cell, int | Decimal):
        return there == pytest.approx(float(cell))
    return there == ("" if cell is None else cell)
