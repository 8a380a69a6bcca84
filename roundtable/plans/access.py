"""The door to a plan outside the table."""

from people.access import open_employee, refuse
from people.viewer import Viewer
from roundtable.models import ReturnPlan
from roundtable.rules.plans import MAY_KEEP


def open_plan(viewer: Viewer, ref: str, *, purpose: str) -> ReturnPlan:
    """A plan that runs or has run, of somebody whose matter the viewer handles, the employee `with_place`; 404
    otherwise. A draft is open at its table only.
    """
    employee = open_employee(viewer, ref, purpose=purpose, by="return_plans__ref")
    rows = ReturnPlan.objects.filter(begun_at__isnull=False).select_related("meeting__case", "made_by")
    row: ReturnPlan | None = rows.filter(ref=ref).first()
    if row is None or employee.seen_as not in MAY_KEEP:
        refuse(viewer, employee.ref, purpose=purpose)
    row.employee = employee
    return row
