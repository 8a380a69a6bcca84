"""The doors to the catalogue, and to an offer in an employee's matter."""

from django.http import Http404

from people.access import open_employee, refuse
from people.models import Employee
from people.viewer import Viewer
from retention.models import Offer, OfferUse
from retention.rules.offers import USED_BY


def insist_on_catalogue(viewer: Viewer) -> Viewer:
    """404 for whoever neither leads nor works with absence: it is a tool for them, and tells of nobody."""
    if not viewer.handles_matters:
        raise Http404
    return viewer


def may_write_catalogue(viewer: Viewer) -> bool:
    return viewer.is_hr_or_consultant


def insist_on_writing_catalogue(viewer: Viewer) -> Viewer:
    if not may_write_catalogue(viewer):
        raise Http404
    return viewer


def open_offer(key: str) -> Offer:
    offer: Offer | None = Offer.objects.filter(key=key).first()
    if offer is None:
        raise Http404
    return offer


def open_employee_to_offer(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """As `open_employee`, and 404 as well for a capacity that gives nobody an offer."""
    employee = open_employee(viewer, ref, purpose=purpose)
    if employee.seen_as not in USED_BY:
        refuse(viewer, employee.ref, purpose=purpose)
    return employee


def open_use(viewer: Viewer, ref: str, *, purpose: str) -> OfferUse:
    """An offer in use by somebody whose matter the viewer handles, the employee `with_place`; 404 otherwise."""
    use: OfferUse | None = OfferUse.objects.select_related("employee", "offer").filter(ref=ref).first()
    if use is None:
        raise Http404
    use.employee = open_employee_to_offer(viewer, use.employee.ref, purpose=purpose)
    return use
