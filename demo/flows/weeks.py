"""The days before today, one after the other: who is reported, payroll's file of the morning, and what people did."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from absence.flows import import_absence, report_fit, report_sick
from absence.models import Period
from cases.flows import open_reached_cases
from cases.followups.flows import confirm_follow_up, postpone_follow_up
from cases.followups.queries import due_rows, owners_of_rows
from cases.followups.rules import PostponeReason
from cases.models import FollowUp
from demo.flows.story import Story
from demo.playing import Habits, Payroll, PayrollRow
from people.access import system
from people.calendar import COPENHAGEN
from people.models import Capacity, Employee, User
from people.queries import municipal_calendar
from people.rules import CapacityKind, RuleViolation
from people.viewer import Viewer

Say = Callable[[str], None]

BEFORE_WORK = time(0, 5)
AT_EIGHT = time(8, 0)
AT_WORK = time(9, 5)
NEVER_HEARD = 2


@dataclass
class Weeks:
    """Plays days of a payroll extract. `until` is the day that the pages tell of: what it asks for is left undone."""

    folder: Path
    payroll: Payroll
    habits: Habits
    story: Story
    until: date
    say: Say
    _unheard: list[PayrollRow] = field(default_factory=list)
    """What payroll never hears of."""
    _postponed: bool = False

    def play(self, begins: date, ends: date, *, aloud: bool) -> None:
        """From the first day up to the morning of the last."""
        calendar = municipal_calendar()
        news_since = begins
        for day in _days(begins, ends):
            works = calendar.is_working_day(day)
            if works and day < ends:
                if aloud:
                    self.say(f"Spiller {day:%d-%m-%Y}")
                news_since = self._work(day, news_since)
            elif day == ends:
                self._payroll(news_since, day, BEFORE_WORK)

    def _payroll(self, since: date, day: date, clock: time, *, without: Collection[PayrollRow] = ()) -> None:
        moment = system(datetime.combine(day, clock, tzinfo=COPENHAGEN))
        unheard = {(row.number, row.first_day) for row in (*self._unheard, *without)}
        news = self.payroll.news(since, day, with_day=clock > BEFORE_WORK, without=unheard)
        if news:
            import_absence(path=self.payroll.write(self.folder / "fravaer-nyt.csv", news), by=moment)
        open_reached_cases(by=moment)

    def _work(self, day: date, since: date) -> date:
        """The morning's reports, payroll's file with the others who are away, and what is due. The file's day.

        On the last day before the pages' own, somebody postpones; on that day, the story's leader does nothing.
        """
        moment = datetime.combine(day, AT_WORK, tzinfo=COPENHAGEN)
        everybody = system(moment)
        people = _People(everybody, idle=self.habits.punctual if day == self.until else frozenset())
        reported = self._report(day, people)
        self._end_unheard(day, people)
        self._payroll(since, day, AT_EIGHT, without=reported)
        rows = due_rows(day)
        owners = owners_of_rows(rows, everybody)
        follow_ups = FollowUp.objects.in_bulk([row.pk for row in rows])
        is_last = day >= municipal_calendar().previous_working_day(self.until - timedelta(days=1))
        for number, row in enumerate(rows):
            viewer = people.at_work(owners[row.pk].owe, number)
            if viewer is not None and self.habits.does(viewer.actor_id or 0):
                self._act(follow_ups[row.pk], viewer, is_last=is_last)
        self.story.tell(day, moment)
        return day

    def _report(self, day: date, people: "_People") -> list[PayrollRow]:
        """Some leaders report those who fall ill on the day themselves; payroll hears of these the next morning."""
        reported: list[PayrollRow] = []
        rows = {row.number: row for row in self.payroll.begun(day)}
        for number, employee in enumerate(Employee.objects.with_place(day).filter(number__in=rows).order_by("pk")):
            viewer = people.leader_of(employee, number)
            if viewer is None:
                continue
            row, leader = rows[employee.number], viewer.actor_id or 0
            unheard = len(self._unheard) < NEVER_HEARD and self.habits.may_stay_unheard(row, leader, self.until)
            if not (unheard or self.habits.reports(leader)):
                continue
            expected = self.habits.expects(row, viewer.actor_id or 0)
            try:
                report_sick(employee=employee, first_day=day, expected=expected, by=viewer)
            except RuleViolation:
                # Away already, for another cause.
                continue
            reported.append(row)
            if unheard:
                self._unheard.append(row)
        return reported

    def _end_unheard(self, day: date, people: "_People") -> None:
        """Of what payroll never hears, the leader notes the end."""
        for row in self._unheard:
            if row.last_day is None or row.last_day >= day:
                continue
            for period in Period.objects.filter(
                employee__number=row.number, first_day=row.first_day, last_day=None, withdrawn=False
            ):
                viewer = people.leader_of(Employee.objects.with_place(day).get(pk=period.employee_id), 0)
                if viewer is not None:
                    report_fit(period=period, back_on=row.last_day + timedelta(days=1), by=viewer)

    def _act(self, follow_up: FollowUp, by: Viewer, *, is_last: bool) -> None:
        """What may not wait, or is done already with another reason of its card, is left for another day."""
        acting = by.user.pk if by.user else 0
        try:
            if self.habits.postpones(acting, surely=is_last and not self._postponed):
                until = by.today + timedelta(days=4)
                postpone_follow_up(follow_up=follow_up, until=until, reason=PostponeReason.NOT_REACHED, by=by)
                self._postponed = is_last
            else:
                note = self.habits.note(acting, follow_up.kind)
                confirm_follow_up(follow_up=follow_up, done_on=by.today, note=note, by=by)
        except RuleViolation:
            return


class _People:
    """Who is at work at a moment: those with an open account."""

    def __init__(self, everybody: Viewer, idle: frozenset[int]) -> None:
        self._everybody = everybody
        self._users = User.objects.filter(is_active=True).exclude(pk__in=idle).in_bulk()
        self._capacities: defaultdict[int, set[CapacityKind]] = defaultdict(set)
        for user, kind in Capacity.objects.held(everybody.today).values_list("user", "kind"):
            self._capacities[user].add(CapacityKind(kind))

    def leader_of(self, employee: Employee, number: int) -> Viewer | None:
        """The leader of an employee fetched `with_place`."""
        if employee.unit_id is None:
            return None
        return self.at_work(self._everybody.organisation.leaders_of(employee.unit_id, employee.user_id), number)

    def at_work(self, people: frozenset[int], number: int) -> Viewer | None:
        """One of them, a minute later for each number."""
        user = self._users.get(min(people, default=0))
        if user is None:
            return None
        return Viewer(
            user=user,
            now=self._everybody.now + timedelta(minutes=number % 300),
            organisation=self._everybody.organisation,
            capacities=frozenset(self._capacities[user.pk]),
        )


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
