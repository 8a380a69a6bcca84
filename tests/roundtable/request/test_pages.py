"""The pages before a meeting: wishing for one, answering, the clock, who is told, and what other pages say of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Conversation, FollowUp, Invitation, Participant
from people.models import Employee, Employment
from roundtable.models import ClockWatch, Meeting, Pause, Preparation
from roundtable.request import flows
from roundtable.rules.clock import PauseReason
from roundtable.rules.meetings import CancelReason
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import BEGINNING, NOW, TODAY, World

MOST_QUERIES = 12


def read(client, url: str) -> tuple[str, int]:
    """The page, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    return re.sub(r"\s+", " ", response.content.decode()), len(asked)


def page_of(world: World, name: str, person: str = "employee") -> str:
    return reverse(name, args=[world.employees[person].ref])


# --- Wishing ------------------------------------------------------------------------------------------


def test_a_leader_wishes_and_reads_that_it_is_voluntary(world, client_of) -> None:
    client, url = client_of("leader"), page_of(world, "meeting_request")
    text, _asked = read(client, url)
    assert "Mødet er frivilligt for Åse." in text
    response = client.post(url, {"reason": "adaptation", "note": "Aftenvagter er svære"})
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == reverse("meeting", args=[meeting.ref])
    assert (meeting.reason, meeting.note) == ("adaptation", "Aftenvagter er svære")


def test_who_wishes_again_is_led_to_the_meeting_that_is_open(world, client_of) -> None:
    meeting, client = ask(world), client_of("hr")
    url = page_of(world, "meeting_request")
    for send in (client.get, lambda address: client.post(address, {"reason": "worry"})):
        response = send(url)
        assert response.headers["Location"] == reverse("meeting", args=[meeting.ref])
    assert "Der er allerede et åbent møde om Åse" in read(client, response.headers["Location"])[0]
    assert Meeting.objects.count() == 1


def test_what_the_guard_flags_is_kept_in_the_form(world, client_of) -> None:
    response = client_of("leader").post(
        page_of(world, "meeting_request"), {"reason": "worry", "note": "Hun har en depression"}
    )
    assert "Hun har en depression" in response.content.decode()
    assert not Meeting.objects.exists()


