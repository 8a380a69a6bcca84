"""The list: where employees live, and whom there is to speak to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from people.models import Capacity, Employment
from people.querysets import PERSON
from people.rules import HR_OR_CONSULTANT
from people.viewer import Viewer
from people.words import Chip, Tone
from retention.models import Agreement, Contact, Municipality
from retention.partners.queries.lookups import CODE
from retention.partners.queries.words import say_agreement, say_confirmed, say_people
from retention.rules.partners import Home, in_order, must_confirm

T = TypeVar("T", Agreement, Contact)


def contacts_to_confirm(day: date) -> int:
    """How many contacts nobody has confirmed for too long."""
    asked_before = day - timedelta(days=settings.CONTACT_CONFIRM_DAYS)
    return Contact.objects.running(day).filter(confirmed_on__lte=asked_before).count()


def told_to_confirm(viewer: Viewer) -> tuple[int, frozenset[int]]:
    """How many contacts must be confirmed today, and who keeps them: consultants and HR."""
    keepers = Capacity.objects.filter(kind__in=HR_OR_CONSULTANT).held(viewer.today)
    return contacts_to_confirm(viewer.today), frozenset(keepers.values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A contact to confirm."""

    name: str
    municipality: str
    code: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A municipality where employees live; `code` is empty where it is unknown."""

    code: str
    name: str
    people: str
    contacts: tuple[str, ...]
    chip: Chip
    agreements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Homes:
    """`without` is how many of the municipalities with employees have no contact."""

    stale: tuple[StaleRow, ...]
    rows: tuple[HomeRow, ...]
    lived_in: int
    without: int


def homes(viewer: Viewer) -> Homes:
    """Where those employed today live, largest first, and whom there is to speak to. Four queries."""
    day = viewer.today
    contacts = _running_contacts(day)
    agreements = _running_agreements(day)
    found = in_order(_homes(day, {*contacts, *agreements}))
    lived_in = [home for home in found if home.people and home.code]
    return Homes(
        stale=tuple(
            StaleRow(one.name, one.municipality.name, one.municipality_id, say_confirmed(one, day))
            for one in _stale(contacts, day)
        ),
        rows=tuple(_home_row(home, contacts.get(home.code, []), agreements.get(home.code, []), day) for home in found),
        lived_in=len(lived_in),
        without=sum(home.code not in contacts for home in lived_in),
    )


def _homes(day: date, also: Iterable[str]) -> list[Home]:
    """People, each once, however many numbers they have."""
    counted = (
        Employment.objects.running(day)
        .annotate(code=CODE)
        .values("code")
        .annotate(people=Count(PERSON, distinct=True))
        .values_list("code", "people")
    )
    people = dict(counted)
    names = dict(Municipality.objects.filter(pk__in={*people, *also}).values_list("pk", "name"))
    known = [Home(code, name, people.get(code, 0)) for code, name in names.items()]
    unknown = sum(number for code, number in people.items() if code not in names)
    return [*known, Home("", _("Not known"), unknown)] if unknown else known


def _running_contacts(day: date) -> dict[str, list[Contact]]:
    rows = Contact.objects.running(day).select_related("municipality").order_by("-confirmed_on", "pk")
    return _by_municipality(rows)


def _running_agreements(day: date) -> dict[str, list[Agreement]]:
    in_year = Count("uses", filter=Q(uses__used_on__year=day.year))
    return _by_municipality(Agreement.objects.running(day).annotate(used=in_year).order_by("kind", "pk"))


def _by_municipality(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.municipality_id, []).append(row)
    return found


def _stale(contacts: dict[str, list[Contact]], day: date) -> list[Contact]:
    days = settings.CONTACT_CONFIRM_DAYS
    found = [one for some in contacts.values() for one in some if must_confirm(one.confirmed_on, today=day, days=days)]
    return sorted(found, key=lambda one: (one.confirmed_on, one.pk))


def _home_row(home: Home, contacts: list[Contact], agreements: list[Agreement], day: date) -> HomeRow:
    return HomeRow(
        code=home.code,
        name=home.name,
        people=say_people(home.people),
        contacts=tuple(contact.name for contact in contacts),
        chip=say_confirmed(contacts[0], day) if contacts else Chip(Tone.NEAR, "warning", _("no contact")),
        agreements=tuple(say_agreement(agreement) for agreement in agreements),
    )
