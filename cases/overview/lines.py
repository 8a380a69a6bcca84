"""The lines of a list of people with open tasks, and the choices of its filters, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.day.cards import Say, act_of
from cases.day.queries import person_of, say_for
from cases.followups.kinds import kind_of
from cases.followups.queries import stored_of
from cases.models import FollowUp
from cases.overview.rules import Due, Entry, Filters, Picture
from cases.overview.words import DUE
from people.viewer import Viewer
from people.words import (
    A_WEEK,
    Chip,
    danish_key,
    deadline_chip,
    say_date,
    say_day,
    say_distance,
    say_end_of,
    say_short_date,
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is, in words; `under` says how it came there, or what is wrong with it."""

    name: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list. `chosen` is what a tick stands for, in one field: the follow-ups, joined by points.

    A list with a clock says the deadline in words, `due` and what stands under it, and `clock` where one runs.
    """

    ref: str
    name: str
    unit: str
    act: str
    under: str
    chip: Chip | None
    day: str
    owner: Owner
    chosen: str
    due: str = ""
    due_under: str = ""
    clock: Chip | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter and how many people it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    legend: str
    options: tuple[Option, ...]


def lines_of(
    shown: Sequence[Entry],
    together: Mapping[int, Sequence[FollowUp]],
    viewer: Viewer,
    owner_of: Callable[[Entry], Owner],
) -> list[Line]:
    """One line for each entry; `together` are an employee's follow-ups that it stands for."""
    say = say_for(viewer)
    names = viewer.organisation.unit_names
    return [_line(entry, together[entry.employee], owner_of(entry), names, say) for entry in shown]


def _line(entry: Entry, rows: Sequence[FollowUp], owner: Owner, unit_names: Mapping[int, str], say: Say) -> Line:
    follow_up = next(row for row in rows if row.pk == entry.pk)
    person, stored = person_of(follow_up.employee), stored_of(follow_up)
    act = act_of(stored, follow_up.ref, person, say)
    chip = None
    if entry.due_on is not None:
        chip = deadline_chip(entry.due_on, say.today, say.lang, late_by_correction=stored.late_by_correction)
    return Line(
        ref=person.ref,
        name=person.name,
        unit=unit_names[entry.unit] if entry.unit is not None else _("Not employed today"),
        act=act.act,
        under=_under(follow_up, act.law, len(rows) - 1, say),
        chip=chip,
        day="" if entry.due_on in (None, say.today) else say_short_date(entry.due_on, say.today, say.lang),
        owner=owner,
        chosen=".".join(row.ref for row in rows),
        due=say_day(entry.due_on, say.today, say.lang) if entry.due_on is not None else "",
        due_under=_due_under(follow_up, say),
    )


def _due_under(follow_up: FollowUp, say: Say) -> str:
    """`kl. 13.40`, `kl. 13.50, om 2 dage`, `27. nov., om 4 dage`; empty where the day says it all."""
    if follow_up.due_on is None:
        return ""
    ahead = (follow_up.due_on - say.today).days
    words = [say_distance(follow_up.due_on, say.today, say.lang)] if 1 < ahead < A_WEEK else []
    if follow_up.due_at is not None:
        words.insert(0, say_end_of(follow_up.due_at, follow_up.due_on, say.lang))
    elif words:
        words.insert(0, say_short_date(follow_up.due_on, say.today, say.lang))
    return ", ".join(words)


def _under(follow_up: FollowUp, law: str, others: int, say: Say) -> str:
    words = []
    if follow_up.remind_on is not None and follow_up.remind_on > say.today:
        words.append(_("Postponed to %(day)s") % {"day": say_day(follow_up.remind_on, say.today, say.lang)})
    elif law:
        words.append(law)
    elif follow_up.spell_from is not None:
        words.append(_("Absent from %(day)s") % {"day": say_date(follow_up.spell_from, say.today, say.lang)})
    if others:
        words.append(ngettext("and %(number)s task more", "and %(number)s tasks more", others) % {"number": others})
    return ", ".join(words)


# --- The filters -----------------------------------------------------------------------------------------


def due_group(found: Picture, filters: Filters) -> Group:
    return Group("due", _("Deadline"), tuple(Option(d, str(DUE[d]), found.due[d], d in filters.due) for d in Due))


def task_group(found: Picture, filters: Filters) -> Group:
    tasks = sorted((str(kind_of(k).name), k) for k in {*found.kinds, *filters.kinds})
    return Group("task", _("Task"), tuple(Option(k, name, found.kinds[k], k in filters.kinds) for name, k in tasks))


def unit_options(found: Picture, filters: Filters, areas: Mapping[int, int], viewer: Viewer) -> Iterable[Option]:
    """The whole, the way down to the unit chosen, and the units directly below it where somebody has a task."""
    names = viewer.organisation.unit_names
    yield Option("", _("The whole municipality"), found.everywhere, filters.unit is None)
    for unit in _chain(filters.unit, viewer):
        yield Option(str(unit), names[unit], len(found.nearest) if unit == filters.unit else 0, unit == filters.unit)
    for unit in sorted({*areas.values()} & found.units.keys(), key=lambda unit: danish_key(names[unit])):
        yield Option(str(unit), names[unit], found.units[unit], False)


def _chain(unit: int | None, viewer: Viewer) -> list[int]:
    """From below the top down to the unit itself."""
    if unit is None:
        return []
    way = list(viewer.organisation.upwards(unit))
    return way[::-1] if len(way) == 1 else way[-2::-1]
