"""Who owes a follow-up now. Pure: the one place where an owner is made of a role.

A row holds a role, and perhaps a named owner. Who that is follows from where the employee sits and who leads
there, and is asked again whenever a row is shown or sent.
"""

from dataclasses import dataclass

from people.rules import NOBODY, Organisation, OwnerRole


@dataclass(frozen=True, slots=True)
class Ownership:
    """What decides whose a row is.

    `person` is the employee's user, `unit` where the employee sits today (None: nowhere). `named` is given
    only while the named owner may see the employee. `consultants` are those the employee is referred to.
    `has_account` says that the employee can log in themselves.
    """

    role: OwnerRole
    person: int | None
    unit: int | None
    named: int | None = None
    consultants: frozenset[int] = NOBODY
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class Owners:
    """`owe` are those who owe it, `stand_in` their running deputies, who may do it and are told as well.

    `in_queue` says that it stands in HR's queue: with everybody in HR, whoever comes first.
    """

    owe: frozenset[int]
    stand_in: frozenset[int] = NOBODY
    in_queue: bool = False

    @property
    def told(self) -> frozenset[int]:
        return self.owe | self.stand_in


def owners_of(row: Ownership, organisation: Organisation, hr: frozenset[int]) -> Owners:
    """Never the employee themselves: HR's own matters go to the others in HR, a leader's to the leader above.

    Save what they have taken on themselves: that is theirs; of who cannot log in, the leader hears of it.
    """
    if row.named is not None and row.named != row.person:
        return Owners(frozenset({row.named}))
    if row.role is OwnerRole.CONSULTANT and (consultants := row.consultants - {row.person}):
        return Owners(consultants)
    if row.role is OwnerRole.EMPLOYEE and row.has_account and row.person is not None:
        return Owners(frozenset({row.person}))
    if row.role in {OwnerRole.LEADER, OwnerRole.EMPLOYEE} and row.unit is not None:
        leaders = organisation.leaders_of(row.unit, row.person)
        if leaders:
            return Owners(leaders, organisation.deputies_of(row.unit, row.person))
    return Owners(hr - {row.person}, in_queue=True)
