from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest
from django.core.management import CommandError, call_command

from demo.cast import CARE_HOME, Part, cast, stands_on
from demo.generator import Faults, Municipality, Summary, write_extracts
from people.calendar import DEFAULT_CALENDAR
from people.extracts import read_date, read_table

MONDAY = date(2026, 11, 23)
FIRST = MONDAY - timedelta(days=1096)

UNITS = {"name": ("Afdelingsnavn",), "code": ("Afdelingskode",), "parent": ("Forældreafdelingskode",)}
PEOPLE = {
    "number": ("Medarbejdernummer",),
    "cpr": ("CPR",),
    "first_names": ("Fornavn",),
    "last_names": ("Efternavn",),
    "mail": ("Mail",),
    "unit": ("Afdelingskode",),
    "start": ("Startdato",),
    "end": ("Slutdato",),
    "leader": ("LedersMedarbejdernummer",),
    "user_name": ("Brugernavn",),
    "title": ("Titel",),
    "group": ("Faggruppe",),
    "home": ("Bopælskommune",),
    "hours": ("Ugentlige timer",),
    "phone": ("Telefon",),
}
ABSENCE = {
    "number": ("Medarbejdernummer",),
    "code": ("Fraværskode",),
    "first": ("Startdato",),
    "last": ("Slutdato",),
    "degree": ("Procent",),
}
CODES = {"790", "526", "590", "525", "522", "791", "510"}
HEADLINE = CODES - {"791", "510"}


