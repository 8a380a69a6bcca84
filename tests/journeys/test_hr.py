"""HR's day: what is overdue, whose it is, giving it to others, how fresh payroll is; on a desk and on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from absence.models import PayrollImport, Period
from cases.models import FollowUp, Heartbeat, Notice
from cases.notices.rules import NoticeState
from cases.operations.queries import JOBS
from people.models import User
from tests.factories import EmployeeFactory, EmploymentFactory
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import NOW, TODAY, World

NAMES = ("Anne-Grethe", "Bo", "Christoffer Emil", "Dagny", "Erik")


@pytest.fixture
def desk(world: World) -> World:
    """A few people with something overdue, payroll's file of the morning, and a worker that runs."""
    for number, name in enumerate(NAMES, start=1):
        employee = EmployeeFactory(first_name=name, last_name="Bjerregaard-Christensen")
        EmploymentFactory(employee=employee, unit=world.units["laerkevej" if number % 2 else "solgaarden"])
        for days in (-number, 9):
            FollowUp.objects.create(
                employee=employee,
                key=f"1-5-14/{days}@{name}",
                kind="contact" if number % 2 else "talk",
                origin="1-5-14",
                due_on=TODAY + timedelta(days=days),
                spell_from=TODAY - timedelta(days=9),
                created_at=NOW,
            )
    PayrollImport.objects.create(
        at=NOW - timedelta(hours=4),
        newest_first_day=TODAY - timedelta(days=3),
        lines=812,
        **dict.fromkeys(("inserted", "corrected", "adopted", "reinstated", "withdrawn", "unchanged", "rejected"), 7),
    )
    Period.objects.filter(employee=world.employees["employee"]).update(recorded_at=NOW - timedelta(days=19))
    for job in JOBS:
        Heartbeat.objects.create(job=job, beat_at=NOW)
    return world


def lines(page: Page) -> list[str]:
    return [name.strip() for name in page.locator(".list-table tbody th").locator("a, b").all_inner_texts()]


def test_hr_filters_and_hands_over_in_bulk(desk: World, browse: Browse) -> None:
    page = browse("hr")
    page.goto("/")
    page.wait_for_url("**/overblik/")
    expect(page.get_by_text("5 medarbejdere har noget, der er over tid.")).to_be_visible()
    strip = page.locator("#strip")
    expect(strip).to_contain_text("i dag kl.\xa05.00")
    expect(strip).to_contain_text("nyeste række 20.\xa0november")
    assert lines(page)[:2] == ["Erik Bjerregaard-Christensen", "Dagny Bjerregaard-Christensen"]
    expect(page.locator("#bulk")).to_be_hidden()
    no_violations(page)

    page.get_by_label("Samtale").check()
    expect(page.locator(".list-table tbody tr")).to_have_count(2)
    expect(page.get_by_label("Samtale")).to_be_focused()
    page.get_by_label("Vælg Dagny Bjerregaard-Christensen").check()
    page.get_by_label("Vælg Bo Bjerregaard-Christensen").check()
    expect(page.locator("#bulk")).to_contain_text("2 valgt")
    no_violations(page)
    page.get_by_role("button", name="Giv til mig").click()
    expect(page.get_by_role("status").filter(has_text="4 opgaver om 2 medarbejdere er nu hos dig")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Mine")).click()
    assert lines(page) == ["Dagny Bjerregaard-Christensen", "Bo Bjerregaard-Christensen"]
    page.get_by_label("Vælg Bo Bjerregaard-Christensen").check()
    page.get_by_role("button", name="Giv til en kollega").click()
    no_violations(page)
    page.get_by_label("Hanne Hede, HR").check()
    page.get_by_role("button", name="Giv videre").click()
    expect(page.get_by_text("2 opgaver om 1 medarbejder er nu hos Hanne Hede.")).to_be_visible()
    # The filters are as they were left.
    expect(page.get_by_label("Samtale")).to_be_checked()
    assert lines(page) == ["Dagny Bjerregaard-Christensen"]


def test_hr_finds_somebody_and_clears_all(desk: World, browse: Browse) -> None:
    page = browse("hr")
    page.goto("/overblik/")
    page.get_by_label("Søg på navn eller medarbejdernummer").fill("christoffer")
    page.keyboard.press("Enter")
    expect(page.locator(".list-table tbody tr")).to_have_count(1)
    assert page.url.endswith("/overblik/")
    page.get_by_role("link", name="Ryd alle").click()
    expect(page.locator(".list-table tbody tr")).to_have_count(7)
    page.goto("/overblik/?set=1&due=undated")
    expect(page.get_by_role("heading", name="Ingen opgaver passer til dine filtre")).to_be_visible()
    no_violations(page)


def test_hr_on_a_phone(desk: World, browse: Browse) -> None:
    User.objects.filter(username__in=["leader", "deputy"]).update(is_active=False)
    page = browse("hr", width=PHONE)
    page.goto("/overblik/")
    expect(page.get_by_label("Samtale")).to_be_hidden()
    page.get_by_text("Filtre", exact=True).first.click()
    page.get_by_label("Leder uden konto").check()
    expect(page.get_by_text("Filtre (1 valgt)")).to_be_visible()
    expect(page.locator(".list-table tbody tr")).to_have_count(3)
    no_violations(page)
    page.get_by_label("Vælg Bo Bjerregaard-Christensen").check()
    page.get_by_role("button", name="Giv til mig").click()
    expect(page.get_by_text("2 opgaver om 1 medarbejder er nu hos dig.")).to_be_visible()
    no_violations(page)


def test_hr_without_javascript(desk: World, browse: Browse) -> None:
    page = browse("hr", javascript=False)
    page.goto("/overblik/")
    page.get_by_label("Samtale").check()
    page.get_by_role("button", name="Vis", exact=True).click()
    assert lines(page) == ["Dagny Bjerregaard-Christensen", "Bo Bjerregaard-Christensen"]
    page.get_by_label("Vælg Bo Bjerregaard-Christensen").check()
    page.get_by_role("button", name="Fjern ansvarlig").click()
    expect(page.get_by_text("2 opgaver om 1 medarbejder er igen hos lederen eller HR.")).to_be_visible()


def test_hr_asks_payroll_about_what_it_has_not_confirmed(desk: World, browse: Browse) -> None:
    page = browse("hr")
    page.goto("/overblik/")
    tile = page.locator(".tile").filter(has_text="Ikke bekræftet af løn")
    tile.get_by_role("link", name="1").click()
    expect(page.get_by_role("heading", name="Ikke bekræftet af løn")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Åse Kanariefugl"))).to_contain_text("19 dage")
    no_violations(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("language", ["da", "en"])
def test_messages_and_operations(desk: World, browse: Browse, width: int, language: str) -> None:
    Notice.objects.filter(pk=desk.notices["leader"].pk).update(state=NoticeState.FAILED, reason="smtp_550")
    page = browse("administrator", width=width, language=language)
    page.goto("/drift/")
    expect(
        page.get_by_text({"da": "Alt kører, som det skal.", "en": "Everything runs as it should."}[language])
    ).to_be_visible()
    no_violations(page)
    page.get_by_role(
        "link", name={"da": "Fejlet de sidste syv dage", "en": "Failed in the last seven days"}[language]
    ).click()
    no_violations(page)
    page.get_by_role(
        "button", name={"da": "Send igen til Birgit Lund", "en": "Send again to Birgit Lund"}[language]
    ).click()
    page.wait_for_url("**/beskeder/")
    assert Notice.objects.get(pk=desk.notices["leader"].pk).state == NoticeState.OWED
    no_violations(page)
