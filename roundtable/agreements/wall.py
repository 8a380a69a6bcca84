"""Who does what when, on the wall; and what was agreed before, ticked off there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from people.language import page_language
from people.models import new_reference
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, deadline_chip, say_date, say_distance, say_full_date
from roundtable.agreements.forms import AgreementForm
from roundtable.agreements.queries import (
    Agreement,
    Earlier,
    actions_of,
    agreement_of,
    open_from_earlier,
    taking_part,
)
from roundtable.agreements.words import refusal
from roundtable.models import AgreedAction, Meeting
from roundtable.people import Person, person_at
from roundtable.rules.agreements import fault_of

# What the address asks for beside the meeting: which line is written, or a new one.
LINE: Final = "aftale"
CHANGED: Final = "rettet"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `who` is None while nobody has it; `chip` says what is missing. `form` is the line's, while written;
    `was_changed` says that it has just been.
    """

    ref: str
    who: Person | None
    what: str
    day: str
    distance: str
    chip: Chip | None
    form: AgreementForm | None
    was_changed: bool


@dataclass(frozen=True, slots=True)
class Agreements:
    """`new` is the form of a new line, None unless one is written."""

    rows: tuple[Row, ...]
    new: AgreementForm | None


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """What was agreed at an earlier meeting. `done` in words, empty while it is open."""

    ref: str
    who: Person | None
    what: str
    day: str
    done: str
    chip: Chip | None


def agreements_on_wall(
    meeting: Meeting, viewer: Viewer, asked: Mapping[str, str], *, form: AgreementForm | None = None
) -> Agreements:
    """`form` is one that was refused, as it was sent. Two queries."""
    actions, lang = actions_of(meeting), page_language()
    people = [person_at(row) for row in taking_part(meeting)]
    wanted = form.data.get("ref", "") if form else asked.get(LINE, "")
    rows = []
    for action in actions:
        own = form or agreement_form(wanted, action, people, viewer) if action.ref == wanted else None
        rows.append(_row(action, viewer.today, lang, own, was_changed=action.ref == asked.get(CHANGED)))
    new = None
    if wanted and wanted not in {action.ref for action in actions}:
        new = form or agreement_form(new_reference(), None, people, viewer)
    return Agreements(tuple(rows), new)


def agreement_form(
    ref: str,
    action: AgreedAction | None,
    people: list[Person],
    viewer: Viewer,
    data: Mapping[str, str] | None = None,
) -> AgreementForm:
    written: Agreement = agreement_of(action)
    return AgreementForm(data, ref=ref, written=written, people=people, today=viewer.today)


def sent_form(meeting: Meeting, viewer: Viewer, data: Mapping[str, str]) -> AgreementForm:
    """The form of the line that was sent. Two queries."""
    ref = data.get("ref", "")
    action = next((row for row in actions_of(meeting) if row.ref == ref), None)
    return agreement_form(ref, action, [person_at(row) for row in taking_part(meeting)], viewer, data)


def earlier_on_wall(meeting: Meeting, viewer: Viewer) -> Sequence[EarlierRow]:
    """What this meeting begins with. One query."""
    return [_earlier(row, viewer.today, page_language()) for row in open_from_earlier(meeting)]


def _row(action: AgreedAction, today: date, lang: Language, form: AgreementForm | None, *, was_changed: bool) -> Row:
    fault = fault_of(has_owner=action.owner is not None, due_on=action.due_on, today=today)
    return Row(
        ref=action.ref,
        who=person_at(action.owner) if action.owner else None,
        what=action.what,
        day=say_full_date(action.due_on, today, lang) if action.due_on else "",
        distance=say_distance(action.due_on, today, lang) if action.due_on else "",
        chip=chip(Tone.NEAR, refusal(fault)) if fault else None,
        form=form,
        was_changed=was_changed,
    )


def _earlier(row: Earlier, today: date, lang: Language) -> EarlierRow:
    return EarlierRow(
        ref=row.ref,
        who=row.who,
        what=row.what,
        day=say_full_date(row.due_on, today, lang) if row.due_on else "",
        done=say_date(row.done_on, today, lang) if row.done_on else "",
        chip=deadline_chip(row.due_on, today, lang) if row.is_open and row.due_on else None,
    )
