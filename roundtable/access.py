"""The doors to meetings."""

from django.db.models import Q
from django.http import Http404

from cases.followups.access import open_follow_up
from people.access import open_employee, open_own_employee, refuse
from people.models import Employee
from people.rules import ActingAs, CapacityKind
from people.viewer import Viewer
from roundtable.models import Meeting
from roundtable.request.queries import read_along, read_closing_days
from roundtable.rules.rights import MAY_READ, MAY_RUN, REQUESTERS


def enter_meetings(viewer: Viewer) -> Viewer:
    """The list of HR, consultants and leaders; 404 for everybody else."""
    if not viewer.leads and not viewer.capacities & {CapacityKind.HR, CapacityKind.CONSULTANT}:
        raise Http404
    return viewer


def open_meeting(viewer: Viewer, ref: str, *, purpose: str) -> Meeting:
    """A meeting about somebody whose matter the viewer handles, its employee `with_place`; 404 otherwise."""
    return _opened(viewer, ref, MAY_READ, purpose)


def open_meeting_to_run(viewer: Viewer, ref: str, *, purpose: str) -> Meeting:
    """As `open_meeting`, and 404 as well for those who read of it but do not run it."""
    return _opened(viewer, ref, MAY_RUN, purpose)


def open_table(viewer: Viewer, ref: str) -> Meeting:
    """As `open_meeting_to_run`, for the shared screen, which reads of the meeting only its working days along."""
    employee = _employee_at(viewer, ref, MAY_RUN, "round_table")
    rows = Meeting.objects.select_related("case", "conversation").annotate(closing_days=read_closing_days())
    return _with(employee, rows.get(ref=ref))


def open_employee_to_ask(viewer: Viewer, ref: str) -> Employee:
    """An employee about whom the viewer may ask for a meeting; 404 otherwise."""
    employee = open_employee(viewer, ref, purpose="meeting_request")
    if employee.seen_as not in REQUESTERS:
        refuse(viewer, employee.ref, purpose="meeting_request")
    return employee


def open_own_meeting(viewer: Viewer, ref: str) -> Meeting:
    """The viewer's own; 404 for every other."""
    row: Meeting | None = Meeting.objects.select_related("employee").filter(ref=ref).first()
    if row is None:
        raise Http404
    row.employee = open_own_employee(viewer, row.employee.ref, purpose="meeting_answer")
    return row


def meeting_of_task(viewer: Viewer, ref: str) -> Meeting:
    """The meeting that a follow-up is about: its key ends in the meeting's reference, or in that of its talk."""
    follow_up = open_follow_up(viewer, ref, purpose="meeting")
    about = follow_up.key.rpartition(":")[2]
    row: Meeting | None = Meeting.objects.filter(
        Q(ref=about) | Q(conversation__ref=about), employee=follow_up.employee
    ).first()
    if row is None:
        raise Http404
    return row


def _opened(viewer: Viewer, ref: str, capacities: frozenset[ActingAs], purpose: str) -> Meeting:
    employee = _employee_at(viewer, ref, capacities, purpose)
    rows = Meeting.objects.select_related("case", "conversation__host").annotate(**read_along(viewer))
    return _with(employee, rows.get(ref=ref))


def _employee_at(viewer: Viewer, ref: str, capacities: frozenset[ActingAs], purpose: str) -> Employee:
    employee = open_employee(viewer, ref, purpose=purpose, by="meetings__ref")
    if employee.seen_as not in capacities:
        refuse(viewer, employee.ref, purpose=purpose)
    return employee


def _with(employee: Employee, row: Meeting) -> Meeting:
    row.employee = employee
    return row
