"""Tokens in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.words import refusal as of_cases
from insight.rules.tokens import Scope, State
from people.words import Tone

SCOPES: Final[dict[Scope, Promise]] = {
    Scope.UNITS: gettext_lazy("Which units there are"),
    Scope.FIGURES: gettext_lazy("The units' figures"),
}
STATES: Final[dict[State, tuple[Tone, Promise]]] = {
    State.RUNNING: (Tone.MET, gettext_lazy("Holds")),
    State.EXPIRED: (Tone.FACT, gettext_lazy("Has run out")),
    State.ENDED: (Tone.FACT, gettext_lazy("Ended")),
}
REFUSALS: Final[dict[str, Promise]] = {
    "not_yours": gettext_lazy("Only HR can do this."),
    "name_missing": gettext_lazy("Write which program it is for."),
    "name_taken": gettext_lazy("There is an access of this name already. End it, or choose another name."),
    "no_such_unit": gettext_lazy("There is no such unit any more. Choose another one."),
    "no_scope": gettext_lazy("Choose what the program may read."),
    "day_is_past": gettext_lazy("Choose a day that is not past."),
    "too_long": gettext_lazy("Choose an earlier day: no access holds for longer."),
    "too_many": gettext_lazy("There are too many already. End those that are not used."),
}
# At which field of the form a refusal stands.
ABOUT: Final = {
    "name_missing": "name",
    "name_taken": "name",
    "cpr_in_note": "name",
    "no_such_unit": "unit",
    "no_scope": "scopes",
    "day_is_past": "last_day",
    "too_long": "last_day",
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else of_cases(code)
