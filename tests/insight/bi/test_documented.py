"""docs/bi.md has a line for each column of the file and each name of the interface, and for nothing else."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from insight.bi.api import refusals
from insight.dashboard.lines import NUMBERS
from insight.rules.tokens import Scope
from tests.insight.bi.conftest import Ask, Handed

MANUAL = (Path(settings.BASE_DIR) / "docs" / "bi.md").read_text()


def table(heading: str, first: str) -> list[list[str]]:
    """The cells of the table below a heading whose first column is so called."""
    lines = MANUAL.split(f"\n{heading}\n")[1].split("\n#")[0].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([a-z0-9_]+)`", cell)


COLUMNS = table("## The columns", "file, Danish")


@pytest.mark.parametrize(("language", "place"), [("da", 0), ("en", 1)])
def test_each_column_of_the_file_has_a_line(counted: None, hr: Client, language: str, place: int) -> None:
    hr.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    documented = [line[place] for line in COLUMNS]
    csv = hr.get("/tal/enhed/1000/csv/").content.decode("utf-8-sig").splitlines()[0].split(";")
    assert csv == documented
    sheet = CalamineWorkbook.from_filelike(BytesIO(hr.get("/tal/enhed/1000/xlsx/").content)).get_sheet_by_index(0)
    assert documented in sheet.to_python()


def test_the_file_and_the_interface_are_said_to_be_the_same() -> None:
    assert [name for line in COLUMNS for name in quoted(line[2])][6:] == list(NUMBERS)


def names_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield name
            # Below it stand scopes, which are told of with the addresses.
            if name != "paths":
                yield from names_in(value)
    elif isinstance(data, list):
        for each in data:
            yield from names_in(each)


def test_each_name_of_the_interface_has_a_line(counted: None, handed: Handed, ask: Ask) -> None:
    secret = handed().secret
    told = {name for path in ("", "enheder/", "tal/1000/") for name in names_in(ask(secret, path).json())}
    lines = table("## The interface", "name")
    documented = {name for line in lines for name in quoted(line[0])} | {
        name for line in COLUMNS for name in quoted(line[2])
    }
    assert told == documented
    assert all(all(line) for line in (*lines, *COLUMNS))


def test_each_refusal_and_scope_has_a_line() -> None:
    raised = [
        refusals.no_token(),
        refusals.invalid_token(),
        refusals.token_in_address(),
        refusals.insufficient_scope(Scope.UNITS),
        refusals.not_found(),
        refusals.not_counted_yet(),
        refusals.too_many(1),
    ]
    lines = {line[0]: line[1] for line in table("### Answers", "status")}
    assert [one.code for one in raised if one.code not in quoted(lines[str(int(one.status))])] == []
    codes = [code for words in lines.values() for code in quoted(words)]
    assert sorted(codes) == sorted({one.code for one in raised})
    scopes = [name for line in table("## The interface", "address") for name in quoted(line[1])]
    assert sorted(scopes) == sorted(Scope)


def test_the_operations_page_leads_there() -> None:
    docs = Path(settings.BASE_DIR) / "docs"
    assert "(bi.md)" in (docs / "operations.md").read_text()
    assert "(bi.md)" in (docs / "figures.md").read_text()
    assert "(docs/bi.md)" in (docs.parent / "README.md").read_text()
