"""The pages of leaders, deputies, capacities and accounts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.grants.words import REFUSALS
from people.models import Capacity, Employee, Leadership, Unit, User
from tests.factories import LeadershipFactory, UnitFactory, person
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]


def shown(response: Any) -> list[str]:
    return [row.name for row in response.context["units"].rows]


def days(first: date, last: date | None) -> dict[str, str]:
    return {"first_day": f"{first:%d-%m-%Y}", "last_day": "" if last is None else f"{last:%d-%m-%Y}"}


# Who sees what


def test_hr_and_administrators_see_all_units_and_leaders_their_own(client_of: As) -> None:
    address = reverse("leaders")
    everything = ["Nordstrand Kommune", "Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]

    assert shown(client_of("hr").get(address)) == shown(client_of("administrator").get(address)) == everything
    assert (
        shown(client_of("leader").get(address)) == shown(client_of("deputy").get(address)) == ["Plejecenter Solgården"]
    )
    assert shown(client_of("leader_above").get(address)) == ["Ældre og Sundhed"]
    for who in ("employee", "colleague", "consultant", "former_leader"):
        assert client_of(who).get(address).status_code == 404


def test_a_unit_shows_its_leaders_and_deputies_and_what_may_be_done(client_of: As) -> None:
    (mine,) = client_of("leader").get(reverse("leaders")).context["units"].rows
    (same,) = client_of("deputy").get(reverse("leaders")).context["units"].rows

    assert [(holder.name, holder.may_end, holder.may_invite) for holder in mine.leaders] == [
        ("Birgit Lund", False, False)
    ]
    assert [(holder.name, holder.may_end) for holder in mine.deputies] == [("Dina Dam", True)]
    assert (mine.may_name_leader, mine.may_name_deputy) == (False, True)
    assert [holder.may_end for holder in same.deputies] == [False]
    assert (same.may_name_leader, same.may_name_deputy) == (False, False)


def test_units_are_searched_by_name_code_and_leader(client_of: As) -> None:
    client = client_of("hr")
    for search, found in (
        ("solg", ["Plejecenter Solgården"]),
        ("200", ["Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]),
        ("birgit  lund", ["Plejecenter Solgården"]),
        ("frida fjord", []),
        ("\0", ["Nordstrand Kommune", "Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]),
    ):
        assert shown(client.post(reverse("leaders"), {"q": search}, follow=True)) == found


def test_units_without_leader_or_account_are_found_with_their_counts(client_of: As, world: World) -> None:
    User.objects.filter(pk=world.users["leader"].pk).update(is_active=False)
    Leadership.objects.filter(user=world.users["sibling_leader"]).delete()
    client = client_of("hr")
    response = client.get(reverse("leaders"), {"vis": "leaderless"})

    assert shown(response) == ["Plejecenter Lærkevej"]
    assert list(response.context["units"].counts.values()) == [4, 1, 1]
    assert shown(client.get(reverse("leaders"), {"vis": "no_account"})) == ["Plejecenter Solgården"]
    assert len(shown(client.get(reverse("leaders"), {"vis": "noget andet", "page": "x"}))) == 4


def test_the_list_asks_the_same_few_questions_however_long_it_is(client_of: As, world: World) -> None:
    client = client_of("hr")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("leaders"))
        return len(queries)

    few = asked()
    for _ in range(100):
        person(UnitFactory(parent=world.units["aeldre"]), leads=True)
    assert asked() == few <= 12
    assert client.get(reverse("leaders")).context["units"].page.paginator.num_pages == 3


# Naming and ending


def test_a_leader_names_her_deputy_for_a_holiday(client_of: As, world: World) -> None:
    client, address = client_of("leader"), reverse("deputy_name", args=[world.units["solgaarden"].pk])
    found = client.post(address, {"q": "colding"}, follow=True)
    assert [one.name for one in found.context["found"]] == ["Carl Colding"]
    first, last = TODAY + timedelta(days=30), TODAY + timedelta(days=40)
    colleague = world.users["colleague"]

    assert client.post(f"{address}?soeg=1", {"person": colleague.ref, **days(first, None)}).status_code == 200
    assert client.post(f"{address}?soeg=1", {"person": colleague.ref, **days(first, last)}).status_code == 302
    row = Leadership.objects.get(user=colleague)
    assert (row.unit, row.is_deputy, row.first_day, row.last_day) == (world.units["solgaarden"], True, first, last)


@pytest.mark.parametrize("has_account", [True, False])
def test_it_is_said_of_a_deputy_without_an_account(client_of: As, world: World, *, has_account: bool) -> None:
    client, address = client_of("leader"), reverse("deputy_name", args=[world.units["solgaarden"].pk])
    colleague = world.users["colleague"]
    User.objects.filter(pk=colleague.pk).update(is_active=has_account)
    client.post(address, {"q": "colding"})
    chosen = {"person": colleague.ref, **days(TODAY, TODAY + timedelta(days=9))}
    page = client.post(f"{address}?soeg=1", chosen, follow=True).content.decode()
    assert "stedfortræder" in page
    assert ("har ingen konto endnu" in page) is not has_account


def test_a_deputy_names_nobody_and_a_leader_only_in_her_unit(client_of: As, world: World) -> None:
    solgaarden, laerkevej = world.units["solgaarden"].pk, world.units["laerkevej"].pk
    for who, unit in (
        ("deputy", solgaarden),
        ("leader", laerkevej),
        ("leader_above", solgaarden),
        ("employee", solgaarden),
    ):
        assert client_of(who).get(reverse("deputy_name", args=[unit])).status_code == 404
    assert client_of("leader").get(reverse("leader_name", args=[solgaarden])).status_code == 404
    assert client_of("hr").get(reverse("leader_name", args=[999999])).status_code == 404


def test_only_people_that_the_search_found_can_be_named(client_of: As, world: World) -> None:
    address = reverse("leader_name", args=[world.units["laerkevej"].pk])
    stranger = world.users["colleague"].ref
    client = client_of("hr")
    client.post(address, {"q": "dina"})
    response = client.post(f"{address}?soeg=1", {"person": stranger, **days(TODAY, None)})

    assert response.context["form"].errors.keys() == {"person"}
    assert client.post(address, {"person": stranger, **days(TODAY, None)}).status_code == 200
    assert not Leadership.objects.filter(user__ref=stranger).exists()


def test_a_refusal_stands_in_words_and_keeps_what_was_typed(client_of: As, world: World) -> None:
    address = reverse("leader_name", args=[world.units["solgaarden"].pk])
    client = client_of("hr")
    client.post(address, {"q": "dina"})
    response = client.post(f"{address}?soeg=1", {"person": world.users["deputy"].ref, **days(TODAY, None)})

    assert list(response.context["form"].non_field_errors()) == [REFUSALS["already_named"]]
    assert response.context["form"]["first_day"].value() == f"{TODAY:%d-%m-%Y}"
    client.post(address, {"q": "henrik"})
    itself = client.post(f"{address}?soeg=1", {"person": world.users["hr"].ref, **days(TODAY, None)})
    assert list(itself.context["form"].non_field_errors()) == [REFUSALS["not_yourself"]]


def test_ending_is_asked_about_and_done(client_of: As, world: World) -> None:
    row = Leadership.objects.get(user=world.users["deputy"])
    address = reverse("leadership_end", args=[row.pk])
    client = client_of("leader")

    assert client.get(address).status_code == 200
    assert client.post(address, {"last_day": "01-01-2026"}).context["form"].errors.keys() == {"last_day"}
    assert client.post(address, {"last_day": f"{TODAY - timedelta(days=1):%d-%m-%Y}"}).status_code == 302
    assert client_of("deputy").get(reverse("leaders")).status_code == 404
    assert client.get(address).status_code == 404


def test_a_leader_cannot_end_another_leader(client_of: As, world: World) -> None:
    co_leader = LeadershipFactory(unit=world.units["solgaarden"], user=world.users["colleague"])
    assert client_of("leader").get(reverse("leadership_end", args=[co_leader.pk])).status_code == 404


# Capacities


def test_capacities_are_listed_granted_and_ended(client_of: As, world: World) -> None:
    client = client_of("administrator")
    (_hr, officers), (_c, consultants), (_a, administrators) = client.get(reverse("capacities")).context["groups"]
    assert [holder.name for holder in officers] == ["Hanne Hede", "Henrik Holt"]
    assert [len(consultants), len(administrators)] == [2, 1]

    given = {"person": world.users["colleague"].ref, "kind": "consultant", **days(TODAY, None)}
    assert client.post(reverse("capacity_grant"), {"q": "colding"}).status_code == 302
    assert client.post(f"{reverse('capacity_grant')}?soeg=1", given).status_code == 302
    row = Capacity.objects.get(user=world.users["colleague"])
    assert client.post(reverse("capacity_end", args=[row.pk]), {"last_day": f"{TODAY:%d-%m-%Y}"}).status_code == 302
    row.refresh_from_db()
    assert row.last_day == TODAY


def test_capacities_are_for_hr_and_administrators(client_of: As) -> None:
    row = Capacity.objects.latest("pk").pk
    for who in ("leader", "director", "consultant", "employee"):
        for address in (reverse("capacities"), reverse("capacity_grant"), reverse("capacity_end", args=[row])):
            assert client_of(who).get(address).status_code == 404


# Accounts


def test_hr_invites_and_closes_and_comes_back_to_where_she_was(client_of: As, world: World) -> None:
    leader = world.users["leader"]
    User.objects.filter(pk=leader.pk).update(is_active=False)
    client, back = client_of("hr"), "/ledere/?vis=all&soeg=1"
    assert client.post("/ledere/?vis=all", {"q": "sol"})["Location"] == back
    (unit,) = client.get(back).context["units"].rows
    assert [holder.may_invite for holder in unit.leaders] == [True]

    response = client.post(reverse("account_invite", args=[leader.ref]), {"back": back})
    assert response.headers["Location"] == back
    assert User.objects.get(pk=leader.pk).invitation_owed_at == NOW
    assert client.get(reverse("account_close", args=[leader.ref])).status_code == 200
    response = client.post(reverse("account_close", args=[leader.ref]), {"back": "https://ond.example/"})
    assert response.headers["Location"] == reverse("leaders")
    assert User.objects.get(pk=leader.pk).invitation_owed_at is None


def test_accounts_are_for_hr_and_administrators(client_of: As, world: World) -> None:
    ref = world.users["colleague"].ref
    for who in ("leader", "consultant", "colleague"):
        assert client_of(who).post(reverse("account_invite", args=[ref])).status_code == 404
        assert client_of(who).post(reverse("account_close", args=[ref])).status_code == 404
    assert client_of("hr").get(reverse("account_invite", args=[ref])).status_code == 405
    assert client_of("hr").post(reverse("account_close", args=["nej"])).status_code == 404


def test_searching_people_is_about_names_numbers_and_user_names(client_of: As, world: World) -> None:
    client, address = client_of("hr"), reverse("capacity_grant")
    external = User.objects.create(username="ekstern", first_name="Egon", last_name="Ekstern")
    number = Employee.objects.get(user=world.users["leader"]).number
    for search, names in (
        (number, ["Birgit Lund"]),
        ("LEADER", ["Birgit Lund"]),
        ("egon", ["Egon Ekstern"]),
        ("ekstern", ["Egon Ekstern"]),
        ("%", []),
        ("x" * 300, []),
    ):
        assert [one.name for one in client.post(address, {"q": search}, follow=True).context["found"]] == names
    leaders = client.post(reverse("leader_name", args=[Unit.objects.earliest("pk").pk]), {"q": "egon"}, follow=True)
    assert leaders.context["found"] == ()
    assert external.employees.count() == 0
