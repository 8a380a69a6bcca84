"""Two at once: a code is used once, codes are counted one after the other, and an answer meets a change."""

import pytest

from cases.invitations.flows import answer_invitation, ask_for_code, make_code, try_code
from cases.invitations.rules import Answer
from cases.models import AccessCode, Invitation
from people.access import guest
from people.rules import RuleViolation
from tests.at_once import while_others
from tests.cases.conftest import NOW
from tests.cases.invitations.conftest import HOUR, Called

pytestmark = pytest.mark.django_db(transaction=True)

SOMEBODY = guest("Link", NOW)


def test_a_code_lets_one_of_two_in(called: Called) -> None:
    called.call("representative")
    seat = called.seat("representative")
    ask_for_code(participant=seat, by=SOMEBODY)
    digits = make_code(code=AccessCode.objects.get(), by=SOMEBODY)
    came: list[bool] = []

    def enter() -> bool:
        came.append(try_code(participant=seat, digits=digits, by=SOMEBODY))
        return came[-1]

    while_others(enter, enter)
    assert sorted(came) == [False, True]


def test_the_last_code_of_the_hour_is_one(called: Called) -> None:
    called.call("representative")
    seat = called.seat("representative")
    for _ in range(4):
        ask_for_code(participant=seat, by=SOMEBODY)

    def ask() -> None:
        ask_for_code(participant=seat, by=SOMEBODY)

    refused = while_others(ask, ask)
    assert isinstance(refused, RuleViolation)
    assert (refused.code, AccessCode.objects.count()) == ("too_many_codes", 5)


def test_an_answer_to_what_is_being_changed_counts_for_nothing(called: Called) -> None:
    """It waits for the change: what they said yes to does not stand any more."""
    called.call("employee")
    seat, by = called.seat("employee"), called.place.by("employee")
    seen = seat.invitations.get().ref
    refused = while_others(
        lambda: called.call("employee", now=NOW + HOUR, place="Lokale 3"),
        lambda: answer_invitation(participant=seat, answer=Answer.YES, seen=seen, by=by),
    )
    assert isinstance(refused, RuleViolation)
    assert refused.code == "invitation_changed"
    assert not Invitation.objects.exclude(answer="").exists()
