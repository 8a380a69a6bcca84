"""What the story tells beside the habits: worries, referrals, and who looked at whose matter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from absence.flows import correct_period
from absence.models import Period
from cases.flows import close_case, open_case
from cases.followups.flows import confirm_follow_up, hand_over
from cases.matter.access import open_case as open_case_page
from cases.models import Case, FollowUp
from cases.rules import CloseReason, OpenReason
from demo.cast import HOME_CARE, cast
from demo.flows import ladder
from people.access import open_employee, viewer_for
from people.calendar import DEFAULT_CALENDAR
from people.flows.grants import name_deputy
from people.models import Employee, Unit, User
from people.rules import OwnerRole
from people.viewer import Viewer
from retention.caseload.flows import refer
from retention.caseload.kinds import REFERRAL
from retention.rules.caseload import ReferReason

BIRGIT, KAREN, HENRIK, BODIL, DORTHE = "bilu1", "kara1", "heaa1", "bokr1", "dovi1"
LAERKE, SOEREN, GUDRUN, KASPER, TORBEN = "laho1", "soda1", "guha1", "kaag1", "towi1"

Told = Callable[[datetime], None]


@dataclass
class Story:
    """What happens so many days before the day that the pages tell of, or on the working day before."""

    until: date
    _days: dict[date, list[Told]] = field(init=False)

    def __post_init__(self) -> None:
        self._days = {}
        for ago, told in (
            (60, lambda now: _worry(BIRGIT, KASPER, now)),
            (52, lambda now: _refer(BIRGIT, LAERKE, KAREN, ReferReason.UNCERTAIN_RETURN, now)),
            (51, lambda now: _read(KAREN, LAERKE, "employee_page", now)),
            (51, lambda now: _answer(KAREN, LAERKE, now)),
            (45, lambda now: _close(BIRGIT, KASPER, now)),
            (28, lambda now: _read(BIRGIT, LAERKE, "case_page", now)),
            (20, lambda now: _read(HENRIK, LAERKE, "employee_page", now)),
            (12, lambda now: _expect(BIRGIT, LAERKE, self.until + timedelta(days=13), now)),
            (9, lambda now: _refer(DORTHE, TORBEN, KAREN, ReferReason.ADAPTATION, now)),
            (8, lambda now: _answer(KAREN, TORBEN, now)),
            (7, lambda now: _refer(BIRGIT, SOEREN, None, ReferReason.LONG_ABSENCE, now)),
            (6, lambda now: _worry(BIRGIT, GUDRUN, now)),
            (5, lambda now: _read(KAREN, LAERKE, "case_page", now)),
            (2, lambda now: _read(BIRGIT, LAERKE, "case_page", now)),
            *ladder.told(),
        ):
            day = DEFAULT_CALENDAR.previous_working_day(self.until - timedelta(days=ago))
            self._days.setdefault(day, []).append(told)

    def tell(self, day: date, moment: datetime) -> None:
        for number, told in enumerate(self._days.get(day, ())):
            told(moment + timedelta(hours=2, minutes=7 * number))


def finish(*, by: Viewer) -> None:
    """What is as it is today: a deputy for the days to come, and follow-ups that HR has handed over."""
    ladder.come_back_by_degrees(by=by)
    named = [character.user_name for character in cast(by.today)]
    unit = Unit.objects.get(name=HOME_CARE.name)
    leader = viewer_for(_user(DORTHE), by.now)
    colleague = (
        User.objects.exclude(username__in=named)
        .filter(employees__in=Employee.objects.employed_on(by.today).filter(employments__unit=unit))
        .order_by("pk")
        .first()
    )
    if colleague is not None:
        last_day = by.today + timedelta(days=14)
        name_deputy(unit=unit, user=colleague, first_day=by.today, last_day=last_day, by=leader)
    hr = viewer_for(_user(HENRIK), by.now)
    others = FollowUp.objects.open().visible_to(hr).exclude(employee__user__username__in=named)
    rows = list(others.filter(owner_role=OwnerRole.HR).order_by("due_on", "pk")[:2])
    rows = rows or list(others.order_by("due_on", "pk")[:2])
    if rows:
        hand_over(follow_ups=rows, to=_user(BODIL), by=hr)


def _user(user_name: str) -> User:
    return User.objects.get(username=user_name)


def _employee(user_name: str) -> Employee:
    return Employee.objects.get(user__username=user_name)


def _worry(leader: str, about: str, now: datetime) -> None:
    open_case(employee=_employee(about), reason=OpenReason.WORRY, by=viewer_for(_user(leader), now))


def _close(leader: str, about: str, now: datetime) -> None:
    case = Case.objects.open().get(employee__user__username=about)
    close_case(case=case, reason=CloseReason.NOT_NEEDED, by=viewer_for(_user(leader), now))


def _refer(leader: str, about: str, consultant: str | None, reason: ReferReason, now: datetime) -> None:
    """To a consultant, or to the whole team."""
    to = _user(consultant) if consultant else None
    refer(employee=_employee(about), to=to, reason=reason, by=viewer_for(_user(leader), now))


def _answer(consultant: str, about: str, now: datetime) -> None:
    """The consultant has called."""
    task = FollowUp.objects.open().get(employee=_employee(about), kind=REFERRAL)
    confirm_follow_up(follow_up=task, done_on=now.date(), by=viewer_for(_user(consultant), now))


def _expect(leader: str, about: str, back: date, now: datetime) -> None:
    """The leader notes when the employee expects to be back."""
    period = Period.objects.covering(now.date()).select_related("cause").get(employee__user__username=about)
    correct_period(
        period=period,
        version=period.version,
        first_day=period.first_day,
        last_day=None,
        cause=period.cause_id,
        degree=period.degree,
        returns_on=DEFAULT_CALENDAR.next_working_day(back),
        by=viewer_for(_user(leader), now),
    )


def _read(reader: str, about: str, purpose: str, now: datetime) -> None:
    viewer, employee = viewer_for(_user(reader), now), _employee(about)
    case = Case.objects.open().filter(employee=employee).first()
    if purpose == "case_page" and case is not None:
        open_case_page(viewer, case.ref, purpose=purpose)
    else:
        open_employee(viewer, employee.ref, purpose=purpose)
