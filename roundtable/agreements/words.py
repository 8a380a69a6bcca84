"""The words of agreements: what is missing, and how they stand."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from roundtable.words import refusal as refusal_of_meetings

REFUSALS: Final[dict[str, Promise]] = {
    "what_missing": gettext_lazy("Write what is to be done."),
    "too_many_agreements": gettext_lazy("That is more than a meeting can hold: at most 20 agreements."),
    "owner_unknown": gettext_lazy("This person does not take part any more. Choose another."),
    "agreement_gone": gettext_lazy("This agreement has been taken off or is done already."),
    "owner_missing": gettext_lazy("Nobody has it yet"),
    "day_missing": gettext_lazy("No day yet"),
    "day_past": gettext_lazy("The day is past"),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_meetings(code)
