"""The talks ahead to which somebody is called, read as a part of other queries."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from cases.invitations.rules import Role
from cases.models import Invitation, Participant
from people.models import Employee
from people.nested import made, nested


@dataclass(frozen=True, slots=True)
class Talk:
    """`ref` is the conversation's; `answer` is to the invitation that stands, empty until there is one."""

    ref: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    answer: str


def own_talks(now: datetime) -> ArraySubquery:
    """For a query of employees: the talks about them at which they have a place, the earliest first;
    none that is over.
    """
    rows = Participant.objects.present().filter(
        conversation__employee=OuterRef("pk"),
        conversation__called_off_at=None,
        conversation__ends_at__gt=now,
        link_until__gt=now,
        role=Role.EMPLOYEE,
        user=OuterRef("user"),
    )
    sent = Invitation.objects.filter(participant=OuterRef("pk")).order_by("-sequence", "-pk")
    columns = {name: F(f"conversation__{name}") for name in ("ref", "kind", "starts_at", "ends_at", "place")}
    answer = Coalesce(Subquery(sent.values("answer")[:1]), Value(""))
    return nested(Talk, rows.order_by("conversation__starts_at", "pk"), **columns, answer=answer)


def talks_of(employee: Employee) -> tuple[Talk, ...]:
    """As the door of one's own page has read them. No query."""
    return made(Talk, getattr(employee, "own_talks", ()))
