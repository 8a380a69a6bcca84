import codecs
import csv
import io
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from people.extracts import Fault, Row, UnreadableExtract, read_date, read_decimal, read_table

COLUMNS = {
    "number": ("Medarbejdernummer", "Løbenr."),
    "code": ("Fraværskode",),
    "first": ("Startdato", "Fra"),
    "last": ("Slutdato", "Til"),
    "degree": ("Procent",),
}
REQUIRED = ("number", "code", "first", "last")

HEADER = "Medarbejdernummer;Fraværskode;Startdato;Slutdato;Procent\n"


@pytest.fixture
def write(tmp_path):
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "fravaer.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def read(path: Path) -> list[Row]:
    return list(read_table(path, COLUMNS, REQUIRED).rows)


def fault(path: Path) -> tuple[Fault, str]:
    with pytest.raises(UnreadableExtract) as caught:
        read(path)
    return caught.value.code, caught.value.words_da


def test_read_table_gives_values_in_the_order_asked_for(write):
    table = read_table(write(HEADER + "10004;790;03-11-2026;;100\n"), COLUMNS, REQUIRED)
    assert table.fields == ("number", "code", "first", "last", "degree")
    assert table.present == set(COLUMNS)
    assert list(table.rows) == [Row(2, ("10004", "790", "03-11-2026", "", "100"), True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_read_table_tells_the_dialect_by_the_content(write, encoding, separator, line_end):
    text = (HEADER + "ærø-1;790;03-11-2026;;100\n").replace(";", separator).replace("\n", line_end)
    table = read_table(write(text, encoding), COLUMNS, REQUIRED)
    assert list(table.rows) == [Row(2, ("ærø-1", "790", "03-11-2026", "", "100"), True)]


def test_read_table_believes_windows_only_where_nothing_speaks_for_utf_8(write):
    late = "Medarbejdernummer;Kode;Startdato;Slutdato\n" + "1;790;03-11-2026;\n" * 5000 + "Bjørn;790;03-11-2026;\n"
    columns = {**COLUMNS, "code": ("Kode",)}
    assert [row.values[0] for row in read_table(write(late, "cp1252"), columns, REQUIRED).rows][-1] == "Bjørn"


@pytest.mark.parametrize(
    "header",
    [
        "MEDARBEJDERNUMMER;FRAVÆRSKODE;STARTDATO;SLUTDATO;PROCENT",
        " medarbejder nummer ; Fraværs-kode;Start dato;Slut_dato;procent",
        "Medarbejdernummer;Fravaerskode;Startdató;Slutdato;Procent",
        '"Medarbejdernummer";"Fraværskode";"Startdato";"Slutdato";"Procent"',
        "Løbenr.;Fraværskode;Fra;Til;Procent",
        "loebenr;Fraværskode;fra;til;Procent;",
    ],
)
def test_read_table_knows_columns_however_they_are_written(write, header):
    assert read(write(header + "\n1;790;03-11-2026;;50\n")) == [Row(2, ("1", "790", "03-11-2026", "", "50"), True)]


def test_read_table_knows_a_decomposed_letter(write):
    assert read(write("Alder;Medarbejdernummer;Fraværskode;Til;Fra\nå;1;2;3;4\n".replace("å", "a\u030a"))) == [
        Row(2, ("1", "2", "4", "3", ""), True)
    ]


def test_read_table_takes_other_orders_and_passes_over_other_columns(write):
    path = write("Telefon;Slutdato;Startdato;CPR;Fraværskode;Medarbejdernummer\nx;b;a;y;790;1\n")
    table = read_table(path, COLUMNS, REQUIRED)
    assert table.present == set(REQUIRED)
    assert list(table.rows) == [Row(2, ("1", "790", "a", "b", ""), True)]


def test_read_table_prefers_the_first_name_of_a_field(write):
    path = write("Fra;Startdato;Medarbejdernummer;Fraværskode;Slutdato\nold;new;1;790;\n")
    assert [row.values[2] for row in read(path)] == ["new"]


def test_read_table_counts_physical_lines(write):
    text = (
        HEADER
        + "1;790;a;b;100\n"  # line 2
        + "\n   \n"
        + '2;"over\ntwo lines";a;b;100\n'  # 5 and 6
        + "3;790;a;b;100"  # 7, without a line end
    )
    assert [(row.line, row.values[0]) for row in read(write(text))] == [(2, "1"), (5, "2"), (7, "3")]


def test_read_table_counts_blank_lines_before_the_header(write):
    assert [row.line for row in read(write("\n" + HEADER + "1;790;a;b;100\n"))] == [3]


def test_read_table_leaves_quotes_and_separators_inside_quotes(write):
    text = HEADER + '"1;2";"Plejecenter ""Solgården""";a;b;100\nBo "Bob" Hansen;790;a;b;100\n'
    assert [row.values[:2] for row in read(write(text))] == [
        ("1;2", 'Plejecenter "Solgården"'),
        ('Bo "Bob" Hansen', "790"),
    ]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1;790;a;b", Row(2, ("1", "790", "a", "b", ""), True)),  # only the degree is missing
        ("1;790;a", Row(2, ("1", "790", "a", "", ""), False)),
        ("1;", Row(2, ("1", "", "", "", ""), False)),
        ("1;790;a;b;100;;", Row(2, ("1", "790", "a", "b", "100"), True)),  # empty ones beyond
        ("1;790;a;b;100;x", Row(2, ("1", "790", "a", "b", "100"), False)),
        (" 1 ;\u00a0790; a;b;100", Row(2, ("1", "790", "a", "b", "100"), True)),
    ],
)
def test_read_table_leaves_a_row_of_another_width_to_the_importer(write, line, row):
    assert read(write(HEADER + line + "\n")) == [row]


