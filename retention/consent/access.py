"""The doors to consent."""

from django.http import Http404

from cases.matter.access import open_employee_to_write
from people.access import open_own_employee
from people.viewer import Viewer
from retention.models import Consent


def open_consent(viewer: Viewer, ref: str, *, purpose: str) -> Consent:
    """A consent of somebody whose case the viewer writes in; 404 otherwise."""
    row = _found(ref)
    row.employee = open_employee_to_write(viewer, row.employee.ref, purpose=purpose)
    return row


def open_own_consent(viewer: Viewer, ref: str) -> Consent:
    """The viewer's own; 404 for every other."""
    row = _found(ref)
    row.employee = open_own_employee(viewer, row.employee.ref, purpose="consent_withdraw")
    return row


def _found(ref: str) -> Consent:
    row: Consent | None = Consent.objects.select_related("employee").filter(ref=ref).first()
    if row is None:
        raise Http404
    return row
