"""Once a month consultants and HR are told by mail how many contacts must be confirmed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail

from cases.models import Notice
from cases.notices.flows import send_notices
from people.access import system
from people.calendar import COPENHAGEN
from people.models import User
from retention.models import Contact
from tests.world import BEGINNING, World

FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=COPENHAGEN)
KEEPERS = ["consultant", "hr", "hr_colleague", "other_consultant"]


def reminded(moment: datetime) -> list[str]:
    """Who gets the mail of contacts when notices are sent at the moment."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        send_notices(by=lambda: system(moment))
    return sorted(m.to[0].partition("@")[0] for m in mail.outbox if "kontakt" in m.subject)


@pytest.fixture
def stale(world: World) -> World:
    Contact.objects.update(confirmed_on=BEGINNING)
    return world


def test_those_who_keep_the_contacts_are_told_once_a_month(stale: World) -> None:
    assert reminded(FIRST - timedelta(days=1)) == []
    assert reminded(FIRST) == KEEPERS
    assert reminded(FIRST + timedelta(hours=3)) == []
    assert reminded(FIRST + timedelta(days=1)) == []
    assert reminded(datetime(2027, 1, 4, 9, 0, tzinfo=COPENHAGEN)) == KEEPERS


def test_the_mail_has_a_link_a_number_and_a_date_and_names_nobody(stale: World) -> None:
    reminded(FIRST)
    letter = next(m for m in mail.outbox if "kontakt" in m.subject)
    assert letter.subject == "1 kontakt skal bekræftes"
    assert "1.\u00a0december" in letter.body
    assert "http" in letter.body
    assert not [name for name in ("Grethe", "Ringkøbing", "Karen", "00 00") if name in letter.subject + letter.body]


def test_nobody_is_told_while_every_contact_is_confirmed(world: World) -> None:
    Contact.objects.update(confirmed_on=FIRST.date())
    assert reminded(FIRST) == []


def test_one_who_has_lost_the_capacity_or_what_was_confirmed_meanwhile_is_not_written_to(stale: World) -> None:
    User.objects.filter(username="consultant").update(is_active=False)
    assert reminded(FIRST) == [name for name in KEEPERS if name != "consultant"]
    assert not Notice.objects.filter(kind="contacts", recipient__username="consultant").exists()
