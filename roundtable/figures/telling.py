"""The figures in words and as numbers: one line each, the same for the page and for the files. No database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.words import Language, say_duration, say_number, say_percent
from roundtable.rules.clock import Target
from roundtable.rules.figures import Apart, Figures, Share, Spread
from roundtable.rules.meetings import RequesterKind
from roundtable.words import REQUESTERS

AN_HOUR: Final = timedelta(hours=1)
DASH: Final = "–"


class Section(StrEnum):
    """Where on the page a figure stands."""

    BEFORE = "before"
    TABLE = "table"
    AFTER = "after"


SECTIONS: Final[dict[Section, Promise]] = {
    Section.BEFORE: gettext_lazy("From wish to meeting"),
    Section.TABLE: gettext_lazy("At the table"),
    Section.AFTER: gettext_lazy("Afterwards"),
}


class Unit(StrEnum):
    """What a number counts."""

    MEETINGS = "meetings"
    PERCENT = "percent"
    HOURS = "hours"
    DAYS = "days"
    STEPS = "steps"


UNITS: Final[dict[Unit, Promise]] = {
    Unit.MEETINGS: gettext_lazy("meetings"),
    Unit.PERCENT: gettext_lazy("percent"),
    Unit.HOURS: gettext_lazy("hours"),
    Unit.DAYS: gettext_lazy("working days"),
    Unit.STEPS: gettext_lazy("steps"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: in words for a page, as a number for a file, and what it is a figure of.

    Without a number `words` is a dash; where it is not told, `hidden` says why. `about` is what it counts, exactly;
    `short` names it on a tile, which has an `icon`, and heads its column where consultants stand side by side. The page
    says several in one line, which in a file have one each: `on_page`, `in_file`.
    """

    section: Section
    label: str
    about: str
    unit: Unit
    words: str = DASH
    base_words: str = ""
    number: float | None = None
    base: int | None = None
    hidden: str = ""
    short: str = ""
    icon: str = ""
    on_page: bool = True
    in_file: bool = True


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why the two figures about people are not told; empty where they may be."""

    apart: str = ""
    returned: str = ""


def tell(found: Figures, target: Target, lang: Language, hidden: Hidden) -> list[Told]:
    """All figures of one consultant or of the team, in order and each time the same ones."""
    return [
        *_asked(found, lang),
        *_of_times(found, target, lang),
        *_at_the_table(found, lang, hidden),
        *_afterwards(found, lang, hidden),
    ]


def _asked(found: Figures, lang: Language) -> Iterable[Told]:
    asked = [(kind, found.requests.get(kind, 0)) for kind in RequesterKind]
    by = [f"{REQUESTERS[kind]} {say_number(number, 0, lang)}" for kind, number in asked if number]
    whole = Told(
        Section.BEFORE,
        _("Round tables wished for"),
        _("By the day of the wish. Without follow-up meetings, care talks and what was wished for by mistake."),
        Unit.MEETINGS,
        say_number(found.asked_for, 0, lang),
        ", ".join(by),
        found.asked_for,
        found.asked_for,
        short=_("Wishes"),
        icon="groups",
    )
    yield whole
    for kind, number in asked:
        label = f"{whole.label}: {REQUESTERS[kind]}"
        yield replace(whole, label=label, number=number, short="", icon="", on_page=False)


def _of_times(found: Figures, target: Target, lang: Language) -> Iterable[Told]:
    hours, days = settings.ROUND_TABLE_HOURS, settings.ROUND_TABLE_HELD_DAYS
    within = Told(
        Section.BEFORE,
        _("Planned within %(hours)s hours") % {"hours": hours},
        _("On working days, without pauses. Of the wishes that were planned or whose time is up."),
        Unit.PERCENT,
        short=_("Planned in time"),
        icon="time",
    )
    yield _share(within, found.planned_within, lang)
    about = _("Hours on working days from the wish until a time was set, without pauses. The median.")
    told = Told(Section.BEFORE, _("Time until planned"), about, Unit.HOURS, short=_("Until planned"))
    yield from _spread(told, found.to_planned, _hours, lang)
    within = Told(
        Section.BEFORE,
        _("Held within %(days)s working days") % {"days": days},
        _("Without pauses. Of the wishes that were held or whose time is up."),
        Unit.PERCENT,
        short=_("Held in time"),
        icon="calendar-month",
    )
    yield _share(within, found.held_within, lang)
    about = _("Working days from the wish until the meeting, without pauses. The median.")
    told = Told(Section.BEFORE, _("Time until held"), about, Unit.DAYS)
    yield from _spread(told, found.to_held, partial(_days, a_day=target.a_day), lang)


def _at_the_table(found: Figures, lang: Language, hidden: Hidden) -> Iterable[Told]:
    efforts = Told(
        Section.TABLE,
        _("Meetings with at least one agreement"),
        _("Of the meetings held, care talks too: at least one agreement about who does what."),
        Unit.PERCENT,
        short=_("With an agreement"),
        icon="document",
    )
    yield _share(efforts, found.efforts, lang)
    apart = Told(
        Section.TABLE,
        _("Distance between employee and leader"),
        _("Steps at the first and at the latest meeting, in the middle of the courses that had a further meeting."),
        Unit.STEPS,
        short=_("Distance"),
    )
    yield from _steps(apart, found.apart, lang, hidden.apart)


def _afterwards(found: Figures, lang: Language, hidden: Hidden) -> Iterable[Told]:
    kept = Told(
        Section.AFTER,
        _("Agreements kept in time"),
        _("Of the agreements due: done by the day that was agreed. Those that fell away are left out."),
        Unit.PERCENT,
        short=_("Agreements kept"),
        icon="check",
    )
    yield _share(kept, found.actions_kept, lang)
    back = Told(
        Section.AFTER,
        _("Back as planned"),
        _("Of the plans whose last week is over: nobody recorded sick from Monday to Friday of that week."),
        Unit.PERCENT,
        short=_("Back as planned"),
    )
    yield _share(back, found.returned, lang, hidden.returned)


# --- With its number -----------------------------------------------------------------------------------------


def _share(told: Told, share: Share, lang: Language, hidden: str = "") -> Told:
    if share.percent is None:
        return told
    if hidden:
        return replace(told, hidden=hidden)
    said = {"number": say_number(share.number, 0, lang), "base": say_number(share.base, 0, lang)}
    return replace(
        told,
        words=say_percent(share.percent, 0, lang),
        base_words=_("%(number)s of %(base)s") % said,
        number=round(share.percent, 1),
        base=share.base,
    )


def _steps(told: Told, apart: Apart, lang: Language, hidden: str) -> Iterable[Told]:
    """On the page how it went from the first to the latest meeting, in a file each for itself."""
    first, latest = _("first meeting"), _("latest meeting")
    of_first = replace(told, label=f"{told.label}, {first}", short="", on_page=False)
    of_latest = replace(told, label=f"{told.label}, {latest}", short="", on_page=False)
    if apart.start is None or apart.end is None or hidden:
        why = hidden if apart.base else ""
        yield from (
            replace(told, hidden=why, in_file=False),
            replace(of_first, hidden=why),
            replace(of_latest, hidden=why),
        )
        return
    steps = ngettext("%(number)s step", "%(number)s steps", apart.end) % {"number": say_number(apart.end, 0, lang)}
    words = _("from %(start)s to %(end)s") % {"start": say_number(apart.start, 0, lang), "end": steps}
    base = ngettext("%(number)s course", "%(number)s courses", apart.base) % {"number": apart.base}
    yield replace(told, words=words, base_words=base, base=apart.base, in_file=False)
    yield replace(of_first, number=apart.start, base=apart.base)
    yield replace(of_latest, number=apart.end, base=apart.base)


def _spread(
    told: Told, spread: Spread, say: Callable[[timedelta, Language], tuple[float, str]], lang: Language
) -> Iterable[Told]:
    """The median, with the mean beside it on the page and in a line of its own in a file."""
    median, mean = _("median"), _("mean")
    of_median = replace(told, label=f"{told.label}, {median}", short="", on_page=False)
    of_mean = replace(told, label=f"{told.label}, {mean}", short="", on_page=False)
    if spread.median is None or spread.mean is None:
        yield from (replace(told, in_file=False), of_median, of_mean)
        return
    (number, words), (mean_number, mean_words) = say(spread.median, lang), say(spread.mean, lang)
    meetings = ngettext("%(number)s meeting", "%(number)s meetings", spread.base) % {"number": spread.base}
    base = _("%(meetings)s, mean %(mean)s") % {"meetings": meetings, "mean": mean_words}
    yield replace(told, words=words, base_words=base, base=spread.base, in_file=False)
    yield replace(of_median, number=number, base=spread.base)
    yield replace(of_mean, number=mean_number, base=spread.base)


def _hours(length: timedelta, lang: Language) -> tuple[float, str]:
    return round(length / AN_HOUR, 1), say_duration(length, lang)


def _days(length: timedelta, lang: Language, *, a_day: timedelta) -> tuple[float, str]:
    number = round(length / a_day, 1)
    return number, _("%(number)s working days") % {"number": say_number(number, 1, lang)}
