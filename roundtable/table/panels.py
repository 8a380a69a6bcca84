"""What the page of somebody who takes part says of the table."""

from dataclasses import dataclass

from cases.invitations.access import Seat as Place
from cases.invitations.rules import Role
from cases.panels import Panel
from roundtable.rules.table import is_at_table
from roundtable.table.queries import meeting_of_talk
from roundtable.table.seats import may_choose, own_place_at


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one can do at the table, and has done. `places` and `answers` are for who speaks for a side; `wall` is the
    meeting's reference for those who lead it.
    """

    token: str
    places: bool = False
    has_placed: bool = False
    answers: bool = False
    has_answered: bool = False
    revealed: bool = False
    wall: str = ""

    @property
    def left(self) -> str:
        """What is to be done next, `place` or `answer`; empty once both are."""
        if self.places and not self.has_placed:
            return "place"
        return "answer" if self.answers and not self.has_answered else ""


def own_part(place: Place) -> Panel | None:
    """None for a talk that is no meeting, and for a meeting that has no table. Three queries at the most."""
    meeting = meeting_of_talk(place.conversation)
    if meeting is None or not (is_at_table(meeting.state) or meeting.revealed_at):
        return None
    open_now = is_at_table(meeting.state)
    if not open_now:
        return Panel("roundtable/table/own_part.html", OwnPart(place.token, revealed=True))
    own = own_place_at(meeting, place.participant)
    leads = place.participant.role in {Role.CONSULTANT, Role.HR} and place.participant.user_id is not None
    rows = OwnPart(
        token=place.token,
        places=may_choose(own),
        has_placed=own.number is not None,
        answers=own.seat is not None and not own.taken_by,
        has_answered=own.side is not None and own.side.has_answered,
        revealed=own.at_table.revealed,
        wall=meeting.ref if leads else "",
    )
    return Panel("roundtable/table/own_part.html", rows, next=bool(rows.left))
