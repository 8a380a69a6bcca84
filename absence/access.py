"""The door to a period of absence: fetch one or answer 404, and leave a trace of having looked."""

from absence.models import Period
from audit import flows as audit
from audit.rules import Event
from cases.rules import Part, Right, right_to
from people.access import acting_towards, refuse
from people.models import Employee
from people.viewer import Viewer


def open_period(viewer: Viewer, ref: str, *, purpose: str, withdrawn: bool = False) -> Period:
    """A period that the viewer may change, with its cause and its employee `with_place`; 404 otherwise.

    Whoever may only read it gets the 404 too, and so does everybody for one that no longer counts, unless
    `withdrawn` lets it through. Records the read or the refusal.
    """
    found = Period.objects.visible_to(viewer).select_related("cause").filter(ref=ref).first()
    if found is None:
        subject = Period.objects.filter(ref=ref).values_list("employee__ref", flat=True).first()
        refuse(viewer, subject or "", purpose=purpose)
    employee = Employee.objects.with_place(viewer.today).select_related("user").get(pk=found.employee_id)
    capacity = acting_towards(viewer, employee)
    if right_to(Part.FOLLOW_UPS, capacity) is not Right.WRITE or (found.withdrawn and not withdrawn):
        refuse(viewer, employee.ref, purpose=purpose)
    audit.record(Event.OPENED, by=viewer, capacity=capacity, subjects=[employee.ref], purpose=purpose, at=viewer.now)
    found.employee = employee
    return found
