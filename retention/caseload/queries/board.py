"""A consultant's own cases by step, and when something is due in each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.day.cards import call_name
from cases.followups.kinds import kind_of
from cases.models import FollowUp
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs, OwnerRole
from people.viewer import Viewer
from people.words import Chip, Tone, chip, deadline_chip
from retention.caseload.queries.referrals import own_cases
from retention.ladder.queries import latest_placements, steps_on
from retention.ladder.words import step_name
from retention.models import Placement
from retention.rules.ladder import Party, counting, distance


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One person: what is due next, and how far employee and leader are apart if they are."""

    ref: str
    name: str
    unit: str
    act: str
    due: Chip | None
    apart: Chip | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A step with those who stand on it; without a number: those whom nobody has placed."""

    number: int | None
    name: str
    cards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class Board:
    columns: tuple[Column, ...]
    people: int


def board_of(viewer: Viewer) -> Board:
    """Records whom it shows. Four queries."""
    people = list(own_cases(viewer))
    placed = latest_placements([employee.pk for employee in people])
    due = _next_due(people)
    of_step: defaultdict[int | None, list[BoardCard]] = defaultdict(list)
    for employee in people:
        latest = placed.get(employee.pk, {})
        found = counting(latest)
        step = None if found is None else found[1].step.number
        of_step[step].append(_card(employee, latest, due.get(employee.pk), viewer.today))
    lang = page_language()
    columns = [Column(s.number, step_name(s, lang), _sorted(of_step.pop(s.number, []))) for s in steps_on(viewer.today)]
    # Those who stand on a step that has been closed since are placed anew.
    unplaced = [card for cards in of_step.values() for card in cards]
    columns.append(Column(None, _("Not placed yet"), _sorted(unplaced)))
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=ActingAs.CONSULTANT,
        subjects=sorted(employee.ref for employee in people),
        purpose="board",
        at=viewer.now,
    )
    return Board(tuple(column for column in columns if column.cards), len(people))


def _next_due(people: list[Employee]) -> dict[int, FollowUp]:
    """Of each, the nearest open task of a consultant; of whom none is owed, the nearest of anybody."""
    rows = FollowUp.objects.open().filter(employee__in=people)
    found: dict[int, FollowUp] = {}
    for row in sorted(rows, key=lambda row: (row.owner_role != OwnerRole.CONSULTANT, row.due_on or date.max, row.pk)):
        found.setdefault(row.employee_id, row)
    return found


def _card(employee: Employee, latest: Mapping[Party, Placement], task: FollowUp | None, today: date) -> BoardCard:
    lang, apart = page_language(), distance(latest)
    act = ""
    if task is not None:
        act = task.words or str(kind_of(task.kind).act) % {"name": call_name(employee.first_name)}
    return BoardCard(
        ref=employee.ref,
        name=employee.name,
        unit=employee.unit_name or "",
        act=act,
        due=deadline_chip(task.due_on, today, lang, late_by_correction=task.late_by_correction)
        if task is not None and task.due_on is not None
        else None,
        apart=chip(Tone.FACT, _("%(number)s steps apart") % {"number": apart}) if apart and apart > 1 else None,
        due_on=None if task is None else task.due_on,
    )


def _sorted(cards: list[BoardCard]) -> tuple[BoardCard, ...]:
    return tuple(sorted(cards, key=lambda card: card.due_on or date.max))