def test_read_table_accepts_a_table_without_rows(write):
    assert read(write(HEADER)) == []


def test_read_table_refuses_an_absent_file(tmp_path):
    assert fault(tmp_path / "fravaer.csv") == (
        Fault.MISSING,
        "Filen fravaer.csv findes ikke. Tjek mappe og navn, og prøv igen.",
    )


def test_read_table_refuses_a_folder(tmp_path):
    assert fault(tmp_path) == (
        Fault.DIRECTORY,
        f"{tmp_path.name} er en mappe. Angiv en fil i mappen i stedet.",
    )


def test_read_table_refuses_a_file_it_may_not_open(tmp_path):
    path = tmp_path / "fravaer.csv"
    path.symlink_to(path)
    assert fault(path)[0] is Fault.NOT_ALLOWED


@pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8, b"\n \r\n", "\n".encode("utf-16")])
def test_read_table_refuses_an_empty_file(write, content):
    assert fault(write(content)) == (
        Fault.EMPTY,
        "Filen fravaer.csv er tom. Dan udtrækket igen, og se efter, at der er noget i det.",
    )


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00\x06\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_read_table_refuses_a_spreadsheet_by_another_name(write, start):
    assert fault(write(start + bytes(range(256)))) == (
        Fault.SPREADSHEET,
        "fravaer.csv er et regneark. Åbn det, gem det som CSV (UTF-8), og indlæs den fil i stedet.",
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ((HEADER + "1;790;03-11-2026;;1\0\0").encode(), 2),
        ((HEADER + "1;790\r\n\0").encode("cp1252"), 3),
        (HEADER.encode("utf-16-le"), 1),  # no mark to tell it by
        ((HEADER + "\n\0").encode("utf-16"), 3),
    ],
)
def test_read_table_refuses_nul_bytes(write, content, line):
    assert fault(write(content)) == (
        Fault.NUL_BYTES,
        f"fravaer.csv er beskadiget: der er NUL-tegn i linje {line}. Dan udtrækket igen, og hent hele filen.",
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ((HEADER + "1;æ").encode()[:-1], 2),  # cut in the middle of a letter
        ((HEADER + "1;790\n").encode() + "å".encode("cp1252") + b";790", 3),  # two encodings in one file
        ((HEADER + "1;790\n").encode("utf-8-sig") + b"\xff", 3),
        (HEADER.encode("cp1252") + b"\x81", 2),  # in neither
        (HEADER.encode("utf-16")[:-1], 1),
    ],
)
def test_read_table_refuses_damaged_letters(write, content, line):
    assert fault(write(content)) == (
        Fault.ENCODING,
        (
            f"fravaer.csv er beskadiget eller afkortet: tegnene i linje {line} kan ikke læses. "
            "Dan udtrækket igen, helst som UTF-8, og hent hele filen."
        ),
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEADER + '1;790;a;b;100\n"2;790;a;b;100\n3;790;a;b;100\n', 3),
        (HEADER + '1;"790', 2),
        ('"' + HEADER, 1),
        (HEADER + '1;"' + "x" * 200_000, 2),  # longer than any field may be
    ],
)
def test_read_table_refuses_a_quote_that_is_never_closed(write, content, line):
    assert fault(write(content)) == (
        Fault.OPEN_QUOTE,
        (
            f"fravaer.csv er beskadiget eller afkortet: et anførselstegn i linje {line} bliver aldrig lukket. "
            "Dan udtrækket igen, og hent hele filen."
        ),
    )


