"""What came of those who were away for long in the year that is told: Fast track, round tables, steps; and a workplace
where many have just been ill together.

It is told as it ended, not played: who was at which table is long past.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from absence.models import Cause, Period
from cases.models import Case, Conversation, FollowUp
from demo.cast import STORY_UNITS, cast
from demo.flows.year import begins_on, tell_the_year
from insight.rules.clusters import as_of
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.models import Employee, Unit, User
from people.viewer import Viewer
from retention.models import FastTrack, Placement, Step
from retention.rules.fasttrack import MissedReason
from roundtable.models import Meeting

AT_NINE: Final = time(9, 5)
A_DAY: Final = timedelta(days=1)
LONG: Final = 29
# Of those who were away for long: one in so many got a Fast track, or a round table.
TRACKED, MET = 4, 5
# After how many hours it was planned, and how many steps had been gained four weeks later; in turn.
PLANNED: Final = (20, 26, 44, 18, 70, 31)
GAINED: Final = (1, 2, 0, 1, 3)
REASONS: Final = (
    *(MissedReason.NOT_THOUGHT_OF, MissedReason.SEEMED_SHORT, MissedReason.NOT_THOUGHT_OF),
    *(MissedReason.OTHER_EFFORT, MissedReason.NOT_THOUGHT_OF, MissedReason.NO_TIME),
)
# A workplace of so many, of whom so many have been ill.
WORKPLACE: Final = range(14, 31)
ILL: Final = 8


def tell_courses(*, until: date, by: Viewer) -> None:
    """Of absences whose four-week talk came due in the quarters that pages tell of, and long before `until`."""
    of_cast = {character.user_name for character in cast(by.today)}
    talks = FollowUp.objects.filter(step=LONG, due_on__range=(begins_on(by.today), until - 8 * 7 * A_DAY))
    rows = list(talks.exclude(employee__user__username__in=of_cast).order_by("due_on", "pk"))
    host = User.objects.get(username="kara1")
    for number, row in enumerate(rows[::TRACKED]):
        _track(row, number)
    steps = {step.number: step for step in Step.objects.running(by.today)}
    for number, row in enumerate(rows[1::MET]):
        _meet(row, number, host, steps)


def _track(row: FollowUp, number: int) -> None:
    """Two of three are sent; of the others the window closed."""
    day = row.spell_from or row.due_on or date.min
    told = day + 14 * A_DAY
    if number % 3:
        state = {
            "state": "concluded",
            "informed_on": told,
            "informed_how": "phone",
            "answered_on": told,
            "answered_how": "phone",
            "sent_on": told + 6 * A_DAY,
            "outcome": "talk_held",
            "outcome_on": told + 18 * A_DAY,
            "closed_on": told + 18 * A_DAY,
        }
    else:
        closed = day + 36 * A_DAY
        reason = REASONS[number // 3 % len(REASONS)]
        state = {"state": "missed", "missed_on": closed, "missed_reason": reason, "closed_on": closed}
    FastTrack.objects.create(
        employee_id=row.employee_id,
        kind="ordinary",
        initiator="leader",
        about_day=day,
        expected_long=True,
        started_on=told,
        **state,
    )


def _meet(row: FollowUp, number: int, host: User, steps: dict[int, Step]) -> None:
    asked = _at(row.due_on or date.min)
    planned = DEFAULT_CALENDAR.add_working_hours(asked, PLANNED[number % len(PLANNED)])
    held = _at(DEFAULT_CALENDAR.next_working_day(planned.date() + 6 * A_DAY))
    case = Case.objects.create(
        employee_id=row.employee_id,
        state="closed",
        opened_on=row.spell_from or asked.date(),
        open_reason="rule",
        closed_on=held.date() + 35 * A_DAY,
        close_reason="back_at_work",
    )
    talk = Conversation.objects.create(
        employee_id=row.employee_id,
        case=case,
        kind="round_table",
        host=host,
        uid=f"fortalt-{number}@tilbage.example",
        starts_at=held,
        ends_at=held + timedelta(hours=1),
        place="Mødelokale 2",
    )
    Meeting.objects.create(
        employee_id=row.employee_id,
        case=case,
        conversation=talk,
        requester="leader",
        reason="long_absence",
        state="held",
        requested_at=asked,
        planned_at=planned,
        planned_by=host,
        held_at=held,
    )
    began = 5 + number % 3
    for day, step in ((held, began), (held + 28 * A_DAY, began - GAINED[number % len(GAINED)])):
        Placement.objects.create(
            employee_id=row.employee_id,
            case=case,
            step=steps[step],
            party="agreed",
            occasion="round_table",
            placed_on=day.date(),
            placed_at=day,
            placed_by=host,
        )


def tell_of_a_cluster(*, seed: int, by: Viewer) -> None:
    """In the week before last Sunday, at a workplace that no story is about."""
    sunday = as_of(by.today)
    people = _well_at_one_place(sunday, by)
    sickness = Cause.objects.get(key="sickness")
    for number, employee in enumerate(people):
        first = sunday - (5 - number % 3) * A_DAY
        last = first + A_DAY
        Period.objects.create(
            employee=employee,
            first_day=first,
            last_day=last,
            cause=sickness,
            source="payroll",
            recorded_at=_at(first),
            payroll_code="790",
            payroll_first_day=first,
            payroll_last_day=last,
            payroll_degree=100,
        )
    tell_the_year(until=by.today, seed=seed, by=by, only=frozenset(employee.pk for employee in people))


def _well_at_one_place(sunday: date, by: Viewer) -> Sequence[Employee]:
    """Nobody of the cast sits there, and none of them has been away lately."""
    stories = {unit.name for unit in STORY_UNITS}
    away = Period.objects.standing().overlapping(sunday - 21 * A_DAY, None).values("employee")
    for unit in Unit.objects.exclude(name__in=stories).order_by("-code"):
        here = Employee.objects.with_place(by.today).filter(unit_id=unit.pk)
        if here.count() in WORKPLACE:
            well = here.exclude(pk__in=away).exclude(user__in=by.organisation.leaders.get(unit.pk, ())).order_by("pk")
            if well.count() >= ILL:
                return list(well[:ILL])
    return []


def _at(day: date) -> datetime:
    return datetime.combine(day, AT_NINE, tzinfo=COPENHAGEN)
