"""`absence_statistics`, as an operator types it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from people.models import Employment
from tests.factories import EmployeeFactory
from tests.world import BEGINNING, World


@pytest.fixture
def work(world: World) -> World:
    """Six at Lærkevej beside the sibling leader; at Solgården sit the leader, Åse and a colleague."""
    for _ in range(6):
        Employment.objects.create(
            employee=EmployeeFactory(),
            unit=world.units["laerkevej"],
            first_day=BEGINNING,
            job_group="Sosu",
            weekly_hours=37,
        )
    return world


def run(path: Path, *arguments: str, since: str = "01-11-2026", through: str = "30-11-2026") -> str:
    out = StringIO()
    call_command("absence_statistics", f"--from={since}", f"--to={through}", f"--out={path}", *arguments, stdout=out)
    return out.getvalue()


def rows_of(path: Path) -> dict[str, list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "group;people;possible_days;absent_days;percent;pregnancy_days;spells;short;medium;long"
    return {group: rest for group, *rest in (line.split(";") for line in lines[1:])}


def test_units_with_their_subtree_by_code(work: World, tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    said = run(path, "--by", "unit", "--unmasked")
    rows = rows_of(path)
    assert list(rows) == sorted(rows) == sorted(unit.code for unit in work.units.values())
    # 21 working days in November; the leader has been away from the 21st, Åse from the 3rd, both through the 23rd.
    solgaarden = work.units["solgaarden"].code
    people = Employment.objects.filter(unit=work.units["solgaarden"]).count()
    assert rows[solgaarden][:2] == [str(people), f"{people * 21}.00"]
    assert f"{len(rows)} rækker i {path}, fra 01-11-2026 til 30-11-2026.\n" in said
    assert (
        "arbejdsdage inden for ansættelsen gange ugentlige timer / 37. Ferie kendes ikke og er ikke trukket fra" in said
    )
    assert "Afdelingen er den på dagen, i træet som det er i dag." in said
    assert "Opgjort 23-11-2026 kl. 09.00. Åbne fravær regnes til og med 23-11-2026.\n" in said
    assert "Intet er skjult: filen er kun til HR.\n" in said


def test_small_groups_keep_their_name_alone(work: World, tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    said = run(path, "--by", "unit")
    rows = rows_of(path)
    assert rows[work.units["solgaarden"].code] == [""] * 9
    assert rows[work.units["kommune"].code][0] != ""
    assert [group for group, row in rows.items() if row == [""] * 9] == [work.units["solgaarden"].code]
    assert "1 række er skjult: færre end 5 personer, eller andres tal kunne regnes ud af dem.\n" in said


def test_nothing_to_hide_is_said(work: World, tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    assert "Ingen rækker er skjult.\n" in run(path, "--by", "month", through="31-12-2026")
    assert list(rows_of(path)) == ["2026-11", "2026-12"]


def test_two_divisions_in_the_order_given(work: World, tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    run(path, "--by", "unit", "--by", "length", "--unmasked")
    by_unit = rows_of(path)
    run(path, "--by", "length", "--by", "unit", "--unmasked")
    assert {" / ".join(reversed(key.split(" / "))): row for key, row in rows_of(path).items()} == by_unit
    assert by_unit


def test_nobody_is_away_before_it_happens(work: World, tmp_path: Path) -> None:
    path = tmp_path / "tal.csv"
    said = run(path, "--by", "job_group", "--unmasked", since="2027-01-01", through="2027-01-31")
    assert "Hele vinduet ligger frem i tiden, så åbne fravær tæller ikke med." in said
    assert {row[2] for row in rows_of(path).values()} == {"0.00"}


def test_what_leaves_is_audited(work: World, tmp_path: Path) -> None:
    run(tmp_path / "a.csv", "--by", "cause")
    run(tmp_path / "b.csv", "--by", "cause", "--unmasked")
    entries = Entry.objects.filter(event="exported").order_by("pk").values_list("purpose", "actor_name", "subjects")
    assert list(entries) == [
        ("absence_statistics", "Tilbage", []),
        ("absence_statistics_unmasked", "Tilbage", []),
    ]


@pytest.mark.parametrize(
    ("arguments", "window", "words"),
    [
        (["--by", "unit"], {"through": "31-10-2026"}, "--to ligger før --from. Ret en af datoerne."),
        (["--by", "unit"], {"since": "i går"}, "Datoen i går kan ikke læses"),
        (["--by", "alder"], {}, "Der kan ikke deles efter alder. Vælg mellem unit, job_group, cause, month, length"),
        (["--by", "unit", "--by", "unit"], {}, "Der er delt efter unit to gange. Fjern den ene --by."),
        (["--by", "unit", "--by", "cause", "--by", "month"], {}, "Der kan deles efter højst to ting. Fjern en --by."),
        ([], {}, "--by"),
    ],
)
def test_refusals_say_what_to_do(
    work: World, tmp_path: Path, arguments: list[str], window: dict[str, Any], words: str
) -> None:
    path = tmp_path / "tal.csv"
    with pytest.raises(CommandError, match=words):
        run(path, *arguments, **window)
    assert not path.exists()


def test_an_older_file_stands_where_nothing_can_be_written(work: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan ikke skrives"):
        run(tmp_path / "findes" / "ikke.csv", "--by", "unit")
    assert not Entry.objects.filter(event="exported").exists()
