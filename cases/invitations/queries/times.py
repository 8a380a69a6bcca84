"""At which of the proposed times who could come, for those who plan the talk."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from cases.invitations.queries.places import participants_of
from cases.invitations.rules import PARTIES
from cases.invitations.words import say_when
from cases.models import Conversation, Participant, ProposedTime
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A proposed time, and who could come: by name. `parties_can` that all those could without whom it is no talk."""

    starts_at: datetime
    ends_at: datetime
    words: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    unanswered: tuple[str, ...]
    parties_can: bool


def times_of(conversation: Conversation, viewer: Viewer, people: list[Participant] | None = None) -> list[TimeRow]:
    """The coming times that were proposed: first where all parties can, then by how many can. Three queries, or two
    where those who take part are known.
    """
    people = participants_of(conversation) if people is None else people
    coming = [time for time in proposed_of(conversation) if time.starts_at > viewer.now]
    rows = [_time_row(time, people, viewer) for time in coming]
    return sorted(rows, key=lambda row: (not row.parties_can, -len(row.can), row.starts_at))


def proposed_of(conversation: Conversation) -> list[ProposedTime]:
    """Those that are over as well, the earliest first, with their answers. Asked once of the same object: two queries,
    or one where nothing is proposed.
    """
    times = ProposedTime.objects.order_by("starts_at").prefetch_related("answers")
    prefetch_related_objects([conversation], Prefetch("proposed_times", times, to_attr="proposed"))
    return conversation.proposed


def _time_row(time: ProposedTime, people: Iterable[Participant], viewer: Viewer) -> TimeRow:
    said = {answer.participant_id: answer.can for answer in time.answers.all()}
    names: defaultdict[bool | None, list[str]] = defaultdict(list)
    for person in people:
        names[said.get(person.pk)].append(person.called)
    return TimeRow(
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        words=say_when(time.starts_at, time.ends_at, viewer.today),
        can=tuple(names[True]),
        cannot=tuple(names[False]),
        unanswered=tuple(names[None]),
        parties_can=all(said.get(person.pk) for person in people if person.role in PARTIES),
    )
