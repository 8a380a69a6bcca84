"""The reads of a meeting that is to be closed: all that its minutes say, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.invitations.rules import Role
from cases.models import Participant
from people.calendar import Calendar
from people.models import Employee
from people.viewer import Viewer
from retention.ladder.queries import steps_on
from retention.models import Step
from roundtable.agreements.queries import Earlier, actions_of, open_from_earlier, taking_part
from roundtable.models import AgreedAction, Meeting, Preparation
from roundtable.plans.queries import (
    Tried,
    Written,
    draft_of,
    faults_in,
    full_hours_of,
    tried_before,
    written_of,
)
from roundtable.rules.closing import Agreed, AtTable, Part, missing
from roundtable.rules.meetings import MeetingState
from roundtable.rules.table import BOTH, Seat


@dataclass(frozen=True, slots=True)
class Closing:
    """A meeting with what must stand before it can be closed; its employee `with_place`.

    `plan` is None where nothing is written of one.
    """

    meeting: Meeting
    people: Sequence[Participant]
    plan: Written | None
    full: Decimal
    agreements: Sequence[AgreedAction]

    @property
    def employee(self) -> Employee:
        return self.meeting.employee


@dataclass(frozen=True, slots=True)
class Behind:
    """What else its minutes say: the ladder, both placements (none unless they were shown), what was tried and agreed
    before it.
    """

    steps: Sequence[Step]
    numbers: Mapping[Seat, int]
    tried: Sequence[Tried]
    earlier: Sequence[Earlier]


def closing_of(meeting: Meeting) -> Closing:
    """Of a meeting that a door has opened, or that is held fast. Three queries."""
    draft = draft_of(meeting)
    return Closing(
        meeting=meeting,
        people=taking_part(meeting),
        plan=written_of(draft) if draft else None,
        full=full_hours_of(meeting.employee),
        agreements=actions_of(meeting),
    )


def behind(meeting: Meeting, viewer: Viewer) -> Behind:
    """Before it is closed; its own plan would count as one that was tried. Four queries."""
    return Behind(
        steps=steps_on(viewer.today),
        numbers=shown_numbers(meeting),
        tried=tried_before(meeting),
        earlier=open_from_earlier(meeting),
    )


def missing_of(closing: Closing, viewer: Viewer, calendar: Calendar) -> list[Part]:
    """What keeps the meeting open. No query."""
    meeting, plan = closing.meeting, closing.plan
    attended = {person.role for person in closing.people if person.attended}
    table = AtTable(
        begun=meeting.begun_at is not None,
        pictured=meeting.picture_skipped or meeting.disagreed or meeting.agreed_number is not None,
        no_plan=bool(meeting.no_plan_reason),
        plan_faults=None
        if plan is None
        else faults_in(plan, full=closing.full, earliest=None, today=viewer.today, calendar=calendar),
        agreements=[Agreed(row.ref, row.owner_id is not None, row.due_on) for row in closing.agreements],
        somebody_attended=bool(attended),
        employee_attended=Role.EMPLOYEE in attended,
    )
    return missing(table, viewer.today)


def prepared(meeting: Meeting, people: Iterable[Participant]) -> dict[str, object]:
    """What has been said so far of who came and of the next meeting, for what a form was opened with."""
    rows = list(people)
    return {
        "attended": [(row.ref, row.attended) for row in rows],
        "get_minutes": [(row.ref, row.gets_minutes) for row in rows],
        "next_at": meeting.next_at.isoformat() if meeting.next_at else "",
    }


def shown_numbers(meeting: Meeting) -> dict[Seat, int]:
    """Where both placed the employee; nothing before it was shown to all. One query."""
    rows = Preparation.objects.filter(meeting=meeting, meeting__revealed_at__isnull=False, number__isnull=False)
    found = {Seat(seat): number for seat, number in rows.values_list("seat", "number") if number is not None}
    return found if found.keys() == BOTH else {}


def distance_at(numbers: Mapping[Seat, int]) -> int | None:
    return abs(numbers[Seat.EMPLOYEE] - numbers[Seat.LEADER]) if numbers else None


def distance_before(meeting: Meeting) -> int | None:
    """At the latest meeting before this one at which both placements were shown. Two queries."""
    rows = Meeting.objects.filter(
        employee=meeting.employee_id, state=MeetingState.HELD, revealed_at__isnull=False
    ).exclude(pk=meeting.pk)
    before = rows.order_by("-held_at").first()
    return None if before is None else distance_at(shown_numbers(before))
