"""An employee's page and the case's: who reads what, what may be done, and how much it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Period
from cases.models import Case, FollowUp
from cases.rules import CaseState
from tests.world import ASE_CANARIES, NOW, TODAY

MOST_QUERIES = 12
MOST_BYTES = 60_000


def address(world, page: str, person: str = "employee") -> str:
    ref = world.cases[person].ref if page == "case_detail" else world.employees[person].ref
    return reverse(page, args=[ref])


def add_history(world, numbers: range) -> None:
    """Earlier absences, contacts and closed cases of the employee."""
    employee, case = world.employees["employee"], world.cases["employee"]
    for n in numbers:
        first = TODAY - timedelta(days=100 + 10 * n)
        Period.objects.create(
            employee=employee, first_day=first, last_day=first, cause_id="sickness", source="payroll", recorded_at=NOW
        )
        FollowUp.objects.create(
            employee=employee,
            case=case,
            key=f"history-{n}",
            kind="contact",
            origin="noted",
            state="done",
            done_on=first,
            done_at=NOW,
            done_by=world.users["leader"],
            created_at=NOW,
        )
        Case.objects.create(
            employee=employee,
            opened_on=first,
            open_reason="worry",
            state=CaseState.CLOSED,
            closed_on=first,
            close_reason="not_needed",
            closed_by=world.users["leader"],
        )


def read(client, url: str) -> tuple[str, int]:
    """The page, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    return response.content.decode(), len(asked)


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
@pytest.mark.parametrize("person", ["leader", "consultant", "hr"])
def test_queries_are_few_and_the_same_for_any_history(world, client_of, page, person):
    client, url = client_of(person), address(world, page)
    found = []
    for numbers in (range(1), range(1, 3), range(3, 60)):
        add_history(world, numbers)
        text, asked = read(client, url)
        found.append(asked)
        assert len(text.encode()) <= MOST_BYTES
    assert found == [found[0]] * 3
    assert found[0] <= MOST_QUERIES


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
def test_a_leader_has_one_filled_button_and_the_note(world, client_of, page):
    text, _ = read(client_of("leader"), address(world, page))
    assert text.count("button-primary") == 1
    assert reverse("confirm_follow_up", args=[world.follow_ups["employee"].ref]) in text
    assert ASE_CANARIES[2] in text


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
def test_a_consultant_reads_and_has_no_way_to_what_would_be_refused(world, client_of, page):
    text, _ = read(client_of("consultant"), address(world, page))
    period, follow_up = world.periods["employee"].ref, world.follow_ups["employee"].ref
    refused = [
        reverse("confirm_follow_up", args=[follow_up]),
        reverse("postpone_follow_up", args=[follow_up]),
        reverse("note_contact", args=[world.employees["employee"].ref]),
        reverse("correct_period", args=[period]),
        reverse("report_fit", args=[period]),
        reverse("report_partly_fit", args=[period]),
    ]
    assert [url for url in refused if url in text] == []
    assert ASE_CANARIES[2] in text


def test_hrs_own_rows_are_no_next_step_for_a_leader(world, client_of):
    FollowUp.objects.filter(pk=world.follow_ups["employee"].pk).update(owner_role="hr")
    url = reverse("confirm_follow_up", args=[world.follow_ups["employee"].ref])
    assert url not in read(client_of("leader"), address(world, "employee_detail"))[0]
    assert url in read(client_of("hr"), address(world, "employee_detail"))[0]


def test_what_was_handed_to_somebody_who_may_not_see_it_is_the_leaders_again(world, client_of):
    follow_up = FollowUp.objects.filter(pk=world.follow_ups["employee"].pk)
    url = reverse("confirm_follow_up", args=[follow_up.get().ref])
    follow_up.update(named_owner=world.users["hr"])
    text, _ = read(client_of("leader"), address(world, "employee_detail"))
    assert (url in text, "Henrik Holt" in text) == (False, True)
    follow_up.update(named_owner=world.users["sibling_leader"])
    text, _ = read(client_of("leader"), address(world, "employee_detail"))
    assert (url in text, "Søren Sand" in text) == (True, False)


@pytest.mark.parametrize(
    ("late_by_correction", "told"), [(False, ["Dag 14: holdt for sent"]), (True, ["Dag 14: holdt"])]
)
def test_what_only_a_correction_made_late_is_not_called_late(world, client_of, late_by_correction, told):
    FollowUp.objects.filter(pk=world.follow_ups["employee"].pk).update(
        step=14,
        state="done",
        due_on=TODAY - timedelta(days=2),
        done_on=TODAY,
        done_at=NOW,
        late_by_correction=late_by_correction,
    )
    text, _ = read(client_of("leader"), address(world, "case_detail"))
    assert re.findall(r"Dag 14: holdt[a-zæøå ]*", text) == told
    assert ("2 dage for sent" in text) is not late_by_correction


