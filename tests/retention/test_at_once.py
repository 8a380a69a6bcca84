"""Two who do something at the same moment: the second finds what the first did, and nothing is lost or doubled."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from people.access import system
from people.models import Assignment
from people.rules import RuleViolation
from retention.caseload import flows as caseload
from retention.fasttrack import flows as fast_track
from retention.knowledge.flows import save_guide
from retention.models import Contact, FastTrack, GuideVersion, Municipality, Offer, Work
from retention.offers.flows import Written, add_offer
from retention.partners.flows import add_contact
from retention.rules.caseload import WorkKind
from retention.rules.fasttrack import MissedReason
from retention.rules.knowledge import GuideKey
from tests.at_once import while_others
from tests.retention.fasttrack.conftest import inform, start
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)
# Åse's window has been closed for a day.
CLOSED = NOW + timedelta(days=17)


def test_what_is_marked_as_sent_while_the_night_begins_stays_sent(world: World) -> None:
    row = start(world)
    inform(world, row)
    leader = world.viewer("leader", CLOSED)
    while_others(
        lambda: fast_track.mark_as_sent(fast_track=row, sent_on=TODAY, by=leader),
        lambda: fast_track.settle_fast_tracks(by=system(CLOSED)),
    )
    row.refresh_from_db()
    assert (row.state, row.sent_on, row.missed_on) == ("sent", TODAY, None)


def test_a_window_that_is_explained_while_the_night_begins_is_missed_once(world: World) -> None:
    ase, leader = world.employees["employee"], world.viewer("leader", CLOSED)
    while_others(
        lambda: fast_track.explain_missed_window(employee=ase, reason=MissedReason.NO_TIME, by=leader),
        lambda: fast_track.settle_fast_tracks(by=system(CLOSED)),
    )
    rows = FastTrack.objects.filter(employee=ase).values_list("state", "missed_reason")
    assert list(rows) == [("missed", "no_time")]


def test_a_matter_that_is_taken_while_the_night_begins_is_kept(world: World) -> None:
    colleague, later = world.employees["colleague"], NOW + timedelta(days=70)
    Assignment.objects.create(employee=colleague, first_day=TODAY, reason="referral")
    karen = world.viewer("consultant", later)
    ended = while_others(
        lambda: caseload.take(employees=[colleague], to=karen.user, by=karen),
        lambda: caseload.expire_referrals(by=system(later)),
    )
    assert ended == 0
    assert set(
        Assignment.objects.running(later.date()).filter(employee=colleague).values_list("consultant", flat=True)
    ) == {
        None,
        karen.user.pk,
    }


def test_a_note_of_time_that_is_sent_twice_at_once_is_one(world: World) -> None:
    Work.objects.all().delete()
    karen, said = world.viewer("consultant"), {"kind": WorkKind.SPARRING, "on": TODAY, "hours": Decimal(1)}

    def send() -> Work:
        return caseload.note_work(**said, ref="formularens-egen", by=karen)

    came = while_others(send, send)
    assert came == Work.objects.get()


def test_a_contact_that_is_sent_twice_at_once_is_one(world: World) -> None:
    Contact.objects.all().delete()
    said = {"name": "x", "role": "", "phone": "1", "email": "", "secure_email": "", "first_day": TODAY}
    where, hr = Municipality.objects.get(pk="760"), world.viewer("hr")

    def send() -> Contact:
        return add_contact(municipality=where, **said, by=hr)

    came = while_others(send, send)
    assert came == Contact.objects.get()


def test_a_guide_that_two_save_is_saved_once_and_refused_once(world: World) -> None:
    text = {"summary": "x", "steps": "x", "text": "x", "source": "x", "owner": "x", "checked_on": TODAY}

    def save(person: str):
        by = world.viewer(person)
        return lambda: save_guide(key=GuideKey.PRAKTIK, number=1, title=person, **text, by=by)

    came = while_others(save("hr"), save("consultant"))
    assert isinstance(came, RuleViolation)
    assert came.code == "changed_meanwhile"
    assert GuideVersion.objects.filter(key=GuideKey.PRAKTIK).count() == 2


def test_two_offers_of_one_name_get_an_address_each(world: World) -> None:
    written = Written(
        name_da="Gåtur", name_en="", steps=[3], purpose="x", provider="", price="", wait="", eligibility="",
        contact="", source="", last_checked=TODAY, first_day=TODAY, last_day=None, why_ended="",
    )  # fmt: skip
    hr, karen = world.viewer("hr"), world.viewer("consultant")
    other = replace(written, wait="En uge")
    while_others(lambda: add_offer(written=written, by=hr), lambda: add_offer(written=other, by=karen))
    assert set(Offer.objects.filter(name_da="Gåtur").values_list("key", flat=True)) == {"gaatur", "gaatur-2"}
