"""A list of long absence: each reads of theirs alone, each look is recorded, and the mails name nobody."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import GivenPolicy
from audit.models import Entry
from cases.models import Notice
from insight.models import Pack, PackPerson
from people.models import Capacity, Employment, Leadership
from tests.factories import person
from tests.insight.packs.conftest import AWAY, MONTH, freeze, paper_of, rows_of, the_list
from tests.insight.targets.conftest import words
from tests.world import ASE_CANARIES, NOW, TODAY, World

MOST_QUERIES = 12
NAMES = {
    "employee": "Åse Kanariefugl",
    "colleague": "Carl Colding",
    "leader": "Birgit Lund",
    "sibling_leader": "Søren Sand",
}


def read_by(client_of: Callable[[str], Client], reader: str, pack: Pack) -> set[str] | None:
    """Who is named on the page, by what they are; None where it is refused."""
    response = client_of(reader).get(reverse("long_list", args=[pack.ref]))
    if response.status_code == 404:
        return None
    text = words(response)
    return {who for who, name in NAMES.items() if name in text}


# --- Each reads of theirs --------------------------------------------------------------------------------------


def test_the_leader_of_the_unit_and_hr_read_it_and_nobody_else(
    listed: World, client_of: Callable[[str], Client]
) -> None:
    freeze()
    everybody = set(NAMES)
    found = {reader: read_by(client_of, reader, the_list()) for reader in listed.users}
    assert {reader for reader, named in found.items() if named is not None} == {"leader_above", "hr", "hr_colleague"}
    assert found["leader_above"] == found["hr"] == found["hr_colleague"] == everybody


def test_those_below_read_of_theirs_where_the_policy_names_them(
    listed: World, client_of: Callable[[str], Client], settings
) -> None:
    settings.LISTED_POLICIES = {"gt29": "below+above"}
    freeze()
    found = {reader: read_by(client_of, reader, the_list()) for reader in listed.users}
    assert {reader: named for reader, named in found.items() if named is not None} == {
        "director": set(NAMES),
        # Not herself; and the leader's matter is nothing for the deputy.
        "leader": {"employee", "colleague"},
        "deputy": {"employee", "colleague"},
        "sibling_leader": set(),
    }


def test_two_policies_have_two_lists_for_two_leaders(
    listed: World, give: Callable, client_of: Callable[[str], Client]
) -> None:
    GivenPolicy.objects.filter(pk=give("solgaarden", "gt29").pk).update(first_day=date(2026, 1, 1))
    freeze()
    lower, upper = the_list("solgaarden"), the_list()
    assert read_by(client_of, "leader", lower) == {"employee", "colleague"}
    assert read_by(client_of, "deputy", lower) == {"employee", "colleague"}
    assert read_by(client_of, "leader", upper) is None
    assert read_by(client_of, "leader_above", lower) is None
    assert read_by(client_of, "leader_above", upper) == {"sibling_leader"}
    assert read_by(client_of, "hr", lower) == {"employee", "colleague", "leader"}


def test_ones_own_matter_and_a_leaders_are_left_out(listed: World, client_of: Callable[[str], Client], sick) -> None:
    """The area's leader and an officer of HR are on lists themselves; a deputy stands in for the area."""
    sick(listed.employees["leader_above"], AWAY, 40)
    Employment.objects.filter(employee=listed.employees["hr"]).update(unit=listed.units["laerkevej"])
    sick(listed.employees["hr"], AWAY, 40)
    Leadership.objects.create(
        unit=listed.units["aeldre"], user=listed.users["former_leader"], is_deputy=True, first_day=AWAY
    )
    freeze()
    pack = the_list()
    assert pack.people.count() == 6
    url = reverse("long_list", args=[pack.ref])
    for reader, unseen in (
        ("leader_above", "Anders Aagaard"),
        ("former_leader", "Anders Aagaard"),
        ("hr", "Henrik Holt"),
    ):
        text = words(client_of(reader).get(url))
        assert unseen not in text
        assert "Åse Kanariefugl" in text
        assert "5 personer" in text
    assert "Henrik Holt" in words(client_of("hr_colleague").get(url))
    assert Entry.objects.filter(event="listed", actor_id=listed.users["former_leader"].pk).get().capacity == "deputy"


