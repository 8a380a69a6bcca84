"""Offers in use, and the catalogue that HR and consultants write."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people.models import Employee
from retention.matter.queries import matter_of
from retention.models import Offer, OfferUse
from retention.offers.flows import (
    CATALOGUE,
    Written,
    add_offer,
    change_offer,
    end_offer,
    start_offer,
    withdraw_use,
)
from retention.offers.queries import tallies_of
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.audit.scenarios_ladder import WRITTEN
from tests.refusals import refusal_of
from tests.world import TODAY, World


def start(world: World, person: str = "leader", key: str = "fast-track", days: int = 0) -> OfferUse:
    return start_offer(
        employee=world.employees["employee"],
        offer=Offer.objects.get(key=key),
        started_on=TODAY + timedelta(days=days),
        by=world.viewer(person),
    )


@pytest.mark.parametrize("person", ["leader", "deputy", "consultant", "hr"])
def test_whoever_handles_the_matter_starts_an_offer_in_its_case(world: World, person: str) -> None:
    use = start(world, person)
    assert (use.case, use.started_on, use.ended_on) == (world.cases["employee"], TODAY, None)
    assert use.started_by == world.users[person]


@pytest.mark.parametrize("person", ["employee", "sibling_leader", "other_consultant", "administrator", "director"])
def test_nobody_else_does(world: World, person: str) -> None:
    assert refusal_of(lambda: start(world, person)) == "not_yours"
    use = world.offer_uses["employee"]
    assert refusal_of(lambda: end_offer(use=use, ended_on=TODAY, by=world.viewer(person))) == "not_yours"
    assert refusal_of(lambda: withdraw_use(use=use, by=world.viewer(person))) == "not_yours"
    assert OfferUse.objects.filter(ended_on=None, withdrawn_at=None).count() == 1


def test_an_offer_runs_once_at_a_time_and_may_be_used_again(world: World) -> None:
    use = start(world, days=-5)
    assert refusal_of(lambda: start(world)) == "already_in_use"
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferUse.objects.create(offer=use.offer, employee=use.employee, started_on=TODAY)
    end_offer(use=use, ended_on=TODAY, by=world.viewer("leader"))
    assert start(world).pk != use.pk


def test_an_offer_that_the_law_closed_is_started_no_more_and_goes_on_where_it_runs(world: World) -> None:
    assert refusal_of(lambda: start(world, key="revalidering")) == "offer_not_running"
    granted = start(world, key="revalidering", days=-200)
    assert granted.ended_on is None


def test_a_use_ends_once(world: World) -> None:
    use, by = world.offer_uses["employee"], world.viewer("consultant")
    end_offer(use=use, ended_on=TODAY, by=by)
    assert OfferUse.objects.get(pk=use.pk).ended_on == TODAY
    assert refusal_of(lambda: end_offer(use=use, ended_on=TODAY, by=by)) == "already_ended"


def test_a_use_noted_by_mistake_is_taken_back_once_and_may_be_noted_again(world: World) -> None:
    use, by = start(world), world.viewer("deputy")
    end_offer(use=use, ended_on=TODAY, by=by)
    withdraw_use(use=use, by=by)
    assert refusal_of(lambda: withdraw_use(use=use, by=by)) == "already_withdrawn"
    wrong = start(world)
    withdraw_use(use=wrong, by=by)
    assert refusal_of(lambda: end_offer(use=wrong, ended_on=TODAY, by=by)) == "already_withdrawn"
    assert start(world).withdrawn_at is None


def test_what_was_taken_back_counts_nowhere(world: World) -> None:
    use = start(world)
    withdraw_use(use=use, by=world.viewer("leader"))
    known = matter_of(Employee.objects.get(pk=use.employee_id), TODAY)
    assert use.ref not in {used.ref for used in known.used}
    assert tallies_of([use.offer_id])[use.offer_id].used == 0


def test_hr_and_consultants_write_the_catalogue(world: World) -> None:
    offer = add_offer(written=WRITTEN, by=world.viewer("consultant"))
    assert (offer.key, offer.steps) == ("gaatur-med-en-kollega", [2])
    assert add_offer(written=WRITTEN, by=world.viewer("hr")) == offer
    other = replace(WRITTEN, wait="En uge")
    assert add_offer(written=other, by=world.viewer("hr")).key == "gaatur-med-en-kollega-2"
    closed = replace(WRITTEN, steps=[3, 2, 3], last_day=TODAY, why_ended="Kollegaen er flyttet")
    opened = opened_with(as_it_stands(offer, CATALOGUE))
    change_offer(offer=offer, written=closed, opened=opened, by=world.viewer("hr"))
    offer.refresh_from_db()
    assert (offer.steps, offer.last_day, offer.why_ended) == ([2, 3], TODAY, "Kollegaen er flyttet")


@pytest.mark.parametrize("person", ["leader", "director", "employee", "administrator"])
def test_others_read_it_only(world: World, person: str) -> None:
    offer, by = Offer.objects.get(key="fast-track"), world.viewer(person)
    assert refusal_of(lambda: add_offer(written=WRITTEN, by=by)) == "not_yours"
    assert refusal_of(lambda: change_offer(offer=offer, written=WRITTEN, opened="", by=by)) == "not_yours"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (replace(WRITTEN, steps=[]), "no_steps"),
        (replace(WRITTEN, last_day=TODAY), "why_ended_needed"),
        (replace(WRITTEN, last_day=TODAY - timedelta(days=1), why_ended="Lukket"), "ends_before_start"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(world: World, written: Written, code: str) -> None:
    assert refusal_of(lambda: add_offer(written=written, by=world.viewer("hr"))) == code
