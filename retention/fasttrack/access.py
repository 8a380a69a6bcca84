"""The doors to Fast track."""

from django.http import Http404

from audit import flows as audit
from audit.rules import Event
from cases.followups.access import open_follow_up
from cases.matter.access import open_employee_to_write
from people.access import open_own_employee
from people.viewer import Viewer
from retention.models import FastTrack


def open_fast_track(viewer: Viewer, ref: str, *, purpose: str) -> FastTrack:
    """A Fast track about somebody whose matter the viewer handles, its employee `with_place`; 404 otherwise."""
    row = _found(ref)
    row.employee = open_employee_to_write(viewer, row.employee.ref, purpose=purpose)
    return row


def fast_track_of_task(viewer: Viewer, ref: str) -> FastTrack:
    """The Fast track that a follow-up is about."""
    follow_up = open_follow_up(viewer, ref, purpose="fast_track")
    row: FastTrack | None = FastTrack.objects.filter(
        employee=follow_up.employee, ref=follow_up.key.rpartition(":")[2]
    ).first()
    if row is None:
        raise Http404
    return row


def open_own_fast_track(viewer: Viewer, ref: str) -> FastTrack:
    """The viewer's own; 404 for every other."""
    row = _found(ref)
    row.employee = open_own_employee(viewer, row.employee.ref, purpose="fast_track_answer")
    return row


def enter_list(viewer: Viewer) -> None:
    """HR, consultants and leaders; 404 for everybody else."""
    if not viewer.handles_matters:
        raise Http404


def record_list(viewer: Viewer, employees: list[str]) -> None:
    """One row for the page, with everybody whom it shows."""
    audit.record(
        Event.LISTED, by=viewer, capacity=viewer.standing, subjects=employees, purpose="fast_track", at=viewer.now
    )


def _found(ref: str) -> FastTrack:
    row: FastTrack | None = FastTrack.objects.select_related("employee", "municipality", "case").filter(ref=ref).first()
    if row is None:
        raise Http404
    return row
