"""Reading the audit: who opened and did what about an employee."""

from dataclasses import dataclass
from datetime import datetime

from audit.models import Entry
from audit.rules import Event


@dataclass(frozen=True, slots=True)
class Trace:
    """One row about an employee, as others may read it."""

    at: datetime
    actor_id: int | None
    actor_name: str
    capacity: str
    event: str
    case_ref: str
    purpose: str


def traces_of(subject: str, *, limit: int, reads_only: bool = False) -> list[Trace]:
    """The newest rows about an employee's reference, newest first; refusals are left out."""
    rows = Entry.objects.filter(subjects__contains=[subject]).exclude(event=Event.REFUSED)
    if reads_only:
        rows = rows.filter(event__in=[Event.OPENED, Event.LISTED, Event.EXPORTED])
    return [
        Trace(*row)
        for row in rows.order_by("-at", "-pk").values_list(
            "at", "actor_id", "actor_name", "capacity", "event", "case_ref", "purpose"
        )[:limit]
    ]
