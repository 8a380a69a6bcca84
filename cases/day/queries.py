"""The reads of a leader's day: whose rows they are is decided for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from audit import flows as audit
from audit.rules import Event
from cases.day.cards import (
    Act,
    Coming,
    DayCard,
    Person,
    Rows,
    Say,
    SayAhead,
    act_of,
    call_name,
    coming_rows,
    day_cards,
    last_day_ahead,
)
from cases.followups.queries import Row, owners_of_rows, postpone_limits, stored_of
from cases.followups.rules import FollowUpState
from cases.models import FollowUp
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.queries import municipal_calendar
from people.rules import ActingAs, OwnerRole
from people.viewer import Viewer
from people.words import initials


@dataclass(frozen=True, slots=True)
class Done:
    """Something that the viewer did today, and may take back."""

    person: Person
    act: Act


@dataclass(frozen=True, slots=True)
class Day:
    """What the viewer owes as a leader: now, in the days ahead, and what they did today."""

    cards: tuple[DayCard, ...]
    ahead: tuple[Coming, ...]
    next: Coming | None
    done: tuple[Done, ...]
    until: date


def day_of(viewer: Viewer, say: SayAhead, *, absent: Collection[int]) -> Day:
    """The viewer's day. `absent` are the employees who are away now: their lines of days show what is done too.

    One query, and five more where rows are handed over to somebody else.
    """
    found = _follow_ups(viewer, absent)
    owed = _owed_by(viewer, found)
    everybody = _by_employee(found, owed)
    until = last_day_ahead(say.today)
    coming = coming_rows(everybody, say, date.max)
    return Day(
        cards=tuple(day_cards(everybody, say)),
        ahead=tuple(row for row in coming if row.day <= until),
        next=coming[0] if coming else None,
        done=tuple(_done(follow_up, say) for follow_up in found if _done_now(follow_up, viewer)),
        until=until,
    )


def say_for(viewer: Viewer) -> Say:
    """How the page that is being made says things."""
    return Say(viewer.today, page_language())


def say_ahead_for(viewer: Viewer) -> SayAhead:
    """And where it moves days. One query, for the municipality's closing days."""
    return SayAhead(today=viewer.today, lang=page_language(), calendar=municipal_calendar(), limits=postpone_limits())


def record_listed(viewer: Viewer, employees: Iterable[str]) -> None:
    """One row for the page, with everybody whose matter it shows."""
    subjects = sorted(set(employees))
    if subjects:
        audit.record(
            Event.LISTED, by=viewer, capacity=ActingAs.LEADER, subjects=subjects, purpose="home", at=viewer.now
        )


def person_of(employee: Employee) -> Person:
    first = call_name(employee.first_name)
    return Person(
        ref=employee.ref,
        name=employee.name,
        first_name=first,
        initials=initials(employee.first_name, employee.last_name),
        phone=employee.phone,
        calls="".join(letter for letter in employee.phone if letter in "+0123456789"),
    )


def _follow_ups(viewer: Viewer, absent: Collection[int]) -> list[FollowUp]:
    """Open rows of those whom the viewer leads, HR's own left out, or that were handed to the viewer; with what was
    done today, and for those away what was done before.
    """
    morning = datetime.combine(viewer.today, time.min, tzinfo=COPENHAGEN)
    led = Q(employee__in=Employee.objects.led_by(viewer)) & ~Q(owner_role=OwnerRole.HR)
    whose = led | Q(named_owner=viewer.user, employee__in=Employee.objects.visible_to(viewer))
    shown = (
        Q(state=FollowUpState.OPEN)
        | Q(state=FollowUpState.DONE, done_at__gte=morning, done_by=viewer.user)
        | Q(state__in=[FollowUpState.DONE, FollowUpState.OVERTAKEN], employee__in=absent, step__isnull=False)
    )
    rows = FollowUp.objects.filter(whose).filter(shown)
    return list(rows.select_related("employee", "wording").order_by("due_on", "pk"))


def _owed_by(viewer: Viewer, found: Iterable[FollowUp]) -> frozenset[int]:
    """The keys of the open rows that are the viewer's. Asked of what was handed over, and of what an employee has taken
    on: it is the leader's where the employee has no account.
    """
    mine: set[int] = set()
    asked: list[Row] = []
    for row in found:
        if row.state != FollowUpState.OPEN:
            continue
        if row.named_owner_id is None and row.owner_role != OwnerRole.EMPLOYEE:
            if row.owner_role == OwnerRole.LEADER:
                mine.add(row.pk)
        else:
            asked.append(Row(row.pk, row.employee_id, OwnerRole(row.owner_role), row.named_owner_id))
    for pk, owners in owners_of_rows(asked, viewer).items():
        if viewer.actor_id in owners.told:
            mine.add(pk)
    return frozenset(mine)


def _by_employee(found: Iterable[FollowUp], owed: frozenset[int]) -> list[Rows]:
    grouped: defaultdict[int, list[FollowUp]] = defaultdict(list)
    for row in found:
        if row.state != FollowUpState.OPEN or row.pk in owed:
            grouped[row.employee_id].append(row)
    return [
        Rows(
            employee=employee,
            person=person_of(rows[0].employee),
            stored=[stored_of(row) for row in rows],
            refs={row.pk: row.ref for row in rows},
        )
        for employee, rows in grouped.items()
    ]


def _done_now(row: FollowUp, viewer: Viewer) -> bool:
    return (
        row.done_at is not None
        and row.done_by_id == viewer.actor_id
        and row.done_at.astimezone(COPENHAGEN).date() == viewer.today
    )


def _done(row: FollowUp, say: Say) -> Done:
    person = person_of(row.employee)
    return Done(person, act_of(stored_of(row), row.ref, person, say))
