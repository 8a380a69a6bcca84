"""Who is told when a clock has run far. Pure, over identifiers."""

from collections.abc import Collection, Mapping
from typing import Final

from people.rules import ActingAs, CapacityKind
from roundtable.rules.clock import Level

# Without a consultant: for all who have none of their own.
Named = Mapping[tuple[Level, int | None], int]

WATCHED: Final = (Level.COLLEAGUE, Level.LEAD)
# Who may be named for it.
MAY_WATCH: Final[dict[Level, frozenset[CapacityKind]]] = {
    Level.COLLEAGUE: frozenset({CapacityKind.CONSULTANT}),
    Level.LEAD: frozenset({CapacityKind.CONSULTANT, CapacityKind.HR}),
}
MAY_NAME: Final = frozenset({ActingAs.CONSULTANT, ActingAs.HR})


def told_at(reached: Level) -> tuple[Level, ...]:
    """The levels whose watchers have been told once this one is reached."""
    return WATCHED[: WATCHED.index(reached) + 1] if reached in WATCHED else ()


def watcher_of(level: Level, named: Named, *, consultants: Collection[int], person: int | None) -> int | None:
    """Who is told about a matter that these consultants have: their own watcher, or else the one for all.

    None where nobody is named but those who have the matter, or the employee: then a whole desk is told.
    """
    wanted = [named.get((level, consultant)) for consultant in sorted(consultants)] + [named.get((level, None))]
    return next((who for who in wanted if who is not None and who not in consultants and who != person), None)
