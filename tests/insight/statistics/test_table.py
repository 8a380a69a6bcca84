"""The file: its rows, their order and how they are written, against a count by hand on random histories."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from absence.flows import seed_causes
from insight.rules.measures import By, Measures
from insight.statistics.flows import export_statistics
from insight.statistics.queries import Asked, own_people
from insight.statistics.table import HEADER, Line, cells_of, table_of
from people.access import system
from people.calendar import DEFAULT_CALENDAR
from people.flows import seed_closing_days
from people.models import Unit
from tests.insight.statistics.history import DAYS, START, make
from tests.insight.statistics.oracle import Sums, figures
from tests.world import NOW

pytestmark = pytest.mark.django_db
DIVISIONS = [*((by,) for by in By), *permutations(By, 2)]
ORDER = {"short": 0, "medium": 1, "long": 2, "0": 0, "1-2": 1, "3-4": 2, "5-9": 3, "10+": 4}


def two_decimals(number: Fraction) -> str:
    exact = Decimal(number.numerator * 100) / number.denominator
    return str((exact.quantize(Decimal(1), ROUND_HALF_UP) / 100).quantize(Decimal("0.01")))


def written(name: str, sums: Sums) -> str:
    percent = two_decimals(sums.absent * 100 / sums.possible) if sums.possible else ""
    days = two_decimals(sums.possible), two_decimals(sums.absent), percent, two_decimals(sums.pregnancy)
    spells = sums.short + sums.medium + sums.long
    return ";".join(map(str, (name, len(sums.people), *days, spells, sums.short, sums.medium, sums.long)))


def expected(found: dict[tuple[str, ...], Sums], by: tuple[By, ...], codes: dict[str, str]) -> list[str]:
    """The lines of the file; `codes` are those of the units in the keys."""
    rows = []
    for key, sums in found.items():
        if sums.people or sums.absent or sums.pregnancy or sums.short + sums.medium + sums.long:
            parts = [codes[part] if each is By.UNIT else part for part, each in zip(key, by, strict=True)]
            ordered = {By.LENGTH, By.SENIORITY}
            place = [(ORDER[part] if each in ordered else 0, part) for part, each in zip(parts, by, strict=True)]
            rows.append((place, written(" / ".join(parts), sums)))
    return [row for _place, row in sorted(rows)]


@pytest.mark.parametrize("seed", range(100, 112))
def test_the_file_is_what_a_count_by_hand_gives(seed: int, tmp_path: Path) -> None:
    by_system = system(NOW)
    seed_causes(by=by_system)
    seed_closing_days(by=by_system)
    history, chance = make(seed), random.Random(seed)
    path = tmp_path / "tal.csv"
    codes = {str(pk): code for pk, code in Unit.objects.values_list("pk", "code")}
    for by in DIVISIONS:
        first = START + timedelta(days=chance.randrange(DAYS))
        last = first + timedelta(days=chance.choice([0, 5, 27, 60, 365]))
        found = figures(history.numbers, history.parents, DEFAULT_CALENDAR, first, last, by_system.today, by)
        export_statistics(asked=Asked(first, last, by_system.today, by), path=path, masked=False, by=by_system)
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        assert header == "group;people;possible_days;absent_days;percent;pregnancy_days;spells;short;medium;long"
        assert rows == expected(found, by, codes), (by, first, last)


@pytest.mark.parametrize("seed", range(120, 124))
def test_a_masked_file_has_the_same_rows(seed: int) -> None:
    """Each is hidden whole or as it is, and one of under five people is."""
    seed_causes(by=system(NOW))
    make(seed, people=40, units=4)
    first, last = START + timedelta(days=200), START + timedelta(days=420)
    hidden = 0
    for by in DIVISIONS:
        asked = Asked(first, last, NOW.date(), by)
        bare, masked = (table_of(asked, DEFAULT_CALENDAR, masked=masked) for masked in (False, True))
        assert [line.group for line in bare] == [line.group for line in masked]
        for whole, line in zip(bare, masked, strict=True):
            assert whole.measures is not None
            assert line.measures in {None, whole.measures}
            assert line.measures is None or whole.measures.people >= 5
        hidden += sum(line.measures is None for line in masked)
    assert hidden


def test_parts_add_up() -> None:
    seed_causes(by=system(NOW))
    make(7, people=30)
    first, last = START, START + timedelta(days=700)

    def total(*by: By) -> tuple[Decimal, int, int]:
        lines = [line.measures for line in table_of(Asked(first, last, NOW.date(), by), DEFAULT_CALENDAR, masked=False)]
        found = [measures for measures in lines if measures is not None]
        absent = sum((each.absent for each in found), Decimal(0))
        return round(absent, 6), sum(each.spells for each in found), sum(each.long for each in found)

    whole = total(By.MONTH)
    assert whole[1] > 20
    for one, other in combinations(set(By) - {By.UNIT}, 2):
        assert total(one, other) == whole, (one, other)


def test_who_is_where_is_counted_once_in_each_month() -> None:
    """The same people as the figures have in a month, the parts of units together."""
    seed_causes(by=system(NOW))
    history = make(11, people=40)
    first, last = date(2025, 3, 1), date(2025, 5, 31)
    own = own_people(Asked(first, last, NOW.date(), (By.UNIT, By.CAUSE)), DEFAULT_CALENDAR)
    whole = figures(history.numbers, history.parents, DEFAULT_CALENDAR, first, last, NOW.date(), ())[()]
    months = figures(history.numbers, history.parents, DEFAULT_CALENDAR, first, last, NOW.date(), (By.MONTH,))
    counted = {month: sum(each.get(month, 0) for each in own.values()) for month in {*range(24302, 24305), 0}}
    assert counted[0] == len(whole.people) > 10
    assert [counted[month] for month in range(24302, 24305)] == [len(months[key].people) for key in sorted(months)]


@pytest.mark.parametrize(("masked", "most"), [(True, 3), (False, 2)])
def test_few_queries(masked: bool, most: int) -> None:
    seed_causes(by=system(NOW))
    make(3)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        table_of(
            Asked(START, START + timedelta(days=99), NOW.date(), (By.UNIT, By.MONTH)), DEFAULT_CALENDAR, masked=masked
        )
    assert len(queries) == most


def test_how_numbers_are_written() -> None:
    measures = Measures(5, Decimal("1234.565"), Decimal("0.005"), Decimal(0), 1, 2, 3)
    assert [str(cell) for cell in cells_of(Line("2001", measures))] == [
        *("2001", "5", "1234.57", "0.01", "0.00", "0.00"),
        *("6", "1", "2", "3"),
    ]
    assert cells_of(Line("2001", Measures(people=1)))[4] == ""
    assert cells_of(Line("2001", None)) == ("2001", *[""] * 9)
    assert len(HEADER) == 10


def test_nothing_to_tell_of_is_a_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    asked = Asked(START, START, NOW.date(), (By.UNIT,))
    assert export_statistics(asked=asked, path=path, masked=True, by=system(NOW)) == []
    assert path.read_text().splitlines() == [";".join(HEADER)]
