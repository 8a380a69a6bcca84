"""The reads of one employee's pages. What several panels show is read once and kept on the employee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst

from cases.day.cards import Act, Person, act_of
from cases.day.queries import person_of, say_for
from cases.followups.owners import Owners, Ownership, owners_of
from cases.followups.queries import postpone_limits, stored_of
from cases.followups.rules import FollowUpState, cards, latest_postponement
from cases.minutes.queries.sent import sent_in_case
from cases.models import Case, FollowUp
from people.models import Employee
from people.rules import NOBODY, ActingAs, CapacityKind, OwnerRole
from people.terms import term
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Item:
    """An open follow-up on the page. `owner` says who owes it."""

    act: Act
    owner: str


@dataclass(frozen=True, slots=True)
class MatterRows:
    """What is owed an employee: the earliest of what the viewer may do, all that is open, and what has been done."""

    person: Person
    next: Act | None
    may_postpone: bool
    open: tuple[Item, ...]
    done: tuple[FollowUp, ...]


def follow_ups_of(employee: Employee, today: date) -> list[FollowUp]:
    """All rows about the employee `with_named_grants`, by due date. One query, however often it is asked."""
    rows = FollowUp.objects.select_related("wording", "done_by", "named_owner").order_by("due_on", "pk")
    rows = rows.with_named_grants(today)
    prefetch_related_objects([employee], Prefetch("follow_ups", queryset=rows))
    return list(employee.follow_ups.all())


def cases_of(employee: Employee) -> list[Case]:
    """The employee's cases, the newest first, with the minutes `sent` in them. One query, however often it is asked."""
    rows = Case.objects.select_related("opened_by", "closed_by").order_by("-opened_on", "-pk")
    rows = rows.annotate(sent=sent_in_case())
    prefetch_related_objects([employee], Prefetch("cases", queryset=rows))
    return list(employee.cases.all())


def open_case_of(employee: Employee) -> Case | None:
    return next((case for case in cases_of(employee) if case.closed_on is None), None)


def rows_of(employee: Employee, viewer: Viewer, *, writes: bool) -> MatterRows:
    """What is owed the employee, fetched `with_place`. Without the right to write there is no next act."""
    say, person = say_for(viewer), person_of(employee)
    rows = follow_ups_of(employee, viewer.today)
    by_pk = {row.pk: row for row in rows}
    is_open = [stored_of(row) for row in rows if row.state == FollowUpState.OPEN]
    owners = _owners([by_pk[row.ref] for row in is_open], employee, viewer)
    mine = [row for row in is_open if _is_mine(owners[row.ref], viewer)]
    card = next(iter(sorted(cards(mine), key=lambda card: card.act.due_on or date.max)), None)
    lead = card.act if card and writes else None
    return MatterRows(
        person=person,
        next=act_of(lead, by_pk[lead.ref].ref, person, say) if lead else None,
        may_postpone=lead is not None and latest_postponement(lead, viewer.today, postpone_limits()) is not None,
        open=tuple(
            Item(
                act_of(row, by_pk[row.ref].ref, person, say),
                say_owner(owners[row.ref], by_pk[row.ref], employee, viewer),
            )
            for row in is_open
        ),
        done=tuple(sorted((row for row in rows if row.done_on), key=_when_done, reverse=True)),
    )


def say_owner(owners: Owners, row: FollowUp, employee: Employee, viewer: Viewer) -> str:
    """The names of those who owe it; what they are where it is a consultant's, and `HR` where it is in HR's queue."""
    if row.named_owner is not None and row.named_owner.pk in owners.owe:
        return str(row.named_owner)
    if employee.user_id in owners.owe:
        return employee.name
    if row.owner_role == OwnerRole.CONSULTANT:
        return capfirst(term("consultant"))
    names = viewer.organisation.leader_names
    return ", ".join(sorted(names[person] for person in owners.owe if person in names)) or "HR"


def _is_mine(owners: Owners, viewer: Viewer) -> bool:
    return CapacityKind.HR in viewer.capacities if owners.in_queue else viewer.actor_id in owners.told


def _owners(rows: Sequence[FollowUp], employee: Employee, viewer: Viewer) -> Mapping[int, Owners]:
    """Who owes a consultant's row is said by name only where the viewer is the consultant."""
    me = frozenset({viewer.actor_id}) if viewer.actor_id and employee.seen_as is ActingAs.CONSULTANT else NOBODY
    return {
        row.pk: owners_of(
            Ownership(
                role=OwnerRole(row.owner_role),
                person=employee.user_id,
                unit=employee.unit_id,
                named=_named(row, employee, viewer),
                consultants=me,
                has_account=bool(row.own_account),
            ),
            viewer.organisation,
            NOBODY,
        )
        for row in rows
    }


def _named(row: FollowUp, employee: Employee, viewer: Viewer) -> int | None:
    """The named owner, while they handle the employee's matter."""
    if row.named_owner is None:
        return None
    capacities = frozenset(map(CapacityKind, row.named_capacities))
    acting = Viewer(row.named_owner, viewer.now, viewer.organisation, capacities).acting_towards(
        employee=employee.pk,
        person=employee.user_id,
        unit=employee.unit_id,
        assigned=row.named_referred,
        outside=employee.is_outside,
    )
    return None if acting in {ActingAs.NONE, ActingAs.SELF} else row.named_owner.pk


def _when_done(row: FollowUp) -> tuple[date, datetime | None, int]:
    return row.done_on or date.min, row.done_at, row.pk
