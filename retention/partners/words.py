"""The words of partners' codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as of_cases
from retention.rules.partners import AgreementKind

AGREEMENTS: Final[dict[AgreementKind, Promise]] = {
    AgreementKind.PREVENTIVE_FAST_TRACK: _("Preventive Fast track: on a worry, before any sick leave"),
    AgreementKind.WORK_TRIAL: _("Praktik: places a year"),
    AgreementKind.OTHER: _("Another agreement"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "not_yours": _("Only HR and consultants can do this."),
    "has_ended": _("This has already ended."),
    "ends_before_start": _("The last day must not be before the first."),
    "ends_later_than_before": _("It already ends before that day. Add it again for more days."),
    "already_agreed": _("There is an agreement of this kind in those days. End it first."),
    "agreement_not_running": _("The agreement does not hold on that day."),
    "quota_used": _("All that was agreed for this year has been used."),
    "nothing_used": _("Nothing has been noted by hand this year, so there is nothing to take back."),
    "changed_meanwhile": _("The count has been changed since you opened the page. See whether it is right now."),
    "next_not_later": _("The next meeting must lie after this one."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else of_cases(code)
