"""The plan and the steps over time: on the pages about an employee, a meeting's and one's own, and in the history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.followups.rules import FollowUpState
from cases.invitations.access import Seat
from cases.invitations.rules import Role
from cases.matter.timeline import About, Entry
from cases.models import Case
from cases.panels import Panel
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import (
    Chip,
    Language,
    Tone,
    chip,
    deadline_chip,
    say_date,
    say_day,
    say_distance,
    say_full_date,
    say_moment,
    say_short_date,
)
from retention.ladder.words import say_distance as say_steps
from retention.rules.ladder import Party
from roundtable.agreements.queries import own_actions
from roundtable.matter.drawing import MOST, Course, Seen, draw
from roundtable.matter.queries import Agreed, HeldMeeting, Plan, agreed_of, away_days, held_of, plans_of, running_plan
from roundtable.models import Meeting
from roundtable.plans.detail import say_state, tried_in
from roundtable.plans.drawing import SMALL
from roundtable.plans.pages import Figure, Listing, figure_of, lists_of
from roundtable.plans.words import END_REASONS, NO_PLAN, say_bare, say_evaluation
from roundtable.request.queries import target_of
from roundtable.rules.meetings import MeetingState
from roundtable.rules.plans import EndReason, PlanState, monday_of, worked
from roundtable.rules.table import At, NoPlanReason
from roundtable.table.queries import meeting_of_talk

MOST_AGREED = 8


@dataclass(frozen=True, slots=True)
class PlanWords:
    """A plan in short. `begins` is empty once it has begun, `week` says what is planned and recorded this week."""

    ref: str
    figure: Figure
    begins: str
    week: str
    evaluation: str
    lists: tuple[Listing, ...]
    disagreed: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A meeting: what each saw, and how far apart, in words."""

    day: str
    own: int
    leaders: int
    agreed: int | None
    apart: str

    @property
    def apart_lines(self) -> list[str]:
        """Where there is little room: `3 trin`, `imellem`."""
        return [" ".join(words) for words in (self.apart.split()[:2], self.apart.split()[2:]) if words]