def test_somebody_without_any_absence_has_empty_states_and_no_drawing(world, client_of):
    colleague = world.employees["colleague"]
    case = Case.objects.create(employee=colleague, opened_on=TODAY, open_reason="worry")
    client = client_of("leader")
    text, _ = read(client, reverse("employee_detail", args=[colleague.ref]))
    assert "Der er ikke registreret fravær." in text
    text, _ = read(client, reverse("case_detail", args=[case.ref]))
    assert "chart--degree" not in text


def test_a_case_of_a_worry_draws_no_absence_of_long_ago(world, client_of):
    colleague = world.employees["colleague"]
    case = Case.objects.create(employee=colleague, opened_on=TODAY, open_reason="worry")
    for days_ago, drawn in [(57, False), (56, True)]:
        last = TODAY - timedelta(days=days_ago)
        Period.objects.create(
            employee=colleague, first_day=last, last_day=last, cause_id="sickness", source="payroll", recorded_at=NOW
        )
        text, _ = read(client_of("leader"), reverse("case_detail", args=[case.ref]))
        assert ("chart--degree" in text, "Der hører intet fravær til sagen." in text) == (drawn, not drawn)
        Period.objects.filter(employee=colleague).delete()


def test_somebody_who_has_left_is_still_read_by_hr(world, client_of):
    colleague = world.employees["colleague"]
    colleague.employments.update(last_day=TODAY - timedelta(days=400))
    text, _ = read(client_of("hr"), reverse("employee_detail", args=[colleague.ref]))
    assert colleague.name in text
    assert [act for act in ("Meld syg", "Notér en kontakt", "Åbn en sag") if act in text] == []


def test_the_history_is_filtered_and_says_each_look_once_a_day(world, client_of):
    url = address(world, "employee_detail")
    for _ in range(3):
        client_of("consultant").get(url)
    text, _ = read(client_of("leader"), url + "?historik=aabnet")
    assert text.count("Åbnet af Karen Ravn") == 1
    assert "Åbnet af Karen" not in read(client_of("leader"), url + "?historik=fravaer")[0]


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
def test_a_long_history_is_leafed_through(world, client_of, page):
    """So many entries to a page however many there are, each on one of them, for the same queries."""
    add_history(world, range(120))
    url, client, seen, cost = address(world, page), client_of("leader"), [], set()
    number, last = 0, 1
    while number < last:
        number += 1
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{url}?historik=sag&page={number}")
        cost.add(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
        entries, last = response.context["history"], response.context["history_page"].paginator.num_pages
        assert 0 < len(entries) <= 25
        assert entries[0].month or number == 1
        seen += [(entry.when, entry.text) for entry in entries]
        if number < last:
            assert f"?historik=sag&amp;page={number + 1}#history" in response.content.decode()
    assert len([text for _, text in seen if text == "Sag lukket"]) == 120
    assert len(cost) == 1
    assert cost.pop() <= MOST_QUERIES


def test_a_case_is_opened_and_closed_with_a_typed_reason(world, client_of):
    colleague, client = world.employees["colleague"], client_of("leader")
    response = client.post(reverse("open_case", args=[colleague.ref]), {"reason": ""})
    assert (response.status_code, Case.objects.filter(employee=colleague).count()) == (200, 0)
    client.post(reverse("open_case", args=[colleague.ref]), {"reason": "worry"})
    case = Case.objects.get(employee=colleague)
    again = client.post(reverse("open_case", args=[colleague.ref]), {"reason": "by_hand"})
    assert (again.status_code, Case.objects.filter(employee=colleague).count()) == (200, 1)
    client.post(reverse("close_case", args=[case.ref]), {"reason": "not_needed"})
    case.refresh_from_db()
    assert (case.state, case.close_reason, case.closed_on) == (CaseState.CLOSED, "not_needed", TODAY)


def test_what_may_not_be_postponed_has_no_button_for_it(world, client_of):
    follow_up = world.follow_ups["employee"]
    url = reverse("postpone_follow_up", args=[follow_up.ref])
    page = address(world, "employee_detail")
    assert url in read(client_of("leader"), page)[0]

    FollowUp.objects.filter(pk=follow_up.pk).update(postponed=2)

    assert url not in read(client_of("leader"), page)[0]


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
@pytest.mark.parametrize("role", ["leader", "hr", "consultant"])
def test_what_was_handed_over_costs_no_query(world, client_of, page, role):
    url, client, found = address(world, page), client_of("leader"), []
    for numbers in (range(1), range(1, 100)):
        for n in numbers:
            FollowUp.objects.create(
                employee=world.employees["employee"],
                key=f"handed-{n}",
                kind="contact",
                origin="noted",
                owner_role=role,
                due_on=TODAY + timedelta(days=n),
                named_owner=world.users["hr" if n % 2 else "sibling_leader"],
                created_at=NOW,
            )
        found.append(read(client, url)[1])
    assert found == [found[0]] * 2
    assert found[0] <= MOST_QUERIES
