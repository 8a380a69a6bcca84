"""What the flows of grants and of accounts share."""

from audit import flows as audit
from people.models import Employee, User
from people.rules import ActingAs, Event, insist, manages_grants
from people.viewer import Viewer


def manages(by: Viewer) -> bool:
    return manages_grants(by.capacities, is_system=by.is_system)


def insist_on_managing(by: Viewer) -> None:
    insist(manages(by), "not_allowed")


def record(event: Event, user: User, *, by: Viewer, capacity: ActingAs, fields: list[str] | None = None) -> None:
    """With every number under which the user is employed."""
    subjects = list(Employee.objects.filter(user=user).order_by("pk").values_list("ref", flat=True))
    audit.record(event, by=by, capacity=capacity, subjects=subjects, fields=fields or [], at=by.now)
