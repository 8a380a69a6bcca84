"""The doors to placing somebody on the ladder."""

from django.http import Http404

from people.access import open_employee, open_own_employee, refuse
from people.models import Employee
from people.viewer import Viewer
from retention.models import Placement
from retention.rules.ladder import Party, may_withdraw, parties_for


def open_employee_to_place(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """As `open_employee`, and 404 as well for a capacity that places nobody."""
    employee = open_employee(viewer, ref, purpose=purpose)
    if not parties_for(employee.seen_as):
        refuse(viewer, employee.ref, purpose=purpose)
    return employee


def open_placement_to_withdraw(viewer: Viewer, ref: str, *, purpose: str) -> Placement:
    """A placement that the viewer may take back, of oneself or of somebody whose matter the viewer handles; else 404.

    Its employee comes `with_place`.
    """
    placement: Placement | None = Placement.objects.select_related("employee", "step").filter(ref=ref).first()
    if placement is None:
        raise Http404
    me = viewer.actor_id
    opened = open_own_employee if me is not None and placement.employee.user_id == me else open_employee_to_place
    placement.employee = opened(viewer, placement.employee.ref, purpose=purpose)
    if not may_withdraw(
        party=Party(placement.party),
        capacity=placement.employee.seen_as,
        placed_by_me=me is not None and placement.placed_by_id == me,
    ):
        refuse(viewer, placement.employee.ref, purpose=purpose)
    return placement
