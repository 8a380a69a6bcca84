"""Who is called, and which letters it takes: as they arrive at a real mail server."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils.module_loading import import_string
from icalendar import Calendar

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
from cases.models import Invitation, Notice, Participant
from cases.notices.flows import owe_letter, owe_notices, send_notices
from cases.notices.letters import WRITERS
from cases.notices.rules import NoticeKind
from people.access import system
from people.models import Leadership, User
from people.rules import RuleViolation
from tests.cases.conftest import NOW, Place, user_of
from tests.cases.invitations.conftest import DAY, HOUR, TOMORROW, Called
from tests.cases.notices.smtp import Script, serving

MINUTE = timedelta(minutes=1)


@pytest.fixture
def post(called: Called, settings: Any) -> Iterator[Script]:
    """A mail server that keeps what it takes."""
    script = Script()
    with serving(settings, script):
        yield script


def send(now: datetime = NOW) -> dict[str, int]:
    return {event.value: count for event, count in send_notices(by=lambda: system(now)).items()}


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def arrived(post: Script) -> dict[str, tuple[str, int, str]]:
    """Receiver -> method, sequence and UID of what has arrived since it was asked; each must be an invitation."""
    found = {}
    for raw in post.letters:
        message = read(raw)
        text, calendar = message.iter_parts()
        assert (message["Subject"], text.get_content_type()) == ("Samtale", "text/plain")
        assert calendar.get_content_type() == "text/calendar"
        read_back = Calendar.from_ical(calendar.get_content())
        (event,) = read_back.walk("VEVENT")
        assert calendar["Content-Type"].params["method"] == read_back["METHOD"]
        found[message["To"].partition("@")[0]] = (str(read_back["METHOD"]), int(event["SEQUENCE"]), str(event["UID"]))
    post.letters.clear()
    return found


def user_name(employee: Any) -> str:
    return user_of(employee).username


# --- Calling -----------------------------------------------------------------------------------------------


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
    texts = {read(raw)["To"]: read(raw).get_body(("plain",)).get_content() for raw in post.letters}  # type: ignore[union-attr]
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


# --- Answers -----------------------------------------------------------------------------------------------


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
    assert (row.answer, row.superseded, row.chip.words) == (None, True, "Kommer, sagt før ændringen")
    answer(called, "employee", Answer.NO, now=NOW + HOUR)
    row = responses_of(called.talk, called.by(), in_full=True)[0]
    assert (row.answer, row.superseded) == (Answer.NO, False)


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


# --- Times -------------------------------------------------------------------------------------------------


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


# --- A companion -------------------------------------------------------------------------------------------


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


# --- Other letters -----------------------------------------------------------------------------------------


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
