"""The nine steps and the offers that are shipped."""

import pytest
from django.core.management import call_command

from people.access import system
from people.rules import RuleViolation
from people.terms import with_terms
from retention.ladder.flows import seed_steps
from retention.models import Offer, Step
from retention.offers.flows import seed_offers
from retention.reference import shipped_offers, shipped_steps
from tests.world import NOW, TODAY


def test_there_are_nine_steps_and_each_has_an_offer() -> None:
    assert [step.number for step in shipped_steps()] == list(range(1, 10))
    running = [offer for offer in shipped_offers() if offer.last_day is None or offer.last_day >= TODAY]
    assert sorted({number for offer in running for number in offer.steps}) == list(range(1, 10))


def test_every_text_is_there_in_both_languages_and_every_offer_says_its_source() -> None:
    assert all(
        step.name_da and step.name_en and step.description_da and step.description_en for step in shipped_steps()
    )
    assert [offer.key for offer in shipped_offers() if not all(vars_of(offer))] == []
    assert len({offer.key for offer in shipped_offers()}) == len(shipped_offers())


def vars_of(offer) -> list[object]:
    names = ("key", "name_da", "name_en", "steps", "purpose", "provider", "price", "wait", "eligibility", "contact")
    return [getattr(offer, name) for name in (*names, "source", "last_checked")]


def test_what_the_law_closed_is_dated_and_says_why() -> None:
    closed = {offer.key: offer.why_ended for offer in shipped_offers() if offer.last_day is not None}
    assert sorted(closed) == ["jobafklaring", "ressourceforloeb", "revalidering"]
    assert all(closed.values())


def test_terms_are_put_in_when_an_offer_is_shown() -> None:
    for offer in shipped_offers():
        texts = " ".join(str(part) for part in vars_of(offer))
        assert "{" not in with_terms(texts)


@pytest.mark.django_db
def test_seeding_again_changes_nothing_and_keeps_what_was_changed() -> None:
    call_command("seed", verbosity=0)
    Step.objects.filter(number=2).update(name_da="Vores eget trin")
    Offer.objects.filter(key="fast-track").update(purpose="Vores egne ord")
    by = system(NOW)
    assert (seed_steps(by=by), seed_offers(by=by)) == (0, 0)
    assert Step.objects.get(number=2).name_da == "Vores eget trin"
    assert Offer.objects.get(key="fast-track").purpose == "Vores egne ord"


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [seed_steps, seed_offers])
def test_only_the_system_seeds(world, seed) -> None:
    with pytest.raises(RuleViolation, match="only_the_system"):
        seed(by=world.viewer("hr"))
