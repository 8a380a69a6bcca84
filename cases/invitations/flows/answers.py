"""What is owed when somebody cannot come: a look at each such answer, by whoever leads the talk. A row of its own for
each, so that each is announced. They run inside the flow of whoever calls, who has locked the employee.
"""

from cases.followups.flows import drop, fulfil, owe
from cases.invitations.kinds import talk_of
from cases.models import Conversation, FollowUp, Invitation
from people.calendar import COPENHAGEN
from people.models import Assignment, User
from people.queries import municipal_calendar
from people.rules import OwnerRole
from people.viewer import Viewer


def owe_answer(*, talk: Conversation, invitation: Invitation, by: Viewer) -> None:
    """On the next working day, and by the day of the talk at the latest."""
    kind = talk_of(talk.kind).unfit
    if not kind:
        return
    soon = municipal_calendar().working_days_after(by.today, 1)
    owe(
        employee=talk.employee,
        key=_key(kind, talk, invitation),
        kind=kind,
        owner_role=OwnerRole.CONSULTANT,
        named_owner=_host(talk, by),
        due_on=min(soon, invitation.starts_at.astimezone(COPENHAGEN).date()),
        by=by,
    )


def drop_answer(*, talk: Conversation, invitation: Invitation, by: Viewer) -> None:
    """They can come after all."""
    drop(employee=talk.employee, key=_key(talk_of(talk.kind).unfit, talk, invitation), by=by)


def drop_answers(*, talk: Conversation, by: Viewer) -> None:
    """The talk is over, or off."""
    for key in _open_keys(talk):
        drop(employee=talk.employee, key=key, by=by)


def fulfil_answers(*, talk: Conversation, by: Viewer) -> None:
    """Whoever calls together anew has looked at what was answered."""
    for key in _open_keys(talk):
        fulfil(employee=talk.employee, key=key, done_on=by.today, by=by)


def _host(talk: Conversation, by: Viewer) -> User | None:
    """Named until somebody else has the matter: then it is theirs."""
    having = Assignment.objects.filter(employee=talk.employee_id).running(by.today).exclude(consultant=None)
    return None if having.exclude(consultant=talk.host).exists() else talk.host


def _key(kind: str, talk: Conversation, invitation: Invitation) -> str:
    return f"{kind}:{invitation.ref}:{talk.ref}"


def _open_keys(talk: Conversation) -> list[str]:
    kind = talk_of(talk.kind).unfit
    rows = FollowUp.objects.open().filter(employee=talk.employee_id, kind=kind, key__endswith=f":{talk.ref}")
    return list(rows.values_list("key", flat=True))
