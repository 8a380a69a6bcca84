"""Who is referred to the consultants in the demo, who has taken it on, what is tried, and what their time went to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Final

from absence.models import Period
from cases.followups.flows import confirm_follow_up, hand_over
from cases.models import FollowUp
from demo.cast import cast
from demo.flows.fasttrack import WORDS, may_be_sent
from people.access import viewer_for
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.models import Assignment, Employee, Unit, User
from people.queries import leaders_of, organisation_on
from people.querysets import EmployeeQuerySet
from people.rules import Organisation, OwnerRole
from people.viewer import Viewer
from retention.caseload.flows import note_work, plan_hours, refer, set_consultant_hours, take
from retention.caseload.kinds import REFERRAL
from retention.consent.flows import give_consent, share, withdraw_consent
from retention.fasttrack.flows import answer_fast_track, inform_employee, mark_as_sent, note_outcome, start_fast_track
from retention.ladder.flows import place
from retention.models import Offer, OfferUse, Step
from retention.offers.flows import end_offer, start_offer
from retention.rules.caseload import ReferReason, WorkKind
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.fasttrack import FastTrackKind, Initiator, Outcome
from retention.rules.ladder import Occasion, Party, ToldHow

HR: Final = "heaa1"
KAREN, POUL, SANNE = TEAM = ("kara1", "poba1", "samo1")
HOURS: Final = (Decimal(30), Decimal(37), Decimal(20))
# Today's lies behind whoever loads the demo.
EARLY, AT_WORK = time(0, 10), time(9, 20)
REASONS: Final = (ReferReason.LONG_ABSENCE, ReferReason.UNCERTAIN_RETURN, ReferReason.ADAPTATION)
NOTES: Final = ("Vil gerne begynde med få timer", "", "Vi mangler idéer til andre opgaver", "")


@dataclass(frozen=True, slots=True)
class Referred:
    """Who has it (empty: nobody yet), how many working days ago it was referred, and whether it has been answered."""

    to: str
    ago: int
    answered: bool = False


# Of those who have been away for long, the longest first.
LONG: Final = (
    *(Referred(KAREN, 3), Referred("", 1), Referred(POUL, 4, True), Referred(KAREN, 11, True), Referred(SANNE, 2)),
    *(Referred(KAREN, 2), Referred(KAREN, 1), Referred(SANNE, 5, True), Referred(POUL, 1), Referred(KAREN, 8, True)),
    *(Referred(KAREN, 1), Referred("", 0), Referred(POUL, 9, True), Referred(KAREN, 0), Referred(SANNE, 10, True)),
    *(Referred(POUL, 2), Referred(KAREN, 0), Referred(SANNE, 13, True), Referred("", 0), Referred(POUL, 12, True)),
)
# A Fast track of theirs was sent so many working days after the referral.
SENT: Final = (
    *(Referred(KAREN, 13, True), Referred(POUL, 12, True), Referred(KAREN, 9, True), Referred(KAREN, 11, True)),
    *(Referred(SANNE, 10, True), Referred(KAREN, 8, True), Referred(KAREN, 14, True), Referred(POUL, 14, True)),
)
SENT_AFTER: Final = 2
LATEST_SENT: Final = min(referred.ago for referred in SENT) - SENT_AFTER
CONCLUDED: Final = 6
"""From this place in `SENT` on it is known what came of it."""
# HR has handed their leader's next talk over.
TALKS: Final = (
    *(Referred(KAREN, 6, True), Referred(KAREN, 5, True), Referred(POUL, 4, True), Referred(KAREN, 4, True)),
    Referred(KAREN, 7, True),
)

# On which step at first, and where it led; what was tried meanwhile, and whether that has ended.
COURSES: Final = (
    *((6, 5, "faste-kontakter", True), (4, 3, "aendrede-opgaver", False), (5, 4, "trivselssamtaler", True)),
    *((7, 7, "virksomhedspraktik", False), (6, 4, "gradvis-tilbagevenden", False), (4, 4, "aendrede-opgaver", True)),
    *((5, 6, "faste-kontakter", False), (3, 3, "hjaelpemidler", False)),
)
AT_FIRST, TRIED, ENDED, SINCE = (timedelta(days=ago) for ago in (27, 24, 9, 6))

# What the consultants' other time went to: how many working days ago, and how long.
OTHER_WORK: Final = (
    *((WorkKind.VISIT, 1, "2", "Fortalte om Fast track"), (WorkKind.SPARRING, 1, "0.5", "")),
    *((WorkKind.SPARRING, 4, "1", ""), (WorkKind.VISIT, 6, "3", "Ledermøde om trappen"), (WorkKind.OTHER, 9, "2", "")),
    *((WorkKind.SPARRING, 10, "0.75", ""), (WorkKind.VISIT, 13, "2.5", "Personalemøde")),
    *((WorkKind.STATUS_MEETING, 18, "1.5", "Statusmøde om samarbejdet"),),
)


@dataclass
class _Caseload:
    by: Viewer
    users: dict[str, User]
    house: Organisation
    offers: dict[str, Offer]
    steps: dict[int, Step]

    def story(self, number: int, employee: Employee, referred: Referred, course: tuple[int, int, str, bool]) -> None:
        leader = next((leader.user for leader in leaders_of(employee, self.house) if leader.user), self.users[HR])
        self._course(employee, leader, course)
        day = _working_day(self.by.today, referred.ago)
        then = _moment(day, EARLY if referred.ago == 0 else AT_WORK)
        reason, note = REASONS[number % len(REASONS)], NOTES[number % len(NOTES)]
        refer(employee=employee, to=None, reason=reason, by=viewer_for(leader, then), note=note)
        if not referred.to:
            return
        consultant = self.users[referred.to]
        having = viewer_for(consultant, then + timedelta(minutes=3))
        take(employees=[employee], to=consultant, by=having)
        if not referred.answered:
            return
        plan_hours(employee=employee, hours=Decimal(4 + number % 5), by=having)
        task = FollowUp.objects.open().get(employee=employee, kind=REFERRAL)
        confirm_follow_up(follow_up=task, done_on=day, by=having)
        note_work(kind=WorkKind.CASE, on=day, hours=Decimal("1.5"), by=having, employee=employee)

    def _course(self, employee: Employee, leader: User, course: tuple[int, int, str, bool]) -> None:
        first, now, key, ended = course
        for ago, step in ((AT_FIRST, first), (SINCE, now)):
            viewer = viewer_for(leader, self.by.now - ago)
            place(employee=employee, party=Party.LEADER, step=self.steps[step], occasion=Occasion.TALK, by=viewer)
        viewer = viewer_for(leader, self.by.now - TRIED)
        use = start_offer(employee=employee, offer=self.offers[key], started_on=viewer.today, by=viewer)
        if ended:
            viewer = viewer_for(leader, self.by.now - ENDED)
            end_offer(use=use, ended_on=viewer.today, by=viewer)

    def fast_track(self, number: int, employee: Employee, referred: Referred) -> None:
        """Sent with the employee's consent, by the consultant; of some it is known what came of it."""
        day = _working_day(self.by.today, referred.ago - SENT_AFTER)
        viewer = viewer_for(self.users[referred.to], _moment(day, AT_WORK))
        row = start_fast_track(
            employee=employee,
            kind=FastTrackKind.ORDINARY,
            initiator=Initiator.LEADER,
            expected_long=True,
            words=WORDS,
            by=viewer,
        )
        inform_employee(fast_track=row, informed_on=day, told_how=ToldHow.PHONE, by=viewer)
        answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=viewer)
        mark_as_sent(fast_track=row, sent_on=day, by=viewer)
        if number % 2 == 0:
            purpose, receiver, content = Purpose.FAST_TRACK, Receiver.MUNICIPALITY, frozenset({Content.TASKS})
            consent = give_consent(
                employee=employee,
                purpose=purpose,
                receiver=receiver,
                content=content | {Content.STEP},
                given_on=day,
                told_how=ToldHow.PHONE,
                by=viewer,
            )
            share(employee=employee, purpose=purpose, receiver=receiver, content=content, by=viewer)
            if number == CONCLUDED:
                withdraw_consent(consent=consent, told_how=ToldHow.WRITING, by=viewer_for(viewer.user, self.by.now))
        if number >= CONCLUDED:
            later = viewer_for(self.users[referred.to], _moment(_working_day(self.by.today, 2), AT_WORK))
            outcome = Outcome.TALK_HELD if number == CONCLUDED else Outcome.NO_TALK
            note_outcome(fast_track=row, outcome=outcome, outcome_on=later.today, by=later)


