"""Who is called, and which letters it takes."""

from dataclasses import replace
from typing import Any

import pytest

from cases.invitations.flows import (
    Invitee,
    call_off,
)
from cases.invitations.queries.responses import responses_of
from cases.invitations.rules import Role
from cases.models import Invitation, Notice, Participant
from people.models import Leadership, User
from people.rules import RuleViolation
from tests.cases.conftest import NOW
from tests.cases.invitations.calling.conftest import MINUTE, arrived, send, user_name
from tests.cases.invitations.conftest import DAY, HOUR, TOMORROW, Called
from tests.cases.notices.smtp import Script
from tests.letters import read, words_of


def test_everybody_gets_an_invitation_that_calendars_take(called: Called, post: Script) -> None:
    called.call()
    assert send() == {"accept": 4}
    everybody = [user_name(one) for one in (called.place.employee, called.place.leader, called.consultant)]
    assert arrived(post) == dict.fromkeys([*everybody, "tove"], ("REQUEST", 0, "1@tilbage.example"))
    assert send(NOW + MINUTE) == {}


def test_a_change_rises_the_sequence_and_the_end_has_the_same_uid(called: Called, post: Script) -> None:
    called.call("employee")
    send()
    moved = called.call("employee", now=NOW + HOUR, starts_at=TOMORROW + DAY, ends_at=TOMORROW + DAY + HOUR)
    send(NOW + HOUR)
    call_off(conversation=moved, by=called.by(NOW + 2 * HOUR))
    assert send(NOW + 2 * HOUR) == {"accept": 1}
    methods = [(read(raw).get_body(("calendar",)) or read(raw)).get_content() for raw in post.letters]
    assert [
        (("REQUEST" if "METHOD:REQUEST" in text else "CANCEL"), f"SEQUENCE:{n}" in text)
        for n, text in enumerate(methods)
    ] == [
        ("REQUEST", True),
        ("REQUEST", True),
        ("CANCEL", True),
    ]
    assert all("UID:1@tilbage.example" in text for text in methods)


def test_the_letter_names_nobody_and_has_the_link(called: Called, post: Script) -> None:
    called.call()
    send()
    for raw in post.letters:
        message = read(raw)
        told = "".join([str(message), *(part.get_content() for part in message.iter_parts())])
        names = ("Åse", called.place.employee.last_name, "Birgit", "Karen", "Tove Tillid", "Solgården", "rundbord")
        assert [word for word in (*names, called.place.employee.ref, "Tag gerne") if word in told] == []
        assert "/moede/" in told


def test_only_those_are_told_for_whom_something_changed(called: Called, post: Script) -> None:
    called.call()
    send()
    arrived(post)
    called.invitees["leader"] = replace(called.invitees["leader"], text="Kom gerne lidt før.")
    talk = called.call(now=NOW + HOUR)
    assert send(NOW + HOUR) == {"accept": 1}
    assert arrived(post) == {user_name(called.place.leader): ("REQUEST", 1, "1@tilbage.example")}
    assert called.call(now=NOW + 2 * HOUR).sequence == talk.sequence == 1
    assert send(NOW + 2 * HOUR) == {}


def test_who_is_not_named_any_more_is_told_that_it_is_off(called: Called, post: Script) -> None:
    called.call()
    send()
    arrived(post)
    called.call("employee", "leader", "consultant", now=NOW + HOUR)
    send(NOW + HOUR)
    assert arrived(post) == {"tove": ("CANCEL", 1, "1@tilbage.example")}
    assert Participant.objects.get(role="representative").removed_at == NOW + HOUR


def test_who_comes_later_is_invited_and_not_told_of_a_change(called: Called, post: Script) -> None:
    called.call("employee")
    called.call("employee", now=NOW + HOUR, place="Lokale 3")
    called.call("employee", "representative", now=NOW + HOUR, place="Lokale 3")
    send(NOW + HOUR)
    texts = {read(raw)["To"]: words_of(read(raw)) for raw in post.letters}
    assert all(text.startswith("Du er inviteret til en samtale") for text in texts.values())
    assert len(texts) == 2


def test_a_letter_that_another_has_overtaken_is_not_sent(called: Called, post: Script) -> None:
    called.call("employee")
    called.call("employee", now=NOW + MINUTE, place="Lokale 3")
    assert send(NOW + MINUTE) == {"moot": 1, "accept": 1}
    assert set(Notice.objects.values_list("state", "reason")) == {("withdrawn", "superseded"), ("sent", "")}


