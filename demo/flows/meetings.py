"""The round tables of the demo: of the cast, and of those of other units who are or were away for long."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import F

from absence.models import Period
from cases.invitations.flows import answer_invitation
from cases.invitations.rules import Answer, Role
from cases.models import Notice, Participant
from cases.notices.rules import NoticeState
from demo.cast import cast, stands_on
from demo.flows.series import tell_series
from demo.flows.table import (
    People,
    Promise,
    Said,
    ask,
    hold,
    hours_before,
    moment,
    plan,
    working_day,
)
from people.access import guest, viewer_for
from people.calendar import DEFAULT_CALENDAR
from people.models import Assignment, Employee, User
from people.queries import leaders_of, organisation_on
from people.querysets import EmployeeQuerySet
from people.rules import Organisation
from people.viewer import Viewer
from retention.models import OfferUse
from retention.rules.ladder import ToldHow
from retention.rules.saying import opened_with
from roundtable.outside.flows import ask_from_outside, confirm_from_outside
from roundtable.plans.queries import Line, full_hours_of
from roundtable.request.flows import answer_request, close_unheld, name_watchers, pause_meeting
from roundtable.rules.clock import Level, PauseReason
from roundtable.rules.meetings import RequesterKind, RequestReason, UnheldReason
from roundtable.rules.plans import Away, Effect, ItemKind, monday_of, worked
from roundtable.rules.table import Seat
from roundtable.table.flows import Focus, answer_questions, place_at_table
from roundtable.table.questions import keys_of

BIRGIT, DORTHE, LAERKE, TORBEN = "bilu1", "dovi1", "laho1", "towi1"
KAREN, POUL, SANNE = "kara1", "poba1", "samo1"
REASONS: Final = (RequestReason.LONG_ABSENCE, RequestReason.UNCERTAIN_RETURN, RequestReason.ADAPTATION)
AWAY_FOR: Final = timedelta(days=24)
"""So long somebody of another unit had been away when they met."""

LAERKES: Final = Said(
    employee=7,
    leader=4,
    agreed=6,
    # She is not at work at first; only then it is tried again.
    hours=(Decimal(0), Decimal(0), Decimal(0), Decimal(0), Decimal(0), Decimal(4), Decimal(8), Decimal(12)),
    promises=(
        Promise("Ringer hver onsdag og hører, hvordan det går", Role.LEADER, 7, kept=True),
        Promise("Sender vejledning om gradvis tilbagevenden", Role.CONSULTANT, 5, kept=True),
        Promise("Taler med kollegerne om, hvad der kan vente", Role.EMPLOYEE, 35),
    ),
    lines=(
        Line(ItemKind.POSSIBLE, "Medicinbestilling og planlægning ved skrivebordet"),
        Line(ItemKind.WAITS, "Aftenvagter"),
        Line(ItemKind.CHANGE, "Faste makkere i plejen", effect=Effect.NEW),
        Line(ItemKind.SUPPORT, "Birgit er der den første time"),
    ),
    wording="Lærke vil gerne tilbage. Vi begynder, når vagtplanen er lagt, og kun om formiddagen.",
    focus=Focus(
        physical="Roligt kontor om formiddagen",
        tasks="Planlægning og bestilling først",
        functions="",
        colleagues="De ved, at hun begynder med få timer",
    ),
)
# What both have written before they meet again.
ANSWERS: Final = {
    "possible": "Dokumentation og bestillinger om formiddagen",
    "waits": "Forflytninger og aftenvagter",
    "helps": "Faste makkere og en kendt vagtplan",
}
PROMISES: Final = (
    Promise("Lægger en vagtplan for de næste fire uger", Role.LEADER, 6, kept=True),
    Promise("Kommer forbi en formiddag om ugen", Role.EMPLOYEE, 8, kept=True),
    Promise("Undersøger muligheden for et hjælpemiddel", Role.CONSULTANT, 9, kept=True),
    Promise("Aftaler med kollegerne, hvem der tager de tunge opgaver", Role.LEADER, 10),
)


@dataclass(frozen=True, slots=True)
class Held:
    """By whom it was run, how many days ago, after how many hours it was planned, and where both placed. `promises` is
    how many of `PROMISES` they made, `keeps` whether the plan is what came about.
    """

    to: str
    ago: int
    after: int
    employee: int
    leader: int
    agreed: int | None
    promises: int
    plans: bool = True
    keeps: bool = True


HELD: Final = (
    *(Held(KAREN, 68, 26, 7, 4, 5, 2), Held(SANNE, 57, 50, 6, 3, None, 2)),
    *(Held(POUL, 47, 4, 4, 4, 4, 1), Held(SANNE, 37, 30, 8, 5, 7, 1, plans=False), Held(KAREN, 30, 25, 5, 3, 4, 2)),
    *(Held(POUL, 22, 53, 6, 4, None, 1, plans=False), Held(KAREN, 15, 27, 5, 4, 4, 4, keeps=False)),
)
HOPED_FOR: Final = tuple(map(Decimal, (12, 16, 20, 24, 28, 32)))
"""What a plan began with that did not come about."""


@dataclass
class _Meetings:
    by: Viewer
    users: dict[str, User]
    house: Organisation
    taken: set[int] = field(default_factory=set)

    # --- The cast ------------------------------------------------------------------------------------------

    def laerke(self) -> None:
        """Once more on the next working day: her leader has placed her already, and she herself has not."""
        who = self._of_cast(LAERKE, BIRGIT)
        until = stands_on(self.by.today)
        day = working_day(until, 28)
        again = DEFAULT_CALENDAR.next_working_day(self.by.today + timedelta(days=1))
        asked = moment(working_day(day - timedelta(days=3), 0), time(9, 10))
        meeting = ask(who, asked, RequestReason.UNCERTAIN_RETURN)
        answer_request(meeting=meeting, yes=True, by=viewer_for(who.employee.user, asked + timedelta(hours=3)))
        plan(meeting, who, moment(day), asked + timedelta(hours=5))
        said = replace(LAERKES, evaluate_on=again, next_at=moment(again))
        hold(meeting, who, said, moment(day))
        following = meeting.later.get()
        lately = moment(working_day(self.by.today - timedelta(days=1), 0), time(14, 10))
        seats = {row.role: row for row in Participant.objects.filter(conversation=following.conversation_id)}
        leader, employee = viewer_for(who.leader, lately), viewer_for(who.employee.user, lately)
        place_at_table(meeting=following, seat=Seat.LEADER, number=4, participant=seats[Role.LEADER], by=leader)
        answer_questions(
            meeting=following,
            seat=Seat.LEADER,
            participant=seats[Role.LEADER],
            answers=ANSWERS,
            override="",
            opened=opened_with(dict.fromkeys(keys_of(Seat.LEADER), "")),
            finished=True,
            by=leader,
        )
        answer_request(meeting=following, yes=True, by=employee)
        answer_invitation(participant=seats[Role.EMPLOYEE], answer=Answer.YES, by=employee)

    def torben(self) -> None:
        """Nobody has planned it in time."""
        ask(self._of_cast(TORBEN, DORTHE), hours_before(self.by.now, 51.5), RequestReason.ADAPTATION)

    # --- Those of other units ------------------------------------------------------------------------------

    def asked_for(self) -> None:
        """One in each state that a clock can be in."""
        now = self.by.now
        ask(self._referred_to(KAREN), hours_before(now, 33.4), RequestReason.LONG_ABSENCE)
        ask(self._referred_to(POUL), hours_before(now, 2.7), RequestReason.ADAPTATION)
        waiting = self._referred_to(KAREN)
        meeting = ask(waiting, hours_before(now, 22), RequestReason.UNCERTAIN_RETURN)
        by = viewer_for(waiting.consultant, hours_before(now, 5))
        pause_meeting(meeting=meeting, reason=PauseReason.WAITING_FOR_COMPANION, by=by)
        planned = self._referred_to(SANNE)
        meeting = ask(planned, hours_before(now, 30), RequestReason.LONG_ABSENCE)
        ahead = DEFAULT_CALENDAR.next_working_day(self.by.today + timedelta(days=3))
        plan(meeting, planned, moment(ahead, time(13)), hours_before(now, 9))
        own = self._referred_to(KAREN)
        if own.employee.user is not None:
            ask(own, hours_before(now, 12), RequestReason.WORRY, by=own.employee.user)

    def came_to_nothing(self) -> None:
        """One did not want it; and to one the leader did not come."""
        declined = self._referred_to(POUL)
        asked = moment(working_day(self.by.today, 8), time(9, 40))
        meeting = ask(declined, asked, RequestReason.LONG_ABSENCE)
        said = viewer_for(declined.consultant, asked + timedelta(hours=4))
        answer_request(meeting=meeting, yes=False, told_how=ToldHow.PHONE, by=said)
        unheld = self._referred_to(SANNE)
        day = working_day(self.by.today, 7)
        asked = moment(working_day(day, 5), time(9, 20))
        meeting = ask(unheld, asked, RequestReason.ADAPTATION)
        plan(meeting, unheld, moment(day), asked + timedelta(hours=3))
        closing = viewer_for(unheld.consultant, moment(day, time(10, 30)))
        close_unheld(meeting=meeting, reason=UnheldReason.LEADER_DID_NOT_COME, by=closing)

    def held(self) -> None:
        for number, told in enumerate(HELD):
            day = working_day(self.by.today, told.ago)
            found = self._away_on(day, told)
            if found is None:
                continue
            period, who = found
            asked = moment(working_day(day, 6), time(8, 40 + number))
            meeting = ask(who, asked, REASONS[number % len(REASONS)])
            planned = DEFAULT_CALENDAR.add_working_time(asked, timedelta(hours=told.after))
            plan(meeting, who, moment(day), planned)
            hours = self._came_about(period, who.employee, day) if told.keeps else HOPED_FOR
            full = full_hours_of(who.employee)
            hours = [min(each, full) for each in hours] if told.plans and any(hours) else ()
            said = Said(told.employee, told.leader, told.agreed, hours, PROMISES[: told.promises])
            hold(meeting, who, said, moment(day))

    def _came_about(self, period: Period, employee: Employee, day: date) -> Sequence[Decimal]:
        """The hours of six weeks as they are recorded; those ahead rise little by little."""
        full = full_hours_of(employee)
        away = [Away(period.first_day, period.last_day, Decimal(period.degree))]
        found: list[Decimal] = []
        for number in range(6):
            monday = monday_of(day) + timedelta(weeks=number)
            if monday + timedelta(days=7) <= self.by.today:
                actual = worked(monday, full=full, away=away, calendar=DEFAULT_CALENDAR)
                found.append(Decimal(0) if actual is None else round(actual, 0))
            else:
                found.append(min(full, found[-1] + 6))
        return found

    # --- Who ------------------------------------------------------------------------------------------------

    def _of_cast(self, employee: str, leader: str) -> People:
        found = Employee.objects.with_place(self.by.today).select_related("user").get(user__username=employee)
        self.taken.add(found.pk)
        return People(found, self.users[leader], self.users[KAREN])

    def _referred_to(self, consultant: str) -> People:
        """The next one of theirs; in a small municipality perhaps of a colleague's."""
        rows = Assignment.objects.running(self.by.today).filter(consultant__in=self.users.values())
        having = dict(rows.order_by("-pk").values_list("employee", "consultant__username"))
        found = self._others().filter(pk__in=having).order_by("number")
        for employee in sorted(found, key=lambda employee: having[employee.pk] != consultant):
            who = self._people(employee, having[employee.pk])
            if who is not None:
                return who
        raise LookupError(consultant)

    def _away_on(self, day: date, told: Held) -> tuple[Period, People] | None:
        """Who had been away for weeks by then; the next one. Referred to nobody now, unless they are still away."""
        rows = Period.objects.covering(day).filter(first_day__lte=day - AWAY_FOR, cause="sickness")
        free = self._others()
        if told.keeps:
            referred = Assignment.objects.running(self.by.today).values("employee")
            free = free.exclude(pk__in=referred).exclude(pk__in=OfferUse.objects.values("employee"))
        else:
            rows = rows.running(self.by.today)
        periods = {row.employee_id: row for row in rows}
        for employee in free.filter(pk__in=periods).employed_on(day).order_by("number"):
            who = self._people(employee, told.to)
            if who is not None:
                return periods[employee.pk], who
        return None

    def _others(self) -> EmployeeQuerySet:
        named = [character.user_name for character in cast(self.by.today)]
        found: EmployeeQuerySet = (
            Employee.objects.employed_on(self.by.today)
            .exclude(user__username__in=named)
            .exclude(pk__in=self.taken)
            .with_place(self.by.today)
            .select_related("user")
        )
        return found

    def _people(self, employee: Employee, consultant: str) -> People | None:
        """None where nobody with an account leads them."""
        leader = next((leader.user for leader in leaders_of(employee, self.house) if leader.user), None)
        if leader is None:
            return None
        self.taken.add(employee.pk)
        return People(employee, leader, self.users[consultant])


