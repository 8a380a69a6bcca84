"""The figures of a window as a table: its rows in order, and which of them are hidden."""

from dataclasses import dataclass
from itertools import compress
from typing import Final

from insight.rules.masked_tables import shown_groups
from insight.rules.measures import OF_PERIODS, By, Length, Measures, Seniority, rounded
from insight.statistics.queries import Asked, Key, codes_and_parents, figures_of, own_people
from people.calendar import Calendar

HEADER: Final = (
    "group",
    "people",
    "possible_days",
    "absent_days",
    "percent",
    "pregnancy_days",
    "spells",
    "short",
    "medium",
    "long",
)
# What is not in the order of its text.
_ORDERED: Final[dict[By, list[str]]] = {By.LENGTH: list(Length), By.SENIORITY: list(Seniority)}


@dataclass(frozen=True, slots=True)
class Line:
    """A group, its parts in the order of the divisions; None is hidden."""

    group: str
    measures: Measures | None


def table_of(asked: Asked, calendar: Calendar, *, masked: bool) -> list[Line]:
    """Every group that has people or spells. Three queries, two without masking."""
    figures = figures_of(asked, calendar)
    codes, parents = codes_and_parents()
    shown = _shown(asked, calendar, figures, parents) if masked else figures.keys()
    named = sorted((_names(asked.by, key, codes), key) for key in figures)
    return [
        Line(" / ".join(said for _place, said in parts), figures[key] if key in shown else None) for parts, key in named
    ]


def cells_of(line: Line) -> tuple[object, ...]:
    """As they are written: points in decimals, rounded last, and nothing where it is hidden or cannot be said."""
    found = line.measures
    if found is None:
        return (line.group, *[""] * (len(HEADER) - 1))
    days = found.possible, found.absent, found.percent, found.pregnancy
    counts = found.spells, found.short, found.medium, found.long
    return (line.group, found.people, *("" if number is None else rounded(number) for number in days), *counts)


def _names(by: tuple[By, ...], key: Key, codes: dict[int, str]) -> list[tuple[int, str]]:
    """What each part is called, with its place in an order that is not that of the text."""
    said = [codes[int(part)] if each is By.UNIT else part for each, part in zip(by, key, strict=True)]
    return [(_ORDERED[each].index(part) if each in _ORDERED else 0, part) for each, part in zip(by, said, strict=True)]


def _shown(asked: Asked, calendar: Calendar, figures: dict[Key, Measures], parents: dict[int, int | None]) -> set[Key]:
    divides = [each not in OF_PERIODS for each in asked.by]
    of_base = {key: tuple(compress(key, divides)) for key in figures}
    people = {of_base[key]: measures.people for key, measures in figures.items()}
    shown = shown_groups(list(compress(asked.by, divides)), own_people(asked, calendar), people, parents)
    return {key for key, base in of_base.items() if base in shown}
