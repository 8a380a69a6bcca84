"""The pages of quarters, meetings and of what there is: masked for everybody, frozen, on paper and in a spreadsheet."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import GivenPolicy, Period
from audit.models import Entry
from cases.models import Notice
from insight.models import Initiative, Pack, PackFigures, PlanAction
from insight.rollup.flows import refresh_figures
from insight.rules.packs import PackKind
from insight.rules.targets import Change
from insight.targets.flows import set_targets
from people.access import system
from people.models import Unit
from tests.factories import LeadershipFactory, UnitFactory, person
from tests.insight.packs.conftest import MONTH, QUARTER, freeze, later, paper_of, rows_of
from tests.insight.targets.conftest import words
from tests.world import NOW, TODAY, World

MOST_QUERIES = 12
WORD = "2026-3"


def quarter(code: str = "2000", word: str = WORD) -> str:
    return reverse("quarter_pack", args=[code, word])


def the_meeting(code: str = "2000", month: date = MONTH) -> Pack:
    return Pack.objects.get(kind=PackKind.MEETING, unit__code=code, first_day=month)


def meeting(code: str = "2000") -> str:
    return reverse("meeting_pack", args=[the_meeting(code).ref])


@pytest.fixture
def aimed(world: World, told: dict) -> World:
    changes = {world.units["aeldre"].pk: Change(None, Decimal("1.5"))}
    set_targets(year=2026, changes=changes, by=world.viewer("hr"))
    return world


# --- Quarters ------------------------------------------------------------------------------------------------


def test_a_quarter_has_the_unit_and_those_below_beside_last_year_and_target(aimed: World, client_of) -> None:
    freeze()
    text = words(client_of("leader_above").get(quarter()))
    assert "Sygefravær, 3. kvartal 2026" in text
    assert "1. juli 2026 til 30. september 2026. Gjort op 23. november 2026 kl. 9.00." in text
    # 20 of 13 x 66 days, in two spells; a year before 20 of 13 x 66.
    assert "Plejecenter Solgården 13 2,3 % af 858 dagsværk 2,3 % 1,5 % 0,8 over mål 0,6" in text
    assert "Plejecenter Lærkevej 10 3,3 % af 660 dagsværk 0,0 % 1,5 % 1,8 over mål 0,4" in text


def test_whoever_sees_the_units_figures_opens_it_and_nobody_else(aimed: World, client_of) -> None:
    freeze()
    seen = {who for who in aimed.users if client_of(who).get(quarter("2001")).status_code == 200}
    assert seen == {"director", "leader_above", "leader", "deputy", "hr", "hr_colleague"}
    for word in ("2026-2", "2026-5", "x", "2026-03"):
        assert client_of("hr").get(quarter(word=word)).status_code == 404


def test_a_small_unit_is_hidden_from_hr_too(world: World, crowd: Callable, client_of) -> None:
    crowd("kommune", 8)
    freeze()
    text = words(client_of("hr").get(quarter("2002")))
    assert "Plejecenter Lærkevej Skjult: færre end 5 personer" in text
    above = words(client_of("hr").get(quarter()))
    assert "Plejecenter Solgården Skjult, så andres tal ikke kan regnes ud" in above
    for code in ("2000", "2002"):
        for kind in ("pdf", "xlsx"):
            assert client_of("hr").get(f"{quarter(code)}{kind}/").status_code == 200
    row = next(row for row in rows_of(client_of("hr").get(f"{quarter()}xlsx/").content) if row[0] == "2002")
    assert set(row[4:-1]) == {""}


def test_the_figures_stay_and_a_correction_stands_beside(aimed: World, told: dict, client_of, sick) -> None:
    freeze()
    before = words(client_of("leader").get(quarter("2001")))
    assert "nu:" not in before
    # Payroll takes five days back, and tells of ten others.
    Period.objects.filter(employee=told["solgaarden"][0]).update(withdrawn=True, withdraw_reason="mistake")
    sick(told["solgaarden"][3], date(2026, 9, 1), 10)
    sick(told["solgaarden"][4], date(2026, 9, 1), 10)
    refresh_figures(by=system(later(1)))
    text = words(client_of("leader").get(quarter("2001")))
    assert "13 2,3 % af 858 dagsværk nu: 3,6 %, nu: 3 forløb 2,3 %" in text
    assert "0,8 over mål 0,6" in text
    paper = paper_of(client_of("leader").get(f"{quarter('2001')}pdf/").content)
    assert "2,3 % af 858 dagsværk" in paper
    assert "nu: 3,6 %" in paper


def test_what_is_hidden_by_now_is_not_told_beside(aimed: World, told: dict, client_of, sick) -> None:
    freeze()
    sick(told["solgaarden"][3], date(2026, 9, 1), 10)
    # All but two turn out never to have worked there.
    for one in told["solgaarden"]:
        one.employments.update(unit=aimed.units["aeldre"])
    for name in ("past_deputy", "colleague", "deputy"):
        aimed.employees[name].employments.update(unit=aimed.units["aeldre"])
    refresh_figures(by=system(later(1)))
    text = words(client_of("hr").get(quarter("2001")))
    assert "2,3 % af 858 dagsværk" in text
    assert "nu:" not in text


def test_a_quarters_paper_and_spreadsheet(aimed: World, client_of) -> None:
    freeze()
    client = client_of("leader_above")
    response = client.get(f"{quarter()}pdf/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="kvartalstal-2026-3.pdf"'
    paper = paper_of(response.content)
    for said in (
        "Sygefravær, 3. kvartal 2026",
        "Ældre og Sundhed",
        "0,8 over mål",
        "1,8 over mål 0,4",
    ):
        assert said in paper
    rows = rows_of(client.get(f"{quarter()}xlsx/").content)
    head = next(number for number, row in enumerate(rows) if row[0] == "Kode")
    there = {row[0]: dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]}
    assert there["2001"]["Personer"] == 13
    assert (there["2001"]["Procent"], there["2001"]["Mål"]) == (2.33, 1.5)
    assert there["2002"]["Procent nu"] == there["2002"]["Procent"]
    exported = Entry.objects.filter(event="exported", purpose="quarter_pack")
    assert [(row.capacity, row.subjects) for row in exported] == [("leader", [])] * 2


def test_nobodys_name_is_on_figures(aimed: World, client_of) -> None:
    freeze()
    client = client_of("hr")
    pages = [client.get(url) for url in (quarter("1000"), quarter(), meeting("1000"), meeting(), reverse("packs"))]
    for name in ("Kanariefugl", "Lund", "Sand", "Ansat"):
        assert [page for page in pages if name in words(page)] == []


# --- Meetings ------------------------------------------------------------------------------------------------


def test_a_meeting_tells_of_the_units_and_of_what_waits(aimed: World, told: dict, client_of) -> None:
    for unit, what, done in (("solgaarden", "Faste vagter", None), ("laerkevej", "Ny introduktion", TODAY)):
        said = {"what": what, "who": "MED", "due_on": date(2026, 11, 20), "done_on": done}
        PlanAction.objects.create(unit=aimed.units[unit], year=2026, **said, written_at=NOW)
    effort = Initiative.objects.create(
        title="Trivselsteam", purpose="x", responsible_words="HR", first_day=date(2026, 1, 1), follow_up_on=TODAY
    )
    effort.units.add(aimed.units["aeldre"])
    freeze()
    page = client_of("leader_above").get(meeting())
    text = words(page)
    assert "Møde om fravær, november 2026" in text
    assert "Fravær fra 1. november 2025 til 31. oktober 2026." in text
    assert "Der er ingen pakke fra måneden før at sammenligne med." in text
    assert "Enheder over deres mål 0 af 2" in text
    assert "Plejecenter Lærkevej" in text
    assert "Faste vagter MED, Plejecenter Solgården 3 dage over tid" in text
    assert "Ny introduktion" not in text
    assert "Trivselsteam" in text


def test_a_meeting_says_what_has_changed(aimed: World, told: dict, sick, client_of) -> None:
    """Lærkevej goes above its target in October, two fall ill for long, one initiative begins and one ends."""
    for number in (1, 2, 3, 4):
        sick(told["laerkevej"][number], date(2026, 10, 1), 31)
    for number in (5, 6):
        sick(told["laerkevej"][number], date(2026, 10, 3), None)
    for title, first, last in (("A", date(2026, 10, 15), None), ("B", date(2026, 1, 1), date(2026, 10, 15))):
        row = Initiative.objects.create(
            title=title, purpose="x", responsible_words="HR", first_day=first, last_day=last, follow_up_on=TODAY
        )
        row.units.add(aimed.units["aeldre"])
    freeze(back=1)
    text = words(client_of("hr").get(meeting()))
    assert "Nu over mål: Plejecenter Lærkevej" in text
    assert "Lange fravær: 0 måneden før, nu få, eller skjult." in text
    assert "1 indsats er begyndt." in text
    assert "1 indsats er slut." in text
    assert "Siden måneden før" in text


def test_a_meetings_paper_and_spreadsheet(aimed: World, client_of) -> None:
    freeze()
    client, pack = client_of("leader_above"), the_meeting()
    response = client.get(reverse("meeting_pack_file", args=[pack.ref, "pdf"]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="moede-om-fravaer-2026-11.pdf"'
    paper = paper_of(response.content)
    for said in ("Møde om fravær, november 2026", "Dagsorden: åbne handlinger", "Plejecenter Solgården"):
        assert said in paper
    rows = rows_of(client.get(reverse("meeting_pack_file", args=[pack.ref, "xlsx"])).content)
    named = [row[0] for row in rows]
    assert named[0] == "Møde om fravær, november 2026"
    assert {"Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"} <= set(named)
    assert Entry.objects.filter(event="exported", purpose="meeting_pack").count() == 2
    assert client_of("leader").get(meeting()).status_code == 404
    assert client.get(reverse("meeting_pack_file", args=[pack.ref, "csv"])).status_code == 404


# --- What there is -------------------------------------------------------------------------------------------


def test_the_overview_has_what_each_may_open(aimed: World, give, client_of) -> None:
    GivenPolicy.objects.filter(pk=give("solgaarden", "gt29").pk).update(first_day=date(2026, 1, 1))
    freeze(back=1)
    packs = reverse("packs")
    leader = words(client_of("leader").get(packs))
    assert "Over 29 dage på et år" in leader
    assert "Møde med HR" not in leader
    assert "3. kvartal 2026, Plejecenter Solgården" in leader
    above = words(client_of("leader_above").get(packs))
    assert "Over 29 dage på et år" not in above
    assert "Møde med HR, Ældre og Sundhed" in above
    assert "Møde med HR, Nordstrand Kommune" not in above
    earlier = words(client_of("hr").get(packs, {"maaned": "2026-10"}))
    assert "Over 29 dage på et år, Plejecenter Solgården" in earlier
    october = Pack.objects.get(kind=PackKind.LIST, first_day=date(2026, 10, 1))
    assert october.ref in client_of("hr").get(packs, {"maaned": "2026-10"}).content.decode()
    assert october.ref not in client_of("hr").get(packs, {"maaned": "x"}).content.decode()
    for nobody in ("employee", "consultant", "administrator"):
        assert client_of(nobody).get(packs).status_code == 404


def test_before_anything_was_made_the_overview_says_so(hr: Client) -> None:
    text = words(hr.get(reverse("packs")))
    assert "De næste kommer den første arbejdsdag i en måned." in text
    assert "Det næste kommer, når kvartalet er slut." in text


# --- Mails -----------------------------------------------------------------------------------------------------


def test_those_who_use_the_figures_are_told_of_them(aimed: World, told: dict) -> None:
    freeze()
    call_command("send_notices", stdout=StringIO())
    to = {
        kind: set(Notice.objects.filter(kind=kind, state="sent").values_list("recipient__username", flat=True))
        for kind in ("quarter_pack", "meeting_pack")
    }
    both = {"director", "leader_above", "hr", "hr_colleague"}
    assert to == {"quarter_pack": both | {"leader", "deputy", "sibling_leader"}, "meeting_pack": both}
    texts = {letter.subject: letter.body for letter in mail.outbox if letter.to == ["leader_above@nordstrand.example"]}
    assert "for 3 af dine enheder" in texts["Kvartalets tal er klar"]
    assert "0 handlinger er på dagsordenen" in texts["Pakken til mødet om fravær er klar"]
    assert meeting() in texts["Pakken til mødet om fravær er klar"]
    assert [name for name in ("Solgården", "Ældre", "Dorte") for text in texts.values() if name in text] == []


def test_a_hidden_unit_has_no_mail_and_who_leads_no_more_neither(world: World, crowd: Callable) -> None:
    crowd("kommune", 8)
    freeze()
    rows = Notice.objects.filter(kind="quarter_pack")
    assert {row.recipient.username for row in rows} == {"director", "leader_above", "hr", "hr_colleague"}
    PackFigures.objects.filter(unit=world.units["aeldre"]).delete()
    call_command("send_notices", stdout=StringIO())
    assert rows.get(recipient=world.users["leader_above"]).reason == "not_theirs"
    assert rows.get(recipient=world.users["director"]).state == "sent"


# --- How few queries -------------------------------------------------------------------------------------------


def grow(world: World, number: int) -> None:
    """More units of eight people below the municipality, each with a leader, the policy and a line of a plan."""
    for _place in range(number):
        unit: Unit = UnitFactory(parent=world.units["kommune"])
        LeadershipFactory(unit=unit, user=person(unit).user)
        for _one in range(8):
            person(unit, user=None)
        GivenPolicy.objects.create(unit=unit, policy_id="gt29", first_day=date(2026, 1, 1))
        PlanAction.objects.create(unit=unit, year=2026, what="x", who="x", due_on=TODAY, written_at=NOW)


@pytest.mark.parametrize("name", ["packs", "quarter_pack", "meeting_pack"])
def test_pages_take_the_same_few_queries_for_one_unit_and_for_thirty(aimed: World, hr: Client, name: str) -> None:
    took = []
    for more in (1, 30):
        grow(aimed, more)
        Pack.objects.all().delete()
        freeze(back=1)
        url = {"packs": reverse("packs"), "quarter_pack": quarter("1000")}.get(name) or meeting("1000")
        with CaptureQueriesContext(connection) as queries:
            response = hr.get(url)
        assert response.status_code == 200
        assert len(response.content) < 60_000
        took.append(len(queries))
    assert took[0] == took[1] <= MOST_QUERIES


def test_the_quarter_is_the_worlds() -> None:
    assert date(2026, 7, 1) == QUARTER