def work_the_caseload(*, by: Viewer) -> None:
    """Refers some of those who have been away for long, lets the consultants take most of them, and notes time."""
    users = {user.username: user for user in User.objects.filter(username__in=(HR, *TEAM))}
    before = viewer_for(users[HR], by.now - timedelta(days=35))
    for name, hours in zip(TEAM, HOURS, strict=True):
        set_consultant_hours(consultant=users[name], weekly_hours=hours, first_day=before.today, by=before)
    caseload = _Caseload(
        by,
        users,
        organisation_on(by.today),
        {offer.key: offer for offer in Offer.objects.all()},
        {step.number: step for step in Step.objects.all()},
    )
    hr = viewer_for(users[HR], by.now)
    courses, numbers = cycle(COURSES), iter(range(len(SENT) + len(TALKS) + len(LONG)))
    in_time = [employee for employee in _away(by, 34, 43) if may_be_sent(employee, _working_day(by.today, LATEST_SENT))]
    for number, (employee, referred) in enumerate(zip(in_time, SENT, strict=False)):
        caseload.story(next(numbers), employee, referred, next(courses))
        caseload.fast_track(number, employee, referred)
    for task, referred in zip(list(_talks(by)), TALKS, strict=False):
        employee = Employee.objects.with_place(by.today).get(pk=task.employee_id)
        caseload.story(next(numbers), employee, referred, next(courses))
        hand_over(follow_ups=[task], to=users[referred.to], by=hr)
    for employee, referred in zip(_away(by, 28, 1000), LONG, strict=False):
        caseload.story(next(numbers), employee, referred, next(courses))
    _note_other_work(users, by)


