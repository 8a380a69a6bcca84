"""What somebody who takes part sees of the table on their own screen: the choice of their side, and the reveal."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.models import Participant
from cases.words import say_to_employee
from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import say_day, say_time
from retention.ladder.forms import StepForm
from retention.ladder.queries import steps_on
from roundtable.models import Meeting
from roundtable.rules.meetings import MeetingKind
from roundtable.rules.table import BOTH, Seat, answers_are_shown, is_at_table, seat_of
from roundtable.table.choosing import choice_form
from roundtable.table.forms import QuestionsForm
from roundtable.table.pulse import SEAT, token_for
from roundtable.table.queries import (
    Side,
    Standing,
    Written,
    meeting_of_talk,
    seen_at_seats,
    standing,
)
from roundtable.table.questions import keys_of, questions_for
from roundtable.table.seeing import Seen, called, initials_of, see
from roundtable.table.words import say_placed
from roundtable.words import KINDS


@dataclass(frozen=True, slots=True)
class Own:
    """One's own place at a meeting. `seat` is None for those who choose nothing; `taken_by` is the other who speaks for
    the side.
    """

    meeting: Meeting
    participant: Participant
    seat: Seat | None
    at_table: Standing
    taken_by: str

    @property
    def side(self) -> Side | None:
        return self.at_table.sides[self.seat] if self.seat else None

    @property
    def number(self) -> int | None:
        """What was chosen here."""
        return self.side.own if self.side else None

    @property
    def other(self) -> Side | None:
        return next((side for seat, side in self.at_table.sides.items() if seat is not self.seat), None)


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The screen. `stage`: choose, wait (nothing to choose), revealed, skipped or closed."""

    token: str
    over: str
    stage: str
    title: str
    hint: str
    said: str
    form: StepForm | None
    initials: str
    seen: Seen | None
    pulse: str
    version: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side answered, once it is shown."""

    name: str
    answers: tuple[tuple[str, str], ...]


def own_place(participant: Participant) -> Own:
    """404 for a talk that is no meeting. Three queries."""
    meeting = meeting_of_talk(participant.conversation)
    if meeting is None:
        raise Http404
    return own_place_at(meeting, participant)


def own_place_at(meeting: Meeting, participant: Participant) -> Own:
    """Two queries."""
    seat, at_table = seat_of(participant.role), standing(meeting, looks=participant)
    speaks = at_table.sides[seat].speaks if seat else None
    taken = speaks is not None and speaks.pk != participant.pk
    return Own(meeting, participant, seat, at_table, speaks.first_name if taken and speaks else "")


def may_choose(own: Own) -> bool:
    """Whether the screen has a choice: while both are hidden, for whoever speaks for a side."""
    meeting = own.meeting
    hidden = meeting.revealed_at is None and not meeting.picture_skipped
    return own.seat is not None and not own.taken_by and hidden and is_at_table(meeting.state)


def own_choice_form(own: Own, viewer: Viewer, data: Mapping[str, str] | None = None) -> StepForm | None:
    """With what was chosen before. One query."""
    if own.seat is None or not may_choose(own):
        return None
    return choice_form(own.meeting, viewer, own.seat, data, chosen=own.number)


def own_table(own: Own, token: str, viewer: Viewer, form: StepForm | None) -> OwnTable:
    """One query more where both are revealed."""
    meeting, lang = own.meeting, page_language()
    seen = see(meeting, own.at_table, steps_on(viewer.today), lang) if own.at_table.revealed else None
    name = person_of(meeting.employee).first_name
    stage = _stage(own, form)
    titles = {
        "choose": form.fields["step"].label if form else "",
        "revealed": seen.title if seen else "",
        "skipped": _("You leave the staircase out today"),
        "closed": _("The meeting is closed"),
        "wait": _("Where is %(name)s just now?") % {"name": name},
    }
    return OwnTable(
        token=token,
        over=say_when(meeting, viewer),
        stage=stage,
        title=str(titles[stage]),
        hint=_hint(own) if form else "",
        said=_say_own(own),
        form=form,
        initials=initials_of(own.side, meeting) if own.side else "",
        seen=seen,
        pulse=token_for(meeting.pk, SEAT),
        version=seen_at_seats(meeting.touched),
    )


def say_when(meeting: Meeting, viewer: Viewer) -> str:
    """`Rundbordsmøde i dag kl. 10.00`."""
    kind, starts_at, lang = KINDS[MeetingKind(meeting.kind)], meeting.conversation.starts_at, page_language()
    if starts_at is None:
        return str(kind)
    begins = starts_at.astimezone(COPENHAGEN)
    return f"{kind} {say_day(begins.date(), viewer.today, lang)} {say_time(begins, lang)}"


def _stage(own: Own, form: StepForm | None) -> str:
    if own.at_table.revealed:
        return "revealed"
    if not is_at_table(own.meeting.state):
        return "closed"
    if own.meeting.picture_skipped:
        return "skipped"
    return "choose" if form else "wait"


def _hint(own: Own) -> str:
    if own.other is None:
        return ""
    return _("%(name)s cannot see your choice before you both have chosen.") % {"name": called(own.other, own.meeting)}


def _say_own(own: Own) -> str:
    """What was chosen here, and whether the other side has; for those who choose nothing, who has."""
    if own.taken_by:
        return _("%(name)s has chosen for the leaders.") % {"name": own.taken_by}
    if own.side is None or own.other is None:
        return say_placed(own.at_table)
    if own.number is None:
        words = _("%(name)s has chosen.") if own.other.has_placed else ""
    elif own.other.has_placed:
        words = _("You have chosen step %(number)s. %(name)s has chosen too.")
    else:
        words = _("You have chosen step %(number)s. %(name)s is missing.")
    return words % {"number": own.number, "name": called(own.other, own.meeting)}


# --- The open questions -----------------------------------------------------------------------------------------


def questions_form(own: Own, written: Mapping[Seat, Written], data: Mapping[str, str] | None = None) -> QuestionsForm:
    """Of what is `written_at` the meeting. 404 for those who are asked nothing, and once another speaks for them."""
    if own.seat is None or own.taken_by or not is_at_table(own.meeting.state):
        raise Http404
    said = written.get(own.seat)
    if said is not None and said.participant != own.participant.pk:
        said = None
    answers = said.answers if said else {}
    form = QuestionsForm(
        data,
        questions=questions_for(own.seat),
        name=person_of(own.meeting.employee).first_name,
        lang=page_language(),
        standing={key: answers.get(key, "") for key in keys_of(own.seat)},
        kept=said.override if said else "",
    )
    if own.seat is Seat.EMPLOYEE:
        form.say_refusal = say_to_employee
    return form


def others_answers(own: Own, written: Mapping[Seat, Written]) -> Answered | None:
    """What the other side wrote, of what is `written_at` the meeting, once it is shown to this one."""
    other = own.other
    answered = frozenset(seat for seat in BOTH if own.at_table.sides[seat].has_answered)
    if other is None or not answers_are_shown(begun=own.meeting.begun_at is not None, answered=answered):
        return None
    said, lang = written.get(other.seat), page_language()
    answers = said.answers if said is not None and said.finished else {}
    name = person_of(own.meeting.employee).first_name
    texts = [(each.text(name, lang), answers.get(each.key, "")) for each in questions_for(other.seat)]
    return Answered(called(other, own.meeting), tuple((text, answer) for text, answer in texts if answer))
