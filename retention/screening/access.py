"""The doors to screening."""

from django.http import Http404

from cases.followups.access import open_follow_up
from cases.matter.access import open_employee_to_write
from people.models import Employee
from people.viewer import Viewer
from retention.models import Screening


def open_screening(viewer: Viewer, ref: str, *, purpose: str) -> Screening:
    """A screening of somebody whose case the viewer writes in; 404 otherwise."""
    row: Screening | None = Screening.objects.select_related("employee").filter(ref=ref).first()
    if row is None:
        raise Http404
    row.employee = open_employee_to_write(viewer, row.employee.ref, purpose=purpose)
    return row


def employee_of_task(viewer: Viewer, ref: str) -> Employee:
    return open_follow_up(viewer, ref, purpose="screening").employee
