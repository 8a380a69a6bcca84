"""The reads of the catalogue, and of the offers in an employee's matter."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from people.querysets import PERSON
from people.terms import with_terms
from people.words import Chip, Language, say_date
from retention.models import Offer, OfferUse, Placement
from retention.offers.words import expiry_chip, offer_name, say_steps, say_tally
from retention.rules.ladder import Numbered, Party
from retention.rules.offers import Course, Fitting, Mark, Tally, propose, tally

SEARCHED = ("name_da", "name_en", "purpose", "provider", "eligibility", "contact")
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """An offer in the list."""

    key: str
    name: str
    purpose: str
    provider: str
    wait: str
    price: str
    steps: str
    outcome: str
    chip: Chip | None


def cards_of(offers: Sequence[Offer], today: date, lang: Language) -> list[Card]:
    """Two queries."""
    tallies = tallies_of([offer.pk for offer in offers])
    return [
        _card(offer, say_tally(tallies[offer.pk], lang) if tallies[offer.pk].used_shown else "", today, lang)
        for offer in offers
    ]


def _card(offer: Offer, outcome: str, today: date, lang: Language) -> Card:
    return Card(
        key=offer.key,
        name=offer_name(offer, lang),
        purpose=with_terms(offer.purpose),
        provider=with_terms(offer.provider),
        wait=with_terms(offer.wait),
        price=with_terms(offer.price),
        steps=say_steps(offer.steps),
        outcome=outcome,
        chip=expiry_chip(offer, today, lang),
    )


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Everything about one offer, `card` without an outcome."""

    card: Card
    outcome: str
    eligibility: str
    contact: str
    source: str
    last_checked: str
    first_day: str
    last_day: str
    why_ended: str


def page_of(offer: Offer, today: date, lang: Language) -> OfferPage:
    """Two queries."""
    return OfferPage(
        card=_card(offer, "", today, lang),
        outcome=say_tally(tallies_of([offer.pk])[offer.pk], lang),
        eligibility=with_terms(offer.eligibility),
        contact=with_terms(offer.contact),
        source=offer.source,
        last_checked=say_date(offer.last_checked, today, lang),
        first_day=say_date(offer.first_day, today, lang),
        last_day=say_date(offer.last_day, today, lang) if offer.last_day else "",
        why_ended=offer.why_ended,
    )


def find_offers(today: date, *, search: str, step: int | None, closed_too: bool) -> list[Offer]:
    """Those that run or will, every word of the search somewhere in each; nearest to work first. One query."""
    rows = Offer.objects.all() if closed_too else Offer.objects.from_day_on(today)
    for word in search.split()[:MOST_WORDS]:
        met = Q()
        for name in SEARCHED:
            met |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(met)
    if step is not None:
        rows = rows.filter(steps__contains=[step])
    return list(rows.order_by("steps", "name_da"))


def tallies_of(offers: Collection[int]) -> dict[int, Tally]:
    """Offer -> what became of those who have used it, everybody's, for figures that name nobody. Two queries.

    Somebody with several employee numbers is one person.
    """
    uses: dict[int, list[tuple[int, date]]] = {pk: [] for pk in offers}
    known = OfferUse.objects.filter(offer__in=offers, withdrawn_at=None)
    for pk, person, started_on in known.annotate(person=PERSON).values_list("offer_id", "person", "started_on"):
        uses[pk].append((person, started_on))
    marks: dict[int, list[Mark]] = defaultdict(list)
    rows = Placement.objects.filter(employee__in=known.values("employee"), withdrawn_at=None).annotate(person=PERSON)
    rows = rows.order_by("placed_on", "placed_at", "pk")
    for person, party, number, placed_on in rows.values_list("person", "party", "step__number", "placed_on"):
        marks[person].append(Mark(Party(party), number, placed_on))
    return {
        pk: tally(Course(person, started_on, tuple(marks[person])) for person, started_on in courses)
        for pk, courses in uses.items()
    }


def running_offers(day: date) -> list[Offer]:
    return list(Offer.objects.running(day).order_by("name_da"))


def proposed_of(
    latest: Mapping[Party, Numbered], used: Collection[int], today: date
) -> list[tuple[Offer, tuple[Party, ...]]]:
    """The offers that fit where the parties place somebody, with those parties, without those in use. One query."""
    numbers = {party: placement.number for party, placement in latest.items()}
    if not numbers:
        return []
    rows = Offer.objects.running(today).filter(steps__overlap=list(numbers.values())).exclude(pk__in=used)
    by_key = {offer.key: offer for offer in rows.order_by("name_da")}
    fitting = [Fitting(offer.key, frozenset(offer.steps)) for offer in by_key.values()]
    return [(by_key[key], parties) for key, parties in propose(fitting, numbers)]
