"""How payroll and Tilbage agree, on HR's pages."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from absence.models import PayrollImport, Period
from absence.payroll.panels import payroll
from absence.payroll.queries import last_runs, unconfirmed_reports
from audit.models import Entry
from cases.panels import Tile
from tests.world import NOW, TODAY, World

URL = "/overblik/ubekraeftet/"
NBSP = "\u00a0"


def run(*, days: int = 0, **fields) -> PayrollImport:
    numbers = {
        **dict.fromkeys(("inserted", "corrected", "adopted", "reinstated", "withdrawn", "rejected"), 0),
        "lines": 25000,
        "unchanged": 25000,
    }
    at = NOW - timedelta(days=days, hours=4)
    return PayrollImport.objects.create(at=at, newest_first_day=TODAY - timedelta(days=3 + days), **numbers | fields)


def tiles(world: World) -> list[Tile]:
    return [panel.rows for panel in payroll(world.viewer("hr"), TODAY)]  # type: ignore[misc]


def names(world: World, person: str = "hr") -> list[str]:
    reports, _ = unconfirmed_reports(world.viewer(person), "1")
    return [report.name for report in reports]


def test_how_fresh_payroll_is(world: World) -> None:
    run()
    fresh, _ = tiles(world)
    assert (fresh.value, fresh.under, fresh.alarm) == (f"i dag kl.{NBSP}5.00", f"nyeste række 20.{NBSP}november", False)


def test_a_file_of_four_days_ago_is_an_alarm(world: World) -> None:
    run(days=4)
    fresh, _ = tiles(world)
    assert (fresh.value, fresh.alarm) == (f"torsdag kl.{NBSP}5.00", True)
    assert fresh.under == f"4 dage gammel, nyeste række 16.{NBSP}november"


def test_no_file_yet(world: World) -> None:
    (only,) = tiles(world)
    assert (only.value, only.url) == ("ingen fil endnu", "")


def test_a_report_of_fourteen_days_ago_is_asked_for(world: World) -> None:
    run()
    Period.objects.update(recorded_at=NOW - timedelta(days=14))
    # Henrik's own stands on his colleague's list.
    assert names(world) == ["Åse Kanariefugl", "Birgit Lund"]
    assert "Henrik Holt" in names(world, "hr_colleague")
    assert (tiles(world)[1].value, tiles(world)[1].url) == ("2", URL)
    Period.objects.filter(employee=world.employees["leader"]).update(recorded_at=NOW - timedelta(days=13))
    confirmed = Period.objects.filter(employee=world.employees["employee"])
    confirmed.update(payroll_code="790", payroll_first_day=TODAY, payroll_degree=100)
    assert names(world) == []
    assert (tiles(world)[1].value, tiles(world)[1].url) == ("0", "")


def test_what_was_withdrawn_is_not_asked_for(world: World) -> None:
    Period.objects.update(recorded_at=NOW - timedelta(days=20), withdrawn=True, withdraw_reason="mistake")
    assert names(world) == []


def test_a_report_in_words_and_its_reading_recorded(world: World) -> None:
    Period.objects.filter(employee=world.employees["employee"]).update(
        recorded_at=NOW - timedelta(days=19), recorded_by=world.users["leader"]
    )
    reports, _ = unconfirmed_reports(world.viewer("hr"), "1")
    (report,) = reports
    assert (report.unit, report.cause, report.days) == (
        "Plejecenter Solgården",
        "Sygdom",
        f"siden 4.{NBSP}november",
    )
    assert (report.reported, report.waited) == (f"4.{NBSP}november af Birgit Lund", "19 dage")
    entry = Entry.objects.get()
    assert (entry.event, entry.purpose, entry.subjects) == ("listed", "unconfirmed", [world.employees["employee"].ref])


def test_files_in_words(world: World) -> None:
    run(inserted=40, corrected=2, rejected=3)
    run(days=1)
    today, yesterday = last_runs(world.viewer("administrator"))
    assert (today.lines, today.changed, today.rejected) == ("25.000", "40 nye, 2 rettet", "3")
    assert (yesterday.at, yesterday.changed, yesterday.rejected) == (f"i går kl.{NBSP}5.00", "ingen", "")


def test_page_takes_the_same_queries(hr: Client, world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hr.get(URL).status_code == 200
        return len(caught)

    Period.objects.filter(employee=world.employees["employee"]).update(recorded_at=NOW - timedelta(days=20))
    one = queries()
    for days in (40, 60, 80):
        Period.objects.create(
            employee=world.employees["colleague"],
            first_day=TODAY - timedelta(days=days),
            last_day=TODAY - timedelta(days=days - 1),
            cause_id="sickness",
            source="leader",
            recorded_at=NOW - timedelta(days=days),
        )
    assert (one, queries()) == (7, 7)


def test_nothing_to_ask_for_is_said(hr: Client) -> None:
    Period.objects.update(recorded_at=NOW)
    assert "Løn har bekræftet det hele" in hr.get(URL).content.decode()
