"""The words of cases' codes: why something was refused, and what typed reasons and states are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.notices.rules import NoticeKind, NoticeState
from cases.rules import CloseReason, OpenReason

REFUSALS: Final[dict[str, Promise]] = {
    "not_yours": _("Only those who handle the matter can do this."),
    "has_left": _("This person does not work here any more, so nothing new begins."),
    "too_long_ago": _("The day lies more than a year back. Choose a later day."),
    "not_open": _("This has already been done, or is no longer needed. The page below shows how it stands now."),
    "not_done": _("This has not been confirmed, so there is nothing to take back."),
    "not_closed": _("This is still open."),
    "has_a_page": _("This is done on a page of its own. Open it from the card."),
    "in_future": _("The day lies ahead. Choose today or an earlier day."),
    "before_start": _("The day lies before the absence began. Choose a later day."),
    "postponed_too_often": _("This cannot be postponed once more. Confirm it, or hand it to another."),
    "not_later": _("Choose a day after today and after the day it is due."),
    "too_far": _("That is too far ahead. Choose an earlier day."),
    "past_legal_day": _("That is past the last day that the law allows. Choose an earlier day."),
    "no_account": _("This person has no account yet and cannot take it over. Choose another."),
    "cannot_take_over": _("This person may not see all of the employees chosen. Choose another, or fewer employees."),
    "cpr_in_note": _("This looks like a CPR number. Take it out: CPR numbers are never kept here."),
    "health_in_note": _("This looks like a diagnosis. Write what the employee can do at work, not what is wrong."),
    "benefit_in_note": _(
        "This tells of the municipality's own matter about benefits. Take it out: it is never kept here."
    ),
    "benefit_in_override": _("The reason tells of the municipality's own matter about benefits. Take it out."),
    "cpr_in_override": _("The reason holds what looks like a CPR number. Take it out."),
    "health_in_override": _("The reason itself tells of health. Say it without."),
    "case_already_open": _("There is an open case already."),
    "case_not_open": _("The case has been closed already."),
    "open_reason_unknown": _("Choose why the case is opened."),
    "nothing_to_resend": _("None of these stands failed any more. The list below shows how it stands now."),
    "close_reason_unknown": _("Choose why the case is closed."),
}

OPEN_REASONS: Final[dict[OpenReason, Promise]] = {
    OpenReason.RULE: _("The absence has lasted long"),
    OpenReason.BY_HAND: _("The absence is to be followed closely"),
    OpenReason.WORRY: _("A worry, without absence"),
    OpenReason.CARE_TALK: _("Invited to a care talk"),
}
CLOSE_REASONS: Final[dict[CloseReason, Promise]] = {
    CloseReason.BACK_AT_WORK: _("Back at work"),
    CloseReason.LEFT: _("No longer employed"),
    CloseReason.NOT_NEEDED: _("No longer needed"),
    CloseReason.QUIET: _("Back for eight weeks, and nothing open"),
}
NOTICE_KINDS: Final[dict[NoticeKind, Promise]] = {
    NoticeKind.DIGEST: _("Today's tasks"),
    NoticeKind.CASE_OPENED: _("New case"),
    NoticeKind.NEW_TASK: _("New task"),
    NoticeKind.CONTACTS: _("Contacts to confirm"),
    NoticeKind.OUTSIDE: _("Wish from outside"),
    NoticeKind.OUTSIDE_HELP: _("Wish from outside: help"),
    NoticeKind.OUTSIDE_LATE: _("Wish from outside: overdue"),
    NoticeKind.SERIES: _("Wish for care talks"),
    NoticeKind.LONG_LIST: _("List of long absence"),
    NoticeKind.QUARTER_PACK: _("Figures of a quarter"),
    NoticeKind.MEETING_PACK: _("Pack for the meeting with HR"),
    NoticeKind.INVITATION: _("Invitation to a talk"),
    NoticeKind.TIMES: _("When can you come to a talk?"),
    NoticeKind.MEETING_LINK: _("News about a talk"),
    NoticeKind.MINUTES: _("Minutes of a talk"),
    NoticeKind.RECALLED: _("Minutes recalled"),
    NoticeKind.CODE: _("Code"),
}
NOTICE_STATES: Final[dict[NoticeState, Promise]] = {
    NoticeState.OWED: _("Waiting"),
    NoticeState.CLAIMED: _("Being sent"),
    NoticeState.SENT: _("Sent"),
    NoticeState.WITHDRAWN: _("Not needed any more"),
    NoticeState.FAILED: _("Could not be delivered"),
}


def refusal(code: str) -> str:
    """What to tell somebody who was refused; a code that is not known here is not hidden."""
    return str(REFUSALS.get(code, code))


def say_to_employee(code: str) -> str:
    """To somebody who writes of themselves."""
    if code == "health_in_note":
        return gettext("This looks like a diagnosis. Write what you can do at work, not what is wrong with you.")
    return refusal(code)
