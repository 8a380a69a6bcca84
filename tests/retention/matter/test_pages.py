"""The way back: a line about each thing on the matter's pages, everything in full on two of its own, and the cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Period
from people.models import Assignment
from retention.models import Consent, FastTrack, Offer, OfferUse, Placement, Screening, Share, Step
from tests.world import NOW, TODAY

MOST_QUERIES = 12
MOST_BYTES = 60_000


def address(world, page: str) -> str:
    if page == "my_page":
        return reverse(page)
    return reverse(page, args=[(world.cases if page == "case_detail" else world.employees)["employee"].ref])


def read(client, url: str) -> tuple[str, int]:
    """The page, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    return re.sub(r"\s+", " ", response.content.decode()), len(asked)


def lines(text: str) -> dict[str, str]:
    """What each line of the way back says."""
    panel = text[text.index('id="way-back"') :].split("</section>", maxsplit=1)[0]
    rows = [re.sub(r"<[^>]+>", "|", row).split("|") for row in panel.split("<li>")[1:]]
    return {what: said for what, said, *_ in ([word.strip() for word in row if word.strip()] for row in rows)}


def add(world, numbers: range) -> None:
    """Rows of every kind about the employee."""
    employee, leader = world.employees["employee"], world.users["leader"]
    offers = list(Offer.objects.order_by("key"))
    for n in numbers:
        day = TODAY - timedelta(days=n)
        step = Step.objects.get(number=1 + n % 9)
        party = ("leader", "consultant", "agreed", "employee")[n % 4]
        Placement.objects.create(
            employee=employee,
            step=step,
            party=party,
            occasion="talk",
            placed_on=day,
            placed_at=NOW,
            placed_by=leader,
        )
        OfferUse.objects.create(
            offer=offers[n % len(offers)], employee=employee, started_on=day, ended_on=day, started_by=leader
        )
        FastTrack.objects.create(
            employee=employee,
            kind="preventive",
            initiator="leader",
            state="declined",
            started_on=day,
            informed_on=day,
            answered_on=day,
            closed_on=day,
        )
        consent = Consent.objects.create(
            employee=employee,
            purpose="fast_track",
            receiver="municipality",
            content=["tasks"],
            given_on=day,
            recorded_by=leader,
        )
        Share.objects.create(consent=consent, employee=employee, content=["tasks"], shared_on=day, shared_by=leader)
        Screening.objects.create(employee=employee, screened_on=day, points=1, most=9, advice="fast_track")
        Assignment.objects.create(employee=employee, consultant=world.users["consultant"], first_day=day, last_day=day)


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("leader", "employee_detail"),
        ("hr", "employee_detail"),
        ("consultant", "case_detail"),
        ("leader", "case_detail"),
        ("leader", "steps_and_offers"),
        ("leader", "fast_track_and_consent"),
        ("employee", "my_page"),
    ],
)
def test_queries_are_few_and_the_same_for_any_number_of_rows(world, client_of, person, page):
    client, found = client_of(person), []
    for numbers in (range(1), range(1, 100)):
        add(world, numbers)
        text, asked = read(client, address(world, page))
        found.append(asked)
        if page in {"employee_detail", "case_detail"}:
            assert len(text.encode()) <= MOST_BYTES
    assert found == [found[0]] * 2
    assert found[0] <= MOST_QUERIES


def test_each_thing_has_a_line(world, client_of):
    text, _ = read(client_of("leader"), address(world, "employee_detail"))
    assert lines(text) == {
        "Fast track": "Vinduet på 5 uger lukker onsdag 9. december, om 16 dage.",
        "Trappen": "Trin 4, Delvist sygemeldt (leder). I ser det forskelligt, 2 trin imellem.",
        "Tilbud": "Virksomhedspraktik som første skridt.",
        "Kan det trække ud?": "Ikke besvaret endnu.",
        "Samtykke": "Intet må gives videre.",
        "Fastholdelseskonsulent": "Karen Ravn, henvist 20. november.",
        "Hjemkommunen": "Hvem du kan tale med.",
    }
    assert lines(read(client_of("leader"), address(world, "case_detail"))[0]) == lines(text)


def test_somebody_about_whom_nothing_is_known_has_the_ways_to_begin(world, client_of):
    ref = world.employees["colleague"].ref
    text, _ = read(client_of("leader"), reverse("employee_detail", args=[ref]))
    assert lines(text) == {
        "Fast track": "Ikke i gang.",
        "Trappen": "Ingen placeringer endnu.",
        "Tilbud": "Ingen i brug.",
        "Samtykke": "Intet må gives videre.",
        "Fastholdelseskonsulent": "Hjælper jer begge til en plan.",
        "Hjemkommunen": "Hvem du kan tale med.",
    }
    for name in ("place_on_ladder", "steps_and_offers", "consent_give", "refer"):
        assert reverse(name, args=[ref]) in text


def test_the_lines_say_what_runs_and_the_history_what_happened(world, client_of):
    add(world, range(4))
    employee = world.employees["employee"]
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=36))
    url = address(world, "employee_detail") + "?historik=sag"
    text, older = (read(client_of("leader"), f"{url}&page={number}")[0] for number in (1, 2))
    said = lines(text)
    assert said["Fast track"] == "Vinduet på 5 uger lukkede 22. november."
    assert said["Trappen"].startswith("Fælles trin 3, ")
    assert said["Samtykke"] == "Fast track: til hjemkommunen."
    assert reverse("fast_track_missed", args=[employee.ref]) in text
    history = "".join(page[page.index('id="history"') :] for page in (text, older))
    counted = {
        words: history.count(words)
        for words in ("Samtykke givet", "Givet videre med samtykke", "Fast track: medarbejderen sagde nej tak")
    }
    assert set(counted.values()) == {4}, counted


def test_whoever_answers_fast_track_has_that_as_the_one_next_step(world, client_of):
    row = FastTrack.objects.create(
        employee=world.employees["employee"],
        kind="ordinary",
        initiator="leader",
        state="informed",
        about_day=TODAY,
        started_on=TODAY,
        informed_on=TODAY,
    )
    text, _ = read(client_of("employee"), address(world, "my_page"))
    assert text.count("act--first") == text.count("button-primary") == 1
    assert text.index("Vil du have Fast track?") < text.index("Dine næste datoer")
    client_of("employee").post(reverse("own_fast_track_answer", args=[row.ref]), {"answer": "yes"})
    text, _ = read(client_of("employee"), address(world, "my_page"))
    assert text.count("act--first") == 1
    assert "Birgit ringer til dig i dag" in text
    assert "Nej tak" in text
