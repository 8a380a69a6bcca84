"""The end of a meeting: the plan is typed, who does what is written down, it is closed, and each finds their copy."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from cases.invitations.access import keep_proof
from cases.invitations.links import token_of
from cases.models import FollowUp, Minutes
from roundtable.models import AgreedAction, Meeting, PlanItem, ReturnPlan
from tests.journeys.conftest import DESKTOP, PHONE, Browse, no_violations, unfold
from tests.journeys.test_round_table import wait_for
from tests.roundtable.agreements.conftest import agree
from tests.roundtable.closing.conftest import see
from tests.roundtable.plans.conftest import begin
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)

ROTA = "Laver ny vagtplan til uge 49 og 50"
CALLS = "Siger til Birgit hver fredag, hvordan ugen er gået"
FINDS = "Finder en makker"
CURVE = "Otte timer i den første uge, fuld tid fra 14. december."
CLOSED = "Mødet er lukket. Referatet er på vej til alle, der får det."


@pytest.fixture
def table(world: World) -> Table:
    """Both have placed, they agreed on step 5, and the plan is next."""
    table = sit_down(world)
    see(table, 6, 4, 5)
    Meeting.objects.filter(pk=table.meeting.pk).update(phase="plan")
    return table


def at_wall(table: Table, browse: Browse, person: str = "consultant", **how: object) -> Page:
    page = browse(person, **how)
    page.goto(reverse("meeting_wall", args=[table.meeting.ref]))
    return page


def at_place(table: Table, browse: Browse) -> Page:
    """The companion's page, who has proved the code from the invitation."""
    page, session = browse("", width=PHONE), SessionStore()
    keep_proof(session, table.seats["companion"], NOW)
    session.save()
    site = page.context.request.get("/healthz").url.removesuffix("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": site}])
    page.goto(reverse("seat", args=[token_of(table.seats["companion"])]))
    return page


def hours_of(plan: ReturnPlan | None) -> list[str]:
    return [f"{week.hours.normalize():f}" for week in plan.weeks.order_by("monday")] if plan else []


def draft() -> ReturnPlan | None:
    return ReturnPlan.objects.filter(state="draft").first()


def write_agreement(wall: Page, who: str, what: str, day: str) -> None:
    wall.get_by_role("link", name="Ny aftale").click()
    form = wall.locator("#agreement-form")
    expect(form.get_by_label("Hvem")).to_be_focused()
    form.get_by_label("Hvem").select_option(label=who)
    form.get_by_label("Hvad").fill(what)
    form.get_by_label("Hvornår").fill(day)
    form.get_by_role("button", name="Gem").click()
    expect(wall.locator(".agreements__what", has_text=what)).to_be_visible()


def test_from_the_first_hour_to_everybodys_minutes(world: World, browse: Browse, table: Table) -> None:
    wall = at_wall(table, browse)
    type_the_plan(wall)
    write_agreement(wall, "Birgit Lund", ROTA, "2026-11-30")
    write_agreement(wall, "Åse Kanariefugl", CALLS, "2026-12-11")
    write_agreement(wall, "Bo Bisidder", FINDS, "2026-12-04")
    no_violations(wall)
    close(wall)
    wall.goto(reverse("meeting_wall", args=[table.meeting.ref]))
    expect(wall).to_have_url(re.compile(reverse("meeting", args=[table.meeting.ref]) + "$"))

    assert hours_of(ReturnPlan.objects.get(state="active")) == ["8", "16", "37"]
    told = dict(FollowUp.objects.filter(kind="agreed_action").values_list("words", "owner_role"))
    assert told == {ROTA: "leader", CALLS: "employee", FINDS: "consultant"}
    minutes = Minutes.objects.get(conversation=table.meeting.conversation)
    the_employee_reads_and_ticks(browse("employee", width=PHONE), minutes)
    whoever_came_along_reads_and_ticks(at_place(table, browse), minutes)
    leader = browse("leader")
    leader.goto(reverse("case_detail", args=[table.meeting.case.ref]))
    expect(leader.get_by_text(ROTA).first).to_be_visible()
    no_violations(leader)


