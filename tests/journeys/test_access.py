"""HR gives a program access, and ends it: on a phone and on a screen, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.world import World


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, False), (PHONE, True), (DESKTOP, True)])
def test_given_and_ended(world: World, browse: Browse, width: int, javascript: bool) -> None:
    page = browse("hr", width=width, javascript=javascript)
    page.goto("/tal/adgang/")
    expect(page.get_by_text("Intet program har adgang endnu.")).to_be_visible()
    page.get_by_role("button", name="Lav adgangen").click()
    expect(page.get_by_role("link", name="Skriv, hvilket program den er til.")).to_be_visible()
    if javascript:
        no_violations(page)
    page.get_by_label("Hvilket program er den til?").fill("Power BI")
    page.get_by_role("button", name="Lav adgangen").click()
    assert page.get_by_label("Nøgle").input_value().startswith("tilbage_")
    if javascript:
        no_violations(page)
    page.get_by_role("button", name="Afslut Power BI").click()
    expect(page.get_by_text("Adgangen “Power BI” er afsluttet.")).to_be_visible()
    expect(page.get_by_role("button", name="Afslut Power BI")).to_have_count(0)
    assert page.get_by_label("Nøgle").count() == 0
