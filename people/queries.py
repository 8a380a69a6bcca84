"""The reads of `people` that others build on."""

from collections import defaultdict
from datetime import date

from people import models
from people.calendar import Calendar, ClosingDay
from people.models import Leadership, Unit
from people.rules import Organisation, Seat
from people.viewer import Viewer


def organisation_on(day: date) -> Organisation:
    """Today's tree with the leaderships that run on the day and whose holders are employed then. Two queries."""
    units = list(Unit.objects.values_list("pk", "parent_id", "name"))
    names: dict[int, str] = {}
    leaders: dict[int, set[int]] = defaultdict(set)
    deputies: dict[int, set[int]] = defaultdict(set)
    seats: set[Seat] = set()
    for unit, person, is_deputy, employee, seat, first, last in Leadership.objects.seated(day).values_list(
        "unit_id", "user_id", "is_deputy", "seat_employee", "seat_unit", "user__first_name", "user__last_name"
    ):
        names[person] = f"{first} {last}".strip()
        (deputies if is_deputy else leaders)[unit].add(person)
        seats.add(Seat(employee=employee, person=person, unit=seat))
    return Organisation(
        parents={pk: parent for pk, parent, _ in units},
        leaders={unit: frozenset(people) for unit, people in leaders.items()},
        deputies={unit: frozenset(people) for unit, people in deputies.items()},
        seats=tuple(sorted(seats, key=lambda seat: (seat.employee, seat.unit))),
        unit_names={pk: name for pk, _, name in units},
        leader_names=names,
    )


def way_up(code: str) -> list[Unit]:
    """The unit with this code and those above it, to the root or to a loop in a broken tree; none where there is no
    such unit. One query, which does not read the rest of the tree.
    """
    return list(
        Unit.objects.raw(
            """
            WITH RECURSIVE up (id, parent_id, height) AS (
                SELECT id, parent_id, 0 FROM people_unit WHERE code = %s
                UNION ALL
                SELECT unit.id, unit.parent_id, up.height + 1 FROM people_unit unit JOIN up ON unit.id = up.parent_id
            ) CYCLE id SET is_again USING path
            SELECT unit.* FROM people_unit unit JOIN up ON up.id = unit.id AND NOT up.is_again ORDER BY up.height
            """,
            [code],
        )
    )


def municipal_calendar() -> Calendar:
    """The municipality's working days: its own closing days beside the public holidays. One query."""
    return Calendar(
        frozenset(ClosingDay(*row) for row in models.ClosingDay.objects.values_list("month", "day", "year"))
    )


def name_of_led_place(viewer: Viewer) -> str:
    """The unit that the viewer leads or deputises for, where it is one; empty where there are several."""
    roots = viewer.roots
    return viewer.organisation.unit_names[next(iter(roots))] if len(roots) == 1 else ""


def leaders_of(employee: models.Employee, organisation: Organisation) -> list[models.Employee]:
    """The employments of those who lead an employee fetched `with_place`; empty where HR has them. One query."""
    if employee.unit_id is None:
        return []
    people = organisation.leaders_of(employee.unit_id, employee.user_id)
    found: dict[int, models.Employee] = {}
    for leader in models.Employee.objects.filter(user__in=people).order_by("pk"):
        found.setdefault(leader.user_id or 0, leader)
    return list(found.values())