def test_who_may_read_is_decided_when_it_is_opened(listed: World, client_of: Callable[[str], Client]) -> None:
    freeze()
    pack = the_list()
    # Åse moves to another area, the colleague leaves, the area gets another leader.
    for name, unit in (("employee", "kommune"), ("colleague", None)):
        Employment.objects.filter(employee=listed.employees[name]).update(last_day=TODAY - timedelta(days=1))
        if unit:
            Employment.objects.create(
                employee=listed.employees[name], unit=listed.units[unit], first_day=TODAY, weekly_hours=37
            )
    assert read_by(client_of, "leader_above", pack) == {"leader", "sibling_leader"}
    assert read_by(client_of, "hr", pack) == set(NAMES)
    Leadership.objects.filter(user=listed.users["leader_above"]).update(last_day=TODAY - timedelta(days=1))
    Capacity.objects.filter(user=listed.users["hr"]).update(last_day=TODAY - timedelta(days=1))
    # Now the director leads the unit, being the nearest above.
    assert read_by(client_of, "leader_above", pack) is None
    assert read_by(client_of, "hr", pack) is None
    assert read_by(client_of, "director", pack) == {"leader", "sibling_leader", "employee"}


# --- What it says ------------------------------------------------------------------------------------------------


def test_it_says_days_changes_who_is_absent_and_what_is_owed(listed: World, client_of, sick) -> None:
    sick(listed.employees["former_leader"], date(2025, 9, 5), 60)  # on October's list alone
    sick(listed.employees["past_deputy"], date(2026, 9, 5), 35)  # on November's alone
    freeze(back=1)
    page = client_of("leader_above").get(reverse("long_list", args=[the_list().ref]))
    text = words(page)
    assert "Over 29 dage på et år, november 2026" in text
    assert "Mindst 30 kalenderdage med sygdom i de 365 dage til og med 31. oktober 2026." in text
    assert "Lavet 23. november 2026 kl. 9.00" in text
    assert "5 personer." in text
    assert "Siden måneden før: 1 er kommet til, 1 er gået fra listen." in text
    assert "Åse Kanariefugl Plejecenter Solgården 40 fraværende i dag i dag" in text
    assert "Palle Pil ny på listen Plejecenter Solgården 35 –" in text
    assert "Søren Sand Plejecenter Lærkevej 50 –" in text
    assert text.index("Ikke længere på listen") < text.index("Frida Fjord")
    assert "Der er ingen liste fra måneden før" in words(
        client_of("leader_above").get(reverse("long_list", args=[the_list(month=date(2026, 10, 1)).ref]))
    )


def test_only_hr_and_ones_own_leader_get_a_link_to_somebody(listed: World, client_of) -> None:
    freeze()
    url, person_url = (
        reverse("long_list", args=[the_list().ref]),
        reverse("employee_detail", args=[listed.employees["employee"].ref]),
    )
    assert person_url in client_of("hr").get(url).content.decode()
    above = client_of("leader_above").get(url).content.decode()
    assert person_url not in above
    assert reverse("employee_detail", args=[listed.employees["leader"].ref]) in above


