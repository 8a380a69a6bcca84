"""What a time brought on the staircase: from the first placement in it to the latest. Pure."""

from collections.abc import Iterable

from retention.rules.offers import Mark, Outcome, outcome_of
from roundtable.rules.windows import Window


def outcome_in(marks: Iterable[Mark], window: Window) -> Outcome:
    """Of one person. The placements of the first day that has any, against the latest of each party after it.

    Unknown where there are none on two days. Whose counts is the same as everywhere on the ladder.
    """
    found = [mark for mark in marks if mark.placed_on in window]
    if not found:
        return Outcome.UNKNOWN
    return outcome_of(found, min(mark.placed_on for mark in found))
