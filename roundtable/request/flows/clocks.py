"""The clock of a meeting that is asked for: it stands still for a reason, and calls for help when it has run far."""

from collections.abc import Mapping

from django.db import transaction

from audit import flows as audit
from cases.followups.flows import owe
from cases.models import FollowUp
from people.models import Assignment, Capacity, User
from people.rules import OwnerRole, insist
from people.viewer import Viewer
from roundtable.clocks import clock_of, last_day_of, target
from roundtable.flows import Held, hold_fast, owe_planning, record
from roundtable.kinds import HELP, LEAD, PLAN
from roundtable.models import ClockWatch, Meeting, Pause
from roundtable.request.queries import watchers
from roundtable.rules import clock
from roundtable.rules.clock import Level, PauseReason
from roundtable.rules.meetings import HAS_CLOCK, Event, MeetingState
from roundtable.rules.rights import MAY_RUN
from roundtable.rules.watching import MAY_NAME, MAY_WATCH, told_at, watcher_of

KINDS = {Level.COLLEAGUE: HELP, Level.LEAD: LEAD}


@transaction.atomic
def pause_meeting(*, meeting: Meeting, reason: PauseReason, by: Viewer) -> None:
    """The clock stands still from now on. `RuleViolation` with `not_yours`, `no_clock`, `clock_stopped` or
    `already_paused`. Audit: `clock_paused`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    insist(held.meeting.kind in HAS_CLOCK, "no_clock")
    clock.check_pause(clock_of(held.meeting))
    Pause.objects.create(meeting=held.meeting, reason=reason, began_at=by.now, began_by=by.user)
    record(event=Event.CLOCK_PAUSED, held=held, by=by, fields=["reason"])


@transaction.atomic
def resume_meeting(*, meeting: Meeting, by: Viewer) -> None:
    """The clock runs on, and the planning is due by so much later. `RuleViolation` with `not_yours` or `not_paused`.
    Audit: `clock_resumed`.
    """
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    clock.check_resume(clock_of(held.meeting))
    Pause.objects.filter(meeting=held.meeting, ended_at=None).update(ended_at=by.now)
    owe_planning(meeting=held.meeting, employee=held.employee, by=by)
    record(event=Event.CLOCK_RESUMED, held=held, by=by, fields=["ended_at"])


def watch_clocks(*, by: Viewer) -> int:
    """The job of every few minutes: at three quarters a colleague of the consultant's is asked to help, at the end the
    team's lead is; where none is named, the whole team, and HR. The planning of what is paused is due later meanwhile.

    Returns how many were told. Audit: `clock_escalated` for each.
    """
    rows = list(
        Meeting.objects.filter(state=MeetingState.REQUESTED, kind__in=HAS_CLOCK)
        .prefetch_related("pauses")
        .order_by("pk")
    )
    of_meetings = FollowUp.objects.filter(
        kind__in=[PLAN, *KINDS.values()], employee__in=[row.employee_id for row in rows]
    )
    due = dict(of_meetings.values_list("key", "due_on"))
    about, number = target(), 0
    for row in rows:
        ticking = clock_of(row)
        wanted = [level for level in told_at(clock.level(ticking, about, by.now)) if _key(level, row) not in due]
        number += sum(_call_for_help(row, level, by) for level in wanted)
        if ticking.running_pause and due.get(f"{PLAN}:{row.ref}") != last_day_of(clock.due_at(ticking, about, by.now)):
            _keep_up(row, by)
    return number


@transaction.atomic
def _call_for_help(meeting: Meeting, level: Level, by: Viewer) -> bool:
    held = hold_fast(meeting=meeting, by=by)
    ticking, about = clock_of(held.meeting), target()
    if held.meeting.state != MeetingState.REQUESTED or level not in told_at(clock.level(ticking, about, by.now)):
        return False
    due_at = clock.due_at(ticking, about, by.now)
    owe(
        employee=held.employee,
        key=_key(level, held.meeting),
        kind=KINDS[level],
        owner_role=_desk(level, held),
        named_owner=_watcher(level, held, by),
        due_on=last_day_of(due_at),
        due_at=due_at,
        by=by,
    )
    record(event=Event.CLOCK_ESCALATED, held=held, by=by, fields=[level])
    return True


@transaction.atomic
def _keep_up(meeting: Meeting, by: Viewer) -> None:
    held = hold_fast(meeting=meeting, by=by)
    if clock_of(held.meeting).running_pause:
        owe_planning(meeting=held.meeting, employee=held.employee, by=by)


def _key(level: Level, meeting: Meeting) -> str:
    return f"{KINDS[level]}:{meeting.ref}"


def _desk(level: Level, held: Held) -> OwnerRole:
    """Who is told where nobody is named; HR has no part in what another employer asked for."""
    return OwnerRole.HR if level is Level.LEAD and not held.employee.is_outside else OwnerRole.CONSULTANT


def _watcher(level: Level, held: Held, by: Viewer) -> User | None:
    having = Assignment.objects.filter(employee=held.employee).running(by.today).exclude(consultant=None)
    who = watcher_of(
        level,
        watchers(),
        consultants=set(having.values_list("consultant_id", flat=True)),
        person=held.employee.user_id,
    )
    return None if who is None else User.objects.get(pk=who)


@transaction.atomic
def name_watchers(*, named: Mapping[tuple[Level, User | None], User | None], by: Viewer) -> None:
    """Says who is told at these levels: for one consultant's matters, or (None) for all who have none of their own.

    `RuleViolation` with `not_yours`, `not_oneself`, or `cannot_watch` for somebody without the capacity for it.
    Audit: `clock_watch_named`.
    """
    insist(by.standing in MAY_NAME, "not_yours")
    for (level, consultant), watcher in named.items():
        kept = ClockWatch.objects.filter(level=level, consultant=consultant)
        if watcher is None:
            kept.delete()
            continue
        insist(watcher != consultant, "not_oneself")
        held = Capacity.objects.filter(user=watcher, kind__in=MAY_WATCH[level]).held(by.today)
        insist(watcher.is_active and held.exists(), "cannot_watch")
        ClockWatch.objects.update_or_create(level=level, consultant=consultant, defaults={"watcher": watcher})
    audit.record(Event.CLOCK_WATCH_NAMED, by=by, capacity=by.standing, fields=["watcher"], at=by.now)
