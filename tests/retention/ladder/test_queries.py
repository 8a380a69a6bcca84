"""Steps of a day, and the latest placements of many at once."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from people.words import Chip, Tone
from retention.ladder.queries import latest_placements, placement_chip, steps_on
from retention.models import Placement, Step
from retention.rules.ladder import Party
from tests.factories import EmployeeFactory
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seeded() -> None:
    call_command("seed", verbosity=0)


def place(employee, party: Party, number: int, *, days_ago: int = 0, minutes: int = 0, **fields) -> Placement:
    return Placement.objects.create(
        employee=employee,
        step=Step.objects.filter(number=number).first(),
        party=party,
        occasion="talk",
        placed_on=TODAY - timedelta(days=days_ago),
        placed_at=NOW - timedelta(days=days_ago, minutes=-minutes),
        **fields,
    )


def numbers(found: dict[int, dict[Party, Placement]]) -> dict[int, dict[str, int]]:
    return {pk: {str(party): row.number for party, row in rows.items()} for pk, rows in found.items()}


def test_a_step_in_other_words_stands_from_its_day() -> None:
    Step.objects.filter(number=3).update(last_day=date(2026, 12, 31))
    Step.objects.create(
        number=3, name_da="Med hensyn", name_en="Adjusted", description_da="", description_en="", first_day="2027-01-01"
    )
    assert [step.number for step in steps_on(TODAY)] == list(range(1, 10))
    assert steps_on(TODAY)[2].name_da == "I arbejde med særlige hensyn"
    assert steps_on(date(2027, 1, 1))[2].name_da == "Med hensyn"


def test_the_latest_of_each_party_is_found_for_many_in_one_query(django_assert_num_queries) -> None:
    first, second, unplaced = EmployeeFactory(), EmployeeFactory(), EmployeeFactory()
    place(first, Party.LEADER, 6, days_ago=10)
    place(first, Party.LEADER, 4, days_ago=2)
    place(first, Party.EMPLOYEE, 7)
    place(first, Party.EMPLOYEE, 6, minutes=5)
    place(first, Party.EMPLOYEE, 1, minutes=9, withdrawn_at=NOW)
    place(second, Party.AGREED, 5, days_ago=400)
    with django_assert_num_queries(1):
        found = latest_placements([first.pk, second.pk, unplaced.pk])
        assert numbers(found) == {first.pk: {"employee": 6, "leader": 4}, second.pk: {"agreed": 5}}


def test_what_was_recorded_later_about_an_earlier_day_does_not_hide_a_later_day() -> None:
    employee = EmployeeFactory()
    place(employee, Party.LEADER, 4, days_ago=2)
    place(employee, Party.LEADER, 8, days_ago=3, minutes=60 * 48)
    assert numbers(latest_placements([employee.pk])) == {employee.pk: {"leader": 4}}


def test_nobody_costs_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert latest_placements([]) == {}


def test_the_chip_says_whose_placement_counts() -> None:
    employee = EmployeeFactory()
    assert placement_chip({}) is None
    for party, words in (
        (Party.EMPLOYEE, "Trin 6, medarbejder"),
        (Party.LEADER, "Trin 6, leder"),
        (Party.CONSULTANT, "Trin 6, konsulent"),
        (Party.AGREED, "Fælles trin 6"),
    ):
        place(employee, party, 6)
        assert placement_chip(latest_placements([employee.pk])[employee.pk]) == Chip(Tone.FACT, "", words)
