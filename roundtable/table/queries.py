"""The reads of the table. No number of a side leaves the database before both are revealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, Q, When

from cases.invitations.queries.places import participants_of
from cases.models import Conversation, Participant
from roundtable.models import Meeting, Preparation
from roundtable.people import Person, person_at
from roundtable.rules.table import SEATS, SEEN_AT_SEATS, Seat, seat_of
from roundtable.table.pulse import SEAT

FIRST_VERSION: Final = 0
# No participant's key: a side that nobody speaks for is nobody's own.
NOBODY: Final = 0


def version_at(meeting: int, screen: str) -> int | None:
    """Rises with what a screen of that kind shows; None where there is no such meeting. One query."""
    row = Meeting.objects.filter(pk=meeting).values_list("version", "touched").first()
    if row is None:
        return None
    version, touched = row
    return seen_at_seats(touched) if screen == SEAT else version


def seen_at_seats(touched: Mapping[str, Mapping[str, object]]) -> int:
    """At which version of the table something changed that is seen on one's own phone."""
    return max((int(str(touched[part]["version"])) for part in SEEN_AT_SEATS if part in touched), default=FIRST_VERSION)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: whether it has chosen a step and answered, and, once revealed, which step.

    `speaks` is who has said something for it, `person` who is named for it: the first where nobody has spoken, None
    where nobody of that side is called to the meeting. `own` is what was chosen by the one who looks.
    """

    seat: Seat
    person: Person | None
    speaks: Person | None
    has_placed: bool
    has_answered: bool
    number: int | None
    own: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who sits at the table, and how far both sides have come."""

    sides: Mapping[Seat, Side]
    people: tuple[Person, ...]
    revealed: bool

    @property
    def employee(self) -> Side:
        return self.sides[Seat.EMPLOYEE]

    @property
    def leader(self) -> Side:
        return self.sides[Seat.LEADER]


def standing(meeting: Meeting, *, looks: Participant | None = None) -> Standing:
    """For whoever `looks`, with what they have chosen themselves. Two queries."""
    people = people_at(meeting)
    prepared = {
        row["seat"]: row
        for row in Preparation.objects.filter(meeting=meeting).values(
            "seat",
            "participant",
            has_placed=Q(number__isnull=False),
            has_answered=Q(answered_at__isnull=False),
            shown=Case(When(meeting__revealed_at__isnull=False, then=F("number"))),
            own=Case(When(participant=looks.pk if looks else NOBODY, then=F("number"))),
        )
    }
    return Standing(
        sides={seat: _side(seat, people, prepared.get(seat, {})) for seat in SEATS},
        people=people,
        revealed=meeting.revealed_at is not None,
    )


def meeting_of_talk(talk: Conversation) -> Meeting | None:
    """With its talk and employee. Asked once of the same object."""
    try:
        meeting = talk.meeting
    except Meeting.DoesNotExist:
        return None
    meeting.employee = talk.employee
    return meeting


def people_at(meeting: Meeting) -> tuple[Person, ...]:
    """Who is called to the meeting, in the order in which they were. Asked once of the same talk."""
    return tuple(person_at(row) for row in sorted(participants_of(meeting.conversation), key=lambda row: row.pk))


@dataclass(frozen=True, slots=True)
class Written:
    """What a side has answered, finished or not, and who wrote it. `override`: why flagged words are kept."""

    participant: int | None
    answers: Mapping[str, str]
    override: str
    finished: bool


def written_at(meeting: Meeting) -> dict[Seat, Written]:
    """What each side has written so far. The caller asks to whom it is shown. One query."""
    rows = Preparation.objects.filter(meeting=meeting)
    columns = rows.values_list("seat", "participant", "answers", "answers_override", "answered_at")
    return {Seat(seat): Written(who, answers, kept, at is not None) for seat, who, answers, kept, at in columns}


def _side(seat: Seat, people: tuple[Person, ...], said: Mapping[str, Any]) -> Side:
    sitting = [person for person in people if seat_of(person.role) is seat]
    speaks = next((person for person in sitting if person.pk == said.get("participant")), None)
    return Side(
        seat=seat,
        person=speaks or next(iter(sitting), None),
        speaks=speaks,
        has_placed=bool(said.get("has_placed")),
        has_answered=bool(said.get("has_answered")),
        number=said.get("shown"),
        own=said.get("own"),
    )
