"""Fast track in the demo: some wait for the answer, or to be sent; one was declined; windows closed unused, and of some
of them the reason is given. What the consultants have sent is told with the caseload.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from absence.models import Period
from demo.cast import cast
from people.access import viewer_for
from people.models import Employee, User
from people.queries import leaders_of, organisation_on
from people.querysets import EmployeeQuerySet
from people.viewer import Viewer
from retention.consent.flows import give_consent
from retention.fasttrack.flows import (
    Words,
    answer_fast_track,
    explain_missed_window,
    inform_employee,
    mark_as_sent,
    settle_fast_tracks,
    start_fast_track,
)
from retention.fasttrack.queries import running_window
from retention.models import FastTrack
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.fasttrack import FastTrackKind, FastTrackState, Initiator, MissedReason
from retention.rules.ladder import ToldHow
from retention.rules.screening import Answer, Decision
from retention.screening.flows import decide_screening, screen

BIRGIT, DORTHE = "bilu1", "dovi1"
SOEREN, MOHAMMED, NADIA, TORBEN = "soda1", "moal1", "nael1", "towi1"
WORDS: Final = Words(
    functions="Løft og forflytninger; administrative opgaver kan løses.",
    duration="Vi regner med mindst to måneder i alt.",
    adapted="Ja, færre aftenvagter og hjælp fra en kollega.",
)
EVERYTHING: Final = frozenset({Content.TASKS, Content.PLAN})
# Why the windows closed, of those whose leader has said so.
REASONS: Final = (
    *(MissedReason.NOT_THOUGHT_OF, MissedReason.OTHER_EFFORT, MissedReason.REPORTED_LATE),
    *(MissedReason.NOT_THOUGHT_OF, MissedReason.SEEMED_SHORT, MissedReason.NO_TIME),
)
# How many days ago a leader began one, and what the employee has said since: nothing yet, or yes.
BEGUN: Final = ((5, False), (3, True), (1, False), (2, True))


def play(*, by: Viewer) -> None:
    """Told as of the day that the pages tell of; each of the cast only while they are away."""
    settle_fast_tracks(by=by)
    _waits_for_an_answer(BIRGIT, NADIA, by.now)
    _is_sent(BIRGIT, SOEREN, by.now)
    _says_no(BIRGIT, MOHAMMED, by.now)
    _missed(DORTHE, TORBEN, by.now)
    _elsewhere(by)


def _user(user_name: str) -> User:
    return User.objects.get(username=user_name)


def _employee(user_name: str) -> Employee:
    return Employee.objects.get(user__username=user_name)


def _begin(leader: str, about: str, now: datetime, *, told: date) -> tuple[FastTrack, Viewer]:
    viewer = viewer_for(_user(leader), now)
    row = _start(_employee(about), viewer)
    inform_employee(fast_track=row, informed_on=told, told_how=ToldHow.PHONE, by=viewer)
    return row, viewer


def _start(employee: Employee, viewer: Viewer) -> FastTrack:
    return start_fast_track(
        employee=employee,
        kind=FastTrackKind.ORDINARY,
        initiator=Initiator.LEADER,
        expected_long=True,
        words=WORDS,
        by=viewer,
    )


def _waits_for_an_answer(leader: str, about: str, now: datetime) -> None:
    asked = now - timedelta(days=4)
    answers = {"expects_eight_weeks": Answer.YES, "tasks_blocked": Answer.YES, "long_before": Answer.NO}
    viewer = viewer_for(_user(leader), asked)
    row = screen(employee=_employee(about), answers={**answers, "length_unknown": Answer.YES}, by=viewer)
    decide_screening(screening=row, decision=Decision.FAST_TRACK, by=viewer)
    _begin(leader, about, asked, told=asked.date())


def _is_sent(leader: str, about: str, now: datetime) -> None:
    row, viewer = _begin(leader, about, now - timedelta(days=3), told=now.date() - timedelta(days=3))
    answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.IN_PERSON, by=viewer)
    mark_as_sent(fast_track=row, sent_on=viewer.today, by=viewer)
    give_consent(
        employee=row.employee,
        purpose=Purpose.FAST_TRACK,
        receiver=Receiver.MUNICIPALITY,
        content=EVERYTHING,
        given_on=viewer.today,
        told_how=ToldHow.IN_PERSON,
        by=viewer,
    )


def _says_no(leader: str, about: str, now: datetime) -> None:
    row, viewer = _begin(leader, about, now - timedelta(days=5), told=now.date() - timedelta(days=5))
    answer_fast_track(fast_track=row, yes=False, told_how=ToldHow.PHONE, by=viewer)


def _missed(leader: str, about: str, now: datetime) -> None:
    viewer = viewer_for(_user(leader), now)
    explain_missed_window(employee=_employee(about), reason=MissedReason.SEEMED_SHORT, by=viewer)


def _elsewhere(by: Viewer) -> None:
    """Leaders of other units: who of theirs has been away for some weeks, and why windows went by."""
    named = [character.user_name for character in cast(by.today)]
    others = Employee.objects.exclude(user__username__in=named).with_place(by.today).order_by("pk")
    away = Period.objects.covering(by.today).filter(
        first_day__range=(by.today - timedelta(days=27), by.today - timedelta(days=12)), cause="sickness"
    )
    begun = iter(BEGUN)
    for employee, leader in _with_leaders(others.filter(pk__in=away.values("employee")), by):
        if not may_be_sent(employee, by.today):
            continue
        ago, yes = next(begun, (0, False))
        if not ago:
            break
        viewer = viewer_for(leader, by.now - timedelta(days=ago))
        row = _start(employee, viewer)
        inform_employee(fast_track=row, informed_on=viewer.today, told_how=ToldHow.PHONE, by=viewer)
        if yes:
            answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=viewer)
    missed = FastTrack.objects.filter(state=FastTrackState.MISSED, missed_reason="")
    unexplained = _with_leaders(others.filter(pk__in=missed.values("employee")), by)
    for (employee, leader), reason in zip(unexplained, REASONS, strict=False):
        explain_missed_window(employee=employee, reason=reason, by=viewer_for(leader, by.now))


def may_be_sent(employee: Employee, day: date) -> bool:
    """Sick days on end, periods before this one included, may have used up the window."""
    window = running_window(employee, day)
    return window is not None and not window.is_closed(day)


def _with_leaders(employees: EmployeeQuerySet, by: Viewer) -> Iterator[tuple[Employee, User]]:
    house = organisation_on(by.today)
    for employee in employees:
        leader = next((leader.user for leader in leaders_of(employee, house) if leader.user), None)
        if leader is not None:
            yield employee, leader