def test_each_look_is_recorded_with_those_who_were_shown(listed: World, client_of) -> None:
    freeze()
    pack, refs = the_list(), sorted(listed.employees[name].ref for name in NAMES)
    client_of("leader_above").get(reverse("long_list", args=[pack.ref]))
    client_of("hr").get(reverse("long_list_file", args=[pack.ref, "xlsx"]))
    client_of("leader").get(reverse("long_list", args=[pack.ref]))
    client_of("director").get(reverse("long_list_file", args=[pack.ref, "pdf"]))
    rows = Entry.objects.filter(purpose="long_list").order_by("pk")
    assert [(row.event, row.capacity, sorted(row.subjects)) for row in rows] == [
        ("listed", "leader", refs),
        ("exported", "hr", refs),
        ("refused", "leader", []),
        ("refused", "leader", []),
    ]


def test_a_long_list_comes_in_pages_of_which_each_is_recorded(listed: World, client_of) -> None:
    freeze()
    pack = the_list()
    people = [person(listed.units["laerkevej"], user=None) for _ in range(100)]
    PackPerson.objects.bulk_create(PackPerson(pack=pack, employee=one, days=33) for one in people)
    client, url = client_of("leader_above"), reverse("long_list", args=[pack.ref])
    shown = []
    for number in (1, 2):
        response = client.get(url, {"page": number})
        assert len(response.content) < 60_000
        shown.append(Entry.objects.filter(event="listed").latest("pk").subjects)
    assert [len(each) for each in shown] == [100, 4]
    assert not set(shown[0]) & set(shown[1])


# --- Files -----------------------------------------------------------------------------------------------------


def test_the_paper_names_those_of_whom_the_viewer_reads(listed: World, client_of) -> None:
    freeze()
    url = reverse("long_list_file", args=[the_list().ref, "pdf"])
    response = client_of("leader_above").get(url)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="fravaersliste-2026-11.pdf"'
    text = paper_of(response.content)
    assert "Over 29 dage på et år, november 2026" in text
    assert {who for who, name in NAMES.items() if name in text} == set(NAMES)
    assert "Fortrolig." in text
    assert client_of("leader").get(url).status_code == 404
    assert client_of("hr").get(reverse("long_list_file", args=[the_list().ref, "csv"])).status_code == 404


def test_the_spreadsheet_holds_numbers_and_no_formula(listed: World, client_of) -> None:
    employee = listed.employees["colleague"]
    employee.first_name = "=cmd|' /C calc'!A0"
    employee.save()
    freeze()
    response = client_of("hr").get(reverse("long_list_file", args=[the_list().ref, "xlsx"]))
    assert "<f" not in ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml").decode()
    rows = rows_of(response.content)
    head = next(number for number, row in enumerate(rows) if row[:3] == ["Navn", "Enhed", "Sygedage"])
    table = {row[0]: row[1:3] for row in rows[head + 1 :]}
    assert table["Åse Kanariefugl"] == ["Plejecenter Solgården", 40]
    assert table["=cmd|' /C calc'!A0 Colding"] == ["Plejecenter Solgården", 31]
    assert len(table) == 4


# --- Mails -----------------------------------------------------------------------------------------------------


def letters() -> dict[str, str]:
    """Those that tell of a list, by whom they are to."""
    about = [letter for letter in mail.outbox if "langt fravær" in letter.subject]
    return {letter.to[0].partition("@")[0]: f"{letter.subject}\n{letter.body}" for letter in about}


def send() -> None:
    call_command("send_notices", stdout=StringIO())


def test_a_mail_has_a_link_a_count_and_a_date_and_names_nobody(listed: World) -> None:
    freeze()
    Notice.objects.exclude(kind="long_list").delete()
    send()
    found = letters()
    assert set(found) == {"leader_above", "hr", "hr_colleague"}
    text = found["leader_above"]
    assert "4 af dine medarbejdere er på den." in text
    assert "23.\xa0november" in text
    assert reverse("long_list", args=[the_list().ref]) in text
    forbidden = [*ASE_CANARIES, *(part for name in NAMES.values() for part in name.split()), "Solgården", "Ældre"]
    assert [word for word in forbidden for text in found.values() if word in text] == []
    assert set(Notice.objects.filter(kind="long_list").values_list("state", "items")) == {("sent", 4)}


