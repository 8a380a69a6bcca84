"""Who is invited to a series, who is not and why; named to those only who handle their matter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from absence.models import Period
from audit import flows as audit
from audit.rules import Event
from people.models import Assignment, Employee, Employment
from people.rules import ActingAs, CapacityKind
from people.viewer import Viewer
from retention.partners.queries.words import say_people
from roundtable.figures.queries import AGREED
from roundtable.models import AgreedAction, Meeting, Series, SeriesExclusion
from roundtable.rules.meetings import OPEN_STATES, MeetingState
from roundtable.rules.series import Candidate, ExclusionReason, Talk, invited_of, looked_back_to, why_not
from roundtable.series.access import capacity_at


@dataclass(frozen=True, slots=True)
class One:
    """Somebody of a series, `with_place`: in it, or to be asked. Named only where the viewer handles their matter.

    `meeting` is the reference of their first talk in it, empty where they are not in it yet.
    """

    employee: Employee
    is_handled: bool
    candidate: Candidate
    meeting: str
    talk: Talk | None
    held_at: datetime | None
    starts_at: datetime | None


def everybody_of(series: Series, viewer: Viewer) -> list[One]:
    """Who is employed there today, the units below included, and was sick in the last months; and who is in the series.
    By name. One query.
    """
    today = viewer.today
    here = Employment.objects.running(today).filter(unit__in=viewer.organisation.below(series.unit_id))
    since = looked_back_to(today, series.months)
    sick = Period.objects.standing().filter(cause__in_headline=True, first_day__lte=today).from_day_on(since)
    asked = Q(Exists(sick.filter(employee=OuterRef("pk"))), pk__in=here.values("employee"))
    meetings = Meeting.objects.filter(employee=OuterRef("pk"))
    efforts = AgreedAction.objects.filter(AGREED, meeting=OuterRef("talk"))
    rows = Employee.objects.with_place(today).annotate(
        person=Coalesce(F("user"), -F("pk")),
        is_handled=Exists(Employee.objects.visible_to(viewer).filter(pk=OuterRef("pk"))),
        talk=FilteredRelation("meetings", condition=Q(meetings__series=series, meetings__earlier=None)),
        has_open=Exists(meetings.filter(state__in=OPEN_STATES)),
        reason=Subquery(SeriesExclusion.objects.filter(series=series, employee=OuterRef("pk")).values("reason")[:1]),
        meeting=F("talk__ref"),
        state=F("talk__state"),
        end_reason=F("talk__end_reason"),
        held_at=F("talk__held_at"),
        starts_at=F("talk__conversation__starts_at"),
        has_effort=Exists(efforts),
        is_followed_up=Exists(meetings.filter(earlier=OuterRef("talk"), state=MeetingState.HELD)),
    )
    return [_one(row) for row in rows.filter(asked | Q(talk__isnull=False)).by_name()]


def _one(row: Any) -> One:
    """Of an employee with what the read has added."""
    left_out = ExclusionReason(row.reason) if row.reason else None
    talk = row.state and Talk(MeetingState(row.state), row.end_reason, row.has_effort, row.is_followed_up)
    return One(
        employee=row,
        is_handled=row.is_handled,
        candidate=Candidate(row.pk, row.person, bool(row.meeting), row.has_open, left_out),
        meeting=row.meeting or "",
        talk=talk or None,
        held_at=row.held_at,
        starts_at=row.starts_at,
    )


def candidates_of(everybody: Iterable[One]) -> list[Candidate]:
    """In the order of their employee numbers' keys: the same of somebody with two of them each time."""
    return sorted((one.candidate for one in everybody), key=lambda candidate: candidate.employee)


def handled_of(viewer: Viewer, keys: Collection[int]) -> dict[int, ActingAs]:
    """Those of the employees whose matter the viewer handles, and in which capacity. One query."""
    found = Employee.objects.visible_to(viewer).filter(pk__in=keys).with_place(viewer.today)
    referred = Assignment.objects.none()
    if CapacityKind.CONSULTANT in viewer.capacities and viewer.user is not None:
        referred = Assignment.objects.referred_to(viewer.user, viewer.today)
    rows = found.annotate(is_referred=Exists(referred.filter(employee=OuterRef("pk"))))
    return {
        row.pk: viewer.acting_towards(
            employee=row.pk,
            person=row.user_id,
            unit=row.unit_id,
            assigned=row.is_referred,
            outside=row.is_outside,
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody of the list. `reason` is why they are not invited; empty for who is."""

    key: int
    ref: str
    name: str
    under: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Those whom the viewer handles, by name: of `to_choose` the viewer says whether they are invited, `with_meeting`
    are not asked about. `others` is how many more are to be invited by somebody else, in words and empty where there
    are none.
    """

    to_choose: tuple[Line, ...]
    with_meeting: tuple[Line, ...]
    others: str


def people_of(series: Series, viewer: Viewer) -> People:
    """Who is invited and who is not, before it is sent. Records whom it shows. One query."""
    everybody = everybody_of(series, viewer)
    invited = {one.employee for one in invited_of(candidates_of(everybody))}
    reasons = {
        one.candidate.employee: reason for one in everybody if not one.meeting and (reason := why_not(one.candidate))
    }
    shown = [one.employee for one in everybody if one.is_handled and one.employee.pk in {*invited, *reasons}]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=capacity_at(viewer, series.unit_id),
        subjects=sorted(row.ref for row in shown),
        purpose="series_people",
        at=viewer.now,
    )
    lines = [Line(row.pk, row.ref, row.name, say_place(row, series), reasons.get(row.pk, "")) for row in shown]
    hidden = len(invited - {row.pk for row in shown})
    has_one = ExclusionReason.HAS_A_MEETING
    return People(
        to_choose=tuple(line for line in lines if line.reason != has_one),
        with_meeting=tuple(line for line in lines if line.reason == has_one),
        others=say_people(hidden) if hidden else "",
    )


def say_place(employee: Employee, series: Series) -> str:
    """The title, and the unit where that is not the workplace itself."""
    unit = employee.unit_name if employee.unit_id != series.unit_id else ""
    return ", ".join(filter(None, (employee.title, unit)))
