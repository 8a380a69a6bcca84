"""Minutes are made, amended, recalled and commented on: what becomes of the rows and the letters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from audit.models import Entry
from cases.minutes import flows
from cases.minutes.amending import amended, texts_of
from cases.minutes.content import Correction, MinutesContent, from_json, to_json
from cases.minutes.document import pdf
from cases.minutes.rules import AmendedMeanwhile, RecallReason
from cases.models import Minutes, MinutesComment, MinutesCopy, Notice, Participant
from cases.notices.flows import send_notices
from people.access import guest as guest_called
from people.access import system
from people.rules import RuleViolation
from tests.cases.minutes.conftest import ABOUT_ASE, SECRET, copy_of, make, talk_of
from tests.world import NOW, World

WHY = "Mette Friis var ikke med."


def corrected(content: MinutesContent, words: str = "Det blev sagt i går.") -> MinutesContent:
    return amended(content, words={}, correction=words, heading="Rettelse")


def amend(world: World, minutes: Minutes, by: str = "consultant", **said: Any) -> Minutes:
    content = said.pop("content", None) or corrected(from_json(minutes.content))
    return flows.amend_minutes(
        minutes=minutes, content=content, reason=said.pop("reason", WHY), by=world.viewer(by), **said
    )


def recall(world: World, minutes: Minutes, by: str = "consultant") -> None:
    flows.recall_minutes(minutes=minutes, reason=RecallReason.SENSITIVE, by=world.viewer(by))


def say(world: World, minutes: Minutes, person: str, text: str, **said: str) -> MinutesComment:
    by = guest_called("Bo Bisidder", NOW) if person == "guest" else world.viewer(person)
    return flows.comment_on_minutes(minutes=minutes, participant=world.seats[person], text=text, by=by, **said)


def letters() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="minutes").order_by("pk")
    return list(rows.values_list("participant__role", "state"))


def send_all() -> None:
    send_notices(by=lambda: system(NOW))


# --- Made ----------------------------------------------------------------------------------------------------


def test_minutes_are_kept_as_they_are_sent_byte_for_byte(world: World) -> None:
    made = make(world)
    row = Minutes.objects.get(pk=made.pk)
    content = replace(ABOUT_ASE, made_by="Karen Ravn", made_at=NOW)
    assert (row.version, row.reason, row.made_by, row.made_at) == (1, "", world.users["consultant"], NOW)
    assert row.content == to_json(content)
    assert bytes(row.pdf) == pdf(content)
    assert bytes(row.pdf).startswith(b"%PDF")


def test_everybody_who_gets_minutes_has_a_copy_and_is_written_to(world: World) -> None:
    Participant.objects.filter(pk=world.seats["leader"].pk).update(removed_at=NOW)
    minutes = flows.make_minutes(conversation=talk_of(world), content=ABOUT_ASE, by=world.viewer("consultant"))
    # The companion does not get minutes in the world, and the leader was taken out.
    assert {copy.participant.role for copy in minutes.copies.all()} == {"employee", "consultant"}
    assert letters() == [("employee", "owed"), ("consultant", "owed")]


def test_the_mail_names_nobody_and_says_nothing(world: World, minutes: Minutes) -> None:
    send_all()
    said = [message.message().as_string() for message in mail.outbox if "/moede/" in message.body]
    assert len(said) == 4
    for words in said:
        assert not any(name in words for name in (SECRET, "Kanariefugl", "Åse", "Birgit", "Lærke", "application/pdf"))


def test_whoever_has_no_address_is_not_written_to_and_has_a_copy(world: World) -> None:
    Participant.objects.filter(pk=world.seats["guest"].pk).update(email="")
    minutes = make(world)
    assert copy_of(world, "guest", minutes)
    assert [role for role, _state in letters()] == ["employee", "leader", "consultant"]


def test_the_links_last_on_after_minutes_are_sent(world: World) -> None:
    Participant.objects.update(link_until=NOW + timedelta(hours=1))
    make(world)
    assert all(row.link_until > NOW + timedelta(days=7) for row in Participant.objects.all())


def test_minutes_of_a_talk_are_made_once(world: World, minutes: Minutes) -> None:
    with pytest.raises(RuleViolation, match="minutes_already_made"):
        make(world)


@pytest.mark.parametrize("person", ["leader", "deputy", "sibling_leader", "employee", "administrator", "leader_above"])
def test_others_neither_make_amend_nor_recall(world: World, minutes: Minutes, person: str) -> None:
    with pytest.raises(RuleViolation, match="not_yours"):
        amend(world, minutes, by=person)
    with pytest.raises(RuleViolation, match="not_yours"):
        recall(world, minutes, by=person)
    with pytest.raises(RuleViolation, match="not_yours"):
        flows.make_minutes(conversation=talk_of(world), content=ABOUT_ASE, by=world.viewer(person))


def test_a_leader_who_hosts_the_talk_makes_its_minutes(world: World) -> None:
    talk = talk_of(world)
    talk.host = world.users["leader"]
    talk.save(update_fields=["host"])
    minutes = flows.make_minutes(conversation=talk, content=ABOUT_ASE, by=world.viewer("leader"))
    assert amend(world, minutes, by="leader").version == 2


# --- Amended -------------------------------------------------------------------------------------------------


@pytest.fixture
def later(world: World) -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


def test_an_amendment_is_another_version_that_everybody_gets(world: World, minutes: Minutes) -> None:
    before = Minutes.objects.values("content", "pdf", "reason", "made_at").get(pk=minutes.pk)
    second = amend(world, minutes, by="hr")
    assert (second.version, second.reason, second.made_by) == (2, WHY, world.users["hr"])
    content = from_json(second.content)
    assert content.correction == Correction(made_at=NOW, reason=WHY)
    assert (content.version, content.made_by) == (2, "Henrik Holt")
    assert bytes(second.pdf) == pdf(content)
    assert second.copies.count() == 4
    assert Minutes.objects.values("content", "pdf", "reason", "made_at").get(pk=minutes.pk) == before


def test_of_two_versions_only_the_newer_is_written_about(world: World, minutes: Minutes) -> None:
    amend(world, minutes)
    send_all()
    assert letters() == [
        *((role, "withdrawn") for role in ("employee", "leader", "consultant", "companion")),
        *((role, "sent") for role in ("employee", "leader", "consultant", "companion")),
    ]


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_a_version_needs_a_reason(world: World, minutes: Minutes, reason: str) -> None:
    with pytest.raises(RuleViolation, match="reason_missing"):
        amend(world, minutes, reason=reason)


def test_a_version_that_says_the_same_is_none(world: World, minutes: Minutes) -> None:
    with pytest.raises(RuleViolation, match="nothing_amended"):
        amend(world, minutes, content=from_json(minutes.content))


def test_what_is_new_goes_through_the_guard_and_what_stood_there_does_not(world: World) -> None:
    flagged = corrected(ABOUT_ASE, "Lærke har en depression.")
    minutes = make(world, flagged)
    assert amend(world, minutes).version == 2
    for said in (
        {"content": corrected(flagged, "Det er diabetes.")},
        {"reason": "Hun fik diabetes."},
        {"content": amended(flagged, words={texts_of(flagged)[0].name: "Angst"})},
    ):
        with pytest.raises(RuleViolation, match="health_in_note"):
            amend(world, Minutes.objects.latest("version"), **said)
    newest = Minutes.objects.latest("version")
    kept = amend(
        world,
        newest,
        content=corrected(from_json(newest.content), "Diabetesforeningen kommer."),
        words_override="Det er en forening",
    )
    assert kept.words_override == "Det er en forening"
    with pytest.raises(RuleViolation, match="cpr_in_note"):
        amend(world, kept, content=corrected(from_json(kept.content), "010190-1234"), words_override="Fordi")


def test_the_same_amendment_sent_twice_is_one_version(world: World, minutes: Minutes) -> None:
    assert amend(world, minutes) == amend(world, minutes)
    assert Minutes.objects.count() == 2
    assert Notice.objects.filter(kind="minutes").count() == 8


def test_another_amendment_of_a_version_that_was_followed_is_refused(world: World, minutes: Minutes) -> None:
    amend(world, minutes)
    with pytest.raises(AmendedMeanwhile) as refused:
        amend(world, minutes, by="hr")
    assert refused.value.newest == 2


def test_after_a_recall_the_version_before_is_amended_and_no_number_is_used_twice(
    world: World, minutes: Minutes
) -> None:
    recall(world, amend(world, minutes))
    assert amend(world, minutes).version == 3


# --- Recalled ------------------------------------------------------------------------------------------------


def test_a_recall_keeps_its_trace_and_the_other_versions(world: World, minutes: Minutes) -> None:
    second = amend(world, minutes)
    recall(world, minutes, by="hr")
    minutes.refresh_from_db()
    second.refresh_from_db()
    assert (minutes.recalled_at, minutes.recalled_by) == (NOW, world.users["hr"])
    assert minutes.recall_reason == "sensitive"
    assert second.recalled_at is None


def test_nobody_is_written_to_about_what_was_recalled_before_the_letter_left(world: World, minutes: Minutes) -> None:
    recall(world, minutes)
    send_all()
    assert {state for _role, state in letters()} == {"withdrawn"}
    assert [message for message in mail.outbox if "/moede/" in message.body] == []


def test_the_version_before_is_written_about_where_the_newer_was_recalled_at_once(
    world: World, minutes: Minutes
) -> None:
    recall(world, amend(world, minutes))
    send_all()
    assert [state for _role, state in letters()] == ["sent"] * 4 + ["withdrawn"] * 4


def test_what_was_recalled_is_neither_recalled_again_nor_amended_nor_commented_on(
    world: World, minutes: Minutes
) -> None:
    recall(world, minutes)
    for refused in (
        lambda: recall(world, minutes),
        lambda: amend(world, minutes),
        lambda: say(world, minutes, "employee", "Nej"),
    ):
        with pytest.raises(RuleViolation, match="minutes_recalled"):
            refused()


def recalled() -> dict[str, str]:
    return dict(Notice.objects.filter(kind="recalled").values_list("participant__role", "state"))


def test_those_who_had_received_them_are_told_that_they_were_recalled(world: World, minutes: Minutes) -> None:
    send_all()
    mail.outbox.clear()
    recall(world, minutes)
    send_all()
    assert recalled() == dict.fromkeys(("employee", "leader", "consultant", "companion"), "sent")
    found = [message for message in mail.outbox if "/moede/" in message.body]
    assert {message.subject for message in found} == {"Referatet af din samtale er trukket tilbage"}
    assert len(found) == 4
    for message in found:
        words = message.message().as_string() + message.body
        assert not any(name in words for name in (SECRET, "Kanariefugl", "Åse", "sensitive", "følsom", "fejl"))


def test_who_never_received_them_is_not_told_that_they_were_recalled(world: World, minutes: Minutes) -> None:
    recall(world, minutes)
    send_all()
    assert set(recalled().values()) == {"withdrawn"}


def test_who_had_opened_them_before_the_letter_is_told(world: World, minutes: Minutes) -> None:
    MinutesCopy.objects.filter(pk=copy_of(world, "leader", minutes).pk).update(read_at=NOW)
    recall(world, minutes)
    send_all()
    assert [role for role, state in recalled().items() if state == "sent"] == ["leader"]


def test_who_takes_part_no_more_is_not_told_of_the_recall(world: World, minutes: Minutes) -> None:
    send_all()
    Participant.objects.filter(pk=world.seats["guest"].pk).update(removed_at=NOW)
    recall(world, minutes)
    send_all()
    assert set(recalled()) == {"employee", "leader", "consultant"}


# --- Commented on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["employee", "leader", "consultant", "guest"])
def test_whoever_got_them_says_something_beside_them(world: World, minutes: Minutes, person: str) -> None:
    row = say(world, minutes, person, "  Jeg husker det anderledes. ")
    assert (row.participant, row.text, row.written_at) == (world.seats[person], "Jeg husker det anderledes.", NOW)
    assert Minutes.objects.get().content == minutes.content


def test_as_what_somebody_commented_stands_in_the_audit(world: World, minutes: Minutes) -> None:
    for person in ("employee", "leader", "guest"):
        say(world, minutes, person, "Ja")
    rows = Entry.objects.filter(event="minutes_commented").order_by("pk")
    assert list(rows.values_list("actor_name", "capacity")) == [
        ("Åse Kanariefugl", "self"),
        ("Birgit Lund", "leader"),
        ("Bo Bisidder", "guest"),
    ]


def test_the_same_comment_sent_twice_is_one(world: World, minutes: Minutes) -> None:
    assert say(world, minutes, "employee", "Ja") == say(world, minutes, "employee", " Ja ")
    assert say(world, minutes, "leader", "Ja")
    assert MinutesComment.objects.count() == 2


def test_whoever_was_not_sent_them_says_nothing_to_them(world: World) -> None:
    minutes = flows.make_minutes(conversation=talk_of(world), content=ABOUT_ASE, by=world.viewer("consultant"))
    assert not MinutesCopy.objects.filter(participant=world.seats["guest"]).exists()
    with pytest.raises(RuleViolation, match="not_yours"):
        say(world, minutes, "guest", "Ja")


def test_comments_go_through_the_guard(world: World, minutes: Minutes) -> None:
    for text, code in (
        ("", "nothing_said"),
        ("Jeg har en depression", "health_in_note"),
        ("010190-1234", "cpr_in_note"),
    ):
        with pytest.raises(RuleViolation, match=code):
            say(world, minutes, "employee", text)
    row = say(world, minutes, "employee", "Diabetesforeningen", text_override="En forening")
    assert row.text_override == "En forening"


def test_no_word_of_minutes_reaches_the_audit(world: World, minutes: Minutes) -> None:
    say(world, minutes, "guest", "Kommentarkanarie")
    amend(world, minutes, reason="Grundkanarie")
    recall(world, minutes)
    rows = str(list(Entry.objects.values_list("event", "subjects", "case_ref", "fields", "purpose")))
    for canary in (SECRET, "Kommentarkanarie", "Grundkanarie"):
        assert canary not in rows
