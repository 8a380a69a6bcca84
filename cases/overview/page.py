"""The frame of the overview in words: its tabs, what stands on top, and the line under the list."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.outbox.queries import Outbox, say_alarm
from cases.overview.chosen import HR_OVERVIEW
from cases.overview.queries import PAGE, Overview
from cases.overview.rules import Due, Filters
from cases.overview.words import TABS
from cases.panels import Tile
from people.language import page_language
from people.viewer import Viewer
from people.words import say_date, say_number, say_time, say_weekday


@dataclass(frozen=True, slots=True)
class TabLink:
    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    when: str
    lead: str
    tabs: tuple[TabLink, ...]
    tiles: tuple[Tile, ...]
    last: tuple[Tile, ...]
    note: str
    alarm: str


def frame_of(overview: Overview, filters: Filters, outbox: Outbox, viewer: Viewer) -> Frame:
    lang, now = page_language(), viewer.now
    weekday = say_weekday(viewer.today, lang)
    return Frame(
        when=capfirst(f"{weekday} {say_date(viewer.today, viewer.today, lang)} {say_time(now, lang)}"),
        lead=_lead(overview),
        tabs=tuple(
            TabLink(
                str(label),
                f"?{HR_OVERVIEW.address(replace(filters, tab=tab))}",
                say_number(overview.tabs.get(tab, 0), lang=lang),
                tab == filters.tab,
            )
            for tab, label in TABS.items()
        ),
        tiles=(
            Tile(
                "warning",
                _("Overdue"),
                _people(overview.late),
                _("and %(people)s today") % {"people": say_number(overview.today, lang=lang)},
                f"?{HR_OVERVIEW.address(Filters(due=frozenset({Due.LATE})))}" if overview.late else "",
            ),
            Tile(
                "lock",
                _("Leaders without an account"),
                say_number(overview.without_account, lang=lang),
                _("%(people)s wait with them") % {"people": _people(overview.stuck)} if overview.stuck else "",
                f"{reverse('leaders')}?vis=no_account" if overview.without_account else "",
            ),
        ),
        last=(_messages_tile(outbox),),
        note=_note(overview),
        alarm=say_alarm(outbox, viewer),
    )


def _lead(overview: Overview) -> str:
    """`38 medarbejdere har noget, der er over tid.`"""
    if overview.late:
        return ngettext(
            "%(people)s employee has something that is overdue.",
            "%(people)s employees have something that is overdue.",
            overview.late,
        ) % {"people": say_number(overview.late, lang=page_language())}
    if overview.today:
        return ngettext(
            "Nothing is overdue. %(people)s employee has something today.",
            "Nothing is overdue. %(people)s employees have something today.",
            overview.today,
        ) % {"people": say_number(overview.today, lang=page_language())}
    return _("Nothing is overdue, and nothing is due today.")


def _note(overview: Overview) -> str:
    """`9 medarbejdere med åbne opgaver.`, and which of them stand on this page."""
    found = overview.page.paginator.count
    words = ngettext("%(people)s employee with open tasks.", "%(people)s employees with open tasks.", found)
    note = words % {"people": say_number(found, lang=page_language())}
    if found > PAGE:
        note += " " + _("Number %(first)s to %(last)s.") % {
            "first": overview.page.start_index(),
            "last": overview.page.end_index(),
        }
    return note + " " + _("Nearest deadline first, without a date last.")


def _messages_tile(outbox: Outbox) -> Tile:
    under = _("in the last seven days") if outbox.failed else ""
    if outbox.ringing:
        words = _("do not go out")
    elif outbox.failed:
        words = _("%(number)s failed") % {"number": say_number(outbox.failed, lang=page_language())}
    else:
        words = _("go out as they should")
    return Tile("notifications", _("Messages"), words, under, reverse("notices"), alarm=outbox.ringing)


def _people(number: int) -> str:
    words = ngettext("%(number)s employee", "%(number)s employees", number)
    return words % {"number": say_number(number, lang=page_language())}
