"""The reads of screening."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from people.language import page_language
from people.words import Language, say_date
from retention.matter.queries import Screened
from retention.models import Screening, ScreeningQuestion
from retention.rules.screening import Advice, Answer, Decision, Limits
from retention.screening.words import ADVICE, ANSWERS, DECISIONS


def questions_on(day: date) -> list[ScreeningQuestion]:
    return list(ScreeningQuestion.objects.running(day).order_by("position", "key"))


def limits() -> Limits:
    """The municipality's."""
    return Limits(fast_track=settings.SCREENING_FAST_TRACK_FROM, consultant=settings.SCREENING_CONSULTANT_FROM)


def question_text(question: ScreeningQuestion, lang: Language) -> str:
    return question.text_da if lang == "da" else question.text_en


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer; `points` is what a yes gives, `counted` whether it was one."""

    text: str
    answer: str
    points: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Result:
    """How it was counted, what that advises, and what was decided."""

    ref: str
    on: str
    points: int
    most: int
    limits: Limits
    lines: tuple[AnswerLine, ...]
    advice: str
    decision: str


def result_of(screening: Screening, today: date) -> Result:
    """One query."""
    lang = page_language()
    answers = screening.answers.select_related("question").order_by("question__position", "question__key")
    return Result(
        ref=screening.ref,
        on=say_date(screening.screened_on, today, lang),
        points=screening.points,
        most=screening.most,
        limits=limits(),
        lines=tuple(
            AnswerLine(
                text=question_text(row.question, lang),
                answer=str(ANSWERS[Answer(row.answer)]),
                points=row.question.weight,
                counted=row.answer == Answer.YES,
            )
            for row in answers
        ),
        advice=str(ADVICE[Advice(screening.advice)]),
        decision=say_decision(screening, today, lang),
    )


def say_decision(screening: Screening | Screened, today: date, lang: Language) -> str:
    if not screening.decision:
        return ""
    words = str(DECISIONS[Decision(screening.decision)])
    return f"{words}, {say_date(screening.look_again_on, today, lang)}" if screening.look_again_on else words
