"""The list of employees: who stands in it, in which order, and how much it costs."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.absence.leading import NOW, Leading, build, days
from tests.factories import CapacityFactory, person

MOST_QUERIES = 12


@pytest.fixture
def leading(db):
    with time_machine.travel(NOW, tick=False):
        yield build()


def listed(client, search="", **query):
    """The names in order, and how many queries they took; perhaps of those whom a search finds."""
    if search:
        client.post(reverse("employee_list"), {"q": search})
        query["soeg"] = "1"
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("employee_list"), query)
    assert response.status_code == 200
    names = [line.person.name for line in response.context["listing"].lines]
    return names, len([q for q in queries if "SAVEPOINT" not in q["sql"]]), response.content.decode()


def test_those_who_are_away_come_first_and_the_others_by_name(leading: Leading):
    leading.sick("Mohammed", days(-3))
    leading.sick("Åse", days(-1))
    names, _, text = listed(leading.client())
    away, others = (
        {"Åse Østergaard", "Mohammed Ali Skov"},
        ["Gudrun Hald", "Ida Frost", "Jonas Bech", "Kasper Agerskov"],
    )
    assert (set(names[:2]), names[2:]) == (away, others)
    assert "dag 4" in text


def test_the_day_is_the_spells(leading: Leading):
    leading.sick("Åse", days(-30), days(-11))
    leading.sick("Åse", days(-10), cause="partial")
    assert "dag 31" in listed(leading.client())[2]


def test_search_and_filter(leading: Leading):
    leading.sick("Åse", days(-1))
    client = leading.client()
    assert listed(client, search="frost ida")[0] == ["Ida Frost"]
    assert listed(client, search=leading.people["Jonas"].number)[0] == ["Jonas Bech"]
    assert listed(client, vis="fravaerende")[0] == ["Åse Østergaard"]
    assert listed(client, vis="paa-arbejde", search="østergaard")[0] == []


def test_a_search_holds_for_its_pages_and_filters_and_not_for_the_list_itself(leading: Leading):
    client, address = leading.client(), reverse("employee_list")
    response = client.post(f"{address}?vis=paa-arbejde", {"q": "  frost \0 ida "}, follow=True)
    assert response.redirect_chain == [(f"{address}?vis=paa-arbejde&soeg=1", 302)]
    assert [line.person.name for line in response.context["listing"].lines] == ["Ida Frost"]
    assert response.context["search"] == "frost ida"
    assert {pill["url"] for pill in response.context["pills"]} == {
        "?soeg=1", "?soeg=1&vis=fravaerende", "?soeg=1&vis=paa-arbejde",
    }  # fmt: skip
    assert len(listed(client)[0]) == 6
    assert client.post(f"{address}?soeg=1", {"q": ""})["Location"] == address


def test_queries_are_few_and_the_same_for_many(leading: Leading):
    leading.sick("Åse", days(-1))
    client = leading.client()
    few = listed(client)[1]
    for employee in leading.add(60):
        leading.away(employee, days(-9), days(-8))
        leading.away(employee, days(-2))
    names, many, text = listed(client)
    assert (len(names), many) == (50, few)
    assert few <= MOST_QUERIES
    assert len(text.encode()) <= 60_000


def test_a_long_name_and_a_page_that_does_not_exist_do_no_harm(leading: Leading):
    leading.people["Ida"].last_name = "Frederiksen-Christiansen von Haraldsborg"
    leading.people["Ida"].save()
    assert "von Haraldsborg" in listed(leading.client(), page="99")[2]


def test_who_has_left_is_not_at_work(leading: Leading):
    employee = leading.people["Jonas"]
    employee.employments.update(last_day=days(-20))
    officer = person(leading.unit, first_name="Henrik", last_name="Aagaard")
    CapacityFactory(user=officer.user, kind="hr")
    client = Client()
    client.force_login(officer.user)
    names, _, text = listed(client, search="Jonas Bech")
    assert names == ["Jonas Bech"]
    assert "Fratrådt 3.\xa0november" in text
    assert "På arbejde 0" in text
    page = client.get(reverse("employee_detail", args=[employee.ref])).content.decode()
    assert "Fratrådt 3.\xa0november" in page
    assert "På arbejde" not in page
