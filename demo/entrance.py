"""The demo's front door: whom one may be, each with one press and no password."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from demo.cast import CARE_HOME, Character, Part, cast
from people.terms import lazy_with_terms
from people.words import initials

ROLES: dict[Part, str | Promise] = {
    Part.LEADER: _("Leader"),
    Part.HR: _("HR"),
    Part.CONSULTANT: lazy_with_terms("{Consultant}"),
    Part.ADMINISTRATOR: _("Administrator"),
    Part.EMPLOYEE: _("Employee"),
}
# What each comes to see.
SIGHTS: dict[Part, str | Promise] = {
    Part.LEADER: _("Whom the leader owes a talk today, and a sick report in three touches."),
    Part.HR: _("What is overdue in the whole municipality, and how fresh payroll's data is."),
    Part.CONSULTANT: _("The people who are referred to the team."),
    Part.ADMINISTRATOR: _("Who leads whom, who has access, and whether all runs. No cases."),
    Part.EMPLOYEE: _("What is recorded about oneself, and who has opened it."),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One of the cast, what they are and what they see. `first` is whom the demo is mostly about."""

    user_name: str
    name: str
    first_names: str
    initials: str
    role: str | Promise
    sees: str | Promise
    place: str
    first: bool

    @property
    def place_and_role(self) -> str:
        return f"{self.role}, {self.place}"


def doors(today: date) -> list[Door]:
    """Those of the cast who may log in, in the order of the cast, but whom the demo is about first."""
    return sorted(
        (_door(character) for character in cast(today) if character.may_log_in), key=lambda door: not door.first
    )


def _door(character: Character) -> Door:
    return Door(
        user_name=character.user_name,
        name=f"{character.first_names} {character.last_names}",
        first_names=character.first_names,
        initials=initials(character.first_names, character.last_names),
        role=ROLES[character.part],
        sees=SIGHTS[character.part],
        place=character.unit,
        first=character.part is Part.LEADER and character.unit == CARE_HOME.name,
    )
