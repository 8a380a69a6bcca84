"""Meetings of two consultants in the world of tests/world.py."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from absence.models import Cause, Period
from cases.models import Case, Conversation, FollowUp
from people.calendar import COPENHAGEN
from people.models import Employee
from roundtable.models import AgreedAction, Meeting, PlanWeek, Preparation, ReturnPlan
from tests.world import NOW, TODAY, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# The quarter's first Monday, 9 o'clock.
MONDAY = datetime(2026, 10, 5, 9, tzinfo=COPENHAGEN)

Held = Callable[..., Meeting]


@pytest.fixture
def somebody() -> Callable[[], Employee]:
    """Somebody new, whose name must stand nowhere."""
    numbers = count(60000)
    return lambda: Employee.objects.create(number=str(next(numbers)), first_name="Kanariefugl", last_name="Navn")


@pytest.fixture
def meeting(world: World, somebody: Callable[[], Employee]) -> Held:
    """A meeting that was asked for then, planned and held so many hours later; `apart`: where the two were placed."""
    numbers = count()

    def make(
        consultant: str | None = "consultant",
        *,
        at: datetime = MONDAY,
        planned: float | None = 24,
        held: float | None = 48,
        apart: tuple[int, int] | None = None,
        case: Case | None = None,
        **more,
    ) -> Meeting:
        case = case or Case.objects.create(employee=somebody(), opened_on=TODAY, open_reason="by_hand")
        host = world.users[consultant] if consultant else None
        uid = f"figures-{next(numbers)}@tilbage.example"
        talk = Conversation.objects.create(employee=case.employee, case=case, kind="round_table", uid=uid, host=host)
        row = Meeting.objects.create(
            employee=case.employee,
            case=case,
            conversation=talk,
            requested_at=at,
            planned_at=None if planned is None else at + planned * HOUR,
            held_at=None if held is None else at + held * HOUR,
            revealed_at=at if apart else None,
            **{
                "requester": "leader",
                "reason": "long_absence",
                "state": "held" if held is not None else "planned" if planned is not None else "requested",
                **more,
            },
        )
        for seat, number in zip(("employee", "leader"), apart or (), strict=False):
            Preparation.objects.create(meeting=row, seat=seat, number=number, placed_at=at)
        return row

    return make


@pytest.fixture
def agree() -> Callable[..., AgreedAction]:
    """Something agreed at the meeting, and when it was done."""

    def make(meeting: Meeting, due_on: date, done_on: date | None = None, **more) -> AgreedAction:
        follow_up = FollowUp.objects.create(
            employee=meeting.employee,
            key=f"agreed_action:{meeting.pk}-{due_on}",
            kind="agreed_action",
            origin="agreed_action",
            due_on=due_on,
            created_at=NOW,
            **({"state": "done", "done_on": done_on, "done_at": NOW} if done_on else {"state": "open"}) | more,
        )
        who = meeting.conversation.participants.create(role="other", name="Kanariefugl", link_until=NOW, added_at=NOW)
        return AgreedAction.objects.create(
            meeting=meeting, what="Kanariefugl", place=1, owner=who, due_on=due_on, follow_up=follow_up
        )

    return make


@pytest.fixture
def plan() -> Callable[..., ReturnPlan]:
    """A plan of that meeting, whose last week begins that Monday; `sick` are days of it on which they were away."""

    def make(meeting: Meeting, last_monday: date, *sick: date, cause: str = "sickness", **more) -> ReturnPlan:
        said = {"state": "active", "full_hours": Decimal(37), "evaluate_on": TODAY, "begun_at": NOW, **more}
        row = ReturnPlan.objects.create(employee=meeting.employee, meeting=meeting, **said)
        for weeks in (2, 1, 0):
            PlanWeek.objects.create(plan=row, monday=last_monday - weeks * 7 * DAY, hours=37 - weeks * 9)
        for day in sick:
            Period.objects.create(
                employee=meeting.employee,
                first_day=day,
                last_day=day,
                cause=Cause.objects.get(key=cause),
                source="payroll",
                recorded_at=NOW,
            )
        return row

    return make
