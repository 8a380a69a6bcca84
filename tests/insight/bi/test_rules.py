"""What a token is, what it opens and how long."""

from datetime import date

import pytest

from insight.rules.tokens import State, check_token, digest_of, is_token, mark_of, state_of, written
from people.rules import RuleViolation

TODAY = date(2026, 11, 23)
RANDOM = "aB3-_" * 8 + "xyz"


def test_a_token_is_known_by_its_shape() -> None:
    token = written(RANDOM)
    assert is_token(token)
    assert mark_of(token) == "aB3-_aB3"
    assert len(digest_of(token)) == 64
    for wrong in ("", RANDOM, token[:-1], f"{token}x", f"{token}\n", token.replace("x", "æ"), token.upper(), "٣" * 51):
        assert not is_token(wrong), wrong


@pytest.mark.parametrize(
    ("ended", "last_day", "state"),
    [
        (False, date(2026, 11, 24), State.RUNNING),
        (False, TODAY, State.RUNNING),
        (False, date(2026, 11, 22), State.EXPIRED),
        (True, TODAY, State.ENDED),
    ],
)
def test_it_runs_through_its_last_day(ended: bool, last_day: date, state: State) -> None:
    assert state_of(ended=ended, last_day=last_day, today=TODAY) is state


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"last_day": TODAY}, ""),
        ({"last_day": date(2027, 11, 24)}, ""),
        ({"name": "  "}, "name_missing"),
        ({"scopes": []}, "no_scope"),
        ({"scopes": ["figures", "everything"]}, "no_scope"),
        ({"last_day": date(2026, 11, 22)}, "day_is_past"),
        ({"last_day": date(2027, 11, 25)}, "too_long"),
    ],
)
def test_what_may_be_handed_out(changed: dict[str, object], code: str) -> None:
    said = {"name": "Power BI", "scopes": ["units"], "last_day": date(2027, 1, 1)} | changed
    if not code:
        check_token(**said, today=TODAY, most_days=366)
        return
    with pytest.raises(RuleViolation) as refused:
        check_token(**said, today=TODAY, most_days=366)
    assert refused.value.code == code
