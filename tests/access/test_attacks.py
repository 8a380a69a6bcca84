"""What somebody with a log-in may try: other people's references, odd input, and what answers give away."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from absence.employees.queries import Show
from absence.models import Period
from audit.models import Entry
from cases.models import FollowUp
from people.models import Capacity, Employment, Leadership
from tests.access.matrix import MATRIX, PERSONS, Row
from tests.world import NOW, TODAY, World

LogIn = Callable[[str], Client]

ONLY_OURS = ("connect-src", "font-src", "form-action", "img-src", "script-src", "style-src")
HEADERS = {
    "Content-Security-Policy": sorted(
        [f"{name} 'none'" for name in ("base-uri", "default-src", "frame-ancestors")]
        + [f"{name} 'self'" for name in ONLY_OURS]
    ),
    "X-Frame-Options": ["DENY"],
    "Referrer-Policy": ["same-origin"],
    "X-Content-Type-Options": ["nosniff"],
}
# Whatever a page reads of its address or of what is posted.
FIELDS = (
    *("q", "soeg", "vis", "page", "hvem", "who", "next", "back", "unit", "set", "tab", "state", "day", "row", "to"),
    *("notice", "historik", "person", "token", "note", "version", "mail", "login", "email", "until", "reason"),
    *("trin", "lukkede", "tilbud", "step", "party", "told_how", "occasion", "placed_on", "offer", "steps"),
    *("guests", "act", "when", "begins", "day_1", "begins_1", "length", "place", "video_link", "participant", "answer"),
    *("svar", "seen", "can", "code", "name", "slags", "fra", "til", "phase", "skip", "skjult", "opened", "ref", "what"),
    *("due_on", "owner", "evaluate_on", "weeks", "next_day", "next_begins", "months", "text", "how", "finish", "v"),
)


def body(response: Any) -> str:
    return bytes(response.content).decode(errors="replace")


# --- Somebody else's references in what is posted ---------------------------------------------------------


def test_a_hand_over_with_one_foreign_reference_gives_nothing(world: World, client_of: LogIn) -> None:
    """HR's own matter among others: nothing is handed over, and the try is recorded."""
    mixed = {"row": [world.follow_ups["employee"].ref, world.follow_ups["hr"].ref], "to": "me"}
    for data in (mixed, {"row": ".".join(mixed["row"]), "to": "me"}, mixed | {"to": "ask"}, mixed | {"to": "nobody"}):
        assert client_of("hr").post(reverse("hand_over"), data).status_code == 404
    assert FollowUp.objects.exclude(named_owner=None).count() == 0
    assert set(Entry.objects.values_list("event", "subjects__0")) == {("refused", world.employees["hr"].ref)}


def test_a_hand_over_goes_to_nobody_who_may_not_see_the_matter(world: World, client_of: LogIn) -> None:
    for person in ("sibling_leader", "colleague", "employee", "administrator", "past_deputy"):
        data = {"row": world.follow_ups["employee"].ref, "to": world.users[person].pk}
        assert client_of("hr").post(reverse("hand_over"), data).status_code == 200
    assert FollowUp.objects.exclude(named_owner=None).count() == 0


@pytest.mark.parametrize("person", ["leader", "hr", "deputy"])
def test_nobody_reports_themselves_sick_officially(world: World, client_of: LogIn, person: str) -> None:
    data = {"who": world.employees[person].ref, "begins": "today", "expected": "unknown"}
    assert client_of(person).post(reverse("report_sick"), data).status_code == 404


def test_whom_to_report_cannot_be_asked_about_others(world: World, client_of: LogIn) -> None:
    """`hvem=` of oneself, or of somebody else's employee, picks nobody."""
    for person, whose in (("leader", "leader"), ("hr", "hr"), ("deputy", "leader"), ("sibling_leader", "employee")):
        response = client_of(person).get(reverse("report_sick"), {"hvem": world.employees[whose].ref})
        picked = {pick.person.ref for pick in response.context["picks"].rows}
        assert world.employees[whose].ref not in picked


