"""The meetings about one employee, as the pages about them say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from cases.models import FollowUp, Participant
from people.calendar import Calendar, ClockMode
from people.calendar import ClosingDay as Closing
from people.models import Assignment, Capacity, ClosingDay, Employee, User
from people.nested import name_of
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import Chip, Language, danish_key
from retention.matter.queries import matter_of
from roundtable.kinds import ANSWER, HELP, LEAD
from roundtable.models import ClockWatch, Meeting, OutsideRequest, Pause, Preparation
from roundtable.rules import clock
from roundtable.rules.clock import Clock, Level, PauseReason, Target
from roundtable.rules.clock import Pause as Stood
from roundtable.rules.meetings import HAS_CLOCK, OPEN_STATES, MeetingState, RequestReason
from roundtable.rules.table import Seat
from roundtable.rules.watching import MAY_WATCH, WATCHED, Named

COLUMNS = (
    "ref",
    "kind",
    "state",
    "requester",
    "reason",
    "requested_at",
    "employee_answer",
    "answered_on",
    "answered_how",
    "planned_at",
    "held_at",
    "ended_at",
    "end_reason",
)


@dataclass(frozen=True, slots=True)
class Known:
    """One meeting. `by` is who asked for it, empty for somebody from outside; `talk` its conversation's reference.
    `is_prepared` says that the employee has placed themselves and answered, where it is read as a part of their matter.
    """

    ref: str
    kind: str
    state: MeetingState
    requester: str
    by: str
    reason: str
    answer: str
    answered_on: date | None
    answered_how: str
    end_reason: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    talk: str
    clock: Clock
    is_prepared: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def has_clock(self) -> bool:
        """One that follows another up was planned with it: nobody has waited for it."""
        return self.kind in HAS_CLOCK and self.reason != RequestReason.FOLLOW_UP

    def chip(self, target: Target, now: datetime, lang: Language) -> Chip | None:
        """Of its clock, where it has one."""
        return clock.chip_of(self.clock, target, now, lang) if self.has_clock else None


def read_meetings() -> ArraySubquery:
    """For `MATTER_READS`."""
    rows = Meeting.objects.filter(employee=OuterRef("pk")).order_by("-requested_at", "-pk")
    own = Preparation.objects.filter(meeting=OuterRef("pk"), seat=Seat.EMPLOYEE)
    prepared = Exists(own.filter(placed_at__isnull=False, answered_at__isnull=False))
    return ArraySubquery(rows.values(json=known_columns(is_prepared=prepared)))


def read_closing_days() -> ArraySubquery:
    """For `MATTER_READS`: what the clock of a meeting needs to know."""
    return ArraySubquery(ClosingDay.objects.values(json=JSONObject(month="month", day="day", year="year")))


def read_along(viewer: Viewer) -> dict[str, Combinable]:
    """What a meeting's page says beside the row, to be read with it: see `Meeting.known`."""
    mine = Participant.objects.present().filter(conversation=OuterRef("conversation"), user=viewer.user)
    having = Assignment.objects.running(viewer.today).filter(employee=OuterRef("employee"), consultant__isnull=False)
    calls = FollowUp.objects.filter(
        employee=OuterRef("employee"), kind__in=[HELP, LEAD], key__endswith=OuterRef("ref")
    ).order_by("created_at")
    return {
        "known": known_columns(),
        "closing_days": read_closing_days(),
        "calls": ArraySubquery(calls.values(json=JSONObject(kind="kind", at="created_at", who=name_of("named_owner")))),
        "has_seat": Exists(mine),
        "cannot_come": cannot_come(),
        "is_asked_from_outside": Exists(OutsideRequest.objects.filter(meeting=OuterRef("pk"))),
        "having": ArraySubquery(having.order_by("pk").values(json=JSONObject(name=name_of("consultant")))),
    }


def cannot_come() -> Exists:
    """For a query of meetings: whether somebody has answered so, and nobody has looked at the time since."""
    open_rows = FollowUp.objects.open().filter(employee=OuterRef("employee"), kind=ANSWER)
    return Exists(open_rows.filter(key__endswith=OuterRef("conversation__ref")))


