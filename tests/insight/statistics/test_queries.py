"""The figures against a count by hand, day by day, on random histories."""

import random
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from absence.flows import seed_causes
from insight.rules.measures import By, Measures
from insight.statistics.queries import Asked, figures_of
from people.access import system
from people.calendar import DEFAULT_CALENDAR
from tests.insight.statistics.history import DAYS, START, make
from tests.insight.statistics.oracle import Sums, figures
from tests.world import NOW

pytestmark = pytest.mark.django_db
DIVISIONS = [(), *((by,) for by in By), *combinations(By, 2)]


def plain(measures: Measures) -> tuple[Any, ...]:
    numbers = measures.people, measures.short, measures.medium, measures.long
    return (*numbers, *(round(float(days), 6) for days in (measures.possible, measures.absent, measures.pregnancy)))


def of_oracle(sums: Sums) -> tuple[Any, ...]:
    numbers = len(sums.people), sums.short, sums.medium, sums.long
    return (*numbers, *(round(float(days), 6) for days in (sums.possible, sums.absent, sums.pregnancy)))


@pytest.mark.parametrize("seed", range(40))
def test_any_window_and_any_two_divisions(seed: int) -> None:
    seed_causes(by=system(NOW))
    history, chance = make(seed), random.Random(seed)
    for by in DIVISIONS:
        first = START + timedelta(days=chance.randrange(DAYS))
        last = first + timedelta(days=chance.choice([0, 5, 27, 28, 60, 365]))
        today = chance.choice([last, last + timedelta(days=40), first + timedelta(days=3), first - timedelta(days=9)])
        expected = figures(history.numbers, history.parents, DEFAULT_CALENDAR, first, last, today, by)
        found = figures_of(Asked(first, last, today, by), DEFAULT_CALENDAR)
        said = {key: plain(measures) for key, measures in found.items()}
        assert said == {key: of_oracle(sums) for key, sums in expected.items() if any(of_oracle(sums))}, (by, first)
