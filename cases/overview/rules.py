"""Which open follow-ups a list of people shows, and the number at each choice. Pure.

A person stands there once, with the nearest of their follow-ups that the filters let through. The number at a
choice is the number of people who would be shown if it were the only one chosen in its group, the other groups
staying as they are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

SUNDAY = 6


class Due(StrEnum):
    LATE = "late"
    TODAY = "today"
    WEEK = "week"  # later this week, Sunday included
    LATER = "later"
    UNDATED = "undated"


class Standing(StrEnum):
    """With whom a follow-up stands."""

    LEADER = "leader"
    NO_ACCOUNT = "no_account"  # with leaders none of whom, nor a deputy, can log in
    NO_LEADER = "no_leader"  # a leader's, but nobody leads there: HR's queue
    HR = "hr"
    CONSULTANT = "consultant"
    EMPLOYEE = "employee"  # what they have taken on themselves
    GIVEN = "given"  # handed over to somebody by name


class Tab(StrEnum):
    ALL = "all"
    QUEUE = "queue"  # what HR owes together
    MINE = "mine"  # what was handed over to the viewer


IN_QUEUE = frozenset({Standing.HR, Standing.NO_LEADER})


class Entry(NamedTuple):
    """One open follow-up. `standing` says with whom it stands, in the list's own codes (HR's are `Standing`), `owner`
    is the person it was handed over to; `unit` where the employee sits today. `is_late` is one whose hour has passed.
    """

    pk: int
    employee: int
    kind: str
    due_on: date | None
    standing: str
    owner: int | None
    unit: int | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen. An empty group lets everything through. `text` is looked for in names and numbers."""

    tab: str = Tab.ALL
    due: frozenset[Due] = frozenset()
    kinds: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()
    unit: int | None = None
    text: str = ""

    @property
    def number(self) -> int:
        """How many choices narrow the list."""
        return len(self.due) + len(self.kinds) + len(self.standings) + (self.unit is not None) + bool(self.text)


def due_of(day: date | None, today: date) -> Due:
    if day is None:
        return Due.UNDATED
    if day <= today:
        return Due.TODAY if day == today else Due.LATE
    return Due.WEEK if day <= today + timedelta(days=SUNDAY - today.weekday()) else Due.LATER


@dataclass(frozen=True, slots=True)
class Picture:
    """What the filters leave. `nearest` has one entry a person, in order; `let_through` all entries of those."""

    nearest: list[Entry]
    let_through: list[Entry]
    due: Counter[Due]
    kinds: Counter[str]
    standings: Counter[str]
    units: Counter[int]
    everywhere: int
    """People, if no unit were chosen."""


@dataclass(frozen=True, slots=True)
class Totals:
    """People, whatever is chosen: by the tab they stand under, and by the date of their nearest task.

    `stuck` are those whose nearest task stands with leaders who cannot log in.
    """

    tabs: Counter[Tab]
    due: Counter[Due]
    stuck: int


def totals_of(entries: Collection[Entry], *, today: date, viewer: int | None) -> Totals:
    """`entries` come nearest first."""
    nearest = _nearest(entries)
    return Totals(
        tabs=Counter({tab: len({e.employee for e in under_tab(tab, entries, viewer)}) for tab in Tab}),
        due=Counter(due_of(entry.due_on, today) for entry in nearest),
        stuck=sum(1 for entry in nearest if entry.standing == Standing.NO_ACCOUNT),
    )


def picture_of(
    under: Collection[Entry],
    filters: Filters,
    *,
    today: date,
    inside: frozenset[int] | None,
    areas: Mapping[int, int],
) -> Picture:
    """`under` are the entries of the tab, nearest first. `inside` are the chosen unit and those below it (None: all
    of them), `areas` says of a unit to which of the choices offered it belongs.
    """
    kinds = filters.kinds or {entry.kind for entry in under}
    standings = filters.standings or {entry.standing for entry in under}

    def when(entry: Entry) -> Due:
        return Due.LATE if entry.is_late else due_of(entry.due_on, today)

    def shown(entries: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in entries if when(entry) in filters.due] if filters.due else list(entries)

    here = list(under) if inside is None else [entry for entry in under if entry.unit in inside]
    fitting = [entry for entry in under if entry.kind in kinds and entry.standing in standings]
    let_through = fitting if inside is None else [entry for entry in fitting if entry.unit in inside]
    nearest = _nearest(let_through)
    everywhere = shown(nearest if inside is None else _nearest(fitting))
    of_kind = {(e.employee, e.kind): e for e in reversed(here) if e.standing in standings}
    of_standing = {(e.employee, e.standing): e for e in reversed(here) if e.kind in kinds}
    return Picture(
        nearest=shown(nearest),
        let_through=let_through,
        due=Counter(map(when, nearest)),
        kinds=Counter(entry.kind for entry in shown(of_kind.values())),
        standings=Counter(entry.standing for entry in shown(of_standing.values())),
        units=Counter(areas[e.unit] for e in everywhere if e.unit is not None and e.unit in areas),
        everywhere=len(everywhere),
    )


def under_tab(tab: str, entries: Collection[Entry], viewer: int | None) -> list[Entry]:
    """The entries that stand under a tab of HR's overview."""
    match tab:
        case Tab.QUEUE:
            return [entry for entry in entries if entry.standing in IN_QUEUE]
        case Tab.MINE:
            return [entry for entry in entries if entry.standing == Standing.GIVEN and entry.owner == viewer]
        case _:
            return list(entries)


def _nearest(entries: Collection[Entry]) -> list[Entry]:
    """The first entry of each person, in order."""
    first: dict[int, Entry] = {}
    for entry in entries:
        first.setdefault(entry.employee, entry)
    return list(first.values())


def below(root: int | None, parents: Mapping[int, int | None]) -> tuple[frozenset[int] | None, dict[int, int]]:
    """The units at and below `root`, and for each of them the child of `root` that it lies at or below.

    Without a root the choices are those below the topmost unit, or the topmost ones where there are several.
    """
    tops = [unit for unit, parent in parents.items() if parent is None]
    start = root if root is not None or len(tops) != 1 else tops[0]
    found: dict[int, int | None] = {} if start is None else {start: None}
    for unit in parents:
        way: list[int] = []
        at: int | None = unit
        while at is not None and at not in found and at not in way:
            way.append(at)
            at = parents.get(at)
        # A way that ends at the start, or above the topmost units, is one of the choices and all that lies below it.
        choice = found.get(at) if at != start and at in found else way[-1] if way and at == start else None
        found.update(dict.fromkeys(way, choice))
    areas = {unit: choice for unit, choice in found.items() if choice is not None}
    return (None if root is None else frozenset(areas) | {root}), areas
