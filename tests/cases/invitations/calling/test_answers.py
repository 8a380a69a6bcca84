"""What those who are called answer, which times they can, and whom the employee brings."""

from datetime import datetime
from typing import Any

import pytest

from cases.invitations.flows import (
    Invitee,
    answer_invitation,
    answer_times,
    bring_companion,
    call_off,
    leave_companion_out,
    propose_times,
)
from cases.invitations.queries.responses import responses_of
from cases.invitations.queries.times import times_of
from cases.invitations.rules import Answer, Role
from cases.models import Invitation
from people.rules import RuleViolation
from tests.cases.conftest import NOW
from tests.cases.invitations.calling.conftest import MINUTE, arrived, send
from tests.cases.invitations.conftest import DAY, HOUR, TOMORROW, Called
from tests.cases.notices.smtp import Script
from tests.letters import read


def answer(called: Called, role: str, said: Answer, reason: str = "", now: datetime = NOW, **fields: Any) -> None:
    answer_invitation(participant=called.seat(role), answer=said, reason=reason, by=called.by(now), **fields)


def test_what_came_back_is_told_of_each(called: Called, post: Script) -> None:
    called.call()
    send()
    answer(called, "employee", Answer.YES)
    answer(called, "leader", Answer.OTHER_TIME, "Torsdag efter kl. 12")
    Invitation.objects.filter(participant__role="consultant").update(read_at=NOW)
    called.talk.refresh_from_db()
    rows = {row.role.value: row for row in responses_of(called.talk, called.by(), in_full=True)}
    assert list(rows) == ["employee", "leader", "consultant", "representative"]
    assert {role: row.chip.words for role, row in rows.items()} == {
        "employee": "Kommer",
        "leader": "Ønsker en anden tid",
        "consultant": "Indkalder",
        "representative": "Ikke svaret",
    }
    assert rows["leader"].reason == "Torsdag efter kl. 12"
    assert (rows["consultant"].read, rows["leader"].read) == ("i dag kl.\u00a09.00", "")
    assert {row.sent for row in rows.values()} == {"i dag kl.\u00a09.00"}


def test_an_answer_before_a_change_counts_no_more_and_is_still_told(called: Called, post: Script) -> None:
    called.call()
    answer(called, "employee", Answer.YES)
    called.call(now=NOW + HOUR, place="Lokale 3")
    row = responses_of(called.talk, called.by(), in_full=True)[0]
    assert (row.answer, row.chip.words) == (None, "Kommer, sagt før ændringen")
    answer(called, "employee", Answer.NO, now=NOW + HOUR)
    row = responses_of(called.talk, called.by(), in_full=True)[0]
    assert (row.answer, row.chip.words) == (Answer.NO, "Kommer ikke")


def test_an_answer_may_be_changed_and_a_reason_goes_with_it(called: Called) -> None:
    called.call()
    answer(called, "employee", Answer.NO, "Jeg er på kursus")
    answer(called, "employee", Answer.YES, "Jeg er på kursus")
    assert list(Invitation.objects.exclude(answer="").values_list("answer", "answer_reason")) == [("yes", "")]


@pytest.mark.parametrize(
    ("said", "reason", "fields", "code"),
    [
        (Answer.OTHER_TIME, " ", {}, "reason_missing"),
        (Answer.NO, "Jeg har kræft", {}, "health_in_note"),
        (Answer.NO, "010190-1234", {"reason_override": "x"}, "cpr_in_note"),
        (Answer.YES, "", {"now": TOMORROW}, "talk_has_begun"),
    ],
)
def test_what_cannot_be_answered(called: Called, said: Answer, reason: str, fields: dict[str, Any], code: str) -> None:
    called.call()
    with pytest.raises(RuleViolation, match=code):
        answer(called, "employee", said, reason, **fields)


def test_who_is_not_invited_cannot_answer(called: Called) -> None:
    propose(called, TOMORROW)
    with pytest.raises(RuleViolation, match="not_invited"):
        answer(called, "employee", Answer.YES)


def test_the_reads_ask_as_much_for_many_as_for_one(called: Called, django_assert_num_queries: Any) -> None:
    called.call("employee")
    by = called.by()
    with django_assert_num_queries(1):
        responses_of(called.talk, by, in_full=True)
    for number in range(30):
        called.invitees[f"guest{number}"] = Invitee(role=Role.OTHER, name=f"G{number}", email=f"g{number}@x.example")
    called.call(now=NOW + HOUR)
    with django_assert_num_queries(1):
        assert len(responses_of(called.talk, by, in_full=True)) == 34


