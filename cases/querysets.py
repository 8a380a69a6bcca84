"""Chainable filters. Every queryset about people only names its path to the employee; the rule is there."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.followups.rules import FollowUpState
from cases.notices.rules import NoticeKind, NoticeState
from cases.rules import CaseState
from people.models import Assignment, Capacity, Employee
from people.rules import CapacityKind, OwnerRole

if TYPE_CHECKING:
    from people.viewer import Viewer


class OfEmployees(models.QuerySet[Any]):
    """Rows that belong to an employee are seen by those who handle the employee's matter."""

    employee_path = "employee"

    def visible_to(self, viewer: "Viewer") -> Self:
        return self.filter(**{f"{self.employee_path}__in": Employee.objects.visible_to(viewer)})

    def own_of(self, viewer: "Viewer") -> Self:
        """The viewer's own, as the employee sees it."""
        return self.filter(**{f"{self.employee_path}__in": Employee.objects.own_of(viewer)})


class OfConversations(OfEmployees):
    employee_path = "conversation__employee"


class CaseQuerySet(OfEmployees):
    def open(self) -> Self:
        return self.filter(state=CaseState.OPEN)


class FollowUpQuerySet(OfEmployees):
    def open(self) -> Self:
        return self.filter(state=FollowUpState.OPEN)

    def turned_up(self, day: date) -> Self:
        """Open ones that ask for attention by the day: due, or postponed to it."""
        return self.open().filter(due_on__lte=day).exclude(remind_on__gt=day)

    def reached(self, day: date) -> Self:
        """Rows of rules that open a case, whose anchor has come, and that no case has followed since."""
        later = apps.get_model("cases", "Case").objects.filter(employee=OuterRef("employee"))
        had_one = Exists(later.filter(Q(state=CaseState.OPEN) | Q(closed_on__gte=OuterRef("anchor"))))
        stands = Q(state__in=[FollowUpState.OPEN, FollowUpState.OVERTAKEN]) | Q(
            state=FollowUpState.DONE, basis_changed=False
        )
        return self.filter(stands, opens_case=True, anchor__lte=day).exclude(had_one)

    def with_named_grants(self, day: date) -> Self:
        """Adds what the named owner is granted that day: named_capacities, and whether the employee is referred to
        them or the team; and own_account: whether the employee can log in.
        """
        capacities = Capacity.objects.held(day).filter(user=OuterRef("named_owner"))
        referred = Assignment.objects.referred_to(OuterRef("named_owner"), day).filter(employee=OuterRef("employee"))
        return self.annotate(
            named_capacities=ArraySubquery(capacities.values("kind")),
            named_referred=Exists(referred),
            own_account=F("employee__user__is_active"),
        )

    def told_to(self, viewer: "Viewer") -> Self:
        """Rows of those whom the viewer handles, and what the viewer has taken on about themselves."""
        handled = Q(employee__in=Employee.objects.visible_to(viewer))
        return self.filter(handled | Q(owner_role=OwnerRole.EMPLOYEE, employee__in=Employee.objects.own_of(viewer)))


class ParticipantQuerySet(models.QuerySet[Any]):
    def present(self) -> Self:
        """Those who still take part."""
        return self.filter(removed_at=None)


class NoticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """HR and administrators see all that was sent, others what was sent to them. An envelope names no employee."""
        if viewer.user is None:
            return self.none()
        everything = viewer.capacities & {CapacityKind.HR, CapacityKind.ADMINISTRATOR}
        return self if everything else self.filter(recipient=viewer.user)

    def claimable(self, now: datetime, kinds: Collection[NoticeKind]) -> Self:
        """Owed ones whose hour has come, and those whose lease ran out, of these kinds."""
        return self.filter(
            Q(state=NoticeState.OWED, not_before__lte=now) | Q(state=NoticeState.CLAIMED, lease_until__lt=now),
            kind__in=kinds,
        )

    def waiting(self) -> Self:
        return self.filter(state__in=[NoticeState.OWED, NoticeState.CLAIMED])