def test_a_leader_names_no_deputy_for_a_unit_that_is_not_hers(world: World, client_of: LogIn) -> None:
    for unit in ("laerkevej", "aeldre", "kommune"):
        address = reverse("deputy_name", args=[world.units[unit].pk])
        data = {
            "person": world.users["colleague"].ref,
            "first_day": TODAY.isoformat(),
            "last_day": (TODAY + timedelta(days=3)).isoformat(),
        }
        client = client_of("leader")
        assert client.post(address, {"q": "Colding"}).status_code == 404
        assert client.post(f"{address}?soeg=1", data).status_code == 404
    assert not Leadership.objects.filter(user=world.users["colleague"]).exists()


def test_nobody_grants_themselves_anything(world: World, client_of: LogIn) -> None:
    for person in ("hr", "administrator"):
        name = world.users[person].last_name
        first_day = TODAY.strftime("%d-%m-%Y")
        data = {"person": world.users[person].ref, "kind": "consultant", "first_day": first_day}
        client = client_of(person)
        for address in (reverse("capacity_grant"), reverse("leader_name", args=[world.units["solgaarden"].pk])):
            found = client.post(address, {"q": name}, follow=True).context["found"]
            assert data["person"] in {one.ref for one in found}
            assert client.post(f"{address}?soeg=1", data).status_code == 200
    assert Capacity.objects.count() == 5
    assert not Leadership.objects.filter(user__in=[world.users["hr"], world.users["administrator"]]).exists()


def test_a_deputy_names_no_further_deputy_and_ends_none(world: World, client_of: LogIn) -> None:
    client = client_of("deputy")
    assert client.get(reverse("deputy_name", args=[world.units["solgaarden"].pk])).status_code == 404
    own = world.users["deputy"].leaderships.get()
    assert client.get(reverse("leadership_end", args=[own.pk])).status_code == 404


# --- Rights that have ended or not begun -------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "status"), [(-9, -1, 404), (-9, 0, 200), (0, 0, 200), (1, None, 404)])
@pytest.mark.parametrize("person", ["leader", "deputy", "consultant", "hr"])
def test_a_right_counts_on_its_days_alone(
    world: World, client_of: LogIn, person: str, first: int, last: int | None, status: int
) -> None:
    """A leadership, a deputyship, a referral and a capacity that ended yesterday, end today, or begin tomorrow."""
    user = world.users[person]
    rights = {"consultant": user.assignments, "hr": user.capacities}.get(person, user.leaderships)
    rights.update(
        first_day=TODAY + timedelta(days=first), last_day=None if last is None else TODAY + timedelta(days=last)
    )
    client = client_of(person)
    employee, case = world.employees["employee"].ref, world.cases["employee"].ref
    assert client.get(reverse("employee_detail", args=[employee])).status_code == status
    assert client.get(reverse("case_detail", args=[case])).status_code == status
    assert client.get(reverse("open_case", args=[employee])).status_code == status
    done = client.post(reverse("confirm_follow_up", args=[world.follow_ups["employee"].ref])).status_code
    assert done == (302 if status == 200 and person != "consultant" else 404)


@pytest.mark.parametrize("person", ["hr", "consultant", "administrator", "leader", "deputy"])
def test_who_has_left_yesterday_sees_nothing(world: World, client_of: LogIn, person: str) -> None:
    Employment.objects.filter(employee=world.employees[person]).update(last_day=TODAY - timedelta(days=1))
    client = client_of(person)
    assert client.get(reverse("employee_detail", args=[world.employees["employee"].ref])).status_code == 404
    for name in ("employee_list", "hr_overview", "notices", "operations", "leaders", "capacities", "report_sick"):
        assert client.get(reverse(name)).status_code == 404, name


