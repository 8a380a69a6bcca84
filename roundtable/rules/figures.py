"""What the meetings of a time amount to, for the team and for each consultant. Pure.

A meeting is its consultant's who called it and leads it; before that it is the team's only. A request is a round table
that was asked for: neither the follow-up of an earlier meeting, nor a care talk of a series, nor one asked for by
mistake. What is not decided yet as of now (the hours still run, the day still lies ahead) is left out of each share.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Final, TypeVar

from people.calendar import COPENHAGEN
from retention.rules.partners import SMALLEST_TOLD
from roundtable.rules.clock import Clock, Measure, Target, is_within, net
from roundtable.rules.meetings import HAS_CLOCK, CancelReason, MeetingKind, MeetingState, RequesterKind
from roundtable.rules.windows import Window, quarters_of

K = TypeVar("K", bound=Hashable)

A_WEEK: Final = timedelta(days=7)
# With fewer meetings a course has no start and end.
FEWEST_OF_A_COURSE: Final = 2


# --- What is counted ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """`distance` is how many steps employee and leader were apart, where both placed and it was revealed; `unit` is
    where the employee worked when the meeting was asked for.
    """

    person: int
    case: int
    consultant: int | None
    kind: MeetingKind
    state: MeetingState
    requester: RequesterKind
    clock: Clock
    end_reason: str = ""
    is_follow_up: bool = False
    has_effort: bool = False
    distance: int | None = None
    unit: int | None = None

    @property
    def is_request(self) -> bool:
        by_mistake = self.end_reason == CancelReason.ASKED_BY_MISTAKE
        return self.kind in HAS_CLOCK and not self.is_follow_up and not by_mistake

    @property
    def requested_on(self) -> date:
        return self.clock.requested_at.astimezone(COPENHAGEN).date()

    @property
    def held_on(self) -> date | None:
        held = self.clock.held_at
        return held.astimezone(COPENHAGEN).date() if held and self.state is MeetingState.HELD else None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something agreed at a meeting that was closed, owed by the day that was agreed, whatever was postponed since."""

    person: int
    consultant: int | None
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A return plan as it was last. `was_absent`: a sick day lies on Monday to Friday of its last week."""

    person: int
    consultant: int | None
    last_monday: date
    was_absent: bool

    @property
    def ended_on(self) -> date:
        """The Sunday of its last week."""
        return self.last_monday + A_WEEK - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rows:
    """What happened, of all consultants; it may reach beyond the window that is asked about."""

    meetings: Sequence[MeetingRow]
    actions: Sequence[ActionRow]
    plans: Sequence[PlanRow]


# --- What it amounts to --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """`number` of `base`."""

    number: int
    base: int

    @property
    def percent(self) -> float | None:
        return 100 * self.number / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `base` lengths of time; None of none."""

    median: timedelta | None
    mean: timedelta | None
    base: int


@dataclass(frozen=True, slots=True)
class Apart:
    """The distance that is in the middle, at the first and at the last meeting of `base` courses."""

    start: int | None
    end: int | None
    base: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one consultant, or of the team. `apart` and `returned` tell of people: see `may_tell`."""

    requests: Mapping[RequesterKind, int]
    to_planned: Spread
    planned_within: Share
    to_held: Spread
    held_within: Share
    efforts: Share
    actions_kept: Share
    apart: Apart
    returned: Share

    @property
    def asked_for(self) -> int:
        return sum(self.requests.values())


@dataclass(frozen=True, slots=True)
class Course:
    """A case with a meeting after its first one: who it is about, whose the last meeting was, and how far employee and
    leader were apart at the first and at the last.
    """

    person: int
    consultant: int | None
    start: int
    end: int


Whose = Callable[[int | None], bool]


def everybodys(_consultant: int | None) -> bool:
    return True


def only(wanted: int | None) -> Whose:
    """Of one consultant; of None, what is nobody's yet."""
    return lambda consultant: consultant == wanted


