"""Taking the extracts of the organisation system for the state of a day."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.models import Model

from audit import flows as audit
from people.calendar import ONE_DAY
from people.importing.extract import read_extracts
from people.importing.plan import EmployeePlan, Plan, plan_import
from people.importing.rows import (
    Place,
    Remark,
    Snapshot,
    Stored,
    StoredEmployee,
    StoredLeadership,
    StoredUnit,
    StoredUser,
    Stretch,
)
from people.models import Employee, Employment, Leadership, Unit, User, new_reference
from people.querysets import update_rows
from people.rules import Event, RuleViolation
from people.viewer import Viewer

Progress = Callable[[str], None]
# One import at a time: the second waits for the first.
_LOCK = 0x7469_6C62_0001


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do."""

    lines: int
    units_created: int
    units_changed: int
    employees_created: int
    employees_changed: int
    employments_begun: int
    employments_changed: int
    users_created: int
    users_changed: int
    leaders_begun: int
    leaders_ended: int
    missing: int
    rejected: int
    changed: bool
    remarks: tuple[Remark, ...]


class TooManyMissing(RuleViolation):
    """The file leaves out so many that it is rather half a file: nothing was changed."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("too_many_missing")
        self.missing = len(plan.missing)
        self.employed = plan.employed
        self.remarks = plan.remarks


@transaction.atomic
def import_people(
    *,
    folder: Path,
    as_of: date,
    by: Viewer,
    complete: bool = False,
    accept_missing: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Brings units, employees, employments, users and imported leaderships in step with the folder's two extracts.

    One transaction. `UnreadableExtract` for a file that cannot be used, `TooManyMissing` for one that is `complete`
    and leaves out more than a fifth of the employed, unless `accept_missing`; neither changes anything. Records
    `people_imported`, and `missing_accepted` where the guard was passed by; nothing where nothing changes.
    """
    snapshot = read_extracts(folder)
    progress(f"{snapshot.units_file}: {len(snapshot.units)} afdelinger")
    progress(f"{snapshot.people_file}: {snapshot.lines} linjer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    plan = plan_import(snapshot, _stored(), as_of=as_of, complete=complete)
    guarded = complete and plan.leaves_out_too_many
    if guarded and not accept_missing:
        raise TooManyMissing(plan)
    if not dry_run and not plan.is_empty:
        _write(plan, as_of, by.now, progress)
        audit.record(
            Event.PEOPLE_IMPORTED, by=by, capacity=by.standing, fields=_changed_fields(plan), purpose="", at=by.now
        )
        if guarded:
            audit.record(Event.MISSING_ACCEPTED, by=by, capacity=by.standing, at=by.now)
    return _outcome(snapshot, plan)


# Reading what is stored


def _stored() -> Stored:
    units = {
        code: StoredUnit(pk, code, name, parent or "", production_unit)
        for pk, code, name, parent, production_unit in Unit.objects.values_list(
            "pk", "code", "name", "parent__code", "production_unit"
        )
    }
    users = {
        row[1].lower(): StoredUser(*row)
        for row in User.objects.values_list("pk", "username", "first_name", "last_name", "email")
    }
    stretches: dict[int, list[Stretch]] = defaultdict(list)
    rows = Employment.objects.order_by("first_day").values_list(
        *("employee_id", "pk", "first_day", "last_day"),
        *("unit__code", "title", "job_group", "weekly_hours", "home_municipality"),
    )
    for employee, pk, first_day, last_day, *place in rows:
        stretches[employee].append(Stretch(first_day, last_day, Place(*place), pk))
    employees = {
        number: StoredEmployee(
            pk, number, first_name, last_name, phone, (username or "").lower(), linked, tuple(stretches.get(pk, ()))
        )
        for pk, number, first_name, last_name, phone, username, linked in Employee.objects.values_list(
            "pk", "number", "first_name", "last_name", "phone", "user__username", "linked_by_hand"
        )
    }
    leaderships = tuple(
        StoredLeadership(pk, unit, username.lower(), *rest)
        for pk, unit, username, *rest in Leadership.objects.values_list(
            *("pk", "unit__code", "user__username", "is_deputy"),
            *("first_day", "last_day", "imported", "ended_by_hand"),
        )
    )
    return Stored(units, users, employees, leaderships)


# Writing


def _write(plan: Plan, as_of: date, now: datetime, progress: Progress) -> None:
    units = _write_units(plan)
    users = _write_users(plan, now)
    progress(f"{len(plan.persons.users)} brugere")
    employees = _write_employees(plan.employees, users)
    progress(f"{len(plan.employees)} medarbejdere")
    _write_employments(plan, employees, units)
    progress(f"{len(plan.begun) + len(plan.changed)} ansættelser")
    _write_leaderships(plan, units, users, as_of - ONE_DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _write_units(plan: Plan) -> dict[str, int]:
    """The keys of all units by code."""
    units, keys = plan.units, dict(Unit.objects.values_list("code", "pk"))
    created = {row.code: row for row in units.created}
    waiting = list(units.created)
    while waiting:  # from the top down: a unit's parent is there before the unit, and the tree has no loops
        ready = [row for row in waiting if units.parents[row.code] in keys or not units.parents[row.code]]
        rows = Unit.objects.bulk_create(
            [
                Unit(
                    code=row.code,
                    name=row.name,
                    production_unit=row.production_unit or "",
                    parent_id=keys.get(units.parents[row.code]),
                )
                for row in ready
            ]
        )
        keys |= {row.code: row.pk for row in rows}
        waiting = [row for row in waiting if row.code not in keys]
    update_rows(
        Unit,
        ("name", "production_unit"),
        ((unit.pk, unit.name, unit.production_unit) for unit in units.renamed),
    )
    moved = ((keys[code], keys.get(parent)) for code, parent in units.moved.items() if code not in created)
    update_rows(Unit, ("parent_id",), moved)
    return keys


def _write_users(plan: Plan, now: datetime) -> dict[str, int]:
    """The keys of all users by user name. New ones are inactive and cannot log in until they are invited."""
    users = plan.persons.users
    # An address may go from one person to another in the same file.
    User.objects.filter(pk__in=[user.pk for user in users if user.pk is not None]).update(email="")
    update_rows(
        User,
        ("username", "first_name", "last_name", "email"),
        (
            (user.pk, user.username, user.first_name, user.last_name, user.email)
            for user in users
            if user.pk is not None
        ),
    )
    _copy_rows(
        User,
        (
            *("ref", "username", "first_name", "last_name", "email", "password"),
            *("is_active", "is_staff", "is_superuser", "date_joined"),
        ),
        (
            (
                *(new_reference(), user.username, user.first_name, user.last_name, user.email, _no_password()),
                *(False, False, False, now),
            )
            for user in users
            if user.pk is None
        ),
    )
    return {username.lower(): pk for username, pk in User.objects.values_list("username", "pk")}


def _no_password() -> str:
    """Nothing matches it; random, so that links made from it cannot be guessed."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


def _write_employees(plans: Sequence[EmployeePlan], users: dict[str, int]) -> dict[str, int]:
    """The keys of all employees by number."""
    columns = ("first_name", "last_name", "phone", "user_id")
    values = {plan.number: (plan.first_name, plan.last_name, plan.phone, users.get(plan.username)) for plan in plans}
    update_rows(Employee, columns, ((plan.pk, *values[plan.number]) for plan in plans if plan.pk is not None))
    _copy_rows(
        Employee,
        ("ref", "number", "linked_by_hand", *columns),
        ((new_reference(), plan.number, False, *values[plan.number]) for plan in plans if plan.pk is None),
    )
    return dict(Employee.objects.values_list("number", "pk"))


def _write_employments(plan: Plan, employees: dict[str, int], units: dict[str, int]) -> None:
    columns = ("first_day", "last_day", "unit_id", "title", "job_group", "weekly_hours", "home_municipality")
    Employment.objects.filter(pk__in=plan.removed).delete()
    update_rows(Employment, columns, ((row.pk, *_values(row, units)) for row in plan.changed))
    _copy_rows(
        Employment,
        ("employee_id", *columns),
        ((employees[number], *_values(row, units)) for number, row in plan.begun),
    )


def _values(row: Stretch, units: dict[str, int]) -> tuple[Any, ...]:
    place = row.place
    return (
        *(row.first_day, row.last_day, units[place.unit]),
        *(place.title, place.job_group, place.weekly_hours, place.home_municipality),
    )


def _write_leaderships(plan: Plan, units: dict[str, int], users: dict[str, int], last_day: date) -> None:
    led = plan.leaderships
    Leadership.objects.filter(pk__in=led.never_begun).delete()
    Leadership.objects.filter(pk__in=led.ended).update(last_day=last_day)
    Leadership.objects.filter(pk__in=led.resumed).update(last_day=None)
    Leadership.objects.filter(pk__in=led.forgotten).update(ended_by_hand=False)
    Leadership.objects.bulk_create(
        [
            Leadership(unit_id=units[unit], user_id=users[username], first_day=first_day, imported=True)
            for unit, username, first_day in led.begun
        ]
    )


def _copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Adds rows by COPY. Names columns of the table, every one that has no default in the database."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - documented
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


# Telling


def _changed_fields(plan: Plan) -> list[str]:
    changed = {
        "units": plan.units.created or plan.units.renamed or plan.units.moved,
        "users": plan.persons.users,
        "employees": plan.employees,
        "employments": plan.begun or plan.changed or plan.removed,
        "leaderships": plan.leaderships.begun or plan.leaderships.ended or plan.leaderships.never_begun,
    }
    return [name for name, rows in changed.items() if rows]


def _outcome(snapshot: Snapshot, plan: Plan) -> Outcome:
    created = {row.code for row in plan.units.created}
    touched = {unit.code for unit in plan.units.renamed} | plan.units.moved.keys()
    return Outcome(
        lines=snapshot.lines,
        units_created=len(created),
        units_changed=len(touched - created),
        employees_created=sum(employee.pk is None for employee in plan.employees),
        employees_changed=sum(employee.pk is not None for employee in plan.employees),
        employments_begun=len(plan.begun),
        employments_changed=len(plan.changed) + len(plan.removed),
        users_created=sum(user.pk is None for user in plan.persons.users),
        users_changed=sum(user.pk is not None for user in plan.persons.users),
        leaders_begun=len(plan.leaderships.begun) + len(plan.leaderships.resumed),
        leaders_ended=len(plan.leaderships.ended) + len(plan.leaderships.never_begun),
        missing=len(plan.missing),
        rejected=plan.rejected,
        changed=not plan.is_empty,
        remarks=plan.remarks,
    )
