"""The catalogue: search, steps, what is closed, and how it went; and an offer in an employee's matter."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retention.models import Offer, OfferUse, Placement, Step
from tests.factories import EmployeeFactory
from tests.retention.conftest import carried
from tests.world import NOW, TODAY

OFFER = {
    "name_da": "Gåtur med en kollega",
    "steps": ["2", "3"],
    "purpose": "At komme ud",
    "last_checked": "23-11-2026",
    "first_day": "01-11-2026",
}


def names(client, **query: str) -> list[str]:
    response = client.get(reverse("offers"), query)
    assert response.status_code == 200
    return [card.name for card in response.context["cards"]]


def text_of(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def use(key: str, number: int, *, placed: int, up: int) -> None:
    """So many employees use it; of so many one knows how it went, and so many went up."""
    steps = {step.number: step for step in Step.objects.all()}
    for each in range(number):
        employee = EmployeeFactory()
        OfferUse.objects.create(
            offer=Offer.objects.get(key=key), employee=employee, started_on=TODAY - timedelta(days=20)
        )
        marks = [(-30, 6), (-5, 5 if each < up else 7)] if each < placed else [(-30, 6)]
        for days, step in marks:
            Placement.objects.create(
                employee=employee,
                step=steps[step],
                party="agreed",
                occasion="talk",
                placed_on=TODAY + timedelta(days=days),
                placed_at=NOW,
            )


def test_words_and_steps_find_offers_and_closed_ones_are_asked_for(world, client_of) -> None:
    client = client_of("leader")
    assert names(client, soeg="revalidering") == []
    assert names(client, soeg="revalidering", lukkede="on") == ["Revalidering"]
    assert names(client, soeg="LÆGEN hvad") == ["Mulighedserklæring"]
    assert set(names(client, trin="9")) == {"En ordentlig afslutning", "Førtidspension", "Seniorpension"}
    assert names(client, soeg="fast track", trin="2") == ["Forebyggende Fast track"]
    assert names(client, trin="55") == names(client)
    assert len(names(client, lukkede="on")) == len(names(client)) + 2


def test_nothing_found_says_what_to_do(world, client_of) -> None:
    text = text_of(client_of("hr").get(reverse("offers"), {"soeg": "findesikke"}))
    assert "Ingen tilbud passer" in text


def test_a_card_says_when_an_offer_expires_or_why_it_closed(world, client_of) -> None:
    client = client_of("leader")
    assert "udløber 31. december" in text_of(client.get(reverse("offers"), {"soeg": "jobafklaring"}))
    text = text_of(client.get(reverse("offer", args=["revalidering"])))
    assert "lukket efter 30. juni" in text
    assert "Lukket for nye ved lov nr. 1750" in text


@override_settings(TERMS={"jobcenter": "erhvervskontakten", "consultant": "tilbagekonsulent"})
def test_terms_are_the_municipalitys_own(world, client_of) -> None:
    text = text_of(client_of("leader").get(reverse("offer", args=["fast-track"])))
    assert "At få erhvervskontakten med tidligt" in text
    assert "{jobcenter}" in text_of(client_of("hr").get(reverse("offer_change", args=["fast-track"])))


@pytest.mark.parametrize(
    ("number", "placed", "up", "said"),
    [
        (0, 0, 0, "Ikke brugt i nogen sag endnu."),
        (4, 4, 3, "Brugt i færre end 5 sager: hvordan det gik, vises ikke, så ingen kan genkendes."),
        (6, 4, 3, "Brugt i 6 sager. Hvordan det gik, vises ikke: færre end 5 af dem er placeret både før og efter."),
        (12, 9, 7, "Brugt i 12 sager. 7 af 9 sager gik mindst et trin op."),
    ],
)
def test_how_it_went_is_said_from_five_cases_on(world, client_of, number, placed, up, said) -> None:
    use("fast-track", number, placed=placed, up=up)
    assert said in text_of(client_of("sibling_leader").get(reverse("offer", args=["fast-track"])))
    assert (said in text_of(client_of("leader").get(reverse("offers"), {"soeg": "fast track"}))) == (number > 4)


def test_queries_are_the_same_for_any_number_of_uses(world, client_of) -> None:
    client, found = client_of("consultant"), []
    for number in (1, 2, 6):
        use("fast-track", number, placed=number, up=0)
        use("fleksjob", number, placed=0, up=0)
        with CaptureQueriesContext(connection) as queries:
            names(client)
        found.append(len(queries))
    assert found == [found[0]] * 3
    assert found[0] <= 9


def test_leaders_read_and_have_no_way_to_write(world, client_of) -> None:
    page = reverse("offer", args=["fast-track"])
    for person, may in (("leader", False), ("hr", True), ("consultant", True)):
        assert (reverse("offer_add") in text_of(client_of(person).get(reverse("offers")))) == may
        assert (reverse("offer_change", args=["fast-track"]) in text_of(client_of(person).get(page))) == may


def test_a_consultant_adds_changes_and_closes_an_offer(world, client_of) -> None:
    client = client_of("consultant")
    assert client.post(reverse("offer_add"), OFFER).headers["Location"] == reverse(
        "offer", args=["gaatur-med-en-kollega"]
    )
    change = reverse("offer_change", args=["gaatur-med-en-kollega"])
    closing = OFFER | {"last_day": "22-11-2026"}
    assert "Skriv, hvorfor tilbuddet ophører." in text_of(client.post(change, closing))
    client.post(change, closing | {"why_ended": "Kollegaen er flyttet", "opened": carried(client, change)})
    offer = Offer.objects.get(key="gaatur-med-en-kollega")
    assert (offer.steps, offer.last_day, offer.why_ended) == ([2, 3], TODAY - timedelta(days=1), "Kollegaen er flyttet")
    assert "Gåtur med en kollega" not in names(client)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"steps": []}, "Vælg mindst ét trin, som det passer til."),
        ({"last_day": "01-10-2026", "why_ended": "Lukket"}, "Sidste dag ligger før første dag."),
        ({"why_ended": "Lukket"}, "Skriv også sidste dag, eller slet begrundelsen."),
        ({"last_checked": "24-11-2026"}, "Vælg en dag, der ikke ligger efter 23-11-2026."),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_at_its_field(world, client_of, wrong, said: str) -> None:
    assert said in text_of(client_of("hr").post(reverse("offer_add"), OFFER | wrong))
    assert not Offer.objects.filter(name_da=OFFER["name_da"]).exists()


def test_an_offer_is_started_and_ended_in_the_matter(world, client_of) -> None:
    client, employee = client_of("consultant"), world.employees["employee"]
    start, matter = (reverse(name, args=[employee.ref]) for name in ("offer_start", "steps_and_offers"))
    assert '<option value="fast-track" selected>' in text_of(client.get(start, {"tilbud": "fast-track"}))
    assert "Tilbuddet er allerede i brug." in text_of(
        client.post(start, {"offer": "virksomhedspraktik", "day": "23-11-2026"})
    )
    client.post(start, {"offer": "fast-track", "day": "23-11-2026"})
    running = OfferUse.objects.get(employee=employee, offer__key="fast-track")
    end = reverse("offer_end", args=[running.ref])
    assert end in text_of(client.get(matter))
    client.post(end, {"day": "23-11-2026"})
    running.refresh_from_db()
    assert running.ended_on == TODAY
    text = text_of(client.get(matter))
    assert end not in text
    assert "1 brugt tidligere" in text


def test_a_use_noted_by_mistake_is_undone_from_the_message_or_from_its_end(world, client_of) -> None:
    client, employee = client_of("leader"), world.employees["employee"]
    start = reverse("offer_start", args=[employee.ref])
    said = text_of(client.post(start, {"offer": "fast-track", "day": "23-11-2026"}, follow=True))
    use = OfferUse.objects.get(employee=employee, offer__key="fast-track")
    undo = reverse("offer_use_withdraw", args=[use.ref])
    assert f'action="{undo}"' in said
    matter = reverse("steps_and_offers", args=[employee.ref])
    assert f'action="{undo}"' in text_of(client.get(reverse("offer_end", args=[use.ref]), {"next": matter}))
    answer = client.post(undo, {"next": matter})
    assert answer.url == matter
    assert reverse("offer_end", args=[use.ref]) not in text_of(client.get(matter))
    assert "Det er allerede taget tilbage." in text_of(client.post(undo, {"next": matter}, follow=True))


def test_what_is_in_use_is_not_proposed(world, client_of) -> None:
    text = text_of(client_of("leader").get(reverse("steps_and_offers", args=[world.employees["employee"].ref])))
    start = reverse("offer_start", args=[world.employees["employee"].ref])
    assert f"{start}?tilbud=virksomhedspraktik" not in text
    assert f"{start}?tilbud=mulighedserklaering" in text


def test_ones_own_page_says_what_one_makes_use_of(world, client_of) -> None:
    text = text_of(client_of("employee").get(reverse("my_page")))
    assert "Virksomhedspraktik som første skridt" in text
