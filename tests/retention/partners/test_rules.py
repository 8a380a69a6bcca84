"""What may be told, what must be asked again, and how often an agreement may be used."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations

import pytest

from people.rules import RuleViolation
from retention.rules.partners import Home, check_end, check_use, in_order, must_confirm, told

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (6, 6), (3000, 3000)])
def test_a_group_of_one_to_four_is_not_told_by_its_number(people: int, shown: int | None) -> None:
    assert told(people) == shown


def test_largest_first_and_the_order_of_small_ones_tells_nothing() -> None:
    homes = [
        Home("760", "Ringkøbing-Skjern", 70),
        Home("657", "Herning", 12),
        Home("661", "Holstebro", 5),
        Home("615", "Horsens", 1),
        Home("671", "Struer", 4),
        Home("665", "Lemvig", 0),
        Home("", "", 200),
    ]
    for shuffled in permutations(homes):
        assert in_order(shuffled) == homes
    assert [home.code for home in in_order([Home("1", "B", 4), Home("2", "A", 1)])] == ["2", "1"]


@pytest.mark.parametrize(("ago", "must"), [(0, False), (179, False), (180, True), (181, True), (-1, False)])
def test_a_contact_must_be_confirmed_when_the_days_have_passed(ago: int, must: bool) -> None:
    assert must_confirm(DAY - timedelta(days=ago), today=DAY, days=180) is must


@pytest.mark.parametrize(
    ("last_day", "before", "code"),
    [
        (DAY, None, None),
        (DAY + timedelta(days=9), None, None),
        (DAY, DAY, None),
        (DAY - timedelta(days=1), None, "ends_before_start"),
        (DAY + timedelta(days=2), DAY + timedelta(days=1), "ends_later_than_before"),
    ],
)
def test_ending_on_a_day_of_its_own(last_day: date, before: date | None, code: str | None) -> None:
    assert refusal(lambda: check_end(last_day, first_day=DAY, last_before=before)) == code


@pytest.mark.parametrize(
    ("used_on", "last_day", "quota", "used", "code"),
    [
        (DAY, None, None, 500, None),
        (DAY, DAY, 4, 3, None),
        (DAY, None, 4, 4, "quota_used"),
        (DAY, None, 0, 0, "quota_used"),
        (DAY - timedelta(days=1), None, None, 0, "agreement_not_running"),
        (DAY + timedelta(days=1), DAY, None, 0, "agreement_not_running"),
    ],
)
def test_an_agreement_is_used_while_it_runs_and_as_often_as_agreed(
    used_on: date, last_day: date | None, quota: int | None, used: int, code: str | None
) -> None:
    assert refusal(lambda: check_use(used_on, first_day=DAY, last_day=last_day, quota=quota, used=used)) == code


def refusal(act: Callable[[], None]) -> str | None:
    try:
        act()
    except RuleViolation as violation:
        return violation.code
    return None
