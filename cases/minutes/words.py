"""The words of minutes: why they were recalled, and why something was refused."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import words
from cases.minutes.rules import RecallReason

RECALL_REASONS: Final[dict[RecallReason, Promise]] = {
    RecallReason.WRONG_PERSON: _("They came to, or are about, the wrong person"),
    RecallReason.SENSITIVE: _("They say something that must not stand there"),
    RecallReason.MISTAKE: _("They were sent by mistake"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "minutes_already_made": _("The minutes of this talk have been made already."),
    "minutes_recalled": _("These minutes have been recalled. Nobody can read them any more."),
    "reason_missing": _("Write why the minutes are corrected."),
    "nothing_amended": _("Nothing is changed. Correct the words that are wrong, or add a correction."),
    "nothing_said": _("Write your comment."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else words.refusal(code)
