"""`visible_to` against a naive reading of the house's words, over random organisations.

This is the only other place where the access rule is written, on purpose: plain loops over the stored facts,
without the tree's cache, the sets or the SQL of the real one.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from people.access import acting_towards, viewer_for
from people.calendar import COPENHAGEN
from people.models import Assignment, Capacity, Employee, Employment, Leadership, Unit, User
from people.rules import ActingAs, CapacityKind

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=COPENHAGEN)
SEEDS = range(120)


@dataclass
class World:
    """Everything that was stored, as plain lists."""

    parent: dict[int, int | None] = field(default_factory=dict)
    users: list[User] = field(default_factory=list)
    employees: list[Employee] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    leaderships: list[Leadership] = field(default_factory=list)
    capacities: list[Capacity] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)


# The oracle


def runs(row: Employment | Leadership | Capacity | Assignment) -> bool:
    return row.first_day <= TODAY and (row.last_day is None or row.last_day >= TODAY)


def is_employed(world: World, user: int) -> bool:
    numbers = {employee.pk for employee in world.employees if employee.user_id == user}
    return any(row.employee_id in numbers and runs(row) for row in world.employments)


def leaders_of_unit(world: World, unit: int, *, deputies: bool) -> set[int]:
    return {
        row.user_id
        for row in world.leaderships
        if row.unit_id == unit and row.is_deputy == deputies and runs(row) and is_employed(world, row.user_id)
    }


def way_up(world: World, unit: int) -> list[int]:
    way: list[int] = []
    at: int | None = unit
    while at is not None and at not in way:
        way.append(at)
        at = world.parent[at]
    return way


def who_leads(world: World, employee: Employee) -> dict[int, ActingAs]:
    """Who handles the employee as leader or deputy today."""
    here = [row.unit_id for row in world.employments if row.employee_id == employee.pk and runs(row)]
    if not here:
        return {}
    way = way_up(world, here[0])
    me = employee.user_id
    # A leader's matter goes to the leader above: above everything on the way that they lead themselves.
    for place in reversed(range(len(way))):
        if me is not None and me in leaders_of_unit(world, way[place], deputies=False):
            way = way[place + 1 :]
            break
    for unit in way:
        leaders = leaders_of_unit(world, unit, deputies=False)
        if not leaders:
            continue
        handling = dict.fromkeys(leaders_of_unit(world, unit, deputies=True), ActingAs.DEPUTY)
        for below in world.parent:  # ... never to a deputy or co-leader
            if me is not None and me in leaders_of_unit(world, below, deputies=False):
                for deputy in leaders_of_unit(world, below, deputies=True):
                    handling.pop(deputy, None)
                for co_leader in leaders_of_unit(world, below, deputies=False):
                    handling.pop(co_leader, None)
        handling |= dict.fromkeys(leaders, ActingAs.LEADER)
        return handling
    return {}


def holds(world: World, user: int, kind: CapacityKind) -> bool:
    is_employee = any(employee.user_id == user for employee in world.employees)
    if is_employee and not is_employed(world, user):
        return False
    return any(row.user_id == user and row.kind == kind and runs(row) for row in world.capacities)


def meets_as(world: World, user: int, employee: Employee) -> ActingAs:
    if employee.user_id == user:
        return ActingAs.SELF
    leading = who_leads(world, employee)
    if user in leading:
        return leading[user]
    referred = any(
        row.employee_id == employee.pk and runs(row) and row.consultant_id in (None, user) for row in world.assignments
    )
    if referred and holds(world, user, CapacityKind.CONSULTANT):
        return ActingAs.CONSULTANT
    if employee.is_outside:  # no matter of the municipality's HR
        return ActingAs.NONE
    return ActingAs.HR if holds(world, user, CapacityKind.HR) else ActingAs.NONE


# The worlds


def random_days(rng: random.Random) -> tuple[date, date | None]:
    """Mostly running today; also ended, not begun, and touching today with the first or the last day."""
    shape = rng.choices(["runs", "ended", "later", "first", "last", "until"], [18, 2, 1, 1, 1, 2])[0]
    return {
        "runs": (TODAY - timedelta(days=400), None),
        "ended": (TODAY - timedelta(days=400), TODAY - timedelta(days=rng.choice([1, 30]))),
        "later": (TODAY + timedelta(days=rng.choice([1, 30])), None),
        "first": (TODAY, None),
        "last": (TODAY - timedelta(days=3), TODAY),
        "until": (TODAY - timedelta(days=400), TODAY + timedelta(days=60)),
    }[shape]


def random_tree(rng: random.Random) -> dict[int, int | None]:
    """A chain, a star, a forest or anything between; now and then with a loop or a unit above itself."""
    units = Unit.objects.bulk_create(
        [Unit(code=f"{number}", name=f"Enhed {number}") for number in range(rng.randint(1, 8))]
    )
    reach = rng.choice([1, 2, 8])
    for place, unit in enumerate(units[1:], start=1):
        if rng.random() < 0.92:
            unit.parent = units[max(0, place - rng.randint(1, reach))]
    if rng.random() < 0.15:
        units[0].parent = rng.choice(units)
    Unit.objects.bulk_update(units, ["parent"])
    return {unit.pk: unit.parent_id for unit in units}


def random_employments(rng: random.Random, employees: list[Employee], units: list[int]) -> list[Employment]:
    rows = []
    for employee in employees:
        first, last = random_days(rng)
        # Who works for another employer has no employment here.
        spans = [(first, last)] if rng.random() < 0.95 and not employee.is_outside else []
        if spans and last is not None and rng.random() < 0.6:  # moved: the next employment follows the day after
            spans.append((last + timedelta(days=1), None))
        for first_day, last_day in spans:
            rows.append(
                Employment(
                    employee=employee,
                    unit_id=rng.choice(units),
                    first_day=first_day,
                    last_day=last_day,
                    weekly_hours=Decimal(37),
                )
            )
    return Employment.objects.bulk_create(rows)


def random_leaderships(rng: random.Random, world: World) -> list[Leadership]:
    rows, used = [], set()
    for _ in range(rng.randint(0, 3 * len(world.parent) + 6)):
        unit, user = rng.choice(list(world.parent)), rng.choice(world.users)
        homes = [
            row.unit_id
            for row in world.employments
            if runs(row) and row.employee_id in {e.pk for e in world.employees if e.user_id == user.pk}
        ]
        if homes and rng.random() < 0.6:  # most leaders sit in what they lead
            unit = homes[0]
        if (unit, user.pk) in used:
            continue
        used.add((unit, user.pk))
        first, last = random_days(rng)
        rows.append(Leadership(unit_id=unit, user=user, is_deputy=rng.random() < 0.4, first_day=first, last_day=last))
    return Leadership.objects.bulk_create(rows)


def random_world(rng: random.Random) -> World:
    world = World(parent=random_tree(rng))
    units = list(world.parent)
    world.users = User.objects.bulk_create(
        # An account is not needed to lead: about half of them cannot log in.
        [User(username=f"u{number}", is_active=rng.random() < 0.5) for number in range(rng.randint(2, 9))]
    )
    rows = []
    for number in range(rng.randint(4, 16)):
        # More employees than users: some share one (two employee numbers), some have none.
        user = rng.choice(world.users) if rng.random() < 0.8 else None
        outside = rng.random() < 0.1
        rows.append(
            Employee(number=f"{number}", first_name="Åse", last_name=f"{number}", user=user, is_outside=outside)
        )
    world.employees = Employee.objects.bulk_create(rows)
    world.employments = random_employments(rng, world.employees, units)
    world.leaderships = random_leaderships(rng, world)
    capacities = []
    for user in world.users:
        for kind in CapacityKind:
            if rng.random() < 0.25:
                first, last = random_days(rng)
                capacities.append(Capacity(kind=kind, user=user, first_day=first, last_day=last))
    world.capacities = Capacity.objects.bulk_create(capacities)
    assignments = []
    for employee in world.employees:
        if rng.random() < 0.5:
            first, last = random_days(rng)
            consultant = rng.choice([None, *world.users])
            assignments.append(
                Assignment(employee=employee, consultant=consultant, first_day=first, last_day=last, reason="referred")
            )
    world.assignments = Assignment.objects.bulk_create(assignments)
    return world


@pytest.mark.parametrize("seed", SEEDS)
def test_visible_to_equals_the_oracle(seed: int) -> None:
    world = random_world(random.Random(seed))

    for user in world.users:
        viewer = viewer_for(user, NOW)
        expected = {
            employee.pk: meets_as(world, user.pk, employee)
            for employee in world.employees
            if meets_as(world, user.pk, employee) not in (ActingAs.SELF, ActingAs.NONE)
        }
        visible = Employee.objects.visible_to(viewer).with_place(TODAY)

        assert {employee.pk: acting_towards(viewer, employee) for employee in visible} == expected
        assert set(Employee.objects.own_of(viewer)) == {e for e in world.employees if e.user_id == user.pk}


def test_the_worlds_are_odd_enough() -> None:
    """Every capacity, every odd shape comes up; an oracle over tame worlds would prove little."""
    met: dict[ActingAs, int] = dict.fromkeys(ActingAs, 0)
    shapes = {"outside": 0, "loop": 0, "led from above": 0, "two numbers": 0, "nobody": 0}
    for seed in range(0, 120, 3):
        world = random_world(random.Random(seed))
        for employee in world.employees:
            for user in world.users:
                met[meets_as(world, user.pk, employee)] += 1
            leads = [u for u in world.parent if employee.user_id in leaders_of_unit(world, u, deputies=False)]
            leading = who_leads(world, employee)
            shapes["led from above"] += bool(leads and leading)
            shapes["nobody"] += not leading
            shapes["outside"] += employee.is_outside
        shapes["loop"] += any(world.parent[way_up(world, unit)[-1]] is not None for unit in world.parent)
        owners = [employee.user_id for employee in world.employees if employee.user_id is not None]
        shapes["two numbers"] += len(owners) > len(set(owners))
        for model in (Assignment, Capacity, Leadership, Employment, Employee):
            model.objects.all().delete()
        Unit.objects.all().delete()
        User.objects.all().delete()

    del met[ActingAs.SYSTEM], met[ActingAs.ADMINISTRATOR], met[ActingAs.GUEST]
    assert min(met.values()) >= 20, met
    assert min(shapes.values()) >= 2, shapes


def test_the_system_and_strangers_see_nobody() -> None:
    world = random_world(random.Random(7))

    assert world.employees
    assert not Employee.objects.visible_to(viewer_for(None, NOW)).exists()
    assert not Employee.objects.own_of(viewer_for(None, NOW)).exists()