def figures_of(
    rows: Rows, window: Window, target: Target, held_target: Target, now: datetime, whose: Whose = everybodys
) -> Figures:
    """The figures of the window as of `now`, of those consultants.

    - requests: by the day on which they were asked for; so are all times.
    - to_planned, to_held: net working time from the request, of those that have been planned or held.
    - planned_within, held_within: of those that were, or whose hours have run out without it.
    - efforts: of the meetings of any kind held in the window, those at which something was agreed.
    - actions_kept: of the agreed actions due in the window that are done, or whose day is past: done by that day.
    - apart: of the courses that had a further meeting in the window.
    - returned: of the plans whose last week ended in the window: nobody was sick on Monday to Friday of it.
    """
    mine = [row for row in rows.meetings if whose(row.consultant)]
    requests = [row for row in mine if row.is_request and row.requested_on in window]
    held = [row for row in mine if row.held_on is not None and row.held_on in window]
    today = now.astimezone(COPENHAGEN).date()
    clocks = [row.clock for row in requests]
    courses = [course for course in courses_of(rows.meetings, window) if whose(course.consultant)]
    plans = [row for row in plans_of(rows.plans, window, today) if whose(row.consultant)]
    return Figures(
        requests=Counter(row.requester for row in requests),
        to_planned=spread_of(net(clock, target, now) for clock in clocks if clock.planned_at),
        planned_within=_within(clocks, target, now, Measure.PLANNED),
        to_held=spread_of(net(clock, target, now, Measure.HELD) for clock in clocks if clock.held_at),
        held_within=_within(clocks, held_target, now, Measure.HELD),
        efforts=Share(sum(row.has_effort for row in held), len(held)),
        actions_kept=_kept([row for row in rows.actions if whose(row.consultant)], window, today),
        apart=Apart(
            start=median_low(course.start for course in courses) if courses else None,
            end=median_low(course.end for course in courses) if courses else None,
            base=len(courses),
        ),
        returned=Share(sum(not row.was_absent for row in plans), len(plans)),
    )


def spread_of(times: Iterable[timedelta]) -> Spread:
    found = sorted(times)
    if not found:
        return Spread(None, None, 0)
    middle = (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2
    return Spread(middle, sum(found, timedelta()) / len(found), len(found))


def _within(clocks: Iterable[Clock], target: Target, now: datetime, to: Measure) -> Share:
    decided = [clock for clock in clocks if _is_decided(clock, target, now, to)]
    return Share(sum(is_within(clock, target, to) for clock in decided), len(decided))


def _is_decided(clock: Clock, target: Target, now: datetime, to: Measure) -> bool:
    """Has it come, or has its time run out without it?"""
    come = clock.planned_at if to is Measure.PLANNED else clock.held_at
    return come is not None or net(clock, target, now, to) > timedelta(hours=target.hours)


def _kept(actions: Iterable[ActionRow], window: Window, today: date) -> Share:
    decided = [row for row in actions if row.due_on in window and (row.done_on is not None or row.due_on < today)]
    return Share(sum(row.done_on is not None and row.done_on <= row.due_on for row in decided), len(decided))


def courses_of(meetings: Iterable[MeetingRow], window: Window) -> list[Course]:
    """Each case with a meeting in the window that was not its first: from the first one to the last in the window."""
    of_case: defaultdict[int, list[tuple[datetime, int, MeetingRow]]] = defaultdict(list)
    for row in meetings:
        if row.distance is not None and row.held_on is not None and row.held_on <= window.last and row.clock.held_at:
            of_case[row.case].append((row.clock.held_at, row.distance, row))
    found = []
    for of_one in of_case.values():
        in_order = sorted(of_one, key=lambda each: each[0])
        (_first, start, _), (_last, end, row) = in_order[0], in_order[-1]
        if len(in_order) >= FEWEST_OF_A_COURSE and row.held_on is not None and row.held_on in window:
            found.append(Course(row.person, row.consultant, start, end))
    return found


def plans_of(plans: Iterable[PlanRow], window: Window, today: date) -> list[PlanRow]:
    """Those whose last week ended in the window, and is over."""
    return [row for row in plans if row.ended_on in window and row.ended_on < today]


# --- What may be told --------------------------------------------------------------------------------------


def may_tell(people_of: Callable[[Window], Collection[int]], window: Window) -> bool:
    """May a figure about people be told of the window? Of a quarter with five or more; and of a year, whose quarters
    with one to four people have none or five between them: otherwise theirs could be found by subtracting.
    """
    quarters = quarters_of(window)
    if not quarters or len(set(people_of(window))) < SMALLEST_TOLD:
        return False
    of_quarters = [set(people_of(quarter)) for quarter in quarters]
    few = set[int]().union(*(people for people in of_quarters if len(people) < SMALLEST_TOLD))
    return not few or len(few) >= SMALLEST_TOLD


def may_tell_each(people: Mapping[K, Callable[[Window], Collection[int]]], window: Window) -> bool:
    """May it be told of each group that has any people in the window? Of all of them or of none: beside the sum of all,
    one that is hidden could be found by subtracting the others.
    """
    return all(may_tell(people_of, window) for people_of in people.values() if people_of(window))
