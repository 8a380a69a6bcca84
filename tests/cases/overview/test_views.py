"""The overview as HR meets it: what is remembered, what stands in an address, and handing over."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from audit.models import Entry
from cases.models import FollowUp
from people.models import User
from tests.cases.overview.conftest import Owe
from tests.world import World

URL = "/overblik/"
HAND_OVER = "/overblik/giv-videre/"


def shown(client: Client, address: str = URL) -> list[str]:
    return [line.name for line in client.get(address).context["overview"].lines]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_filters_are_remembered_until_they_are_cleared(hr: Client, owe: Owe) -> None:
    owe("Sen", days=-1)
    assert shown(hr, f"{URL}?set=1&due=late") == ["Sen Berg"]
    assert shown(hr) == ["Sen Berg"]
    # A form with nothing ticked says so too.
    assert len(shown(hr, f"{URL}?set=1")) == 3
    assert len(shown(hr)) == 3
    hr.get(f"{URL}?set=1&due=late&tab=queue")
    cleared = hr.get(f"{URL}?clear=1").context["filters"]
    assert (cleared.number, cleared.tab) == (0, "queue")


def test_a_search_is_remembered_and_stands_in_no_address(hr: Client) -> None:
    response = hr.post(URL, {"q": " Kanarie  åse "})
    assert (response.status_code, response.headers["Location"]) == (302, URL)
    page = hr.get(URL)
    assert [line.name for line in page.context["overview"].lines] == ["Åse Kanariefugl"]
    assert page.context["filters"].text == "Kanarie åse"
    links = [tab.url for tab in page.context["desk"].tabs] + [page.context["query"]]
    assert not any("Kanarie" in link for link in links)
    # Other filters leave it alone, and it is cleared with them.
    assert hr.get(f"{URL}?set=1&due=today").context["filters"].text == "Kanarie åse"
    assert hr.get(f"{URL}?clear=1").context["filters"].text == ""


@pytest.mark.parametrize(
    "query",
    ["due=never", "task=x", "owner=x", "unit=999999", "unit=æ", "tab=x", "page=x", "page=-1", "unit=" + "9" * 30],
)
def test_what_is_not_known_in_an_address_is_left_out(hr: Client, query: str) -> None:
    page = hr.get(f"{URL}?set=1&{query}")
    assert (page.status_code, page.context["filters"].number) == (200, 0)


def test_a_tab_keeps_the_filters(hr: Client, world: World) -> None:
    page = hr.get(f"{URL}?set=1&due=late&due=today&task=contact&owner=hr&unit={world.units['solgaarden'].pk}")
    (mine,) = [tab.url for tab in page.context["desk"].tabs if tab.label == "Mine"]
    assert parse_qs(urlsplit(mine).query) == {
        "set": ["1"],
        "tab": ["mine"],
        "due": ["late", "today"],
        "task": ["contact"],
        "owner": ["hr"],
        "unit": [str(world.units["solgaarden"].pk)],
    }


def test_give_to_me(hr: Client, world: World, owe: Owe) -> None:
    row = owe("Bo")
    more = owe("Bo", days=4, employee=row.employee)
    response = hr.post(HAND_OVER, {"row": [f"{row.ref}.{more.ref}", world.follow_ups["employee"].ref], "to": "me"})
    assert said(response) == ["3 opgaver om 2 medarbejdere er nu hos dig. Du finder dine under Mine."]
    assert shown(hr, f"{URL}?set=1&tab=mine") == ["Bo Berg", "Åse Kanariefugl"]
    entry = Entry.objects.filter(event="follow_up_handed_over").get()
    assert (set(entry.subjects), entry.capacity, entry.actor_id) == (
        {row.employee.ref, world.employees["employee"].ref},
        "hr",
        world.users["hr"].pk,
    )


def test_give_to_a_colleague_asks_whom(hr: Client, world: World) -> None:
    ref = world.follow_ups["employee"].ref
    asked = hr.post(HAND_OVER, {"row": ref, "to": "ask"})
    assert asked.templates[0].name == "cases/overview/hand_over.html"
    assert [str(taker.user) for taker in asked.context["takers"]] == ["Hanne Hede", "Birgit Lund", "Dina Dam"]
    unsaid = hr.post(HAND_OVER, {"row": ref, "to": ""})
    assert unsaid.context["form"].errors == {"to": ["Vælg, hvem der overtager."]}
    assert unsaid.content.decode().count('class="errors"') == 1
    response = hr.post(HAND_OVER, {"row": ref, "to": world.users["deputy"].pk})
    assert said(response) == ["1 opgave om 1 medarbejder er nu hos Dina Dam."]
    assert FollowUp.objects.get(ref=ref).named_owner == world.users["deputy"]
    back = hr.post(HAND_OVER, {"row": ref, "to": "nobody"})
    assert said(back)[-1:] == ["1 opgave om 1 medarbejder er igen hos lederen eller HR."]
    assert FollowUp.objects.get(ref=ref).named_owner is None


@pytest.mark.parametrize("person", ["sibling_leader", "administrator", "employee", "hr"])
def test_nobody_gets_it_who_is_not_offered(hr: Client, world: World, person: str) -> None:
    ref = world.follow_ups["employee"].ref
    response = hr.post(HAND_OVER, {"row": ref, "to": world.users[person].pk})
    assert response.context["form"].errors == {"to": ["Vælg en af dem, der står her."]}
    assert FollowUp.objects.get(ref=ref).named_owner is None


def test_nothing_ticked_is_said(hr: Client) -> None:
    assert said(hr.post(HAND_OVER, {"to": "me"})) == ["Sæt først hak ved mindst én medarbejder i listen."]


def test_what_was_done_meanwhile_is_said_and_nothing_is_handed_over(hr: Client, world: World, owe: Owe) -> None:
    row = owe("Bo")
    done = FollowUp.objects.filter(employee=world.employees["employee"], state="done").get()
    response = hr.post(HAND_OVER, {"row": f"{row.ref}.{done.ref}", "to": "me"})
    assert len(said(response)) == 1
    assert FollowUp.objects.get(pk=row.pk).named_owner is None


def test_nobody_can_take_all_of_it(hr: Client, world: World, owe: Owe) -> None:
    User.objects.filter(username="hr_colleague").update(is_active=False)
    refs = [owe("Her").ref, owe("Der", unit="laerkevej").ref]
    page = hr.post(HAND_OVER, {"row": refs, "to": "ask"})
    assert page.context["takers"] == []
    assert "Ingen kan overtage det hele" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("set=1&due=undated", "Ingen opgaver passer til dine filtre"),
        ("set=1&tab=mine", "Du har ikke fået noget overdraget"),
        ("set=1&tab=queue", "HR's kø er tom"),
    ],
)
def test_an_empty_list_says_why(hr: Client, query: str, words: str) -> None:
    body = hr.get(f"{URL}?{query}").content.decode().replace("&#x27;", "'")
    assert words in body


def test_fifty_people_weigh_less_than_sixty_kilobytes(hr: Client, owe: Owe) -> None:
    for number in range(60):
        row = owe("Annemarie-Kirstine", unit="laerkevej", days=-number, late_by_correction=number % 2 == 0)
        for later in (3, 9, 30):
            owe("", employee=row.employee, days=later, kind="talk")
    page = hr.get(URL)
    assert len(page.context["overview"].lines) == 50
    assert len(page.content) <= 60_000


def test_the_tab_that_is_open_is_marked_from_the_first_visit(hr: Client) -> None:
    for address, tab in ((URL, "?set=1"), (f"{URL}?set=1&tab=queue", "?set=1&amp;tab=queue")):
        current = re.findall(r'<a href="([^"]*)" aria-current="page">', hr.get(address).content.decode())
        assert [link for link in current if link.startswith("?")] == [tab]
