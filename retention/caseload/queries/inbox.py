"""The consultants' inbox: referred people for whom a consultant owes something, the nearest deadline first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import flows as audit
from audit.rules import Event
from cases.overview.chosen import Choices
from cases.overview.lines import Group, Line, Option, Owner, due_group, lines_of, task_group
from cases.overview.owners import Raw
from cases.overview.queries import behind, called, open_rows
from cases.overview.rules import Due, Entry, Filters, Picture, due_of, picture_of
from cases.panels import Panel
from people.language import page_language
from people.rules import ActingAs, OwnerRole
from people.viewer import Viewer
from people.words import Chip, danish_key, say_date, say_number
from retention.caseload.queries.referrals import Team, team_of

PAGE: Final = 50
NOBODY_YET: Final = "none"


class Tab(StrEnum):
    MINE = "mine"
    TEAM = "team"
    SEARCH = "search"


INBOX: Final = Choices("inbox", Tab, lambda value: value == NOBODY_YET or value.isdecimal())


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of it. `counts` are people by tab; `late` and `waiting` are said on top."""

    lines: tuple[Line, ...]
    page: Page[Entry]
    counts: Mapping[Tab, int]
    groups: tuple[Group, ...]
    lead: str
    note: str
    clock: str
    """What the column of the clock is called; empty where no task has one."""
    panels: Sequence[Panel]
    """What waits beside the people."""


@dataclass(frozen=True, slots=True)
class Clocked:
    """What is said of a task with a clock: its chip, what stands under the task, by when, and whether it is late."""

    chip: Chip | None
    under: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the column is called, a remark under the list, and the clocks by their follow-ups; and panels of what waits
    for a consultant and is no follow-up.
    """

    heading: str
    note: str
    of: Mapping[int, Clocked]
    panels: Sequence[Panel]


def inbox_of(viewer: Viewer, filters: Filters, number: str) -> Inbox:
    """Those referred to the viewer or the viewer's team; records whom it shows. Six queries."""
    team = team_of(viewer)
    raws = {pk: raw for pk, raw in open_rows(viewer).items() if _is_consultants(raw, team)}
    clocks: Clocks = import_string(settings.TASK_CLOCKS)(viewer, raws.keys())
    entries = sorted((_entry(raw, team, clocks) for raw in raws.values()), key=lambda entry: _by_hour(entry, clocks))
    found = picture_of(_under(filters, entries, raws, team, viewer), filters, today=viewer.today, inside=None, areas={})
    page = Paginator(found.nearest, PAGE).get_page(number)
    shown = list(page)
    lines = [
        _clocked(replace(line, chosen=line.ref), entry, clocks.of.get(entry.pk), team, viewer)
        for entry, line in zip(
            shown, lines_of(shown, behind(shown, found), viewer, lambda entry: _owner(entry, team)), strict=True
        )
    ]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=ActingAs.CONSULTANT,
        subjects=[line.ref for line in lines],
        purpose="inbox",
        at=viewer.now,
    )
    return Inbox(
        lines=tuple(lines),
        page=page,
        counts=_counts(entries, team, viewer),
        groups=_groups(found, filters, team),
        lead=_lead(entries, viewer),
        note=" ".join(filter(None, (_note(found), clocks.note))),
        clock=clocks.heading,
        panels=clocks.panels,
    )


def _is_consultants(raw: Raw, team: Team) -> bool:
    """Is it a consultant's to do, in a matter that is referred to the viewer or the team?"""
    return raw.employee in team.taken and (raw.role == OwnerRole.CONSULTANT or raw.named in team.names)


def _is_mine(entry: Entry, team: Team, viewer: Viewer) -> bool:
    """Is it the viewer's to do: handed to them by name, or to no colleague and in a matter of theirs?"""
    if entry.owner in team.names:
        return entry.owner == viewer.actor_id
    return viewer.actor_id in team.taken[entry.employee]


def _entry(raw: Raw, team: Team, clocks: Clocks) -> Entry:
    has_it = sorted(team.taken[raw.employee])
    standing = str(has_it[0]) if has_it else NOBODY_YET
    ticking = clocks.of.get(raw.pk)
    late = ticking is not None and ticking.is_late
    return Entry(raw.pk, raw.employee, raw.kind, raw.due_on, standing, raw.named, raw.unit, late)


