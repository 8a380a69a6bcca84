"""What rules would have done to absences that are known, whatever is given."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from absence.rules.causes import Cause
from absence.rules.engine import Firing, PolicyEngine
from absence.rules.periods import Period
from absence.rules.policies import Rule
from people.calendar import Calendar

Who = TypeVar("Who")


def simulate(
    rules: Iterable[Rule],
    histories: Iterable[tuple[Who, Iterable[Period]]],
    causes: Iterable[Cause],
    calendar: Calendar,
    since: date,
    through: date,
) -> Iterator[tuple[Who, Firing]]:
    """Each one's firings with an anchor from `since` to `through`, person by person.

    Absences before `since` count in full, those that begin after `through` not at all, and open ones last through
    it. Of one policy's firings of the same kind, threshold, anchor and due date, the first alone is given.
    """
    engine = PolicyEngine(rules, causes, calendar)
    for who, periods in histories:
        seen = set()
        for firing in engine.firings(periods, through, open_runs_on=False, since=since):
            rule = firing.rule
            mark = (rule.policy, rule.kind, rule.threshold, firing.anchor, firing.due_on)
            if mark not in seen:
                seen.add(mark)
                yield who, firing
