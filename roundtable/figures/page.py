"""The figures of the team, and of each consultant whom the viewer may see: for the page, and for its files."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.panels import Tile
from people.language import page_language
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import danish_key, say_month, say_period
from roundtable.figures.queries import Found, found_in
from roundtable.figures.telling import SECTIONS, Hidden, Section, Told, tell
from roundtable.figures.words import say_as_of, say_quarter
from roundtable.rules.figures import (
    Whose,
    courses_of,
    everybodys,
    figures_of,
    may_tell,
    may_tell_each,
    only,
    plans_of,
)
from roundtable.rules.windows import Span, Window, quarters_of

PeopleOf = Callable[[Window], Collection[int]]


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of the team, or of one consultant."""

    name: str
    told: tuple[Told, ...]

    @property
    def has_any(self) -> bool:
        """Did anything happen that is counted, told or not?"""
        return any(told.base or told.hidden for told in self.told)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, with the name of each column."""

    label: str
    about: str
    cells: tuple[tuple[str, Told], ...]


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`tiles` show the team; `parts` the team and, to a consultant, their own beside it; `each` every consultant, to
    HR. `days` and `as_of` say of when the figures are.
    """

    names: tuple[str, ...]
    tiles: tuple[Tile, ...]
    parts: tuple[Part, ...]
    each: tuple[Column, ...]
    days: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Columns:
    """`own` is the viewer's, where they are a consultant; `each` those whom the viewer may see."""

    team: Column
    own: Column | None
    each: tuple[Column, ...]


def page_of(window: Window, span: Span, viewer: Viewer) -> Page:
    """Four queries, however many meetings and consultants."""
    columns = columns_of(window, viewer)
    beside = [columns.team, *([columns.own] if columns.own else [])]
    lines: dict[Section, list[Line]] = {section: [] for section in SECTIONS}
    for told in zip(*(column.told for column in beside), strict=True):
        if told[0].on_page:
            cells = zip((column.name for column in beside), told, strict=True)
            lines[told[0].section].append(Line(told[0].label, told[0].about, tuple(cells)))
    return Page(
        names=tuple(column.name for column in beside),
        tiles=tuple(Tile(t.icon, t.short, t.words, t.base_words) for t in columns.team.told if t.icon),
        parts=tuple(Part(section, str(title), tuple(lines[section])) for section, title in SECTIONS.items()),
        each=columns.each if CapacityKind.HR in viewer.capacities else (),
        days=say_window(window, span, viewer),
        as_of=say_as_of(viewer),
    )


def columns_of(window: Window, viewer: Viewer) -> Columns:
    """Consultants see the team and themselves, HR each consultant with anything in the window."""
    found, me = found_in(window), viewer.actor_id
    of_team, of_each = _hidden(found, window, viewer)
    sees_all, is_one = (kind in viewer.capacities for kind in (CapacityKind.HR, CapacityKind.CONSULTANT))
    each = [
        _column(name, found, window, viewer, only(key), of_each)
        for key, name in sorted(found.names.items(), key=lambda item: danish_key(item[1]))
        if sees_all or key == me
    ]
    return Columns(
        team=_column(_("The team"), found, window, viewer, everybodys, of_team),
        own=_column(_("You"), found, window, viewer, only(me), of_each) if is_one else None,
        each=tuple(column for column in each if column.has_any),
    )


def _column(name: str, found: Found, window: Window, viewer: Viewer, whose: Whose, hidden: Hidden) -> Column:
    figures = figures_of(found.rows, window, found.target, found.held_target, viewer.now, whose)
    return Column(name, tuple(tell(figures, found.target, page_language(), hidden)))


def _hidden(found: Found, window: Window, viewer: Viewer) -> tuple[Hidden, Hidden]:
    """Of the team, and of each consultant: why figures about people are not told."""

    def apart(whose: Whose) -> PeopleOf:
        return lambda days: {one.person for one in courses_of(found.rows.meetings, days) if whose(one.consultant)}

    def returned(whose: Whose) -> PeopleOf:
        plans = found.rows.plans
        return lambda days: {one.person for one in plans_of(plans, days, viewer.today) if whose(one.consultant)}

    def why(people_of: Callable[[Whose], PeopleOf], *, each: bool) -> str:
        if not quarters_of(window):
            return _("Only told of a quarter or a year")
        groups = {key: people_of(only(key)) for key in (*found.names, None)}
        may = may_tell_each(groups, window) if each else may_tell(people_of(everybodys), window)
        return "" if may else _("Hidden, so that nobody can be recognised")

    return (
        Hidden(why(apart, each=False), why(returned, each=False)),
        Hidden(why(apart, each=True), why(returned, each=True)),
    )


# --- Of when -------------------------------------------------------------------------------------------------


def say_window(window: Window, span: Span, viewer: Viewer) -> str:
    """`November`, `4. kvartal 2026`, `2026`, `1. oktober til 15. november`."""
    lang = page_language()
    match span:
        case Span.MONTH:
            return say_month(window.first, viewer.today, lang)
        case Span.QUARTER:
            return say_quarter(window.first)
        case Span.YEAR:
            return str(window.first.year)
        case Span.FREE:
            return say_period(window.first, window.last, viewer.today, lang)