def type_the_plan(wall: Page) -> None:
    expect(wall.get_by_role("heading", level=1)).to_have_text("Åses plan for at komme tilbage")
    expect(wall.get_by_text("Skriv timer, så tegner kurven sig.")).to_be_visible()
    no_violations(wall)
    # The curve moves with the keys, before anything is saved.
    fields, fills = wall.locator("#plan-form .weeks input"), wall.locator("#plan-curve .curve__fill")
    fields.nth(0).press_sequentially("8")
    assert wall.locator("#plan-curve .curve__hours").first.text_content() == "8"
    fields.nth(1).press_sequentially("16")
    heights = [float(fills.nth(number).get_attribute("height") or 0) for number in range(3)]
    assert heights[1] > heights[0] > heights[2] == 0
    wait_for(lambda: hours_of(draft()) == ["8", "16"], wall)
    expect(wall.get_by_text("Otte timer i den første uge, 16 timer fra 7. december.")).to_be_visible()
    expect(fields.nth(1)).to_be_focused()
    wall.get_by_role("button", name="En uge mere").click()
    wait_for(lambda: len(hours_of(draft())) == 3, wall)
    fields.nth(2).fill("37")
    wait_for(lambda: hours_of(draft()) == ["8", "16", "37"], wall)
    expect(wall.get_by_text(CURVE)).to_be_visible()
    for list_name, words in (("Det kan Åse begynde med", "Medicinskab"), ("Det ændrer vi", "Møder kl. 9")):
        wall.get_by_role("group", name=list_name).get_by_role("textbox").first.fill(words)
    wait_for(lambda: PlanItem.objects.count() == 2, wall)
    no_violations(wall)


def close(wall: Page) -> None:
    wall.get_by_role("button", name="Videre til at lukke mødet").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Luk mødet")
    for name in ("Åse Kanariefugl", "Birgit Lund", "Karen Ravn", "Bo Bisidder"):
        wall.get_by_role("checkbox", name=re.compile(f"Var med.*{name}")).check()
    expect(wall.get_by_role("heading", name="Alt er på plads")).to_be_visible()
    no_violations(wall)
    wall.get_by_role("link", name="Se referatet, som de får det").click()
    expect(wall.locator(".paper")).to_contain_text(CURVE)
    no_violations(wall)
    wall.get_by_role("button", name="Luk mødet, og send referatet").click()
    expect(wall.get_by_text(CLOSED)).to_be_visible()
    expect(wall.get_by_text(ROTA)).to_be_visible()
    no_violations(wall)


def the_employee_reads_and_ticks(own: Page, minutes: Minutes) -> None:
    own.goto(reverse("my_page"))
    expect(own.get_by_text(CURVE).first).to_be_visible()
    no_violations(own)
    paper = own.get_by_role("link", name="(PDF)").first.get_attribute("href") or ""
    assert own.context.request.get(paper).body() == bytes(minutes.pdf)
    own.get_by_role("button", name=f"Det har jeg gjort: {CALLS}").click()
    expect(own.get_by_role("button", name=f"Det har jeg gjort: {CALLS}")).to_be_hidden()
    assert FollowUp.objects.get(words=CALLS).state == "done"
    no_violations(own)


def whoever_came_along_reads_and_ticks(place: Page, minutes: Minutes) -> None:
    paper = place.get_by_role("link", name="Åbn referatet (PDF)").get_attribute("href") or ""
    assert place.context.request.get(paper).body() == bytes(minutes.pdf)
    expect(place.get_by_text(FINDS).first).to_be_visible()
    no_violations(place)
    place.get_by_role("button", name=re.compile(FINDS)).click()
    expect(place.get_by_role("button", name=re.compile(FINDS))).to_be_hidden()
    assert FollowUp.objects.get(words=FINDS).state == "done"
    no_violations(place)


def test_whoever_types_while_it_is_saved_stands_in_nobodys_way(world: World, browse: Browse, table: Table) -> None:
    """A save and a button right after it: neither the words nor what they were written over are lost on the way."""
    wall = at_wall(table, browse)
    fields = wall.locator("#plan-form .weeks input")
    fields.nth(0).press_sequentially("8")
    fields.nth(1).press_sequentially("16")
    wait_for(lambda: hours_of(draft()) == ["8", "16"], wall)
    wall.get_by_role("button", name="En uge mere").click()
    wait_for(lambda: len(hours_of(draft())) == 3, wall)
    fields.nth(2).fill("37")
    wait_for(lambda: hours_of(draft()) == ["8", "16", "37"], wall)
    expect(wall.get_by_text("ændrede det kl.")).to_be_hidden()


