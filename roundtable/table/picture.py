"""The shared picture on the wall: both sides choose hidden, are shown together, and set a step they agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.invitations.rules import Role
from cases.panels import Panel
from people.language import page_language
from people.viewer import Viewer
from people.words import Language
from retention.ladder.queries import steps_on
from retention.ladder.words import PARTIES
from retention.models import Step
from retention.rules.ladder import Party
from retention.saying import as_it_stands
from roundtable.models import Meeting
from roundtable.rules.table import Seat, propose
from roundtable.table.flows import FOCUS_AND_WORK, WORDING
from roundtable.table.forms import FocusForm, WordingForm
from roundtable.table.queries import Side, Standing, standing
from roundtable.table.seeing import Seen, Stair, called, empty_stair, initials_of, see
from roundtable.table.words import say_placed

STEP: Final = "trin"
APART: Final = "hver-for-sig"
# From so many steps apart each side is better heard by itself first.
FAR: Final = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """One side before the reveal: that it has chosen, never what. `chooses` is said on the way to the shared screen."""

    seat: Seat
    initials: str
    words: str
    under: str
    has_placed: bool
    chooses: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Until both are shown."""

    sides: tuple[Waiting, ...]
    status: str
    both_placed: bool
    reason: str
    stair: Stair


@dataclass(frozen=True, slots=True)
class Revealed:
    """What is pressed once both are shown. `lower` and `higher` are the steps beside the proposed one, None at an end.

    `settled`: they agreed on a step, or wrote both down.
    """

    seen: Seen
    question: str
    number: int
    lower: int | None
    higher: int | None
    settled: bool
    talk_apart: bool
    legend: tuple[tuple[Party, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`apart`: each is heard by itself first. What is written stands once the staircase was shown, or left out."""

    name: str
    hidden: Hidden | None
    revealed: Revealed | None
    apart: bool
    wording: WordingForm | None
    focus: FocusForm | None
    script: str = ""


def show_picture(
    viewer: Viewer,
    meeting: Meeting,
    asked: Mapping[str, str],
    *,
    wording: WordingForm | None = None,
    focus: FocusForm | None = None,
) -> Panel:
    """`asked` may hold a step to talk about. A form that was refused comes as it was sent. Three queries."""
    at_table, steps, lang = standing(meeting), steps_on(viewer.today), page_language()
    skipped = meeting.picture_skipped
    revealed = _revealed(meeting, at_table, steps, asked, lang) if at_table.revealed else None
    writes = revealed is not None or skipped
    rows = Picture(
        name=person_of(meeting.employee).first_name,
        hidden=None if writes else _hidden(meeting, at_table, steps, lang),
        revealed=revealed,
        apart=revealed is not None and APART in asked,
        wording=(wording or wording_form(meeting)) if writes else None,
        focus=(focus or focus_form(meeting)) if writes else None,
    )
    return Panel("roundtable/table/picture.html", rows)


def wording_form(meeting: Meeting, data: Mapping[str, str] | None = None) -> WordingForm:
    return WordingForm(data, standing=_texts(meeting, WORDING), kept=meeting.words_override, auto_id="id_wording_%s")


def focus_form(meeting: Meeting, data: Mapping[str, str] | None = None) -> FocusForm:
    return FocusForm(
        data,
        standing=_texts(meeting, FOCUS_AND_WORK),
        kept=meeting.words_override,
        name=person_of(meeting.employee).first_name,
        auto_id="id_focus_%s",
    )


def _texts(meeting: Meeting, names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(value) for name, value in as_it_stands(meeting, names).items()}


# --- Before the reveal ----------------------------------------------------------------------------------------


def _hidden(meeting: Meeting, at_table: Standing, steps: Sequence[Step], lang: Language) -> Hidden:
    missing = [called(side, meeting) for side in at_table.sides.values() if not side.has_placed]
    reason = _("Ready when both have chosen.") if missing else ""
    if len(missing) == 1:
        reason = _("Ready when %(name)s has chosen.") % {"name": missing[0]}
    return Hidden(
        sides=tuple(_waits(side, meeting) for side in (at_table.leader, at_table.employee)),
        status=say_placed(at_table),
        both_placed=not missing,
        reason=reason,
        stair=empty_stair(steps, lang),
    )


def _waits(side: Side, meeting: Meeting) -> Waiting:
    words = _("%(party)s has chosen") if side.has_placed else _("%(party)s has not chosen")
    return Waiting(
        seat=side.seat,
        initials=initials_of(side, meeting),
        words=words % {"party": capfirst(str(PARTIES[Party(side.seat)]))},
        under=_("Hidden") if side.has_placed else _("Chooses on the phone"),
        has_placed=side.has_placed,
        chooses="" if side.has_placed else _("%(name)s chooses here on the screen") % {"name": called(side, meeting)},
    )


# --- After it -------------------------------------------------------------------------------------------------


def _revealed(
    meeting: Meeting, at_table: Standing, steps: Sequence[Step], asked: Mapping[str, str], lang: Language
) -> Revealed:
    own, leaders = at_table.employee.number or 0, at_table.leader.number or 0
    apart = abs(own - leaders)
    numbers = {step.number for step in steps}
    said = asked.get(STEP, "")
    chosen = next((number for number in numbers if said == str(number)), None)
    settled = chosen is None and (meeting.agreed_number is not None or meeting.disagreed)
    number = chosen or meeting.agreed_number or propose(own, leaders)
    return Revealed(
        seen=see(meeting, at_table, steps, lang, proposed=None if settled else number),
        question=_("That is common, and a good place to begin: what does each of you see?")
        if apart
        else _("What is it that you both see?"),
        number=number,
        lower=number + 1 if number + 1 in numbers else None,
        higher=number - 1 if number - 1 in numbers else None,
        settled=settled,
        talk_apart=apart >= FAR and not settled,
        legend=tuple(_legend(at_table, meeting)),
    )


def _legend(at_table: Standing, meeting: Meeting) -> list[tuple[Party, str]]:
    said = [(Party.EMPLOYEE, meeting.employee.name)]
    if at_table.leader.person:
        said.append((Party.LEADER, at_table.leader.person.name))
    said += [(Party.CONSULTANT, each.name) for each in at_table.people if each.role is Role.CONSULTANT]
    named = [(party, _("%(name)s, %(party)s") % {"name": who, "party": PARTIES[party]}) for party, who in said]
    return [*named, (Party.AGREED, _("Agreed step"))]