def test_the_employee_wishes_from_their_own_page_and_may_say_no(world, client_of) -> None:
    client = client_of("employee")
    text, _asked = read(client, reverse("my_page"))
    assert "Ønsk et møde" in text
    client.post(page_of(world, "own_meeting_request"), {"reason": "worry", "note": ""})
    meeting = Meeting.objects.get()
    assert (meeting.requester, meeting.employee_answer) == ("employee", "yes")
    text, _asked = read(client, reverse("my_page"))
    assert "Vil du komme til et rundbordsmøde?" not in text
    assert "Ønsket af medarbejder i dag kl." in text
    client.post(reverse("own_meeting_answer", args=[meeting.ref]), {"answer": "no"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.end_reason) == ("cancelled", "employee_declined")


def test_what_others_wish_for_is_asked_on_the_employees_page(world, client_of) -> None:
    meeting, client = ask(world), client_of("employee")
    text, _asked = read(client, reverse("my_page"))
    assert "Vil du komme til et rundbordsmøde?" in text
    assert "Birgit Lund ønsker et møde" in text
    client.post(reverse("own_meeting_answer", args=[meeting.ref]), {"answer": "yes"})
    assert "Vil du komme til et rundbordsmøde?" not in read(client, reverse("my_page"))[0]


def invited(world: World, meeting: Meeting, answer: str = "") -> Invitation:
    """The employee, to an hour of Thursday; they have read it."""
    plan(world, meeting)
    talk = Conversation.objects.get(pk=meeting.conversation_id)
    seat = Participant.objects.create(
        conversation=talk,
        role="employee",
        user=world.users["employee"],
        link_until=NOW + 200 * HOUR,
        added_at=NOW,
    )
    return Invitation.objects.create(
        participant=seat,
        sequence=1,
        method="REQUEST",
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        made_at=NOW,
        answer=answer,
        answered_at=NOW if answer else None,
    )


def test_who_is_invited_is_led_to_their_place_and_asked_nothing_twice(world, client_of) -> None:
    meeting, client = ask(world), client_of("employee")
    invitation = invited(world, meeting)
    place = f'href="{reverse("own_seat", args=[meeting.conversation.ref])}"'
    text, _asked = read(client, reverse("my_page"))
    assert "Vil du komme til et rundbordsmøde?" not in text
    assert "Rundbordsmøde torsdag kl. 9.00 til 10.00" in text.replace("\xa0", " ")
    assert "Svar og forbered dig" in text
    assert place in text.partition("Dine næste datoer")[2]
    invitation.answer, invitation.answered_at = "yes", NOW
    invitation.save()
    text, _asked = read(client, reverse("my_page"))
    assert "Svar og forbered dig" not in text
    assert "Forbered dig" in text
    Preparation.objects.create(meeting=meeting, seat="employee", number=6, placed_at=NOW, answered_at=NOW)
    text, asked = read(client, reverse("my_page"))
    assert "Forbered dig" not in text
    assert place in text.partition("Dine næste datoer")[2]
    assert asked <= MOST_QUERIES


def test_who_does_not_come_is_not_asked_to_prepare(world, client_of) -> None:
    invited(world, ask(world), "no")
    assert "Forbered dig" not in read(client_of("employee"), reverse("my_page"))[0]


def test_the_place_of_a_meeting_that_has_begun_stays_the_next_step(world, client_of) -> None:
    meeting = ask(world)
    invited(world, meeting, "yes")
    Conversation.objects.filter(pk=meeting.conversation_id).update(starts_at=NOW - HOUR / 2, ends_at=NOW + HOUR / 2)
    assert "Det er i gang." in read(client_of("employee"), reverse("my_page"))[0]
    Conversation.objects.filter(pk=meeting.conversation_id).update(starts_at=NOW - HOUR, ends_at=NOW)
    assert "Det er i gang." not in read(client_of("employee"), reverse("my_page"))[0]


def test_an_answer_is_noted_for_somebody_without_an_account(world, client_of) -> None:
    meeting, client = ask(world), client_of("leader")
    url = reverse("meeting_answer", args=[meeting.ref])
    assert client.post(url, {"answer": "yes"}).status_code == 200
    client.post(url, {"answer": "yes", "how": "phone"})
    text, _asked = read(client, reverse("meeting", args=[meeting.ref]))
    assert "Ja, 23. november, i telefonen" in text


# --- The clock and the end ------------------------------------------------------------------------------


def test_the_clock_is_paused_with_a_reason_and_runs_on(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    page = reverse("meeting", args=[meeting.ref])
    client.post(reverse("meeting_pause", args=[meeting.ref]), {"reason": "waiting_for_companion"})
    text, _asked = read(client, page)
    assert "på pause, 48 timer tilbage" in text or "på pause, 48 timer tilbage" in text
    assert "Uret er på pause: afventer bisidder." in text
    client.post(reverse("meeting_resume", args=[meeting.ref]))
    assert "Lad uret gå igen" not in read(client, page)[0]
    assert Pause.objects.get().ended_at is not None


def test_a_meeting_is_called_off_or_closed_with_a_reason(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    assert client.post(reverse("meeting_unheld", args=[meeting.ref]), {"reason": "nobody_came"}).status_code == 200
    client.post(reverse("meeting_cancel", args=[meeting.ref]), {"reason": "back_at_work"})
    text, _asked = read(client, reverse("meeting", args=[meeting.ref]))
    assert "Aflyst: Tilbage på arbejde" in text
    assert "Planlæg mødet" not in text


def test_a_stale_meeting_says_so(world, client_of) -> None:
    meeting = ask(world)
    Meeting.objects.filter(pk=meeting.pk).update(state="unheld", ended_at=NOW, end_reason="stale")
    text, _asked = read(client_of("leader"), reverse("meeting", args=[meeting.ref]))
    assert "Lukket uden at være holdt: Der skete ikke noget i lang tid" in text


def test_consultants_and_hr_say_who_is_told(world, client_of) -> None:
    client, url = client_of("hr"), reverse("clock_watch")
    karen, ole = world.users["consultant"], world.users["other_consultant"]
    client.post(url, {"colleague_all": ole.ref, "lead_all": world.users["hr"].ref, f"colleague_{ole.ref}": karen.ref})
    client_of("consultant").post(url, {"colleague_all": ole.ref, "lead_all": "", f"colleague_{ole.ref}": karen.ref})
    rows = ClockWatch.objects.order_by("pk").values_list("level", "consultant__username", "watcher__username")
    assert set(rows) == {("colleague", None, "other_consultant"), ("colleague", "other_consultant", "consultant")}


# --- What other pages say -------------------------------------------------------------------------------


def add_meetings(world: World, numbers: range) -> None:
    """Earlier meetings about the employee, each with a pause."""
    ase, case = world.employees["employee"], world.cases["employee"]
    for number in numbers:
        at = NOW - timedelta(days=20 + number)
        talk = Conversation.objects.create(employee=ase, case=case, kind="round_table", uid=f"earlier-{number}")
        meeting = Meeting.objects.create(
            employee=ase,
            case=case,
            conversation=talk,
            requester="leader",
            requested_by=world.users["leader"],
            requested_at=at,
            reason="worry",
            state="cancelled",
            ended_at=at + HOUR,
            end_reason="not_needed",
        )
        Pause.objects.create(meeting=meeting, reason="employee_away", began_at=at, ended_at=at + HOUR)


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("leader", "employee_detail"),
        ("consultant", "employee_detail"),
        ("hr", "case_detail"),
        ("employee", "my_page"),
    ],
)
def test_queries_are_few_and_the_same_for_one_meeting_and_for_thirty(world, client_of, person, page) -> None:
    ask(world)
    of = world.cases if page == "case_detail" else world.employees
    url = reverse(page, args=[] if page == "my_page" else [of["employee"].ref])
    client, found = client_of(person), []
    for numbers in (range(1), range(1, 30)):
        add_meetings(world, numbers)
        found.append(read(client, url)[1])
    assert found[0] == found[1] <= MOST_QUERIES


@pytest.mark.parametrize("page", ["employee_detail", "case_detail"])
def test_the_pages_about_the_employee_say_where_the_meeting_stands(world, client_of, page) -> None:
    of = world.cases if page == "case_detail" else world.employees
    url = reverse(page, args=[of["employee"].ref])
    assert "Ønsk et møde" in read(client_of("leader"), url)[0]
    meeting = ask(world)
    text, _asked = read(client_of("consultant"), url)
    assert "48 timer tilbage" in text
    assert f'href="{reverse("meeting_plan", args=[meeting.ref])}"' in text
    plan(world, meeting, now=NOW + 21 * HOUR)
    text, _asked = read(client_of("leader"), url)
    assert "Torsdag kl. 9.00 til 10.00" in text
    assert text.count("Rundbordsmøde planlagt") == 1
    assert "Rundbordsmøde planlagt efter 21 timer" in text
    Meeting.objects.update(state="held", held_at=NOW + 72 * HOUR)
    text, _asked = read(client_of("leader"), url)
    panel = text.partition('aria-labelledby="meetings"')[2].partition("</section>")[0]
    assert "Holdt 26. november" in panel.replace("\xa0", " ")
    assert ">Åbn<" in panel


def test_the_history_tells_of_pauses_answers_and_ends(world, client_of) -> None:
    meeting = ask(world)
    flows.pause_meeting(meeting=meeting, reason=PauseReason.EMPLOYEE_AWAY, by=world.viewer("consultant"))
    flows.answer_request(meeting=meeting, yes=True, by=world.viewer("employee"))
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))
    text, _asked = read(client_of("leader"), page_of(world, "employee_detail"))
    for words in (
        "Ønsket af leder, Birgit Lund",
        "uret er på pause",
        "ja fra medarbejderen",
        "Aflyst: ",
    ):
        assert words in text, words


