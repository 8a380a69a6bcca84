"""Who does what when: how it is written at the table, and whose it is from then on. Pure."""

from datetime import date
from enum import StrEnum
from typing import Final

from cases.invitations.rules import Role
from people.rules import OwnerRole, insist


class Event(StrEnum):
    """What the flows of agreements write to the audit."""

    AGREEMENT_WRITTEN = "agreement_written"
    AGREEMENT_REMOVED = "agreement_removed"
    AGREEMENT_KEPT = "agreement_kept"


MOST_AGREEMENTS: Final = 20


def check_agreement(*, what: str, number: int) -> None:
    """Who and when may still be missing. `number` is how many there are with this one.

    `RuleViolation` with `what_missing` or `too_many_agreements`.
    """
    insist(bool(what), "what_missing")
    insist(number <= MOST_AGREEMENTS, "too_many_agreements")


def fault_of(*, has_owner: bool, due_on: date | None, today: date) -> str:
    """What keeps the meeting open: `owner_missing`, `day_missing` or `day_past`; empty where nothing does."""
    if not has_owner:
        return "owner_missing"
    if due_on is None:
        return "day_missing"
    return "day_past" if due_on < today else ""


_OWED_AS: Final = {
    Role.EMPLOYEE: OwnerRole.EMPLOYEE,
    Role.LEADER: OwnerRole.LEADER,
    Role.CONSULTANT: OwnerRole.CONSULTANT,
    Role.HR: OwnerRole.HR,
}


def owed_as(role: Role, *, handles: bool) -> OwnerRole:
    """In which role the follow-up is owed. `handles`: whether the owner handles the employee's matter today.

    What anybody else has taken on (a guest, a leader of another employer) is the consultant's to see to; they tick it
    off by their own link. The employee's own is theirs, whether they have an account or not.
    """
    if role is Role.EMPLOYEE:
        return OwnerRole.EMPLOYEE
    return _OWED_AS.get(role, OwnerRole.CONSULTANT) if handles else OwnerRole.CONSULTANT


def by_name(role: Role, *, handles: bool, leads: bool) -> bool:
    """Is it owed by the owner's name? Not where the leader's role says it: their deputies hear of it then, and who
    leads after them.
    """
    return handles and role is not Role.EMPLOYEE and not (role is Role.LEADER and leads)
