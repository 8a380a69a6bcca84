"""Writing the audit: the only way to a row. Used as `from audit import flows as audit; audit.record(...)`."""

from collections.abc import Iterable
from datetime import datetime

from audit.models import Entry
from audit.rules import Actor


def record(
    event: str,
    *,
    by: Actor,
    capacity: str,
    at: datetime,
    subjects: Iterable[str] = (),
    case_ref: str = "",
    fields: Iterable[str] = (),
    purpose: str = "",
) -> None:
    """Adds one row, in the caller's transaction.

    `subjects` are employees' opaque references (one row per list or export, with all that were shown), `fields` the
    names of what changed, `purpose` a code. Free text, values and health data never come here.
    """
    Entry.objects.create(
        at=at,
        actor_id=by.actor_id,
        actor_name=by.actor_name[: Entry.LONGEST_NAME],
        capacity=capacity,
        event=event,
        subjects=list(subjects),
        case_ref=case_ref,
        fields=sorted(fields),
        purpose=purpose,
    )
