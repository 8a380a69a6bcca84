"""The doors to consent."""

from django.http import Http404

from people.viewer import Viewer
from retention.fasttrack.access import open_employee_to_refer
from retention.models import Consent


def open_consent(viewer: Viewer, ref: str, *, purpose: str) -> Consent:
    """A consent of somebody whose case the viewer writes in; 404 otherwise."""
    row: Consent | None = Consent.objects.select_related("employee").filter(ref=ref).first()
    if row is None:
        raise Http404
    row.employee = open_employee_to_refer(viewer, row.employee.ref, purpose=purpose)
    return row


def open_own_consent(viewer: Viewer, ref: str) -> Consent:
    row: Consent | None = Consent.objects.own_of(viewer).select_related("employee").filter(ref=ref).first()
    if row is None:
        raise Http404
    return row