def test_whom_nothing_is_left_to_tell_gets_no_mail(listed: World, sick) -> None:
    """Nobody on the list, another leader since, a newer list: each is decided when it is sent."""
    freeze()
    PackPerson.objects.filter(employee=listed.employees["sibling_leader"]).delete()
    Leadership.objects.filter(user=listed.users["leader_above"]).update(last_day=TODAY - timedelta(days=1))
    Capacity.objects.filter(user=listed.users["hr_colleague"]).update(last_day=TODAY - timedelta(days=1))
    Notice.objects.exclude(kind="long_list").delete()
    send()
    rows = Notice.objects.filter(kind="long_list").values_list("recipient__username", "state", "reason")
    assert set(rows) == {
        ("leader_above", "withdrawn", "not_theirs"),
        ("hr_colleague", "withdrawn", "not_theirs"),
        ("hr", "sent", ""),
    }


def test_an_empty_list_is_no_news_and_a_newer_one_supersedes(listed: World) -> None:
    freeze()
    Notice.objects.exclude(kind="long_list").delete()
    PackPerson.objects.all().delete()
    row = Notice.objects.filter(recipient__username="hr").get()
    Pack.objects.create(
        kind="list", unit=listed.units["laerkevej"], policy="gt29", first_day=date(2026, 12, 1), frozen_at=NOW
    )
    Notice.objects.filter(recipient__username="hr_colleague").update(subject="2026-12-01")
    send()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "superseded")
    assert set(Notice.objects.filter(kind="long_list").values_list("reason", flat=True)) == {
        "superseded",
        "nothing_due",
    }


def test_several_lists_are_one_mail(listed: World, give: Callable) -> None:
    GivenPolicy.objects.filter(pk=give("solgaarden", "gt29").pk).update(first_day=date(2026, 1, 1))
    freeze()
    Notice.objects.exclude(kind="long_list").delete()
    send()
    assert Notice.objects.filter(kind="long_list", recipient=listed.users["hr"]).count() == 1
    text = letters()["hr"]
    assert "4 af dine medarbejdere" in text
    assert re.search(r"/tal/pakker/$", text, re.MULTILINE)
    assert "3 af dine" not in letters()["leader"]
    assert "2 af dine medarbejdere" in letters()["leader"]


def test_nothing_that_is_kept_of_packs_mails_and_looks_names_anybody(listed: World, client_of, caplog) -> None:
    caplog.set_level("INFO")
    freeze()
    pack, client = the_list(), client_of("leader_above")
    for url in (
        reverse("long_list", args=[pack.ref]),
        *(reverse("long_list_file", args=[pack.ref, kind]) for kind in ("pdf", "xlsx")),
    ):
        response = client.get(url)
        assert response.status_code == 200
        assert [part for name in NAMES.values() for part in name.split() if part in str(response.headers)] == []
    send()
    # Who looked is named, and is on no list.
    kept = [*Entry.objects.values(), *Notice.objects.values(), *Pack.objects.values(), *PackPerson.objects.values()]
    told = json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False) + caplog.text
    assert [name for name in NAMES.values() if name in told] == []
    assert [word for word in ASE_CANARIES if word in told] == []


# --- How few queries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", ["hr", "leader_above"])
def test_the_page_takes_the_same_few_queries_for_one_and_for_many(listed: World, client_of, reader: str) -> None:
    freeze(back=1)
    pack, client, took = the_list(), client_of(reader), []
    for more in (1, 90):
        PackPerson.objects.bulk_create(
            PackPerson(pack=pack, employee=person(listed.units["laerkevej"], user=None), days=33) for _ in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("long_list", args=[pack.ref])).status_code == 200
        took.append(len(queries))
    assert took[0] == took[1] <= MOST_QUERIES


def test_the_month_is_the_worlds() -> None:
    assert TODAY.replace(day=1) == MONTH
