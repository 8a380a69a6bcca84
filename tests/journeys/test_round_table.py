"""A meeting at its table: the wall, the leader's phone and the employee's phone, each a browser of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.invitations.links import token_of
from retention.models import Placement
from roundtable.models import Meeting, Preparation
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations
from tests.roundtable.table.conftest import at, choose, planned, reveal_at
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

# What one does is seen on the other screens within two seconds, without reloading them.
SOON = 2_000


@pytest.fixture
def meeting(world: World) -> Meeting:
    return planned(world)


def wall_of(meeting: Meeting) -> str:
    return reverse("meeting_wall", args=[meeting.ref])


def phone_of(meeting: Meeting, role: str, name: str = "seat_place") -> str:
    return reverse(name, args=[token_of(at(meeting, role))])


@contextmanager
def without_reloading(*pages: Page) -> Iterator[None]:
    """No page is opened anew meanwhile."""
    for page in pages:
        page.evaluate("window.stays = true")
    yield
    assert [page.url for page in pages if not page.evaluate("window.stays === true")] == []


def test_three_screens_through_placing_and_reveal(world: World, browse: Browse, meeting: Meeting) -> None:
    wall, leader, employee = browse("consultant"), browse("leader", width=PHONE), browse("employee", width=PHONE)
    wall.set_viewport_size({"width": 1280, "height": 720})
    wall.goto(wall_of(meeting))
    leader.goto(phone_of(meeting, "leader"))
    employee.goto(phone_of(meeting, "employee"))
    with without_reloading(wall, leader, employee):
        no_violations(wall)
        wall.get_by_role("button", name="Begynd mødet").click()
        wall.get_by_role("button", name="Videre til det fælles billede").click()
        expect(wall.get_by_role("heading", level=1)).to_have_text("Hvor er Åse lige nu?")
        expect(wall.get_by_role("button", name=re.compile("Fælles billede"))).to_have_attribute("aria-current", "step")
        show = wall.get_by_role("button", name="Vis begge placeringer")
        expect(show).to_have_accessible_description("Klar, når begge har valgt.")
        no_violations(wall)

        leader.get_by_role("radio", name="Trin 4 af 9").check()
        no_violations(leader)
        leader.get_by_role("button", name="Vælg trin 4").click()
        expect(wall.get_by_text("Leder har placeret", exact=True)).to_be_visible(timeout=SOON)
        expect(employee.get_by_text("Birgit har valgt.")).to_be_visible(timeout=SOON)
        expect(show).to_have_accessible_description("Klar, når Åse har valgt.")
        no_violations(leader)

        # By keyboard alone: arrows move, space selects, tab leaves.
        employee.get_by_role("radio", name="Trin 5 af 9").focus()
        employee.keyboard.press("Space")
        employee.keyboard.press("ArrowDown")
        expect(employee.get_by_role("button", name="Vælg trin 6")).to_be_visible()
        assert not Preparation.objects.filter(seat="employee").exists()
        employee.keyboard.press("Tab")
        employee.keyboard.press("Enter")
        expect(employee.get_by_text("Du har valgt trin 6. Birgit har også valgt.")).to_be_visible(timeout=SOON)
        expect(wall.get_by_text("Medarbejder har placeret", exact=True)).to_be_visible(timeout=SOON)

        show.click()
        heading = wall.get_by_role("heading", level=1)
        expect(heading).to_have_text("I ser det forskelligt", timeout=SOON)
        expect(heading).to_be_focused()
        for phone in (leader, employee):
            expect(phone.get_by_role("heading", level=1)).to_have_text("I ser det forskelligt", timeout=SOON)
            expect(
                phone.get_by_text("Åse ser sig på trin 6. Birgit ser Åse på trin 4. 2 trin imellem.")
            ).to_be_visible()
            no_violations(phone)
        no_violations(wall)

        wall.get_by_role("link", name="Ned til 6").click()
        expect(wall.get_by_role("status").filter(has_text="Fælles trin: 6")).to_be_attached()
        wall.get_by_role("link", name="Op til 5").click()
        wall.get_by_role("button", name="Vi er enige om trin 5").click()
        expect(wall.get_by_role("link", name="Ret trinnet")).to_be_visible()
        for phone in (leader, employee):
            expect(phone.get_by_role("heading", name="Fælles trin: 5.")).to_be_visible(timeout=SOON)
        wall.get_by_label("Med få ord, som I er enige om").fill("Snart tilbage, først uden løft")
        expect(wall.get_by_text("Gemt kl.")).to_be_visible()
    wait_for(lambda: Meeting.objects.get().wording == "Snart tilbage, først uden løft", wall)
    placed = Placement.objects.filter(occasion="round_table").order_by("pk").values_list("party", "step__number")
    assert list(placed) == [("employee", 6), ("leader", 4), ("agreed", 5)]


def wait_for(holds, page: Page, patience: int = 5_000) -> None:
    for _try in range(patience // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")


def test_a_lost_connection_loses_nothing_that_was_written(world: World, browse: Browse, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    wall = browse("consultant", offline=True)
    wall.goto(wall_of(meeting))
    words = wall.get_by_label("Med få ord, som I er enige om")
    words.fill("Snart tilbage")
    wait_for(lambda: Meeting.objects.get().wording == "Snart tilbage", wall)
    wall.context.set_offline(True)
    words.press_sequentially(" med en makker")
    lost = wall.get_by_role("status").filter(has_text="Ikke gemt siden kl. 9.00. Prøver igen")
    expect(lost).to_be_visible()
    words.press_sequentially(" og korte dage")
    no_violations(wall)
    assert Meeting.objects.get().wording == "Snart tilbage"
    wall.context.set_offline(False)
    wait_for(lambda: Meeting.objects.get().wording == "Snart tilbage med en makker og korte dage", wall, 15_000)
    expect(lost).to_be_hidden()
    expect(words).to_have_value("Snart tilbage med en makker og korte dage")
    expect(words).to_be_focused()


def test_a_choice_that_is_sent_without_a_connection_arrives_when_it_is_back(
    world: World, browse: Browse, meeting: Meeting
) -> None:
    phone = browse("employee", width=PHONE, offline=True)
    phone.goto(phone_of(meeting, "employee"))
    phone.get_by_role("radio", name="Trin 6 af 9").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Vælg trin 6").click()
    expect(phone.get_by_role("status").filter(has_text="Ingen forbindelse. Prøver igen")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Du har valgt trin 6. Birgit mangler.")).to_be_visible(timeout=15_000)
    assert Preparation.objects.get().number == 6


def test_two_walls_show_each_others_words_and_never_write_over_them(
    world: World, browse: Browse, meeting: Meeting
) -> None:
    reveal_at(world, meeting, 6, 4)
    karen, henrik = browse("consultant", offline=True), browse("hr", offline=True)
    karen.goto(wall_of(meeting))
    henrik.goto(wall_of(meeting))
    label = "Med få ord, som I er enige om"
    with without_reloading(karen, henrik):
        karen.get_by_label(label).fill("Karens ord")
        expect(henrik.get_by_label(label)).to_have_value("Karens ord", timeout=SOON + 1_000)
        # Both write at once: Henrik's connection is slow.
        henrik.context.set_offline(True)
        henrik.get_by_label(label).fill("Henriks ord")
        karen.get_by_label(label).fill("Karens andre ord")
        wait_for(lambda: Meeting.objects.get().wording == "Karens andre ord", karen)
        henrik.context.set_offline(False)
        conflict = henrik.get_by_role("status").filter(has_text="Karen Ravn ændrede det kl. 9.0")
        expect(conflict).to_be_visible(timeout=15_000)
        expect(conflict).to_contain_text("Karens andre ord")
        expect(henrik.get_by_label(label)).to_have_value("Henriks ord")
        no_violations(henrik)
        henrik.get_by_role("button", name="Behold min tekst").click()
        expect(conflict).to_be_hidden()
        expect(karen.get_by_label(label)).to_have_value("Karens andre ord")
        karen.get_by_label("Hvilke opgaver kan ændres?").focus()
        expect(karen.get_by_label(label)).to_have_value("Henriks ord", timeout=SOON)
    assert Meeting.objects.get().wording == "Henriks ord"


def test_who_comes_second_may_take_the_others_words(world: World, browse: Browse, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    henrik, karen = browse("hr", offline=True), browse("consultant")
    henrik.goto(wall_of(meeting))
    karen.goto(wall_of(meeting))
    label = "Med få ord, som I er enige om"
    henrik.context.set_offline(True)
    henrik.get_by_label(label).fill("Henriks ord")
    karen.get_by_label(label).fill("Karens ord")
    wait_for(lambda: Meeting.objects.get().wording == "Karens ord", karen)
    henrik.context.set_offline(False)
    henrik.get_by_role("link", name="Brug det, Karen Ravn skrev").click(timeout=15_000)
    expect(henrik.get_by_label(label)).to_have_value("Karens ord")
    assert Meeting.objects.get().wording == "Karens ord"


def test_what_the_guard_flags_is_put_right_or_kept_with_a_reason(
    world: World, browse: Browse, meeting: Meeting
) -> None:
    reveal_at(world, meeting, 6, 4)
    wall = browse("consultant")
    wall.goto(wall_of(meeting))
    words = wall.get_by_label("Med få ord, som I er enige om")
    words.fill("Snart tilbage trods kræft")
    expect(wall.get_by_text("Det ligner en diagnose.")).to_be_visible()
    no_violations(wall)
    words.fill("Snart tilbage")
    wait_for(lambda: Meeting.objects.get().wording == "Snart tilbage", wall)
    expect(wall.get_by_text("Det ligner en diagnose.")).to_be_hidden()
    words.fill("Tak til Anna Kræft")
    wall.get_by_label("Hvorfor det gemmes alligevel").fill("Det er hendes navn")
    wall.get_by_role("button", name="Gem alligevel").click()
    wait_for(lambda: Meeting.objects.get().words_override == "Det er hendes navn", wall)
    assert Meeting.objects.get().wording == "Tak til Anna Kræft"


def test_the_same_meeting_without_scripts(world: World, browse: Browse, meeting: Meeting) -> None:
    wall = browse("consultant", javascript=False)
    phone = browse("employee", width=PHONE, javascript=False)
    wall.goto(wall_of(meeting))
    wall.get_by_role("button", name="Fælles billede").click()
    phone.goto(phone_of(meeting, "employee"))
    phone.get_by_role("radio", name="Trin 6 af 9").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="Vælg trinnet").click()
    expect(phone.get_by_text("Du har valgt trin 6. Birgit mangler.")).to_be_visible()
    wall.get_by_role("link", name="Vis nyt").click()
    wall.get_by_role("link", name="Birgit vælger her på skærmen").click()
    wall.get_by_role("radio", name="Trin 5 af 9").focus()
    wall.keyboard.press("Space")
    wall.get_by_role("button", name="Vælg trinnet").click()
    wall.get_by_role("button", name="Vis begge placeringer").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("I ser det næsten ens")
    wall.get_by_role("link", name="Ned til 7").click()
    wall.get_by_role("button", name="Vi er enige om trin 7").click()
    wall.get_by_label("Med få ord, som I er enige om").fill("Et trin ad gangen")
    wall.get_by_role("button", name="Gem").first.click()
    expect(wall.get_by_label("Med få ord, som I er enige om")).to_have_value("Et trin ad gangen")
    phone.get_by_role("link", name="Vis nyt").click()
    expect(phone.get_by_role("heading", name="Fælles trin: 7.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_state_of_the_wall_is_accessible_and_fits(
    world: World, browse: Browse, meeting: Meeting, width: int
) -> None:
    wall = browse("consultant", width=width)
    wall.goto(wall_of(meeting))
    wall.get_by_role("button", name=re.compile("Fælles billede")).click()
    wall.get_by_role("link", name="Åse vælger her på skærmen").click()
    expect(wall.get_by_role("group", name="Hvor er du lige nu?")).to_be_visible()
    no_violations(wall)
    wall.get_by_role("radio", name="Trin 8 af 9").check()
    wall.get_by_role("button", name="Vælg trin 8").click()
    expect(wall.get_by_text("Medarbejder har placeret", exact=True)).to_be_visible()
    choose(world, meeting, "leader", 2)
    wall.get_by_role("button", name="Vi springer over i dag").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Vi springer trappen over i dag")
    no_violations(wall)
    wall.get_by_role("button", name="Tag trappen alligevel").click()
    wall.get_by_role("button", name="Vis begge placeringer").click()
    wall.get_by_role("link", name="Tal hver for sig først").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Tal hver for sig først")
    no_violations(wall)
    wall.get_by_role("link", name="Vi er samlet igen").click()
    wall.get_by_role("button", name="Vi er ikke enige, skriv begge ned").click()
    expect(wall.get_by_role("heading", name="Begge trin er skrevet ned")).to_be_visible()
    no_violations(wall)
    wall.get_by_role("link", name="Skjul skærmen").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Skærmen er skjult")
    no_violations(wall)
    wall.get_by_role("link", name="Vis skærmen").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("I ser det forskelligt")


def test_a_guest_follows_on_a_phone(world: World, browse: Browse, meeting: Meeting) -> None:
    """The companion of the world's own talk."""
    Meeting.objects.update(conversation=world.seats["guest"].conversation)
    meeting.refresh_from_db()
    phone = browse("guest", width=PHONE)
    phone.goto(reverse("seat", args=[token_of(world.seats["guest"])]))
    phone.get_by_role("link", name="Følg med på trappen her").click()
    expect(phone.get_by_text("Ingen placeringer endnu.")).to_be_visible()
    no_violations(phone)
    reveal_at(world, meeting, 6, 4)
    expect(phone.get_by_role("heading", level=1)).to_have_text("I ser det forskelligt", timeout=SOON + 1_000)
    no_violations(phone)


def test_answers_are_saved_while_they_are_written(world: World, browse: Browse, meeting: Meeting) -> None:
    phone = browse("leader", width=PHONE)
    phone.goto(phone_of(meeting, "leader", "seat"))
    phone.get_by_role("link", name="Svar på tre spørgsmål om arbejdet").click()
    no_violations(phone)
    phone.get_by_label("Hvilke opgaver kan Åse løse nu?").fill("Medicinskabet")
    wait_for(lambda: Preparation.objects.filter(answers={"possible": "Medicinskabet"}).exists(), phone)
    assert Preparation.objects.get().answered_at is None
    phone.get_by_role("button", name="Gem svarene").click()
    expect(phone.get_by_text("Besvaret. Du kan ændre det, indtil mødet er lukket.")).to_be_visible()
    assert Preparation.objects.get().answered_at is not None