def _note_other_work(users: dict[str, User], by: Viewer) -> None:
    units = cycle(Unit.objects.filter(name__startswith="Plejecenter").order_by("code")[:4])
    for later, name in enumerate(TEAM):
        viewer = viewer_for(users[name], by.now)
        for kind, ago, hours, words in OTHER_WORK[later:]:
            unit = next(units, None) if kind in {WorkKind.VISIT, WorkKind.SPARRING} else None
            on = _working_day(by.today, ago)
            note_work(kind=kind, on=on, hours=Decimal(hours), by=viewer, unit=unit, words=words)


def _away(by: Viewer, least: int, most: int) -> list[Employee]:
    """Away for so many days, neither of the cast nor referred, and nothing tried yet; the longest first."""
    away = Period.objects.covering(by.today).filter(
        first_day__range=(by.today - timedelta(days=most), by.today - timedelta(days=least)), cause="sickness"
    )
    rows = _free(by).filter(pk__in=away.values("employee")).with_place(by.today)
    begins = dict(away.values_list("employee", "first_day"))
    return sorted(rows, key=lambda employee: (begins[employee.pk], employee.number))


def _talks(by: Viewer) -> Iterable[FollowUp]:
    """The leaders' next talks with those who have been away for two weeks or more; one of each employee."""
    away = Period.objects.covering(by.today).filter(
        first_day__lte=by.today - timedelta(days=14), cause__counts_as_sick=True
    )
    rows = FollowUp.objects.open().filter(owner_role=OwnerRole.LEADER, employee__in=_free(by), kind="talk")
    found = rows.filter(employee__in=away.values("employee"), due_on__gte=by.today).select_related("employee")
    seen: set[int] = set()
    for row in found.order_by("due_on", "pk"):
        if row.employee_id not in seen:
            seen.add(row.employee_id)
            yield row


def _free(by: Viewer) -> EmployeeQuerySet:
    """Neither of the cast nor referred, and nothing tried yet."""
    named = [character.user_name for character in cast(by.today)]
    found: EmployeeQuerySet = (
        Employee.objects.employed_on(by.today)
        .exclude(user__username__in=named)
        .exclude(pk__in=Assignment.objects.running(by.today).values("employee"))
        .exclude(pk__in=OfferUse.objects.values("employee"))
    )
    return found


def _working_day(today: date, ago: int) -> date:
    day = today
    for _day in range(ago):
        day = DEFAULT_CALENDAR.previous_working_day(day - timedelta(days=1))
    return day


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=COPENHAGEN)
