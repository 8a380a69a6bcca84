"""The offers of an employee's matter: in use, used before, and those that fit where the employee stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.matter.timeline import About, Entry
from cases.panels import Panel
from people.language import page_language
from people.models import Employee
from people.terms import with_terms
from people.viewer import Viewer
from people.words import Language, say_period
from retention.ladder.queries import latest_of
from retention.matter.queries import Used, matter_of
from retention.offers.queries import proposed_of
from retention.offers.words import offer_name, say_why
from retention.rules.offers import USED_BY

MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Use:
    """An offer in use or used before. `ref` leads to ending it, empty where the viewer may not."""

    ref: str
    key: str
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """An offer that fits, and why."""

    key: str
    name: str
    purpose: str
    why: str


@dataclass(frozen=True, slots=True)
class Offers:
    """`employee` is a reference, empty where the viewer may start none; `placed`: whether there is a step to fit."""

    running: tuple[Use, ...]
    earlier: tuple[Use, ...]
    proposed: tuple[Proposed, ...]
    more: int
    placed: bool
    employee: str


def offers_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """One query beside the matter's."""
    lang, known = page_language(), matter_of(employee, today)
    uses, latest = known.used, latest_of(known.placed)
    in_use = [use.offer_id for use in uses if use.ended_on is None]
    proposed = proposed_of(latest, in_use, today)
    may_start = employee.seen_as in USED_BY
    rows = Offers(
        running=tuple(_use(use, today, lang, may_end=may_start) for use in uses if use.ended_on is None),
        earlier=tuple(_use(use, today, lang, may_end=False) for use in uses if use.ended_on is not None),
        proposed=tuple(
            Proposed(offer.key, offer_name(offer, lang), with_terms(offer.purpose), say_why(parties, latest))
            for offer, parties in proposed[:MOST_PROPOSED]
        ),
        more=max(0, len(proposed) - MOST_PROPOSED),
        placed=bool(latest),
        employee=employee.ref if may_start and not employee.has_left(today) else "",
    )
    return Panel("retention/offers/panel.html", rows)


def offers_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """When offers were begun and ended."""
    lang = page_language()
    for use in matter_of(employee, viewer.today).used:
        words = {"offer": offer_name(use, lang)}
        yield Entry(About.CASE, use.started_on, "bookmark", _("Begun: %(offer)s") % words, more=use.by)
        if use.ended_on is not None:
            yield Entry(About.CASE, use.ended_on, "bookmark", _("Ended: %(offer)s") % words)


def _use(use: Used, today: date, lang: Language, *, may_end: bool) -> Use:
    return Use(
        ref=use.ref if may_end else "",
        key=use.key,
        name=offer_name(use, lang),
        when=say_period(use.started_on, use.ended_on, today, lang),
    )
