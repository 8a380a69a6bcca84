"""The pages of Fast track: what they show to whom, and how much they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from absence.models import Period
from audit.models import Entry
from cases.models import FollowUp, Heartbeat
from people.models import Assignment
from retention.fasttrack import flows
from retention.models import Contact, FastTrack
from retention.rules.fasttrack import FastTrackKind, MissedReason, Outcome
from retention.rules.ladder import ToldHow
from retention.tasks import settle_fast_tracks
from tests.retention.conftest import carried
from tests.retention.fasttrack.conftest import inform, start
from tests.world import ASE_CANARIES, NOW, TODAY


def page(client, name: str, ref: str) -> str:
    response = client.get(reverse(name, args=[ref]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def missed(world, person: str = "employee") -> None:
    FastTrack.objects.create(
        employee=world.employees[person],
        kind="ordinary",
        initiator="leader",
        state="missed",
        about_day=TODAY - timedelta(days=40),
        started_on=TODAY,
        missed_on=TODAY,
        closed_on=TODAY,
    )


@pytest.mark.parametrize("page_name", ["employee_detail", "my_page"])
def test_the_window_counts_down_in_words(world, client_of, page_name):
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=31))
    if page_name == "my_page":
        text = client_of("employee").get(reverse("my_page")).content.decode()
    else:
        text = page(client_of("leader"), page_name, world.employees["employee"].ref)
    assert "Vinduet på 5 uger lukker fredag, om 4 dage" in text


def test_a_draft_is_not_shown_to_the_employee_until_they_are_told(world, client_of):
    row = start(world)
    before = client_of("employee").get(reverse("my_page")).content.decode()
    assert "Bed om Fast track" not in before
    assert "Ja til Fast track" not in before
    inform(world, row)
    after = client_of("employee").get(reverse("my_page")).content.decode()
    assert "Ja til Fast track" in after
    assert "Nej tak" in after


def test_the_answers_stand_on_the_sheet_and_no_cpr_number(world, client_of, home):
    Contact.objects.create(
        municipality=home, name="Kirsten Kontakt", phone="00 00 97 01", first_day=TODAY, confirmed_on=TODAY
    )
    row = start(world, words=flows.Words(functions="Løft", adapted="Færre aftenvagter"))
    text = page(client_of("leader"), "fast_track_print", row.ref)
    assert "CPR-nummeret står i lønsystemet" in text
    assert "04-11-2026" in text
    for words in ("Løft", "Færre aftenvagter", "Ringkøbing-Skjern", "Kirsten Kontakt", "00 00 97 01"):
        assert words in text


def test_the_card_leads_to_the_referrals_page(world, client_of):
    row = start(world)
    task = FollowUp.objects.get(origin="fast_track")
    FollowUp.objects.exclude(pk=task.pk).delete()
    FollowUp.objects.update(due_on=TODAY)
    leader = client_of("leader")
    text = leader.get(reverse("home")).content.decode()
    address = reverse("fast_track_task", args=[task.ref])
    assert f'href="{address}"' in text
    assert "onsdag 9.\u00a0december" in text
    assert leader.get(address).url == reverse("fast_track_detail", args=[row.ref])


def test_the_list_shows_hr_all_leaders_and_consultants_theirs(world, client_of):
    missed(world)
    missed(world, "leader")
    Assignment.objects.exclude(employee=world.employees["employee"]).delete()
    seen = {}
    for person in ("hr", "leader", "leader_above", "sibling_leader", "consultant", "other_consultant"):
        text = client_of(person).get(reverse("fast_track_list")).content.decode()
        main = text.partition("<main")[2]
        seen[person] = [name for name in (ASE_CANARIES[0], "Birgit Lund") if name in main]
    assert seen == {
        "hr": ["Kanariefugl", "Birgit Lund"],
        "leader": ["Kanariefugl"],
        "leader_above": ["Birgit Lund"],
        "sibling_leader": [],
        "consultant": ["Kanariefugl"],
        "other_consultant": [],
    }
    listed = Entry.objects.filter(event="listed", purpose="fast_track").order_by("pk").first()
    assert sorted(listed.subjects) == sorted(world.employees[person].ref for person in ("employee", "leader"))


def test_hr_reads_why_windows_were_missed(world, client_of):
    missed(world)
    missed(world, "leader")
    leader = world.viewer("leader")
    flows.explain_missed_window(employee=world.employees["employee"], reason=MissedReason.NO_TIME, by=leader)
    text = " ".join(client_of("hr").get(reverse("fast_track_list")).content.decode().split())
    assert "Der var ikke tid til det: <b>1</b>" in text
    assert "Ingen begrundelse endnu: <b>1</b>" in text


def test_the_list_costs_the_same_for_one_and_for_many(world, client_of):
    hr, found = client_of("hr"), []
    for people in (["employee"], ["colleague", "deputy", "past_deputy"]):
        for person in people:
            missed(world, person)
        with CaptureQueriesContext(connection) as queries:
            assert hr.get(reverse("fast_track_list")).status_code == 200
        found.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert found[0] == found[1]


def test_a_refusal_of_the_window_is_said_at_the_day(world, client_of):
    row = start(world)
    inform(world, row)
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=36))
    text = client_of("leader").post(reverse("fast_track_sent", args=[row.ref]), {"day": "23-11-2026"})
    assert "Vinduet var lukket den dag." in text.content.decode()
    assert FastTrack.objects.get().state == "informed"


def test_the_preventive_kind_says_what_is_agreed(world, client_of, agreement):
    address = reverse("fast_track_start", args=[world.employees["colleague"].ref])
    leader = client_of("leader")
    text = " ".join(leader.get(address, {"slags": "preventive"}).content.decode().split())
    assert "Ringkøbing-Skjern har aftalt Fast track ved bekymring: 0 af 1 er brugt i år." in text
    leader.post(address, {"kind": "preventive", "initiator": "leader"})
    row = FastTrack.objects.get()
    assert (row.kind, row.expected_long) == ("preventive", False)


def test_correcting_a_preventive_one_asks_no_more_than_beginning_it(world, client_of, agreement):
    leader = client_of("leader")
    row = start(world, about="colleague", kind=FastTrackKind.PREVENTIVE, expected_long=False)
    change = reverse("fast_track_change", args=[row.ref])
    assert "expected_long" not in leader.get(change).content.decode()
    assert leader.post(change, {"functions": "Løft", "opened": carried(leader, change)}).status_code == 302
    row.refresh_from_db()
    assert (row.functions, row.expected_long) == ("Løft", False)


def test_what_the_guard_flags_is_kept_with_a_reason(world, client_of):
    address, leader = reverse("fast_track_start", args=[world.employees["employee"].ref]), client_of("leader")
    posted = {"initiator": "leader", "expected_long": "yes", "functions": "Kan ikke gå på stigen i angsten"}
    text = leader.post(address, posted).content.decode()
    assert "Kan ikke gå på stigen i angsten" in text
    assert "note_override" in text
    leader.post(address, {**posted, "note_override": "Angsten er navnet på afdelingens stige"})
    assert FastTrack.objects.count() == 0
    leader.post(address, {**posted, "note_override": "Det er navnet på en stige"})
    assert FastTrack.objects.get().words_override == "Det er navnet på en stige"


def test_the_nightly_task_settles_and_beats(world):
    Period.objects.filter(pk=world.periods["employee"].pk).update(first_day=TODAY - timedelta(days=36))
    settle_fast_tracks()
    assert FastTrack.objects.get().state == "missed"
    assert Heartbeat.objects.get(job="settle_fast_tracks").beat_at == NOW


def test_a_window_closed_on_its_last_day(world, client_of):
    missed(world)
    hr, row = client_of("hr"), FastTrack.objects.get()
    assert "Vinduet lukkede ubrugt 22. november" in page(hr, "fast_track_detail", row.ref)
    listed = hr.get(reverse("fast_track_list")).content.decode().partition("<tbody")[2]
    assert "22.\u00a0november" in listed


@pytest.mark.parametrize(("yes", "said"), [(True, "Ja, 23. november"), (False, "Nej tak, 23. november")])
def test_the_answer_says_which(world, client_of, yes, said):
    row = start(world)
    inform(world, row)
    leader = world.viewer("leader")
    flows.answer_fast_track(fast_track=row, yes=yes, told_how=ToldHow.PHONE, by=leader)
    assert f"{said}, i telefonen, noteret af Birgit Lund" in page(client_of("leader"), "fast_track_detail", row.ref)


def test_once_it_is_held_nobody_is_asked_to_begin_it(world, client_of):
    row, leader = start(world), world.viewer("leader")
    employee = world.employees["employee"].ref
    begin = reverse("fast_track_start", args=[employee])
    inform(world, row)
    flows.answer_fast_track(fast_track=row, yes=True, told_how=ToldHow.PHONE, by=leader)
    flows.mark_as_sent(fast_track=row, sent_on=TODAY, by=leader)
    flows.note_outcome(fast_track=row, outcome=Outcome.TALK_HELD, outcome_on=TODAY, by=leader)
    for name in ("employee_detail", "fast_track_and_consent"):
        text = page(client_of("leader"), name, employee)
        assert begin not in text
        assert "Vinduet" not in text


def test_who_begins_a_second_one_is_shown_the_first(world, client_of):
    row, client = start(world), client_of("leader")
    begin = reverse("fast_track_start", args=[world.employees["employee"].ref])
    response = client.post(begin, {"expected_long": "yes", "initiator": "leader"})
    assert response.headers["Location"] == reverse("fast_track_detail", args=[row.ref])
    assert "Der er allerede en Fast track. Her er den." in page(client, "fast_track_detail", row.ref)
