"""`manage.py seed`: reference data, once."""

from io import StringIO

import pytest
from django.core.management import call_command

from people.models import ClosingDay

pytestmark = pytest.mark.django_db


def closing_days() -> list[tuple[int, int, int | None, str, str]]:
    return list(ClosingDay.objects.order_by("month", "day").values_list("month", "day", "year", "name_da", "name_en"))


def test_seed_brings_the_usual_closing_days() -> None:
    out = StringIO()
    call_command("seed", stdout=out)

    assert closing_days() == [
        (6, 5, None, "Grundlovsdag", "Constitution Day"),
        (12, 24, None, "Juleaften", "Christmas Eve"),
        (12, 31, None, "Nytårsaften", "New Year's Eve"),
    ]
    assert "seed_closing_days: 3\n" in out.getvalue()


def test_seed_again_changes_nothing_and_leaves_what_the_municipality_decided() -> None:
    call_command("seed", verbosity=0)
    ClosingDay.objects.get(month=6).delete()
    out = StringIO()
    call_command("seed", stdout=out)

    assert [row[:2] for row in closing_days()] == [(12, 24), (12, 31)]
    assert "seed_closing_days: 0\n" in out.getvalue()
