"""The doors to follow-ups: fetch or answer 404, and leave a trace of having looked."""

from collections.abc import Collection

from django.http import Http404

from audit import flows as audit
from audit.rules import Event
from cases.models import FollowUp
from cases.rules import Part, Right, insist_on_doing, right_to
from people.access import acting_towards, open_employee, open_own_employee, refuse
from people.models import Employee
from people.rules import OwnerRole, RuleViolation
from people.viewer import Viewer


def open_follow_up(viewer: Viewer, ref: str, *, purpose: str) -> FollowUp:
    """A follow-up about somebody whose matter the viewer handles, its employee `with_place`; 404 otherwise."""
    follow_up = FollowUp.objects.select_related("employee").filter(ref=ref).first()
    if follow_up is None:
        raise Http404
    follow_up.employee = open_employee(viewer, follow_up.employee.ref, purpose=purpose)
    return follow_up


def open_follow_up_to_do(viewer: Viewer, ref: str, *, purpose: str) -> FollowUp:
    """As `open_follow_up`, and 404 as well for those who may read it but not do it."""
    follow_up = open_follow_up(viewer, ref, purpose=purpose)
    try:
        insist_on_doing(
            owner_role=OwnerRole(follow_up.owner_role),
            named=follow_up.named_owner_id is not None and follow_up.named_owner_id == viewer.actor_id,
            capacity=acting_towards(viewer, follow_up.employee),
        )
    except RuleViolation:
        refuse(viewer, follow_up.employee.ref, purpose=purpose)
    return follow_up


def open_own_follow_up(viewer: Viewer, ref: str, *, purpose: str) -> FollowUp:
    """Something that the viewer has taken on about themselves; 404 for every other, of their own matter too."""
    follow_up = FollowUp.objects.select_related("employee").filter(ref=ref).first()
    if follow_up is None:
        raise Http404
    follow_up.employee = open_own_employee(viewer, follow_up.employee.ref, purpose=purpose)
    if follow_up.owner_role != OwnerRole.EMPLOYEE:
        refuse(viewer, follow_up.employee.ref, purpose=purpose)
    return follow_up


def open_employee_to_follow_up(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """As `open_employee`, and 404 as well for those who handle the matter but do not write follow-ups in it."""
    employee = open_employee(viewer, ref, purpose=purpose)
    if right_to(Part.FOLLOW_UPS, acting_towards(viewer, employee)) is not Right.WRITE:
        refuse(viewer, employee.ref, purpose=purpose)
    return employee


def open_follow_ups(viewer: Viewer, refs: Collection[str], *, purpose: str) -> list[FollowUp]:
    """Several at once, in the order given; 404 unless the viewer handles every one's matter. One row of audit."""
    found = {
        row.ref: row for row in FollowUp.objects.visible_to(viewer).filter(ref__in=refs).select_related("employee")
    }
    unseen = [ref for ref in refs if ref not in found]
    if unseen:
        hidden = FollowUp.objects.filter(ref__in=unseen).values_list("employee__ref", flat=True).first()
        refuse(viewer, hidden or "", purpose=purpose)
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=sorted({row.employee.ref for row in found.values()}),
        purpose=purpose,
        at=viewer.now,
    )
    return [found[ref] for ref in refs]
