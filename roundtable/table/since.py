"""What was agreed last time, and what both sides have prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.day.queries import person_of
from cases.panels import Panel
from people.language import page_language
from people.viewer import Viewer
from roundtable.agreements.wall import EarlierRow, earlier_on_wall
from roundtable.models import Meeting
from roundtable.rules.table import SEATS, Seat, answers_are_shown
from roundtable.table.queries import Standing, standing, written_at
from roundtable.table.questions import questions_for


@dataclass(frozen=True, slots=True)
class Answered:
    """One side's questions with what it wrote; `answers` is empty where it has not written, or is not shown yet."""

    seat: Seat
    name: str
    initials: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Since:
    """`shown` says whether what was prepared is shown yet."""

    begun: bool
    name: str
    has_earlier: bool
    earlier: Sequence[EarlierRow]
    shown: bool
    sides: tuple[Answered, ...]
    script: str = ""


def show_since(viewer: Viewer, meeting: Meeting, _asked: Mapping[str, str]) -> Panel:
    """The goals, the earlier meeting's agreements, and the answers of both sides. Four queries."""
    at_table, name = standing(meeting), person_of(meeting.employee).first_name
    answered = frozenset(seat for seat, side in at_table.sides.items() if side.has_answered)
    begun = meeting.begun_at is not None
    shown = answers_are_shown(begun=begun, answered=answered)
    rows = Since(
        begun=begun,
        name=name,
        has_earlier=meeting.earlier_id is not None,
        earlier=earlier_on_wall(meeting, viewer),
        shown=shown,
        sides=_answers(meeting, at_table, name) if shown else (),
    )
    return Panel("roundtable/table/since.html", rows)


def _answers(meeting: Meeting, at_table: Standing, name: str) -> tuple[Answered, ...]:
    written, lang = written_at(meeting), page_language()
    sides = []
    for seat in SEATS:
        person, said = at_table.sides[seat].person, written.get(seat)
        texts = said.answers if said is not None and said.finished else {}
        asked = [(question.text(name, lang), texts.get(question.key, "")) for question in questions_for(seat)]
        sides.append(
            Answered(
                seat=seat,
                name=person.first_name if person else name if seat is Seat.EMPLOYEE else "",
                initials=person.initials if person else "",
                answers=tuple((text, answer) for text, answer in asked if answer),
            )
        )
    return tuple(sides)
