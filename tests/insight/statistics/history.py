"""Random small organisations with their histories: as rows, and as the oracle reads them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from absence.models import Period
from people.models import Employee, Employment, Unit, User
from tests.insight.statistics.oracle import Away, Job, Number

START = date(2024, 1, 1)
DAYS = 900
CAUSES = ["sickness"] * 8 + ["partial", "accident", "s56", "s56_partial", "pregnancy", "pregnancy", "child"]


@dataclass
class History:
    parents: dict[int, int | None]
    numbers: list[Number]


def make(seed: int, people: int = 12, units: int = 6) -> History:
    """In the database; causes must be seeded. What was withdrawn and who works elsewhere the oracle does not see."""
    chance = random.Random(seed)
    made: list[Unit] = []
    for place in range(units):
        parent = chance.choice(made) if made and chance.random() < 0.9 else None
        made.append(Unit.objects.create(code=f"{seed}-{place}", name=f"Enhed {place}", parent=parent))
    numbers: list[Number] = []
    users: list[User] = []
    for place in range(people):
        outside = chance.random() < 0.05
        user = None
        if users and chance.random() < 0.2:
            user = chance.choice(users)
        elif chance.random() < 0.7:
            user = User.objects.create(username=f"u{seed}-{place}", is_active=False)
            users.append(user)
        employee = Employee.objects.create(
            number=f"{seed}-{place}", first_name="A", last_name="B", user=user, is_outside=outside
        )
        jobs = list(_jobs(chance, made))
        for job in jobs:
            Employment.objects.create(
                employee=employee,
                unit_id=job.unit,
                first_day=job.first,
                last_day=job.last,
                job_group=job.job_group,
                weekly_hours=Decimal(job.hours.numerator) / job.hours.denominator,
                home_municipality=job.home,
            )
        away = list(_away(chance))
        for period in away:
            _store(employee, period)
        if chance.random() < 0.3:
            day = START + timedelta(days=chance.randrange(DAYS))
            _store(employee, Away(day, None, "sickness", Fraction(100)), withdrawn=True)
        if not outside:
            numbers.append(Number(user.pk if user else ("nobody", place), jobs, away))
    return History({unit.pk: unit.parent_id for unit in made}, numbers)


def _store(employee: Employee, period: Away, *, withdrawn: bool = False) -> None:
    Period.objects.create(
        employee=employee,
        first_day=period.first,
        last_day=period.last,
        cause_id=period.cause,
        degree=Decimal(period.degree.numerator) / period.degree.denominator,
        source="payroll",
        withdrawn=withdrawn,
        withdraw_reason="mistake" if withdrawn else "",
        recorded_at="2026-01-01T08:00Z",
    )


def _jobs(chance: random.Random, units: list[Unit]) -> Iterator[Job]:
    day = START + timedelta(days=chance.randrange(-4000, DAYS))
    for _ in range(chance.randrange(1, 4)):
        last = day + timedelta(days=chance.choice([0, 1, 5, 30, 200, 700, 3000]))
        ends = chance.random() < 0.7
        yield Job(
            chance.choice(units).pk,
            day,
            last if ends else None,
            chance.choice(["Pædagoger", "Sygeplejersker", ""]),
            Fraction(chance.choice([3700, 3200, 1850, 2950]), 100),
            chance.choice(["760", "101", ""]),
        )
        if not ends:
            return
        day = last + timedelta(days=chance.choice([1, 1, 3, 60]))


def _away(chance: random.Random) -> Iterator[Away]:
    day = START + timedelta(days=chance.randrange(0, 120))
    while day < START + timedelta(days=DAYS):
        length = chance.choice([1, 1, 2, 3, 7, 13, 14, 15, 27, 28, 29, 30, 90])
        open_ended = chance.random() < 0.05
        yield Away(
            day,
            None if open_ended else day + timedelta(days=length - 1),
            chance.choice(CAUSES),
            Fraction(chance.choice([10000, 10000, 5000, 3333, 1]), 100),
        )
        if open_ended:
            return
        day += timedelta(days=length + chance.choice([0, 0, 1, 2, 30, 100]))
