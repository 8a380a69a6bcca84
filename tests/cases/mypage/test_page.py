"""One's own page: what is said to the one it is about, and what is not."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Period
from audit import flows as audit
from audit.rules import Event
from people.models import Employment
from tests.factories import EmployeeFactory
from tests.world import ASE_CANARIES, BEGINNING, NOW, TODAY

MOST_QUERIES = 12
MOST_BYTES = 60_000


def own_page(client) -> str:
    response = client.get(reverse("my_page"))
    assert response.status_code == 200
    return response.content.decode()


def test_says_what_comes_whom_to_call_and_what_is_recorded(world, client_of):
    text = own_page(client_of("employee"))
    assert "Birgit ringer til dig i dag" in text
    assert 'href="tel:00009803"' in text
    assert "Det står der om dig" in text
    assert "Dag 1" in text or "Kontakt holdt" in text


def test_shows_nobodys_note(world, client_of):
    assert ASE_CANARIES[2] not in own_page(client_of("employee"))


def test_says_who_opened_the_matter_and_why(world, client_of):
    client_of("consultant").get(reverse("case_detail", args=[world.cases["employee"].ref]))
    text = own_page(client_of("employee"))
    assert "Karen Ravn, fastholdelseskonsulent" in text
    assert "Arbejdede med din sag" in text


def test_says_once_a_day_what_the_matter_was_opened_for(world, client_of):
    """Opening the page of a case's close does not close it, and it may be opened often."""
    client = client_of("consultant")
    for _ in range(3):
        client.get(reverse("close_case", args=[world.cases["employee"].ref]))
    client.get(reverse("case_detail", args=[world.cases["employee"].ref]))
    text = own_page(client_of("employee"))
    assert text.count("For at lukke sagen") == 1
    assert text.count("Arbejdede med din sag") == 1
    assert text.count("Karen Ravn, fastholdelseskonsulent") == 2


def test_lists_do_not_hide_who_opened_the_matter(world, client_of):
    leader, ref = client_of("leader"), world.employees["employee"].ref
    leader.get(reverse("note_contact", args=[ref]))
    for _ in range(60):
        audit.record(Event.LISTED, by=world.viewer("leader"), capacity="leader", subjects=[ref], at=NOW)
        audit.record(Event.EXPORTED, by=world.viewer("hr"), capacity="hr", subjects=[ref], at=NOW)
    assert "For at notere en kontakt" in own_page(client_of("employee"))
    assert "Åbnet af Birgit Lund" in client_of("hr").get(reverse("employee_detail", args=[ref])).content.decode()


def test_names_of_readers_are_a_setting(world, client_of, settings):
    settings.SHOW_READER_NAMES = False
    client_of("hr").get(reverse("case_detail", args=[world.cases["employee"].ref]))
    text = own_page(client_of("employee"))
    assert "Henrik Holt" not in text
    assert "HR" in text


def test_ones_own_look_is_not_told(world, client_of):
    client = client_of("employee")
    own_page(client)
    assert "Ingen har åbnet den endnu." in own_page(client)


def test_says_who_recorded_it_on_ones_behalf(world, client_of):
    Period.objects.filter(pk=world.periods["employee"].pk).update(recorded_by=world.users["leader"])
    assert "Meldt af Birgit Lund" in own_page(client_of("employee"))


def test_two_employee_numbers_stand_below_each_other(world, client_of):
    second = EmployeeFactory(user=world.users["employee"], number="77777")
    Employment.objects.create(
        employee=second, unit=world.units["laerkevej"], first_day=BEGINNING, title="Vikar", weekly_hours=8
    )
    text = own_page(client_of("employee"))
    assert "Vikar, Plejecenter Lærkevej" in text
    assert text.count('id="next-') == 2
    ids = [part.split('"')[0] for part in text.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_somebody_who_is_no_employee_is_told_so(world, client_of):
    world.employees["administrator"].employments.all()
    type(world.employees["administrator"]).objects.filter(pk=world.employees["administrator"].pk).update(user=None)
    assert "Der står ikke noget om dig" in own_page(client_of("administrator"))


def test_queries_are_few_and_the_same_for_any_history(world, client_of):
    client, found = client_of("employee"), []
    for n in range(3):
        day = TODAY.replace(month=1 + n)
        Period.objects.create(
            employee=world.employees["employee"],
            first_day=day,
            last_day=day,
            cause_id="sickness",
            source="payroll",
            recorded_at=NOW,
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(own_page(client).encode()) <= MOST_BYTES
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found == [found[0]] * 3
    assert found[0] <= MOST_QUERIES
