"""What other apps owe beside the rules: a row with a key of its own, made, moved and closed by their flows.

They run inside the flow of whoever calls, who has locked the employee and records what was done.
"""

from datetime import date, datetime

from django.db import transaction

from cases.followups.queries import stored_of
from cases.followups.rules import FollowUpEvent, FollowUpState, check_confirm, next_state
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
    """The open row with that key, made or moved; one that was closed or done is open again.

    `key` is unique for the employee; what stands before its colon is kept as the row's origin. `words` are said
    instead of the kind's; the caller has had them pass the guard.
    """
    Employee.objects.lock([employee.pk])
    said = {
        "kind": kind,
        "owner_role": owner_role,
        "due_on": due_on,
        "due_at": due_at,
        "legal_last_day": legal_last_day,
        "legal_ref": legal_ref,
        "named_owner": named_owner,
        "words": words,
        "state": FollowUpState.OPEN,
        "remind_on": None,
        "postponed": 0,
        "postpone_reason": "",
        "done_on": None,
        "done_at": None,
        "done_by": None,
        "closed_on": None,
    }
    case = Case.objects.open().filter(employee=employee).first()
    new = {"origin": key.partition(":")[0], "case": case, "created_at": by.now}
    row, _created = FollowUp.objects.update_or_create(
        employee=employee, key=key, defaults=said, create_defaults={**said, **new}
    )
    return row


@transaction.atomic
def fulfil(*, employee: Employee, key: str, done_on: date, by: Viewer) -> bool:
    """Marks the open row with that key as done; False where none is open. `RuleViolation` as for any confirmation."""
    Employee.objects.lock([employee.pk])
    row = FollowUp.objects.open().filter(employee=employee, key=key).select_related("wording").first()
    if row is None:
        return False
    check_confirm(stored_of(row), done_on, by.today)
    FollowUp.objects.filter(pk=row.pk).update(
        state=next_state(FollowUpState.OPEN, FollowUpEvent.CONFIRM), done_on=done_on, done_at=by.now, done_by=by.user
    )
    return True


@transaction.atomic
def drop(*, employee: Employee, key: str, by: Viewer) -> bool:
    """Withdraws the open row with that key, which is owed no more; False where none is open."""
    Employee.objects.lock([employee.pk])
    rows = FollowUp.objects.open().filter(employee=employee, key=key)
    state = next_state(FollowUpState.OPEN, FollowUpEvent.WITHDRAW)
    return bool(rows.update(state=state, closed_on=by.today))
