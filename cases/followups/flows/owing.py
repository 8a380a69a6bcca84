"""What other apps owe beside the rules: a row with a key of its own, made, moved and closed by their flows.

They run inside the flow of whoever calls, who has locked the employee and records what was done.
"""

from datetime import date, datetime

from django.db import transaction

from cases.followups.rules import FollowUpEvent, FollowUpState, next_state
from cases.models import Case, FollowUp
from people.models import Employee, User
from people.rules import OwnerRole
from people.viewer import Viewer


@transaction.atomic
def owe(
    *,
    employee: Employee,
    key: str,
    kind: str,
    owner_role: OwnerRole,
    due_on: date | None,
    by: Viewer,
    due_at: datetime | None = None,
    legal_last_day: date | None = None,
    legal_ref: str = "",
    named_owner: User | None = None,
    words: str = "",
) -> FollowUp:
    """The open row with that key, made or moved; one that was closed or done is open again, as if it were made now.

    `key` is unique for the employee; what stands before its colon is kept as the row's origin. `words` are said
    instead of the kind's; the caller has had them pass the guard.
    """
    Employee.objects.lock([employee.pk])
    row: FollowUp | None = FollowUp.objects.filter(employee=employee, key=key).first()
    if row is None:
        case = Case.objects.open().filter(employee=employee).first()
        row = FollowUp(employee=employee, key=key, origin=key.partition(":")[0], case=case, created_at=by.now)
    elif row.state != FollowUpState.OPEN:
        row.created_at = by.now
    row.kind, row.words, row.owner_role, row.named_owner = kind, words, owner_role, named_owner
    row.due_on, row.due_at, row.legal_last_day, row.legal_ref = due_on, due_at, legal_last_day, legal_ref
    row.remind_on, row.postponed, row.postpone_reason = None, 0, ""
    row.state, row.closed_on = FollowUpState.OPEN, None
    row.done_on, row.done_at, row.done_by = None, None, None
    row.save()
    return row


@transaction.atomic
def move_due(*, employee: Employee, key: str, due_on: date, by: Viewer, due_at: datetime | None = None) -> bool:
    """The open row with that key is due then. Whom it was handed to stays, and how it was postponed; False where none
    is open.
    """
    Employee.objects.lock([employee.pk])
    rows = FollowUp.objects.open().filter(employee=employee, key=key)
    return bool(rows.update(due_on=due_on, due_at=due_at))


@transaction.atomic
def fulfil(*, employee: Employee, key: str, done_on: date, by: Viewer) -> bool:
    """Marks the open row with that key as done; False where none is open.

    Whether the day can be is the caller's to judge: it may lie before the row was made, where something is typed in
    after it was done.
    """
    Employee.objects.lock([employee.pk])
    state = next_state(FollowUpState.OPEN, FollowUpEvent.CONFIRM)
    rows = FollowUp.objects.open().filter(employee=employee, key=key)
    return bool(rows.update(state=state, done_on=done_on, done_at=by.now, done_by=by.user))


@transaction.atomic
def drop(*, employee: Employee, key: str, by: Viewer) -> bool:
    """Withdraws the open row with that key, which is owed no more; False where none is open."""
    Employee.objects.lock([employee.pk])
    rows = FollowUp.objects.open().filter(employee=employee, key=key)
    state = next_state(FollowUpState.OPEN, FollowUpEvent.WITHDRAW)
    return bool(rows.update(state=state, closed_on=by.today))