def propose(called: Called, *starts: datetime, now: datetime = NOW) -> None:
    propose_times(
        conversation=called.talk,
        times=[(start, start + HOUR) for start in starts],
        invitees=[called.invitee(role) for role in called.invitees],
        by=called.by(now),
    )


def can(called: Called, role: str, *starts: datetime) -> None:
    keys = called.talk.proposed_times.filter(starts_at__in=starts).values_list("pk", flat=True)
    answer_times(participant=called.seat(role), can=set(keys), by=called.by())


def test_times_are_asked_of_all_but_the_one_who_proposes(called: Called, post: Script) -> None:
    propose(called, TOMORROW, TOMORROW + DAY)
    assert send() == {"accept": 3}
    assert {read(raw)["Subject"] for raw in post.letters} == {"Hvornår kan du komme til en samtale?"}
    assert {row.can for row in times_of(called.talk, called.by())} == {("Karen Ravn",)}


def test_times_stand_by_how_many_can_the_parties_first(called: Called) -> None:
    first, second, third = TOMORROW, TOMORROW + DAY, TOMORROW + 2 * DAY
    propose(called, first, second, third)
    can(called, "representative", first, third)
    can(called, "employee", first, second)
    can(called, "leader", second)
    rows = times_of(called.talk, called.by())
    assert [row.starts_at for row in rows] == [second, first, third]
    assert [(len(row.can), row.parties_can) for row in rows] == [(3, True), (3, False), (2, False)]
    assert rows[0].cannot == ("Tove Tillid",)
    assert rows[0].words == "onsdag 25.\u00a0november kl.\u00a010.00 til 11.00"


def test_times_that_are_proposed_again_keep_their_answers(called: Called, post: Script) -> None:
    propose(called, TOMORROW, TOMORROW + DAY)
    can(called, "employee", TOMORROW)
    propose(called, TOMORROW, TOMORROW + 2 * DAY, now=NOW + HOUR)
    assert {row.starts_at: len(row.can) for row in times_of(called.talk, called.by())} == {
        TOMORROW: 2,
        TOMORROW + 2 * DAY: 1,
    }
    assert send(NOW + HOUR) == {"moot": 3, "accept": 3}


def test_times_are_asked_until_the_invitation_comes(called: Called) -> None:
    propose(called, TOMORROW)
    called.call(now=NOW + MINUTE)
    with pytest.raises(RuleViolation, match="no_times"):
        can(called, "employee", TOMORROW)
    propose(called, TOMORROW + DAY, now=NOW + HOUR)
    can(called, "employee", TOMORROW + DAY)


def test_who_was_asked_for_times_hears_that_it_is_off(called: Called, post: Script) -> None:
    propose(called, TOMORROW)
    send()
    post.letters.clear()
    call_off(conversation=called.talk, by=called.by(NOW + HOUR))
    assert send(NOW + HOUR) == {"accept": 3}
    assert {read(raw)["Subject"] for raw in post.letters} == {"Der er nyt til dig om en samtale"}


def test_no_times_are_no_proposal(called: Called) -> None:
    with pytest.raises(RuleViolation, match="no_times"):
        propose(called)


def test_the_employee_brings_somebody_who_is_invited_and_left_out_again(called: Called, post: Script) -> None:
    called.call("employee", "consultant")
    send()
    arrived(post)
    employee, by = called.seat("employee"), called.place.by("employee")
    companion = bring_companion(participant=employee, name="Bo", email="bo@eksempel.dk", by=by)
    assert (companion.asked_by, companion.added_at, companion.gets_minutes) == (employee, NOW, False)
    with pytest.raises(RuleViolation, match="companion_there"):
        bring_companion(participant=employee, name="Ea", email="", by=by)
    send()
    assert arrived(post) == {"bo": ("REQUEST", 0, "1@tilbage.example")}
    leave_companion_out(participant=employee, by=by)
    send(NOW + HOUR)
    assert arrived(post) == {"bo": ("CANCEL", 1, "1@tilbage.example")}
    with pytest.raises(RuleViolation, match="no_companion"):
        leave_companion_out(participant=employee, by=by)


def test_nobody_but_the_employee_brings_somebody_and_not_once_it_has_begun(called: Called) -> None:
    called.call()
    for role, now, code in (("leader", NOW, "not_yours"), ("employee", TOMORROW, "talk_has_begun")):
        with pytest.raises(RuleViolation, match=code):
            bring_companion(participant=called.seat(role), name="Bo", email="", by=called.by(now))
