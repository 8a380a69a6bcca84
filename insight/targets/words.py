"""Targets and figures in words."""

from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.words import refusal as of_cases
from insight.rules.targets import Progress
from people.words import Chip, Language, Tone, chip, say_percent
from roundtable.figures.words import say_the_month
from roundtable.rules.windows import Window

TENTH: Final = Decimal("0.1")
REFUSALS: Final[dict[str, Promise]] = {
    "not_yours": gettext_lazy("Only HR and the unit's leaders can do this."),
    "year_out_of_range": gettext_lazy("Targets can be set for last year, this year and the next one."),
    "percent_out_of_range": gettext_lazy("A target lies above 0 and below 100 percent."),
    "has_gone": gettext_lazy("Somebody has taken this line off the plan since you opened the page."),
    "health_in_note": gettext_lazy(
        "This looks like somebody's health. The plan tells what the unit does, never of a person."
    ),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else of_cases(code)


def say_target(percent: Decimal, lang: Language) -> str:
    """`5,8 %`; with two decimals where it has them."""
    return say_percent(float(percent), 1 if has_tenths_only(percent) else 2, lang)


def shortened(percent: Decimal) -> Decimal:
    """Without a second decimal that says nothing."""
    return percent.quantize(TENTH) if has_tenths_only(percent) else percent


def has_tenths_only(percent: Decimal) -> bool:
    return percent == percent.quantize(TENTH)


def say_months(window: Window) -> str:
    """`november 2025 til oktober 2026`; `2025` of a whole year."""
    if window.first.month == 1 and window.first.year == window.last.year:
        return str(window.first.year)
    return _("%(first)s to %(last)s") % {"first": say_the_month(window.first), "last": say_the_month(window.last)}


def progress_chip(progress: Progress) -> Chip | None:
    """How a plan stands, in a word; None where there is none."""
    if progress.late:
        return chip(Tone.LATE, _("%(number)s overdue") % {"number": progress.late})
    if progress.open:
        words = ngettext("%(number)s open task", "%(number)s open tasks", progress.open) % {"number": progress.open}
        return chip(Tone.CALM, words)
    return chip(Tone.MET, _("all done")) if progress.done else None
