"""Reporting, and what is corrected afterwards, as pages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Period
from cases.followups.rules import FollowUpState
from tests.absence.leading import NOW, TODAY, Leading, build, days

MOST_QUERIES = 12
MOST_BYTES = 60_000


@pytest.fixture
def leading(db: None) -> Iterator[Leading]:
    with time_machine.travel(NOW, tick=False):
        yield build()


def text(response: HttpResponse) -> str:
    """What a reader sees, on one line."""
    body = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", body.replace("\xa0", " ").replace("&nbsp;", " "))


def send(leading: Leading, name: str, **fields: str) -> HttpResponse:
    form = {"who": leading.people[name].ref, "begins": "today", "expected": "few_days", **fields}
    return leading.client().post(reverse("report_sick"), form, follow=True)


def test_three_touches_report_somebody_sick_from_today(leading: Leading) -> None:
    response = send(leading, "Ida")
    period = Period.objects.get()
    assert response.redirect_chain == [(reverse("report_receipt", args=[period.ref]), 302)]
    assert (period.employee, period.first_day, period.last_day, period.cause_id, period.degree) == (
        leading.people["Ida"],
        TODAY,
        None,
        "sickness",
        100,
    )
    assert period.expected_return == days(3)


def test_the_receipt_says_what_comes_and_why_a_day_moved(leading: Leading) -> None:
    said = text(send(leading, "Ida"))
    assert "Ida er meldt syg fra i dag" in said
    assert "Du kan fortryde indtil kl. 8.29." in said
    assert re.search(r"Dag 1, i dag.*I har talt sammen\.", said)
    assert "Fredag 27. november Ring til Ida. Vi minder dig om det om morgenen." in said
    assert "Dag 14 er en søndag, så det bliver mandag." in said
    assert "Senest mandag 21. december" in said


def test_undo_takes_the_report_back_within_its_time(leading: Leading) -> None:
    send(leading, "Ida")
    period = Period.objects.get()
    response = leading.client().post(reverse("undo_report", args=[period.ref]), follow=True)
    assert "Fortrudt. Ida Frost er ikke meldt fraværende." in text(response)
    period.refresh_from_db()
    assert period.withdrawn
    assert not period.employee.follow_ups.filter(state__in=[FollowUpState.OPEN, FollowUpState.DONE]).exists()


def test_undo_comes_too_late_after_its_time(leading: Leading) -> None:
    send(leading, "Ida")
    period = Period.objects.get()
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        response = leading.client().post(reverse("undo_report", args=[period.ref]), follow=True)
        assert "Det er for sent at fortryde." in text(response)
        assert "Du kan fortryde" not in text(response)
    period.refresh_from_db()
    assert not period.withdrawn


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(leading: Leading) -> None:
    response = leading.client().post(reverse("report_sick"), {"begins": "other", "first_day": "31-02-2026"})
    said = text(response)
    assert "Vælg, hvem der er syg." in said
    assert "Vælg hvor længe, eller at I ikke ved det endnu." in said
    assert 'value="31-02-2026"' in response.content.decode()
    assert Period.objects.count() == 0


def test_the_same_report_twice_leads_to_the_first_ones_receipt(leading: Leading) -> None:
    send(leading, "Ida", expected="unknown")
    response = send(leading, "Ida", expected="unknown")
    period = Period.objects.get()
    assert response.redirect_chain == [(reverse("report_receipt", args=[period.ref]), 302)]
    assert "Ida Frost var allerede meldt fra den dag." in text(response)


def test_an_overlap_names_the_other_period_and_links_to_it(leading: Leading) -> None:
    other = leading.sick("Åse", date(2026, 11, 19))
    response = send(leading, "Åse")
    assert "Åse er allerede meldt fraværende siden 19. november." in text(response)
    body = response.content.decode()
    assert reverse("correct_period", args=[other.ref]) in body
    assert re.search(rf'value="{leading.people["Åse"].ref}"[^>]*checked', body)
    assert Period.objects.count() == 1


def test_a_childs_sick_day_is_one_day_and_owes_nothing(leading: Leading) -> None:
    said = text(send(leading, "Ida", cause="child", expected="unknown"))
    period = Period.objects.get()
    assert (period.cause_id, period.first_day, period.last_day) == ("child", TODAY, TODAY)
    assert "Ida er noteret fraværende fra i dag" in said
    assert "Fraværet giver ingen opfølgning." in said


def test_partial_sickness_needs_a_percent(leading: Leading) -> None:
    assert "Skriv, hvor mange procent medarbejderen er fraværende." in text(send(leading, "Ida", cause="partial"))
    send(leading, "Ida", cause="partial", degree="33,5")
    assert Period.objects.get().degree == pytest.approx(33.5)


def test_a_name_is_found_without_script(leading: Leading) -> None:
    client, address = leading.client(), reverse("report_sick")
    response = client.post(address, {"q": "skov moh"}, follow=True)
    assert response.redirect_chain == [(f"{address}?soeg=1", 302)]
    names = re.findall(r'pick__name">([^<]+)', response.content.decode())
    assert names == ["Mohammed Ali Skov"]
    assert "Ingen hedder ”Zorro”." in text(client.post(address, {"q": "Zorro"}, follow=True))
    assert len(re.findall("pick__name", client.get(address).content.decode())) == 6


def test_picks_say_when_somebody_was_last_sick_and_what_would_be_continued(leading: Leading) -> None:
    leading.sick("Ida", date(2026, 11, 9), date(2026, 11, 10))
    leading.sick("Kasper", date(2026, 3, 3), date(2026, 3, 6))
    leading.sick("Jonas", date(2026, 11, 19), days(-1))
    leading.sick("Åse", date(2026, 11, 19))
    body = leading.client().get(reverse("report_sick"), {"hvem": leading.people["Kasper"].ref}).content.decode()
    rows = re.findall(r'pick__name">([^<]+)</span><span class="pick__under">([^<]+)', body.replace("\xa0", " "))
    assert rows == [
        ("Kasper Agerskov", "Sidst syg i marts"),
        ("Gudrun Hald", "Ikke syg i år"),
        ("Ida Frost", "Sidst syg 9. til 10. november"),
        ("Jonas Bech", "Sidst syg 19. til 22. november"),
        ("Mohammed Ali Skov", "Ikke syg i år"),
        ("Åse Østergaard", "Fraværende siden 19. november"),
    ]
    assert re.findall(r'data-until="([^"]+)" data-from="([^"]+)"', body.replace("\xa0", " ")) == [
        (TODAY.isoformat(), "19. november")
    ]


def test_a_hundred_people_cost_as_many_queries_as_one(leading: Leading) -> None:
    client, address = leading.client(), reverse("report_sick")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for employee in leading.add(100):
        leading.away(employee, date(2026, 11, 2), date(2026, 11, 3))
    with CaptureQueriesContext(connection) as many:
        response = client.get(address)
    assert len(many) == len(few) <= MOST_QUERIES
    assert len(response.content) <= MOST_BYTES


@pytest.mark.parametrize(
    "name", ["report_receipt", "report_fit", "report_partly_fit", "correct_period", "withdraw_period"]
)
def test_pages_about_a_period_stay_within_their_queries(leading: Leading, name: str) -> None:
    period = leading.report("Åse", TODAY)
    client = leading.client()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name, args=[period.ref])).status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_back_at_work_ends_the_absence_the_day_before(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    response = leading.client().post(reverse("report_fit", args=[period.ref]), {"back": "today"}, follow=True)
    assert "Noteret: Åse Østergaard er tilbage på arbejde i dag." in text(response)
    period.refresh_from_db()
    assert period.last_day == days(-1)


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("report_fit", {"back": "today"}),
        ("report_partly_fit", {"back": "today", "degree": "50"}),
        ("withdraw_period", {"version": "1", "reason": "mistake"}),
        ("correct_period", {"version": "1", "first_day": "18-11-2026", "cause": "sickness", "degree": "100"}),
    ],
)
def test_what_was_pressed_by_mistake_is_undone_from_the_message(
    leading: Leading, name: str, posted: dict[str, str]
) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    browser = leading.client()
    page = browser.post(reverse(name, args=[period.ref]), posted, follow=True).content.decode()
    undo = f"{reverse('undo_change', args=[period.ref])}?version={period.version + 1}"
    assert page.count(f'action="{undo}"') == 1

    for said in [
        "Fortrudt. Fraværet for Åse Østergaard står som før.",
        "Der er ændret mere siden, så det kan ikke fortrydes.",
    ]:
        assert said in text(browser.post(undo, follow=True))
        found = Period.objects.values_list("first_day", "last_day", "degree", "withdrawn").exclude(
            withdraw_reason="undone"
        )
        assert list(found) == [(date(2026, 11, 19), None, 100, False)]


def test_a_correction_that_changes_nothing_has_nothing_to_undo(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    posted = {"version": "1", "first_day": "19-11-2026", "cause": "sickness", "degree": "100"}
    page = leading.client().post(reverse("correct_period", args=[period.ref]), posted, follow=True)
    assert "Intet blev ændret." in text(page)
    assert reverse("undo_change", args=[period.ref]) not in page.content.decode()


def test_partly_back_leads_back_to_where_it_was_opened_from(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    browser, matter = leading.client(), reverse("employee_detail", args=[period.employee.ref])
    page = browser.get(reverse("report_partly_fit", args=[period.ref]), {"next": matter}).content.decode()
    assert f'<input type="hidden" name="next" value="{matter}">' in page
    assert f'<a class="back" href="{matter}">' in page


def test_a_return_before_the_absence_is_refused_in_words(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    response = leading.client().post(
        reverse("report_fit", args=[period.ref]), {"back": "other", "back_on": "18-11-2026"}
    )
    assert "Åse var ikke fraværende før den dag." in text(response)
    assert 'value="18-11-2026"' in response.content.decode()


def test_partly_back_splits_the_period(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    leading.client().post(reverse("report_partly_fit", args=[period.ref]), {"back": "tomorrow", "degree": "50"})
    assert list(Period.objects.order_by("first_day").values_list("first_day", "last_day", "cause_id", "degree")) == [
        (date(2026, 11, 19), TODAY, "sickness", 100),
        (days(1), None, "partial", 50),
    ]


def test_a_correction_moves_the_absence(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    form = {"version": "1", "first_day": "20-11-2026", "cause": "sickness", "degree": "100"}
    leading.client().post(reverse("correct_period", args=[period.ref]), form)
    period.refresh_from_db()
    assert period.first_day == date(2026, 11, 20)


def test_a_stale_form_shows_both_versions_and_counts_when_sent_again(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    address = reverse("correct_period", args=[period.ref])
    stale = {"version": "1", "first_day": "17-11-2026", "cause": "sickness", "degree": "100"}
    leading.client().post(address, {**stale, "first_day": "18-11-2026"})
    response = leading.client().post(address, stale)
    said, body = text(response), response.content.decode()
    assert "Nogen har ændret fraværet, siden du åbnede siden." in said
    assert "Siden 18. november" in said
    assert 'value="17-11-2026"' in body
    again = {**stale, "version": re.search(r'name="version" value="(\d+)"', body).group(1)}  # type: ignore[union-attr]
    assert leading.client().post(address, again).status_code == 302
    period.refresh_from_db()
    assert period.first_day == date(2026, 11, 17)


def test_withdrawing_asks_why(leading: Leading) -> None:
    period = leading.sick("Åse", date(2026, 11, 19))
    address = reverse("withdraw_period", args=[period.ref])
    assert "Vælg hvorfor." in text(leading.client().post(address, {"version": "1"}))
    response = leading.client().post(address, {"version": "1", "reason": "mistake"}, follow=True)
    assert "Trukket tilbage. Åse Østergaard var ikke fraværende de dage." in text(response)
    period.refresh_from_db()
    assert (period.withdrawn, period.withdraw_reason) == (True, "mistake")
