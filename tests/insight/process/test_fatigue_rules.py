"""Which rules are not heard, and what to consider."""

import pytest

from insight.rules.fatigue import Advice, Heard, Rated, rate
from roundtable.rules.figures import Share

ORDINARY = {"a": False, "b": False, "law": True}


def heard(
    rule: str = "a", done: int = 0, open_: int = 0, lapsed: int = 0, *, people: int = 30, since: int = 0
) -> Heard:
    return Heard(
        rule=rule,
        fired=done + open_ + lapsed,
        done=done,
        late=0,
        open=open_,
        left_open=open_,
        lapsed=lapsed,
        overtaken=0,
        median_days=1.0,
        people=frozenset(range(since, since + people)),
    )


def rated(row: Heard, least: float = 60) -> Rated:
    found = rate([row], ORDINARY, least)[row.rule]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        (heard(done=90, open_=10), None),
        (heard(done=60, open_=40), None),
        (heard(done=59, open_=41), Advice.IGNORED),
        (heard(done=0, open_=20), Advice.IGNORED),
        (heard(done=0, open_=19), None),
        (heard(done=0, open_=0, lapsed=90), None),
        (heard(done=5, open_=25, lapsed=31), Advice.LAPSES),
        (heard(done=5, open_=25, lapsed=30), Advice.IGNORED),
        (heard("law", done=5, open_=25, lapsed=90), Advice.MANDATORY),
        (heard("of old", done=5, open_=25), Advice.GONE),
        (heard("of old", done=25, open_=5), None),
    ],
)
def test_what_to_consider(row: Heard, advice: Advice | None) -> None:
    assert rated(row).advice is advice


def test_acted_on_is_done_of_what_was_to_be_done() -> None:
    row = heard(done=30, open_=10, lapsed=60)
    assert rated(row).acted == Share(30, 40)
    assert rated(row, 75).advice is None
    assert rated(row, 76).advice is Advice.LAPSES


def test_few_people_are_not_told_of_nor_found_by_subtracting() -> None:
    rows = [heard("a", 40, people=40), heard("b", 3, people=3, since=50), heard("law", 9, people=9, since=60)]
    found = rate(rows, ORDINARY, 60)
    assert [found[rule] is None for rule in ("a", "b", "law")] == [False, True, True]
    assert rate([heard(people=4)], ORDINARY, 60) == {"a": None}
    # The same four people by two rules.
    assert rate([heard("a", 4, people=4), heard("b", 4, people=4)], ORDINARY, 60) == {"a": None, "b": None}
    assert rate([], ORDINARY, 60) == {}