def known_columns(**more: Combinable) -> JSONObject:
    """A meeting with its pauses, as `known_from` takes it."""
    pauses = Pause.objects.filter(meeting=OuterRef("pk")).order_by("began_at")
    return JSONObject(
        **{name: F(name) for name in COLUMNS},
        by=name_of("requested_by"),
        starts_at=F("conversation__starts_at"),
        ends_at=F("conversation__ends_at"),
        place=F("conversation__place"),
        talk=F("conversation__ref"),
        pauses=ArraySubquery(pauses.values(json=JSONObject(reason="reason", began_at="began_at", ended_at="ended_at"))),
        **more,
    )


def meetings_of(employee: Employee, today: date) -> tuple[Known, ...]:
    """The latest first. No query beside the matter's."""
    return tuple(known_from(row) for row in matter_of(employee, today).more["meetings"])


def target_of(employee: Employee, today: date) -> Target:
    """As `roundtable.clocks.target`, without a query beside the matter's."""
    return target_from(matter_of(employee, today).more["closing_days"])


def known_of(meeting: Meeting) -> Known:
    """Of a meeting that a door has opened. No query."""
    return known_from(meeting.known)


def target_for(meeting: Meeting) -> Target:
    """Of a meeting that a door has opened. No query."""
    return target_from(meeting.closing_days)


@dataclass(frozen=True, slots=True)
class Desks:
    """Every consultant, who may be told at each level, and who is: by level and consultant (None: for all)."""

    consultants: list[User]
    takers: Mapping[Level, list[User]]
    named: Mapping[tuple[Level, int | None], str]


def desks_of(viewer: Viewer) -> Desks:
    """Three queries."""
    held = Capacity.objects.held(viewer.today).filter(kind__in=[CapacityKind.CONSULTANT, CapacityKind.HR])
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    for user, kind in held.values_list("user_id", "kind"):
        kinds[user].add(kind)
    users = sorted(User.objects.filter(pk__in=kinds, is_active=True), key=lambda user: danish_key(str(user)))
    rows = ClockWatch.objects.values_list("level", "consultant_id", "watcher__ref")
    return Desks(
        consultants=[user for user in users if CapacityKind.CONSULTANT in kinds[user.pk]],
        takers={level: [user for user in users if kinds[user.pk] & MAY_WATCH[level]] for level in WATCHED},
        named={(Level(level), consultant): ref for level, consultant, ref in rows},
    )


def watchers() -> Named:
    """Who is named to be told, by level and consultant. One query."""
    rows = ClockWatch.objects.values_list("level", "consultant_id", "watcher_id")
    return {(Level(level), consultant): watcher for level, consultant, watcher in rows}


def target_from(days: list[dict[str, Any]]) -> Target:
    """As `roundtable.clocks.target`, from what `read_closing_days` has read."""
    calendar = Calendar(frozenset(Closing(**row) for row in days))
    return Target(calendar, settings.ROUND_TABLE_HOURS, ClockMode(settings.ROUND_TABLE_CLOCK))


def known_from(row: dict[str, Any]) -> Known:
    """JSON has no dates: they come as text."""
    at = {name: _moment(row[name]) for name in ("planned_at", "held_at", "starts_at", "ends_at")}
    return Known(
        ref=row["ref"],
        kind=row["kind"],
        state=MeetingState(row["state"]),
        requester=row["requester"],
        by=row["by"],
        reason=row["reason"],
        answer=row["employee_answer"],
        answered_on=date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
        answered_how=row["answered_how"],
        end_reason=row["end_reason"],
        starts_at=at["starts_at"],
        ends_at=at["ends_at"],
        place=row["place"],
        talk=row["talk"],
        clock=Clock(
            requested_at=datetime.fromisoformat(row["requested_at"]),
            pauses=tuple(
                Stood(
                    PauseReason(pause["reason"]), datetime.fromisoformat(pause["began_at"]), _moment(pause["ended_at"])
                )
                for pause in row["pauses"]
            ),
            planned_at=at["planned_at"],
            held_at=at["held_at"],
            stopped_at=_moment(row["ended_at"]),
        ),
        is_prepared=row.get("is_prepared", False),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