def test_an_employee_who_has_left_is_hrs_alone(world: World, client_of: LogIn) -> None:
    Employment.objects.filter(employee=world.employees["employee"]).update(last_day=TODAY - timedelta(days=1))
    address = reverse("employee_detail", args=[world.employees["employee"].ref])
    found = {person: client_of(person).get(address).status_code for person in ("leader", "deputy", "hr")}
    assert found == {"leader": 404, "deputy": 404, "hr": 200}


# --- What answers give away -------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["sibling_leader", "consultant", "other_consultant"])
@pytest.mark.parametrize("search", ["Kanariefugl", "10007", "10003", "Solgården"])
def test_a_search_counts_nobody_whom_one_does_not_handle(
    world: World, client_of: LogIn, person: str, search: str
) -> None:
    response = client_of(person).post(reverse("employee_list"), {"q": search}, follow=True)
    expected = 1 if person == "consultant" and search in {"Kanariefugl", "10007"} else 0
    assert set(response.context["listing"].counts.values()) <= {0, expected}
    assert response.context["listing"].counts[Show.ALL] == expected


def test_hr_counts_never_hold_their_own_matter(world: World, client_of: LogIn) -> None:
    client = client_of("hr")
    overview = client.get(reverse("hr_overview")).context["overview"]
    assert overview.page.paginator.count == 2
    assert sum(option.count for option in overview.groups[0].options) == 2
    assert (overview.late, overview.today) == (0, 2)
    client.post(reverse("hr_overview"), {"q": "Holt"})
    assert client.get(reverse("hr_overview")).context["overview"].page.paginator.count == 0


def test_who_may_not_see_gets_the_very_page_of_what_does_not_exist(world: World, client_of: LogIn) -> None:
    """But for the page's own address in the language form, and the form's token, nothing differs."""
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    for person in ("sibling_leader", "colleague", "other_consultant", "administrator"):
        client = client_of(person)
        for name, ref in (
            ("employee_detail", world.employees["employee"].ref),
            ("case_detail", world.cases["employee"].ref),
            ("confirm_follow_up", world.follow_ups["employee"].ref),
            ("report_fit", world.periods["employee"].ref),
        ):
            absent = "x" * len(ref)
            pages = [client.get(reverse(name, args=[wanted])) for wanted in (ref, absent)]
            assert [page.status_code for page in pages] == [404, 404]
            one, other = (token.sub("", body(page).replace(ref, absent)) for page in pages)
            assert one == other
            assert dict(pages[0].headers) == dict(pages[1].headers)


def test_no_other_method_opens_a_door(world: World, client_of: LogIn) -> None:
    clients = {person: client_of(person) for person in ("colleague", "sibling_leader")}
    for name, row, person in every(clients):
        if person not in row.may:
            for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
                status = clients[person].generic(method, address_of(name, row, world)).status_code
                assert status in {302, 401, 404, 405}, (name, person, method)


def test_every_answer_has_its_headers(world: World, client_of: LogIn) -> None:
    """Whoever asks and whatever comes of it: the policy of scripts, no cache, no referrer to others."""
    clients = {person: client_of(person) for person in ("leader", "hr", "colleague", "anonymous")}
    for name, row, person in every(clients):
        for method in ("GET", "POST"):
            response = sent(clients[person], method, address_of(name, row, world))
            found = {header: sorted(response.headers.get(header, "").split("; ")) for header in HEADERS}
            assert found == HEADERS, (name, person, method)
            if person != "anonymous":
                assert "no-store" in response.headers["Cache-Control"], (name, person, method)


def test_nobody_is_led_to_another_site(world: World, client_of: LogIn) -> None:
    clients = {person: client_of(person) for person in PERSONS}
    for name, row, person in once():
        for evil in ("//evil.example/", "javascript:alert(1)"):
            told = posted(row, world) | {"next": evil, "back": evil}
            for response in (
                sent(clients[person], "GET", address_of(name, row, world), told, referer=evil),
                sent(clients[person], "POST", address_of(name, row, world), told, referer=evil),
            ):
                leads_to = response.headers.get("Location", "")
                assert not leads_to.startswith(("https:", "//", "/\\", "javascript:")), (name, person, evil)
                assert f'href="{evil}' not in body(response), (name, person, evil)


