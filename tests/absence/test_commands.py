"""The commands, as an operator types them."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import override_settings

from absence.models import GivenPolicy
from absence.tasks import export_absence
from cases.models import FollowUp
from tests.absence.conftest import NOW, TODAY, Payroll, Place, standing
from tests.factories import EmployeeFactory


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def run(name: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_import_tells_what_it_did(place: Place, payroll: Payroll, line: Any, tmp_path: Path) -> None:
    path = payroll.file(line("5", -4), line("5", -3), line("6", -9, -8, percent="nul"))
    report = tmp_path / "afvist.csv"
    said = run("import_absence", path, "--report", report)
    assert "Nye perioder: 2\n" in said
    assert "Afviste: 1\n" in said
    assert "Procenten kan ikke bruges og er sat til 100 i 1 rækker: linje 4\n" in said
    assert "rækker i sekundet" in said
    assert report.read_text(encoding="utf-8") == (
        "line;code;reason\n3;overlap;Overlapper linje 2 (fra 19-11-2026 og frem). Ret en af dem.\n"
    )
    assert len(standing()) == 2


def test_import_without_report_shows_the_first_rejections(place: Place, payroll: Payroll, line: Any) -> None:
    said = run("import_absence", payroll.file(*(line("999", -n) for n in range(22))))
    assert "  linje 2: Medarbejdernummeret 999 findes ikke i Tilbage." in said
    assert "  og 2 til; se dem alle med --report FIL\n" in said


def test_import_on_trial(place: Place, payroll: Payroll, line: Any) -> None:
    said = run("import_absence", payroll.file(line("5", -4)), "--dry-run")
    assert "Prøvekørsel: intet er ændret. Dette ville ske:\n" in said
    assert "Nye perioder: 1\n" in said
    assert standing() == []


def test_import_of_a_complete_file_refuses_and_accepts(place: Place, payroll: Payroll, line: Any) -> None:
    employees = EmployeeFactory.create_batch(10)
    run("import_absence", payroll.file(*(line(employee.number, -4) for employee in employees)))
    path = payroll.file(line("6", -3))
    with pytest.raises(CommandError, match=r"Filen udelader 10 af 10 åbne fravær.*Intet er ændret.*--accept-missing"):
        run("import_absence", path, "--complete-from", "01-01-2020")
    assert len(standing()) == 10
    said = run("import_absence", path, "--complete-from", "01-01-2020", "--accept-missing")
    assert "Trukket tilbage: 10\n" in said
    assert standing() == [("6", -3, None, "sickness", 100, "790")]


def test_commands_refuse_in_danish_with_what_to_do(place: Place, payroll: Payroll, tmp_path: Path) -> None:
    missing = tmp_path / "ingen.csv"
    with pytest.raises(CommandError, match=r"Filen ingen\.csv findes ikke.* Intet er ændret\."):
        run("import_absence", missing)
    with pytest.raises(CommandError, match="Datoen i går kan ikke læses"):
        run("import_absence", missing, "--complete-from", "i går")
    with pytest.raises(CommandError, match=r"Rapporten .* kan ikke skrives"):
        run("import_absence", payroll.file(), "--report", tmp_path / "findes" / "ikke.csv")
    with pytest.raises(CommandError, match="kan ikke skrives"):
        run("export_absence", tmp_path / "findes" / "ikke.csv")
    with pytest.raises(CommandError, match="ingen afdeling med koden 9999"):
        run("give_policy", "9999", "1-5-14", "2026-11-01")
    with pytest.raises(CommandError, match=r"ingen politik med nøglen 1-2-3\. Vælg blandt 1-5-14, 1-5-15"):
        run("give_policy", "1000", "1-2-3", "2026-11-01")
    with pytest.raises(CommandError, match="Forvaltningen har allerede 1-5-14 fra 2026-05-07 og frem"):
        run("give_policy", "1000", "1-5-14", "2026-11-01")
    with pytest.raises(CommandError, match="Den sidste dag ligger før den første"):
        run("give_policy", "1000", "gt29", "2026-11-01", "--until", "2026-10-01")


def test_give_policy_gives_and_evaluates(place: Place, payroll: Payroll, line: Any) -> None:
    run("import_absence", payroll.file(line("5", -4)))
    said = run("give_policy", "2001", "7-14-15", "2026-11-01", "--until", "2026-12-31", "--replace")
    assert "Solgården har 7-14-15 fra 2026-11-01 til 2026-12-31\n" in said
    assert GivenPolicy.objects.filter(unit=place.unit).count() == 1
    assert FollowUp.objects.filter(employee=place.employee, state="open", rule_key="7-14-15/7").count() == 1
    assert "1 medarbejdere: 0 nye opfølgninger" in run("evaluate_policies")


def test_export_and_its_nightly_task(place: Place, payroll: Payroll, line: Any, tmp_path: Path) -> None:
    run("import_absence", payroll.file(line("5", -4)))
    path = tmp_path / "ud.csv"
    assert run("export_absence", path) == f"1 perioder står i {path}\n"
    assert "0 perioder" in run("export_absence", path, "--since", TODAY)
    folder = tmp_path / "løn"
    folder.mkdir()
    with override_settings(PAYROLL_EXPORT_FOLDER=str(folder)):
        export_absence()
    assert (folder / "fravaer.csv").read_text(encoding="utf-8-sig").count("\n") == 2
    with override_settings(PAYROLL_EXPORT_FOLDER=""):
        export_absence()
    assert [path.name for path in folder.iterdir()] == ["fravaer.csv"]
