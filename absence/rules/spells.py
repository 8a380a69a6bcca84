"""Days as numbers: the sick days of a set of causes, and the spells that they make.

Day numbers are `date.toordinal`. An open period's last day is `OPEN`, a number beyond every date.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from absence.rules.periods import Period

LAST_DATE = date.max.toordinal()
OPEN = LAST_DATE + 1

Stretch = tuple[int, int]
"""Consecutive days, first and last included."""


class Absence(NamedTuple):
    first: int
    last: int
    cause: str


class Spells(NamedTuple):
    """The sick days of one employee by some causes, and the spells that they belong to.

    `stretches` are the sick days, in order, merged where they touch or overlap. `spells` are the stretches
    merged once more across `relapse_days`, and `spell_of` gives the index of each stretch's spell; without
    relapse the two are the same.
    """

    stretches: Sequence[Stretch]
    spells: Sequence[Stretch]
    spell_of: Sequence[int]


def absences_of(periods: Iterable[Period]) -> list[Absence]:
    """The periods in order of first day, as numbers."""
    return sorted(
        Absence(first.toordinal(), OPEN if last is None else last.toordinal(), cause)
        for first, last, cause, _, _ in periods
    )


def spells_of(absences: Iterable[Absence], causes: frozenset[str], relapse_days: int) -> Spells:
    """The spells of those causes; the absences come in order."""
    stretches: list[Stretch] = []
    for first, last, cause in absences:
        if cause in causes:
            _add(stretches, first, last, gap=0)
    if not relapse_days:
        return Spells(stretches, stretches, range(len(stretches)))

    spells: list[Stretch] = []
    spell_of: list[int] = []
    for first, last in stretches:
        _add(spells, first, last, gap=relapse_days)
        spell_of.append(len(spells) - 1)
    return Spells(stretches, spells, spell_of)


def _add(stretches: list[Stretch], first: int, last: int, *, gap: int) -> None:
    """Appends the days, or merges them with the last stretch if at most `gap` days lie between."""
    if not stretches or first > stretches[-1][1] + 1 + gap:
        stretches.append((first, last))
    elif last > stretches[-1][1]:
        stretches[-1] = stretches[-1][0], last
