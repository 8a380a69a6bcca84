"""import_people on small extracts: what it writes of units and people, what it says, and that it says it once."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from audit.models import Entry
from people.models import Employee, Unit, User
from tests.people.importing.extracts import AS_OF, UNITS, codes, employments, everything, line, run, write

pytestmark = pytest.mark.django_db


def tree() -> dict[str, str | None]:
    return dict(Unit.objects.values_list("code", "parent__code"))


# Units


def test_units_are_created_renamed_and_moved(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1")]))
    outcome = run(write(tmp_path, [line("1")], [UNITS[0], UNITS[1], ("Plejecenter Solgården", "2001", "1000", "101")]))

    assert tree() == {"1000": None, "2000": "1000", "2001": "1000"}
    assert Unit.objects.values_list("name", "production_unit").get(code="2001") == ("Plejecenter Solgården", "101")
    assert (outcome.units_created, outcome.units_changed) == (0, 1)


def test_units_may_come_in_any_order(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1")], list(reversed(UNITS))))
    assert tree() == {"1000": None, "2000": "1000", "2001": "2000"}


def test_a_loop_is_reported_and_cut_where_it_goes_round(tmp_path: Path) -> None:
    units = [("A", "a", "c"), ("B", "b", "a"), ("C", "c", "b"), ("D", "d", "c"), ("E", "e", "e")]
    outcome = run(write(tmp_path, [line("1", "d")], units))

    assert tree() == {"a": None, "b": None, "c": None, "d": "c", "e": None}
    assert codes(outcome) == [(2, "loop"), (3, "loop"), (4, "loop"), (6, "loop")]
    assert run(tmp_path).changed is False


def test_a_unit_moved_into_a_loop_stays_where_it_was(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1")]))
    outcome = run(write(tmp_path, [line("1")], [("Nordstrand", "1000", "2001"), *UNITS[1:]]))

    assert tree() == {"1000": None, "2000": "1000", "2001": "2000"}
    assert codes(outcome) == [(2, "loop"), (3, "loop"), (4, "loop")]


def test_an_unknown_parent_is_reported(tmp_path: Path) -> None:
    outcome = run(write(tmp_path, [line("1")], [*UNITS, ("Ny", "3000", "9999"), ("Ældre igen", "2000", "1000")]))

    assert tree()["3000"] is None
    assert codes(outcome) == [(5, "unknown_parent"), (6, "duplicate_unit")]


# People


def test_a_line_becomes_a_person(tmp_path: Path) -> None:
    run(
        write(
            tmp_path, [line("7", username="ASHO1", email="Ase@Nordstrand.example", phone="00 00 00 07", hours="32,5")]
        )
    )
    employee = Employee.objects.select_related("user").get()

    assert (employee.number, employee.name, employee.phone) == ("7", "Åse Holm", "00 00 00 07")
    assert employments("7") == [(date(2020, 1, 1), None, "2001", "Pædagog", Decimal("32.50"))]
    user = employee.user
    assert user is not None
    assert (user.username, user.email, str(user)) == ("asho1", "ase@nordstrand.example", "Åse Holm")
    assert (user.is_active, user.has_usable_password()) == (False, False)


def test_the_same_extract_again_changes_nothing_and_leaves_no_trace(tmp_path: Path) -> None:
    write(
        tmp_path, [line("1", "1000", username="chef"), line("2", leader="1"), line("3", leader="9", last="01-01-2024")]
    )
    run(tmp_path)
    before = everything()
    outcome = run(tmp_path, as_of=AS_OF + timedelta(days=3))

    assert outcome.changed is False
    assert everything() == before
    assert list(Entry.objects.values_list("event", "fields")) == [
        ("people_imported", ["employees", "employments", "leaderships", "units", "users"])
    ]


@pytest.mark.parametrize(
    "changed",
    [{"title": "Leder"}, {"hours": "20"}, {"unit": "2000"}, {"Faggruppe": "Ledere"}, {"Bopælskommune": "746"}],
)
def test_a_changed_place_ends_one_employment_and_starts_the_next(tmp_path: Path, changed: dict[str, str]) -> None:
    run(write(tmp_path, [line("1")]))
    run(write(tmp_path, [line("1", **changed)]), as_of=date(2026, 12, 1))

    assert [row[:2] for row in employments("1")] == [
        (date(2020, 1, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]


def test_a_column_that_the_file_lacks_leaves_what_is_stored(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", phone="00 00 00 01", hours="20", email="a@nordstrand.example", username="a")]))
    before = everything()
    text = (tmp_path / "medarbejdere.csv").read_text().splitlines()
    kept = [
        i for i, name in enumerate(text[0].split(";")) if name not in ("Telefon", "Mail", "Titel", "Ugentlige timer")
    ]
    rows = [";".join(row.split(";")[i] for i in kept) for row in text]
    (tmp_path / "medarbejdere.csv").write_text("\n".join(rows))

    assert run(tmp_path).changed is False
    assert everything() == before


def test_other_dialects_and_capitals_are_the_same(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a", first="2020-01-01"), line("2", first="01.01.2020")]))
    before = everything()
    write(tmp_path, [line("1", username="a", first="01/01/2020"), line("2")], encoding="cp1252")
    text = (tmp_path / "medarbejdere.csv").read_bytes()
    (tmp_path / "medarbejdere.csv").unlink()
    (tmp_path / "MEDARBEJDERE.CSV").write_bytes(text)

    assert run(tmp_path).changed is False
    assert everything() == before


def test_lines_that_cannot_be_used_are_reported_and_the_rest_is_taken(tmp_path: Path) -> None:
    outcome = run(
        write(
            tmp_path,
            [
                line("1"),
                line("2", "9999"),
                line("3", first="31-02-2020"),
                line("4", first="01-01-2021", last="31-12-2020"),
                line(""),
                line("6", title="x" * 121),
                line("7", first_name="010190-1234"),
                line("0101901234"),
                line("1", "2000"),
                line("9", hours="mange", email="ingen"),
                line("10", last="31-12-9999"),
            ],
        )
    )
    assert codes(outcome) == [
        (3, "unknown_unit"),
        (4, "unreadable_date"),
        (5, "ends_before_start"),
        (6, "missing_value"),
        (7, "too_long"),
        (8, "cpr_number"),
        (9, "cpr_number"),
        (10, "duplicate_number"),
        (11, "unreadable_email"),
        (11, "unreadable_hours"),
    ]
    assert sorted(Employee.objects.values_list("number", flat=True)) == ["1", "10", "9"]
    assert employments("1")[0][2] == "2001"
    assert employments("10")[0][1] is None
    assert employments("9")[0][4] == Decimal(37)
    assert outcome.rejected == 8


def test_of_a_number_given_twice_the_employment_that_runs_counts(tmp_path: Path) -> None:
    outcome = run(write(tmp_path, [line("1", "2000", last="31-12-2021"), line("1", "2001", first="01-01-2022")]))

    assert codes(outcome) == [(2, "duplicate_number")]
    assert [row[:3] for row in employments("1")] == [(date(2022, 1, 1), None, "2001")]


# Who is who


def test_the_same_user_name_is_one_person(tmp_path: Path) -> None:
    outcome = run(
        write(tmp_path, [line("1", username="a"), line("2", username="A"), line("3", username="a", first_name="Ole")])
    )

    assert User.objects.count() == 1
    assert Employee.objects.values("user").distinct().count() == 1
    assert codes(outcome) == [(4, "shared_username")]


def test_a_new_user_name_keeps_the_person(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", username="b")]))
    before = User.objects.get(username="a").pk
    run(write(tmp_path, [line("1", username="aa"), line("2", username="b")]))

    assert User.objects.get(username="aa").pk == before
    assert User.objects.count() == 2


def test_a_user_name_that_was_anothers_moves_the_number_and_is_reported(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", username="b")]))
    outcome = run(write(tmp_path, [line("1", username="b"), line("2", username="b")]))

    assert list(Employee.objects.values_list("user__username", flat=True)) == ["b", "b"]
    assert codes(outcome) == [(2, "username_moved")]


def test_a_user_name_used_again_for_another_name_is_reported(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a", last="31-12-2024")]))
    outcome = run(write(tmp_path, [line("2", username="a", first_name="Ole")]))

    assert codes(outcome) == [(2, "shared_username")]


def test_a_number_linked_by_hand_stays_linked(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", username="b")]))
    Employee.objects.filter(number="2").update(user=User.objects.get(username="a"), linked_by_hand=True)

    assert run(tmp_path).changed is False
    run(write(tmp_path, [line("1", username="aa"), line("2", username="b")]))
    assert set(Employee.objects.values_list("user__username", flat=True)) == {"aa"}


def test_an_address_belongs_to_one_person(tmp_path: Path) -> None:
    lines = [line("1", username="a", email="fælles@x.example"), line("2", username="b", email="FÆLLES@x.example")]
    outcome = run(write(tmp_path, lines))

    assert dict(User.objects.values_list("username", "email")) == {"a": "fælles@x.example", "b": ""}
    assert codes(outcome) == [(3, "email_taken")]
    assert run(tmp_path).changed is False


def test_addresses_may_change_hands(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a", email="x@x.example"), line("2", username="b", email="y@x.example")]))
    run(write(tmp_path, [line("1", username="a", email="y@x.example"), line("2", username="b", email="x@x.example")]))

    assert dict(User.objects.values_list("username", "email")) == {"a": "y@x.example", "b": "x@x.example"}
