"""Screening: what is kept, who may, and what a decision leads to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import FollowUp
from people.access import system
from people.models import Assignment
from retention.models import Screening, ScreeningQuestion
from retention.rules.screening import Answer, Decision
from retention.screening import flows
from tests.refusals import refusal_of
from tests.world import NOW, TODAY

YES = Answer.YES


def screen(world, person="leader", now=NOW, **answers):
    return flows.screen(employee=world.employees["employee"], answers=answers, by=world.viewer(person, now))


def decide(world, row, decision, **given):
    flows.decide_screening(screening=row, decision=decision, by=world.viewer("leader"), **given)


def test_the_answers_are_kept_and_counted(world):
    row = screen(world, expects_eight_weeks=YES, tasks_blocked=YES, work_related=YES, long_before=Answer.NO)
    assert (row.points, row.most, row.advice, row.decision) == (6, 14, "fast_track", "")
    said = {answer.question.key: answer.answer for answer in row.answers.select_related("question")}
    assert len(said) == 8
    assert (said["long_before"], said["no_part_time"]) == ("no", "unknown")


def test_a_question_that_has_ended_is_asked_no_more(world):
    ScreeningQuestion.objects.filter(key="tasks_blocked").update(last_day=TODAY - timedelta(days=1))
    assert screen(world).most == 12
    assert refusal_of(lambda: screen(world, tasks_blocked=YES)) == "unknown_question"
    assert flows.seed_questions(by=system(NOW)) == 0


@pytest.mark.parametrize("person", ["employee", "colleague", "sibling_leader", "leader_above", "administrator"])
def test_others_do_not_screen(world, person):
    assert refusal_of(lambda: screen(world, person)) == "not_yours"
    row = screen(world)
    assert (
        refusal_of(lambda: flows.decide_screening(screening=row, decision=Decision.NOTHING, by=world.viewer(person)))
        == "not_yours"
    )


def test_looking_again_is_owed_on_its_day_and_done_by_answering_anew(world):
    row = screen(world)
    decide(world, row, Decision.LOOK_AGAIN, look_again_on=TODAY + timedelta(days=9))
    owed = FollowUp.objects.get(origin="screening")
    assert (owed.kind, owed.owner_role, owed.due_on) == ("screening_again", "leader", TODAY + timedelta(days=9))
    assert refusal_of(lambda: decide(world, row, Decision.NOTHING)) == "already_decided"
    screen(world, now=NOW + timedelta(days=9))
    owed.refresh_from_db()
    assert owed.state == "done"


def test_a_consultant_is_asked_once(world):
    decide(world, screen(world), Decision.CONSULTANT)
    assert Assignment.objects.count() == 1
    Assignment.objects.all().delete()
    decide(world, screen(world), Decision.CONSULTANT)
    assert list(Assignment.objects.values_list("consultant", "reason")) == [(None, "long_absence")]


def test_a_decision_may_go_against_the_advice(world):
    row = screen(world, expects_eight_weeks=YES, tasks_blocked=YES, length_unknown=YES)
    decide(world, row, Decision.NOTHING)
    row.refresh_from_db()
    assert (row.advice, row.decision) == ("fast_track", "nothing")


def test_from_the_receipt_to_the_decision(world, client_of):
    leader = client_of("leader")
    receipt = leader.get(reverse("report_receipt", args=[world.periods["employee"].ref])).content.decode()
    address = reverse("screening", args=[world.employees["employee"].ref])
    assert f'href="{address}"' in receipt
    assert "Kan det trække ud?" in receipt
    page = leader.post(address, {"q_tasks_blocked": "yes"})
    assert page.status_code == 200
    assert "Vælg ja, nej eller ved ikke." in page.content.decode()
    answers = {f"q_{key}": "yes" for key in ScreeningQuestion.objects.values_list("key", flat=True)}
    answer = leader.post(address, answers)
    row = Screening.objects.get()
    assert answer.url == reverse("screening_result", args=[row.ref])
    shown = leader.get(answer.url).content.decode()
    assert "14 point af 14" in shown
    assert leader.post(answer.url, {"decision": "fast_track"}).url == reverse(
        "fast_track_start", args=[world.employees["employee"].ref]
    )
    assert "<form" not in leader.get(answer.url).content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_task_leads_to_the_questions(world, client_of):
    decide(world, screen(world), Decision.LOOK_AGAIN, look_again_on=TODAY + timedelta(days=2))
    row = FollowUp.objects.get(origin="screening")
    answer = client_of("leader").get(reverse("screening_task", args=[row.ref]))
    assert answer.url == reverse("screening", args=[world.employees["employee"].ref])
