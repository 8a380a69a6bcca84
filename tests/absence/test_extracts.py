from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from absence.extracts import Extract, Lane, Rejection, RejectionCode, Row, read_absences, reject_overlaps
from people.extracts import Fault, UnreadableExtract

HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"
CODES = {"790", "526", "510"}
FULL = Decimal(100)


@pytest.fixture
def read(tmp_path):
    def read(lines: str, numbers=("1", "2"), header: str = HEADER) -> Extract:
        path: Path = tmp_path / "fravaer.csv"
        path.write_text(header + lines, encoding="utf-8")
        return read_absences(path, codes=CODES, numbers=numbers)

    return read


def test_read_absences_reads_rows(read):
    extract = read("1;790;Sygdom;03-11-2026;;100\n\n2;526;Delvis;2026-11-01;02/11/2026;66,67\n")
    assert extract.rows == [
        Row(2, "1", "790", date(2026, 11, 3), None, FULL),
        Row(4, "2", "526", date(2026, 11, 1), date(2026, 11, 2), Decimal("66.67")),
    ]
    assert extract.rejected == []
    assert extract.lines == 2


@pytest.mark.parametrize(
    ("line", "code", "reason"),
    [
        ("9;999;x;x;x;", RejectionCode.UNKNOWN_EMPLOYEE, "Medarbejdernummeret 9 findes ikke i Tilbage."),
        (";790;x;03-11-2026;;", RejectionCode.UNKNOWN_EMPLOYEE, "Medarbejdernummeret findes ikke i Tilbage."),
        ("010203-1234;790;x;03-11-2026;;", RejectionCode.UNKNOWN_EMPLOYEE, "Medarbejdernummeret findes ikke i "),
        ("0102031234;790;x;03-11-2026;;", RejectionCode.UNKNOWN_EMPLOYEE, "Medarbejdernummeret findes ikke i "),
        ("1;999;x;x;x;", RejectionCode.UNKNOWN_CODE, "Fraværskoden 999 har ingen årsag i Tilbage."),
        ("1;;x;03-11-2026;;", RejectionCode.UNKNOWN_CODE, "Fraværskoden har ingen årsag i Tilbage."),
        ("1;790;x;;;", RejectionCode.UNREADABLE_DATE, "Startdatoen mangler."),
        ("1;790;x;31-11-2026;01-01-2020;", RejectionCode.UNREADABLE_DATE, "Startdatoen kan ikke læses."),
        ("1;790;x;03-11-2026;30-02-2027;", RejectionCode.UNREADABLE_DATE, "Slutdatoen kan ikke læses."),
        ("1;790;x;03-11-2026", RejectionCode.UNREADABLE_DATE, "Rækken har for få eller for mange felter"),
        ("1;790;x;03-11-2026;02-11-2026;", RejectionCode.ENDS_BEFORE_START, "Slutdato 02-11-2026 ligger før startdato"),
    ],
)
def test_read_absences_rejects_in_the_order_of_the_codes(read, line, code, reason):
    extract = read(line + "\n")
    assert [(rejection.line, rejection.code) for rejection in extract.rejected] == [(2, code)]
    assert extract.rejected[0].reason.startswith(reason)
    assert extract.rows == []
    assert extract.lines == 1


def test_read_absences_without_numbers_knows_everybody(read):
    assert [row.number for row in read("9;790;;03-11-2026;;\n", numbers=None).rows] == ["9"]


def test_the_last_valid_line_of_an_identity_counts_where_it_stands(read):
    extract = read(
        "1;790;;03-11-2026;05-11-2026;\n"  # superseded
        "1;510;;03-12-2026;03-12-2026;\n"
        "1;790;;03-11-2026;06-11-2026;50\n"
        "1;790;;03-11-2026;02-11-2026;\n"  # not valid, so the one above counts
    )
    assert [(row.line, row.last_day) for row in extract.rows] == [(3, date(2026, 12, 3)), (4, date(2026, 11, 6))]
    assert [(rejection.line, rejection.code) for rejection in extract.rejected] == [
        (5, RejectionCode.ENDS_BEFORE_START)
    ]


def test_identities_hold_what_rejected_lines_name(read):
    extract = read("1;790;;03-11-2026;x;\n2;790;;x;;\n1;510;;01-11-2026;;\n")
    assert extract.identities == {("1", "790", date(2026, 11, 3)), ("1", "510", date(2026, 11, 1))}


@pytest.mark.parametrize(
    ("text", "degree", "odd"),
    [
        ("", FULL, []),
        ("100", FULL, []),
        ("100,00 %", FULL, []),
        ("33,335", Decimal("33.34"), []),
        ("0", FULL, [2]),
        ("0,001", FULL, [2]),
        ("101", FULL, [2]),
        ("-5", FULL, [2]),
        ("halv", FULL, [2]),
    ],
)
def test_percent(read, text, degree, odd):
    extract = read(f"1;790;;03-11-2026;;{text}\n")
    assert [row.degree for row in extract.rows] == [degree]
    assert extract.odd_percents == odd


def test_percent_may_be_missing_as_a_column(read):
    extract = read("1;790;03-11-2026;\n", header="Medarbejdernummer;Fraværskode;Startdato;Slutdato\n")
    assert [row.degree for row in extract.rows] == [FULL]


def test_read_absences_refuses_a_file_without_last_days(read):
    with pytest.raises(UnreadableExtract) as refusal:
        read("1;790;03-11-2026\n", header="Medarbejdernummer;Fraværskode;Startdato\n")
    assert refusal.value.code is Fault.MISSING_COLUMNS


def test_reject_overlaps_keeps_the_earlier_line(read):
    extract = read(
        "1;790;;03-11-2026;05-11-2026;\n"
        "1;510;;05-11-2026;05-11-2026;\n"  # overlaps line 2
        "1;526;;06-11-2026;;50\n"
        "2;790;;05-11-2026;;\n"
        "1;510;;07-12-2026;07-12-2026;\n"  # overlaps line 4
    )
    kept, rejected = reject_overlaps(extract.rows)
    assert [row.line for row in kept] == [2, 4, 5]
    assert rejected == [
        Rejection(3, RejectionCode.OVERLAP, "Overlapper linje 2 (fra 03-11-2026 til 05-11-2026). Ret en af dem."),
        Rejection(6, RejectionCode.OVERLAP, "Overlapper linje 4 (fra 06-11-2026 og frem). Ret en af dem."),
    ]


DAYS = st.integers(0, 40).map(lambda number: date.fromordinal(739000 + number))
STRETCHES = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 9)), max_size=12)


@given(STRETCHES, DAYS, st.none() | st.integers(0, 15))
def test_lane_finds_what_a_walk_finds(stretches, first_day, length):
    def last_of(first: date, days: int | None) -> date | None:
        return None if days is None else date.fromordinal(first.toordinal() + days)

    lane: Lane[date] = Lane()
    stored: list[tuple[date, date | None]] = []
    for first, days in stretches:
        last = last_of(first, days)
        clash = sorted(a for a, b in stored if a <= (last or date.max) and first <= (b or date.max))
        assert list(lane.overlapping(first, last)) == clash
        if not clash:
            lane.put(first, last, first)
            stored.append((first, last))
    for first, _ in stored[::2]:
        lane.take(first)
    left = stored[1::2]
    last = last_of(first_day, length)
    assert list(lane.overlapping(first_day, last)) == sorted(
        a for a, b in left if a <= (last or date.max) and first_day <= (b or date.max)
    )
