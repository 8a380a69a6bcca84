"""The doors to grants and accounts. They are nobody's matter, so that somebody looked at them is not recorded."""

from typing import TypeVar

from django.http import Http404

from people.models import Capacity, Leadership, Unit, User
from people.viewer import Viewer

T = TypeVar("T")


def enter_leaders(viewer: Viewer) -> None:
    """Leaders and deputies see their own units, HR and administrators all."""
    _insist(viewer.manages_grants or viewer.leads)


def enter_capacities(viewer: Viewer) -> None:
    _insist(viewer.manages_grants)


def open_unit(viewer: Viewer, unit: int, *, deputies_only: bool) -> Unit:
    """A unit for which the viewer may name somebody: a deputy by its own leader, too."""
    _insist(viewer.manages_grants or (deputies_only and viewer.is_leader_of(unit)))
    return _found(Unit.objects.filter(pk=unit).first())


def open_leadership(viewer: Viewer, leadership: int) -> Leadership:
    """A leadership or deputyship that the viewer may end."""
    rows = Leadership.objects.from_day_on(viewer.today).select_related("unit", "user")
    row: Leadership = _found(rows.filter(pk=leadership).first())
    _insist(viewer.manages_grants or (row.is_deputy and viewer.is_leader_of(row.unit_id)))
    return row


def open_capacity(viewer: Viewer, capacity: int) -> Capacity:
    _insist(viewer.manages_grants)
    rows = Capacity.objects.from_day_on(viewer.today).select_related("user")
    row: Capacity = _found(rows.filter(pk=capacity).first())
    return row


def open_account(viewer: Viewer, ref: str) -> User:
    """The user whose account the viewer may invite to, or close."""
    _insist(viewer.manages_grants)
    return _found(User.objects.filter(ref=ref).first())


def chosen(ref: str) -> User:
    """The person that a form has checked to be one of those it offered."""
    return User.objects.get(ref=ref)


def _insist(holds: bool) -> None:
    if not holds:
        raise Http404


def _found(row: T | None) -> T:
    if row is None:
        raise Http404
    return row
