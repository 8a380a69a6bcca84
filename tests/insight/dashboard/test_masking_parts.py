"""The same attacker asks who was absent by which cause, for how long, and who for reasons of a pregnancy.

The whole of a unit is told, however few were absent; what must not come out is a part of it that is of one to four
people, nor how many spells of a length so few began.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction

from absence.flows import seed_causes
from absence.models import Cause, Period
from insight.dashboard.lines import Kind, lines_of
from insight.dashboard.queries import figures_of
from insight.models import MonthFigures, Shown
from insight.rollup.flows import rebuild_figures
from insight.rules.measures import Length
from insight.rules.months import last_whole_months, months_before
from people.access import system
from people.calendar import DEFAULT_CALENDAR, ONE_DAY
from people.flows import seed_closing_days
from people.models import Employee, Employment, Unit
from tests.insight.dashboard.test_masking import invent
from tests.insight.test_masking_rules import above, basis_of, left_of
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db
AT_ONCE = 10
MONTHS = last_whole_months(TODAY, 24)
YEARS = [
    (MONTHS[12], months_before(MONTHS[23], -1) - ONE_DAY),
    (MONTHS[0], months_before(MONTHS[11], -1) - ONE_DAY),
]
HEADLINE = ("sickness", "partial", "accident", "s56")
# Who, in which unit, and of which cause or length.
Part = tuple[int, int, str]
Cells = set[tuple[int, str]]


@pytest.mark.parametrize("ten", range(21))
def test_no_part_of_fewer_than_five_people_comes_out(ten: int) -> None:
    seed_causes(by=system(NOW))
    seed_closing_days(by=system(NOW))
    for number in range(AT_ONCE):
        with transaction.atomic():
            chance = random.Random(f"{ten}-{number}")
            invent(chance)
            fall_ill(chance)
            rebuild_figures(by=system(NOW))
            attack()
            transaction.set_rollback(True)


def test_parts_come_out_where_all_are_shown() -> None:
    seed_causes(by=system(NOW))
    seed_closing_days(by=system(NOW))
    chance = random.Random("0-3")
    invent(chance)
    fall_ill(chance)
    rebuild_figures(by=system(NOW))
    attack()
    told = Shown.objects.filter(breakdown="").values_list("unit", flat=True)
    Shown.objects.filter(breakdown__in=["cause", "length"]).delete()
    keys = [("cause", key) for key in ("", *HEADLINE)] + [("length", length) for length in Length]
    Shown.objects.bulk_create(
        Shown(unit_id=unit, breakdown=of, key=key, span=Shown.Span.YEARS) for unit in told for of, key in keys
    )
    with pytest.raises(AssertionError):
        attack()


def attack() -> None:
    parents = dict(Unit.objects.values_list("pk", "parent"))
    units, causes, lengths, pregnant = told()
    for first, last in YEARS:
        by_cause, by_length, beside = absent(first, last)
        assert list(derived(units, causes, by_cause, parents)) == []
        assert list(derived(units, lengths, by_length, parents)) == []
        assert list(derived(set(), {(unit, "") for unit in pregnant}, beside, parents)) == []


def told() -> tuple[set[int], Cells, Cells, set[int]]:
    """What the files and the interface tell of all units; the pages tell the same."""
    units, causes, lengths, pregnant = set(), set(), set(), set()
    for unit in Unit.objects.all():
        figures = figures_of([unit])
        assert figures is not None
        by_code = {place.unit.code: place.unit.pk for place in (figures.place, *figures.below)}
        for line in lines_of(figures):
            numbers = line.numbers or {}
            place = by_code.get(line.code, unit.pk)
            if line.kind is Kind.CAUSE and numbers:
                causes.add((unit.pk, line.code))
            if line.kind is Kind.CAUSE or line.kind is Kind.JOB_GROUP:
                named = [name for name, number in numbers.items() if number is not None]
                assert not any(name.startswith(("short", "medium", "long", "pregnancy")) for name in named)
            if line.kind is Kind.UNIT and numbers:
                units.add(place)
                lengths |= {(place, str(each)) for each in Length if numbers[f"{each}_days"] is not None}
                pregnant |= {place} if numbers["pregnancy_days"] is not None else set()
                assert all((numbers[f"{each}_days"] is None) == (numbers[f"{each}_spells"] is None) for each in Length)
    return units, causes, lengths, pregnant


def absent(first: date, last: date) -> tuple[list[Part], list[Part], list[Part]]:
    """By cause, by length, and beside the headline; counted day by day, and spells put together by hand."""
    causes, lengths, beside = set(), set(), set()
    for employee in Employee.objects.prefetch_related("employments"):
        person = employee.user_id or -employee.pk
        periods = list(Period.objects.filter(employee=employee, withdrawn=False).order_by("first_day"))
        for job in employee.employments.all():
            for period, spell in zip(periods, spells_of(periods, last), strict=True):
                end = min(period.last_day or TODAY, last, job.last_day or last)
                since = max(period.first_day, first, job.first_day)
                days = (since + timedelta(days=ahead) for ahead in range((end - since).days + 1))
                if any(map(DEFAULT_CALENDAR.is_working_day, days)):
                    if period.cause_id == "pregnancy":
                        beside.add((person, job.unit_id, ""))
                    else:
                        causes.add((person, job.unit_id, period.cause_id))
                        lengths.add((person, job.unit_id, length_of(spell)))
    return list(causes), list(lengths), list(beside)


def spells_of(periods: list[Period], last: date) -> list[int]:
    """Of each period, how many days its spell has by the last day; of what is beside the headline, none."""
    found: list[list[date]] = []
    of: list[list[date] | None] = []
    for period in periods:
        if period.cause_id == "pregnancy":
            of.append(None)
            continue
        end = period.last_day or TODAY
        if found and period.first_day <= found[-1][1] + ONE_DAY:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([period.first_day, end])
        of.append(found[-1])
    return [0 if spell is None else (min(spell[1], last) - spell[0]).days + 1 for spell in of]


def length_of(days: int) -> str:
    return str(Length.SHORT if days <= 14 else Length.MEDIUM if days <= 28 else Length.LONG)


def derived(
    units: set[int], cells: Cells, parts: list[Part], parents: dict[int, int | None]
) -> Iterable[frozenset[int]]:
    """Groups of one to four people that come out of wholes and cells, and of the wholes alone do not."""
    upwards = {unit: above(parents, unit) for unit in parents}
    wholes, asked = sorted(units), sorted(cells)
    people: defaultdict[tuple[bool, ...], set[int]] = defaultdict(set)
    for who, unit, key in parts:
        row = (*(at in upwards[unit] for at in wholes), *(at in upwards[unit] and of == key for at, of in asked))
        people[row].add(who)
    columns = list(people)
    rows = [[int(column[place]) for column in columns] for place in range(len(wholes) + len(asked))]
    known, basis = basis_of(rows[: len(wholes)]), basis_of(rows)
    for number in (1, 2):
        for few in combinations(range(len(columns)), number):
            who = frozenset().union(*(people[columns[place]] for place in few))
            row = [int(place in few) for place in range(len(columns))]
            if len(who) < 5 and not any(left_of(row, basis)) and any(left_of(row, known)):
                yield who


def fall_ill(chance: random.Random) -> None:
    """More absence: of other causes, of every length, one after the other, and of some still."""
    Period.objects.all().delete()
    rows = []
    for job in Employment.objects.select_related("employee").distinct("employee"):
        day = TODAY - timedelta(days=chance.randrange(30, 1000))
        for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
            last = day + timedelta(days=chance.choice([0, 1, 3, 10, 20, 60]))
            if last >= TODAY:
                break
            cause = chance.choice([*HEADLINE, "sickness", "sickness", "sickness", "pregnancy"])
            rows.append(
                Period(
                    employee=job.employee,
                    first_day=day,
                    last_day=last,
                    cause_id=cause,
                    source="payroll",
                    recorded_at=NOW,
                )
            )
            day = last + timedelta(days=chance.choice([1, 1, 5, 40, 200]))
    Period.objects.bulk_create(rows)
    assert Cause.objects.get(pk="pregnancy").counts_as_sick
    assert not MonthFigures.objects.exists()
