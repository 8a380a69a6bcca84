"""The guides: what is shipped, how they are shown, and how they are kept."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.access import system
from people.rules import RuleViolation
from retention.knowledge.flows import save_guide, seed_guides
from retention.knowledge.links import NAMES, guide_link
from retention.knowledge.reference import shipped_guides
from retention.models import GuideVersion
from retention.rules.knowledge import BlockKind, GuideKey, blocks_of, steps_of
from tests.world import NOW, TODAY, World

GUIDE = "/vejledninger/fast-track/"
CHANGE = f"{GUIDE}ret/"


def form_of(number: int, **changed: str) -> dict[str, str]:
    latest = GuideVersion.objects.filter(key="fast-track").latest("number")
    names = ("title", "summary", "steps", "text", "source", "owner")
    standing = {name: getattr(latest, name) for name in names}
    return {**standing, "number": str(number), "checked_on": "23-11-2026", **changed}


@pytest.mark.parametrize("key", list(GuideKey))
def test_every_scheme_has_a_guide_with_drawing_source_date_and_owner(key: GuideKey) -> None:
    guide = shipped_guides()[key]
    assert len(steps_of(guide.steps)) >= 4
    assert all(step.who for step in steps_of(guide.steps))
    assert {block.kind for block in blocks_of(guide.text)} >= {BlockKind.HEADING, BlockKind.PARAGRAPH}
    assert guide.source.strip()
    assert guide.owner
    assert guide.checked_on <= date(2026, 11, 23)
    assert str(NAMES[key])


def test_seeding_again_leaves_what_was_changed(world: World) -> None:
    version = GuideVersion.objects.get(key="praktik")
    GuideVersion.objects.filter(pk=version.pk).update(title="Vores egen")
    assert seed_guides(by=system(NOW)) == 0
    assert GuideVersion.objects.get(key="praktik").title == "Vores egen"
    with pytest.raises(RuleViolation, match="only_the_system"):
        seed_guides(by=world.viewer("hr"))


def test_whoever_is_logged_in_reads_and_only_consultants_and_hr_edit(client_of: Callable[[str], Client]) -> None:
    for person, edits in (("employee", False), ("leader", False), ("consultant", True), ("hr", True)):
        client = client_of(person)
        html = client.get(GUIDE).content.decode()
        assert "inden fem uger fra første dag" in html
        assert (CHANGE in html) is edits
        assert client.get(CHANGE).status_code == (200 if edits else 404)


def test_words_of_the_municipality_stand_in_the_guide(hr: Client) -> None:
    with override_settings(TERMS={"jobcenter": "Jobhuset", "consultant": "tovholder", "consultants": "tovholdere"}):
        assert "Laver en plan sammen med Jobhuset" in hr.get(GUIDE).content.decode()
        assert "{jobcenter}" not in hr.get(GUIDE).content.decode()
        # Who edits sees the key, so that the word stays a setting.
        assert "{jobcenter}" in hr.get(CHANGE).content.decode()


def test_saving_makes_a_version_and_keeps_who_and_when(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("consultant")
    response = client.post(CHANGE, form_of(1, title="Fast track hos os", text="<b>Ring</b>\n\n- først"))
    assert response.headers["Location"] == GUIDE
    assert list(GuideVersion.objects.filter(key="fast-track").values_list("number", flat=True).order_by("number")) == [
        1,
        2,
    ]
    html = client.get(GUIDE).content.decode()
    assert "Fast track hos os" in html
    assert "&lt;b&gt;Ring&lt;/b&gt;" in html
    assert "23.\u00a0november af Karen Ravn" in html
    assert "fulgte med Tilbage" in html
    assert "Fast track hos os" in client.get(reverse("guides")).content.decode()


def test_nobody_writes_over_what_another_has_saved(client_of: Callable[[str], Client]) -> None:
    first, second = client_of("consultant"), client_of("hr")
    first.post(CHANGE, form_of(1, title="Den første"))
    response = second.post(CHANGE, form_of(1, title="Den anden"))
    assert "Nogen har ændret det, siden du åbnede siden" in response.content.decode()
    assert 'value="Den anden"' in response.content.decode()
    assert GuideVersion.objects.filter(key="fast-track").latest("number").title == "Den første"


def test_a_guide_without_a_step_is_refused(hr: Client) -> None:
    assert "Skriv mindst ét trin." in hr.post(CHANGE, form_of(1, steps="|")).content.decode()


def test_a_leader_saves_nothing(world: World) -> None:
    given = dict.fromkeys(("title", "summary", "steps", "text", "source", "owner"), "x")
    with pytest.raises(RuleViolation, match="not_yours"):
        save_guide(key=GuideKey.PRAKTIK, number=1, checked_on=TODAY, by=world.viewer("leader"), **given)


def test_unknown_guide_is_not_there(hr: Client) -> None:
    assert [hr.get(f"/vejledninger/{key}/").status_code for key in ("findes-ikke", "praktik")] == [404, 200]


def test_list_asks_as_often_for_many_versions_as_for_one(hr: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            hr.get(reverse("guides"))
            hr.get(GUIDE)
        return len(found)

    before = queries()
    for number in (1, 2, 3):
        hr.post(CHANGE, form_of(number), follow=True)
    assert queries() == before


def test_other_parts_lead_to_a_guide(world: World) -> None:
    assert guide_link(GuideKey.SECTION_56) == ("Vejledning: § 56-aftale", "/vejledninger/paragraf-56/")
