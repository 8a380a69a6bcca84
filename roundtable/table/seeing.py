"""The staircase with who stands where, in words and as a drawing: the same on the wall and on one's own screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from people.words import Language
from retention.ladder.words import PARTIES, say_distance, say_view, step_description, step_name
from retention.models import Step
from retention.rules.ladder import Party
from roundtable.models import Meeting
from roundtable.rules.table import At, Seat
from roundtable.table.drawing import Picture as Drawing
from roundtable.table.drawing import Standing as Stands
from roundtable.table.drawing import draw_wall
from roundtable.table.queries import Side, Standing


@dataclass(frozen=True, slots=True)
class Rung:
    """A step as a row, with who stands on it: party, initials."""

    number: int
    name: str
    tokens: tuple[tuple[Party, str], ...]
    is_common: bool


@dataclass(frozen=True, slots=True)
class Stair:
    """Drawn for a wide screen, and as rows for a narrow one. `is_agreed` where the common step stands."""

    drawing: Drawing
    rungs: tuple[Rung, ...]
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Common:
    """The step that they talk about, or agreed on."""

    number: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Where both stand once it is revealed, and what they have made of it."""

    title: str
    words: str
    distance: str
    stair: Stair
    common: Common | None
    agreed: bool
    disagreed: bool


def called(side: Side, meeting: Meeting) -> str:
    """By first name; a side that nobody sits on by what it is."""
    if side.seat is Seat.EMPLOYEE:
        return person_of(meeting.employee).first_name
    return side.person.first_name if side.person else capfirst(str(PARTIES[Party.LEADER]))


def initials_of(side: Side, meeting: Meeting) -> str:
    if side.person is not None:
        return side.person.initials
    return person_of(meeting.employee).initials if side.seat is Seat.EMPLOYEE else ""


def empty_stair(steps: Sequence[Step], lang: Language) -> Stair:
    """Before the reveal nobody stands on it."""
    return _stair(steps, {}, "", agreed=False, lang=lang)


def see(
    meeting: Meeting, at_table: Standing, steps: Sequence[Step], lang: Language, *, proposed: int | None = None
) -> Seen:
    """`proposed` is the step that they talk about; without one only what was agreed on is shown beside both."""
    own, leaders = at_table.employee.number or 0, at_table.leader.number or 0
    latest = {Party.EMPLOYEE: At(own), Party.LEADER: At(leaders)}
    agreed = proposed is None and meeting.agreed_number is not None
    number = proposed or meeting.agreed_number
    stands = {
        Party(side.seat): Stands(side.number, called(side, meeting), initials_of(side, meeting))
        for side in (at_table.employee, at_table.leader)
        if side.number is not None
    }
    if number is not None:
        words = _("Agreed together") if agreed else _("Agreed?")
        stands[Party.AGREED] = Stands(number, words, str(number))
    names = {"name": called(at_table.employee, meeting), "own": own}
    names |= {"who": called(at_table.leader, meeting), "leaders": leaders}
    return Seen(
        title=say_view(latest, present=True),
        words=_("%(name)s is at step %(own)s by their own view. %(who)s sees %(name)s at step %(leaders)s.") % names,
        distance=say_distance(latest),
        stair=_stair(steps, stands, say_distance(latest), agreed=agreed, lang=lang),
        common=next((_common(step, lang) for step in steps if step.number == number), None),
        agreed=agreed,
        disagreed=proposed is None and meeting.disagreed,
    )


def _common(step: Step, lang: Language) -> Common:
    return Common(step.number, step_name(step, lang), step_description(step, lang))


def _stair(
    steps: Sequence[Step], stands: Mapping[Party, Stands], distance: str, *, agreed: bool, lang: Language
) -> Stair:
    names = {step.number: step_name(step, lang) for step in steps}
    return Stair(
        drawing=draw_wall(names, stands, distance=distance),
        rungs=tuple(
            Rung(
                number=number,
                name=name,
                tokens=tuple((party, who.inside) for party, who in stands.items() if who.number == number),
                is_common=Party.AGREED in stands and stands[Party.AGREED].number == number,
            )
            for number, name in names.items()
        ),
        is_agreed=agreed,
    )
