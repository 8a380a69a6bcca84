"""What is done about screening: the questions answered, and a person's decision."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from audit import flows as audit
from cases.followups.flows import fulfil, owe
from cases.models import Case, FollowUp
from cases.rules import Part, Right, right_to
from people.access import lock_employee
from people.models import Employee
from people.rules import ActingAs, OwnerRole, insist
from people.viewer import Viewer
from retention.caseload.flows import MAY_REFER, refer
from retention.caseload.queries.referrals import running
from retention.models import Screening, ScreeningAnswer, ScreeningQuestion
from retention.rules.caseload import ReferReason
from retention.rules.screening import Answer, Decision, Event, advise, check_look_again, score
from retention.saying import said_before
from retention.screening.queries import limits, questions_on

QUESTIONS: Final = Path(__file__).parents[1] / "data" / "screening.toml"
ORIGIN: Final = "screening"


@transaction.atomic
def screen(*, employee: Employee, answers: Mapping[str, Answer], by: Viewer) -> Screening:
    """Keeps the answers with what they count to, and does the task of looking again, if there was one. The same answers
    by the same person that day are kept once, until something is decided.

    `RuleViolation` with `not_yours`, `has_left` or `unknown_question`. Audit: `screened`.
    """
    found, capacity = _locked(employee, by)
    insist(not found.has_left(by.today), "has_left")
    questions = questions_on(by.today)
    counted = score({question.key: question.weight for question in questions}, answers)
    answered = {question: answers.get(question.key, Answer.UNKNOWN) for question in questions}
    said = {"employee": found, "screened_on": by.today, "screened_by": by.user}
    same = said_before(Screening.objects.filter(decision=""), said)
    if same is not None and dict(same.answers.values_list("question", "answer")) == {
        question.pk: answer for question, answer in answered.items()
    }:
        return same
    made = Screening.objects.create(
        **said,
        case=Case.objects.open().filter(employee=found).first(),
        points=counted.points,
        most=counted.most,
        advice=advise(counted, limits()),
    )
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(screening=made, question=question, answer=answer) for question, answer in answered.items()
    )
    for row in FollowUp.objects.open().filter(employee=found, origin=ORIGIN):
        fulfil(employee=found, key=row.key, done_on=by.today, by=by)
    _record(Event.SCREENED, found, capacity, by, ["points", "advice"])
    return made


@transaction.atomic
def decide_screening(
    *, screening: Screening, decision: Decision, by: Viewer, look_again_on: date | None = None
) -> None:
    """What a person decides, whatever the advice: a consultant is asked, or a day to look again is owed.

    `RuleViolation` with `not_yours`, `already_decided`, or what `check_look_again` says. Audit: `screening_decided`,
    and what `refer` writes.
    """
    found, capacity = _locked(screening.employee, by)
    row: Screening = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    insist(not row.decision, "already_decided")
    check_look_again(decision, look_again_on, by.today)
    row.decision = decision
    row.look_again_on = look_again_on if decision is Decision.LOOK_AGAIN else None
    row.save()
    if row.look_again_on is not None:
        owe(
            employee=found,
            key=f"{ORIGIN}:again:{row.ref}",
            kind="screening_again",
            owner_role=OwnerRole.LEADER,
            due_on=row.look_again_on,
            by=by,
        )
    if decision is Decision.CONSULTANT and capacity in MAY_REFER and not running(found, by.today):
        refer(employee=found, to=None, reason=ReferReason.LONG_ABSENCE, by=by)
    _record(Event.DECIDED, found, capacity, by, ["decision"])


def seed_questions(*, by: Viewer) -> int:
    """Adds the questions that are not there yet. What a municipality has ended or changed stays so."""
    insist(by.is_system, "only_the_system")
    known = set(ScreeningQuestion.objects.values_list("key", "first_day"))
    shipped = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    new = [
        ScreeningQuestion(position=position, **values)
        for position, values in enumerate(shipped, start=1)
        if (values["key"], values["first_day"]) not in known
    ]
    return len(ScreeningQuestion.objects.bulk_create(new))


def _locked(employee: Employee, by: Viewer) -> tuple[Employee, ActingAs]:
    found, capacity = lock_employee(employee.pk, by)
    insist(right_to(Part.CASE, capacity) is Right.WRITE, "not_yours")
    return found, capacity


def _record(event: Event, employee: Employee, capacity: ActingAs, by: Viewer, fields: list[str]) -> None:
    audit.record(event, by=by, capacity=capacity, subjects=[employee.ref], fields=fields, at=by.now)
