"""The extracts of a whole municipality: what becomes of them, and that no CPR number comes along."""

import csv
import logging
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from people.models import Employee, Employment, Unit, User
from people.queries import organisation_on

pytestmark = pytest.mark.django_db

NORDSTRAND = Path(__file__).resolve().parents[2] / "data" / "nordstrand"
AS_OF = date(2026, 11, 20)


def lines(name: str = "medarbejdere.csv") -> list[dict[str, str]]:
    with (NORDSTRAND / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=";"))


def import_nordstrand(report: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_people", NORDSTRAND, "--as-of", "2026-11-20", "--report", report, *options, stdout=out)
    return out.getvalue()


def stored_text() -> str:
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')  # noqa: S608 - our tables
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_nordstrand_is_imported_as_it_is_and_once(tmp_path: Path) -> None:
    out = import_nordstrand(tmp_path / "first.csv")

    assert Unit.objects.count() == 173
    assert Employee.objects.count() == User.objects.count() == Employment.objects.count() == 3375
    assert Employment.objects.running(AS_OF).count() == sum(
        not row["Slutdato"] or row["Slutdato"][6:] + row["Slutdato"][3:5] + row["Slutdato"][:2] >= "20261120"
        for row in lines()
    )
    assert not User.objects.filter(is_active=True).exists()
    assert "Medarbejdere: 3.375 nye, 0 ændret" in out
    assert "Ledere: 157 begyndt, 0 afsluttet" in out

    state = stored_text()
    again = import_nordstrand(tmp_path / "second.csv")
    assert stored_text() == state
    assert "Medarbejdere: 0 nye, 0 ændret" in again
    assert (tmp_path / "first.csv").read_text() == (tmp_path / "second.csv").read_text()


def test_nordstrands_departed_leaders_are_reported_and_their_people_fall_to_the_next_above(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    import_nordstrand(report)
    people = {row["Medarbejdernummer"]: row for row in lines()}
    named = {row["LedersMedarbejdernummer"] for row in lines()} - {""}
    departed = {number for number in named if people[number]["Slutdato"]}
    with report.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))

    assert rows[0] == ["line", "code", "reason"]
    assert {row[1] for row in rows[1:]} == {"departed_leader"}
    assert {re.findall(r"Lederen (\d+)", row[2])[0] for row in rows[1:]} == departed
    house = organisation_on(AS_OF)
    units = dict(Unit.objects.values_list("code", "pk"))
    leaderless = {people[number]["Afdelingskode"] for number in departed}
    assert len(leaderless) == 16
    for code in leaderless:
        assert house.responsible_unit(units[code], None) in set(house.upwards(units[code])) - {units[code]}


def test_no_cpr_number_is_stored_logged_told_or_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    report = tmp_path / "report.csv"
    with caplog.at_level(logging.DEBUG):
        out = import_nordstrand(report)
    numbers = {row["CPR"] for row in lines()}
    haystack = "\n".join([stored_text(), caplog.text, out, report.read_text()])

    assert len(numbers) == 3374
    assert [number for number in numbers if number in haystack] == []
    runs = set(re.findall(r"(?<!\d)\d{10}(?!\d)", haystack))
    assert sorted(runs & {number.replace("-", "") for number in numbers}) == []


def test_a_faulty_extract_tells_no_cpr_number_either(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Columns shifted by one, so that CPR numbers stand where names or dates are expected."""
    folder, report = tmp_path / "in", tmp_path / "report.csv"
    folder.mkdir()
    (folder / "organisation.csv").write_bytes((NORDSTRAND / "organisation.csv").read_bytes())
    header, *rows = (NORDSTRAND / "medarbejdere.csv").read_text(encoding="utf-8-sig").splitlines()
    for shift in (1, 2, 5):
        names = header.split(";")
        shifted = [*names[-shift:], *names[:-shift]]
        (folder / "medarbejdere.csv").write_text("\n".join([";".join(shifted), *rows[:300]]))
        out = StringIO()
        with caplog.at_level(logging.DEBUG):
            call_command("import_people", folder, "--report", report, stdout=out)
        haystack = "\n".join([stored_text(), caplog.text, out.getvalue(), report.read_text()])
        assert [row["CPR"] for row in lines() if row["CPR"] in haystack] == []
        assert Employee.objects.count() == 0


def test_truncated_nordstrand_is_refused_with_words_and_a_report(tmp_path: Path) -> None:
    import_nordstrand(tmp_path / "report.csv")
    state = stored_text()
    folder = tmp_path / "half"
    folder.mkdir()
    (folder / "organisation.csv").write_bytes((NORDSTRAND / "organisation.csv").read_bytes())
    text = (NORDSTRAND / "medarbejdere.csv").read_text(encoding="utf-8-sig").splitlines()
    (folder / "medarbejdere.csv").write_text("\n".join(text[:2000]))
    with pytest.raises(CommandError, match=r"mere end en femtedel\. Intet er ændret.*--accept-missing"):
        call_command("import_people", folder, "--complete", "--report", tmp_path / "half.csv", stdout=StringIO())

    assert stored_text() == state
    with (tmp_path / "half.csv").open() as file:
        assert sum(row["code"] == "missing" for row in csv.DictReader(file, delimiter=";")) > 1000


def test_everybody_moved_and_moved_back(tmp_path: Path) -> None:
    """Thousands of changes at once, as after a reorganisation."""
    import_nordstrand(tmp_path / "report.csv")
    folder = tmp_path / "moved"
    folder.mkdir()
    (folder / "organisation.csv").write_bytes((NORDSTRAND / "organisation.csv").read_bytes())
    text = (NORDSTRAND / "medarbejdere.csv").read_text(encoding="utf-8-sig")
    (folder / "medarbejdere.csv").write_text(text.replace(";37,00", ";36,00"))
    day = AS_OF + timedelta(days=10)
    call_command("import_people", folder, "--as-of", str(day), stdout=StringIO())
    changed = Employment.objects.filter(first_day=day)

    assert (
        changed.count() == Employment.objects.filter(last_day=day - timedelta(days=1), weekly_hours=37).count() > 1000
    )
    assert not changed.exclude(weekly_hours=36).exists()


@pytest.mark.parametrize("text", ["i går", "2026-02-30", ""])
def test_an_unreadable_day_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_people", NORDSTRAND, "--as-of", text, stdout=StringIO())


def test_a_report_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan ikke skrives"):
        import_nordstrand(tmp_path / "findes" / "ikke.csv")
    assert not Employee.objects.exists()
