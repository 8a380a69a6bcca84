"""The open questions that each side answers before a meeting, as they lie in data/questions.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from people.words import Language
from roundtable.rules.table import Seat

QUESTIONS: Final = Path(__file__).parent.parent / "data" / "questions.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """`{name}` in its texts is the employee's first name."""

    seat: str
    key: str
    text_da: str
    text_en: str

    def text(self, name: str, lang: Language) -> str:
        return (self.text_da if lang == "da" else self.text_en).replace("{name}", name)


@cache
def shipped_questions() -> tuple[Question, ...]:
    return tuple(Question(**each) for each in tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"])


def questions_for(seat: Seat) -> tuple[Question, ...]:
    return tuple(question for question in shipped_questions() if question.seat == seat)


def keys_of(seat: Seat) -> tuple[str, ...]:
    return tuple(question.key for question in questions_for(seat))
