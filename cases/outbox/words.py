"""Why a notice waits, was withdrawn or has failed, and what to do about it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.notices.rules import NoticeState, Reason

SMTP: Final = "smtp_"
REASONS: Final[dict[Reason, Promise]] = {
    Reason.NOTHING_DUE: gettext_lazy("Nothing was due any more"),
    Reason.SUPERSEDED: gettext_lazy("A later day's message says the same"),
    Reason.NO_ACCOUNT: gettext_lazy("The recipient has no active account or no e-mail address"),
    Reason.NO_ADDRESS: gettext_lazy("The recipient has no e-mail address"),
    Reason.NOT_THEIRS: gettext_lazy("Another has it now"),
    Reason.BAD_ADDRESS: gettext_lazy("The e-mail address cannot be used"),
    Reason.NO_SERVER: gettext_lazy("The mail server did not answer"),
    Reason.NO_ANSWER: gettext_lazy("The mail server broke off; the message may have been sent"),
    Reason.GIVEN_UP: gettext_lazy("The mail server did not take it within two days"),
}


def say_reason(reason: str) -> str:
    """Empty where there is none. Of a mail server's answer only the number is kept."""
    if reason.startswith(SMTP):
        return _("The mail server said no (%(code)s)") % {"code": reason.removeprefix(SMTP)}
    return str(REASONS[Reason(reason)]) if reason else ""


def say_remedy(state: NoticeState, reason: str, *, of_talk: bool) -> str:
    """What to do; empty where nothing needs to be done. Of a talk, whoever calls it keeps the addresses."""
    if reason == Reason.NO_ACCOUNT:
        return _("Invite the recipient under Leaders.")
    if state is not NoticeState.FAILED:
        return ""
    if reason == Reason.GIVEN_UP:
        return _("See under Operations whether the mail server answers, and send it again.")
    if of_talk:
        return _("Whoever calls the talk sees there to whom, and can correct the e-mail address.")
    return _("Correct the e-mail address where the municipality keeps it, and send it again after the next import.")