@dataclass(frozen=True, slots=True)
class Steps:
    """Where both saw the employee over meetings. `course` is None under two of them: then the table says it alone."""

    name: str
    course: Course | None
    drawn: tuple[tuple[object, Point], ...]
    points: tuple[Point, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class Way:
    """`plan` and `steps` are None where there are none."""

    plan: PlanWords | None
    steps: Steps | None


@dataclass(frozen=True, slots=True)
class AgreedWords:
    """What somebody took on. `done` in words, empty while it is open; `tick` is the address by which the reader may say
    that it is, if any.
    """

    who: str
    what: str
    day: str
    done: str
    chip: Chip | None
    tick: str


@dataclass(frozen=True, slots=True)
class OfMeeting:
    """What came of a meeting that was held; `later` is the reference of the one that follows it up, `later_when` its
    time, both empty without one.
    """

    later: str
    later_when: str
    plan: PlanWords | None
    plan_state: str
    no_plan: str
    steps: Point | None
    name: str
    agreed: tuple[AgreedWords, ...]


# --- On an employee's page and on the case's --------------------------------------------------------------


def way_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The plan that runs, and the steps over time; None without either. No query beside the matter's."""
    plan, lang = running_plan(employee, today), page_language()
    steps = _steps(employee, held_of(employee, today), today, lang)
    if plan is None and steps is None:
        return None
    words = _plan_words(plan, plans_of(employee, today), employee, today, lang) if plan else None
    chips = (_plan_chip(plan, today, lang),) if plan else ()
    return Panel("roundtable/matter/way.html", Way(words, steps), chips=chips)


def way_of_case(viewer: Viewer, today: date, case: Case) -> Panel | None:
    return way_of_employee(viewer, today, case.employee)


def _plan_chip(plan: Plan, today: date, lang: Language) -> Chip:
    """`Plan begynder om 4 dage`, then `Plan: 12 timer i denne uge`"""
    begins = plan.weeks[0].monday
    if today < begins:
        return chip(Tone.CALM, _("Plan begins %(when)s") % {"when": say_distance(begins, today, lang)})
    hours = next((week.hours for week in plan.weeks if week.monday == monday_of(today)), plan.weeks[-1].hours)
    return chip(Tone.FACT, _("Plan: %(hours)s hours this week") % {"hours": say_bare(hours, lang)})


# --- On a meeting's page ------------------------------------------------------------------------------------


def what_came_of_it(viewer: Viewer, today: date, meeting: Meeting) -> Panel | None:
    """Its plan, its agreements with how they stand, and where both saw the employee; None before it was held."""
    if meeting.state != MeetingState.HELD:
        return None
    employee, lang = meeting.employee, page_language()
    held = next((each for each in held_of(employee, today) if each.ref == meeting.ref), None)
    if held is None:
        return None
    plans = plans_of(employee, today)
    # The plan as it was when the meeting closed: the first version that it made.
    made = next((plan for plan in reversed(plans) if plan.meeting == meeting.ref), None)
    rows = OfMeeting(
        later=held.later,
        later_when=capfirst(say_moment(held.later_at, today, lang)) if held.later_at else "",
        plan=_plan_words(made, plans, employee, today, lang) if made else None,
        plan_state=say_state(made, today, lang) if made else "",
        no_plan=str(NO_PLAN[NoPlanReason(held.no_plan_reason)]) if held.no_plan_reason else "",
        steps=_point(held, today, lang),
        name=person_of(employee).first_name,
        agreed=tuple(_agreed(row, today, lang) for row in agreed_of(employee, today) if row.meeting == meeting.ref),
    )
    return Panel("roundtable/matter/meeting.html", rows)


# --- On one's own page, and at one's place at the talk ----------------------------------------------------


def own_way(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """One's own plan, and what the others have taken on; one's own stands where it is ticked off."""
    plan, lang = running_plan(employee, today), page_language()
    agreed = [
        _agreed(row, today, lang)
        for row in agreed_of(employee, today)
        if row.state is FollowUpState.OPEN and row.role != Role.EMPLOYEE
    ][:MOST_AGREED]
    if plan is None and not agreed:
        return None
    words = _plan_words(plan, plans_of(employee, today), employee, today, lang, own=True) if plan else None
    return Panel("roundtable/matter/own.html", (words, tuple(agreed)))


def agreed_at_seat(seat: Seat) -> Panel | None:
    """What somebody took on at the talk, to tick off, once it is over. Two queries at the most."""
    meeting = meeting_of_talk(seat.conversation)
    if meeting is None or meeting.state != MeetingState.HELD:
        return None
    today, lang = seat.viewer.today, page_language()
    rows = []
    for action in own_actions(seat.participant):
        if action.follow_up is None or action.due_on is None:
            continue
        is_open, done_on = action.follow_up.state == FollowUpState.OPEN, action.follow_up.done_on
        if is_open or done_on:
            rows.append(
                AgreedWords(
                    who="",
                    what=action.what,
                    day=say_full_date(action.due_on, today, lang),
                    done=say_date(done_on, today, lang) if done_on else "",
                    chip=deadline_chip(action.due_on, today, lang) if is_open else None,
                    tick=reverse("seat_action", args=[seat.token, action.ref]) if is_open else "",
                )
            )
    return Panel("roundtable/matter/at_seat.html", tuple(rows)) if rows else None


# --- In the history -----------------------------------------------------------------------------------------


def plans_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """When plans began, were changed and ended, and when none was needed. No further query."""
    for held in held_of(employee, viewer.today):
        if held.no_plan_reason:
            decided = str(NO_PLAN[NoPlanReason(held.no_plan_reason)])
            yield Entry(About.CASE, held.held_on, "calendar-month", _("No plan is needed now"), more=decided)
    for plan in plans_of(employee, viewer.today):
        begun, ended = plan.begun_at.astimezone(COPENHAGEN), plan.ended_at
        text = _("Plan changed") if plan.reason else _("Plan begun")
        more = " · ".join(filter(None, (plan.by, plan.reason)))
        yield Entry(About.CASE, begun.date(), "calendar-month", text, more=more, at=begun)
        if plan.state is PlanState.ENDED and ended is not None:
            at = ended.astimezone(COPENHAGEN)
            reason = str(END_REASONS[EndReason(plan.end_reason)])
            yield Entry(About.CASE, at.date(), "calendar-month", _("Plan ended"), more=reason, at=at)


# --- In words -------------------------------------------------------------------------------------------------


def _plan_words(
    plan: Plan, plans: tuple[Plan, ...], employee: Employee, today: date, lang: Language, *, own: bool = False
) -> PlanWords:
    """`own` says that the employee reads it."""
    name = "" if own else person_of(employee).first_name
    first = plan.weeks[0].monday
    return PlanWords(
        ref=plan.ref,
        figure=figure_of(
            plan.weeks,
            [week.monday for week in plan.weeks],
            full=plan.full,
            evaluate_on=None,
            today=today,
            lang=lang,
            size=SMALL,
        ),
        begins=say_full_date(first, today, lang) if first > today else "",
        week=_this_week(plan, employee, today, lang),
        evaluation=say_evaluation(plan.evaluate_on, today, lang) if plan.state is PlanState.ACTIVE else "",
        lists=lists_of(plan.lines, name=name, tried=tried_in(plans, plan), today=today, lang=lang),
        disagreed=plan.disagreed,
    )


def _this_week(plan: Plan, employee: Employee, today: date, lang: Language) -> str:
    """`Denne uge: 12 timer planlagt, 9,3 efter fraværet`; empty outside its weeks."""
    monday = monday_of(today)
    planned = next((week.hours for week in plan.weeks if week.monday == monday), None)
    if planned is None or plan.state is not PlanState.ACTIVE:
        return ""
    calendar = target_of(employee, today).calendar
    hours = worked(monday, full=plan.full, away=away_days(employee), calendar=calendar)
    if not planned and not hours:
        return _("No hours are planned this week.")
    words = {"planned": say_bare(planned, lang), "recorded": say_bare(round(hours, 1), lang) if hours else "0"}
    return _("This week: %(planned)s hours planned, %(recorded)s by the absence that is recorded.") % words


def _steps(employee: Employee, held: Sequence[HeldMeeting], today: date, lang: Language) -> Steps | None:
    """Meetings at which both placements were shown."""
    shown = [each for each in held if each.own is not None and each.leaders is not None]
    if not shown:
        return None
    name = person_of(employee).first_name
    points = [point for point in (_point(each, today, lang) for each in shown) if point]
    course = None
    if len(points) > 1:
        course = draw([Seen(point.own, point.leaders, point.agreed) for point in points])
    drawn = tuple(zip(course.points, points[-MOST:], strict=True)) if course else ()
    return Steps(name, course, drawn, tuple(points), _steps_in_words(points, name))


def _steps_in_words(points: Sequence[Point], name: str) -> str:
    """`Lærke gik fra trin 7 til trin 6 efter eget syn. Sidst 2 trin imellem.`"""
    first, last = points[0], points[-1]
    words = {"name": name, "first": first.own, "last": last.own, "apart": last.apart}
    if first.own == last.own:
        return _("%(name)s stands at step %(last)s by their own view. Latest: %(apart)s.") % words
    return _("%(name)s went from step %(first)s to step %(last)s by their own view. Latest: %(apart)s.") % words


def _point(held: HeldMeeting, today: date, lang: Language) -> Point | None:
    if held.own is None or held.leaders is None:
        return None
    latest = {Party.EMPLOYEE: At(held.own), Party.LEADER: At(held.leaders)}
    return Point(
        day=say_short_date(held.held_on, today, lang),
        own=held.own,
        leaders=held.leaders,
        agreed=held.agreed,
        apart=say_steps(latest) or _("alike"),
    )


def _agreed(row: Agreed, today: date, lang: Language) -> AgreedWords:
    is_open = row.state is FollowUpState.OPEN
    return AgreedWords(
        who=row.who,
        what=row.what,
        day=say_day(row.due_on, today, lang),
        done=say_date(row.done_on, today, lang) if row.done_on else "",
        chip=deadline_chip(row.due_on, today, lang) if is_open else None,
        tick="",
    )
