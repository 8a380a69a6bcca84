"""Who may ask for how many codes, which of them lets in, and what is shown of an address."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.invitations.rules import (
    CODE_HOLDS,
    CODE_TRIES,
    MOST_CODES,
    Answer,
    check_answer,
    check_asking,
    is_open,
    mark_of,
    mask,
)
from people.calendar import COPENHAGEN
from people.rules import RuleViolation

NOW = datetime(2026, 11, 23, 9, tzinfo=COPENHAGEN)
HOUR = timedelta(hours=1)


@given(st.lists(st.integers(0, 48 * 60), max_size=40))
def test_no_span_ever_holds_more_codes_than_it_may(minutes: list[int]) -> None:
    """Whenever codes are asked for, and however often it is refused."""
    given_out: list[datetime] = []
    for minute in sorted(minutes):
        moment = NOW + timedelta(minutes=minute)
        try:
            check_asking(given_out, moment)
        except RuleViolation:
            continue
        given_out.append(moment)
    for span, most in MOST_CODES:
        assert all(sum(start <= each < start + span for each in given_out) <= most for start in given_out)


def test_after_an_hour_a_code_can_be_asked_for_again() -> None:
    asked = [NOW] * 5
    with pytest.raises(RuleViolation, match="too_many_codes"):
        check_asking(asked, NOW + HOUR - timedelta(seconds=1))
    check_asking(asked, NOW + HOUR)


@pytest.mark.parametrize("after", [timedelta(), CODE_HOLDS - timedelta(seconds=1), CODE_HOLDS, HOUR])
@pytest.mark.parametrize("tries", [0, CODE_TRIES - 1, CODE_TRIES])
@pytest.mark.parametrize("used", [False, True])
def test_a_code_lets_in_within_its_minutes_and_tries_and_once(after: timedelta, tries: int, *, used: bool) -> None:
    opens = is_open(good_until=NOW + CODE_HOLDS, tries=tries, used=used, now=NOW + after)
    assert opens is (after < CODE_HOLDS and tries < CODE_TRIES and not used)


def test_a_code_that_was_not_mailed_lets_nobody_in() -> None:
    assert is_open(good_until=None, tries=0, used=False, now=NOW) is False


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("reason", ["", "  ", "Torsdag"])
def test_only_another_time_needs_a_reason(answer: Answer, reason: str) -> None:
    if answer is Answer.OTHER_TIME and not reason.strip():
        with pytest.raises(RuleViolation, match="reason_missing"):
            check_answer(answer, reason)
    else:
        check_answer(answer, reason)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("birgit@nordstrand.example", "b***@nordstrand.example"), ("b@x.dk", "b***@x.dk"), ("", "")],
)
def test_of_an_address_the_first_letter_is_shown(address: str, shown: str) -> None:
    assert mask(address) == shown


@given(st.datetimes(datetime(2020, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC)), st.integers(1, 999_999))  # noqa: DTZ001 - bounds have none
def test_two_proposals_have_two_marks(moment: datetime, microseconds: int) -> None:
    later = moment + timedelta(microseconds=microseconds)
    assert mark_of(moment) != mark_of(later)
    assert mark_of(moment) == mark_of(moment.astimezone(COPENHAGEN))
    assert len(mark_of(moment)) <= 24
