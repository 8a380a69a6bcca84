"""Who makes and reads minutes, and which version counts. No database."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.invitations.rules import Role
from cases.minutes.rules import insist_on_maker, may_make, newest_standing, reads_comments
from people.rules import ActingAs, RuleViolation

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    version: int
    recalled_at: datetime | None = None


@pytest.mark.parametrize("hosted", [True, False])
@pytest.mark.parametrize("capacity", ActingAs)
def test_consultants_hr_and_a_host_who_handles_the_matter_make_them(capacity: ActingAs, *, hosted: bool) -> None:
    always = capacity in {ActingAs.CONSULTANT, ActingAs.HR}
    as_host = hosted and capacity in {ActingAs.LEADER, ActingAs.DEPUTY}
    assert may_make(capacity, hosted=hosted) is (always or as_host)


def test_whoever_may_not_is_told_that_it_is_not_theirs() -> None:
    insist_on_maker(ActingAs.HR, hosted=False)
    with pytest.raises(RuleViolation, match="not_yours"):
        insist_on_maker(ActingAs.SELF, hosted=True)


def test_parties_and_hr_read_all_comments() -> None:
    assert {role for role in Role if reads_comments(role)} == {
        Role.EMPLOYEE,
        Role.LEADER,
        Role.CONSULTANT,
        Role.HR,
    }


@given(st.lists(st.booleans(), max_size=8))
def test_the_highest_that_was_not_recalled_counts(recalled: list[bool]) -> None:
    rows = [Row(number, NOW if gone else None) for number, gone in enumerate(recalled, start=1)]
    standing = [row.version for row in rows if row.recalled_at is None]
    newest = newest_standing(reversed(rows))
    assert (newest.version if newest else None) == (max(standing) if standing else None)
