"""The open questions that are shipped ask about work, possible tasks first, and each side is asked the same number."""

import re

import pytest

from cases.guard import flags_in
from roundtable.rules.table import SEATS
from roundtable.table.questions import keys_of, questions_for, shipped_questions
from tests.retention.screening.test_questions import FORBIDDEN


@pytest.mark.parametrize("question", shipped_questions(), ids=lambda each: f"{each.seat}-{each.key}")
def test_no_question_asks_about_illness(question) -> None:
    for text in (question.text("Lærke", "da"), question.text("Lærke", "en")):
        assert flags_in(text) == []
        assert [form for form in FORBIDDEN if re.search(form, text, re.IGNORECASE)] == []
        assert "{" not in text


@pytest.mark.parametrize("seat", SEATS)
def test_what_is_possible_is_asked_before_what_is_not(seat) -> None:
    assert keys_of(seat) == ("possible", "waits", "helps")


def test_the_leader_is_asked_about_the_employee_by_name() -> None:
    assert questions_for(SEATS[1])[0].text("Lærke", "da") == "Hvilke opgaver kan Lærke løse nu?"
