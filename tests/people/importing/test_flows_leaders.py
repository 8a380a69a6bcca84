"""import_people on small extracts: who leads what, by the extract and by hand."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from people.models import Employee, Leadership, Unit, User
from people.queries import organisation_on
from tests.factories import LeadershipFactory
from tests.people.importing.extracts import AS_OF, codes, leaderships, line, run, write

pytestmark = pytest.mark.django_db

YESTERDAY = AS_OF - timedelta(days=1)


def test_a_leader_is_who_sits_in_the_unit_and_is_named_by_anybody(tmp_path: Path) -> None:
    run(
        write(
            tmp_path,
            [line("1", "1000", username="top"), line("2", "2001", "1", username="karen"), line("3", "2001", "2")],
        )
    )

    assert leaderships() == [("1000", "top", AS_OF, None), ("2001", "karen", AS_OF, None)]
    unit, person = Unit.objects.get(code="2001").pk, User.objects.get(username="karen").pk
    assert organisation_on(AS_OF).leaders_of(unit, None) == {person}


def test_a_leader_without_user_name_leads_all_the_same(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1"), line("2", leader="1")]))

    assert leaderships() == [("2001", "nummer-1", AS_OF, None)]
    assert Employee.objects.get(number="2").user is None
    run(write(tmp_path, [line("1", username="karen"), line("2", leader="1")]), as_of=AS_OF + timedelta(days=1))
    assert leaderships() == [("2001", "karen", AS_OF, None)]


def test_unknown_and_departed_leaders_are_reported_once_each(tmp_path: Path) -> None:
    lines = [line("1", last="31-10-2026"), line("2", leader="1"), line("3", leader="1"), line("4", leader="77")]
    outcome = run(write(tmp_path, lines))

    assert leaderships() == []
    assert [(r.line, r.code, r.reason) for r in outcome.remarks] == [
        (
            3,
            "departed_leader",
            "Lederen 1 er fratrådt 31-10-2026. De 2 medarbejdere hører til den nærmeste leder opad. "
            "Ret lederen i jeres system.",
        ),
        (
            5,
            "unknown_leader",
            "Lederen 77 findes ikke. Medarbejderen hører til den nærmeste leder opad. Ret lederen i jeres system.",
        ),
    ]


def test_a_leader_who_begins_later_leads_from_then(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", first="01-12-2026", username="ny"), line("2", leader="1")]))
    assert leaderships() == [("2001", "ny", date(2026, 12, 1), None)]


def test_a_new_leader_takes_over(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", leader="1", username="b"), line("3", leader="1")]))
    day = date(2026, 12, 1)
    run(write(tmp_path, [line("1", "2000", username="a"), line("2", username="b"), line("3", leader="2")]), as_of=day)

    assert leaderships() == [("2001", "a", AS_OF, date(2026, 11, 30)), ("2001", "b", day, None)]


def test_a_leadership_of_the_same_day_that_was_wrong_goes_away(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", leader="1", username="b")]))
    run(write(tmp_path, [line("1", leader="2", username="a"), line("2", username="b")]))
    assert leaderships() == [("2001", "b", AS_OF, None)]


def test_leaderships_named_by_hand_stay(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", username="b")]))
    unit = Unit.objects.get(code="2001")
    LeadershipFactory(unit=unit, user=User.objects.get(username="a"), first_day=date(2026, 1, 1))
    LeadershipFactory(unit=unit, user=User.objects.get(username="b"), is_deputy=True, first_day=date(2027, 1, 1))
    before = leaderships()

    assert run(tmp_path).changed is False
    outcome = run(write(tmp_path, [line("1", leader="2", username="a"), line("2", leader="1", username="b")]))
    assert leaderships() == before
    assert codes(outcome) == [(2, "grant_in_the_way")]


def test_an_imported_leadership_ended_by_hand_waits_for_the_extract_to_stop_naming_it(tmp_path: Path) -> None:
    named, unnamed = [line("1", username="a"), line("2", leader="1")], [line("1", username="a"), line("2")]
    run(write(tmp_path, named))
    Leadership.objects.update(first_day=date(2026, 1, 1), last_day=YESTERDAY, ended_by_hand=True)
    outcome = run(tmp_path)

    assert codes(outcome) == [(3, "ended_by_hand")]
    assert leaderships() == [("2001", "a", date(2026, 1, 1), YESTERDAY)]
    run(write(tmp_path, unnamed))
    run(write(tmp_path, named))
    assert leaderships() == [("2001", "a", date(2026, 1, 1), YESTERDAY), ("2001", "a", AS_OF, None)]
