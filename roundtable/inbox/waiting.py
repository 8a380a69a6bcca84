"""Wishes that wait for a consultant and are no follow-ups, since nobody is known yet whom they are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.nested import made, name_of, nested
from people.viewer import Viewer
from people.words import Chip, Language, say_date, say_moment, say_number
from roundtable.outside.queries import waiting_for
from roundtable.rules import clock
from roundtable.rules.clock import Clock, Target
from roundtable.rules.meetings import RequesterKind
from roundtable.series.queries.wishes import wished_series
from roundtable.words import REQUESTERS

# So many of each at most; the lists have the rest.
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One wish: what it is about, who wishes, the chip of its clock, and where it is looked at."""

    words: str
    under: str
    said: str
    said_under: str
    chip: Chip | None
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Wishes of one sort. `more` says how many others wait, empty where all are shown; `url` leads to all of them."""

    heading: str
    lines: tuple[Line, ...]
    more: str
    url: str


@dataclass(frozen=True, slots=True)
class _Outside:
    ref: str
    about_name: str
    about_workplace: str
    organisation: str
    kind: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class _Series:
    ref: str
    workplace: str
    by: str
    begun_on: date


def read_waiting(viewer: Viewer) -> dict[str, ArraySubquery]:
    """For a query of one row: wishes from outside, and leaders' for care talks, the oldest first."""
    series = wished_series(viewer)
    return {
        "outside": nested(_Outside, waiting_for(viewer)),
        "series": nested(_Series, series, workplace=F("unit__name"), by=name_of("begun_by")),
    }


def waiting_of(row: Mapping[str, Any], about: Target, viewer: Viewer, lang: Language) -> Iterator[Waiting]:
    """What has been read, in words; none of a sort that has none."""
    if outside := made(_Outside, row["outside"]):
        lines = tuple(_outside_line(each, about, viewer, lang) for each in outside[:SHOWN])
        more = _say_more(len(outside) - SHOWN, lang)
        yield Waiting(_("Wishes from outside"), lines, more, f"{reverse('meetings')}?vis=udefra")
    if series := made(_Series, row["series"]):
        lines = tuple(_series_line(each, viewer, lang) for each in series[:SHOWN])
        yield Waiting(_("Wishes for care talks"), lines, _say_more(len(series) - SHOWN, lang), reverse("series_list"))


def _outside_line(row: _Outside, about: Target, viewer: Viewer, lang: Language) -> Line:
    when = say_moment(row.confirmed_at, viewer.today, lang)
    return Line(
        words=row.about_name,
        under=row.about_workplace,
        said=row.organisation,
        said_under=f"{REQUESTERS[RequesterKind(row.kind)]}, {when}",
        chip=clock.chip_of(Clock(row.confirmed_at), about, viewer.now, lang),
        url=reverse("outside_settle", args=[row.ref]),
    )


def _series_line(row: _Series, viewer: Viewer, lang: Language) -> Line:
    return Line(
        words=row.workplace,
        under="",
        said=row.by,
        said_under=say_date(row.begun_on, viewer.today, lang),
        chip=None,
        url=reverse("series", args=[row.ref]),
    )


def _say_more(number: int, lang: Language) -> str:
    """`og 3 andre`"""
    if number < 1:
        return ""
    said = {"number": say_number(number, lang=lang)}
    return ngettext("and %(number)s other", "and %(number)s others", number) % said