def test_a_talk_that_nobody_was_told_of_is_called_off_in_silence(called: Called, post: Script) -> None:
    call_off(conversation=called.call(), by=called.by())
    assert send() == {"moot": 8}
    assert post.letters == []


def test_what_may_have_been_sent_is_called_off(called: Called, post: Script) -> None:
    """The mail server broke off: perhaps it has the invitation."""
    post.to_message.append("drop")
    talk = called.call("employee")
    send()
    call_off(conversation=talk, by=called.by(NOW + HOUR))
    send(NOW + HOUR)
    assert [text for text in post.taken if text] == list(
        Notice.objects.order_by("pk").values_list("message_id", flat=True)
    )


def test_a_leader_who_has_another_unit_now_is_not_invited_any_more(called: Called, post: Script) -> None:
    called.call("leader")
    Leadership.objects.filter(user=called.place.leader.user).delete()
    assert send() == {"moot": 1}
    assert Notice.objects.get().reason == "not_theirs"


def test_nothing_leaves_before_seven(called: Called, post: Script) -> None:
    night = NOW.replace(hour=22)
    called.call(now=night, starts_at=TOMORROW + DAY, ends_at=TOMORROW + DAY + HOUR)
    assert send(night) == {}
    assert set(Notice.objects.values_list("not_before", flat=True)) == {NOW.replace(hour=7) + DAY}
    assert send(NOW.replace(hour=7) + DAY) == {"accept": 4}


def test_an_invitation_to_a_talk_that_is_over_is_not_sent(called: Called, post: Script) -> None:
    called.call()
    assert send(TOMORROW + HOUR) == {"moot": 4}


def test_another_address_gets_another_link(called: Called, post: Script) -> None:
    called.call()
    seat = called.seat("representative")
    send()
    arrived(post)
    called.invitees["representative"] = Invitee(
        role=Role.REPRESENTATIVE, name="Tove Tillid", email="tove@hjemme.example", ref=seat.ref
    )
    called.call(now=NOW + HOUR)
    send(NOW + HOUR)
    assert arrived(post) == {"tove": ("REQUEST", 1, "1@tilbage.example")}
    assert called.seat("representative").link_serial == 2


def test_an_employee_without_an_account_is_written_to(called: Called, post: Script) -> None:
    User.objects.filter(employees=called.place.employee).update(is_active=False)
    called.call("employee")
    assert send() == {"accept": 1}


def test_somebody_without_an_address_takes_part_and_is_owed_no_letter(called: Called, post: Script) -> None:
    called.invitees["interpreter"] = Invitee(role=Role.INTERPRETER, name="Tolken")
    called.call()
    assert send() == {"accept": 4}
    (row,) = [row for row in responses_of(called.talk, called.by(), in_full=True) if row.role is Role.INTERPRETER]
    assert (row.sent, row.is_sent) == ("Ingen mailadresse", False)


def test_one_user_is_called_once(called: Called) -> None:
    called.call("employee", "leader")
    called.call("employee", "leader", now=NOW + HOUR)
    assert Participant.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_at": TOMORROW}, "ends_before_start"),
        ({"invitees": [Invitee(role=Role.OTHER, name="X", ref="nobody")]}, "participant_unknown"),
        ({"invitees": [Invitee(role=Role.OTHER, name="X", text="Han har kræft")]}, "health_in_note"),
        ({"invitees": [Invitee(role=Role.OTHER, name="X", text="010190-1234", text_override="x")]}, "cpr_in_note"),
    ],
)
def test_what_cannot_be_called(called: Called, changes: dict[str, Any], code: str) -> None:
    if invitees := changes.pop("invitees", None):
        called.invitees = {"other": invitees[0]}
    with pytest.raises(RuleViolation, match=code):
        called.call(**changes)
    assert not Invitation.objects.exists()


def test_a_talk_is_called_off_once(called: Called) -> None:
    talk = called.call()
    call_off(conversation=talk, by=called.by())
    for act in (lambda: call_off(conversation=talk, by=called.by()), called.call):
        with pytest.raises(RuleViolation, match="talk_called_off"):
            act()
