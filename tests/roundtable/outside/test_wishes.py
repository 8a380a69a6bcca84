"""Wishes from outside: double opt-in, settling, and what never gets out."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from audit.models import Entry
from cases.models import Notice
from cases.notices.flows import send_notices
from config.logs import without_tokens
from people.access import guest, system
from people.models import Assignment, Employee
from roundtable.access import open_meeting
from roundtable.meetings.queries.people import people_for
from roundtable.models import Meeting, OutsideRequest
from roundtable.outside import flows
from roundtable.outside.links import token_of
from roundtable.rules.outside import EndReason, plain_name, split_name
from tests.audit.scenarios_request import ask_from_outside, confirm_from_outside
from tests.cases.notices.smtp import Script, serving
from tests.refusals import refusal_of
from tests.roundtable.conftest import HOUR
from tests.world import NOW, TODAY, World

FORM = {
    "kind": "employer",
    "organisation": "Firmaet Hemmelig",
    "name": "Grethe Spørger",
    "email": "grethe@firma.example",
    "phone": "12 34 56 78",
    "about_name": "Kanine Udenfor",
    "about_workplace": "Lageret Gemmested",
    "reason": "worry",
}
# Looks like an address; its server says that it is none.
TAKEN = ("ingen@firma.example",)
# Typed on the public page: none of it in a log, a mail, an address or the audit.
TYPED = ("Hemmelig", "Spørger", "Kanine", "Udenfor", "Gemmested", "12 34 56 78")


@pytest.fixture(autouse=True)
def unlimited() -> object:
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        yield


# --- The public form ----------------------------------------------------------------------------------------


def test_a_wish_counts_once_its_address_is_confirmed(world: World, client_of) -> None:
    client = Client()
    response = client.post(reverse("outside_request"), FORM)
    assert response.headers["Location"] == reverse("outside_thanks")
    asked = OutsideRequest.objects.get()
    consultant = client_of("consultant")
    assert "Kanine Udenfor" not in consultant.get("/moeder/?vis=udefra").content.decode()

    assert flows.send_confirmations(by=system(NOW)) == 1
    assert flows.send_confirmations(by=system(NOW)) == 0
    [letter] = mail.outbox
    assert letter.to == ["grethe@firma.example"]
    link = re.search(rf"{re.escape(settings.BASE_URL)}(\S+)", letter.body)
    assert link
    assert "Bekræft mit ønske" in client.get(link[1]).content.decode()
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    for _twice in range(2):
        assert "Ønsket er modtaget" in client.post(link[1]).content.decode()
    asked.refresh_from_db()
    assert asked.confirmed_at == NOW
    assert Entry.objects.filter(event="outside_confirmed").count() == 1
    assert "Kanine Udenfor" in consultant.get("/moeder/?vis=udefra").content.decode()


def test_the_answer_is_the_same_whoever_it_is_about(world: World) -> None:
    client = Client()
    answers = {
        client.post(reverse("outside_request"), FORM | {"about_name": name}).headers["Location"]
        for name in ("Åse Kanariefugl", "Nora Nielsen")
    }
    assert answers == {reverse("outside_thanks")}


@pytest.mark.parametrize(
    ("field", "text"),
    [("about_name", "010190-1234"), ("organisation", "Depressionsklinikken: han har en depression"), ("email", "x")],
)
def test_no_cpr_number_and_no_diagnosis_is_taken(world: World, field: str, text: str) -> None:
    assert Client().post(reverse("outside_request"), FORM | {field: text}).status_code == 200
    assert not OutsideRequest.objects.exists()


def test_a_link_that_is_wrong_or_has_run_out_says_so(world: World) -> None:
    asked = ask_from_outside(world)
    good = token_of(asked)
    asked.delete()
    for token in ("x", good):
        text = Client().post(reverse("outside_confirm", args=[token])).content.decode()
        assert "Linket gælder ikke mere" in text


def test_attempts_are_limited_by_place_and_by_address(world: World) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"outside_request": "10/h/ip,3/d/key"}):
        client = Client(REMOTE_ADDR="192.0.2.17")
        found = [
            client.post(reverse("outside_request"), FORM | {"email": f"{number}@firma.example"}).status_code
            for number in range(12)
        ]
        assert found == [302] * 10 + [429] * 2
        other = Client(REMOTE_ADDR="192.0.2.18")
        same = FORM | {"email": "en@firma.example"}
        found = [other.post(reverse("outside_request"), same).status_code for _ in "1234"]
        assert found == [302] * 3 + [429]


def test_what_nobody_confirms_is_gone_after_a_week(world: World) -> None:
    ask_from_outside(world)
    confirm_from_outside(world, "Anna Andersen")
    assert flows.forget_unconfirmed(by=system(NOW + timedelta(days=6))) == 0
    assert flows.forget_unconfirmed(by=system(NOW + timedelta(days=7))) == 1
    assert OutsideRequest.objects.get().about_name == "Anna Andersen"


def test_a_mail_server_that_does_not_answer_leaves_it_owed(world: World) -> None:
    ask_from_outside(world)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        assert flows.send_confirmations(by=system(NOW)) == 0
    assert flows.send_confirmations(by=system(NOW)) == 1


@pytest.mark.parametrize("odd", ["a@b.example\nBcc: c@d.example", *TAKEN])
def test_an_address_that_no_server_takes_keeps_no_others_waiting(world: World, settings, odd: str) -> None:
    """It is tried once: not every minute for a week."""
    ask_from_outside(world)
    OutsideRequest.objects.update(email=odd, made_at=NOW - HOUR)
    good = ask_from_outside(world)
    script = Script(to_recipient=["550 no such user"] if odd in TAKEN else [])
    with serving(settings, script):
        assert flows.send_confirmations(by=system(NOW)) == 1
        script.to_recipient = ["550 no such user"]
        assert flows.send_confirmations(by=system(NOW)) == 0
    assert len(script.taken) == 1
    assert script.to_recipient == ["550 no such user"]
    good.refresh_from_db()
    assert good.mailed_at == NOW


# --- Consultants are told -----------------------------------------------------------------------------------


def test_consultants_are_mailed_at_once_and_not_when_it_is_settled(world: World) -> None:
    asked = confirm_from_outside(world)
    send_notices(by=lambda: system(NOW))
    rows = Notice.objects.filter(kind="outside", state="sent")
    assert {row.recipient for row in rows} == {world.users["consultant"], world.users["other_consultant"]}
    assert {row.subject for row in rows} == {asked.ref}
    send_notices(by=lambda: system(NOW + HOUR))
    assert Notice.objects.filter(kind="outside").count() == 2


def test_what_is_settled_before_the_mail_leaves_is_not_told(world: World) -> None:
    early = NOW.replace(hour=6)
    asked = confirm_from_outside(world)
    Notice.objects.create(
        recipient=world.users["consultant"],
        kind="outside",
        day=TODAY,
        subject=asked.ref,
        message_id="<outside@tilbage.example>",
        owed_at=early,
        not_before=early,
    )
    flows.end_from_outside(asked=asked, reason=EndReason.NOT_OURS, by=world.viewer("consultant"))
    send_notices(by=lambda: system(NOW))
    assert Notice.objects.get(kind="outside").state == "withdrawn"


# --- Settling -------------------------------------------------------------------------------------------------


def test_only_those_are_offered_who_are_called_exactly_so(world: World, client_of) -> None:
    Employee.objects.filter(pk=world.employees["colleague"].pk).update(first_name="Carl Bo")
    asked = confirm_from_outside(world, "carl  colding")
    url = reverse("outside_settle", args=[asked.ref])
    text = client_of("other_consultant").get(url).content.decode()
    assert "Carl Bo Colding" not in text
    Employee.objects.filter(pk=world.employees["colleague"].pk).update(first_name="Carl")
    text = client_of("other_consultant").get(url).content.decode()
    assert "Carl Colding, Medarbejder, Plejecenter Solgården" in text
    listed = Entry.objects.filter(event="listed", purpose="outside").latest("pk")
    assert listed.subjects == [world.employees["colleague"].ref]


def test_an_employee_gets_a_meeting_whose_clock_runs_since_it_was_confirmed(world: World, client_of) -> None:
    asked, carl = confirm_from_outside(world, "Carl Colding"), world.employees["colleague"]
    karen = world.viewer("consultant", NOW + 3 * HOUR)
    meeting = flows.settle_with_employee(asked=asked, employee=carl, by=karen)
    assert (meeting.employee, meeting.requester, meeting.requested_by) == (carl, "employer", None)
    assert meeting.requested_at == NOW
    assert carl.follow_ups.get(kind="round_table_plan").due_at == NOW + 48 * HOUR
    assert Assignment.objects.filter(employee=carl, consultant=None).exists()
    asked.refresh_from_db()
    assert (asked.meeting, asked.settled_by) == (meeting, world.users["consultant"])


def test_who_works_elsewhere_is_known_by_the_consultants_alone(world: World, client_of) -> None:
    asked, client = confirm_from_outside(world, "Kanine Udenfor"), client_of("consultant")
    client.post(reverse("outside_settle", args=[asked.ref]), {"who": "elsewhere"})
    meeting = Meeting.objects.get()
    assert (meeting.employee.name, meeting.employee.is_outside) == ("Kanine Udenfor", True)
    assert re.fullmatch(r"U-[\w-]{16}", meeting.employee.number)
    page = reverse("meeting", args=[meeting.ref])
    assert "Kanine Udenfor" in client.get(page).content.decode()
    for person in ("hr", "leader", "director", "administrator"):
        assert client_of(person).get(page).status_code == 404
    for address in ("/medarbejdere/?q=Kanine", "/overblik/", "/moeder/"):
        assert "Udenfor" not in client_of("hr").get(address).content.decode()


def test_who_wished_comes_as_a_guest_and_leader(world: World) -> None:
    asked = confirm_from_outside(world)
    meeting = flows.settle_with_outsider(asked=asked, by=world.viewer("consultant"))
    karen = world.viewer("consultant")
    people = people_for(open_meeting(karen, meeting.ref, purpose="meeting_plan"), [], karen)
    assert [(each.name, each.role, each.email) for each in people if each.thought_of] == [
        ("Nora Nielsen", "employee", ""),
        ("Grethe Grøn", "leader", "grethe@firma.example"),
        ("Karen Ravn", "consultant", ""),
    ]


def test_settling_is_refused_to_others_and_twice(world: World) -> None:
    asked, carl = confirm_from_outside(world, "Carl Colding"), world.employees["colleague"]
    for person in ("hr", "leader", "administrator"):
        by = world.viewer(person)
        assert refusal_of(lambda by=by: flows.settle_with_employee(asked=asked, employee=carl, by=by)) == "not_yours"
        assert refusal_of(lambda by=by: flows.settle_with_outsider(asked=asked, by=by)) == "not_yours"
        ended = refusal_of(lambda by=by: flows.end_from_outside(asked=asked, reason=EndReason.UNCLEAR, by=by))
        assert ended == "not_yours"
    karen = world.viewer("consultant")
    ase = world.employees["employee"]
    assert refusal_of(lambda: flows.settle_with_employee(asked=asked, employee=ase, by=karen)) == "other_name"
    flows.settle_with_employee(asked=asked, employee=carl, by=karen)
    assert refusal_of(lambda: flows.settle_with_outsider(asked=asked, by=karen)) == "already_settled"
    new = ask_from_outside(world)
    assert refusal_of(lambda: flows.settle_with_outsider(asked=new, by=karen)) == "not_confirmed"
    again = confirm_from_outside(world, "Carl Colding")
    taken = refusal_of(lambda: flows.settle_with_employee(asked=again, employee=carl, by=karen))
    assert taken == "meeting_already_open"


def test_nobody_settles_what_is_about_themselves(world: World, client_of) -> None:
    """Nor ends it, nor reads it: it is another consultant's."""
    asked = confirm_from_outside(world, "karen  RAVN")
    karen = world.viewer("consultant")
    for call in (
        lambda: flows.settle_with_employee(asked=asked, employee=world.employees["consultant"], by=karen),
        lambda: flows.settle_with_outsider(asked=asked, by=karen),
        lambda: flows.end_from_outside(asked=asked, reason=EndReason.UNCLEAR, by=karen),
    ):
        assert refusal_of(call) == "not_yours"
    for person, status in (("consultant", 404), ("other_consultant", 200)):
        client = client_of(person)
        for name in ("outside_settle", "outside_end"):
            assert client.get(reverse(name, args=[asked.ref])).status_code == status
        listed = client.get("/moeder/?vis=udefra")
        assert ("RAVN" in listed.content.decode()) is (status == 200)
        assert [tab["count"] for tab in listed.context["tabs"]][-1] == int(status == 200)


