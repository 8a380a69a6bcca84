"""Why something about a period was refused, in words that say what to do."""

from datetime import date

from django.utils.translation import gettext as _

from absence.rules.recording import MOST_DAYS_AHEAD, MOST_DAYS_BACK, MOST_DAYS_TO_RETURN, Recorded
from people.words import Language, say_date, say_period


def say_refusal(code: str, *, name: str) -> str:
    words = {
        "too_far_ahead": _(
            "Choose an earlier day: at most %(ahead)s days ahead for an absence, %(back_in)s for a return."
        ),
        "too_far_back": _("Choose a later day: at most %(back)s days back. HR can have payroll correct older absence."),
        "ends_before_start": _("The last day is before the first. Choose a later last day, or leave it empty."),
        "return_before_start": _("Choose a return that is after the first day."),
        "return_too_far_ahead": _("Choose an earlier return, or leave it empty when nobody knows."),
        "back_before_start": _(
            "%(name)s was not absent before that day. Choose a later day, or withdraw the absence if it was a mistake."
        ),
        "not_away": _("The absence had ended before that day. Choose an earlier day."),
        "not_a_percent": _("Write a percent above 0 and up to 100."),
        "not_a_part": _("Write how much %(name)s is away: a percent above 0 and below 100."),
        "nothing_changes": _("That is how it is recorded already."),
        "unknown_reason": _("Choose why."),
        "undo_too_late": _("It is too late to undo this. Correct or withdraw the absence instead."),
        "changed_meanwhile": _("More has changed since, so this cannot be undone. Correct the absence instead."),
        "already_withdrawn": _("The absence has been withdrawn already."),
        "not_yours": _("This is not yours to do."),
    }
    return words.get(code, _("That cannot be done now.")) % {
        "name": name,
        "ahead": MOST_DAYS_AHEAD,
        "back": MOST_DAYS_BACK,
        "back_in": MOST_DAYS_TO_RETURN,
    }


def say_overlap(other: Recorded, *, name: str, today: date, lang: Language) -> str:
    if other.last_day is None:
        day = say_date(other.first_day, today, lang)
        return _("%(name)s is already recorded as absent since %(day)s.") % {"name": name, "day": day}
    days = say_period(other.first_day, other.last_day, today, lang)
    return _("%(name)s is already recorded as absent %(days)s.") % {"name": name, "days": days}
