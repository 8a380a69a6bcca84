"""What the figures of meetings are made of. The number of queries hangs neither on meetings nor on consultants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from absence.models import Period
from cases.followups.rules import FollowUpState
from people.calendar import COPENHAGEN
from people.models import Employment
from people.nested import name_of
from roundtable.clocks import target
from roundtable.models import AgreedAction, Meeting, Pause, PlanWeek, Preparation, ReturnPlan
from roundtable.rules.clock import Clock, PauseReason, Target
from roundtable.rules.clock import Pause as Stood
from roundtable.rules.figures import ActionRow, MeetingRow, PlanRow, Rows
from roundtable.rules.meetings import MeetingKind, MeetingState, RequesterKind
from roundtable.rules.plans import PlanState
from roundtable.rules.table import Seat
from roundtable.rules.windows import ONE_DAY, Window

# What stands, and what was agreed when the meeting was closed, though it was found void later.
AGREED: Final = Q(removed_at=None) | Q(follow_up__isnull=False)
TO_SUNDAY: Final = timedelta(days=6)
TO_FRIDAY: Final = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a window, what their clocks are measured by, and what the consultants in them are called."""

    rows: Rows
    target: Target
    held_target: Target
    names: Mapping[int, str]


def found_in(window: Window) -> Found:
    """Four queries. Nothing of who the meetings were about but a number."""
    names: dict[int, str] = {}
    about = target()
    held_hours = settings.ROUND_TABLE_HELD_DAYS * about.a_day / timedelta(hours=1)
    return Found(
        rows=Rows(_meetings(window, names), _actions(window, names), _plans(window, names)),
        target=about,
        held_target=Target(about.calendar, held_hours, about.mode),
        names=names,
    )


def meetings_in(window: Window) -> list[MeetingRow]:
    """Those asked for or held in the window, and those held before it in the same cases. One query."""
    return _meetings(window, {})


def _person(path: str) -> Coalesce:
    """Somebody with several employee numbers is one person."""
    return Coalesce(F(f"{path}__user"), -F(path))


def _known(host: int | None, name: str, names: dict[int, str]) -> int | None:
    """Who called a meeting and leads it, noted by name."""
    if host is not None:
        names[host] = name
    return host


def _meetings(window: Window, names: dict[int, str]) -> list[MeetingRow]:
    """Asked for or held in the window, and those held before it in the same cases."""
    begins = datetime.combine(window.first, time.min, tzinfo=COPENHAGEN)
    ends = datetime.combine(window.last + ONE_DAY, time.min, tzinfo=COPENHAGEN)
    held = Meeting.objects.filter(held_at__gte=begins, held_at__lt=ends)
    asked = Q(requested_at__gte=begins, requested_at__lt=ends)
    pauses = Pause.objects.filter(meeting=OuterRef("pk"))
    efforts = AgreedAction.objects.filter(AGREED, meeting=OuterRef("pk"))
    here = Employment.objects.filter(employee=OuterRef("employee"), first_day__lte=OuterRef("requested_at__date"))
    rows = Meeting.objects.filter(asked | Q(held_at__lt=ends, case__in=held.values("case"))).values(
        "case",
        "kind",
        "state",
        "requester",
        "requested_at",
        "planned_at",
        "held_at",
        "ended_at",
        "end_reason",
        "earlier",
        person=_person("employee"),
        unit=Subquery(here.order_by("-first_day").values("unit")[:1]),
        host=F("conversation__host"),
        host_name=name_of("conversation__host"),
        has_effort=Exists(efforts),
        at_employee=_revealed(Seat.EMPLOYEE),
        at_leader=_revealed(Seat.LEADER),
        stood=ArraySubquery(pauses.values(json=JSONObject(reason="reason", began_at="began_at", ended_at="ended_at"))),
    )
    return [_meeting(row, names) for row in rows]


def _revealed(seat: Seat) -> Subquery:
    """Where one side placed the employee, once both were shown it."""
    placed = Preparation.objects.filter(meeting=OuterRef("pk"), seat=seat, meeting__revealed_at__isnull=False)
    return Subquery(placed.values("number")[:1])


def _meeting(row: dict[str, Any], names: dict[int, str]) -> MeetingRow:
    at = row["at_employee"], row["at_leader"]
    return MeetingRow(
        person=row["person"],
        case=row["case"],
        consultant=_known(row["host"], row["host_name"], names),
        kind=MeetingKind(row["kind"]),
        state=MeetingState(row["state"]),
        requester=RequesterKind(row["requester"]),
        clock=Clock(
            requested_at=row["requested_at"],
            pauses=tuple(_pause(pause) for pause in row["stood"]),
            planned_at=row["planned_at"],
            held_at=row["held_at"],
            stopped_at=row["ended_at"],
        ),
        end_reason=row["end_reason"],
        is_follow_up=row["earlier"] is not None,
        has_effort=row["has_effort"],
        distance=None if None in at else abs(at[0] - at[1]),
        unit=row["unit"],
    )


def _pause(row: dict[str, Any]) -> Stood:
    """JSON has no moments: they come as text."""
    ended_at = datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None
    return Stood(PauseReason(row["reason"]), datetime.fromisoformat(row["began_at"]), ended_at)


def _actions(window: Window, names: dict[int, str]) -> list[ActionRow]:
    """Due in the window; not what was taken off again, or fell away before it was done."""
    standing = AgreedAction.objects.filter(
        removed_at=None,
        follow_up__state__in=[FollowUpState.OPEN, FollowUpState.DONE],
        due_on__range=(window.first, window.last),
    )
    rows = standing.annotate(person=_person("meeting__employee"), host_name=name_of("meeting__conversation__host"))
    return [
        ActionRow(person, _known(host, name, names), due_on, done_on)
        for person, host, name, due_on, done_on in rows.values_list(
            "person", "meeting__conversation__host", "host_name", "due_on", "follow_up__done_on"
        )
        if due_on is not None
    ]


def _plans(window: Window, names: dict[int, str]) -> list[PlanRow]:
    """Plans that ran, in their last version, whose last week ended in the window."""
    weeks = PlanWeek.objects.filter(plan=OuterRef("pk")).order_by("-monday")
    friday = ExpressionWrapper(OuterRef("last_monday") + TO_FRIDAY, output_field=DateTimeField())
    sick = Period.objects.standing().filter(
        Q(last_day__isnull=True) | Q(last_day__gte=OuterRef("last_monday")),
        employee=OuterRef("employee"),
        cause__counts_as_sick=True,
        first_day__lte=friday,
    )
    rows = (
        ReturnPlan.objects.filter(state__in=[PlanState.ACTIVE, PlanState.ENDED])
        .annotate(
            person=_person("employee"),
            host_name=name_of("meeting__conversation__host"),
            last_monday=Subquery(weeks.values("monday")[:1]),
        )
        .filter(last_monday__range=(window.first - TO_SUNDAY, window.last - TO_SUNDAY))
        .annotate(was_absent=Exists(sick))
    )
    return [
        PlanRow(person, _known(host, name, names), last_monday, was_absent)
        for person, host, name, last_monday, was_absent in rows.values_list(
            "person", "meeting__conversation__host", "host_name", "last_monday", "was_absent"
        )
    ]
