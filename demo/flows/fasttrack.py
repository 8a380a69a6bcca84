"""Fast track in the demo: one waits for the answer, one is sent, one was declined, one window closed unused."""

from datetime import date, datetime, timedelta
from typing import Final

from people.access import viewer_for
from people.models import Employee, User
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
from retention.models import FastTrack
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.fasttrack import Initiator, MissedReason, ReferralKind
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


def play(*, by: Viewer) -> None:
    """Told as of the day that the pages tell of; each of the cast only while they are away."""
    settle_fast_tracks(by=by)
    _waits_for_an_answer(BIRGIT, NADIA, by.now)
    _is_sent(BIRGIT, SOEREN, by.now)
    _says_no(BIRGIT, MOHAMMED, by.now)
    _missed(DORTHE, TORBEN, by.now)


def _user(user_name: str) -> User:
    return User.objects.get(username=user_name)


def _employee(user_name: str) -> Employee:
    return Employee.objects.get(user__username=user_name)


def _begin(leader: str, about: str, now: datetime, *, told: date) -> tuple[FastTrack, Viewer]:
    viewer = viewer_for(_user(leader), now)
    row = start_fast_track(
        employee=_employee(about),
        kind=ReferralKind.ORDINARY,
        initiator=Initiator.LEADER,
        expected_long=True,
        words=WORDS,
        by=viewer,
    )
    inform_employee(fast_track=row, informed_on=told, told_how=ToldHow.PHONE, by=viewer)
    return row, viewer


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
