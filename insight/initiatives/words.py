"""The words of initiatives' codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.words import refusal as of_cases
from insight.rules.effect import LEAST_AFTER, TooEarly, Verdict
from insight.rules.initiatives import Show
from people.language import page_language
from people.words import say_number, say_percent

SHOWN: Final[dict[Show, Promise]] = {
    Show.RUNNING: _("Running: %(number)s"),
    Show.ENDED: _("Ended: %(number)s"),
    Show.ALL: _("All: %(number)s"),
}
NONE_SHOWN: Final[dict[Show, Promise]] = {
    Show.RUNNING: _("No initiatives are running"),
    Show.ENDED: _("No initiatives have ended"),
    Show.ALL: _("No initiatives yet"),
}
VERDICTS: Final[dict[Verdict, Promise]] = {
    Verdict.TOO_EARLY: _("Too early to tell"),
    Verdict.LOWER: _("Lower absence"),
    Verdict.HIGHER: _("Higher absence"),
    Verdict.NO_CLEAR_DIFFERENCE: _("No clear difference"),
}
# What a verdict says, where the units are compared with others and where they are not.
COMPARED: Final[dict[Verdict, Promise]] = {
    Verdict.LOWER: _("Absence is lower than it would be if it had gone as in the units that it is compared with."),
    Verdict.HIGHER: _("Absence is higher than it would be if it had gone as in the units that it is compared with."),
    Verdict.NO_CLEAR_DIFFERENCE: _(
        "Absence has gone about as in the units that it is compared with. The difference may be chance."
    ),
}
ALONE: Final[dict[Verdict, Promise]] = {
    Verdict.LOWER: _("Absence is lower than in the same months the year before. It is not compared with other units."),
    Verdict.HIGHER: _(
        "Absence is higher than in the same months the year before. It is not compared with other units."
    ),
    Verdict.NO_CLEAR_DIFFERENCE: _(
        "Absence is about as in the same months the year before. The difference may be chance. It is not compared with"
        " other units."
    ),
}
REFUSALS: Final[dict[str, Promise]] = {
    "ends_before_start": _("Choose a last day that is not before the first."),
    "no_unit": _("Choose at least one unit."),
    "responsible_missing": _("Choose who is responsible, or write it."),
    "follow_up_missing": _("Write when it is followed up."),
    "followed_up_before_start": _("It is followed up once it has begun. Choose a later day."),
    "nothing_assessed": _("Write how far it is: a number, words, or both."),
    "percent_out_of_range": _("Write a number from 0 to 100."),
    "in_future": _("Choose today or a day that has been."),
    "compared_with_itself": _(
        "You have chosen a unit where the initiative itself takes place, or one above or below it. Choose others."
    ),
    "not_yours": _("Only HR keeps the register."),
}
# The field that a refusal is about.
ABOUT: Final[dict[str, str]] = {
    "ends_before_start": "last_day",
    "no_unit": "units",
    "responsible_missing": "responsible_id",
    "follow_up_missing": "follow_up_on",
    "followed_up_before_start": "follow_up_on",
    "nothing_assessed": "percent",
    "percent_out_of_range": "percent",
    "in_future": "assessed_on",
    "compared_with_itself": "compared",
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else of_cases(code)


def say_degree(percent: int | None, words: str) -> str:
    """`80 % (til plejecentre)`: the number, the words, or both."""
    if percent is None:
        return words
    number = say_percent(percent, 0, page_language())
    return f"{number} ({words})" if words else number


def say_points(value: float, *, unit: bool = True) -> str:
    """`+1,2 procentpoint`, with a plus or a minus: how much more or less it is."""
    number = say_number(value, 1, page_language()).replace("-", "\N{MINUS SIGN}")
    number = f"+{number}" if value > 0 and number != say_number(0, 1, page_language()) else number
    return str(_("%(number)s percentage points")) % {"number": number} if unit else number


def say_too_early(why: TooEarly, months: int) -> str:
    if why is TooEarly.BEFORE:
        return str(_("The absence of all twelve months before is not known."))
    said = ngettext(
        "%(number)s whole month has gone by. It takes %(least)s.",
        "%(number)s whole months have gone by. It takes %(least)s.",
        months,
    )
    return said % {"number": months, "least": LEAST_AFTER}