def tell_meetings(*, by: Viewer) -> None:
    """What has been asked for, planned and held, by today; and what was mailed about it before."""
    wanted = (BIRGIT, DORTHE, KAREN, POUL, SANNE)
    users = {user.username: user for user in User.objects.filter(username__in=wanted)}
    _name_watchers(users, by)
    meetings = _Meetings(by, users, organisation_on(by.today))
    meetings.laerke()
    meetings.torben()
    meetings.asked_for()
    meetings.came_to_nothing()
    meetings.held()
    tell_series(consultant=users[KAREN], by=by)
    _wished_for_from_outside(by)
    # Whoever loads the demo gets no mail about what was long ago.
    old = Notice.objects.filter(state=NoticeState.OWED, owed_at__lt=moment(by.today, time()))
    old.update(state=NoticeState.SENT, sent_at=F("owed_at"))


def _name_watchers(users: dict[str, User], by: Viewer) -> None:
    """Karen and Poul help each other, Karen helps Sanne, and Sanne leads the team."""
    named = {
        (Level.COLLEAGUE, users[KAREN]): users[POUL],
        (Level.COLLEAGUE, users[POUL]): users[KAREN],
        (Level.COLLEAGUE, users[SANNE]): users[KAREN],
        (Level.LEAD, None): users[SANNE],
    }
    name_watchers(named=named, by=viewer_for(users[KAREN], by.now - timedelta(days=30)))


def _wished_for_from_outside(by: Viewer) -> None:
    """The address is confirmed; whom it is about, nobody has looked up yet."""
    named = [character.user_name for character in cast(by.today)]
    away = Period.objects.covering(by.today).filter(first_day__lte=by.today - timedelta(days=14), cause="sickness")
    rows = Employee.objects.employed_on(by.today).exclude(user__username__in=named).exclude(meetings__isnull=False)
    about = rows.filter(pk__in=away.values("employee")).with_place(by.today).order_by("-number").first()
    if about is None:
        return
    asked = ask_from_outside(
        kind=RequesterKind.CASEWORKER,
        organisation="Holstebro Kommune",
        name="Peter Nymark",
        email="peter.nymark@holstebro.example",
        phone="00 00 61 20",
        about_name=about.name,
        about_workplace=about.unit_name,
        reason=RequestReason.UNCERTAIN_RETURN,
        by=guest("Peter Nymark", hours_before(by.now, 5)),
    )
    confirm_from_outside(asked=asked, by=guest("Peter Nymark", hours_before(by.now, 4.5)))
