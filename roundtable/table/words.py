"""The words of the table."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retention.ladder.words import say_refusal as refusal_of_ladder
from roundtable.rules.table import WorkRelated
from roundtable.table.queries import Standing

WORK_RELATED: Final[dict[WorkRelated, Promise]] = {
    WorkRelated.YES: gettext_lazy("Yes"),
    WorkRelated.NO: gettext_lazy("No"),
    WorkRelated.NOT_SAID: gettext_lazy("It was not said"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "not_planned": gettext_lazy("The meeting has no time yet. Plan it first."),
    "meeting_not_open": gettext_lazy("The meeting has been closed, so nothing more is changed here."),
    "not_begun": gettext_lazy("The meeting has not begun yet."),
    "already_revealed": gettext_lazy("Both placements have been shown, so they are not changed any more."),
    "picture_skipped": gettext_lazy("The staircase is left out today."),
    "chosen_on_own": gettext_lazy("This side has chosen on its own phone, and can change it there."),
    "seat_taken": gettext_lazy("Another leader has chosen already. A side has one voice."),
    "both_must_place": gettext_lazy("Both must choose before anything is shown."),
    "not_revealed": gettext_lazy("Show both placements first."),
    "unknown_question": gettext_lazy("The questions have changed since you opened the page. Answer them again."),
}


def say_refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_ladder(code)


def say_placed(at_table: Standing) -> str:
    """`Leder har placeret. Medarbejder mangler.`: who has chosen, never what."""
    match at_table.leader.has_placed, at_table.employee.has_placed:
        case True, True:
            return _("Both have placed. Ready to show.")
        case True, False:
            return _("The leader has placed. The employee is missing.")
        case False, True:
            return _("The employee has placed. The leader is missing.")
        case _:
            return _("Nobody has placed yet.")
