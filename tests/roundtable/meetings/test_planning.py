"""The planning screen: who is thought of, what is warned of, what is sent, and what another planned meanwhile."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from cases.invitations.flows import bring_companion
from cases.models import Invitation, Notice, Participant, ProposedTime, TimeAnswer
from people.calendar import COPENHAGEN
from people.models import User
from roundtable.models import Meeting
from roundtable.request import flows
from roundtable.rules.meetings import CancelReason
from tests.audit.scenarios_request import invitees
from tests.roundtable.conftest import HOUR, ask, at, plan
from tests.world import NOW, World

MOST_QUERIES = 12
MEANWHILE = "Nogen har ændret det, siden du åbnede siden. Det, du har skrevet, står her stadig."


def address(meeting: Meeting) -> str:
    return reverse("meeting_plan", args=[meeting.ref])


def page(client, meeting: Meeting) -> str:
    response = client.get(address(meeting))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def seats_in(shown: str) -> list[str]:
    return re.findall(r'name="seat" value="([\w-]+)"', shown)


def typed(world: World, client, meeting: Meeting, act: str, **also: str) -> dict[str, str | list[str]]:
    """The form as it is opened, with a time on Wednesday at 10 for the three parties."""
    shown = client.get(address(meeting)).content.decode()
    opened = re.search(r'name="opened" value="(\w+)"', shown)
    assert opened
    parties = ("employee", *(f"user-{world.users[person].ref}" for person in ("leader", "consultant")))
    fields = {
        "opened": opened[1],
        "seat": seats_in(shown),
        "act": act,
        "guests": "0",
        "when": "other",
        "day": "25-11-2026",
        "begins": "10.00",
        "length": "60",
        "place": "Lokale Åen",
        "video_link": "",
    }
    for party in parties:
        fields |= {f"{party}-comes": "on", f"{party}-note": "Velkommen", f"{party}-gets_minutes": "on"}
    return fields | also


def send(world: World, client, meeting: Meeting, act: str = "send", **also: str):
    return client.post(address(meeting), typed(world, client, meeting, act, **also))


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- Who is thought of -----------------------------------------------------------------------------------


def test_the_parties_are_ticked_and_others_can_be(world, client_of) -> None:
    text = page(client_of("consultant"), ask(world))
    ticked = re.findall(r'name="([\w-]+)-comes"[^>]*checked', text)
    assert ticked == ["employee", *(f"user-{world.users[p].ref}" for p in ("leader", "consultant"))]
    for person in ("deputy", "other_consultant"):
        assert f'name="user-{world.users[person].ref}-comes"' in text
    for person in ("director", "colleague", "hr"):
        assert world.users[person].ref not in text


def test_hr_calls_as_hr_and_the_consultant_who_has_the_matter_is_ticked(world, client_of) -> None:
    text = page(client_of("hr"), ask(world))
    ticked = re.findall(r'name="([\w-]+)-comes"[^>]*checked', text)
    assert f"user-{world.users['hr'].ref}" in ticked
    assert f"user-{world.users['consultant'].ref}" in ticked


def test_nobody_else_can_be_called_by_their_reference(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    stranger = f"user-{world.users['director'].ref}"
    send(world, client, meeting, **{f"{stranger}-comes": "on"})
    assert not Participant.objects.filter(user=world.users["director"]).exists()


# --- Looking over ------------------------------------------------------------------------------------------


def test_what_is_typed_is_looked_over_before_it_is_sent(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    User.objects.filter(pk=world.users["employee"].pk).update(is_active=False)
    text = words(send(world, client, meeting, "look"))
    assert "Onsdag 25. november kl. 10.00 til 11.00" in text
    assert "Får en mail med et link og logger ind som ellers." in text
    assert "Får en mail med sit eget link, og en kode når det åbnes." in text
    assert "Send indkaldelserne" in text
    assert not Invitation.objects.filter(participant__conversation=meeting.conversation).exists()
    meeting.refresh_from_db()
    assert meeting.state == "requested"


@pytest.mark.parametrize(
    ("also", "warning"),
    [
        ({"day": "28-11-2026"}, "28. november er ikke en arbejdsdag."),
        ({"day": "24-12-2026"}, "24. december er ikke en arbejdsdag."),
        ({"guests": "1", "guest-0-name": "Bo", "guest-0-role": "companion"}, "Ingen mailadresse."),
    ],
)
def test_what_to_think_of_is_said_before_it_is_sent(world, client_of, also, warning) -> None:
    assert warning in words(send(world, client_of("consultant"), ask(world), "look", **also))


def test_who_is_missing_is_said(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fields = typed(world, client, meeting, "look")
    del fields[f"user-{world.users['leader'].ref}-comes"]
    assert "Ingen kommer som leder." in words(client.post(address(meeting), fields))


@pytest.mark.parametrize(
    ("also", "error"),
    [
        ({"day": "22-11-2026"}, "ikke ligger før 23-11-2026"),
        ({"day": ""}, "Skriv en dato."),
        ({"begins": "halv ti"}, "Skriv et klokkeslæt, for eksempel 10.30."),
        ({"place": "", "video_link": ""}, "Skriv, hvor det holdes, eller giv et videolink."),
        ({"video_link": "javascript:alert(1)"}, "Indsæt hele linket"),
        ({"video_link": "http://video.example/x"}, "Indsæt hele linket"),
        ({"place": "010190-1234"}, "CPR"),
        ({"employee-note": "Hun har en depression"}, "Det ligner en diagnose"),
        ({"guests": "1", "guest-0-email": "bo@eksempel.dk"}, "Skriv, hvem det er."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, client_of, also, error) -> None:
    response = send(world, client_of("consultant"), ask(world), "look", **also)
    assert error in words(response)
    assert "Send indkaldelserne" not in words(response)


def test_the_times_of_the_day_are_written_in_several_ways(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    for written in ("10", "10.00", "10:00", "kl. 10", "kl 10.00", "1000"):
        assert "kl. 10.00 til 11.00" in words(send(world, client, meeting, "look", begins=written)), written


def test_somebody_is_added_and_the_preview_follows_what_is_typed(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    text = words(send(world, client, meeting, "add", place=""))
    assert 'name="guest-0-name"' in text
    assert "Skriv, hvor det holdes" not in text
    typed_so_far = typed(world, client, meeting, "preview", **{"employee-note": "Tag gerne en med"})
    assert "Tag gerne en med" in words(client.post(address(meeting), typed_so_far))
    fragment = words(client.post(address(meeting), typed_so_far, headers={"HX-Request": "true"}))
    assert "Tag gerne en med" in fragment
    assert "<html" not in fragment


# --- Sent ---------------------------------------------------------------------------------------------------


def test_the_invitations_go_out_once_and_the_clock_stops(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fields = typed(
        world,
        client,
        meeting,
        "send",
        guests="1",
        **{"guest-0-name": "Bo Bisidder", "guest-0-role": "companion", "guest-0-email": "bo@eksempel.dk"},
    )
    for _twice in range(2):
        response = client.post(address(meeting), fields)
        assert response.headers["Location"] == reverse("meeting", args=[meeting.ref])
    meeting.refresh_from_db()
    assert (meeting.state, meeting.planned_by) == ("planned", world.users["consultant"])
    talk = meeting.conversation
    assert talk.starts_at == datetime(2026, 11, 25, 10, tzinfo=COPENHAGEN)
    roles = Participant.objects.filter(conversation=talk).values_list("role", flat=True)
    assert sorted(roles) == ["companion", "consultant", "employee", "leader"]
    assert Invitation.objects.filter(participant__conversation=talk).count() == 4
    assert Notice.objects.filter(kind="invitation", participant__conversation=talk).count() == 4
    assert Entry.objects.filter(event="meeting_planned").count() == 1


def test_a_moved_meeting_says_so_to_all_and_who_is_left_out_hears_that_it_is_off(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    plan(world, meeting, invitees=invitees(world))
    text = page(client, meeting)
    assert "Flyt eller ret mødet" in text
    fields = typed(world, client, meeting, "send", day="27-11-2026")
    del fields[f"user-{world.users['leader'].ref}-comes"]
    client.post(address(meeting), fields)
    meeting.refresh_from_db()
    assert meeting.state == "replanned"
    rows = Invitation.objects.filter(participant__conversation=meeting.conversation, sequence=1)
    assert {(row.participant.role, row.method) for row in rows} == {
        ("employee", "REQUEST"),
        ("consultant", "REQUEST"),
        ("leader", "CANCEL"),
    }


def test_what_another_planned_meanwhile_is_shown_and_nothing_is_lost(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fields = typed(world, client, meeting, "send")
    plan(world, meeting, by="hr", invitees=invitees(world))
    response = client.post(address(meeting), fields)
    assert MEANWHILE in words(response)
    assert "26-11-2026" in words(response)
    assert 'value="25-11-2026"' in words(response)
    meeting.conversation.refresh_from_db()
    assert meeting.conversation.starts_at == NOW + 72 * HOUR


def present(meeting: Meeting) -> list[str]:
    there = Participant.objects.present().filter(conversation=meeting.conversation)
    return sorted(there.values_list("role", flat=True))


def test_a_question_that_is_sent_twice_is_asked_once(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    guest = {"guests": "1", "guest-0-name": "Bo Bisidder", "guest-0-role": "companion"}
    fields = typed(world, client, meeting, "send_times", day_1="25-11-2026", begins_1="9", **guest)
    for _twice in range(2):
        response = client.post(address(meeting), fields)
        assert response.headers["Location"] == reverse("meeting", args=[meeting.ref])
    assert present(meeting) == ["companion", "consultant", "employee", "leader"]
    assert Entry.objects.filter(event="times_proposed").count() == 1


def test_a_page_from_before_the_question_was_asked_calls_nobody_off(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fields = typed(world, client, meeting, "send")
    send(world, client_of("hr"), meeting, "send_times", day_1="26-11-2026", begins_1="9")
    before = present(meeting)
    assert MEANWHILE in words(client.post(address(meeting), fields))
    meeting.refresh_from_db()
    assert meeting.state == "requested"
    assert present(meeting) == before


def test_what_else_was_typed_is_kept_where_day_and_place_stayed(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    plan(world, meeting, invitees=invitees(world))
    at_nine = {"day": "26-11-2026", "begins": "9.00"}
    guest = {"guests": "1", "guest-0-name": "Tine Tolk", "guest-0-role": "interpreter"}
    fields = typed(world, client, meeting, "send", video_link="https://moede.example/aase", **at_nine, **guest)
    plan(world, meeting, by="hr", invitees=invitees(world)[:2])
    response = client.post(address(meeting), fields)
    assert MEANWHILE in words(response)
    assert "https://moede.example/aase" in words(response)
    assert "Tine Tolk" in words(response)
    meeting.conversation.refresh_from_db()
    assert meeting.conversation.video_link == ""


def test_whom_the_employee_brings_while_it_is_planned_stays(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    plan(world, meeting, invitees=invitees(world))
    fields = typed(world, client, meeting, "send", day="27-11-2026")
    companion = bring_companion(
        participant=at(meeting, "employee"), name="Bo", email="bo@eksempel.dk", by=world.viewer("employee")
    )
    response = client.post(address(meeting), fields)
    assert MEANWHILE in words(response)
    assert re.search(rf'name="participant-{companion.ref}-comes"[^>]*checked', words(response))
    opened = re.search(r'name="opened" value="(\w+)"', words(response))
    assert opened
    shown = {f"participant-{companion.ref}-comes": "on", f"participant-{companion.ref}-note": ""}
    client.post(address(meeting), fields | shown | {"opened": opened[1], "seat": seats_in(words(response))})
    meeting.refresh_from_db()
    assert meeting.state == "replanned"
    assert present(meeting) == ["companion", "consultant", "employee", "leader"]


def test_whom_another_called_meanwhile_stays_ticked(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fields = typed(world, client, meeting, "send")
    other = {f"user-{world.users['other_consultant'].ref}-comes": "on"}
    send(world, client_of("hr"), meeting, "send_times", day_1="26-11-2026", begins_1="9", **other)
    response = client.post(address(meeting), fields)
    assert MEANWHILE in words(response)
    assert re.search(rf'name="user-{world.users["other_consultant"].ref}-comes"[^>]*checked', words(response))


def test_a_meeting_that_is_over_is_not_planned(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("hr"))
    assert client.get(address(meeting)).headers["Location"] == reverse("meeting", args=[meeting.ref])


# --- Times first --------------------------------------------------------------------------------------------


def test_times_are_proposed_and_chosen_by_their_answers(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    several = {"day_1": "25-11-2026", "begins_1": "9", "day_2": "26-11-2026", "begins_2": "13.30"}
    assert "Spørg dem" in words(send(world, client, meeting, "look_times", **several))
    send(world, client, meeting, "send_times", **several)
    meeting.refresh_from_db()
    assert meeting.state == "requested"
    first, second = ProposedTime.objects.filter(conversation=meeting.conversation).order_by("starts_at")
    for role, can in (("employee", False), ("leader", True)):
        participant = Participant.objects.get(conversation=meeting.conversation, role=role)
        for time, answer in ((first, can), (second, True)):
            TimeAnswer.objects.create(time=time, participant=participant, can=answer, answered_at=NOW)
    text = page(client, meeting)
    assert text.index("Torsdag 26. november kl. 13.30") < text.index("Onsdag 25. november kl. 9.00")
    asked = words(client.get(reverse("meeting", args=[meeting.ref])))
    for shown in (text, asked):
        assert "Kan: Birgit Lund, Karen Ravn" in shown
        assert "Kan ikke: Åse Kanariefugl" in shown
        assert "Alle kan" in shown
    assert "Alle er spurgt, hvornår de kan." in asked
    assert re.search(r'name="when"\s+value="other"[^>]*data-opens', text)
    assert "Kan ikke:" not in words(client_of("leader").get(reverse("meeting", args=[meeting.ref])))
    clash = words(send(world, client, meeting, "look", when=first.starts_at.isoformat()))
    assert "Åse Kanariefugl kan ikke på det tidspunkt." in clash
    send(world, client, meeting, "send", when=second.starts_at.isoformat())
    meeting.refresh_from_db()
    assert (meeting.state, meeting.conversation.starts_at) == ("planned", second.starts_at)


def test_a_meeting_keeps_its_time_until_another_is_chosen(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    send(world, client, meeting, "send_times", day_1="25-11-2026", begins_1="9")
    assert re.search(r'name="when"\s+value="2026-11-25[^>]*checked', page(client, meeting))
    send(world, client, meeting, "send", day="26-11-2026", begins="13.30", when="other")
    text = page(client, meeting)
    assert re.search(r'name="when"\s+value="other"[^>]*checked', text)
    assert 'value="26-11-2026"' in text


def test_what_was_typed_of_several_times_stays_in_sight(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    fold = r'<details class="fold" open>\s*<summary><h2 class="h3" id="propose">'
    assert not re.search(fold, page(client, meeting))
    assert re.search(fold, words(send(world, client, meeting, "add", day_1="25-11-2026")))


def test_who_is_asked_when_they_can_is_told_so(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    send(world, client, meeting, "send_times", day_1="25-11-2026", begins_1="9")
    of_leader = words(client_of("leader").get(reverse("meeting", args=[meeting.ref])))
    assert "Svar, hvornår du kan, og forbered dig." in of_leader
    assert "Ikke svaret</span>" not in of_leader


def test_half_a_proposal_and_none_are_refused(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    assert "Skriv mindst én tid." in words(send(world, client, meeting, "look_times"))
    assert "Skriv et klokkeslæt." in words(send(world, client, meeting, "look_times", day_1="25-11-2026"))


# --- What it costs ------------------------------------------------------------------------------------------


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len([query for query in found if "SAVEPOINT" not in query["sql"]])


def test_planning_asks_the_same_for_one_participant_and_for_thirty(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    counts = []
    for number in (1, 30):
        for each in range(number):
            Participant.objects.create(
                conversation=meeting.conversation,
                role="other",
                name=f"Gæst {number} {each}",
                link_until=NOW,
                added_at=NOW,
            )
        counts.append(queries(client, address(meeting)))
    assert counts[0] == counts[1] <= MOST_QUERIES
    ProposedTime.objects.create(
        conversation=meeting.conversation,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=1),
        proposed_at=NOW,
    )
    assert queries(client, address(meeting)) <= MOST_QUERIES


def test_a_meetings_page_asks_the_same_for_one_participant_and_for_thirty(world, client_of) -> None:
    meeting, client = ask(world), client_of("consultant")
    plan(world, meeting, invitees=invitees(world))
    counts = []
    for number in (1, 30):
        for each in range(number):
            participant = Participant.objects.create(
                conversation=meeting.conversation,
                role="other",
                name=f"Gæst {number} {each}",
                link_until=NOW,
                added_at=NOW,
            )
            Invitation.objects.create(
                participant=participant, sequence=0, method="REQUEST", starts_at=NOW, ends_at=NOW, made_at=NOW
            )
        counts.append(queries(client, reverse("meeting", args=[meeting.ref])))
    assert counts[0] == counts[1]