def rows(path: Path, columns: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    table = read_table(path, columns)
    found = []
    for row in table.rows:
        assert row.well_formed
        found.append(dict(zip(table.fields, row.values, strict=True)))
    return found


class Extracts:
    """The three files, read back."""

    def __init__(self, folder: Path, summary: Summary) -> None:
        self.summary = summary
        self.units = rows(folder / "organisation.csv", UNITS)
        self.people = rows(folder / "medarbejdere.csv", PEOPLE)
        self.absences = rows(folder / "fravaer.csv", ABSENCE)
        self.by_number = {person["number"]: person for person in self.people}
        self.by_user_name = {person["user_name"]: person for person in self.people}

    def periods_of(self, number: str) -> list[tuple[date, date | None, str]]:
        found = [row for row in self.absences if row["number"] == number]
        return [(day(row["first"]), read_date(row["last"]), row["code"]) for row in found]


def day(text: str) -> date:
    found = read_date(text)
    assert found, text
    return found


def write(folder: Path, **values) -> Extracts:
    return Extracts(folder, write_extracts(folder, Municipality(**{"seed": 1, "until": MONDAY, **values})))


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Extracts:
    return write(tmp_path_factory.mktemp("town"), people=5000)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        plan = Municipality(people=300, seed=seed, until=MONDAY, faults=Faults.as_in_real_extracts(300))
        write_extracts(tmp_path / name, plan)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")
    assert sorted(contents(tmp_path / "one")) == ["fravaer.csv", "medarbejdere.csv", "organisation.csv"]


@pytest.mark.parametrize("people", [50, 51, 73, 200, 1234])
@pytest.mark.parametrize("story", [True, False])
def test_any_size(tmp_path, people, story):
    town = write(tmp_path, people=people, story=story)
    assert len(town.people) == people
    assert (town.summary.units, town.summary.people) == (len(town.units), people)
    assert town.summary.absences == len(town.absences)
    assert town.summary.faults == {}


def test_fewer_than_50_people_are_refused(tmp_path):
    with pytest.raises(ValueError, match="at least 50"):
        write_extracts(tmp_path, Municipality(people=49, seed=1, until=MONDAY))


def test_units_are_a_tree_of_four_levels(town):
    parents = {unit["code"]: unit["parent"] for unit in town.units}
    assert len(parents) == len(town.units) == len({unit["name"] for unit in town.units})

    def depth(code: str) -> int:
        return 1 + depth(parents[code]) if parents[code] else 1

    assert {depth(code) for code in parents} == {1, 2, 3, 4}
    assert [code for code, parent in parents.items() if not parent] == ["1000"]


def test_leaders_sit_in_their_units_and_are_named_by_the_others(town):
    parents = {unit["code"]: unit["parent"] for unit in town.units}
    leader_of = {}
    for person in town.people:
        leader_of.setdefault(person["unit"], person)  # the first of each unit
    assert set(leader_of) == set(parents)
    for person in town.people:
        leader = leader_of[person["unit"]]
        above = leader_of.get(parents[person["unit"]], {"number": ""})
        assert person["leader"] == (above if person is leader else leader)["number"]
    assert {leader["end"] for leader in leader_of.values()} == {""}


def test_leader_spans(town):
    spans = Counter(person["leader"] for person in town.people if not person["end"] and person["leader"])
    assert 17 <= median(spans.values()) <= 22
    assert max(spans.values()) >= 48


def test_people_are_unique_and_cannot_be_anyone(town):
    for field in ("number", "user_name", "mail", "cpr"):
        assert len({person[field] for person in town.people}) == len(town.people)
    assert {person["mail"].split("@")[1] for person in town.people} == {"nordstrand.example"}
    assert {int(person["cpr"][:2]) > 60 for person in town.people} == {True}  # no day of birth
    assert {person["phone"][:5] for person in town.people} == {"00 00", ""}
    assert len({len(person["number"]) for person in town.people}) == 1


def test_employments(town):
    ended = [person for person in town.people if person["end"]]
    assert 0.06 < len(ended) / len(town.people) < 0.12
    for person in town.people:
        assert day(person["start"]) <= (read_date(person["end"]) or MONDAY)
    assert {FIRST < day(person["end"]) < MONDAY for person in ended} == {True}
    own = sum(person["home"] == "760" for person in town.people) / len(town.people)
    assert 0.68 < own < 0.72
    assert 9 <= len({person["home"] for person in town.people}) <= 13


def test_periods_are_readable_in_order_and_without_overlap(town):
    assert {row["code"] for row in town.absences} == CODES
    last_of: dict[str, date] = {}
    for row in town.absences:
        first, last = day(row["first"]), read_date(row["last"]) if row["last"] else MONDAY
        assert last
        assert first <= last <= MONDAY
        assert last >= FIRST
        assert first > last_of.get(row["number"], date.min)
        last_of[row["number"]] = last
        person = town.by_number[row["number"]]
        assert day(person["start"]) <= first
        assert last <= (read_date(person["end"]) or MONDAY)
        assert (row["degree"] == "100") == (row["code"] not in {"526", "522"})


def working_day_units(first: date, last: date) -> float:
    """A period in dagsværk: days up to two whole, more of them five out of seven."""
    days = (last - first).days + 1
    return days if days <= 2 else days * 5 / 7


def sickness(town: Extracts, since: date) -> dict[str, float]:
    """Dagsværk of headline sickness by employee from the day on."""
    found: dict[str, float] = defaultdict(float)
    for row in town.absences:
        first, last = max(day(row["first"]), since), read_date(row["last"]) or MONDAY
        if row["code"] in HEADLINE and first <= last:
            found[row["number"]] += working_day_units(first, last)
    return found


def years_of(person: dict[str, str], since: date) -> float:
    first, last = max(day(person["start"]), since), read_date(person["end"]) or MONDAY
    return max(0, (last - first).days + 1) / 365.25


def test_level_and_concentration_of_sickness(town):
    since = MONDAY - timedelta(days=364)
    found = sickness(town, since)
    level = sum(found.values()) / sum(years_of(person, since) for person in town.people)
    assert 14.0 < level < 15.8
    most = sorted((found.get(person["number"], 0.0) for person in town.people), reverse=True)
    assert 0.35 < sum(most[: len(most) // 20]) / sum(most) < 0.5
    assert 0.15 < most.count(0.0) / len(most) < 0.35


def test_job_groups_keep_their_order(town):
    found = sickness(town, FIRST)
    days, years = Counter[str](), Counter[str]()
    for person in town.people:
        days[person["group"]] += found.get(person["number"], 0.0)
        years[person["group"]] += years_of(person, FIRST)
    order = (
        "SOSU",
        "Dagplejere",
        "Socialpædagoger",
        "Pædagogisk personale",
        "Lærere",
        "Administration",
        "Akademikere",
    )
    assert sorted(order, key=lambda group: -days[group] / years[group]) == list(order)


def test_lengths_of_periods(town):
    lengths = Counter[str]()
    for row in town.absences:
        if row["code"] in HEADLINE:
            days = ((read_date(row["last"]) or MONDAY) - day(row["first"])).days + 1
            bands = ((1, "1"), (2, "2"), (7, "3-7"), (14, "8-14"), (30, "15-30"), (90, "31-90"), (999, "91-"))
            lengths[next(name for limit, name in bands if days <= limit)] += 1
    shares = {name: 100 * number / lengths.total() for name, number in lengths.items()}
    expected = {"1": 39.1, "2": 16.3, "3-7": 29.6, "8-14": 6.5, "15-30": 4.2, "31-90": 3.1, "91-": 1.2}
    assert {name: round(abs(shares[name] - share)) <= 1 for name, share in expected.items()} == dict.fromkeys(
        expected, True
    )


def test_winters_and_mondays_have_more(town):
    starts = [day(row["first"]) for row in town.absences if row["code"] in HEADLINE and day(row["first"]) >= FIRST]
    months = Counter(start.month for start in starts)
    winter = sum(months[month] for month in (11, 12, 1, 2, 3)) / 5
    summer = sum(months[month] for month in range(4, 11)) / 7
    assert 1.1 < winter / summer < 1.35
    weekdays = Counter(start.weekday() for start in starts)
    assert max(weekdays, key=weekdays.__getitem__) == 0
    assert max(weekdays[5], weekdays[6]) < weekdays[4] / 2


def test_some_are_away_today(town):
    assert 0.02 < sum(not row["last"] for row in town.absences) / len(town.people) < 0.08


@pytest.mark.parametrize("today", [MONDAY + timedelta(days=n) for n in range(7)] + [date(2027, 1, 2)])
def test_story_stands_on_any_day(tmp_path, today):
    town = write(tmp_path, people=120, until=today, seed=5)
    home = next(unit["code"] for unit in town.units if unit["name"] == CARE_HOME.name)
    birgit = town.by_user_name["bilu1"]
    team = [person for person in town.people if person["leader"] == birgit["number"]]
    assert (birgit["unit"], len(team), {person["unit"] for person in team}) == (home, 24, {home})
    assert town.by_number[birgit["leader"]]["user_name"] == "maho1"

    away = {
        person["user_name"]: town.periods_of(person["number"])[-1]
        for person in team
        if any(last is None for _, last, _ in town.periods_of(person["number"]))
    }
    base = stands_on(today)
    days_away = {name: (base - first).days + 1 for name, (first, _, _) in away.items()}
    assert days_away == {"laho1": 29, "soda1": 12, "moal1": 14, "aaoe1": 5, "nael1": 32}

    def last_seen(user_name: str) -> date | None:
        return town.periods_of(town.by_user_name[user_name]["number"])[-1][1]

    lately = DEFAULT_CALENDAR.previous_working_day(base - timedelta(days=1))
    assert last_seen("jobe1") == lately - timedelta(days=1)
    assert DEFAULT_CALENDAR.next_working_day(last_seen("vito1") + timedelta(days=2)) == lately
    assert last_seen("idfr1") == base - timedelta(days=13)
    assert town.periods_of(town.by_user_name["guha1"]["number"]) == []


def test_story_is_one_spell_that_went_from_full_to_partial_and_back(tmp_path):
    town = write(tmp_path, people=50)
    spell = [period for period in town.periods_of(town.by_user_name["laho1"]["number"]) if period[0].year == 2026]
    assert spell[-3:] == [
        (date(2026, 9, 2), date(2026, 10, 4), "790"),
        (date(2026, 10, 5), date(2026, 10, 25), "526"),
        (date(2026, 10, 26), None, "790"),
    ]


def test_cast_has_one_for_each_part():
    characters = cast(MONDAY)
    assert {character.part for character in characters if character.may_log_in} == set(Part)
    assert len({character.user_name for character in characters}) == len(characters)


def test_without_story_or_phones(tmp_path):
    write_extracts(tmp_path, Municipality(people=60, seed=1, until=MONDAY, story=False, phones=False))
    table = read_table(tmp_path / "medarbejdere.csv", PEOPLE, required=[field for field in PEOPLE if field != "phone"])
    assert "phone" not in table.present
    names = {row.values[PEOPLE_PLACE["last_names"]] for row in table.rows}
    assert "Agerskov" not in names


PEOPLE_PLACE = {field: place for place, field in enumerate(PEOPLE)}


def found_faults(town: Extracts) -> dict[str, int]:
    """What an import would find, told line by line."""
    found = Counter[str]()
    seen: dict[tuple[str, str, str], dict[str, str]] = {}
    covered: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for row in town.absences:
        first, last = read_date(row["first"]), read_date(row["last"])
        identity = row["number"], row["code"], row["first"]
        person = town.by_number.get(row["number"])
        if person is None:
            found["unknown_employee"] += 1
        elif row["code"] not in CODES:
            found["unknown_code"] += 1
        elif first is None:
            found["impossible_start" if row["first"] else "empty_start"] += 1
        elif last and last < first:
            found["ends_before_start"] += 1
        elif identity in seen:
            found["duplicate" if row == seen[identity] else "correction"] += 1
        elif any(begin <= (last or date.max) and first <= end for begin, end, _ in covered[row["number"]]):
            found["overlap"] += 1
        else:
            seen[identity] = row
            covered[row["number"]].append((first, last or date.max, row["code"]))
            found["open_after_leaving"] += bool(person["end"]) and last is None
    named = {person["leader"] for person in town.people} - {""}
    found["departed_leader"] = sum(bool(town.by_number[number]["end"]) for number in named)
    return {kind: number for kind, number in found.items() if number}


def test_faults_are_exactly_those_asked_for(tmp_path, town):
    faults = Faults(
        unknown_code=3,
        empty_start=2,
        impossible_start=1,
        ends_before_start=4,
        overlap=5,
        duplicate=6,
        correction=7,
        open_after_leaving=2,
        unknown_employee=8,
        departed_leader=9,
    )
    spoilt = write(tmp_path, people=1000, faults=faults)
    expected = {name: getattr(faults, name) for name in Faults.__slots__}
    assert spoilt.summary.faults == expected
    assert found_faults(spoilt) == expected
    assert found_faults(town) == {}


def test_faults_as_in_real_extracts_are_in_proportion():
    small, large = Faults.as_in_real_extracts(50), Faults.as_in_real_extracts(33_750)
    assert {getattr(small, name) for name in Faults.__slots__} == {1}
    assert (large.unknown_code, large.departed_leader) == (60, 160)


def test_generate_extracts_command(tmp_path, capsys):
    call_command("generate_extracts", tmp_path / "new", people=60, seed=3, until=MONDAY, faults=True)
    town = Extracts(tmp_path / "new", Summary(0, 0, 0, {}))
    out = capsys.readouterr().out
    assert len(town.people) == 60
    assert out.startswith(f"{len(town.units)} ")
    assert "unknown_employee: 1" in out
    with pytest.raises(CommandError, match="at least 50"):
        call_command("generate_extracts", tmp_path / "none", people=10)
