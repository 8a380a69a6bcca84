"""The employee looks at her own page on a phone; and the pages about her, at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import ASE_CANARIES, World

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_employee_looks_at_her_own_page(world: World, browse: Browse) -> None:
    consultant = browse("consultant")
    consultant.goto(reverse("case_detail", args=[world.cases["employee"].ref]))
    expect(consultant.get_by_role("heading", level=1)).to_have_text("Åse Kanariefugl")

    page = browse("employee", width=PHONE)
    page.goto("/min-side/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Åse")
    expect(page.get_by_role("heading", name=re.compile("Birgit ringer til dig i dag"))).to_be_visible()
    expect(page.get_by_role("link", name="Ring til Birgit")).to_have_attribute("href", "tel:00009803")
    expect(page.get_by_role("region", name="Det står der om dig")).to_contain_text("Sygdom")
    expect(page.get_by_role("region", name="Hvem har åbnet din sag?")).to_contain_text("Karen Ravn")
    assert ASE_CANARIES[2] not in page.content()
    no_violations(page)
    page.get_by_role("link", name="Sig til din kontakt").click()
    expect(page.get_by_role("heading", name="Din kontakt")).to_be_in_viewport()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_leader_reads_the_list_the_employee_and_the_case(world: World, browse: Browse, width: int) -> None:
    page = browse("leader", width=width)
    page.goto("/medarbejdere/")
    no_violations(page)
    page.get_by_role("link", name="Åse Kanariefugl").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Åse Kanariefugl")
    no_violations(page)
    page.get_by_role("link", name="Åbn sagens side").click()
    expect(page.get_by_role("img", name=re.compile("Fraværende siden"))).to_be_visible()
    no_violations(page)
    page.get_by_text("Vis som tabel").click()
    expect(page.get_by_role("table")).to_be_visible()
    history = page.get_by_role("region", name="Historik")
    history.get_by_role("link", name="Samtaler").click()
    expect(history).to_contain_text(ASE_CANARIES[2])
    no_violations(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_ones_own_page_at_both_widths(world: World, browse: Browse, width: int) -> None:
    page = browse("employee", width=width)
    page.goto("/min-side/")
    no_violations(page)
