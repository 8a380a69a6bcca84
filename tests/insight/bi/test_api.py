"""What other programs read: the numbers of the page and the file, and nothing else."""

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from insight.dashboard.queries import figures_of
from insight.models import Shown
from insight.rollup.flows import rebuild_figures
from insight.rules.months import last_whole_months
from insight.rules.targets import Change
from insight.rules.tokens import Scope
from insight.targets.flows import set_targets
from people.access import system
from people.models import Employee, Unit, User
from people.words import say_percent
from tests.insight.bi.conftest import Ask, Handed
from tests.insight.targets.conftest import words
from tests.world import NOW, TODAY, World

MOST_QUERIES = 12
# A line's numbers in the file, in order: those of a row here.
NUMBERS = (
    "possible_days",
    "absent_days",
    "percent",
    "pregnancy_days",
    "short_days",
    "medium_days",
    "long_days",
    "spells",
    "short_spells",
    "medium_spells",
    "long_spells",
    "percent_year_before",
)


def in_file(client: Client, code: str) -> list[list[str]]:
    text = client.get(f"/tal/enhed/{code}/csv/").content.decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))[1:]


def as_written(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def test_what_there_is(handed: Handed, ask: Ask) -> None:
    made = handed(unit="aeldre", scopes=(Scope.FIGURES,))
    told = ask(made.secret).json()
    assert told["api"] == "v1"
    assert set(told["paths"]) == {"units", "figures"}
    assert told["token"] == {
        "name": "Power BI",
        "mark": made.token.mark,
        "scopes": ["figures"],
        "unit": "2000",
        "last_day": "2026-12-23",
    }


def test_the_units_within_reach(handed: Handed, ask: Ask) -> None:
    found = ask(handed().secret, "enheder/").json()["units"]
    assert [(unit["code"], unit["parent"], unit["level"]) for unit in found] == [
        ("1000", None, 0),
        ("2000", "1000", 1),
        ("2001", "2000", 2),
        ("2002", "2000", 2),
    ]
    below = ask(handed("Ældre", unit="aeldre").secret, "enheder/").json()["units"]
    assert [(unit["code"], unit["parent"], unit["level"]) for unit in below] == [
        ("2000", None, 0),
        ("2001", "2000", 1),
        ("2002", "2000", 1),
    ]


@pytest.mark.parametrize("code", ["1000", "2000", "2001", "2002"])
def test_the_very_numbers_of_the_file(counted: None, handed: Handed, ask: Ask, hr: Client, code: str) -> None:
    rows = ask(handed().secret, f"tal/{code}/").json()["rows"]
    lines = in_file(hr, code)
    assert [(row["code"], row["name"]) for row in rows] == [(line[1], line[2]) for line in lines]
    for row, line in zip(rows, lines, strict=True):
        in_line = [Decimal(field.replace(",", ".")) if field else None for field in line[6:]]
        assert [as_written(row[name]) for name in NUMBERS] == in_line
        assert row["masked"] is (not any(line[6:]))


def test_what_is_hidden_has_no_numbers(world: World, handed: Handed, ask: Ask) -> None:
    """Solgården has six people in the world, Lærkevej two."""
    rebuild_figures(by=system(NOW))
    secret = handed().secret
    rows = {row["code"]: row for row in ask(secret, "tal/2000/").json()["rows"] if row["kind"] == "unit"}
    assert {code: row["masked"] for code, row in rows.items()} == {"2000": False, "2001": True, "2002": True}
    own = ask(secret, "tal/2002/").json()
    assert [row for row in own["rows"] if row["kind"] != "unit"] == []
    for row in (rows["2001"], rows["2002"], *own["rows"], *own["months"]):
        numbers = {name: value for name, value in row.items() if name not in {"kind", "code", "name", "month"}}
        assert numbers.pop("masked") is True
        assert set(numbers.values()) == {None}


def test_the_very_numbers_of_the_page(counted: None, world: World, handed: Handed, ask: Ask, hr: Client) -> None:
    changes = {world.units["kommune"].pk: Change(None, Decimal("5.8"))}
    set_targets(year=2026, changes=changes, by=world.viewer("hr"))
    secret = handed().secret
    told = ask(secret, "tal/1000/").json()
    response = hr.get("/tal/enhed/1000/")
    page, trend = words(response), response.context["page"].trend
    whole = told["rows"][0]
    assert f"{say_percent(whole['percent'], 1, 'da')} af arbejdstiden".replace("\xa0", " ") in page
    assert f"{whole['absent_days']:,.0f} fraværsdagsværk".replace(",", ".") in page
    assert told["target_percent"] == 5.8
    assert "Målet er 5,8 %" in page
    assert told["as_of"] == "2026-11-23T09:00:00+01:00"
    assert told["window"] == {"first_day": "2025-11-01", "last_day": "2026-10-31", "working_days": 249}
    shown = [row for row in told["months"] if not row["masked"]]
    assert len(shown) > 12
    assert len(trend.rows) == len(shown)
    for row, (_month, single, year) in zip(shown, trend.rows, strict=True):
        assert read_back(single) == pytest.approx(row["percent"], abs=0.056)
        assert read_back(year) == pytest.approx(row["percent_12_months"], abs=0.056)


def read_back(percent: str) -> float | None:
    """`5,4 %`, which is rounded."""
    return float(percent.replace("\xa0", "").removesuffix("%").replace(",", ".")) if percent else None


@pytest.mark.parametrize("span", list(Shown.Span))
def test_single_months_are_told_as_far_as_they_may_be(
    counted: None, world: World, handed: Handed, ask: Ask, span: Shown.Span
) -> None:
    """Whatever `figures_of` tells is what the proof of tests/insight/dashboard/test_masking.py attacks."""
    Shown.objects.filter(unit=world.units["kommune"], breakdown="").update(span=span)
    found = figures_of([world.units["kommune"]])
    assert found is not None
    assert found.place.years is not None
    single = {f"{point.month:%Y-%m}": point.single for point in found.trend}
    year = {f"{point.month:%Y-%m}": point.year for point in found.trend if point.year}
    months = [f"{month:%Y-%m}" for month in last_whole_months(TODAY, 12)]
    single |= dict(zip(months, found.place.years.months, strict=False))
    year[months[-1]] = found.place.years.this
    told = ask(handed().secret, "tal/1000/").json()["months"]
    assert {row["month"] for row in told if not row["masked"]} == set(single)
    for row in told:
        for ending, source in (("", single), ("_12_months", year)):
            measures = source[row["month"]].measures if row["month"] in source else None
            expected = [None] * 3 if measures is None else [measures.possible, measures.absent, measures.percent]
            shown = [row[f"{name}{ending}"] for name in ("possible_days", "absent_days", "percent")]
            assert shown == [None if value is None else pytest.approx(float(value), abs=0.006) for value in expected]


def test_months_from_and_to(counted: None, handed: Handed, ask: Ask) -> None:
    secret = handed().secret
    whole = ask(secret, "tal/1000/").json()
    some = ask(secret, "tal/1000/", fra="2026-05", til="2026-07").json()
    assert [row["month"] for row in some["months"]] == ["2026-05", "2026-06", "2026-07"]
    assert some["months"] == [row for row in whole["months"] if "2026-05" <= row["month"] <= "2026-07"]
    # The rest is of twelve months whatever is asked for: no other sums can be had.
    assert some["rows"] == whole["rows"]
    assert ask(secret, "tal/1000/", fra="2030-01").json()["months"] == []


@pytest.mark.parametrize("month", ["2026", "2026-13", "0000-01", "05-2026", "2026-05-01", "٢٠٢٦-05", "x" * 3000])
def test_what_is_no_month(counted: None, handed: Handed, ask: Ask, month: str) -> None:
    response = ask(handed().secret, "tal/1000/", fra=month)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_before_anything_is_counted(handed: Handed, ask: Ask) -> None:
    response = ask(handed().secret, "tal/1000/")
    assert (response.status_code, response.json()["error"]) == (503, "not_counted_yet")
    assert response.headers["Retry-After"] == "60"


def test_as_many_queries_for_many_people_and_units(
    world: World, handed: Handed, ask: Ask, many: Callable[[int], None], hire: Callable[..., Employee]
) -> None:
    secret = handed().secret
    counts: list[list[int]] = []
    for number in (1, 30):
        many(number)
        for place in range(number):
            Unit.objects.create(code=f"{number}-{place}", name="Enhed", parent=world.units["kommune"])
        rebuild_figures(by=system(NOW))
        counts.append([])
        for path in ("", "enheder/", "tal/1000/"):
            # The first of the day writes that it was used.
            assert ask(secret, path).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                assert ask(secret, path).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def test_who_has_the_figures_is_told_that_they_are_the_same(counted: None, handed: Handed) -> None:
    client = Client(headers={"Authorization": f"Bearer {handed().secret}"})
    first = client.get("/api/v1/tal/1000/")
    rebuild_figures(by=system(NOW.replace(hour=10)))
    again = client.get("/api/v1/tal/1000/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-store" in again.headers["Cache-Control"]
    Unit.objects.filter(code="1000").update(name="Sydstrand")
    assert client.get("/api/v1/tal/1000/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.head("/api/v1/tal/1000/").content == b""


def test_nobody_is_in_any_answer(counted: None, world: World, handed: Handed, ask: Ask) -> None:
    secret = handed().secret
    paths = ["", "enheder/", *(f"tal/{unit.code}/" for unit in Unit.objects.all())]
    answers = [ask(secret, path) for path in paths]
    assert {response.status_code for response in answers} == {200}
    told = "".join(response.content.decode() for response in answers)
    known = [
        *(word for row in Employee.objects.values_list("first_name", "last_name", "number", "ref") for word in row),
        *(word for row in User.objects.values_list("username", "email", "ref") for word in row),
    ]
    # A number may be that of a unit, or part of a sum: as a word of its own it would be quoted.
    assert [word for word in known if word and f'"{word}"' in told] == []
    assert [word for word in ("Kanariefugl", "nordstrand.example", "Birgit", "Åse", "ref") if word in told] == []


def test_each_reading_is_recorded_without_values(counted: None, handed: Handed, ask: Ask) -> None:
    made = handed()
    before = Entry.objects.latest("pk").pk
    for path in ("", "enheder/", "tal/2001/"):
        ask(made.secret, path)
    assert list(
        Entry.objects.filter(pk__gt=before).order_by("pk").values_list("event", "actor_id", "actor_name", "purpose")
    ) == [
        ("exported", None, "Power BI", f"{what} {made.token.mark}")
        for what in ("api_about", "api_units", "api_figures")
    ]
    assert list(Entry.objects.filter(pk__gt=before).exclude(subjects=[], fields=[], case_ref="")) == []
    made.token.refresh_from_db()
    assert made.token.last_used_on == TODAY
    assert made.secret not in json.dumps(list(Entry.objects.values()), default=str)


def test_the_language_of_a_browser_changes_nothing(counted: None, handed: Handed) -> None:
    answers: list[Any] = []
    for language in ("da", "en"):
        client = Client(headers={"Authorization": f"Bearer {handed(language).secret}"})
        client.cookies["sprog"] = language
        answers.append(client.get("/api/v1/tal/1000/").json())
    assert answers[0] == answers[1]
    assert "Sygdom" in [row["name"] for row in answers[0]["rows"]]
