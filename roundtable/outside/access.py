"""The doors to wishes from outside."""

from django.http import Http404

from cases.access import insist_on_desk
from people.rules import CapacityKind
from people.viewer import Viewer
from roundtable.models import OutsideRequest
from roundtable.outside.links import ref_in
from roundtable.outside.queries import wishes_for


def open_by_link(token: str) -> OutsideRequest | None:
    """Whose address a link confirms; None once it has run out or been deleted. 404 for a link that was never ours."""
    ref = ref_in(token)
    return OutsideRequest.objects.filter(ref=ref).first() if ref else None


def open_wish(viewer: Viewer, ref: str) -> OutsideRequest:
    """One that waits for a consultant, or has been settled; 404 for everybody who is no consultant, and for who may be
    the one whom it is about.
    """
    insist_on_desk(viewer, CapacityKind.CONSULTANT)
    row: OutsideRequest | None = wishes_for(viewer).filter(ref=ref).first()
    if row is None:
        raise Http404
    return row
