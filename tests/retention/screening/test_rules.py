"""How answers are counted, and what that advises; without a database."""

from datetime import date, timedelta
from itertools import product

import pytest

from retention.rules.screening import Advice, Answer, Decision, Limits, Score, advise, check_look_again, score
from tests.refusals import refusal_of

TODAY = date(2026, 11, 23)
WEIGHTS = {"a": 3, "b": 2, "c": 1}
LIMITS = Limits(fast_track=6, consultant=3)


@pytest.mark.parametrize("answers", list(product(Answer, repeat=3)))
def test_only_a_yes_counts_and_only_its_own_points(answers):
    said = dict(zip(WEIGHTS, answers, strict=True))
    expected = sum(WEIGHTS[key] for key in WEIGHTS if said[key] == "yes")
    assert score(WEIGHTS, said) == Score(expected, most=6, unknown=answers.count(Answer.UNKNOWN), asked=3)


def test_what_was_not_answered_is_not_known_and_what_was_not_asked_is_refused():
    assert score(WEIGHTS, {"a": Answer.NO}) == Score(0, 6, 2, 3)
    assert refusal_of(lambda: score(WEIGHTS, {"d": Answer.YES})) == "unknown_question"


@pytest.mark.parametrize(
    ("points", "unknown", "advice"),
    [
        (0, 0, Advice.NOTHING),
        (2, 3, Advice.NOTHING),
        (2, 4, Advice.ASK_MORE),
        (0, 8, Advice.ASK_MORE),
        (3, 8, Advice.CONSULTANT),
        (5, 0, Advice.CONSULTANT),
        (6, 0, Advice.FAST_TRACK),
        (14, 0, Advice.FAST_TRACK),
    ],
)
def test_the_advice_follows_from_the_points(points, unknown, advice):
    assert advise(Score(points, most=14, unknown=unknown, asked=8), LIMITS) is advice


def test_without_questions_nothing_is_advised():
    assert advise(score({}, {}), LIMITS) is Advice.NOTHING


@pytest.mark.parametrize(
    ("days", "code"), [(None, "day_missing"), (0, "not_later"), (-1, "not_later"), (61, "too_far"), (1, ""), (60, "")]
)
def test_looking_again_needs_a_day_that_is_near(days, code):
    def check():
        day = None if days is None else TODAY + timedelta(days=days)
        check_look_again(Decision.LOOK_AGAIN, day, TODAY)

    if code:
        assert refusal_of(check) == code
    else:
        check()


@pytest.mark.parametrize("decision", [each for each in Decision if each is not Decision.LOOK_AGAIN])
def test_the_other_decisions_need_no_day(decision):
    check_look_again(decision, None, TODAY)
