"""The reads of the caseload."""

from collections.abc import Collection
from datetime import date

from cases.models import FollowUp
from cases.querysets import FollowUpQuerySet
from people.models import Assignment, Employee
from people.rules import OwnerRole


def running(employee: Employee, day: date) -> list[Assignment]:
    """The referrals of an employee that run: the team's, and whose of it has taken it on."""
    rows = Assignment.objects.filter(employee=employee).running(day)
    return list(rows.select_related("engagement", "consultant").order_by("pk"))


def consultants_tasks(employees: Collection[int]) -> FollowUpQuerySet:
    """What the consultants owe in these matters."""
    found: FollowUpQuerySet = FollowUp.objects.open().filter(employee__in=employees, owner_role=OwnerRole.CONSULTANT)
    return found
