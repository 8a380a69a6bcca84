"""`simulate_policy`: from an extract to sorted lines, without the database."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from absence.reference import shipped_causes, shipped_policies
from absence.rules import simulate
from absence.rules.toml import parse_policy
from absence.simulation import lines_of, read_histories
from people.calendar import DEFAULT_CALENDAR

HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"


def extract(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "fravaer.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


def simulated(
    policy: str, path: Path, since: str = "2026-01-01", through: str = "2026-12-31"
) -> list[tuple[str, str, int, str, str]]:
    causes = shipped_causes()
    chosen = shipped_policies().get(policy) or parse_policy(policy, key="toml", causes=causes.causes)
    days = date.fromisoformat(since), date.fromisoformat(through)
    histories = read_histories(path, causes).periods.items()
    firings = simulate(chosen.rules, histories, causes.causes.values(), DEFAULT_CALENDAR, *days)
    return [(f.employee_number, str(f.kind), f.threshold, str(f.anchor), str(f.due_on)) for f in lines_of(firings)]


def anchors(policy: str, path: Path, since: str = "2026-01-01", through: str = "2026-12-31") -> list[str]:
    return [line[3] for line in simulated(policy, path, since, through)]


THREE_DAYS = '[[rule]]\nkind = "elapsed"\nthreshold = 3\n'


def run(policy: str | Path, absences: Path, out: str | Path, since: str, through: str, *more: str) -> None:
    days = ("--from", since, "--to", through)
    call_command("simulate_policy", str(policy), "--absences", str(absences), *days, "--out", str(out), *more)


def test_the_command_writes_sorted_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absences = extract(
        tmp_path,
        "200;790;Sygdom;02-03-2026;20-03-2026;100",
        "9;790;Sygdom;06-04-2026;10-04-2026;100",
        "10;790;Sygdom;01-04-2026;;50",
        "10;999;Lokal kode;01-01-2026;01-01-2026;100",
    )
    out = tmp_path / "out.csv"
    run("1-5-14", absences, out, "2026-01-01", "07-04-2026")
    assert out.read_bytes().decode("utf-8") == (
        "employee_number;kind;threshold;anchor;due_on\n"
        "10;elapsed;1;2026-04-01;2026-04-01\n"
        "10;elapsed;5;2026-04-05;2026-04-07\n"
        "200;elapsed;1;2026-03-02;2026-03-02\n"
        "200;elapsed;5;2026-03-06;2026-03-06\n"
        "200;elapsed;14;2026-03-15;2026-03-16\n"
        "9;elapsed;1;2026-04-06;2026-04-07\n"
    )
    assert capsys.readouterr().out == (
        f"6 linjer i {out}, ud fra 3 fravær.\n1 linje i udtrækket er ikke brugt (unknown_code: 1).\n"
        "1-5-14: signaler: 6; personer: 3; timer af ledernes tid (eget skøn): 1,5; "
        "lange forløb fanget før dag 29: 0 af 0.\n"
    )


def test_another_policy_is_said_beside_and_the_lines_are_the_first_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absences = extract(tmp_path, "1;790;Sygdom;02-03-2026;05-04-2026;100", "2;790;Sygdom;06-04-2026;06-04-2026;100")
    out = tmp_path / "out.csv"
    run("1-5-14", absences, out, "2026-01-01", "2026-06-30", "--against", "3in90-or-7")
    assert out.read_text().count("\n") == 5
    assert capsys.readouterr().out.splitlines()[1:] == [
        "1-5-14: signaler: 4; personer: 2; timer af ledernes tid (eget skøn): 1,0; "
        "lange forløb fanget før dag 29: 1 af 1, typisk på dag 1.",
        "3in90-or-7: signaler: 1; personer: 1; timer af ledernes tid (eget skøn): 0,3; "
        "lange forløb fanget før dag 29: 1 af 1, typisk på dag 7.",
        "Samme signal inden for 3 dage: 1; kun den første: 3; kun den anden: 0.",
    ]


def test_the_command_takes_a_toml_file(tmp_path: Path) -> None:
    policy, out = tmp_path / "mine.toml", tmp_path / "out.csv"
    policy.write_text(THREE_DAYS, encoding="utf-8")
    absences = extract(tmp_path, "1;790;Sygdom;2026-03-02;2026-03-04;100")
    run(policy, absences, out, "2026-01-01", "2026-12-31")
    assert out.read_text().splitlines()[1:] == ["1;elapsed;3;2026-03-04;2026-03-04"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"since": "i går"},
            "Error: argument --from: Datoen i går kan ikke læses. Skriv den som 2026-01-31",
        ),
        ({"through": "2025-01-01"}, "--to ligger før --from. Ret en af datoerne."),
        ({"policy": "1-5-41"}, "“1-5-41” er hverken en fil eller en politik. Politikkerne er 1-5-14, "),
        ({"against": "1-5-41"}, "“1-5-41” er hverken en fil eller en politik. "),
        ({"policy": "bad.toml"}, "bad.toml kan ikke bruges:\nRegel 1 mangler threshold"),
        ({"policy": "latin.toml"}, "latin.toml er ikke UTF-8-tekst."),
        ({"policy": "."}, "Kan ikke læse .: "),
        ({"out": "no/such/folder/out.csv"}, "Kan ikke skrive no/such/folder/out.csv: "),
    ],
)
def test_bad_input_is_told_in_danish_and_leaves_the_result_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text('[[rule]]\nkind = "elapsed"\n')
    Path("latin.toml").write_bytes(b'key = "\xf8"\n')
    Path("out.csv").write_text("as it was")
    absences = extract(tmp_path, "1;790;Sygdom;2026-03-02;2026-03-04;100")
    options = {"policy": "1-5-14", "since": "2026-01-01", "through": "2026-12-31", "out": "out.csv", **change}
    beside = ["--against", options["against"]] if "against" in options else []
    with pytest.raises(CommandError) as error:
        run(options["policy"], absences, options["out"], options["since"], options["through"], *beside)
    assert said in str(error.value)
    assert Path("out.csv").read_text() == "as it was"
    assert {path.name for path in Path().iterdir()} == {"bad.toml", "latin.toml", "out.csv", "fravaer.csv"}


def test_an_unreadable_extract_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fravaer.csv"
    path.write_bytes(b"PK\x03\x04not a csv")
    with pytest.raises(CommandError):
        call_command(
            "simulate_policy", "1-5-14", absences=path, since="2026-01-01", through="2026-12-31", out=tmp_path / "out"
        )
    assert not (tmp_path / "out").exists()


def test_periods_before_the_window_count_in_full_and_those_after_it_not_at_all(tmp_path: Path) -> None:
    absences = extract(
        tmp_path,
        "1;790;Sygdom;01-11-2025;28-11-2025;100",
        "1;790;Sygdom;05-01-2026;07-01-2026;100",
        "1;790;Sygdom;01-03-2026;20-03-2026;100",
    )
    assert anchors("gt29", absences, "2026-01-01", "2026-02-28") == ["2026-01-06"]
    assert anchors("gt29", absences, "2026-01-07", "2026-02-28") == []
    assert anchors("gt29", absences, "2026-01-06", "2026-01-06") == ["2026-01-06"]
    assert anchors("gt29", absences, "2026-01-01", "2026-01-05") == []


def test_open_periods_last_through_the_last_day(tmp_path: Path) -> None:
    absences = extract(tmp_path, "1;790;Sygdom;01-03-2026;;100")
    assert anchors(THREE_DAYS, absences, through="2026-03-02") == []
    assert anchors(THREE_DAYS, absences, through="2026-03-03") == ["2026-03-03"]


def test_the_last_valid_line_of_an_identity_counts_where_it_stands(tmp_path: Path) -> None:
    absences = extract(
        tmp_path,
        "1;790;Sygdom;01-03-2026;10-03-2026;100",
        "1;526;Delvis sygdom;05-03-2026;06-03-2026;50",  # stands: the line above is superseded
        "1;790;Sygdom;01-03-2026;05-03-2026;100",  # overlaps the line above
        "2;790;Sygdom;01-03-2026;10-03-2026;100",
        "2;790;Sygdom;01-03-2026;28-02-2026;100",  # not valid: the line above counts
    )
    assert simulated(THREE_DAYS, absences) == [("2", "elapsed", 3, "2026-03-03", "2026-03-03")]


def test_overlap_is_judged_in_file_order_and_over_periods_that_are_left_out(tmp_path: Path) -> None:
    absences = extract(
        tmp_path,
        "1;790;Sygdom;10-03-2026;12-03-2026;100",
        "1;526;Delvis sygdom;01-03-2026;10-03-2026;50",
        "2;790;Sygdom;10-03-2026;12-03-2026;100",
        "2;526;Delvis sygdom;01-03-2026;10-03-2026;50",
    )
    assert anchors(THREE_DAYS, absences, through="2026-03-12") == ["2026-03-12", "2026-03-12"]
    assert anchors(THREE_DAYS, absences, through="2026-03-09") == []


def test_unknown_employees_are_not_looked_up_and_causes_are_told_by_their_codes(tmp_path: Path) -> None:
    absences = extract(
        tmp_path,
        "nobody;510;Barns 1. sygedag;01-03-2026;10-03-2026;100",
        "nobody;591;Ukendt;01-04-2026;10-04-2026;100",
        "nobody;791;Graviditetsbetinget sygdom;01-05-2026;10-05-2026;100",
    )
    assert anchors(THREE_DAYS, absences) == ["2026-05-03"]
    assert anchors('[[rule]]\nkind = "sum"\nthreshold = 3\nwindow_days = 30\n', absences) == []


def test_equal_lines_are_printed_once_and_sorted(tmp_path: Path) -> None:
    policy = """
        [[rule]]
        kind = "sum"
        threshold = 10
        window_days = 30
        [[rule]]
        kind = "sum"
        threshold = 2
        window_days = 30
        [[rule]]
        kind = "sum"
        threshold = 2
        window_days = 60
        [[rule]]
        kind = "count"
        threshold = 1
        window_days = 30
        weekend = "previous"
    """
    absences = extract(tmp_path, "1;790;Sygdom;01-03-2026;12-03-2026;100", "01;790;Sygdom;02-03-2026;02-03-2026;100")
    assert simulated(policy, absences) == [
        ("01", "count", 1, "2026-03-02", "2026-03-02"),
        ("1", "count", 1, "2026-03-01", "2026-02-27"),
        ("1", "sum", 2, "2026-03-02", "2026-03-02"),
        ("1", "sum", 10, "2026-03-10", "2026-03-10"),
    ]
