"""The kept figures against a count by hand, and after changes against a fresh count."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from absence.flows import seed_causes
from absence.models import Cause, Period
from insight.models import MonthFigures, Rollup, Shown, Stale
from insight.rollup.counting import SUMS
from insight.rollup.flows import rebuild_figures, refresh_figures
from insight.rollup.queries import Breakdown, month_sums
from insight.rules.measures import By, Length, window_figures
from insight.rules.months import last_whole_months
from people.access import system
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.flows import seed_closing_days
from people.models import Employee, Employment, Unit
from people.viewer import Viewer
from tests.insight.statistics.history import DAYS, START, make
from tests.insight.statistics.oracle import Sums, figures

TODAY = START + timedelta(days=DAYS - 40)
KINDS = {Breakdown.WHOLE: None, Breakdown.JOB_GROUP: By.JOB_GROUP, Breakdown.CAUSE: By.CAUSE}


def on(day: date) -> Viewer:
    return system(datetime(day.year, day.month, day.day, 8, tzinfo=COPENHAGEN))


@pytest.fixture
def by(db: None) -> Viewer:
    by = on(TODAY)
    seed_causes(by=by)
    seed_closing_days(by=by)
    return by


def kept() -> tuple[dict[tuple[Any, ...], tuple[int, ...]], set[tuple[Any, ...]]]:
    """What is not nothing, and what of it may be shown."""
    rows = MonthFigures.objects.values_list("unit", "breakdown", "key", "month", *SUMS)
    shown = Shown.objects.values_list("unit", "breakdown", "key", "span")
    return {row[:4]: row[4:] for row in rows if any(row[4:])}, set(shown)


def months(first: date, number: int) -> list[date]:
    return [date((n := first.year * 12 + first.month - 1 + i) // 12, n % 12 + 1, 1) for i in range(number)]


@pytest.mark.parametrize("seed", range(12))
def test_windows_of_months(seed: int, by: Viewer) -> None:
    history, chance = make(seed), random.Random(seed)
    rebuild_figures(by=by)
    for breakdown, division in KINDS.items():
        # By job group and cause, what the pages show: two years.
        known = months(START, 28) if division is None else last_whole_months(TODAY, 24)
        window = known[(start := chance.randrange(len(known) - 11)) : start + chance.choice([1, 2, 12])]
        last = months(window[-1], 2)[1] - timedelta(days=1)
        found = {
            (unit, key): rows
            for divided in history.parents
            for (unit, of, key), rows in month_sums([divided], window[0], window[-1], divided=divided).items()
            if of == breakdown
        }
        divisions = (By.UNIT,) if division is None else (By.UNIT, division)
        expected = figures(history.numbers, history.parents, DEFAULT_CALENDAR, window[0], last, TODAY, divisions)
        lengths = figures(
            history.numbers, history.parents, DEFAULT_CALENDAR, window[0], last, TODAY, (*divisions, By.LENGTH)
        )
        for (unit, key), rows in found.items():
            window_of = window_figures([rows.get(month) for month in window])
            place = (str(unit),) if division is None else (str(unit), key)
            sums = expected.get(place, Sums())
            measures = window_of.measures
            if division is not By.CAUSE:
                assert float(measures.possible) == pytest.approx(float(sums.possible))
                assert measures.people <= len(sums.people)
            assert float(measures.absent) == pytest.approx(float(sums.absent))
            assert float(measures.pregnancy) == pytest.approx(float(sums.pregnancy))
            assert (measures.short, measures.medium, measures.long) == (sums.short, sums.medium, sums.long)
            for length in Length:
                days = lengths.get((*place, length), Sums()).absent
                assert float(window_of.absent_by[length]) == pytest.approx(float(days)), (place, length)
        assert {place for place, sums in expected.items() if sums.possible and (sums.absent or not division)} <= {
            (str(unit),) if division is None else (str(unit), key) for unit, key in found
        }


@pytest.mark.parametrize("seed", range(8))
def test_after_changes_as_counted_anew(seed: int, by: Viewer) -> None:
    make(seed, people=20, units=20)
    rebuild_figures(by=by)
    chance = random.Random(seed)
    for _ in range(4):
        for _change in range(chance.randrange(1, 3)):
            change(chance)
        units = refresh_figures(by=by)
        found = kept()
        assert units == Unit.objects.count() or not Stale.objects.exists()
        rebuild_figures(by=by)
        assert found == kept()


def change(chance: random.Random) -> None:
    """One of everything that moves figures; what the constraints refuse is not done."""
    period = chance.choice(list(Period.objects.filter(withdrawn=False)))
    job = chance.choice(list(Employment.objects.all()))
    match chance.randrange(6):
        case 0:
            Period.objects.filter(pk=period.pk).update(withdrawn=True, withdraw_reason="mistake")
        case 1:
            Period.objects.filter(pk=period.pk).update(degree=chance.choice([20, 70]))
        case 2:
            Employment.objects.filter(pk=job.pk).update(unit=chance.choice(list(Unit.objects.all())))
        case 3:
            Employment.objects.filter(pk=job.pk).update(weekly_hours=chance.choice([20, 30]), job_group="Andre")
        case 4:
            job.delete()
        case _:
            day = START + timedelta(days=DAYS + 10)
            Period.objects.filter(last_day__isnull=True, withdrawn=False, employee=period.employee).update(
                last_day=day, first_day=day
            )


def test_everything_when_the_tree_a_cause_or_a_person_changes(by: Viewer) -> None:
    make(3)
    rebuild_figures(by=by)
    leaf, other = Unit.objects.order_by("-pk")[:2]
    for alter in (
        lambda: Unit.objects.filter(pk=leaf.pk).update(parent=None if leaf.parent_id else other),
        lambda: Cause.objects.filter(pk="pregnancy").update(in_headline=True),
        lambda: Employee.objects.filter(pk=Employee.objects.order_by("pk")[0].pk).update(is_outside=True),
    ):
        alter()
        assert list(Stale.objects.values_list("unit", "employee")) == [(None, None)]
        assert refresh_figures(by=by) == Unit.objects.count()
    Unit.objects.update(name="Ny")
    assert not Stale.objects.exists()


def test_a_new_day_counts_open_periods_on(by: Viewer) -> None:
    make(5)
    rebuild_figures(by=by)
    assert refresh_figures(by=by) == 0
    assert refresh_figures(by=on(TODAY + timedelta(days=1))) == Unit.objects.count()
    assert Rollup.objects.get().today == TODAY + timedelta(days=1)
