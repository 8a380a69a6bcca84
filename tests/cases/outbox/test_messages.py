"""The page of messages, and sending again what failed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.models import Heartbeat, Notice
from cases.notices.flows import resend_notices
from cases.notices.rules import NoticeKind, NoticeState, Reason, may_resend
from cases.outbox.queries import NoticeList, notices_of, outbox_of, say_alarm
from cases.outbox.words import REASONS, say_reason, say_remedy
from people.models import Capacity
from people.rules import CapacityKind, RuleViolation
from tests.world import BEGINNING, NOW, TODAY, World

URL = "/beskeder/"


@pytest.fixture
def world(world: World) -> World:
    Notice.objects.all().delete()
    return world


def notice(world: World, to: str, state: NoticeState = NoticeState.SENT, *, day: date = TODAY, **fields) -> Notice:
    at = datetime.combine(day, NOW.time(), tzinfo=NOW.tzinfo)
    known = {"kind": NoticeKind.DIGEST, "owed_at": at, "not_before": at, "items": 2}
    if state is NoticeState.SENT:
        known["sent_at"] = at
    return Notice.objects.create(
        recipient=world.users[to],
        day=day,
        state=state,
        message_id=f"<{Notice.objects.count()}@tilbage.example>",
        **{**known, **fields},
    )


def listed(world: World, *, state: NoticeState | None = None, day: date | None = None) -> NoticeList:
    return notices_of(world.viewer("hr"), state=state, day=day, number="1")


def test_newest_day_first_and_in_it_what_went_wrong(world: World) -> None:
    notice(world, "leader")
    notice(world, "deputy", NoticeState.FAILED, reason="smtp_550")
    notice(world, "leader_above", NoticeState.OWED, reason=Reason.NO_SERVER, not_before=NOW + timedelta(minutes=5))
    notice(world, "director", NoticeState.WITHDRAWN, reason=Reason.NOTHING_DUE)
    notice(world, "leader", day=TODAY - timedelta(days=3), repeated=True)
    today, friday = listed(world).days
    assert (today.name, friday.name) == ("I dag", "Fredag")
    assert [(line.recipient, line.what, line.chip.words, line.when, line.why) for line in today.lines] == [
        ("Dina Dam", "Dagens opgaver: 2 opgaver", "Kunne ikke leveres", "", "Mailserveren afviste den (550)"),
        (
            "Anders Aagaard",
            "Dagens opgaver: 2 opgaver",
            "Venter",
            "prøves i dag kl.\xa09.05",
            "Mailserveren svarede ikke",
        ),
        ("Birgit Lund", "Dagens opgaver: 2 opgaver", "Sendt", "i dag kl.\xa09.00", ""),
        (
            "Dorte Dahl",
            "Dagens opgaver: 2 opgaver",
            "Ikke længere nødvendig",
            "",
            "Der var ikke længere noget at huske på",
        ),
    ]
    assert [line.again for line in today.lines] == [True, False, False, False]
    assert friday.lines[0].when == "fredag kl.\xa09.00, måske to gange"


def test_filters_by_state_and_day(world: World) -> None:
    notice(world, "leader")
    notice(world, "deputy", NoticeState.CLAIMED, claim="x", lease_until=NOW)
    old = notice(world, "leader", NoticeState.FAILED, day=TODAY - timedelta(days=3), reason="smtp_550")
    found = listed(world, state=NoticeState.OWED)
    assert [line.recipient for line in found.days[0].lines] == ["Dina Dam"]
    assert [(choice.label, choice.count, choice.current) for choice in found.states] == [
        ("Alle", 3, False),
        ("Kunne ikke leveres", 1, False),
        ("Venter", 1, True),
        ("Sendt", 1, False),
        ("Ikke længere nødvendig", 0, False),
    ]
    one_day = listed(world, day=old.day)
    assert [choice.count for choice in one_day.states] == [1, 1, 0, 0, 0]
    assert [(count.name, count.words, count.chosen) for count in one_day.counts] == [
        ("I dag", "1 venter, 1 sendt", False),
        ("Fredag", "1 kunne ikke leveres", True),
    ]
    # Friday's digest says nothing that today's does not.
    assert one_day.again == 0


def test_every_reason_is_in_words() -> None:
    assert REASONS.keys() == set(Reason)
    with translation.override("da"):
        assert (say_reason(""), say_reason("smtp_421")) == ("", "Mailserveren afviste den (421)")
        for of_talk in (False, True):
            assert say_remedy(NoticeState.SENT, "", of_talk=of_talk) == ""
            assert all(say_remedy(NoticeState.FAILED, reason, of_talk=of_talk) for reason in ("smtp_550", *Reason))


@pytest.mark.parametrize("address", ["?state=x", "?day=x", "?state=failed&day=2026-02-31", "?page=9"])
def test_what_is_not_known_in_an_address_is_left_out(hr: Client, address: str) -> None:
    assert hr.get(URL + address).status_code == 200


def test_nothing_sent_yet_is_said(hr: Client) -> None:
    assert "Der er ikke sendt beskeder endnu" in hr.get(URL).content.decode()
    assert "Ingen beskeder passer" in hr.get(f"{URL}?state=failed").content.decode()


def test_a_page_names_no_employee_and_takes_the_same_queries(hr: Client, world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            body = hr.get(URL).content.decode()
        assert "Kanariefugl" not in body
        return len(caught)

    notice(world, "leader")
    one = queries()
    for person in ("deputy", "director", "sibling_leader"):
        notice(world, person, NoticeState.FAILED, reason="smtp_550")
    assert (one, queries()) == (7, 7)


# --- Sending again ----------------------------------------------------------------------------------------


def test_a_failed_one_is_owed_again_with_the_same_message_id(world: World) -> None:
    failed = notice(world, "leader", NoticeState.FAILED, reason="smtp_550", attempts=3)
    assert resend_notices(notices=[failed], by=world.viewer("administrator")) == 1
    again = Notice.objects.get(pk=failed.pk)
    assert (again.state, again.reason, again.attempts, again.not_before) == ("owed", "", 0, NOW)
    assert again.message_id == failed.message_id


def test_an_administrator_may_be_consultant_as_well(world: World) -> None:
    Capacity.objects.create(user=world.users["administrator"], kind=CapacityKind.CONSULTANT, first_day=BEGINNING)
    failed = notice(world, "leader", NoticeState.FAILED, reason="smtp_550")
    assert resend_notices(notices=[failed], by=world.viewer("administrator")) == 1


def test_an_older_digest_and_what_did_not_fail_are_passed_by(world: World) -> None:
    sent = notice(world, "leader")
    old = notice(world, "deputy", NoticeState.FAILED, day=TODAY - timedelta(days=1), reason="smtp_550")
    case = notice(
        *(world, "deputy", NoticeState.FAILED), kind=NoticeKind.CASE_OPENED, day=old.day, subject="x", reason="smtp_550"
    )
    assert resend_notices(notices=[sent, old, case], by=world.viewer("hr")) == 1
    assert set(Notice.objects.values_list("pk", "state")) == {(sent.pk, "sent"), (old.pk, "failed"), (case.pk, "owed")}
    with pytest.raises(RuleViolation, match="nothing_to_resend"):
        resend_notices(notices=[old], by=world.viewer("hr"))


@pytest.mark.parametrize("person", ["hr", "administrator"])
def test_of_those_who_take_part_in_a_talk_nobody_is_named(
    world: World, client_of: Callable[[str], Client], person: str
) -> None:
    for number, role in enumerate(("employee", "guest")):
        Notice.objects.create(
            participant=world.seats[role],
            kind=NoticeKind.INVITATION,
            day=TODAY,
            state=NoticeState.FAILED,
            reason="smtp_550",
            message_id=f"<talk{number}@tilbage.example>",
            owed_at=NOW,
            not_before=NOW,
        )
    body = client_of(person).get(URL).content.decode().partition("<main")[2]
    for words in ("Medarbejder", "Bisidder", "Indkaldelse til samtale", "Den, der indkalder til samtalen, ser dér"):
        assert words in body
    for name in ("Åse", "Kanariefugl", "Bo Bisidder", "bo@eksempel.dk"):
        assert name not in body
    names = {line.recipient for day in listed(world).days for line in day.lines}
    assert names == {"Medarbejder", "Bisidder"}


def test_only_hr_and_administrators_send_again(world: World) -> None:
    failed = notice(world, "leader", NoticeState.FAILED, reason="smtp_550")
    with pytest.raises(RuleViolation, match="not_yours"):
        resend_notices(notices=[failed], by=world.viewer("leader"))


def test_may_resend() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert [may_resend(NoticeKind.DIGEST, day, TODAY) for day in (TODAY, yesterday)] == [True, False]
    assert may_resend(NoticeKind.CASE_OPENED, yesterday, TODAY)
    assert may_resend(NoticeKind.INVITATION, yesterday, TODAY)
    assert not may_resend(NoticeKind.CODE, TODAY, TODAY)


def test_one_or_all_from_the_page(hr: Client, world: World) -> None:
    first = notice(world, "leader", NoticeState.FAILED, reason="smtp_550")
    for person in ("deputy", "director"):
        notice(world, person, NoticeState.FAILED, reason=Reason.GIVEN_UP)
    one = hr.post(f"{URL}send-igen/", {"notice": first.pk})
    assert [str(message) for message in get_messages(one.wsgi_request)] == [
        "1 besked sendes igen inden for et minut, på en arbejdsdag mellem kl. 7 og 18."
    ]
    assert Notice.objects.filter(state=NoticeState.FAILED).count() == 2
    hr.post(f"{URL}send-igen/", {})
    assert Notice.objects.filter(state=NoticeState.OWED).count() == 3


@pytest.mark.parametrize("key", ["x", "9" * 40, "-1"])
def test_a_key_that_is_none_sends_nothing(hr: Client, world: World, key: str) -> None:
    notice(world, "leader", NoticeState.FAILED, reason="smtp_550")
    assert hr.post(f"{URL}send-igen/", {"notice": key}).status_code == 302
    assert Notice.objects.get().state == "failed"


# --- How the sending goes -----------------------------------------------------------------------------------


def alarm(world: World) -> str:
    viewer = world.viewer("hr")
    return say_alarm(outbox_of(viewer), viewer)


def test_a_worker_that_never_ran_or_stopped_is_an_alarm(world: World) -> None:
    assert alarm(world) == "Beskeder går ikke ud: Afsendelsen har aldrig kørt her."
    Heartbeat.objects.create(job="send_notices", beat_at=NOW - timedelta(minutes=16))
    assert alarm(world) == "Beskeder går ikke ud: De er ikke blevet sendt siden i dag kl.\xa08.44."
    Heartbeat.objects.update(beat_at=NOW - timedelta(minutes=15))
    assert alarm(world) == ""


def test_what_is_an_hour_late_is_an_alarm_and_what_failed_is_counted(world: World) -> None:
    Heartbeat.objects.create(job="send_notices", beat_at=NOW)
    notice(world, "leader", NoticeState.OWED, owed_at=NOW - timedelta(minutes=59))
    notice(world, "deputy", NoticeState.FAILED, reason="smtp_550", day=TODAY - timedelta(days=6))
    notice(world, "director", NoticeState.FAILED, reason="smtp_550", day=TODAY - timedelta(days=7))
    assert (alarm(world), outbox_of(world.viewer("hr")).failed) == ("", 1)
    Notice.objects.filter(state=NoticeState.OWED).update(owed_at=NOW - timedelta(hours=1))
    assert alarm(world) == "1 besked skulle være sendt for over en time siden."
