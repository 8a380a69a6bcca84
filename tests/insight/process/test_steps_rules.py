from datetime import date

import pytest

from insight.rules.steps import outcome_in
from retention.rules.ladder import Party
from retention.rules.offers import Mark, Outcome
from roundtable.rules.windows import Window

QUARTER = Window(date(2026, 7, 1), date(2026, 9, 30))


def mark(number: int, day: str, party: Party = Party.AGREED) -> Mark:
    return Mark(party, number, date.fromisoformat(f"2026-{day}"))


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        ([], Outcome.UNKNOWN),
        ([mark(6, "07-01")], Outcome.UNKNOWN),
        ([mark(6, "07-01"), mark(4, "09-30")], Outcome.UP),
        ([mark(6, "07-01"), mark(6, "08-01")], Outcome.SAME),
        ([mark(3, "07-01"), mark(6, "08-01")], Outcome.DOWN),
        # The latest, not the best.
        ([mark(6, "07-01"), mark(3, "08-01"), mark(7, "09-01")], Outcome.DOWN),
        # Only what lies in the time.
        ([mark(9, "06-30"), mark(6, "07-01"), mark(1, "10-01")], Outcome.UNKNOWN),
        # On the first day what is agreed counts before what one of them thinks.
        ([mark(4, "07-01", Party.EMPLOYEE), mark(6, "07-01"), mark(5, "08-01", Party.LEADER)], Outcome.UP),
        ([mark(4, "07-01"), mark(4, "07-01", Party.LEADER)], Outcome.UNKNOWN),
    ],
)
def test_from_the_first_to_the_latest_placement(marks: list[Mark], outcome: Outcome) -> None:
    assert outcome_in(marks, QUARTER) is outcome
    assert outcome_in(reversed(marks), QUARTER) is outcome
