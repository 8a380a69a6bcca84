"""An attacker who reads every page and file of figures, and knows who works where: what can they work out?

Each number that is shown is a sum of unknown parts: what one employment lost in one month. Parts that are in exactly
the same numbers cannot be told apart. A group of parts comes out where its own row is a sum of the shown rows with any
factors, which elimination in whole numbers tells. Nothing of one to four people may come out: over units, job groups,
single months and years together, in random organisations.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction

from absence.flows import seed_causes
from absence.models import Period
from insight.dashboard.queries import figures_of
from insight.models import Shown
from insight.rollup.flows import rebuild_figures
from insight.rules.months import last_whole_months, months_before
from people.access import system
from people.calendar import DEFAULT_CALENDAR, ONE_DAY
from people.flows import seed_closing_days
from people.models import Employee, Employment, Unit, User
from tests.insight.test_masking_rules import above, basis_of, left_of
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db
AT_ONCE = 10
MONTHS = last_whole_months(TODAY, 47)
THIS, LAST = MONTHS[-12:], MONTHS[-24:-12]

# A part: who, in which unit and job group, in which month. A cell: which unit, job group (or all) and months.
Part = tuple[int, int, str, date]
Cell = tuple[int, str | None, tuple[date, ...]]


@pytest.mark.parametrize("ten", range(21))
def test_nothing_of_fewer_than_five_people_comes_out(ten: int) -> None:
    seed_causes(by=system(NOW))
    seed_closing_days(by=system(NOW))
    for number in range(AT_ONCE):
        with transaction.atomic():
            invent(random.Random(f"{ten}-{number}"))
            rebuild_figures(by=system(NOW))
            attack()
            transaction.set_rollback(True)


def test_the_attack_finds_what_is_not_masked() -> None:
    """A whole less all its parts but one."""
    parts = [(who, unit, "a", THIS[0]) for unit, people in ((1, 20), (2, 3)) for who in range(people)]
    cells: list[Cell] = [(1, None, (THIS[0],)), (3, None, (THIS[0],))]
    assert list(derived(cells, parts, {3: None, 1: 3, 2: 3}))


def test_much_comes_out_where_everything_is_shown() -> None:
    seed_causes(by=system(NOW))
    invent(random.Random("0-3"))
    rebuild_figures(by=system(NOW))
    attack()
    hidden = Unit.objects.exclude(pk__in=Shown.objects.values("unit"))
    Shown.objects.bulk_create(Shown(unit=unit, span=Shown.Span.TREND) for unit in hidden)
    with pytest.raises(AssertionError, match="come out"):
        attack()


def attack() -> None:
    units = dict(Unit.objects.values_list("pk", "parent"))
    parts = list(everything())
    cells = list(shown())
    for months in (THIS, LAST, *([month] for month in MONTHS[:-24])):
        inside = [cell for cell in cells if set(cell[2]) <= set(months)]
        found = list(derived(inside, [part for part in parts if part[3] in months], units))
        assert found == [], f"{len(found)} small groups come out of {months[0]} to {months[-1]}"


def shown() -> Iterator[Cell]:
    """What the pages of all units tell, and their files; a rolling year is the sum of twelve months that are shown."""
    for unit in Unit.objects.all():
        figures = figures_of([unit])
        assert figures is not None
        for place in (figures.place, *figures.below):
            if place.years is not None:
                yield place.unit.pk, None, tuple(THIS)
                yield place.unit.pk, None, tuple(LAST)
                if place.years.months:
                    yield from ((place.unit.pk, None, (month,)) for month in THIS)
        yield from ((unit.pk, None, (point.month,)) for point in figures.trend)
        if figures.trend:
            # From the years on end, each month before them follows.
            yield from ((unit.pk, None, (month,)) for month in MONTHS)
        for group, years in figures.groups.items():
            if years is not None:
                yield unit.pk, group, tuple(THIS)
                yield unit.pk, group, tuple(LAST)


def everything() -> Iterator[Part]:
    """Each employment in each month in which it has a working day; a person with two numbers is one."""
    for job in Employment.objects.select_related("employee"):
        person = job.employee.user_id or -job.employee_id
        for month in MONTHS:
            end = months_before(month, -1) - ONE_DAY
            first, last = max(job.first_day, month), min(job.last_day or end, end)
            days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
            if any(map(DEFAULT_CALENDAR.is_working_day, days)):
                yield person, job.unit_id, job.job_group, month


def derived(cells: Iterable[Cell], parts: list[Part], parents: dict[int, int | None]) -> Iterator[frozenset[int]]:
    """Groups of one to four people that come out: of parts that are always together, and of two such."""
    told = sorted(set(cells), key=str)
    people: defaultdict[tuple[bool, ...], set[int]] = defaultdict(set)
    units: dict[int, set[int]] = {unit: above(parents, unit) for unit in parents}
    for who, unit, group, month in parts:
        within = tuple(at in units[unit] and of in (None, group) and month in months for at, of, months in told)
        people[within].add(who)
    columns = list(people)
    basis = basis_of([int(column[place]) for column in columns] for place in range(len(told)))
    for number in (1, 2):
        for few in combinations(range(len(columns)), number):
            who = frozenset().union(*(people[columns[place]] for place in few))
            if len(who) < 5 and not any(left_of([int(place in few) for place in range(len(columns))], basis)):
                yield who


def invent(chance: random.Random) -> None:
    """A few units, people who come, go, move, change their job group or have two numbers, and some absence."""
    units: list[Unit] = []
    for place in range(chance.randrange(1, 9)):
        parent = chance.choice(units) if units and chance.random() < 0.95 else None
        units.append(Unit.objects.create(code=f"u{place}", name="Enhed", parent=parent))
    sizes = {unit.pk: chance.choice([0, 1, 1, 2, 4, 5, 7, 12, 20]) for unit in units}
    users = User.objects.bulk_create(
        User(username=f"p{place}", is_active=False) for place in range(sum(sizes.values()))
    )
    places = [unit for unit in units for _ in range(sizes[unit.pk])]
    employees = Employee.objects.bulk_create(
        Employee(
            number=f"n{place}",
            first_name="A",
            last_name="B",
            user=chance.choice(users) if chance.random() < 0.05 else users[place],
        )
        for place in range(len(places))
    )
    jobs = [
        job for employee, unit in zip(employees, places, strict=True) for job in jobs_of(chance, employee, unit, units)
    ]
    Employment.objects.bulk_create(jobs)
    Period.objects.bulk_create(
        Period(
            employee=employee,
            first_day=(first := TODAY - timedelta(days=chance.randrange(30, 900))),
            last_day=first + timedelta(days=chance.randrange(40)),
            cause_id="sickness",
            source="payroll",
            recorded_at=NOW,
        )
        for employee in employees
        if chance.random() < 0.6
    )


def jobs_of(chance: random.Random, employee: Employee, unit: Unit, units: list[Unit]) -> Iterator[Employment]:
    first = TODAY - timedelta(days=chance.choice([4000, 4000, 4000, 1200, 600, 400, 200, 45]))
    groups = ["a", "a", "a", "b", "b", "c"]
    for _ in range(chance.choice([1, 1, 1, 1, 2, 3])):
        last = first + timedelta(days=chance.randrange(20, 500))
        ends = chance.random() < 0.3
        yield Employment(
            employee=employee,
            unit=unit,
            first_day=first,
            last_day=last if ends else None,
            job_group=chance.choice(groups),
            weekly_hours=37,
        )
        if not ends:
            return
        first, unit = last + ONE_DAY, chance.choice([unit, *units])