def _by_hour(entry: Entry, clocks: Clocks) -> tuple[date, datetime]:
    """The nearest first: by the hour on the same day, without one last."""
    ticking = clocks.of.get(entry.pk)
    day = entry.due_on or date.max
    end = datetime.combine(day, time.max, tzinfo=UTC)
    return day, (ticking.due_at if ticking and ticking.due_at else end)


def _clocked(line: Line, entry: Entry, ticking: Clocked | None, team: Team, viewer: Viewer) -> Line:
    if ticking is None:
        return replace(line, under=line.under or _referred(entry, team, viewer))
    return replace(line, clock=ticking.chip, under=", ".join(filter(None, (ticking.under, line.under))))


def _under(filters: Filters, entries: list[Entry], raws: Mapping[int, Raw], team: Team, viewer: Viewer) -> list[Entry]:
    match filters.tab:
        case Tab.MINE:
            return [entry for entry in entries if _is_mine(entry, team, viewer)]
        case Tab.SEARCH:
            return called(entries, raws, filters.text) if filters.text else []
        case _:
            return entries


def _counts(entries: list[Entry], team: Team, viewer: Viewer) -> dict[Tab, int]:
    everybody = {entry.employee for entry in entries}
    mine = {entry.employee for entry in entries if _is_mine(entry, team, viewer)}
    return {Tab.MINE: len(mine), Tab.TEAM: len(everybody)}


def _owner(entry: Entry, team: Team) -> Owner:
    names = sorted((team.names[user] for user in team.taken[entry.employee] if user in team.names), key=danish_key)
    return Owner(", ".join(names) or _("Nobody yet"))


def _referred(entry: Entry, team: Team, viewer: Viewer) -> str:
    """`Henvist af Birgit Lund 20. november`"""
    first, by = team.referred[entry.employee]
    day = say_date(first, viewer.today, page_language())
    return _("Referred by %(name)s %(day)s") % {"name": by, "day": day} if by else _("Referred %(day)s") % {"day": day}


def _groups(found: Picture, filters: Filters, team: Team) -> tuple[Group, ...]:
    groups = (due_group(found, filters), task_group(found, filters))
    if filters.tab == Tab.MINE:
        return groups
    present = {*found.standings, *filters.standings}
    options = [Option(NOBODY_YET, _("Nobody yet"), found.standings[NOBODY_YET], NOBODY_YET in filters.standings)]
    for user, name in sorted(team.names.items(), key=lambda item: danish_key(item[1])):
        if str(user) in present:
            options.append(Option(str(user), name, found.standings[str(user)], str(user) in filters.standings))
    return (*groups, Group("owner", _("Consultant"), tuple(options)))


def _lead(entries: list[Entry], viewer: Viewer) -> str:
    """`1 møde er overskredet, 2 er over tid, og 2 nye venter på en konsulent.`; empty where nothing of it is."""
    meetings = {entry.employee for entry in entries if entry.is_late}
    late = {entry.employee for entry in entries if due_of(entry.due_on, viewer.today) is Due.LATE} - meetings
    waiting = {entry.employee for entry in entries if entry.standing == NOBODY_YET}
    words = []
    if meetings:
        said = ngettext("%(number)s meeting is overdue", "%(number)s meetings are overdue", len(meetings))
        words.append(said % _number(len(meetings)))
    if late:
        words.append(ngettext("%(number)s is overdue", "%(number)s are overdue", len(late)) % _number(len(late)))
    if waiting:
        said = ngettext("%(number)s waits for a consultant", "%(number)s wait for a consultant", len(waiting))
        words.append(said % _number(len(waiting)))
    if len(words) < 2:
        return "".join(f"{each}." for each in words)
    return _("%(first)s, and %(second)s.") % {"first": ", ".join(words[:-1]), "second": words[-1]}


def _note(found: Picture) -> str:
    number = len(found.nearest)
    words = ngettext("%(number)s person with open tasks.", "%(number)s people with open tasks.", number)
    return f"{words % _number(number)} {_('Nearest deadline first, without a date last.')}"


def _number(number: int) -> dict[str, str]:
    return {"number": say_number(number, lang=page_language())}
