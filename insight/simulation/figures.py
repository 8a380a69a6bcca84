"""What the policies would have meant, as numbers: those that are tried out, and beside them what is given today."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.conf import settings

from absence.rules import Policy, Stay
from insight.rules.masking import hidden_among
from insight.rules.measures import FEWEST
from insight.rules.simulation import (
    History,
    Overlap,
    Presence,
    Share,
    Signal,
    Tally,
    in_force,
    long_cases,
    of_policy,
    overlap_of,
    people_by,
    present_in,
    shares_of,
    signals_of,
    tally_of,
)
from insight.simulation import queries
from insight.simulation.forms import Asked
from insight.simulation.queries import Offered
from people.calendar import DEFAULT_CALENDAR
from people.viewer import Viewer
from roundtable.rules.windows import ONE_DAY

Key = TypeVar("Key", bound=Hashable)
A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Column:
    """A policy, or all that are given today (`is_today`): the signals found, what they amount to, and how many of them
    are today's too.
    """

    policies: tuple[Policy, ...]
    found: Sequence[Signal]
    tally: Tally
    overlap: Overlap
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Groups(Generic[Key]):
    """Of each group how many its people are, and what came to them by each column; those `hidden` are not told of."""

    people: Mapping[Key, int]
    hidden: frozenset[Key]
    shares: tuple[Mapping[Key, Share], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`units` are those right below the chosen one, and itself for who works right there. `leaders` lead them today.

    `job_groups` are told of everywhere at once only: of several units, one could be found by subtraction.
    """

    columns: tuple[Column, ...]
    people: int
    leaders: int
    weeks: float
    units: Groups[int]
    job_groups: Groups[str] | None


def simulated(asked: Asked, offered: Offered, viewer: Viewer) -> Result | None:
    """None where so few work there that it is not told of, or where it is needed to hide others.

    Three queries. The calendar is that of `simulate_policy`.
    """
    units, worked = offered.below(asked.unit), queries.stays()
    everybody = [History(who, person, (), stays) for who, (person, stays) in worked.items()]
    present = present_in(everybody, DEFAULT_CALENDAR, asked.window)
    if not _may_be_told(asked.unit, present, offered):
        return None
    present = [one for one in present if one.stay.unit in units]
    columns = _columns(asked, offered, queries.histories(worked, units), units)
    led = {
        leader for unit in {one.stay.unit for one in present} for leader in viewer.organisation.leaders_of(unit, None)
    }
    return Result(
        columns=columns,
        people=len({one.person for one in present}),
        leaders=len(led),
        weeks=(asked.window.last - asked.window.first + ONE_DAY).days / A_WEEK,
        units=_groups(columns, present, _row_of(offered.rows_in(asked.unit))),
        job_groups=None if units < offered.parents.keys() else _groups(columns, present, lambda stay: stay.job_group),
    )


def _may_be_told(unit: int | None, present: Sequence[Presence], offered: Offered) -> bool:
    """Whether enough work there, and every page above tells of it."""
    for below, above in offered.upwards(unit):
        if below in hidden_among(people_by(present, _row_of(offered.rows_in(above)))):
            return False
    units = offered.below(unit)
    return len({one.person for one in present if one.stay.unit in units}) >= FEWEST


def _row_of(rows: Mapping[int, int]) -> Callable[[Stay], int | None]:
    return lambda stay: rows.get(stay.unit)


def _columns(asked: Asked, offered: Offered, histories: Sequence[History], units: frozenset[int]) -> tuple[Column, ...]:
    """The policies asked for, and then what is given today."""
    causes, given = queries.causes(), offered.given_in(units)
    rules = [rule for key in {*asked.policies, *given} for rule in offered.policies[key].rules]
    signals = signals_of(rules, histories, causes, DEFAULT_CALENDAR, asked.window, units)
    cases = long_cases(histories, causes, asked.window, units)
    today = in_force(signals, offered.given)

    def column(keys: Sequence[str], mine: Sequence[Signal], *, is_today: bool = False) -> Column:
        tally = tally_of(mine, cases, settings.SIGNAL_MINUTES)
        return Column(tuple(offered.policies[key] for key in keys), mine, tally, overlap_of(mine, today), is_today)

    tried = [column([key], of_policy(signals, key)) for key in asked.policies]
    return (*tried, column(given, today, is_today=True))


def _groups(
    columns: Sequence[Column], present: Sequence[Presence], group_of: Callable[[Stay], Key | None]
) -> Groups[Key]:
    """Of the groups in which somebody worked; a signal may count where nobody did any longer."""
    people = people_by(present, group_of)
    numbers = {group: len(who) for group, who in people.items()}
    return Groups(numbers, hidden_among(people), tuple(shares_of(column.found, group_of) for column in columns))
