"""Who is referred to the consultants in the demo, who has taken it on, and what their time went to."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from absence.models import Period
from cases.followups.flows import confirm_follow_up
from cases.models import FollowUp
from people.access import viewer_for
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.models import Assignment, Employee, Unit, User
from people.viewer import Viewer
from retention.caseload.flows import note_work, plan_hours, refer, set_consultant_hours, take
from retention.rules.caseload import ReferReason, WorkKind

HR: Final = "heaa1"
TEAM: Final = ("kara1", "poba1", "samo1")
HOURS: Final = (Decimal(30), Decimal(37), Decimal(20))
MOST: Final = 14
# Today's lies behind whoever loads the demo.
EARLY: Final = time(0, 10)
# How many working days ago each was referred; the latest are not yet answered.
AGO: Final = (0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
REASONS: Final = (ReferReason.LONG_ABSENCE, ReferReason.UNCERTAIN_RETURN, ReferReason.ADAPTATION)
NOTES: Final = ("Vil gerne begynde med få timer", "", "Vi mangler idéer til andre opgaver", "")


def work_the_caseload(*, by: Viewer) -> None:
    """Refers some of those who have been away for long, lets the consultants take most of them, and notes time."""
    users = {user.username: user for user in User.objects.filter(username__in=(HR, *TEAM))}
    before = viewer_for(users[HR], by.now - timedelta(days=35))
    for name, hours in zip(TEAM, HOURS, strict=True):
        set_consultant_hours(consultant=users[name], weekly_hours=hours, first_day=before.today, by=before)
    for place, (employee, ago) in enumerate(zip(_long_away(by), AGO, strict=False)):
        _story(place, employee, ago, users, by)
    karen = viewer_for(users["kara1"], by.now)
    unit = Unit.objects.filter(name__startswith="Plejecenter").order_by("code").first()
    yesterday = DEFAULT_CALENDAR.previous_working_day(by.today - timedelta(days=1))
    note_work(kind=WorkKind.VISIT, on=yesterday, hours=Decimal(2), by=karen, unit=unit, words="Fortalte om Fast track")
    note_work(kind=WorkKind.SPARRING, on=yesterday, hours=Decimal("0.5"), by=karen, unit=unit)


def _long_away(by: Viewer) -> list[Employee]:
    """Away for four weeks or more, not referred yet, with a leader; the longest first."""
    away = Period.objects.covering(by.today).filter(
        first_day__lte=by.today - timedelta(days=28), cause__counts_as_sick=True
    )
    referred = Assignment.objects.running(by.today).values("employee")
    rows = away.exclude(employee__in=referred).select_related("employee").order_by("first_day", "pk")
    return [row.employee for row in rows[:MOST]]


def _story(place: int, employee: Employee, ago: int, users: dict[str, User], by: Viewer) -> None:
    day = by.today
    for _day in range(ago):
        day = DEFAULT_CALENDAR.previous_working_day(day - timedelta(days=1))
    then = datetime.combine(day, EARLY, tzinfo=COPENHAGEN)
    reason, note = REASONS[place % len(REASONS)], NOTES[place % len(NOTES)]
    refer(employee=employee, to=None, reason=reason, by=viewer_for(users[HR], then), note=note)
    if ago == 0:
        return
    consultant = users[TEAM[place % len(TEAM)]]
    having = viewer_for(consultant, then + timedelta(hours=1))
    take(employees=[employee], to=consultant, by=having)
    plan_hours(employee=employee, hours=Decimal(4 + place % 5), by=having)
    if ago > 3:
        task = FollowUp.objects.open().get(employee=employee, kind="referral")
        confirm_follow_up(follow_up=task, done_on=day, by=having)
        note_work(kind=WorkKind.CASE, on=day, hours=Decimal("1.5"), by=having, employee=employee)
