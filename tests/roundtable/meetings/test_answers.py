"""Who is told that somebody cannot come to a meeting that is planned, and where it stands until it is moved."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.invitations.flows import answer_invitation
from cases.invitations.rules import Answer
from cases.models import FollowUp, Notice, Participant
from cases.notices.flows import send_notices
from people.access import system
from people.models import Assignment
from roundtable.models import Meeting
from roundtable.request import flows
from roundtable.rules.meetings import CancelReason, UnheldReason
from tests.audit.scenarios_request import invitees
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import NOW, TODAY, World

WHY = "Kanin på ferie"


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Planned for Thursday at nine."""
    found = ask(world)
    plan(world, found, invitees=invitees(world))
    Assignment.objects.create(
        employee=found.employee, consultant=world.users["consultant"], first_day=TODAY, reason="worry"
    )
    found.refresh_from_db()
    return found


def say(world: World, meeting: Meeting, answer: Answer, role: str = "leader", now=NOW) -> None:
    participant = Participant.objects.present().get(conversation=meeting.conversation, role=role)
    answer_invitation(participant=participant, answer=answer, reason=WHY, by=world.viewer(role, now))


def told(world: World, now=NOW) -> list[str]:
    """Who has been mailed of an answer."""
    send_notices(by=lambda: system(now))
    refs = FollowUp.objects.filter(kind="meeting_answer").values("ref")
    rows = Notice.objects.filter(kind="new_task", subject__in=refs, state="sent").order_by("pk")
    names = {user: name for name, user in world.users.items()}
    return [names[row.recipient] for row in rows]


def read(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", client.get(url).content.decode())


@pytest.mark.parametrize("answer", [Answer.NO, Answer.OTHER_TIME])
def test_the_consultant_is_told_without_a_name_or_a_reason(world: World, meeting: Meeting, answer: Answer) -> None:
    send_notices(by=lambda: system(NOW))
    before = (meeting.state, meeting.planned_at)
    mail.outbox.clear()
    say(world, meeting, answer)
    assert told(world) == ["consultant"]
    [letter] = [each for each in mail.outbox if "der ikke kan vente" in each.subject]
    said = letter.message().as_string() + letter.body + letter.subject
    assert [word for word in ("Kanariefugl", "Åse", "Birgit", "Kanin", "ferie") if word in said] == []
    meeting.refresh_from_db()
    assert (meeting.state, meeting.planned_at) == before
    assert not FollowUp.objects.open().filter(kind="round_table_plan").exists()


def test_a_yes_tells_nobody_and_takes_a_no_back(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.YES)
    assert told(world) == []
    say(world, meeting, Answer.NO)
    say(world, meeting, Answer.YES)
    assert not FollowUp.objects.open().filter(kind="meeting_answer").exists()
    assert told(world) == []


def test_each_who_cannot_come_is_told_of(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.NO)
    assert told(world) == ["consultant"]
    say(world, meeting, Answer.OTHER_TIME)
    assert told(world) == ["consultant"]
    say(world, meeting, Answer.NO, role="employee", now=NOW + HOUR)
    assert told(world, NOW + HOUR) == ["consultant"] * 2
    plan(world, meeting, hours=96, now=NOW + 2 * HOUR, invitees=invitees(world))
    say(world, meeting, Answer.NO, now=NOW + 3 * HOUR)
    assert told(world, NOW + 3 * HOUR) == ["consultant"] * 3


def test_until_a_consultant_has_the_matter_the_host_is_told(world: World, meeting: Meeting) -> None:
    Assignment.objects.filter(employee=meeting.employee, consultant__isnull=False).delete()
    say(world, meeting, Answer.NO)
    assert told(world) == ["consultant"]


def test_who_has_taken_the_matter_over_is_told_instead_of_the_host(world: World, meeting: Meeting) -> None:
    Assignment.objects.filter(employee=meeting.employee, consultant=world.users["consultant"]).update(
        consultant=world.users["other_consultant"]
    )
    say(world, meeting, Answer.NO)
    assert told(world) == ["other_consultant"]


def test_it_stands_in_the_inbox_the_list_and_the_meeting_until_it_is_planned_anew(
    world: World, meeting: Meeting, client_of
) -> None:
    client = client_of("consultant")
    pages = (reverse("inbox"), "/moeder/?vis=kommende", reverse("meeting", args=[meeting.ref]))
    words = ("kan ikke komme til mødet om Åse", "En kan ikke komme", "En kan ikke komme")
    assert [text in read(client, url) for url, text in zip(pages, words, strict=True)] == [False] * 3
    say(world, meeting, Answer.NO)
    assert [text in read(client, url) for url, text in zip(pages, words, strict=True)] == [True] * 3
    # Planned anew at the same hour: whoever planned knows of the answer.
    plan(world, meeting, invitees=invitees(world))
    assert [text in read(client, url) for url, text in zip(pages, words, strict=True)] == [False] * 3
    row = FollowUp.objects.get(kind="meeting_answer")
    assert (row.state, row.done_by) == ("done", world.users["consultant"])


def test_it_is_to_be_looked_at_on_the_next_working_day_and_leads_to_the_meeting(
    world: World, meeting: Meeting, client_of
) -> None:
    say(world, meeting, Answer.NO)
    row = FollowUp.objects.get(kind="meeting_answer")
    assert (row.due_on, row.owner_role) == (TODAY + timedelta(days=1), "consultant")
    response = client_of("consultant").get(reverse("meeting_task", args=[row.ref]))
    assert response.headers["Location"] == reverse("meeting", args=[meeting.ref])


def test_it_is_due_by_the_meeting_at_the_latest(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.NO, now=NOW + 71 * HOUR)
    assert FollowUp.objects.get(kind="meeting_answer").due_on == TODAY + timedelta(days=3)


def test_nothing_is_owed_of_it_once_the_meeting_is_off(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.NO)
    flows.cancel_meeting(meeting=meeting, reason=CancelReason.NOT_NEEDED, by=world.viewer("consultant"))
    assert FollowUp.objects.get(kind="meeting_answer").state == "withdrawn"


def test_nothing_is_owed_of_it_once_the_meeting_was_not_held(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.NO)
    later = world.viewer("consultant", NOW + 80 * HOUR)
    flows.close_unheld(meeting=meeting, reason=UnheldReason.NOBODY_CAME, by=later)
    assert FollowUp.objects.get(kind="meeting_answer").state == "withdrawn"


def test_a_no_after_a_yes_is_told_of_again(world: World, meeting: Meeting) -> None:
    say(world, meeting, Answer.NO)
    assert told(world) == ["consultant"]
    say(world, meeting, Answer.YES, now=NOW + HOUR)
    say(world, meeting, Answer.NO, now=NOW + 26 * HOUR)
    assert told(world, NOW + 26 * HOUR) == ["consultant", "consultant"]
