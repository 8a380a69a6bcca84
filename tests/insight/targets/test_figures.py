"""The percent of units, held against counting day by day."""

from datetime import date, timedelta
from decimal import Decimal

from absence.models import Cause, Period
from insight.targets.queries import counted_in
from people.models import Employment, Unit
from people.queries import municipal_calendar
from roundtable.rules.windows import Window
from tests.insight.targets.conftest import count
from tests.world import NOW, TODAY, World

FIRST, LAST = date(2026, 8, 1), date(2026, 10, 31)


def day_by_day(units: set[int]) -> tuple[Decimal, Decimal, set[int]]:
    """Possible, absent, and who was there; each day and each employment by itself."""
    possible = absent = Decimal(0)
    people = set()
    calendar = municipal_calendar()
    for ahead in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=ahead)
        if not calendar.is_working_day(day):
            continue
        for row in Employment.objects.running(day).filter(unit__in=units).select_related("employee"):
            weight = row.weekly_hours / 37
            possible += weight
            people.add(row.employee.user_id or -row.employee_id)
            for period in Period.objects.filter(employee=row.employee, withdrawn=False, cause__in_headline=True):
                if period.first_day <= day <= (period.last_day or TODAY):
                    absent += weight * period.degree / 100
    return possible, absent, people


def test_each_unit_is_counted_with_all_below_it_in_the_unit_of_the_day(world: World, staff) -> None:
    moved, part_time, _third = staff("laerkevej", 3, sick=20)
    Employment.objects.filter(employee=moved).update(last_day=date(2026, 10, 9))
    Employment.objects.create(
        employee=moved, unit=world.units["solgaarden"], first_day=date(2026, 10, 10), weekly_hours=Decimal("18.5")
    )
    Employment.objects.filter(employee=part_time).update(weekly_hours=30, first_day=date(2026, 9, 2))
    for cause, first, degree, withdrawn in (
        ("partial", 3, 40, False),
        ("pregnancy", 13, 100, False),
        ("child", 17, 100, False),
        ("sickness", 20, 100, True),
        ("accident", 24, 100, False),
    ):
        Period.objects.create(
            employee=part_time,
            first_day=date(2026, 9, first),
            last_day=date(2026, 9, first + 2),
            cause=Cause.objects.get(key=cause),
            degree=degree,
            withdrawn=withdrawn,
            withdraw_reason="mistake" if withdrawn else "",
            source="payroll",
            recorded_at=NOW,
        )
    viewer = world.viewer("hr")
    units = viewer.organisation.parents.keys()
    count(world)
    counted = counted_in(units, Window(FIRST, LAST))
    assert counted.figures.keys() == set(Unit.objects.values_list("pk", flat=True))
    for unit, measures in counted.figures.items():
        possible, absent, people = day_by_day(set(viewer.organisation.below(unit)))
        assert round(measures.possible - possible, 12) == 0
        assert round(measures.absent - absent, 12) == 0
        assert measures.people == len(people)
        assert (unit in counted.hidden) >= (len(people) < 5)
    # A part of the tree by itself is the same.
    inside = viewer.organisation.below(world.units["aeldre"].pk)
    part = counted_in(inside, Window(FIRST, LAST))
    assert part.figures == {unit: counted.figures[unit] for unit in inside}
