"""What was done in the year before the weeks that are played: each follow-up that policies asked for, told at once.

Played day by day it would take an hour. So what absence made due is derived as always, and who did it in time is drawn.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from absence import queries
from cases.followups.flows.reconciling import key_of
from cases.followups.queries import WORDS, wordings
from cases.followups.rules import FollowUpState, Owed, Words
from cases.models import FollowUp, Wording
from demo.playing import HABITS
from insight.rules.process import last_quarters
from people.calendar import COPENHAGEN
from people.models import Employee
from people.rules import OwnerRole
from people.viewer import Viewer

AT_WORK: Final = time(9, 5)
BATCH: Final = 1000
# HR hardly ever misses a notice.
HRS: Final = 0.98
# What is not done on the day is done some days late.
LATEST: Final = 9


def begins_on(today: date) -> date:
    """The first day of the four whole quarters that pages tell of."""
    return last_quarters(today)[0].first


def tell_the_year(*, until: date, seed: int, by: Viewer, only: frozenset[int] | None = None) -> None:
    """What came due before `until`, about everybody or `only` these employees, and does not stand yet. The policies are
    given by then.
    """
    rng = Random(seed)
    stored = set(FollowUp.objects.values_list("employee_id", "key"))
    due = [(employee, owed) for fresh in queries.derived(until) for employee, owed in _due(fresh, until)]
    words = _known_words({owed.duty.words for _employee, owed in due})
    places: dict[int, int | None] = dict(Employee.objects.with_place(until).values_list("pk", "unit_id"))
    house = by.organisation
    leaders = {unit: min(house.leaders_of(unit, None), default=None) for unit in house.parents}
    leading = sorted({leader for leader in leaders.values() if leader is not None})
    habits = {leader: HABITS[number % len(HABITS)] for number, leader in enumerate(leading)}
    rows = []
    for employee, owed in due:
        if (employee, key_of(owed.duty.rule, owed.anchor)) in stored or (only is not None and employee not in only):
            continue
        leader = leaders.get(places.get(employee) or 0)
        in_time = HRS if owed.duty.owner_role is OwnerRole.HR or leader is None else habits[leader]
        row = _row(employee, owed, words.get(owed.duty.words))
        _become(row, owed, in_time, leader, rng)
        rows.append(row)
    FollowUp.objects.bulk_create(rows, batch_size=BATCH)


def _known_words(said: set[Words]) -> dict[Words, int]:
    known = {words: pk for pk, words in wordings().items()}
    new = sorted(said - known.keys() - {Words()}, key=lambda words: words.act_da)
    rows = Wording.objects.bulk_create([Wording(**{name: getattr(words, name) for name in WORDS}) for words in new])
    return known | {words: row.pk for words, row in zip(new, rows, strict=True)}


def _due(fresh: dict[int, list[Owed]], until: date) -> Iterator[tuple[int, Owed]]:
    return (
        (employee, owed) for employee, rows in fresh.items() for owed in rows if owed.due_on < until and owed.is_reached
    )


def _row(employee: int, owed: Owed, wording: int | None) -> FollowUp:
    """No case opens by what is long over."""
    duty = owed.duty
    return FollowUp(
        employee_id=employee,
        key=key_of(duty.rule, owed.anchor),
        rule_key=duty.rule,
        origin=duty.policy,
        kind=duty.kind,
        owner_role=duty.owner_role,
        step=duty.step,
        mandatory=duty.mandatory,
        legal_ref=duty.legal_ref,
        wording_id=wording,
        anchor=owed.anchor,
        due_on=owed.due_on,
        legal_last_day=owed.legal_last_day,
        spell_from=owed.spell_from,
        created_at=_at(owed.spell_from),
    )


def _become(row: FollowUp, owed: Owed, in_time: float, leader: int | None, rng: Random) -> None:
    """Done on time, done late, or lapsed since the employee was back first."""
    if owed.lapses:
        row.state, row.closed_on = FollowUpState.LAPSED, max(owed.spell_last or owed.anchor, owed.anchor)
        return
    late = 0 if rng.random() < in_time else rng.randint(1, LATEST)
    row.state, row.done_on = FollowUpState.DONE, owed.due_on + timedelta(days=late)
    row.done_at, row.done_by_id = _at(row.done_on), leader


def _at(day: date) -> datetime:
    return datetime.combine(day, AT_WORK, tzinfo=COPENHAGEN)
