"""The doors to referrals."""

from collections.abc import Collection

from audit import flows as audit
from audit.rules import Event
from people.access import open_employee, refuse
from people.models import Employee
from people.viewer import Viewer
from retention.caseload.flows import MAY_DISTRIBUTE, MAY_REFER
from retention.models import Work


def open_employee_to_refer(viewer: Viewer, ref: str) -> Employee:
    """An employee whose matter the viewer may refer; 404 otherwise."""
    employee = open_employee(viewer, ref, purpose="refer")
    if employee.seen_as not in MAY_REFER:
        refuse(viewer, ref, purpose="refer")
    return employee


def open_referral(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """An employee of whom the viewer may say which consultant has the matter; 404 otherwise."""
    employee = open_employee(viewer, ref, purpose=purpose)
    if employee.seen_as not in MAY_DISTRIBUTE:
        refuse(viewer, ref, purpose=purpose)
    return employee


def open_employees(viewer: Viewer, refs: Collection[str], *, purpose: str) -> list[Employee]:
    """Several at once; 404 unless the viewer handles every one's matter. One row of audit."""
    found = {employee.ref: employee for employee in Employee.objects.visible_to(viewer).filter(ref__in=refs)}
    unseen = [ref for ref in refs if ref not in found]
    if unseen:
        refuse(viewer, unseen[0], purpose=purpose)
    audit.record(
        Event.LISTED, by=viewer, capacity=viewer.standing, subjects=sorted(found), purpose=purpose, at=viewer.now
    )
    return [found[ref] for ref in refs]


def open_own_work(viewer: Viewer, ref: str) -> Work:
    """A note of the viewer's own time; 404 otherwise. Records a refusal where it is about an employee."""
    work: Work | None = Work.objects.select_related("employee").filter(ref=ref).first()
    if work is None or work.consultant_id != viewer.actor_id:
        refuse(viewer, work.employee.ref if work and work.employee else "", purpose="time")
    return work