def test_odd_input_breaks_nothing(world: World, client_of: LogIn) -> None:
    """NUL bytes, numbers out of all bounds, other scripts' digits, long texts."""
    clients = {person: client_of(person) for person in PERSONS}
    for name, row, person in once():
        for odd in ("a\0b", "٣", "9" * 40, "9" * 5000, "x" * 3000, "31-12-9999"):
            told = dict.fromkeys(FIELDS, odd)
            for method in ("GET", "POST"):
                response = sent(clients[person], method, address_of(name, row, world), told)
                assert response.status_code < 500, (name, person, method, odd)


def test_odd_references_are_not_found(world: World, client_of: LogIn) -> None:
    client = client_of("hr")
    for name, rows in MATRIX.items():
        arguments = rows[0].args(world)
        for odd in ("\0", "x\0", "é", "9" * 30, "%25"):
            try:
                address = reverse(name, kwargs=dict.fromkeys(arguments, odd))
            except NoReverseMatch:
                continue
            for method in ("GET", "POST") if arguments else ():
                assert sent(client, method, address).status_code < 500, (name, odd, method)


def every(clients: dict[str, Client]) -> Iterator[tuple[str, Row, str]]:
    """Every address of the matrix for each of these, but the one that ends their session."""
    for name, rows in MATRIX.items():
        if name not in {"account_logout", "demo_enter"}:
            for row in rows:
                for person in clients:
                    yield name, row, person


def once() -> Iterator[tuple[str, Row, str]]:
    """Every address of the matrix, each with one of those whom it lets in."""
    for name, row, person in every(dict.fromkeys(PERSONS, Client())):
        if person == next(each for each in PERSONS[::-1] if each in row.may) and name != "account_reset_password":
            yield name, row, person


def address_of(name: str, row: Row, world: World) -> str:
    return reverse(name, kwargs=row.args(world))


def posted(row: Row, world: World) -> dict[str, Any]:
    return dict(row.post(world) if callable(row.post) else row.post or {})


def sent(client: Client, method: str, address: str, data: dict[str, Any] | None = None, *, referer: str = "") -> Any:
    """The answer; what it wrote is undone, and an error of ours is an answer too."""
    client.raise_request_exception = False
    headers = {"referer": referer} if referer else {}
    with transaction.atomic():
        response = (client.get if method == "GET" else client.post)(address, data or {}, headers=headers)
        transaction.set_rollback(True)
    return response


def test_whoever_meets_somebody_on_a_page_leaves_a_trace_of_it(world: World, client_of: LogIn) -> None:
    """Every page that shows or links to an employee's matter has a row that names the employee, read or refused."""
    Period.objects.update(recorded_at=NOW - timedelta(days=40))
    clients = {person: client_of(person) for person in ("leader", "consultant", "hr")}
    pages = 0
    for name, row, person in every(clients):
        own = world.employees[person].ref
        for method in ("GET", "POST") if person in row.may else ():
            before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with transaction.atomic():
                address = address_of(name, row, world)
                data = posted(row, world) if method == "POST" else {}
                response = (clients[person].get if method == "GET" else clients[person].post)(address, data)
                told = {ref for entry in Entry.objects.filter(pk__gt=before) for ref in entry.subjects}
                transaction.set_rollback(True)
            shown = body(response).replace(address, "") if response.status_code == 200 else ""
            met = {each.ref for each in world.employees.values() if each.ref in shown}
            met |= {world.employees["employee"].ref} if "Kanariefugl" in shown and person != "employee" else set()
            assert met - {own} <= told, (name, person, method)
            pages += bool(met - {own})
    assert pages > 30


# --- What is left behind ----------------------------------------------------------------------------------