# --- The consultants' inbox -------------------------------------------------------------------------------


def in_inbox(world: World, client, name: str) -> str:
    """The line of the person in the team's inbox."""
    text, _asked = read(client, reverse("inbox") + "?set=1&tab=team")
    return next(row for row in text.split("<tr>") if name in row)


def test_the_inbox_has_the_clock_in_words_and_the_hour(world, client_of) -> None:
    client = client_of("consultant")
    meeting = ask(world, now=NOW - 102 * HOUR)  # Thursday at 3; the weekend does not count
    line = in_inbox(world, client, "Åse Kanariefugl")
    assert "Planlæg rundbordsmøde" in line
    assert "Ønsket af leder torsdag kl. 3.00" in line
    assert "overskredet med 6 timer" in line
    assert "i dag" in line
    assert "kl. 3.00" in line
    text, _asked = read(client, reverse("inbox") + "?set=1&tab=team")
    assert "1 møde er overskredet." in text
    assert "Uret går kun på arbejdsdage" in text
    flows.pause_meeting(meeting=meeting, reason=PauseReason.WAITING_FOR_COMPANION, by=world.viewer("consultant"))
    assert "Afventer bisidder" in in_inbox(world, client, "Åse Kanariefugl")


def test_a_task_without_a_clock_has_a_dash_and_words_for_the_screen_reader(world, client_of) -> None:
    ask(world)
    carl = world.employees["colleague"]
    FollowUp.objects.create(
        employee=carl, key="x:1", kind="referral", owner_role="consultant", due_on=TODAY, created_at=NOW
    )
    carl.assignments.create(consultant=None, first_day=TODAY, reason="worry")
    line = in_inbox(world, client_of("consultant"), "Carl Colding")
    assert '<span aria-hidden="true" class="only-wide">–</span>' in line
    assert "48 timer: intet ur" in line


