"""The step ladder by keyboard and by thumb, and the catalogue of offers, at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from retention.models import Placement
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def placed(world: World, party: str) -> list[tuple[int, str]]:
    rows = Placement.objects.filter(employee=world.employees["employee"], party=party, withdrawn_at=None)
    return list(rows.order_by("pk").values_list("step__number", "told_how"))


def test_an_employee_chooses_her_step_with_the_arrows_on_a_page_without_scripts(world: World, browse: Browse) -> None:
    page = browse("employee", width=PHONE, javascript=False)
    page.goto("/min-side/")
    page.get_by_role("link", name="Vælg, hvor du er").click()
    group = page.get_by_role("group", name="Hvor er du lige nu?")
    expect(group.get_by_role("radio")).to_have_count(9)
    group.get_by_role("radio", name="Trin 4 af 9, Delvist sygemeldt").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    chosen = group.get_by_role("radio", name="Trin 5 af 9, Sygemeldt, snart tilbage")
    expect(chosen).to_be_checked()
    expect(chosen).to_have_accessible_description(re.compile("inden for 8 uger"))
    assert placed(world, "employee") == [(6, "")]
    page.get_by_role("button", name="Vælg trinnet").click()
    expect(page.get_by_role("region", name="Dit trin")).to_contain_text("Du valgte trin 5. Birgit valgte trin 4.")
    assert placed(world, "employee") == [(6, ""), (5, "")]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_leader_notes_what_was_said_on_the_phone_and_takes_it_back(world: World, browse: Browse, width: int) -> None:
    page = browse("leader", width=width)
    page.goto(reverse("employee_detail", args=[world.employees["employee"].ref]))
    no_violations(page)
    page.get_by_role("link", name="Trappen", exact=True).click()
    no_violations(page)
    page.get_by_role("link", name="Placér på trappen").click()
    no_violations(page)
    expect(page.get_by_text("sagt i telefonen")).to_be_hidden()
    page.get_by_role("radio", name="Åses egen, som den blev sagt til dig").check()
    page.get_by_role("radio", name="sagt i telefonen").check()
    page.get_by_role("button", name="Notér placeringen").click()
    expect(page.get_by_role("alert")).to_contain_text("Vælg et trin.")
    no_violations(page)
    page.get_by_role("radio", name="Trin 5 af 9").check()
    no_violations(page)
    page.get_by_role("button", name="Notér placeringen").click()
    expect(page.get_by_role("region", name="Trappen")).to_contain_text("1 trin imellem")
    assert placed(world, "employee") == [(6, ""), (5, "phone")]
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_role("region", name="Trappen")).to_contain_text("2 trin imellem")
    assert placed(world, "employee") == [(6, "")]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_consultant_finds_an_offer_and_starts_it(world: World, browse: Browse, width: int) -> None:
    page = browse("consultant", width=width)
    page.goto("/tilbud/")
    no_violations(page)
    page.get_by_label("Søg med ord").fill("læge")
    page.get_by_role("combobox", name="Trin").select_option("6")
    page.get_by_role("main").get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Mulighedserklæring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mulighedserklæring")
    no_violations(page)
    page.get_by_role("link", name="Ret tilbuddet").click()
    no_violations(page)
    page.goto(reverse("employee_detail", args=[world.employees["employee"].ref]))
    page.get_by_role("link", name="Tilbud", exact=True).last.click()
    page.get_by_role("link", name=re.compile("^Begynd ?: Mulighedserklæring")).click()
    no_violations(page)
    page.get_by_role("button", name="Tag tilbuddet i brug").click()
    page.get_by_role("link", name=re.compile("^Afslut ?: Mulighedserklæring")).click()
    no_violations(page)
    page.get_by_role("button", name="Notér afslutningen").click()
    expect(page.get_by_role("region", name="Tilbud")).to_contain_text("1 brugt tidligere")
