"""What was done, in words that look back: the same in the history, on the chart and on one's own page."""

from django.utils.translation import gettext as _

from cases.day.cards import say_step
from cases.followups.kinds import kind_of
from cases.followups.rules import FollowUpState, Punctuality, punctuality
from cases.models import FollowUp


def say_done(row: FollowUp) -> str:
    """`Dag 5: kontakt holdt`; `4 uger: samtale holdt`; `Aftale holdt: Laver ny vagtplan`."""
    words = str(kind_of(row.kind).done)
    if row.words:
        return f"{words}: {row.words}"
    if row.step is None:
        return words
    step = say_step(row.step, by_law=row.mandatory)
    return f"{step}: {words[:1].lower()}{words[1:]}"


def say_outcome(row: FollowUp) -> str:
    """How it went, in a word or two, after the step that it is about."""
    if row.done_on is None:
        return _("to come") if row.state == FollowUpState.OPEN else _("no longer needed")
    match punctuality(row.due_on, row.done_on, late_by_correction=row.late_by_correction):
        case Punctuality.ON_TIME:
            return _("done on time")
        case Punctuality.LATE:
            return _("done late")
        case _:
            return _("held")
