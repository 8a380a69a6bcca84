"""A series of care talks at one workplace of the demo: prepared, all invited but one, and some of them held."""

from datetime import time, timedelta
from typing import Final

from django.db.models import Count, Q

from cases.invitations.flows import Invitee
from cases.invitations.rules import Role
from demo.cast import STORY_UNITS
from demo.flows.table import People, Promise, Said, hold, moment, plan, working_day
from people.access import viewer_for
from people.calendar import DEFAULT_CALENDAR
from people.models import Leadership, Unit, User
from people.viewer import Viewer
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from roundtable.models import Meeting, Series
from roundtable.rules.series import ExclusionReason, invited_of
from roundtable.rules.table import NoPlanReason
from roundtable.series.flows import PREPARED, begin_series, invite, leave_out, prepare_series
from roundtable.series.queries.people import candidates_of, everybody_of
from roundtable.series.words import LETTERS

ABOUT_SO_MANY: Final = 20
MONTHS: Final = 3
GOALS: Final = "Færre sygedage i foråret, og at alle ved, hvem de kan gå til."
PLAN: Final = "Samtaler i fire uger, to om ugen. Efter fire uger ser vi, om aftalerne holder."
ROLES: Final = "Lederen inviterer og deltager. Konsulenten holder samtalen. Tillidsrepræsentanten er orienteret."
# A held one: how many days ago, where both placed, and what they agreed on.
HELD: Final = ((5, 2, 2, 2), (3, 3, 2, 2))
PROMISE: Final = Promise("Bytter to aftenvagter til dagvagter", Role.LEADER, 14)
AHEAD: Final = 1


def tell_series(*, consultant: User, by: Viewer) -> None:
    """Begun two weeks ago by the consultant; the leader invites."""
    leadership = _workplace(by)
    if leadership is None:
        return
    unit, leader = leadership.unit, leadership.user
    begun, invited = (moment(working_day(by.today, ago), time(8, 50)) for ago in (14, 12))
    series = begin_series(unit=unit, months=MONTHS, by=viewer_for(consultant, begun))
    prepare_series(
        series=series,
        goals=GOALS,
        plan=PLAN,
        roles=ROLES,
        months=MONTHS,
        words_override="",
        opened=opened_with(as_it_stands(series, PREPARED)),
        by=viewer_for(consultant, begun + timedelta(minutes=25)),
    )
    viewer = viewer_for(leader, invited)
    everybody = {one.employee.pk: one.employee for one in everybody_of(series, viewer) if one.is_handled}
    if everybody:
        leave_out(series=series, chosen={min(everybody): ExclusionReason.WISHES_NOT}, by=viewer)
    found = invited_of(candidates_of(everybody_of(series, viewer)))
    shown = [everybody[one.employee].ref for one in found if one.employee in everybody]
    invite(series=series, shown=shown, by=viewer)
    _talk(series, leader, consultant, by)


def _talk(series: Series, leader: User, consultant: User, by: Viewer) -> None:
    talks = (
        Meeting.objects.filter(series=series)
        .select_related("employee__user", "conversation")
        .order_by("employee__number")
    )
    for number, meeting in enumerate(talks[: len(HELD) + AHEAD]):
        who = People(meeting.employee, leader, consultant)
        planned = moment(working_day(by.today, 9), time(11, 15))
        if number >= len(HELD):
            ahead = DEFAULT_CALENDAR.next_working_day(by.today + timedelta(days=2 + number))
            plan(meeting, who, moment(ahead, time(14)), planned, _called(who))
            continue
        ago, employee, leaders, agreed = HELD[number]
        starts_at = moment(working_day(by.today, ago), time(14))
        plan(meeting, who, starts_at, planned, _called(who))
        hold(meeting, who, Said(employee, leaders, agreed, (), (PROMISE,), no_plan=NoPlanReason.BACK_FULLY), starts_at)


def _called(who: People) -> list[Invitee]:
    """In the words of a care talk."""
    return who.invitees(LETTERS)


def _workplace(by: Viewer) -> Leadership | None:
    """Of about so many people, outside the story, with a leader who is on Tilbage."""
    told = [unit.name for unit in STORY_UNITS]
    running = Q(employments__first_day__lte=by.today) & (
        Q(employments__last_day=None) | Q(employments__last_day__gte=by.today)
    )
    units = Unit.objects.exclude(name__in=told).annotate(people=Count("employments", filter=running))
    rows = units.filter(people__range=(ABOUT_SO_MANY - 5, ABOUT_SO_MANY + 5)).values_list("pk", "people", "code")
    nearest = [pk for pk, people, code in sorted(rows, key=lambda row: (abs(row[1] - ABOUT_SO_MANY), row[2]))]
    leading = Leadership.objects.running(by.today).filter(unit__in=nearest, is_deputy=False, user__is_active=True)
    found = {row.unit_id: row for row in leading.select_related("unit", "user").order_by("-pk")}
    return next((found[pk] for pk in nearest if pk in found), None)
