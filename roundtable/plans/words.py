"""The words of plans: the curve in a sentence, its lines, and what is wrong with it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.words import Language, say_date, say_full_date, say_month, say_number
from roundtable.rules.plans import ONE_WEEK, Effect, EndReason, Fault, ItemKind, Week, full_from, week_number
from roundtable.rules.table import NoPlanReason
from roundtable.words import refusal as refusal_of_meetings

_NUMBERS: Final[dict[Language, tuple[str, ...]]] = {
    "da": ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
EFFECTS: Final[dict[Effect, Promise]] = {
    Effect.NEW: gettext_lazy("New"),
    Effect.HELPED: gettext_lazy("it helped"),
    Effect.DID_NOT_HELP: gettext_lazy("it did not help"),
    Effect.UNKNOWN: gettext_lazy("nobody knows whether it helped"),
}
NO_PLAN: Final[dict[NoPlanReason, Promise]] = {
    NoPlanReason.BACK_FULLY: gettext_lazy("Back at work in full"),
    NoPlanReason.TOO_EARLY: gettext_lazy("It is too early"),
    NoPlanReason.PLAN_RUNS: gettext_lazy("The plan that runs goes on"),
    NoPlanReason.EMPLOYEE_WISHES_NONE: gettext_lazy("The employee wishes none"),
}
END_REASONS: Final[dict[EndReason, Promise]] = {
    EndReason.BACK_FULLY: gettext_lazy("Back at work in full"),
    EndReason.DOES_NOT_HOLD: gettext_lazy("It does not hold"),
    EndReason.NOT_NEEDED: gettext_lazy("No longer needed"),
    EndReason.RAN_OUT: gettext_lazy("Its weeks are over"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "plan_missing": gettext_lazy("There is no plan yet. Make one, or say why none is needed now."),
    "no_hours": gettext_lazy("No week has any hours."),
    "begins_in_the_past": gettext_lazy("The plan begins before this week."),
    "plan_is_over": gettext_lazy("All weeks of the plan are over."),
    "evaluation_missing": gettext_lazy("The day is missing on which you look at the plan again."),
    "evaluation_not_ahead": gettext_lazy("The day on which you look at the plan again must lie ahead."),
    "evaluation_on_a_free_day": gettext_lazy("You cannot look at the plan again on a free day. Choose a working day."),
    "too_many_weeks": gettext_lazy("A plan has at most 26 weeks."),
    "hours_out_of_range": gettext_lazy("A week has from 0 to 60 hours."),
    "too_many_lines": gettext_lazy("That is more than a plan can hold: at most 12 lines of each kind."),
    "words_missing": gettext_lazy("Write what it is."),
    "plan_not_running": gettext_lazy("The plan runs no longer. The page shows how it stands now."),
    "reason_missing": gettext_lazy("Write why the plan is changed."),
    "end_reason_unknown": gettext_lazy("Choose why the plan ends."),
}
_OF_A_WEEK: Final[dict[str, Promise]] = {
    "weeks_missing": gettext_lazy("Week %(week)s has no hours."),
    "more_than_full": gettext_lazy("Week %(week)s has more hours than full time."),
    "hours_fall": gettext_lazy("Week %(week)s has fewer hours than the week before. Is that meant?"),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_meetings(code)


def say_fault(fault: Fault) -> str:
    """`Uge 51 har ingen timer.`"""
    words = _OF_A_WEEK.get(fault.code)
    if words is None:
        return refusal(fault.code)
    if fault.monday is None:
        return _("The plan has no weeks yet. Write hours in the first one.")
    return str(words) % {"week": week_number(fault.monday)}


# --- Hours ------------------------------------------------------------------------------------------------


def say_bare(hours: Decimal, lang: Language) -> str:
    """`8`, `7,5`, `12,25`"""
    plain = hours.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    return say_number(float(hours), decimals, lang)


def say_amount(hours: Decimal, lang: Language) -> str:
    """`otte timer`, `én time`, `16 timer`, `7,5 timer`"""
    whole = int(hours) if hours == int(hours) else None
    said = _NUMBERS[lang][whole] if whole is not None and whole < len(_NUMBERS[lang]) else say_bare(hours, lang)
    return ngettext("%(number)s hour", "%(number)s hours", 1 if hours == 1 else 2) % {"number": said}


def say_curve(weeks: Sequence[Week], full: Decimal, lang: Language) -> str:
    """`Otte timer i den første uge, fuld tid fra 1. februar.`, or from when it begins where the weeks before
    it have no hours; empty where no week has any.
    """
    begun = next((place for place, week in enumerate(weeks) if week.hours), len(weeks))
    shown = weeks[begun:]
    if not shown:
        return ""
    first, whole = shown[0], full_from(shown, full)
    words = {"hours": say_amount(first.hours, lang), "day": _day(first.monday, lang)}
    if whole == first.monday:
        return _("Full time from %(day)s.") % words
    opening = _("%(hours)s from %(day)s") % words if begun else _("%(hours)s in the first week") % words
    if whole is not None:
        said = _("%(opening)s, full time from %(day)s.") % {"opening": opening, "day": _day(whole, lang)}
    elif all(week.hours == first.hours for week in shown):
        said = _("%(hours)s a week from %(day)s.") % words
    else:
        last = next(week for week in reversed(shown) if week.hours != shown[-1].hours).monday + ONE_WEEK
        to = {"last": say_amount(shown[-1].hours, lang), "day": _day(last, lang)}
        said = _("%(opening)s, %(last)s from %(day)s.") % {"opening": opening, **to}
    return capfirst(said)


def _day(day: date, lang: Language) -> str:
    """Without a year: no plan is that long."""
    return say_date(day, day, lang)


# --- Lines ------------------------------------------------------------------------------------------------


def say_kind(kind: ItemKind, name: str) -> str:
    """`Det kan Lærke begynde med`; without a name it is said to the employee."""
    words = {
        ItemKind.POSSIBLE: _("This %(name)s can begin with") if name else _("This you can begin with"),
        ItemKind.WAITS: _("This we wait with"),
        ItemKind.CHANGE: _("This we change"),
        ItemKind.SUPPORT: _("Who supports"),
    }
    return words[kind] % {"name": name}


def say_again(again_on: date | None, today: date, lang: Language) -> str:
    """`ses på igen 22. december`"""
    return _("looked at again %(day)s") % {"day": say_date(again_on, today, lang)} if again_on else ""


def say_effect(effect: Effect | None, tried_on: date | None, lang: Language) -> str:
    """`Nyt`; `Prøvet i oktober: hjalp`, of what stood in an earlier plan that began then."""
    if effect is None:
        return ""
    if effect is Effect.NEW:
        return str(EFFECTS[effect])
    if tried_on is None:
        return _("Tried before: %(effect)s") % {"effect": EFFECTS[effect]}
    month = say_month(tried_on, tried_on, lang)
    return _("Tried in %(month)s: %(effect)s") % {
        "month": month.lower() if lang == "da" else month,
        "effect": EFFECTS[effect],
    }


def say_evaluation(evaluate_on: date, today: date, lang: Language) -> str:
    """`Vi ser på planen igen, tirsdag 22. december`"""
    return _("We look at the plan again, %(day)s") % {"day": say_full_date(evaluate_on, today, lang)}
