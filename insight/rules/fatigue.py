"""Rules that nobody hears any more: what became of what they asked for. Pure.

A rule fires when it asks somebody for something: its follow-up stood on the anchor, or after it. What the absence ended
before is no firing, nor what was withdrawn because the basis was wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from insight.rules.masking import hidden_among
from insight.rules.measures import FEWEST
from roundtable.rules.figures import Share

# Of fewer that were to be done a share says little.
FEWEST_TO_JUDGE: Final = 20
MOST_LAPSED_PERCENT: Final = 50


class Heard(NamedTuple):
    """What became of a rule's follow-ups that came due: `fired` are `done`, `open`, `lapsed` and `overtaken`.

    `late` are some of those done, `left_open` of those open: overdue for longer than the municipality puts up with.
    """

    rule: str
    fired: int
    done: int
    late: int
    open: int
    left_open: int
    lapsed: int
    overtaken: int
    median_days: float | None
    people: frozenset[int]


class Advice(StrEnum):
    """What to consider about a rule that is not heard."""

    MANDATORY = "mandatory"  # the law asks for it: help those who owe it
    LAPSES = "lapses"  # most of it falls away first: ask later
    IGNORED = "ignored"  # ask less often, or of fewer
    GONE = "gone"  # no policy has the rule any more


@dataclass(frozen=True, slots=True)
class Rated:
    """`acted` is what was done of what was to be done; `advice` where that is too little, None elsewhere."""

    heard: Heard
    acted: Share
    advice: Advice | None


def rate(found: Iterable[Heard], mandatory: Mapping[str, bool], least_percent: float) -> dict[str, Rated | None]:
    """By rule; None for those that are not told of, so that nothing of one to four people can be found.

    `mandatory` says of each rule that there is whether the law asks for it; `least_percent` from which share on it is
    acted on well enough.
    """
    rows = {heard.rule: heard for heard in found}
    everybody = frozenset().union(*(heard.people for heard in rows.values()))
    if len(everybody) < FEWEST:
        return dict.fromkeys(rows)
    hidden = hidden_among({rule: heard.people for rule, heard in rows.items()})
    return {
        rule: None if rule in hidden else _rated(heard, mandatory.get(rule), least_percent)
        for rule, heard in rows.items()
    }


def _rated(heard: Heard, mandatory: bool | None, least_percent: float) -> Rated:
    acted = Share(heard.done, heard.done + heard.open)
    return Rated(heard, acted, _advice(heard, acted, mandatory, least_percent))


def _advice(heard: Heard, acted: Share, mandatory: bool | None, least_percent: float) -> Advice | None:
    if acted.percent is None or acted.base < FEWEST_TO_JUDGE or acted.percent >= least_percent:
        return None
    if mandatory is None:
        return Advice.GONE
    if mandatory:
        return Advice.MANDATORY
    return Advice.LAPSES if heard.lapsed * 100 > heard.fired * MOST_LAPSED_PERCENT else Advice.IGNORED
