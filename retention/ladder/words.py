"""What the ladder's codes are called, and what its placements amount to in sentences."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.day.cards import call_name
from cases.words import refusal as refusal_of_cases
from people.words import Language
from retention.matter.queries import Placed
from retention.models import Step
from retention.rules.ladder import Numbered, Occasion, Party, ToldHow, counting, distance

PARTIES: Final[dict[Party, Promise]] = {
    Party.EMPLOYEE: gettext_lazy("employee"),
    Party.LEADER: gettext_lazy("leader"),
    Party.CONSULTANT: gettext_lazy("consultant"),
    Party.AGREED: gettext_lazy("agreed"),
}
OCCASIONS: Final[dict[Occasion, Promise]] = {
    Occasion.TALK: gettext_lazy("At a talk"),
    Occasion.ROUND_TABLE: gettext_lazy("At a round table"),
    Occasion.SCREENING: gettext_lazy("When the absence was screened"),
    Occasion.REFERRAL: gettext_lazy("At a referral"),
    Occasion.ON_THEIR_OWN: gettext_lazy("On their own"),
    Occasion.OTHER: gettext_lazy("Without a meeting"),
}
TOLD_HOW: Final[dict[ToldHow, Promise]] = {
    ToldHow.PHONE: gettext_lazy("said on the phone"),
    ToldHow.IN_PERSON: gettext_lazy("said in person"),
    ToldHow.WRITING: gettext_lazy("written to us"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "told_how_needed": gettext_lazy("Choose how the employee told it."),
    "not_told": gettext_lazy("How it was told is said only where you record the employee's own choice."),
    "step_ended": gettext_lazy("That step is not used any more. Choose another."),
    "already_withdrawn": gettext_lazy("This has been taken back already."),
}


def say_refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)


def step_name(step: Step | Placed, lang: Language) -> str:
    return step.name_da if lang == "da" else step.name_en


def step_description(step: Step, lang: Language) -> str:
    return step.description_da if lang == "da" else step.description_en


def say_view(latest: Mapping[Party, Numbered], *, present: bool) -> str:
    """`I ser det ens`, `I ser det forskelligt`: the employee and the leader; empty until both have placed.

    `present`: it is said to one of the two.
    """
    apart = distance(latest)
    if apart is None:
        return ""
    if apart == 0:
        return _("You see it alike") if present else _("They see it alike")
    if apart == 1:
        return _("You see it nearly alike") if present else _("They see it nearly alike")
    return _("You see it differently") if present else _("They see it differently")


def say_distance(latest: Mapping[Party, Numbered]) -> str:
    """`2 trin imellem`; empty where both stand on the same, or one has not placed."""
    apart = distance(latest)
    if not apart:
        return ""
    return ngettext("%(number)s step between", "%(number)s steps between", apart) % {"number": apart}


def say_apart(latest: Mapping[Party, Numbered], *, present: bool) -> str:
    """`I ser det forskelligt, 2 trin imellem`; empty until both have placed."""
    return ", ".join(filter(None, (say_view(latest, present=present), say_distance(latest))))


def say_agreed_step(latest: Mapping[Party, Placed], lang: Language) -> str:
    """`Fælles trin 5, Sygemeldt, snart tilbage`; else the placement that counts, and whose it is."""
    found = counting(latest)
    if found is None:
        return ""
    party, placed = found
    words = {"number": placed.number, "name": step_name(placed, lang), "party": PARTIES[party]}
    if party is Party.AGREED:
        return _("Agreed step %(number)s, %(name)s") % words
    return _("Step %(number)s, %(name)s (%(party)s)") % words


def say_seen(latest: Mapping[Party, Placed], name: str) -> str:
    """`Lærke ser sig på trin 6. Birgit ser Lærke på trin 4.`: who sees whom where, and what is agreed."""
    said = []
    if own := latest.get(Party.EMPLOYEE):
        said.append(_("%(name)s is at step %(number)s by their own view.") % {"name": name, "number": own.number})
    for party in (Party.LEADER, Party.CONSULTANT):
        if placed := latest.get(party):
            words = {"who": who_placed(placed), "name": name, "number": placed.number}
            said.append(_("%(who)s sees %(name)s at step %(number)s.") % words)
    if agreed := latest.get(Party.AGREED):
        said.append(_("Agreed step: %(number)s.") % {"number": agreed.number})
    return " ".join(said)


def say_to_oneself(latest: Mapping[Party, Placed], lang: Language) -> str:
    """`Du valgte trin 6. Birgit valgte trin 4. I blev enige om trin 5: Sygemeldt, snart tilbage.`"""
    said = []
    if own := latest.get(Party.EMPLOYEE):
        said.append(_("You chose step %(number)s.") % {"number": own.number})
    for party in (Party.LEADER, Party.CONSULTANT):
        if placed := latest.get(party):
            words = {"who": who_placed(placed), "number": placed.number}
            said.append(_("%(who)s chose step %(number)s.") % words)
    if agreed := latest.get(Party.AGREED):
        step = {"number": agreed.number, "step": step_name(agreed, lang)}
        said.append(_("You agreed on step %(number)s: %(step)s.") % step)
    return " ".join(said)


def who_placed(placement: Placed) -> str:
    """The first name of who placed, else what they are."""
    return call_name(placement.by) or str(PARTIES[Party(placement.party)]).capitalize()


def say_how(placement: Placed) -> str:
    """`Til en samtale, noteret af Birgit Lund`; for the employee's own `sagt i telefonen, noteret af ...`."""
    if placement.told_how:
        words = {"how": TOLD_HOW[ToldHow(placement.told_how)], "name": placement.by or "Tilbage"}
        return _("%(how)s, noted by %(name)s") % words
    occasion = str(OCCASIONS[Occasion(placement.occasion)])
    if placement.party == Party.EMPLOYEE or not placement.by:
        return occasion
    return _("%(occasion)s, noted by %(name)s") % {"occasion": occasion, "name": placement.by}
