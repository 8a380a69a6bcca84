"""The words of closing a meeting: what is missing, and where it is put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.agreements.words import refusal as refusal_of_agreements
from roundtable.models import AgreedAction
from roundtable.plans.words import refusal as refusal_of_plans
from roundtable.plans.words import say_fault
from roundtable.rules.closing import Part
from roundtable.rules.plans import Fault
from roundtable.rules.table import Phase

REFUSALS: Final[dict[str, Promise]] = {
    "not_begun": gettext_lazy("The meeting has not begun yet."),
    "picture_missing": gettext_lazy(
        "You have not agreed on a step. Do that, write that you see it differently, or skip it."
    ),
    "attendance_missing": gettext_lazy("Tick who came."),
    "employee_absent": gettext_lazy("The employee is not ticked. Were they not here, the meeting was not held."),
    "next_in_past": gettext_lazy("The next meeting must lie ahead."),
    "next_on_a_free_day": gettext_lazy("The next meeting lies on a free day. Choose a working day."),
}
_OF_AGREEMENTS: Final = frozenset({"owner_missing", "day_missing", "day_past"})


@dataclass(frozen=True, slots=True)
class Missing:
    """`phase` is where it is put right, empty for this one."""

    words: str
    phase: str


def refusal(code: str) -> str:
    """For everything that may keep a meeting open."""
    if code in REFUSALS:
        return str(REFUSALS[code])
    return refusal_of_agreements(code) if code in _OF_AGREEMENTS else refusal_of_plans(code)


def say_missing(part: Part, agreements: Sequence[AgreedAction]) -> Missing:
    """`Laver ny vagtplan: Ingen har den endnu`"""
    if part.code in _OF_AGREEMENTS:
        what = next((row.what for row in agreements if row.ref == part.about), "")
        words = _("%(what)s: %(missing)s") % {"what": what, "missing": refusal_of_agreements(part.code)}
        return Missing(words, Phase.PLAN)
    if part.code in REFUSALS:
        phase = {"not_begun": Phase.SINCE, "picture_missing": Phase.PICTURE}.get(part.code, "")
        return Missing(refusal(part.code), phase)
    monday = date.fromisoformat(part.about) if part.about else None
    return Missing(say_fault(Fault(part.code, monday)), Phase.PLAN)
