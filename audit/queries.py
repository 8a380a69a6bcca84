"""Reading the audit: who opened and did what about an employee."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from audit.models import Entry
from audit.rules import Event

_TRACE = ("at", "actor_id", "actor_name", "capacity", "event", "purpose")


@dataclass(frozen=True, slots=True)
class Trace:
    """One row about an employee, as others may read it."""

    at: datetime
    actor_id: int | None
    actor_name: str
    capacity: str
    event: str
    purpose: str


def traces_of(subject: str, *, limit: int, events: Collection[Event] = (), besides: int | None = None) -> list[Trace]:
    """The newest rows about an employee's reference, newest first; refusals are left out.

    Of these events only, if any are named, and not by the actor `besides`: neither takes another's place.
    """
    rows = Entry.objects.filter(subjects__contains=[subject]).exclude(event=Event.REFUSED)
    if events:
        rows = rows.filter(event__in=list(events))
    if besides is not None:
        rows = rows.exclude(actor_id=besides)
    return [Trace(*row) for row in rows.order_by("-at", "-pk").values_list(*_TRACE)[:limit]]


def last_trace(subject: str, *, events: Collection[str]) -> Trace | None:
    """The newest row of these events about an employee's reference."""
    rows = Entry.objects.filter(subjects__contains=[subject], event__in=events)
    row = rows.order_by("-at", "-pk").values_list(*_TRACE).first()
    return None if row is None else Trace(*row)
