"""The other letters, and what all of them keep to themselves."""

from dataclasses import replace

import pytest
from django.utils.module_loading import import_string

from cases.invitations.flows import (
    answer_invitation,
)
from cases.invitations.queries.responses import responses_of
from cases.invitations.rules import Answer
from cases.models import Participant
from cases.notices.flows import owe_letter, owe_notices
from cases.notices.letters import WRITERS
from cases.notices.rules import NoticeKind
from people.access import system
from people.models import Leadership
from people.rules import RuleViolation
from tests.cases.conftest import NOW, Place
from tests.cases.invitations.calling.conftest import send
from tests.cases.invitations.conftest import DAY, HOUR, Called
from tests.cases.notices.smtp import Script


def test_each_kind_has_a_writer() -> None:
    assert set(WRITERS) == set(NoticeKind)
    assert all(callable(import_string(path)) for path in WRITERS.values())


def test_a_link_is_sent_once_a_day_and_subject_and_holds_for_two_weeks(called: Called, post: Script) -> None:
    called.call("representative", starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    seat, later = called.seat("representative"), NOW + 14 * DAY
    for _ in range(2):
        owe_letter(kind=NoticeKind.MEETING_LINK, participant=seat, subject="x", by=called.by(later))
    assert send(later) == {"moot": 1, "accept": 1}
    assert called.seat("representative").link_until == later + 14 * DAY


def test_a_letter_that_was_withdrawn_is_owed_again(called: Called, post: Script) -> None:
    called.call("leader")
    leadership = Leadership.objects.filter(user=called.place.leader.user)
    mine = leadership.get()
    leadership.delete()
    seat = called.seat("leader")
    owe_letter(kind=NoticeKind.MEETING_LINK, participant=seat, subject="x", by=called.by())
    assert send() == {"moot": 2}
    mine.save()
    owe_letter(kind=NoticeKind.MEETING_LINK, participant=seat, subject="x", by=called.by())
    assert send() == {"accept": 1}


def test_the_digests_go_on_beside_the_letters(called: Called, place: Place) -> None:
    called.call()
    assert owe_notices(by=system(NOW)) == 4


def test_what_is_written_in_every_mail_is_guarded_too(called: Called) -> None:
    """A place and a name have no reason that keeps what was flagged."""
    for place in ("Psykiatrisk afdeling, depression", "Lokale 010180-1234"):
        with pytest.raises(RuleViolation):
            called.call(place=place)
    called.invitees["representative"] = replace(called.invitees["representative"], name="Tove 010180-1234")
    with pytest.raises(RuleViolation, match="cpr_in_note"):
        called.call()
    assert not Participant.objects.filter(conversation=called.talk).exists()


def test_who_only_reads_of_a_talk_learns_of_no_companion_and_no_reason(called: Called) -> None:
    called.call()
    seat = called.seat("employee")
    answer_invitation(participant=seat, answer=Answer.NO, reason="Jeg er ikke klar", by=called.by())
    full, short = (responses_of(called.talk, called.by(), in_full=each) for each in (True, False))
    assert [bool(row.name) for row in full] == [True] * 4
    assert {row.role.value: bool(row.name) for row in short} == {
        "employee": True,
        "leader": True,
        "consultant": True,
        "representative": False,
    }
    assert [row.reason for row in full if row.reason] == ["Jeg er ikke klar"]
    assert [row.reason for row in short if row.reason] == []
    assert [row.chip for row in full] == [row.chip for row in short]
