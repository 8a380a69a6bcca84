"""What somebody with a log-in may try in the consultant's toolbox, through its pages and past them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Entry
from cases.flows import open_case
from cases.models import Notice
from cases.notices.flows import owe_notices
from cases.rules import OpenReason
from people.access import system
from people.models import Employee, Employment
from retention.caseload.flows import note_work, refer, take
from retention.consent import flows as consent
from retention.fasttrack import flows as fast_track
from retention.knowledge.flows import save_guide
from retention.ladder.flows import place
from retention.models import Agreement, Consent, Contact, Offer, Sheet, Step, Work
from retention.offers.flows import start_offer
from retention.offers.queries import tallies_of
from retention.partners import flows as partners
from retention.rules.caseload import ReferReason, WorkKind
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.fasttrack import FastTrackKind, Initiator
from retention.rules.knowledge import GuideKey
from retention.rules.ladder import Occasion, Party, ToldHow
from retention.screening.flows import screen
from tests.refusals import refusal_of
from tests.retention.fasttrack.conftest import inform, start
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
LONG_AGO = date(1926, 11, 23)
CPR = "010203-1234"


def body(response) -> str:
    return bytes(response.content).decode()


# --- Somebody who has left -------------------------------------------------------------------------------


@pytest.fixture
def left(world: World) -> Employee:
    """The colleague has left; only HR sees them."""
    Employment.objects.filter(employee=world.employees["colleague"]).update(last_day=TODAY - DAY)
    return world.employees["colleague"]


def test_nothing_begins_for_who_has_left(world: World, left: Employee) -> None:
    """The pages offer none of it; neither do the flows, for who knows the address."""
    hr = world.viewer("hr")
    step, offer = Step.objects.running(TODAY).get(number=5), Offer.objects.get(key="virksomhedspraktik")
    fast = {"kind": FastTrackKind.PREVENTIVE, "initiator": Initiator.LEADER}
    for begin in (
        lambda: refer(employee=left, to=None, reason=ReferReason.WORRY, by=hr),
        lambda: place(employee=left, party=Party.AGREED, step=step, occasion=Occasion.TALK, by=hr),
        lambda: start_offer(employee=left, offer=offer, started_on=TODAY - 2 * DAY, by=hr),
        lambda: fast_track.start_fast_track(employee=left, **fast, by=hr),
        lambda: screen(employee=left, answers={}, by=hr),
        lambda: open_case(employee=left, reason=OpenReason.WORRY, by=hr),
    ):
        assert refusal_of(begin) == "has_left"


def test_who_has_left_is_said_in_words(world: World, left: Employee, client_of) -> None:
    client = client_of("hr")
    for name, data in (
        ("refer", {"reason": "worry", "to": "team"}),
        ("place_on_ladder", {"step": "5", "party": "agreed", "occasion": "talk", "placed_on": "23-11-2026"}),
        ("offer_start", {"offer": "virksomhedspraktik", "day": "20-11-2026"}),
        ("fast_track_start", {"kind": "preventive", "initiator": "leader"}),
    ):
        response = client.post(reverse(name, args=[left.ref]), data)
        assert "arbejder her ikke" in body(response), name


# --- Days ------------------------------------------------------------------------------------------------


def test_what_was_said_or_done_a_lifetime_ago_is_not_kept(world: World) -> None:
    assert refusal_of(lambda: give(world, given_on=LONG_AGO)) == "too_long_ago"
    work = {"kind": WorkKind.OTHER, "on": LONG_AGO, "hours": Decimal(1)}
    assert refusal_of(lambda: note_work(**work, by=world.viewer("consultant"))) == "too_long_ago"


# --- Consent ---------------------------------------------------------------------------------------------

TASKS = frozenset({Content.TASKS})
ASKED = {"purpose": Purpose.FAST_TRACK, "receiver": Receiver.UNION, "content": TASKS}


def give(world: World, given_on: date = TODAY, **more) -> Consent:
    told = {"given_on": given_on, "told_how": ToldHow.PHONE, "by": world.viewer("leader"), **ASKED, **more}
    return consent.give_consent(employee=world.employees["employee"], **told)


def test_a_consent_that_is_posted_twice_is_withdrawn_once_and_for_all(world: World) -> None:
    assert give(world) == give(world)
    consent.withdraw_consent(consent=Consent.objects.get(), by=world.viewer("employee"))
    share = {"employee": world.employees["employee"], **ASKED, "by": world.viewer("leader")}
    assert refusal_of(lambda: consent.share(**share)) == "no_consent"


def test_a_consent_from_before_the_withdrawal_does_not_come_back(world: World) -> None:
    """A form that was opened before the employee withdrew, or a day that is put back."""
    given = give(world, TODAY - 5 * DAY)
    consent.withdraw_consent(consent=given, by=world.viewer("employee"))
    assert refusal_of(lambda: give(world, TODAY - DAY)) == "withdrawn_since"
    assert refusal_of(lambda: give(world, TODAY - DAY, content=TASKS | {Content.PLAN})) == "withdrawn_since"
    give(world, TODAY - DAY, receiver=Receiver.MUNICIPALITY)
    give(world, TODAY)


# --- What is counted and kept by who may -----------------------------------------------------------------


@pytest.mark.parametrize("person", ["leader", "employee", "administrator"])
def test_an_agreement_is_counted_by_hand_only_by_who_keeps_it(world: World, person: str) -> None:
    agreement = Agreement.objects.get()
    use = {"agreement": agreement, "used_on": TODAY, "by": world.viewer(person)}
    assert refusal_of(lambda: partners.use_agreement(**use)) == "not_yours"


def test_a_sheet_that_was_withdrawn_meanwhile_is_not_written_any_more(world: World) -> None:
    hr, sheet = world.viewer("hr"), Sheet.objects.get()
    partners.withdraw_sheet(sheet=sheet, by=hr)
    text = {"title": "x", "text": "x", "source": "x", "owner": "x", "checked_on": TODAY}
    again = {"municipality": sheet.municipality, "sheet": sheet, **text, "by": hr}
    assert refusal_of(lambda: partners.save_sheet(**again)) == "has_ended"
    assert refusal_of(lambda: partners.withdraw_sheet(sheet=sheet, by=hr)) == "has_ended"


def test_a_contact_that_has_ended_is_neither_changed_nor_confirmed(world: World) -> None:
    hr, contact = world.viewer("hr"), Contact.objects.get()
    Contact.objects.update(last_day=TODAY - DAY)
    new = {"name": "x", "role": "", "phone": "1", "email": "", "secure_email": ""}
    assert refusal_of(lambda: partners.change_contact(contact=contact, **new, opened="", by=hr)) == "has_ended"
    assert refusal_of(lambda: partners.confirm_contact(contact=contact, by=hr)) == "has_ended"


# --- CPR numbers in what is about nobody -----------------------------------------------------------------

OFFER = {
    "name_da": "x", "steps": ["3"], "purpose": "x", "last_checked": "23-11-2026", "first_day": "23-11-2026",
    "last_day": "24-11-2026", "why_ended": "x",
}  # fmt: skip
CONTACT = {"name": "x", "phone": "1", "first_day": "23-11-2026"}
AGREEMENT = {"kind": "other", "first_day": "23-11-2026"}
SHEET = {"title": "x", "text": "x", "source": "x", "owner": "x", "checked_on": "23-11-2026"}
GUIDE = {**SHEET, "number": "1", "summary": "x", "steps": "x"}
MEETING = {"held_on": "23-11-2026", "with_whom": "x", "note": "x"}
ACTION = {"what": "x", "who": "x", "due_on": "24-11-2026"}
HOME = {"code": 760}
TEXTS = [
    ("offer_add", {}, OFFER, "name_da name_en purpose provider price wait eligibility contact source why_ended"),
    ("offer_change", {"key": "virksomhedspraktik"}, OFFER, "name_da name_en purpose eligibility"),
    ("phone_hours", HOME, {}, "phone_hours"),
    ("contact_add", HOME, CONTACT, "name role phone"),
    ("agreement_add", HOME, AGREEMENT, "words"),
    ("sheet_add", HOME, SHEET, "title text source owner"),
    ("guide_change", {"key": "praktik"}, GUIDE, "title summary steps text source owner"),
    ("status_meeting_add", HOME, MEETING, "with_whom note"),
]


@pytest.mark.parametrize(("name", "args", "data", "fields"), TEXTS)
def test_no_text_of_the_toolbox_keeps_a_cpr_number(
    world: World, client_of, name: str, args: dict, data: dict, fields: str
) -> None:
    client = client_of("consultant")
    for field in fields.split():
        response = client.post(reverse(name, kwargs=args), {**data, field: f"Ring om {CPR}"})
        assert response.status_code == 200, field
        assert "CPR" in body(response), field
        assert "gemmes aldrig" in body(response), field


def test_an_action_keeps_no_cpr_number(world: World, client_of) -> None:
    address = reverse("status_meeting", args=[world.partners["meeting"]])
    for field in ("what", "who"):
        assert "CPR" in body(client_of("hr").post(address, {**ACTION, field: f"Ring om {CPR}"}))


# --- What is shown ---------------------------------------------------------------------------------------


def test_time_on_a_matter_that_another_has_now_names_nobody(world: World, client_of) -> None:
    karen = world.viewer("consultant")
    take(employees=[world.employees["employee"]], to=world.users["other_consultant"], by=karen)
    page = body(client_of("consultant").get(reverse("consultant_time")))
    assert "Kanariefugl" not in page
    assert Work.objects.get().ref in page


def test_a_letter_to_a_contact_goes_to_nobody_else(world: World, client_of) -> None:
    Contact.objects.update(email="a?bcc=b@example.dk")
    page = body(client_of("leader").get(reverse("municipality", args=[760])))
    assert 'href="mailto:a%3Fbcc%3Db@example.dk"' in page


def test_a_guide_is_text_and_nothing_else(world: World, client_of) -> None:
    evil = "# <script>alert(1)</script>\n- [x](javascript:alert(1))\n<img src=x onerror=alert(1)>"
    text = {"title": evil[:100], "summary": evil, "steps": f"{evil}: y | z", "text": evil, "source": evil}
    save_guide(key=GuideKey.PRAKTIK, number=1, **text, owner=evil[:100], checked_on=TODAY, by=world.viewer("hr"))
    for name, args in (("guide", ["praktik"]), ("guides", []), ("guide_change", ["praktik"])):
        page = body(client_of("hr").get(reverse(name, args=args)))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


def test_somebody_with_two_numbers_is_one_of_those_who_used_an_offer(world: World) -> None:
    """Five numbers of four people are fewer than five."""
    offer = Offer.objects.exclude(uses__isnull=False).first()
    for person in ("employee", "colleague", "leader", "deputy"):
        offer.uses.create(employee=world.employees[person], started_on=TODAY)
    twin = Employee.objects.create(number="2", first_name="x", last_name="y", user=world.users["employee"])
    offer.uses.create(employee=twin, started_on=TODAY)
    assert tallies_of([offer.pk])[offer.pk].used == 4


# --- One's own -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("own_fast_track_answer", "fast_track"),
        ("own_consent_withdraw", "consent"),
        ("own_fast_track_wish", "employee"),
        ("ask_for_consultant", "employee"),
        ("place_oneself", "employee"),
        ("time_removed", "work"),
    ],
)
def test_who_tries_what_is_anothers_own_is_recorded(world: World, client_of, name: str, thing: str) -> None:
    row = start(world)
    inform(world, row)
    refs: dict[str, Callable[[], str]] = {
        "fast_track": lambda: row.ref,
        "consent": lambda: give(world).ref,
        "employee": lambda: world.employees["employee"].ref,
        "work": lambda: Work.objects.get().ref,
    }
    address = reverse(name, args=[refs[thing]()])
    assert client_of("other_consultant").post(address, {"answer": "no"}).status_code == 404
    last = Entry.objects.order_by("-pk").first()
    assert (last.event, last.subjects) == ("refused", [world.employees["employee"].ref])


def test_a_consultants_own_matter_is_announced_to_the_others_alone(world: World) -> None:
    refer(employee=world.employees["consultant"], to=None, reason=ReferReason.WORRY, by=world.viewer("hr"))
    owe_notices(by=system(NOW))
    told = Notice.objects.filter(kind="new_task").values_list("recipient__username", flat=True)
    assert set(told) == {"other_consultant"}
