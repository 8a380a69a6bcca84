"""The reads of one employee's pages. What several panels show is read once and kept on the employee."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects

from cases.day.cards import Act, Person, Say, act_of
from cases.day.queries import person_of
from cases.followups.owners import Owners, Ownership, owners_of
from cases.followups.queries import named_who_may, stored_of
from cases.followups.queries import rows_of as owned_rows
from cases.followups.rules import PostponeLimits, cards
from cases.models import Case, FollowUp
from people.calendar import Calendar
from people.language import page_language
from people.models import Employee
from people.rules import NOBODY, ActingAs, CapacityKind, OwnerRole
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
    open: tuple[Item, ...]
    done: tuple[FollowUp, ...]


def say_plainly(today: date) -> Say:
    """How a page without postponing says things: it needs no closing days."""
    return Say(today=today, lang=page_language(), calendar=Calendar(), limits=PostponeLimits(days=0, times=0))


def follow_ups_of(employee: Employee) -> list[FollowUp]:
    """All rows about the employee, by due date. One query, however often it is asked."""
    rows = FollowUp.objects.select_related("wording", "done_by", "named_owner").order_by("due_on", "pk")
    prefetch_related_objects([employee], Prefetch("follow_ups", queryset=rows))
    return list(employee.follow_ups.all())


def cases_of(employee: Employee) -> list[Case]:
    """The employee's cases, the newest first. One query, however often it is asked."""
    rows = Case.objects.select_related("opened_by", "closed_by").order_by("-opened_on", "-pk")
    prefetch_related_objects([employee], Prefetch("cases", queryset=rows))
    return list(employee.cases.all())


def open_case_of(employee: Employee) -> Case | None:
    return next((case for case in cases_of(employee) if case.closed_on is None), None)


def rows_of(employee: Employee, viewer: Viewer, *, writes: bool) -> MatterRows:
    """What is owed the employee, fetched `with_place`. Without the right to write there is no next act."""
    say, person = say_plainly(viewer.today), person_of(employee)
    rows = follow_ups_of(employee)
    by_pk = {row.pk: row for row in rows}
    stored = [stored_of(row) for row in rows]
    is_open = [row for row in stored if by_pk[row.ref].state == "open"]
    _forget_who_may_not([by_pk[row.ref] for row in is_open], viewer)
    mine = [row for row in is_open if _is_mine(by_pk[row.ref], employee, viewer)]
    card = next(iter(sorted(cards(mine), key=lambda card: card.act.due_on or date.max)), None)
    lead = card.act if card and writes else None
    return MatterRows(
        person=person,
        next=act_of(lead, by_pk[lead.ref].ref, person, say) if lead else None,
        open=tuple(
            Item(act_of(row, by_pk[row.ref].ref, person, say), say_owner(by_pk[row.ref], employee, viewer))
            for row in is_open
        ),
        done=tuple(sorted((row for row in rows if row.done_on), key=_when_done, reverse=True)),
    )


def _forget_who_may_not(rows: Iterable[FollowUp], viewer: Viewer) -> None:
    """A named owner counts while they may see the employee, on the page as in the mail."""
    named = [row for row in rows if row.named_owner_id is not None]
    counting = named_who_may(owned_rows(named), viewer)
    for row in named:
        if row.pk not in counting:
            row.named_owner = None


def say_owner(row: FollowUp, employee: Employee, viewer: Viewer) -> str:
    """The names of those who owe it; `HR` where it stands in HR's queue."""
    if row.named_owner is not None:
        return str(row.named_owner)
    names = viewer.organisation.leader_names
    owners = _owners(row, employee, viewer)
    found: Sequence[str] = sorted(names[person] for person in owners.owe if person in names)
    return ", ".join(found) or "HR"


def _is_mine(row: FollowUp, employee: Employee, viewer: Viewer) -> bool:
    if row.named_owner_id is not None:
        return row.named_owner_id == viewer.actor_id
    owners = _owners(row, employee, viewer)
    if owners.in_queue:
        return CapacityKind.HR in viewer.capacities
    return viewer.actor_id in owners.told


def _owners(row: FollowUp, employee: Employee, viewer: Viewer) -> Owners:
    """By role; who owes a consultant's row is said by name only where the viewer is the consultant."""
    me = frozenset({viewer.actor_id}) if viewer.actor_id and employee.seen_as is ActingAs.CONSULTANT else NOBODY
    return owners_of(
        Ownership(role=OwnerRole(row.owner_role), person=employee.user_id, unit=employee.unit_id, consultants=me),
        viewer.organisation,
        NOBODY,
    )


def _when_done(row: FollowUp) -> tuple[date, datetime | None, int]:
    return row.done_on or date.min, row.done_at, row.pk
