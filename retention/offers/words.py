"""What an offer is called, and what became of those who used it, in sentences."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.words import refusal as refusal_of_cases
from people.words import Chip, Language, Tone, chip, say_date, say_number
from retention.ladder.words import PARTIES
from retention.matter.queries import Used
from retention.models import Offer
from retention.rules.ladder import Numbered, Party
from retention.rules.offers import LEAST_SHOWN, Tally

SOON = timedelta(days=90)
REFUSALS: Final[dict[str, Promise]] = {
    "offer_not_running": gettext_lazy("The offer did not run on that day. Choose another day or another offer."),
    "already_in_use": gettext_lazy("The offer is in use already."),
    "already_ended": gettext_lazy("This has ended already."),
    "already_withdrawn": gettext_lazy("This has been taken back already."),
    "ends_before_start": gettext_lazy("The last day is before the first. Choose a later last day."),
    "why_ended_needed": gettext_lazy("Write why the offer ends."),
    "why_without_end": gettext_lazy("Write the last day too, or take the reason out."),
    "no_steps": gettext_lazy("Choose at least one step that it fits."),
}
# Which field of a form a refusal is about.
ABOUT: Final = {
    "ends_before_start": "last_day",
    "why_ended_needed": "why_ended",
    "why_without_end": "last_day",
    "no_steps": "steps",
    "in_future": "day",
    "offer_not_running": "day",
    "already_in_use": "offer",
}


def say_refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)


def offer_name(offer: Offer | Used, lang: Language) -> str:
    return offer.name_da if lang == "da" or not offer.name_en else offer.name_en


def say_steps(numbers: Iterable[int]) -> str:
    """`Trin 3`, `Trin 3, 4 og 8`."""
    *first, last = [str(number) for number in numbers]
    if not first:
        return _("Step %(number)s") % {"number": last}
    return _("Steps %(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def expiry_chip(offer: Offer, today: date, lang: Language) -> Chip | None:
    """`lukket 30. juni`, `udløber 31. december`, `fra 1. januar`; None for one that simply runs."""
    if offer.first_day > today:
        return chip(Tone.CALM, _("from %(day)s") % {"day": say_date(offer.first_day, today, lang)})
    if offer.last_day is None:
        return None
    words = {"day": say_date(offer.last_day, today, lang)}
    if offer.last_day < today:
        return Chip(Tone.PAUSED, "lock", _("closed after %(day)s") % words)
    return chip(Tone.NEAR if offer.last_day - today <= SOON else Tone.CALM, _("expires %(day)s") % words)


def say_tally(tally: Tally, lang: Language) -> str:
    """`Brugt i 12 sager. 7 af 9 sager gik mindst et trin op.`; fewer than five are not told."""
    if not tally.used:
        return _("Not used in any case yet.")
    least = {"least": LEAST_SHOWN}
    if not tally.used_shown:
        return (
            _("Used in fewer than %(least)s cases: how it went is not shown, so that nobody can be recognised.") % least
        )
    used = ngettext("Used in %(number)s case.", "Used in %(number)s cases.", tally.used) % {
        "number": say_number(tally.used, lang=lang)
    }
    if not tally.outcome_shown:
        return f"{used} " + (
            _("How it went is not shown: fewer than %(least)s of them were placed both before and after.") % least
        )
    words = {"up": say_number(tally.up, lang=lang), "known": say_number(tally.known, lang=lang)}
    return f"{used} " + _("%(up)s of %(known)s cases went up a step or more.") % words


def say_why(parties: tuple[Party, ...], latest: Mapping[Party, Numbered]) -> str:
    """`Passer til trin 5 (fælles) og trin 6 (medarbejder)`; steps that several see stand once."""
    by_step: dict[int, list[str]] = {}
    for party in parties:
        by_step.setdefault(latest[party].number, []).append(str(PARTIES[party]))
    said = [
        _("step %(number)s (%(parties)s)") % {"number": number, "parties": ", ".join(names)}
        for number, names in by_step.items()
    ]
    *first, last = said
    both = _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    return _("Fits %(steps)s") % {"steps": both}
