"""The questions that are shipped ask about work: the law forbids to ask which illness, and how likely one is."""

import re
import tomllib

import pytest

from cases.guard import flags_in
from retention.screening.flows import QUESTIONS

SHIPPED = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
# Forms of what helbredsoplysningsloven § 2 does not let an employer ask.
FORBIDDEN = [
    r"\bsygdom", r"\bfejler\b", r"\bdiagnos", r"\bsymptom", r"\bmedicin", r"\blæge", r"\bbehandl", r"\bhelbred",
    r"\brask\b", r"\brisiko", r"\bsandsynlig", r"\bfrygter\b", r"\bblive syg", r"\bhvad er der galt", r"\bhospital",
    r"\bsygehus", r"\bpsykolog", r"\barvelig", r"\bgravid", r"\bfamilien\b", r"\bundersøg",
    r"\billness", r"\bdisease", r"\bdiagnos", r"\bmedic", r"\bdoctor", r"\btreat", r"\bhealth", r"\brisk\b",
    r"\bfall ill", r"\bwhat is wrong", r"\bpregnan", r"\bhospital", r"\bill\b", r"\bsick\b",
]  # fmt: skip


@pytest.mark.parametrize("question", SHIPPED, ids=[question["key"] for question in SHIPPED])
def test_no_question_asks_about_illness_or_the_risk_of_it(question):
    for text in (question["text_da"], question["text_en"]):
        assert flags_in(text) == []
        assert [form for form in FORBIDDEN if re.search(form, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "asked",
    [
        "Hvilken sygdom har medarbejderen?",
        "Hvad fejler du?",
        "Er der risiko for, at du bliver syg igen?",
        "Går du til læge?",
        "Får medarbejderen medicin?",
        "Er hun gravid?",
        "Is there a risk that you fall ill again?",
    ],
)
def test_the_forms_find_what_is_forbidden(asked):
    assert any(re.search(form, asked, re.IGNORECASE) for form in FORBIDDEN)


def test_each_has_points_a_source_and_a_first_day():
    assert len(SHIPPED) == len({question["key"] for question in SHIPPED}) == 8
    assert all(question["weight"] > 0 and question["source"] and question["first_day"] for question in SHIPPED)
