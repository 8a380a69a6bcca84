"""What the round table knows of one employee, read along with the rest of their matter (`MATTER_READS`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject, NullIf

from absence.matter.queries import periods_of_employee
from cases.followups.rules import FollowUpState
from people.calendar import COPENHAGEN
from people.models import Employee
from people.nested import name_of
from retention.matter.queries import matter_of
from roundtable.models import AgreedAction, Meeting, PlanItem, PlanWeek, Preparation, ReturnPlan
from roundtable.plans.queries import Line
from roundtable.rules.meetings import OPEN_STATES, MeetingState
from roundtable.rules.plans import Away, Effect, ItemKind, PlanState, Week
from roundtable.rules.table import Seat


@dataclass(frozen=True, slots=True)
class Plan:
    """A version that runs or has run. `by` made it; `reason` says why, empty for the first."""

    ref: str
    meeting: str
    version: int
    state: PlanState
    full: Decimal
    evaluate_on: date
    disagreed: bool
    begun_at: datetime
    ended_at: datetime | None
    by: str
    reason: str
    end_reason: str
    weeks: tuple[Week, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held. The numbers are None where the placements were not shown; `later` is the reference of
    the one that follows it up, with its time, both empty without one.
    """

    ref: str
    held_on: date
    later: str
    later_at: datetime | None
    own: int | None
    leaders: int | None
    agreed: int | None
    no_plan_reason: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody took on at a meeting; `state` is its follow-up's."""

    ref: str
    meeting: str
    what: str
    who: str
    role: str
    due_on: date
    state: FollowUpState
    done_on: date | None


# --- For MATTER_READS -------------------------------------------------------------------------------------


def read_plans() -> ArraySubquery:
    rows = ReturnPlan.objects.filter(employee=OuterRef("pk"), begun_at__isnull=False).order_by("-version", "-pk")
    weeks = PlanWeek.objects.filter(plan=OuterRef("pk")).order_by("monday")
    lines = PlanItem.objects.filter(plan=OuterRef("pk")).order_by("place")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                **_plain("ref", "version", "state", "full_hours", "evaluate_on", "disagreed", "begun_at", "ended_at"),
                **_plain("reason", "end_reason"),
                meeting=F("meeting__ref"),
                by=name_of("made_by"),
                weeks=ArraySubquery(weeks.values(json=JSONObject(monday="monday", hours="hours"))),
                lines=ArraySubquery(
                    lines.values(json=JSONObject(kind="kind", words="words", again_on="again_on", effect="effect"))
                ),
            )
        )
    )


def read_held() -> ArraySubquery:
    """No number leaves the database that was not shown."""
    rows = Meeting.objects.filter(employee=OuterRef("pk"), state=MeetingState.HELD).order_by("held_at", "pk")

    def number(seat: Seat) -> Subquery:
        shown = Preparation.objects.filter(meeting=OuterRef("pk"), seat=seat, meeting__revealed_at__isnull=False)
        return Subquery(shown.values("number")[:1])

    stands = [*OPEN_STATES, MeetingState.HELD]
    later = Meeting.objects.filter(earlier=OuterRef("pk"), state__in=stands).order_by("pk")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                **_plain("ref", "held_at", "no_plan_reason"),
                later=Subquery(later.values("ref")[:1]),
                later_at=Subquery(later.values("conversation__starts_at")[:1]),
                agreed=F("agreed_number"),
                own=number(Seat.EMPLOYEE),
                leaders=number(Seat.LEADER),
            )
        )
    )


def read_agreed() -> ArraySubquery:
    rows = AgreedAction.objects.filter(
        meeting__employee=OuterRef("pk"), follow_up__isnull=False, removed_at=None
    ).order_by("due_on", "pk")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                **_plain("ref", "what", "due_on"),
                meeting=F("meeting__ref"),
                role=F("owner__role"),
                who=Coalesce(NullIf(F("owner__name"), Value("")), name_of("owner__user")),
                state=F("follow_up__state"),
                done_on=F("follow_up__done_on"),
            )
        )
    )


def _plain(*names: str) -> dict[str, Combinable]:
    return {name: F(name) for name in names}


# --- Of an employee ---------------------------------------------------------------------------------------


def plans_of(employee: Employee, today: date) -> tuple[Plan, ...]:
    """Every version that has run, the latest first. No query beside the matter's."""
    return tuple(_plan(row) for row in matter_of(employee, today).more["plans"])


def running_plan(employee: Employee, today: date) -> Plan | None:
    return next((plan for plan in plans_of(employee, today) if plan.state is PlanState.ACTIVE), None)


def held_of(employee: Employee, today: date) -> tuple[HeldMeeting, ...]:
    """Every meeting that was held, the oldest first. No query beside the matter's."""
    return tuple(_held(row) for row in matter_of(employee, today).more["held"])


def agreed_of(employee: Employee, today: date) -> tuple[Agreed, ...]:
    """Everything that was taken on, by its day. No query beside the matter's."""
    return tuple(_agreed(row) for row in matter_of(employee, today).more["agreed"])


def away_days(employee: Employee) -> list[Away]:
    """What is recorded of the employee's absence. No query beside the absence's."""
    return [Away(row.first_day, row.last_day, row.degree) for row in periods_of_employee(employee)]


# --- JSON has no dates: they come as text ---------------------------------------------------------------------


def _plan(row: Mapping[str, Any]) -> Plan:
    return Plan(
        ref=row["ref"],
        meeting=row["meeting"],
        version=row["version"],
        state=PlanState(row["state"]),
        full=Decimal(str(row["full_hours"])),
        evaluate_on=date.fromisoformat(row["evaluate_on"]),
        disagreed=row["disagreed"],
        begun_at=datetime.fromisoformat(row["begun_at"]),
        ended_at=_moment(row["ended_at"]),
        by=row["by"],
        reason=row["reason"],
        end_reason=row["end_reason"],
        weeks=tuple(Week(date.fromisoformat(week["monday"]), Decimal(str(week["hours"]))) for week in row["weeks"]),
        lines=tuple(
            Line(
                ItemKind(line["kind"]),
                line["words"],
                _day(line["again_on"]),
                Effect(line["effect"]) if line["effect"] else None,
            )
            for line in row["lines"]
        ),
    )


def _held(row: Mapping[str, Any]) -> HeldMeeting:
    shown = row["own"] is not None and row["leaders"] is not None
    return HeldMeeting(
        ref=row["ref"],
        held_on=datetime.fromisoformat(row["held_at"]).astimezone(COPENHAGEN).date(),
        later=row["later"] or "",
        later_at=_moment(row["later_at"]),
        own=row["own"] if shown else None,
        leaders=row["leaders"] if shown else None,
        agreed=row["agreed"],
        no_plan_reason=row["no_plan_reason"],
    )


def _agreed(row: Mapping[str, Any]) -> Agreed:
    return Agreed(
        ref=row["ref"],
        meeting=row["meeting"],
        what=row["what"],
        who=row["who"],
        role=row["role"],
        due_on=date.fromisoformat(row["due_on"]),
        state=FollowUpState(row["state"]),
        done_on=_day(row["done_on"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
