"""Consent: when it covers something, and that nothing is passed on without it, neither by the flow nor past it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from retention.consent import flows
from retention.consent.queries import insist_on_consent
from retention.models import Consent, Share
from retention.rules.consent import Content, Given, Purpose, Receiver, check_given
from retention.rules.ladder import ToldHow
from tests.refusals import refusal_of
from tests.world import TODAY

TASKS = frozenset({Content.TASKS})
BOTH = frozenset({Content.TASKS, Content.PLAN})
FAST, HOME = Purpose.FAST_TRACK, Receiver.MUNICIPALITY


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("day", "withdrawn", "runs"),
    [(-1, None, False), (0, None, True), (99, None, True), (4, 5, True), (5, 5, False), (0, 0, False)],
)
def test_it_runs_from_its_day_until_the_day_it_is_withdrawn(day, withdrawn, runs):
    given = Given(FAST, HOME, TASKS, TODAY, None if withdrawn is None else days(withdrawn))
    assert given.runs(days(day)) is runs
    assert given.covers(FAST, HOME, TASKS, days(day)) is runs


def test_it_covers_its_own_purpose_receiver_and_content_only():
    given = Given(FAST, HOME, BOTH, TODAY)
    covered = [
        (purpose, receiver, content)
        for purpose in Purpose
        for receiver in Receiver
        for content in (TASKS, BOTH, frozenset({Content.STEP}), BOTH | {Content.STEP})
        if given.covers(purpose, receiver, content, TODAY)
    ]
    assert covered == [(FAST, HOME, TASKS), (FAST, HOME, BOTH)]


def test_a_consent_says_what_and_from_when():
    check_given(TASKS, TODAY, TODAY)
    assert refusal_of(lambda: check_given(frozenset(), TODAY, TODAY)) == "nothing_chosen"
    assert refusal_of(lambda: check_given(TASKS, days(1), TODAY)) == "in_future"


def give(world, person="leader", told_how=ToldHow.PHONE, **given):
    plain = {"purpose": FAST, "receiver": HOME, "content": TASKS, "given_on": TODAY}
    return flows.give_consent(
        employee=world.employees["employee"], told_how=told_how, by=world.viewer(person), **{**plain, **given}
    )


def share(world, person="leader", **given):
    plain = {"purpose": FAST, "receiver": HOME, "content": TASKS}
    return flows.share(employee=world.employees["employee"], by=world.viewer(person), **{**plain, **given})


def test_nothing_is_passed_on_without_a_consent_that_covers_it(world):
    assert refusal_of(lambda: share(world)) == "no_consent"
    consent = give(world)
    assert refusal_of(lambda: share(world, content=BOTH)) == "no_consent"
    assert refusal_of(lambda: share(world, content=frozenset())) == "no_consent"
    assert refusal_of(lambda: share(world, receiver=Receiver.UNION)) == "no_consent"
    assert refusal_of(lambda: share(world, purpose=Purpose.ROUND_TABLE)) == "no_consent"
    made = share(world, "consultant")
    assert (made.consent, made.shared_by) == (consent, world.users["consultant"])


def test_a_withdrawn_consent_shares_nothing_more(world):
    consent = give(world)
    share(world)
    flows.withdraw_consent(consent=consent, by=world.viewer("employee"))
    assert refusal_of(lambda: share(world)) == "no_consent"
    assert Share.objects.count() == 1
    employee = world.employees["employee"]
    wanted = {"employee": employee, "purpose": FAST, "receiver": HOME, "content": TASKS}
    assert refusal_of(lambda: insist_on_consent(**wanted, day=TODAY)) == "no_consent"


@pytest.mark.parametrize(
    "wrong",
    [
        {"shared_on": TODAY},
        {"shared_on": days(-3)},
        {"content": ["tasks", "plan"]},
        {"content": []},
        {"employee": "colleague"},
    ],
    ids=["withdrawn", "before it was given", "more than it covers", "nothing", "another's"],
)
def test_the_database_lets_no_share_past_the_flow(world, wrong):
    consent = give(world, given_on=days(-2))
    Consent.objects.update(withdrawn_on=TODAY)
    values = {"employee": "employee", "content": ["tasks"], "shared_on": days(-1), **wrong}
    values["employee"] = world.employees[values["employee"]]
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(consent=consent, **values)
    Share.objects.create(consent=consent, employee=world.employees["employee"], content=["tasks"], shared_on=days(-1))


def test_who_records_for_another_says_how(world):
    assert refusal_of(lambda: give(world, told_how=None)) == "told_how_missing"
    consent = give(world)
    assert (consent.given_how, consent.recorded_by) == ("phone", world.users["leader"])
    assert refusal_of(lambda: flows.withdraw_consent(consent=consent, by=world.viewer("leader"))) == "told_how_missing"
    own = give(world, "employee", told_how=None)
    assert (own.given_how, own.recorded_by) == ("", world.users["employee"])


@pytest.mark.parametrize("person", ["colleague", "sibling_leader", "leader_above", "administrator", "other_consultant"])
def test_others_neither_give_nor_withdraw_nor_share(world, person):
    assert refusal_of(lambda: give(world, person)) == "not_yours"
    consent = give(world)
    assert refusal_of(lambda: share(world, person)) == "not_yours"
    withdraw = {"consent": consent, "told_how": ToldHow.PHONE, "by": world.viewer(person)}
    assert refusal_of(lambda: flows.withdraw_consent(**withdraw)) == "not_yours"


def test_the_employee_does_not_share_as_the_workplace(world):
    give(world)
    assert refusal_of(lambda: share(world, "employee")) == "not_yours"


def test_the_employee_sees_the_list_and_withdraws(world, client_of):
    consent = give(world)
    share(world)
    employee = client_of("employee")
    page = employee.get(reverse("my_page")).content.decode()
    assert "Fast track: til hjemkommunen" in page
    assert "Givet 23.\u00a0november, i telefonen, noteret af Birgit Lund" in page
    assert "Givet videre 23.\u00a0november af Birgit Lund" in page
    employee.post(reverse("own_consent_withdraw", args=[consent.ref]))
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (TODAY, world.users["employee"])
    assert "Trukket tilbage 23.\u00a0november" in employee.get(reverse("my_page")).content.decode()


def test_the_page_shares_by_the_chosen_consent_and_nothing_beyond_it(world, client_of):
    consent = give(world)
    leader = client_of("leader")
    address = reverse("consent_share", args=[consent.ref])
    asked = leader.get(address).content.decode()
    assert "Fast track: til hjemkommunen" in asked
    assert asked.count('name="content"') == len(consent.content)
    leader.post(address, {"content": "contact_details"})
    assert Share.objects.count() == 0
    page = leader.post(address, {"content": "tasks"}, follow=True).content.decode()
    assert page.count(address) == 1
    assert [(row.consent, row.content) for row in Share.objects.all()] == [(consent, ["tasks"])]


def test_the_page_refuses_to_share_by_a_withdrawn_consent(world, client_of):
    consent = give(world)
    flows.withdraw_consent(consent=consent, told_how=ToldHow.PHONE, by=world.viewer("leader"))
    page = client_of("leader").post(reverse("consent_share", args=[consent.ref]), {"content": "tasks"})
    assert "Der er ikke samtykke til det." in page.content.decode()
    assert Share.objects.count() == 0