def test_one_that_comes_to_nothing_says_why(world: World, client_of) -> None:
    asked, client = confirm_from_outside(world), client_of("consultant")
    url = reverse("outside_end", args=[asked.ref])
    assert client.post(url, {}).status_code == 200
    client.post(url, {"reason": "spoken_with"})
    asked.refresh_from_db()
    assert (asked.end_reason, asked.settled_by) == ("spoken_with", world.users["consultant"])
    assert "Nora Nielsen" not in client.get("/moeder/?vis=udefra").content.decode()


# --- What never gets out ----------------------------------------------------------------------------------------


def test_what_is_typed_reaches_no_log_no_mail_no_address_and_no_audit(world: World, client_of) -> None:
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    try:
        client = Client()
        went = client.post(reverse("outside_request"), FORM)
        flows.send_confirmations(by=system(NOW))
        asked = OutsideRequest.objects.get()
        went_on = client.post(reverse("outside_confirm", args=[token_of(asked)]))
        send_notices(by=lambda: system(NOW))
        consultant = client_of("consultant")
        settled = consultant.post(reverse("outside_settle", args=[asked.ref]), {"who": "elsewhere"})
    finally:
        logging.getLogger().removeHandler(handler)
    mails = [f"{letter.subject} {letter.body} {letter.extra_headers}" for letter in mail.outbox]
    rows = Entry.objects.values_list("actor_name", "event", "subjects", "case_ref", "fields", "purpose")
    addresses = [answer.headers.get("Location", "") for answer in (went, went_on, settled)]
    for where in (logged.getvalue(), *mails, str(list(rows)), *addresses, went_on.content.decode()):
        assert [text for text in TYPED if text in where] == []


def test_the_logs_leave_the_link_out(world: World) -> None:
    token = token_of(ask_from_outside(world))
    assert token not in without_tokens(f"GET {reverse('outside_confirm', args=[token])}")


def test_whoever_comes_from_outside_is_called_so_in_the_audit(world: World) -> None:
    confirm_from_outside(world)
    rows = Entry.objects.filter(event__startswith="outside").values_list("actor_name", "capacity")
    assert set(rows) == {("Udefra", "guest")}
    assert guest("Udefra", NOW).is_system is False


@pytest.mark.parametrize(
    ("name", "plain", "split"),
    [
        ("Åse  KANARIEFUGL", "åse kanariefugl", ("Åse", "KANARIEFUGL")),
        (" Anne Marie Holm ", "anne marie holm", ("Anne Marie", "Holm")),
        ("Bo", "bo", ("Bo", "")),
    ],
)
def test_names_are_compared_and_split_by_their_words(name: str, plain: str, split: tuple[str, str]) -> None:
    assert (plain_name(name), split_name(name)) == (plain, split)
