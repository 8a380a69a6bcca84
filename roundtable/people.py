"""Who sits at a table, as its screens and its minutes name them."""

from dataclasses import dataclass

from cases.day.cards import call_name
from cases.invitations.rules import Role
from cases.models import Participant
from people.words import initials


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part. `first_name` is what they are called at the table."""

    pk: int
    ref: str
    role: Role
    name: str
    first_name: str
    initials: str


def person_at(participant: Participant) -> Person:
    """Of a participant with its user. A guest's name is taken apart at its first space."""
    if participant.user is not None and participant.user.first_name:
        first, last = participant.user.first_name, participant.user.last_name
    else:
        first, _space, last = participant.called.partition(" ")
    return Person(
        pk=participant.pk,
        ref=participant.ref,
        role=Role(participant.role),
        name=f"{first} {last}".strip(),
        first_name=call_name(first),
        initials=initials(first, last.rpartition(" ")[2]),
    )
