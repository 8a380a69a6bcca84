"""The doors to partners. They are about municipalities and their staff, so that somebody looked is not recorded."""

from typing import TypeVar

from django.http import Http404

from people.viewer import Viewer
from retention.models import Agreement, Contact, MeetingAction, Municipality, Sheet, StatusMeeting

T = TypeVar("T")


def may_write(viewer: Viewer) -> bool:
    """Consultants and HR keep contacts and agreements."""
    return viewer.is_hr_or_consultant


def may_read(viewer: Viewer) -> bool:
    """Leaders, too: for a referral they need the contact of the municipality where somebody lives."""
    return viewer.handles_matters


def enter_partners(viewer: Viewer) -> None:
    _insist(may_write(viewer))


def open_municipality(viewer: Viewer, code: str, *, to_write: bool = True) -> Municipality:
    _insist(may_write(viewer) if to_write else may_read(viewer))
    return _found(Municipality.objects.filter(pk=code).first())


def open_contact(viewer: Viewer, ref: str) -> Contact:
    _insist(may_write(viewer))
    return _found(Contact.objects.from_day_on(viewer.today).select_related("municipality").filter(ref=ref).first())


def open_agreement(viewer: Viewer, ref: str) -> Agreement:
    _insist(may_write(viewer))
    return _found(Agreement.objects.from_day_on(viewer.today).select_related("municipality").filter(ref=ref).first())


def open_sheet(viewer: Viewer, ref: str, *, to_write: bool = True) -> Sheet:
    _insist(may_write(viewer) if to_write else may_read(viewer))
    standing = Sheet.objects.filter(withdrawn_at=None).select_related("municipality", "saved_by")
    return _found(standing.filter(ref=ref).first())


def open_meeting(viewer: Viewer, ref: str) -> StatusMeeting:
    _insist(may_write(viewer))
    return _found(StatusMeeting.objects.select_related("municipality", "noted_by").filter(ref=ref).first())


def open_action(viewer: Viewer, ref: str) -> MeetingAction:
    _insist(may_write(viewer))
    return _found(MeetingAction.objects.select_related("meeting__municipality").filter(ref=ref).first())


def _insist(holds: bool) -> None:
    if not holds:
        raise Http404


def _found(row: T | None) -> T:
    if row is None:
        raise Http404
    return row