def test_read_table_refuses_a_file_that_is_cut_in_its_last_line(write):
    full = HEADER + "1;790;03-11-2026;;100\n"
    for cut in ("2;790;03-11-2026;", "2;790;03-11", "2"):
        assert fault(write(full + cut)) == (
            Fault.CUT,
            "fravaer.csv er afkortet midt i linje 3. Dan udtrækket igen, og hent hele filen.",
        )
        assert len(read(write(full + cut + "\n"))) == 2
    assert len(read(write(full + "2;790;03-11-2026;;100"))) == 2  # no line end, and yet whole
    short = HEADER + "1;790;03-11-2026;\n"
    assert len(read(write(short + "2;790;03-11-2026;"))) == 2  # no narrower than the others


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "Medarbejdernummer;Fraværskode;Startdato",
            "kolonnen Slutdato",
        ),
        (
            "Afdelingsnavn;Afdelingskode;Slutdato",
            "kolonnerne Medarbejdernummer, Fraværskode og Startdato",
        ),
        ("1;790;03-11-2026;", "kolonnerne Medarbejdernummer, Fraværskode, Startdato og Slutdato"),
        ('""', "kolonnerne Medarbejdernummer, Fraværskode, Startdato og Slutdato"),
    ],
)
def test_read_table_names_the_columns_that_are_missing(write, header, words):
    assert fault(write(header + "\n1;790;03-11-2026\n")) == (
        Fault.MISSING_COLUMNS,
        (
            f"fravaer.csv mangler {words}. Se efter, at det er det rigtige udtræk, "
            "og at første linje er kolonnernes navne."
        ),
    )


def test_read_table_refuses_a_column_that_stands_twice(write):
    assert fault(write("Medarbejdernummer;Startdato;Slutdato;startdato;Fraværskode\n")) == (
        Fault.DOUBLE_COLUMN,
        "Kolonnen Startdato står flere gange i fravaer.csv. Fjern den ene, og indlæs filen igen.",
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03-11-2026", date(2026, 11, 3)),
        ("03.11.2026", date(2026, 11, 3)),
        ("03/11/2026", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("29-02-2028", date(2028, 2, 29)),
        ("31-12-9999", date(9999, 12, 31)),
        ("29-02-2026", None),
        ("31-04-2026", None),
        ("00-01-2026", None),
        ("01-13-2026", None),
        ("01-01-0000", None),
        ("3-11-2026", None),
        ("03-11-26", None),
        ("03-11.2026", None),
        ("2026.11.03", None),
        ("2026-11-3 ", None),
        ("20261103", None),
        ("+3-11-2026", None),
        (" 3-11-2026", None),
        ("0_3-1-2026", None),
        ("٠٣-١١-٢٠٢٦", None),
        ("2026-11-03T00:00", None),
        ("", None),
    ],
)
def test_read_date(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("37,00", Decimal("37.00")),
        ("37.5", Decimal("37.5")),
        ("100", Decimal(100)),
        ("100 %", Decimal(100)),
        ("66,7%", Decimal("66.7")),
        ("1.000,5", None),
        ("-5", None),
        (",5", None),
        ("1e3", None),
        ("NaN", None),
        ("½", None),
        ("", None),
    ],
)
def test_read_decimal(text, number):
    assert read_decimal(text) == number


@given(st.dates(date(1, 1, 1)), st.sampled_from(["%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"]))
def test_read_date_reads_every_day_in_every_form(day, form):
    text = form.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
    assert read_date(text) == day


# What every encoding below can write, without what a table does not keep: blanks around a value.
TEXT = st.text(st.sampled_from('abæøåÉ;,\t" \n1-€'), max_size=8).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT), max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    separator=st.sampled_from([";", ",", "\t"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    order=st.permutations(range(6)),
)
@example(rows=[("é", "", "", "", "")], encoding="cp1252", separator=";", line_end="\n", order=[5, 4, 3, 2, 1, 0])
def test_read_table_gives_back_what_was_written(tmp_path, *, rows, encoding, separator, line_end, order):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end)
    header = [names[0] for names in COLUMNS.values()] + ["Ekstra"]
    for record in [header, *[[*row, "x"] for row in rows]]:
        writer.writerow([record[place] for place in order])
    path = tmp_path / "fravaer.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert [row.values for row in read(path)] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_read_table_survives_a_cut_anywhere(write, encoding):
    rows = "".join(f'{n};"Sygdom; {n} ærø";03-11-2026;;100\n' for n in range(30))
    content = (HEADER + rows).encode(encoding)
    whole = read(write(content))
    chance = random.Random(1514)
    for cut in chance.sample(range(len(content)), 200):
        path = write(content[:cut])
        try:
            found = read(path)
        except UnreadableExtract:
            continue
        complete = found[:-1]  # the last line may be cut
        assert complete == whole[: len(complete)]
