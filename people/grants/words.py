"""Refusals of grants and accounts, and what capacities are called, as the pages say them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.rules import CapacityKind
from people.terms import term

REFUSALS: Final[dict[str, Promise]] = {
    "not_allowed": _("Only HR and administrators can do this."),
    "not_yourself": _("Nobody grants anything to themselves. Ask a colleague in HR."),
    "ends_before_start": _("The last day must not be before the first."),
    "begins_in_the_past": _("It can begin today at the earliest."),
    "needs_last_day": _("Write the last day. HR can name a deputy without one."),
    "not_employed": _("That person is not employed on the first day."),
    "already_named": _("That person already leads this unit, or deputises in it, in those days."),
    "already_granted": _("That person already has this access in those days."),
    "has_ended": _("This has already ended."),
    "ends_in_the_past": _("It can end yesterday at the earliest; then it ends at once."),
    "ends_later_than_before": _("It already ends before that day. Name the person again for more days."),
    "already_open": _("This account is already open."),
    "no_email": _(
        "There is no e-mail address to invite to. Add it in the staff system; it comes with the next import."
    ),
    "nothing_to_open": _("Employees are not invited here, only those who lead or are granted something."),
    "not_open": _("This account is not open."),
}


def say_refusal(code: str) -> str:
    return str(REFUSALS[code])


def say_capacity(kind: CapacityKind) -> str:
    """As it stands after a name."""
    match kind:
        case CapacityKind.HR:
            return gettext("HR")
        case CapacityKind.CONSULTANT:
            return term("consultant")
        case CapacityKind.ADMINISTRATOR:
            return gettext("administrator")
