"""The words of screening's codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as refusal_of_cases
from retention.rules.screening import Advice, Answer, Decision

ANSWERS: Final[dict[Answer, Promise]] = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.UNKNOWN: _("Don't know"),
}
ADVICE: Final[dict[Advice, Promise]] = {
    Advice.FAST_TRACK: _("It may well become long. Consider Fast track now, while the window is open."),
    Advice.CONSULTANT: _("It may become long. Talk it over with a consultant."),
    Advice.ASK_MORE: _("Too little is known yet. Ask again at the next contact."),
    Advice.NOTHING: _("Nothing points to a long absence now. Keep the usual contact."),
}
DECISIONS: Final[dict[Decision, Promise]] = {
    Decision.FAST_TRACK: _("Begin Fast track"),
    Decision.CONSULTANT: _("Ask a consultant"),
    Decision.LOOK_AGAIN: _("Wait, and look again"),
    Decision.NOTHING: _("Nothing more"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "already_decided": _("This has been decided already. Answer the questions anew to decide again."),
    "day_missing": _("Write the day on which to look again."),
    "not_later": _("Choose a day after today."),
    "unknown_question": _("The questions have changed since you opened the page. Answer them again."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)
