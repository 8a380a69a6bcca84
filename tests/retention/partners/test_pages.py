"""Whom to speak to in the municipalities: the list, a municipality's page, and what is written there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.access import system
from people.models import Employment
from people.rules import RuleViolation
from retention.models import Agreement, AgreementUse, Contact, Municipality, Sheet, StatusMeeting
from retention.partners.flows import add_agreement, seed_municipalities, take_back_use, use_agreement
from retention.partners.queries import contacts_to_confirm, home_of, homes, uses_in_year
from retention.partners.reference import shipped_municipalities
from retention.rules.partners import AgreementKind
from tests.factories import EmployeeFactory, EmploymentFactory
from tests.retention.conftest import carried
from tests.world import BEGINNING, NOW, TODAY, World

# The world's own people live in 760.
PEOPLE = 14


def words(response: object) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])  # type: ignore[attr-defined]
    return " ".join(text.replace("&nbsp;", " ").split())


def settle(code: str, number: int, **employment: object) -> None:
    for _ in range(number):
        EmploymentFactory(home_municipality=code, **employment)


# --- Reference data -----------------------------------------------------------------------------------


def test_all_98_municipalities_by_code() -> None:
    shipped = shipped_municipalities()
    assert len(shipped) == 98
    assert len(set(shipped.values())) == 98
    assert all(re.fullmatch(r"[1-8]\d\d", code) for code in shipped)
    known = {"101": "København", "400": "Bornholm", "461": "Odense", "751": "Aarhus", "851": "Aalborg"}
    assert {code: shipped[code] for code in known} == known
    assert {"147": "Frederiksberg", "492": "Ærø", "825": "Læsø", "860": "Hjørring"}.items() <= shipped.items()
    # Not a municipality, and the codes of before 2007.
    assert not {"411", "000", "600", "999"} & set(shipped)


def test_seeding_again_changes_nothing(world: World) -> None:
    Municipality.objects.filter(pk="760").update(phone_hours="9-12")
    assert seed_municipalities(by=system(NOW)) == 0
    assert (Municipality.objects.count(), Municipality.objects.get(pk="760").phone_hours) == (98, "9-12")
    with pytest.raises(RuleViolation, match="only_the_system"):
        seed_municipalities(by=world.viewer("hr"))


@pytest.mark.parametrize("written", ["657", "0657"])
def test_home_is_found_however_the_extract_writes_the_code(world: World, written: str) -> None:
    employee = world.employees["employee"]
    Employment.objects.filter(employee=employee).update(home_municipality=written)
    found = type(employee).objects.with_place(TODAY).get(pk=employee.pk)
    assert str(home_of(found)) == "Herning"
    rows = {row.code: row.people for row in homes(world.viewer("hr")).rows}
    assert (rows["657"], rows["760"]) == ("under 5", str(PEOPLE - 1))


# --- The list ------------------------------------------------------------------------------------------


def test_employees_by_home_municipality_largest_first_with_and_without_a_contact(world: World) -> None:
    settle("657", 20)
    settle("661", 5)
    settle("671", 4)
    settle("615", 1)
    settle("", 6)
    settle("746", 30, last_day=TODAY - timedelta(days=1))
    settle("741", 30, first_day=TODAY + timedelta(days=1))
    found = homes(world.viewer("consultant"))
    assert [(row.name, row.people, row.contacts, row.chip.words) for row in found.rows] == [
        ("Herning", "20", (), "ingen kontakt"),
        ("Ringkøbing-Skjern", "14", ("Grethe Grøn",), "bekræftet 23.\u00a0november"),
        ("Holstebro", "5", (), "ingen kontakt"),
        ("Horsens", "under 5", (), "ingen kontakt"),
        ("Struer", "under 5", (), "ingen kontakt"),
        ("Ikke kendt", "6", (), "ingen kontakt"),
    ]
    assert (found.lived_in, found.without) == (5, 4)


def test_who_has_several_numbers_is_counted_once(world: World) -> None:
    ase = world.employees["employee"]
    other = EmployeeFactory(user=ase.user)
    EmploymentFactory(employee=other, home_municipality="760")
    assert [row.people for row in homes(world.viewer("hr")).rows] == [str(PEOPLE)]


def test_a_municipality_with_a_contact_is_listed_though_nobody_lives_there(world: World) -> None:
    Contact.objects.update(municipality_id="101")
    rows = homes(world.viewer("hr")).rows
    assert [(row.name, row.people) for row in rows] == [("Ringkøbing-Skjern", "14"), ("København", "ingen")]


def test_contacts_that_nobody_has_confirmed_stand_on_top(world: World, client_of: Callable[[str], Client]) -> None:
    Contact.objects.update(confirmed_on=TODAY - timedelta(days=180))
    Contact.objects.create(
        municipality_id="657", name="Ny", phone="1", first_day=BEGINNING, confirmed_on=TODAY - timedelta(days=179)
    )
    Contact.objects.create(
        municipality_id="657", name="Ældst", phone="1", first_day=BEGINNING, confirmed_on=TODAY - timedelta(days=300)
    )
    Contact.objects.create(
        municipality_id="657",
        name="Holdt op",
        phone="1",
        first_day=BEGINNING,
        last_day=TODAY - timedelta(days=1),
        confirmed_on=BEGINNING,
    )
    found = homes(world.viewer("consultant"))
    assert [(row.name, row.chip.words) for row in found.stale] == [
        ("Ældst", "ikke bekræftet i 300 dage"),
        ("Grethe Grøn", "ikke bekræftet i 180 dage"),
    ]
    assert contacts_to_confirm(TODAY) == 2
    assert "Kontakter at bekræfte (2)" in words(client_of("consultant").get(reverse("inbox")))


def test_no_tile_while_every_contact_is_confirmed(client_of: Callable[[str], Client]) -> None:
    assert "at bekræfte" not in words(client_of("consultant").get(reverse("inbox")))


@pytest.mark.parametrize("name", ["partners", "municipality"])
def test_queries_do_not_grow_with_the_rows(world: World, hr: Client, name: str) -> None:
    address = reverse(name, args=["760"] if name == "municipality" else [])

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            hr.get(address)
        return len(found)

    before = queries()
    meeting = StatusMeeting.objects.get()
    for number, code in enumerate(("760", "760", "657")):
        settle(code, 6)
        Contact.objects.create(
            municipality_id=code,
            name="x",
            first_day=BEGINNING,
            confirmed_on=BEGINNING,
            confirmed_by=world.users["consultant"],
        )
        Agreement.objects.create(municipality_id=code, kind="other", first_day=BEGINNING)
        Sheet.objects.create(municipality_id=code, title=f"{number}", checked_on=TODAY, saved_at=NOW)
        copy = StatusMeeting.objects.create(municipality_id=code, held_on=TODAY, noted_at=NOW)
        copy.actions.create(what="x", who="y", due_on=TODAY)
        meeting.actions.create(what="x", who="y", due_on=TODAY)
    assert queries() == before


# --- One municipality ------------------------------------------------------------------------------------


def test_leader_reads_the_contact_and_nothing_of_the_meetings(client_of: Callable[[str], Client]) -> None:
    text = words(client_of("leader").get(reverse("municipality", args=["760"])))
    assert "Grethe Grøn" in text
    assert "00 00 97 01" in text
    assert "0 af 5 brugt i år" in text
    assert "Sådan gør de" in text
    assert not [word for word in ("Statusmøder", "Bekræft, at", "Tilføj", "Ny folder", "bor her") if word in text]


def test_contact_is_added_confirmed_corrected_and_ended(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("consultant")
    Contact.objects.all().delete()
    page = reverse("municipality", args=["760"])
    given = {"name": "Per Post", "secure_email": "sikker@kommune.example", "first_day": "01-10-2026"}
    assert client.post(reverse("contact_add", args=["760"]), given).headers["Location"] == page
    contact = Contact.objects.get()
    assert (contact.name, contact.confirmed_on, contact.confirmed_by) == ("Per Post", TODAY, world.users["consultant"])
    Contact.objects.update(confirmed_on=BEGINNING, confirmed_by=None)
    client.post(reverse("contact_confirm", args=[contact.ref]))
    contact.refresh_from_db()
    assert (contact.confirmed_on, contact.confirmed_by) == (TODAY, world.users["consultant"])
    change = reverse("contact_change", args=[contact.ref])
    client.post(change, {"name": "Per Post", "phone": "00 00 97 02", "opened": carried(client, change)})
    assert "00 00 97 02" in words(client.get(page))
    refused = client.post(reverse("contact_end", args=[contact.ref]), {"last_day": "30-09-2026"})
    assert "Sidste dag må ikke ligge før første dag" in words(refused)
    client.post(reverse("contact_end", args=[contact.ref]), {"last_day": "22-11-2026"})
    assert "Der er ingen kontakt her endnu." in words(client.get(page))
    assert "Per Post, 1. oktober til 22. november" in words(client.get(page))
    assert client.post(reverse("contact_confirm", args=[contact.ref])).status_code == 404


def test_a_contact_nobody_can_reach_is_refused_and_nothing_is_lost(hr: Client) -> None:
    response = hr.post(reverse("contact_add", args=["760"]), {"name": "Per Post", "first_day": "01-10-2026"})
    assert "Hvordan får man fat i personen?" in words(response)
    assert 'value="Per Post"' in response.content.decode()


def test_agreement_is_used_up_to_its_quota_and_taken_back(world: World, hr: Client) -> None:
    agreement = Agreement.objects.get()
    address = reverse("agreement_use", args=[agreement.ref])
    AgreementUse.objects.create(agreement=agreement, used_on=TODAY.replace(year=2025))
    page = reverse("municipality", args=["760"])
    for used in range(1, 6):
        hr.post(address, {"opened": carried(hr, page)})
        assert uses_in_year(agreement, 2026) == used
    seen = {"opened": carried(hr, page)}
    assert "Alt det, der er aftalt for i år, er brugt." in words(hr.post(address, seen, follow=True))
    assert uses_in_year(agreement, 2026) == 5
    hr.post(address, {**seen, "back": "1"})
    assert uses_in_year(agreement, 2026) == 4


def test_what_uses_an_agreement_by_itself_uses_it_once_and_gives_it_back(world: World) -> None:
    agreement, by = Agreement.objects.get(), world.viewer("leader")
    for _ in range(2):
        use_agreement(agreement=agreement, used_on=TODAY, by=by, origin="fast_track:1")
    assert uses_in_year(agreement, 2026) == 1
    with pytest.raises(RuleViolation, match="not_yours"):
        take_back_use(agreement=agreement, by=by)
    take_back_use(agreement=agreement, by=by, origin="fast_track:1")
    assert uses_in_year(agreement, 2026) == 0
    with pytest.raises(RuleViolation, match="nothing_used"):
        take_back_use(agreement=agreement, by=by, origin="fast_track:1")


def test_two_agreements_of_a_kind_do_not_hold_at_once(world: World) -> None:
    home = Municipality.objects.get(pk="760")

    def add(kind: AgreementKind, words: str = "") -> None:
        add_agreement(
            municipality=home, kind=kind, words=words, quota=None, first_day=TODAY, last_day=None, by=world.viewer("hr")
        )

    with pytest.raises(RuleViolation, match="already_agreed"):
        add(AgreementKind.PREVENTIVE_FAST_TRACK)
    add(AgreementKind.OTHER)
    add(AgreementKind.OTHER, "En anden")
    assert home.agreements.count() == 3


def test_sheet_shows_its_text_without_html_and_can_be_withdrawn(world: World, hr: Client) -> None:
    given = {"title": "Møder", "text": "<script>x</script>\n\n- ring\n- mød", "source": "Brev", "owner": "HR"}
    hr.post(reverse("sheet_add", args=["760"]), given | {"checked_on": "20-11-2026"})
    sheet = Sheet.objects.get(title="Møder")
    html = hr.get(reverse("sheet", args=[sheet.ref])).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert html.count("<li>ring</li>") == 1
    assert "Sidst tjekket 20. november" in words(hr.get(reverse("sheet", args=[sheet.ref])))
    hr.post(reverse("sheet_withdraw", args=[sheet.ref]))
    assert hr.get(reverse("sheet", args=[sheet.ref])).status_code == 404
    assert "Møder" not in words(hr.get(reverse("municipality", args=["760"])))


def test_status_meeting_has_a_log_and_actions_that_are_settled(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of("other_consultant")
    given = {"held_on": "20-11-2026", "with_whom": "Grethe", "note": "Svarene kommer sent.", "next_on": "01-03-2027"}
    assert client.post(reverse("status_meeting_add", args=["760"]), given).status_code == 302
    meeting = StatusMeeting.objects.get(with_whom="Grethe")
    address = reverse("status_meeting", args=[meeting.ref])
    client.post(address, {"what": "Send telefonlisten", "who": "HR", "due_on": "25-11-2026"})
    assert "Send telefonlisten HR" in words(client.get(reverse("municipality", args=["760"])))
    assert "Næste møde er 1. marts 2027" in words(client.get(reverse("municipality", args=["760"])))
    action = meeting.actions.get()
    client.post(reverse("partner_action_settle", args=[action.ref]))
    assert "gjort 23. november" in words(client.get(address))
    client.post(reverse("partner_action_settle", args=[action.ref]), {"undone": "1"})
    assert "gjort 23. november" not in words(client.get(address))


def test_guard_reads_the_log_and_the_actions(world: World, hr: Client) -> None:
    given = {"held_on": "20-11-2026", "with_whom": "Grethe", "note": "En har kræft."}
    response = hr.post(reverse("status_meeting_add", args=["760"]), given)
    assert response.status_code == 200
    assert "note_override" in response.content.decode()
    assert (
        hr.post(reverse("status_meeting_add", args=["760"]), given | {"note_override": "Ikke om nogen"}).status_code
        == 302
    )
    address = reverse("status_meeting", args=[world.partners["meeting"]])
    refused = hr.post(address, {"what": "Ring om 010190-1234", "who": "HR", "due_on": "25-11-2026"})
    assert "ligner et CPR-nummer" in words(refused)


def test_meeting_that_lies_ahead_is_refused(hr: Client) -> None:
    given = {"held_on": "24-11-2026", "with_whom": "Grethe", "note": "x"}
    assert hr.post(reverse("status_meeting_add", args=["760"]), given).status_code == 200
    given |= {"held_on": "20-11-2026", "next_on": "20-11-2026"}
    assert "Det næste møde skal ligge efter" in words(hr.post(reverse("status_meeting_add", args=["760"]), given))


def test_unknown_municipality_is_not_there(hr: Client) -> None:
    assert [hr.get(f"/kontakter/{code}/").status_code for code in ("411", "1", "760")] == [404, 404, 200]


def test_who_handles_an_employee_is_led_to_the_home_municipality(
    world: World, client_of: Callable[[str], Client]
) -> None:
    leader, ase = client_of("leader"), world.employees["employee"]
    address = reverse("home_contact", args=[ase.ref])
    assert leader.get(address).headers["Location"] == "/kontakter/760/"
    came_from = reverse("employee_detail", args=[ase.ref])
    page = leader.get("/kontakter/760/", headers={"referer": f"http://testserver{came_from}"}).content.decode()
    assert f'class="back" href="{came_from}"' in page
    Employment.objects.filter(employee=ase).update(home_municipality="")
    assert "siger ikke, hvilken kommune Åse Kanariefugl bor i" in words(leader.get(address, follow=True))
    assert "Find kontakten" in words(leader.get(reverse("case_detail", args=[world.cases["employee"].ref])))
