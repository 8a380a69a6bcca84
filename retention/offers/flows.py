"""The catalogue: what the house ships, and what consultants and HR write; and offers in use."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.guard import check_text
from cases.models import Case
from people.access import fetch_employee, lock_employee
from people.models import Employee
from people.rules import ActingAs, insist
from people.viewer import Viewer
from retention.models import Offer, OfferUse
from retention.reference import shipped_offers
from retention.rules.offers import (
    Event,
    check_end_use,
    check_offer,
    check_start_use,
    check_withdraw_use,
    key_of,
)
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands, said_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the catalogue says of an offer."""

    name_da: str
    name_en: str
    steps: Collection[int]
    purpose: str
    provider: str
    price: str
    wait: str
    eligibility: str
    contact: str
    source: str
    last_checked: date
    first_day: date
    last_day: date | None
    why_ended: str


CATALOGUE: Final = tuple(field.name for field in fields(Written))


def seed_offers(*, by: Viewer) -> int:
    """Adds the offers that are not there yet; what a municipality has changed stays as it is."""
    insist(by.is_system, "only_the_system")
    known = set(Offer.objects.values_list("key", flat=True))
    new = [Offer(**asdict(offer)) for offer in shipped_offers() if offer.key not in known]
    return len(Offer.objects.bulk_create(new))


@transaction.atomic
def add_offer(*, written: Written, by: Viewer) -> Offer:
    """A new offer, under a key made of its name; the very same one is added once.

    `RuleViolation` with `not_yours`, the guard's, or as for `check_offer`. Audit: `offer_added`.
    """
    _check(written, by)
    # One adds at a time, so that two of one name get a key each.
    Offer.objects.select_for_update().order_by("pk").first()
    same = said_before(Offer.objects.all(), _columns(written))
    if same is not None:
        return same
    key = key_of(written.name_da, set(Offer.objects.values_list("key", flat=True)))
    offer = Offer.objects.create(key=key, **_columns(written))
    audit.record(Event.OFFER_ADDED, by=by, capacity=by.standing, fields=_columns(written), at=by.now)
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, written: Written, opened: str, by: Viewer) -> None:
    """Writes what the catalogue says of an offer, perhaps that it has ended. Uses that run go on. `opened` is
    `opened_with` what was shown.

    `RuleViolation` with `not_yours`, the guard's, or as for `check_offer`; `ChangedMeanwhile`. Audit: `offer_changed`,
    if anything changed.
    """
    _check(written, by)
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    standing = as_it_stands(locked, CATALOGUE)
    changed = {name: value for name, value in _columns(written).items() if standing[name] != value}
    if changed:
        insist_on_opened(opened, standing)
        Offer.objects.filter(pk=locked.pk).update(**changed)
        audit.record(Event.OFFER_CHANGED, by=by, capacity=by.standing, fields=changed, at=by.now)


@transaction.atomic
def start_offer(*, employee: Employee, offer: Offer, started_on: date, by: Viewer) -> OfferUse:
    """The employee begins with an offer, in the open case if there is one. `RuleViolation` with `has_left` or as for
    `check_start_use`.

    Audit: `offer_started`.
    """
    found, capacity = lock_employee(employee.pk, by)
    check_start_use(
        capacity=capacity,
        started_on=started_on,
        first_day=offer.first_day,
        last_day=offer.last_day,
        in_use=OfferUse.objects.filter(employee=found, offer=offer, ended_on=None, withdrawn_at=None).exists(),
        today=by.today,
    )
    insist(not found.has_left(by.today), "has_left")
    case = Case.objects.open().filter(employee=found).first()
    use = OfferUse.objects.create(employee=found, offer=offer, case=case, started_on=started_on, started_by=by.user)
    _record(Event.OFFER_STARTED, found, case, by, capacity=capacity)
    return use


@transaction.atomic
def end_offer(*, use: OfferUse, ended_on: date, by: Viewer) -> None:
    """The last day of a use. `RuleViolation` as for `check_end_use`. Audit: `offer_ended`."""
    locked, employee, capacity = _locked(use, by)
    check_end_use(
        capacity=capacity,
        started_on=locked.started_on,
        ended_on=ended_on,
        has_ended=locked.ended_on is not None,
        withdrawn=locked.withdrawn_at is not None,
        today=by.today,
    )
    OfferUse.objects.filter(pk=locked.pk).update(ended_on=ended_on)
    _record(Event.OFFER_ENDED, employee, locked.case, by, capacity=capacity)


@transaction.atomic
def withdraw_use(*, use: OfferUse, by: Viewer) -> None:
    """Takes back a use that was noted by mistake: it stays, and counts no more. `RuleViolation` as for
    `check_withdraw_use`.

    Audit: `offer_use_withdrawn`.
    """
    locked, employee, capacity = _locked(use, by)
    check_withdraw_use(capacity=capacity, withdrawn=locked.withdrawn_at is not None)
    OfferUse.objects.filter(pk=locked.pk).update(withdrawn_at=by.now)
    _record(Event.OFFER_USE_WITHDRAWN, employee, locked.case, by, capacity=capacity)


def _locked(use: OfferUse, by: Viewer) -> tuple[OfferUse, Employee, ActingAs]:
    """The use, whose it is, and as what the viewer acts towards them."""
    locked = OfferUse.objects.select_for_update(of=("self",)).select_related("case").get(pk=use.pk)
    return locked, *fetch_employee(locked.employee_id, by)


def _check(written: Written, by: Viewer) -> None:
    insist(by.is_hr_or_consultant, "not_yours")
    check_text(*(text for text in asdict(written).values() if isinstance(text, str)))
    check_offer(
        first_day=written.first_day, last_day=written.last_day, why_ended=written.why_ended, steps=written.steps
    )


def _columns(written: Written) -> dict[str, object]:
    return {**asdict(written), "steps": sorted(set(written.steps))}


def _record(event: Event, employee: Employee, case: Case | None, by: Viewer, *, capacity: str) -> None:
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[employee.ref],
        case_ref=case.ref if case else "",
        fields=["offer"],
        at=by.now,
    )
