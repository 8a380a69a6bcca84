"""Conversations with a real SMTP server that does not always say yes."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.models import Notice
from cases.notices.flows import send_notices
from people.access import system
from people.models import User
from tests.cases.conftest import NOW, Place, give, owed
from tests.cases.notices.smtp import Script, free_port, serving

MINUTE = timedelta(minutes=1)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def notice(place: Place, settings: Any, script: Script) -> Iterator[Callable[[], Notice]]:
    """One leader, one task due."""
    User.objects.filter(employees=place.deputy).update(is_active=False)
    give(place.employee, owed())
    with serving(settings, script):
        yield Notice.objects.get


def send(now: datetime = NOW) -> dict[str, int]:
    return {event.value: count for event, count in send_notices(by=lambda: system(now)).items()}


def test_a_taken_mail_is_sent_once(notice: Callable[[], Notice], script: Script) -> None:
    assert [send(NOW), send(NOW + MINUTE)] == [{"accept": 1}, {}]
    sent = notice()
    assert (script.taken, sent.state, sent.sent_at, sent.repeated) == ([sent.message_id], "sent", NOW, False)


@pytest.mark.parametrize("where", ["to_recipient", "to_message"])
def test_a_4xx_is_tried_again_after_1_5_15_and_60_minutes(
    notice: Callable[[], Notice], script: Script, where: str
) -> None:
    getattr(script, where).extend(["451 greylisted", "421 busy", "452 full", "450 later"])
    now = NOW
    for wait in (1, 5, 15, 60):
        assert send(now) == {"defer": 1}
        assert send(now + wait * MINUTE - timedelta(seconds=1)) == {}
        now += wait * MINUTE
    assert send(now) == {"accept": 1}
    sent = notice()
    assert (script.taken, sent.repeated, sent.attempts) == ([sent.message_id], False, 5)


def test_a_4xx_that_goes_on_for_two_days_has_failed(notice: Callable[[], Notice], script: Script) -> None:
    script.to_recipient.extend(["451 greylisted"] * 2)
    send(NOW)
    Notice.objects.update(owed_at=NOW - timedelta(hours=48))
    assert send(NOW + MINUTE) == {"defer": 1}
    assert (notice().state, notice().reason) == ("failed", "given_up")


@pytest.mark.parametrize("where", ["to_recipient", "to_message"])
def test_a_5xx_fails_at_once_and_hr_sees_it(notice: Callable[[], Notice], script: Script, where: str) -> None:
    getattr(script, where).append("550 nobody of that name: birgit")
    assert send() == {"refuse": 1}
    assert send(NOW + 60 * MINUTE) == {}
    failed = notice()
    assert (failed.state, failed.reason, script.taken) == ("failed", "smtp_550", [])


@pytest.mark.parametrize("fault", ["drop", "slow"])
def test_an_answer_that_never_came_is_repeated_with_the_same_id_and_marked(
    notice: Callable[[], Notice], script: Script, fault: str
) -> None:
    script.to_message.append(fault)
    assert send() == {"defer": 1}
    assert (notice().state, notice().reason, notice().repeated) == ("owed", "no_answer", True)
    assert send(NOW + MINUTE) == {"accept": 1}
    sent = notice()
    assert (script.taken, sent.state, sent.repeated) == ([sent.message_id] * 2, "sent", True)


def test_a_dead_mail_server_loses_nothing(notice: Callable[[], Notice], script: Script, settings: Any) -> None:
    alive = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    assert send() == {"defer": 1}
    assert (notice().state, notice().reason, notice().repeated) == ("owed", "no_server", False)
    settings.EMAIL_PORT = alive
    assert send(NOW + MINUTE) == {"accept": 1}
    assert script.taken == [notice().message_id]


def test_a_dead_mail_server_is_asked_once_a_round(place: Place, settings: Any) -> None:
    give(place.employee, owed())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert send() == {"defer": 1}
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_slow_mail_does_not_hold_up_the_others(place: Place, settings: Any, script: Script) -> None:
    give(place.employee, owed())
    script.to_message.append("slow")
    with serving(settings, script):
        assert send() == {"defer": 1, "accept": 1}


def test_an_address_that_cannot_be_written_fails_alone(notice: Callable[[], Notice], place: Place) -> None:
    User.objects.filter(employees=place.leader).update(email="ikke en adresse\n@nordstrand.example")
    assert send() == {"refuse": 1}
    assert (notice().state, notice().reason) == ("failed", "bad_address")


def test_no_word_of_the_servers_answer_is_kept(notice: Callable[[], Notice], script: Script) -> None:
    script.to_recipient.append("550 <leder@nordstrand.example> unknown")
    send()
    assert "nordstrand" not in notice().reason