def test_what_was_fetched_before_a_save_and_comes_after_it_is_not_shown(
    world: World, browse: Browse, table: Table
) -> None:
    wall, slow = at_wall(table, browse), list[Route]()
    wall.get_by_role("link", name="Ny aftale").click()
    form = wall.locator("#agreement-form")
    form.get_by_label("Hvem").select_option(label="Birgit Lund")
    form.get_by_label("Hvad").fill(ROTA)

    def hold_back(route: Route) -> None:
        slow.append(route)

    wall.route(re.compile("aftale=ny"), hold_back)
    agree(table, "aftale-9", what=FINDS, by="hr")
    wait_for(lambda: bool(slow), wall)
    form.get_by_role("button", name="Gem").click()
    expect(wall.locator(".agreements__what", has_text=ROTA)).to_be_visible()
    with wall.expect_response(re.compile("aftale=ny")):
        slow[0].continue_()
    wall.wait_for_timeout(300)
    expect(form).to_be_hidden()
    expect(wall.get_by_role("link", name="Ny aftale")).to_be_visible()
    wall.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_an_agreement_nobody_has_keeps_the_meeting_open(world: World, browse: Browse, table: Table, width: int) -> None:
    agree(table, "aftale-1", who="")
    wall = at_wall(table, browse, width=width)
    no_violations(wall)
    unfold(wall.locator("summary", has_text="Der er ikke brug for en plan nu"))
    wall.get_by_label("Det er for tidligt").check()
    no_violations(wall)
    wall.get_by_role("button", name="Skriv det ned").click()
    expect(wall.get_by_text("Der er ikke brug for en plan nu: Det er for tidligt")).to_be_visible()
    wall.get_by_role("button", name="Videre til at lukke mødet").click()
    expect(wall.locator("#missing .rows__text").first).to_have_text(f"{ROTA}: Ingen har den endnu")
    expect(wall.get_by_role("button", name="Luk mødet, og send referatet")).to_have_attribute("aria-disabled", "true")
    no_violations(wall)
    wall.get_by_role("button", name=re.compile("Ret det.*Laver ny vagtplan")).click()
    wall.get_by_role("link", name=re.compile("Ret.*Laver ny vagtplan")).click()
    no_violations(wall)
    wall.get_by_role("button", name="Fjern").click()
    wait_for(lambda: not AgreedAction.objects.filter(removed_at=None).exists(), wall)


def test_the_plan_and_the_closing_without_scripts(world: World, browse: Browse, table: Table) -> None:
    wall = at_wall(table, browse, javascript=False)
    for number, hours in enumerate(("8", "16")):
        wall.locator("#plan-form .weeks input").nth(number).fill(hours)
    wall.locator("#plan-form").get_by_role("button", name="Gem").click()
    expect(wall.get_by_text("Otte timer i den første uge, 16 timer fra 7. december.")).to_be_visible()
    wall.get_by_role("link", name="Ny aftale").click()
    form = wall.locator("#agreement-form")
    form.get_by_label("Hvem").select_option(label="Birgit Lund")
    form.get_by_label("Hvad").fill(ROTA)
    form.get_by_label("Hvornår").fill("2026-11-30")
    form.get_by_role("button", name="Gem").click()
    wall.get_by_role("button", name="Videre til at lukke mødet").click()
    wall.get_by_role("checkbox", name=re.compile("Var med.*Åse")).check()
    wall.locator("#closing").get_by_role("button", name="Gem").click()
    wall.get_by_role("button", name="Luk mødet, og send referatet").click()
    expect(wall.get_by_text(CLOSED)).to_be_visible()


def test_a_running_plan_is_changed_outside_the_meeting(world: World, browse: Browse) -> None:
    plan = begin(sit_down(world))
    page = browse("leader", width=PHONE)
    page.goto(reverse("plan", args=[plan.ref]))
    no_violations(page)
    page.get_by_role("link", name="Ændr planen").click()
    no_violations(page)
    page.get_by_label("Hvorfor ændres planen?").fill("Det går langsommere end ventet")
    field = page.locator("#plan-form .weeks input").nth(1)
    field.fill("10")
    assert page.locator("#plan-curve .curve__hours").nth(1).text_content() == "10"
    page.get_by_role("button", name="Lad den ændrede plan gælde").click()
    expect(page.get_by_text("Planen er ændret. Den tidligere er gemt ved siden af.")).to_be_visible()
    assert hours_of(ReturnPlan.objects.get(state="active"))[:3] == ["8", "10", "12"]
    no_violations(page)
    page.get_by_role("link", name="Afslut planen").click()
    no_violations(page)
    page.get_by_label("Den holder ikke").check()
    page.get_by_role("button", name="Afslut planen").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not ReturnPlan.objects.filter(state="active").exists()
