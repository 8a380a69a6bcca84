"""The doors to a case, and to somebody about whom one writes in cases."""

from cases.matter.queries import cases_of
from cases.models import Case
from cases.rules import Part, Right, right_to
from people.access import open_employee, refuse
from people.models import Employee
from people.viewer import Viewer


def open_case(viewer: Viewer, ref: str, *, purpose: str) -> Case:
    """A case of somebody whose matter the viewer handles, its employee `with_place`; 404 otherwise."""
    employee = open_employee(viewer, ref, purpose=purpose, by="cases__ref")
    return next(case for case in cases_of(employee) if case.ref == ref)


def open_employee_to_write(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """As `open_employee`, and 404 as well for those who do not write in cases."""
    employee = open_employee(viewer, ref, purpose=purpose)
    if right_to(Part.CASE, employee.seen_as) is not Right.WRITE:
        refuse(viewer, employee.ref, purpose=purpose)
    return employee
