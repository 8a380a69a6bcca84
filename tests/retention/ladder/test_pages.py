"""The ladder on its pages: nine native radios, whose placement stands, and what may be done about it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retention.models import Offer, OfferUse, Placement, Step
from tests.world import NOW, TODAY

PLACED = {"step": "5", "party": "leader", "occasion": "talk", "placed_on": "23-11-2026"}


def url(world, name: str, person: str = "employee") -> str:
    return reverse(name, args=[world.employees[person].ref])


def text_of(client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def placed(world) -> list[tuple[str, int, str, str]]:
    rows = Placement.objects.filter(employee=world.employees["employee"], withdrawn_at=None).order_by("pk")
    return list(rows.values_list("party", "step__number", "told_how", "occasion"))[2:]


@pytest.mark.parametrize(("person", "page"), [("leader", "place_on_ladder"), ("employee", "place_oneself")])
def test_the_ladder_is_one_fieldset_of_nine_radios_with_their_long_texts(world, client_of, person, page) -> None:
    text = text_of(client_of(person), url(world, page))
    stair = text[text.index('<div class="stair">') :]
    stair = stair[: stair.index("</fieldset>")]
    assert re.findall(r'name="step" value="(\d)"', stair) == [str(number) for number in range(1, 10)]
    described = re.findall(r'aria-describedby="([^"]+)"', stair)
    assert described == re.findall(r'<p class="rung__text" id="([^"]+)">', stair)
    assert len(described) == 9
    label = re.sub(r"<[^>]+>", "", stair[stair.index('<label for="id_step_5">') :].split("</label>")[0])
    assert re.sub(r"\s+", " ", label).strip() == "Trin 6 af 9, 6 Sygemeldt, uvist hvor længe"
    assert ("Hvor er du lige nu?" if person == "employee" else "Hvor er Åse lige nu?") in text


@pytest.mark.parametrize(
    ("person", "own"), [("leader", "Lederens"), ("deputy", "Lederens"), ("consultant", "Konsulentens")]
)
def test_ones_own_view_is_presumed(world, client_of, person: str, own: str) -> None:
    text = text_of(client_of(person), url(world, "place_on_ladder"))
    checked = re.search(r'name="party" value="\w+" id="(\w+)" checked', text)
    assert checked
    assert f'<label for="{checked[1]}">{own}</label>' in text


def test_a_leader_places_and_can_take_it_back_at_once(world, client_of) -> None:
    client = client_of("leader")
    text = re.sub(r"\s+", " ", client.post(url(world, "place_on_ladder"), PLACED, follow=True).content.decode())
    assert placed(world) == [("leader", 5, "", "talk")]
    assert "Noteret: trin 5." in text
    undo = reverse("withdraw_placement", args=[Placement.objects.latest("pk").ref])
    assert f'action="{undo}"' in text
    client.post(undo)
    assert placed(world) == []


def test_what_the_employee_told_needs_how_it_was_told(world, client_of) -> None:
    client, address = client_of("consultant"), url(world, "place_on_ladder")
    told = PLACED | {"party": "employee"}
    assert "Vælg, hvordan medarbejderen sagde det." in client.post(address, told).content.decode()
    client.post(address, told | {"told_how": "phone"})
    assert placed(world) == [("employee", 5, "phone", "talk")]
    assert "Sagt i telefonen, noteret af Karen Ravn" in text_of(client_of("leader"), url(world, "steps_and_offers"))


def test_how_it_was_told_is_dropped_where_it_is_not_the_employees(world, client_of) -> None:
    client_of("leader").post(url(world, "place_on_ladder"), PLACED | {"told_how": "phone"})
    assert placed(world) == [("leader", 5, "", "talk")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"step": ""}, "Vælg et trin."),
        ({"step": "10"}, "Det trin bruges ikke længere. Vælg et andet."),
        ({"party": "consultant"}, "consultant"),
        ({"placed_on": "24-11-2026"}, "Vælg en dag, der ikke ligger efter 23-11-2026."),
        ({"placed_on": "31-02-2026"}, "Den dag findes ikke."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(world, client_of, wrong: dict[str, str], said: str) -> None:
    response = client_of("leader").post(url(world, "place_on_ladder"), PLACED | wrong)
    text = response.content.decode()
    assert (response.status_code, placed(world)) == (200, [])
    assert said in text
    if "step" not in wrong:
        assert re.search(r'value="5"\s+id="id_step_4"\s+aria-describedby="id_step_4_text"\s+checked', text)


def test_an_employee_places_themselves_and_reads_who_placed_them_where(world, client_of) -> None:
    client = client_of("employee")
    response = client.post(url(world, "place_oneself"), {"step": "3"})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("my_page"))
    assert placed(world) == [("employee", 3, "", "on_their_own")]
    text = text_of(client, reverse("my_page"))
    assert "Du valgte trin 3. Birgit valgte trin 4." in text
    assert "I ser det næsten ens" in text
    assert "1 trin imellem" in text


def test_the_matter_says_how_far_apart_they_are(world, client_of) -> None:
    for page in (url(world, "employee_detail"), reverse("case_detail", args=[world.cases["employee"].ref])):
        text = text_of(client_of("leader"), page)
        assert "Trin 4, Delvist sygemeldt (leder). I ser det forskelligt, 2 trin imellem." in text
        assert '<span class="chip chip--fact"><span>Trin 4, leder</span></span>' in text
        assert url(world, "steps_and_offers") in text
        assert "De ser det forskelligt" in text_of(client_of("consultant"), page)


def test_the_page_of_steps_says_who_sees_whom_where_and_what_fits_both(world, client_of) -> None:
    text = text_of(client_of("leader"), url(world, "steps_and_offers"))
    assert "Åse ser sig selv på trin 6. Birgit ser Åse på trin 4." in text
    assert "I ser det forskelligt" in text
    assert "2 trin imellem" in text
    assert "Passer til trin 4 (leder) og trin 6 (medarbejder)" in text
    assert "De ser det forskelligt" in text_of(client_of("consultant"), url(world, "steps_and_offers"))


def test_nobody_has_placed_yet(world, client_of) -> None:
    assert "Ingen placeringer endnu." in text_of(client_of("leader"), url(world, "employee_detail", "colleague"))
    text = text_of(client_of("leader"), url(world, "steps_and_offers", "colleague"))
    assert "Ingen placeringer endnu." in text
    assert "Placér på trappen, så står de tilbud, der passer, her." in text


def test_what_may_not_be_taken_back_has_no_button(world, client_of) -> None:
    addresses = {who: reverse("withdraw_placement", args=[world.placements[who].ref]) for who in ("employee", "leader")}
    pages = {"leader": url(world, "steps_and_offers"), "consultant": url(world, "steps_and_offers")}
    pages |= {"employee": reverse("my_page")}
    found = {
        person: {who for who, address in addresses.items() if address in text_of(client_of(person), page)}
        for person, page in pages.items()
    }
    assert found == {"leader": {"leader"}, "consultant": set(), "employee": {"employee"}}


def test_somebody_who_has_left_is_not_placed(world, client_of) -> None:
    world.employees["employee"].employments.update(last_day=TODAY - timedelta(days=1))
    for page, said in (("employee_detail", "2 trin imellem"), ("steps_and_offers", "Åse ser sig selv på trin 6")):
        text = text_of(client_of("hr"), url(world, page))
        assert url(world, "place_on_ladder") not in text
        assert url(world, "offer_start") not in text
        assert said in text


def test_one_meeting_is_one_line_of_the_history(world, client_of) -> None:
    text = text_of(client_of("leader"), url(world, "employee_detail"), historik="sag")
    assert "Til en samtale: medarbejder trin 6, leder trin 4" in text
    assert "Begyndt: Virksomhedspraktik som første skridt" in text


@pytest.mark.parametrize(("person", "page"), [("leader", "employee_detail"), ("employee", "my_page")])
def test_queries_are_the_same_for_any_number_of_placements_and_offers(world, client_of, person, page) -> None:
    address = reverse("my_page") if page == "my_page" else url(world, page)
    employee, found = world.employees["employee"], []
    for numbers in (range(1), range(1, 3), range(3, 9)):
        for number in numbers:
            Placement.objects.create(
                employee=employee,
                step=Step.objects.get(number=number + 1),
                party="leader",
                occasion="talk",
                placed_on=TODAY - timedelta(days=30 - number),
                placed_at=NOW,
                placed_by=world.users["leader"],
            )
            offer = Offer.objects.order_by("key")[number]
            OfferUse.objects.create(offer=offer, employee=employee, started_on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            text_of(client_of(person), address)
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found == [found[0]] * 3
