"""A leader with people, and what may be said of their absence: Plejecenter Solgården on Monday 23 November 2026."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.management import call_command
from django.test import Client

from absence.flows import give_policy, rederive, report_sick
from absence.models import Period, Policy
from absence.rules.recording import Expected
from cases.models import FollowUp
from people.access import system, viewer_for
from people.calendar import COPENHAGEN
from people.models import Employee, Unit
from people.viewer import Viewer
from tests.factories import UnitFactory, person

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=COPENHAGEN)
TODAY = NOW.date()
NAMES = ("Åse Østergaard", "Mohammed Ali Skov", "Jonas Bech", "Ida Frost", "Gudrun Hald", "Kasper Agerskov")


def days(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


@dataclass
class Leading:
    unit: Unit
    leader: Employee
    people: dict[str, Employee] = field(default_factory=dict)

    def by(self, now: datetime = NOW) -> Viewer:
        return viewer_for(self.leader.user, now)

    def client(self) -> Client:
        client = Client()
        assert self.leader.user is not None
        client.force_login(self.leader.user)
        return client

    def add(self, number: int) -> list[Employee]:
        """So many more people."""
        return [person(self.unit, first_name=f"Medarbejder{n:03}", last_name="Hansen") for n in range(number)]

    def sick(self, name: str, first: date, last: date | None = None, *, cause: str = "sickness") -> Period:
        """Recorded by payroll, as it were: no contact is confirmed by it."""
        return self.away(self.people[name], first, last, cause=cause)

    def away(self, employee: Employee, first: date, last: date | None = None, *, cause: str = "sickness") -> Period:
        period: Period = Period.objects.create(
            employee=employee,
            first_day=first,
            last_day=last,
            cause_id=cause,
            source="payroll",
            recorded_at=NOW - timedelta(days=1),
        )
        rederive(employee_ids=[employee.pk], by=system(NOW))
        return period

    def report(self, name: str, first: date, now: datetime = NOW) -> Period:
        """Reported by the leader, who has spoken with the employee on day 1."""
        return report_sick(employee=self.people[name], first_day=first, expected=Expected.UNKNOWN, by=self.by(now))

    def row(self, name: str, rule: str) -> FollowUp:
        return FollowUp.objects.get(employee=self.people[name], rule_key=rule)


def build() -> Leading:
    call_command("seed", verbosity=0)
    top = UnitFactory(code="1000", name="Nordstrand Kommune")
    unit = UnitFactory(code="2001", name="Plejecenter Solgården", parent=top)
    leader = person(unit, leads=True, first_name="Birgit", last_name="Lund", user__username="birgit")
    policy = Policy.objects.get(key="1-5-14")
    give_policy(unit=top, policy=policy, first_day=date(2026, 9, 1), by=system(NOW))
    leading = Leading(unit, leader)
    for name in NAMES:
        first, _, last = name.rpartition(" ")
        leading.people[first.split()[0]] = person(unit, first_name=first, last_name=last, phone="12 34 56 78")
    return leading
