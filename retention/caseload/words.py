"""The words of the caseload's codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as refusal_of_cases
from retention.rules.caseload import EndReason, ReferReason, WorkKind

REFER_REASONS: Final[dict[ReferReason, Promise]] = {
    ReferReason.LONG_ABSENCE: _("The absence has lasted long"),
    ReferReason.UNCERTAIN_RETURN: _("It is uncertain when, or to what, the employee can return"),
    ReferReason.ADAPTATION: _("The work must be arranged in another way"),
    ReferReason.WORRY: _("A worry, without absence"),
    ReferReason.EMPLOYEE_ASKS: _("The employee asks for it"),
}
END_REASONS: Final[dict[EndReason, Promise]] = {
    EndReason.BACK_AT_WORK: _("Back at work"),
    EndReason.LEFT: _("No longer employed"),
    EndReason.NOT_NEEDED: _("No longer needed"),
    EndReason.TAKEN_OVER: _("Taken over by a colleague"),
    EndReason.RELEASED: _("Back to the team"),
    EndReason.EXPIRED: _("Two months after the absence"),
}
WORK_KINDS: Final[dict[WorkKind, Promise]] = {
    WorkKind.CASE: _("A case"),
    WorkKind.VISIT: _("Visit to a unit"),
    WorkKind.SPARRING: _("Sparring with a leader"),
    WorkKind.STATUS_MEETING: _("Status meeting"),
    WorkKind.OTHER: _("Other"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "already_referred": _("This matter is referred already. The page shows who has it."),
    "not_referred": _("This matter is not referred any more. The list shows how it stands now."),
    "no_consultant": _("This person cannot take it on. Choose another."),
    "tasks_left": _("A consultant still owes something in the matter. Do it, or hand it over, before you end it."),
    "end_reason_unknown": _("Choose why it ends."),
    "hours_out_of_range": _("Write a number of hours that can be right."),
    "needs_employee": _("Choose whom the time was used on."),
    "needs_unit": _("Choose which unit was visited."),
    "begins_in_the_past": _("Choose today or a later day."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)
