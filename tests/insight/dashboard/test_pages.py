"""The figures of a unit: what the page says, to whom, and what it hides."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from audit.models import Entry
from insight.rollup.flows import rebuild_figures
from insight.rules.measures import By, rounded
from insight.statistics.queries import Asked, figures_of
from people.access import system
from people.models import Employee, Unit
from people.queries import municipal_calendar
from tests.insight.conftest import FIRST, LAST
from tests.world import NOW, TODAY, World

Open = Callable[..., str]
MOST_QUERIES = 12


@pytest.fixture
def look(world: World, client: Client) -> Open:
    """The words of a page, as the person sees them."""

    def opened(person: str, address: str) -> str:
        client.force_login(world.users[person])
        response = client.get(address, follow=True)
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
        return " ".join(text.replace("\xa0", " ").split())

    return opened


def test_before_anything_is_counted(look: Open) -> None:
    assert "Tallene er ikke talt op endnu" in look("hr", "/tal/")


def test_the_whole_beside_a_count_of_the_window(world: World, many: Callable[[int], None], look: Open) -> None:
    many(40)
    rebuild_figures(by=system(NOW))
    words = look("hr", "/tal/")
    whole = figures_of(Asked(FIRST, LAST, TODAY), municipal_calendar())[()]
    assert whole.percent is not None
    percent = f"{whole.percent:.1f}".replace(".", ",")
    assert f"{percent} % af arbejdstiden var sygefravær" in words
    assert f"{whole.absent:,.0f} fraværsdagsværk af {whole.possible:,.0f} mulige".replace(",", ".") in words
    assert "november 2025 til oktober 2026" in words
    assert "Opgjort 23. november 2026 kl. 9.00" in words
    assert "Kanariefugl" not in words


@pytest.mark.parametrize("length", ["short", "medium", "long"])
def test_by_length(world: World, many: Callable[[int], None], look: Open, length: str) -> None:
    many(40)
    rebuild_figures(by=system(NOW))
    found = figures_of(Asked(FIRST, LAST, TODAY, (By.LENGTH,)), municipal_calendar())
    percent = f"{found[length,].percent:.1f}".replace(".", ",")
    assert f"{percent} % af arbejdstiden" in look("hr", f"/tal/enhed/1000/?laengde={length}")
    assert look("hr", "/tal/enhed/1000/?laengde=nonsens") == look("hr", "/tal/enhed/1000/")


def test_a_small_unit_and_its_sibling_are_hidden(world: World, hire: Callable[..., Employee], look: Open) -> None:
    """Solgården has six people in the world, Lærkevej two."""
    rebuild_figures(by=system(NOW))
    words = look("director", "/tal/enhed/2000/")
    assert "Plejecenter Lærkevej Skjult: færre end 5 personer" in words
    assert "Plejecenter Solgården Skjult, så andres tal ikke kan regnes ud" in words
    for _one in range(5):
        hire("laerkevej")
        hire("aeldre")
    rebuild_figures(by=system(NOW))
    assert "Skjult" not in look("director", "/tal/enhed/2000/").split("Kort og langt")[0]


def test_a_leader_sees_the_own_unit_and_no_other(world: World, many: Callable[[int], None], client: Client) -> None:
    many(20)
    rebuild_figures(by=system(NOW))
    client.force_login(world.users["leader"])
    assert client.get("/tal/").headers["Location"] == "/tal/enhed/2001/"
    assert client.get("/tal/enhed/2000/").status_code == 404
    assert client.get("/tal/enhed/2002/").status_code == 404
    assert client.get("/tal/enhed/nowhere/").status_code == 404


@pytest.mark.parametrize(("person", "unit"), [("hr", "1000"), ("hr", "2001"), ("director", "2001"), ("leader", "2001")])
def test_as_many_queries_for_many_people_and_units(
    world: World, many: Callable[[int], None], client: Client, person: str, unit: str
) -> None:
    client.force_login(world.users[person])
    counts = []
    for number in (1, 30):
        many(number)
        rebuild_figures(by=system(NOW))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/tal/enhed/{unit}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_the_page_of_hr_does_not_read_the_whole_tree(world: World, many: Callable[[int], None], client: Client) -> None:
    """There may be thousands of units, of which it shows a few."""
    many(30)
    rebuild_figures(by=system(NOW))
    client.force_login(world.users["hr"])
    for number in range(30):
        Unit.objects.create(code=f"x{number}", name="Kanariefugl", parent=world.units["laerkevej"])
    with CaptureQueriesContext(connection) as queries, connection.execute_wrapper(_at_most_a_few_rows):
        assert client.get("/tal/enhed/1000/").status_code == 200
    assert len(queries) <= MOST_QUERIES - 2


def _at_most_a_few_rows(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict) -> object:
    done = execute(sql, params, many, context)
    if "people_unit" in sql:
        assert context["cursor"].rowcount < 10, sql
    return done


def test_the_file_says_what_the_page_says(world: World, many: Callable[[int], None], client: Client) -> None:
    many(40)
    rebuild_figures(by=system(NOW))
    client.force_login(world.users["hr"])
    file = client.get("/tal/enhed/1000/csv/").content.decode("utf-8-sig").splitlines()
    whole = figures_of(Asked(FIRST, LAST, TODAY), municipal_calendar())[()]
    fields = dict(zip(file[0].split(";"), file[1].split(";"), strict=True))
    assert fields["Navn"] == "Nordstrand Kommune"
    assert fields["Fra"] == "01-11-2025"
    assert fields["Procent"] == f"{whole.percent:.2f}".replace(".", ",")
    assert int(fields["Fraværsforløb"]) == whole.spells
    hidden = [line for line in file if line.endswith(";" * 12)]
    assert hidden
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.purpose) == ("exported", "unit_figures")
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get("/tal/enhed/1000/xlsx/").content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][0] == "Sygefravær: Nordstrand Kommune"
    assert date(2025, 11, 1) in next(row for row in rows if "Nordstrand Kommune" in row)


def test_in_the_file_causes_have_the_base_of_everybody(
    world: World, many: Callable[[int], None], client: Client
) -> None:
    many(40)
    rebuild_figures(by=system(NOW))
    client.force_login(world.users["hr"])
    lines = [line.split(";") for line in client.get("/tal/enhed/1000/csv/").content.decode("utf-8-sig").splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    found = figures_of(Asked(FIRST, LAST, TODAY, (By.CAUSE,)), municipal_calendar())
    causes = {row["Kode"]: row for row in rows if row["Hvad"] == "Årsag"}
    assert list(causes) == ["sickness", "partial", "accident", "s56", "s56_partial"]
    told = {key: row for key, row in causes.items() if row["Procent"]}
    assert "sickness" in told
    assert "s56" not in told
    for key, row in told.items():
        assert row["Mulige dagsværk"] == rows[0]["Mulige dagsværk"]
        assert row["Procent"] == f"{rounded(found[key,].percent or Decimal(0)):f}".replace(".", ",")
    assert {row["Opgjort"] for row in rows} == {"23-11-2026 09:00"}