def test_the_inbox_asks_the_same_for_one_meeting_and_for_thirty(world, client_of) -> None:
    client = client_of("consultant")
    ask(world)
    read(client, reverse("inbox") + "?set=1&tab=team")
    few = read(client, reverse("inbox") + "?set=1&tab=team")[1]
    for number in range(29):
        employee = Employee.objects.create(number=str(30000 + number), first_name="Ida", last_name=f"Berg{number}")
        Employment.objects.create(
            employee=employee, unit=world.units["solgaarden"], first_day=BEGINNING, weekly_hours=37
        )
        flows.request_meeting(employee=employee, reason="worry", by=world.viewer("leader"))
    text, many = read(client, reverse("inbox") + "?set=1&tab=team")
    assert text.count("Planlæg rundbordsmøde") == 30
    assert few == many <= MOST_QUERIES


def test_the_sort_is_by_the_hour_and_the_filter_knows_what_is_late(world, client_of) -> None:
    client = client_of("consultant")
    ask(world, now=NOW - 102 * HOUR)
    flows.request_meeting(
        employee=world.employees["colleague"], reason="worry", by=world.viewer("leader", NOW - 101 * HOUR)
    )
    text, _asked = read(client, reverse("inbox") + "?set=1&tab=team")
    assert text.index("Åse Kanariefugl</a>") < text.index("Carl Colding</a>")
    text, _asked = read(client, reverse("inbox") + "?set=1&tab=team&due=late")
    assert "Åse Kanariefugl</a>" in text
    assert "Rundbordsmøde: planlæg" in text