def test_a_message_about_somebody_ends_with_the_log_in(world: World, client_of: LogIn) -> None:
    """On a shared computer the next person meets neither the words nor a cookie that holds them."""
    client = client_of("leader")
    client.post(reverse("confirm_follow_up", args=[world.follow_ups["employee"].ref]))
    assert sorted(client.cookies) == ["sessionid"]
    client.post(reverse("account_logout"))
    client.force_login(world.users["colleague"])
    assert "Kanariefugl" not in body(client.get(reverse("my_page")))


def test_a_search_ends_with_the_log_in(world: World, client_of: LogIn) -> None:
    client = client_of("hr")
    client.post(reverse("hr_overview"), {"q": "Kanariefugl"})
    client.post(reverse("account_logout"))
    client.force_login(world.users["hr_colleague"])
    assert "Kanariefugl" not in client.get(reverse("hr_overview")).context["filters"].text


def test_the_session_is_another_after_the_log_in(world: World, client_of: LogIn) -> None:
    """A session that somebody has laid on the computer beforehand is not the one that gets the rights."""
    client = client_of("anonymous")
    client.post(reverse("set_language"), {"language": "da"})
    client.cookies["sessionid"] = "a" * 32
    client.post(reverse("account_login"), {"login": "leader", "password": "trapper-og-afsatser"})
    assert client.get(reverse("home")).status_code == 200
    assert client.cookies["sessionid"].value != "a" * 32
    old = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = old
    assert client.get(reverse("home")).status_code == 302


def test_a_closed_account_is_logged_off_at_once(world: World, client_of: LogIn) -> None:
    client = client_of("leader")
    assert client.get(reverse("home")).status_code == 200
    client_of("hr").post(reverse("account_close", args=[world.users["leader"].ref]))
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("account_login"))


def test_a_forgotten_password_tells_nobody_who_has_an_account(world: World, client_of: LogIn) -> None:
    addresses = ("leader@nordstrand.example", "nobody@nordstrand.example", "LEADER@nordstrand.example")
    answers = [client_of("anonymous").post(reverse("account_reset_password"), {"email": each}) for each in addresses]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert [letter.to for letter in mail.outbox] == [["leader@nordstrand.example"]] * 2


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(0, ""), (0, "192.0.2.{number}"), (1, "192.0.2.{number}, 198.51.100.7")],
    ids=["direct", "a header without a proxy", "a header before the proxy's"],
)
def test_attempts_are_counted_by_an_address_that_nobody_can_choose(
    world: World, client_of: LogIn, proxies: int, forwarded: str
) -> None:
    limits = {"login": "3/m/ip", "login_failed": "100/m/ip"}
    with override_settings(ACCOUNT_RATE_LIMITS=limits, ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        cache.clear()
        found = []
        for number in range(5):
            headers = {"X-Forwarded-For": forwarded.format(number=number)} if forwarded else {}
            data = {"login": f"nobody{number}", "password": "x"}
            found.append(client_of("anonymous").post(reverse("account_login"), data, headers=headers).status_code)
    cache.clear()
    assert found == [200, 200, 200, 429, 429]


def test_who_opens_a_matter_often_hides_nobody_else_who_did(world: World, client_of: LogIn) -> None:
    """The employee's page tells of the one look of a consultant after a hundred lists and looks of others."""
    client_of("consultant").get(reverse("employee_detail", args=[world.employees["employee"].ref]))
    own, leader = client_of("employee"), client_of("leader")
    for _ in range(35):
        own.get(reverse("my_page"))
        leader.get(reverse("employee_list"))
    assert "Karen Ravn" in body(own.get(reverse("my_page")))


def test_a_name_is_one_name_however_it_is_written_when_attempts_are_counted(world: World, client_of: LogIn) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "100/m/ip", "login_failed": "3/15m/key"}):
        cache.clear()
        client, found = client_of("anonymous"), []
        for name in ("leader", "LEADER", "Leader", " leader ", "lEADER"):
            response = client.post(reverse("account_login"), {"login": name, "password": "forkert"})
            found.append(str(response.context["form"].errors))
    cache.clear()
    assert [text == found[0] for text in found] == [True, True, True, False, False]
