"""import_people on small extracts: who is left out of a complete one, and that all of it is taken or nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from audit.models import Entry
from people.extracts import UnreadableExtract
from people.importing.flows import TooManyMissing
from people.models import Employment
from tests.people.importing.extracts import AS_OF, UNITS, codes, everything, leaderships, line, run, write

pytestmark = pytest.mark.django_db

YESTERDAY = AS_OF - timedelta(days=1)


# Who is left out


def many(count: int) -> list[dict[str, str]]:
    return [line(str(number), username=f"u{number}") for number in range(1, count + 1)]


def test_the_missing_are_told_and_kept(tmp_path: Path) -> None:
    run(write(tmp_path, many(3)))
    outcome = run(write(tmp_path, many(1)))

    assert codes(outcome) == [(None, "missing"), (None, "missing")]
    assert outcome.changed is False


def test_complete_ends_the_missing_the_day_before(tmp_path: Path) -> None:
    run(write(tmp_path, many(40)), as_of=date(2026, 11, 1))
    run(write(tmp_path, many(33)), complete=True)

    assert Employment.objects.filter(last_day=YESTERDAY).count() == 7
    assert Employment.objects.filter(last_day=None).count() == 33


def test_complete_ends_what_the_missing_led_too(tmp_path: Path) -> None:
    run(write(tmp_path, [line("1", username="a"), line("2", leader="1"), line("3")]), as_of=date(2026, 11, 1))
    part = write(tmp_path, [line("3")])

    assert run(part).changed is False
    run(part, complete=True)
    assert leaderships() == [("2001", "a", date(2026, 11, 1), YESTERDAY)]


def test_half_a_file_takes_no_leadership_away(tmp_path: Path) -> None:
    """The leader is in the half that came; those who name her are in the other."""
    run(write(tmp_path, [line("1", username="a"), line("2", leader="1")]), as_of=date(2026, 11, 1))
    assert run(write(tmp_path, [line("1", username="a")])).changed is False


@pytest.mark.parametrize(
    ("employed", "present", "refused"), [(50, 40, False), (50, 39, True), (45, 36, False), (12, 3, False)]
)
def test_complete_is_refused_where_more_than_a_fifth_and_ten_are_left_out(
    tmp_path: Path, employed: int, present: int, refused: bool
) -> None:
    run(write(tmp_path, many(employed)), as_of=date(2026, 11, 1))
    before = everything()
    part = write(tmp_path, many(present))
    if not refused:
        assert run(part, complete=True).changed is True
        return
    with pytest.raises(TooManyMissing) as refusal:
        run(part, complete=True)

    assert (refusal.value.code, refusal.value.missing, refusal.value.employed) == ("too_many_missing", 11, 50)
    assert everything() == before


def test_the_guard_is_passed_by_on_purpose_only_and_that_is_audited(tmp_path: Path) -> None:
    run(write(tmp_path, many(50)), as_of=date(2026, 11, 1))
    run(write(tmp_path, many(10)), complete=True, accept_missing=True)

    assert Employment.objects.filter(last_day=YESTERDAY).count() == 40
    assert list(Entry.objects.order_by("pk").values_list("event", "capacity"))[1:] == [
        ("people_imported", "system"),
        ("missing_accepted", "system"),
    ]


def test_lines_that_cannot_be_used_are_not_missing(tmp_path: Path) -> None:
    run(write(tmp_path, many(2)))
    outcome = run(write(tmp_path, [line("1", username="u1"), line("2", first="?")]), complete=True)

    assert codes(outcome) == [(3, "unreadable_date")]
    assert outcome.changed is False


# All or nothing


def test_a_dry_run_shows_and_changes_nothing(tmp_path: Path) -> None:
    before = everything()
    outcome = run(write(tmp_path, many(3)), dry_run=True)

    assert (outcome.changed, outcome.employees_created, outcome.units_created) == (True, 3, 3)
    assert everything() == before
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x00;\x00", b"PK\x03\x04xlsx", b"Navn;Kode\n1;2\n", b'Afdelingskode;"x\n']
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, content: bytes) -> None:
    run(write(tmp_path, many(2)))
    before = everything()
    write(tmp_path, many(3), [*UNITS, ("Ny", "3000", "1000")])
    (tmp_path / "medarbejdere.csv").write_bytes(content)
    with pytest.raises(UnreadableExtract):
        run(tmp_path)

    assert everything() == before


def test_a_folder_without_the_files_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract) as fault:
        run(tmp_path / "findes-ikke")
    assert fault.value.words_da.startswith("Filen organisation.csv findes ikke.")
