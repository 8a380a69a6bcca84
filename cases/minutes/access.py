"""The doors to minutes. What was recalled is opened to nobody; the page that says so is."""

from django.http import Http404

from cases.invitations.access import Seat
from cases.invitations.rules import Role
from cases.minutes.rules import may_make
from cases.models import Minutes, MinutesCopy
from people.access import open_employee, open_own_employee, refuse
from people.viewer import Viewer


def open_minutes(viewer: Viewer, ref: str, *, purpose: str) -> Minutes:
    """A version of the minutes of somebody whose matter the viewer handles, its talk's employee `with_place`; 404
    otherwise. Of whoever has a copy it is noted that they have read it.
    """
    employee = open_employee(viewer, ref, purpose=purpose, by="conversations__minutes__ref")
    row: Minutes = Minutes.objects.select_related("conversation").defer("pdf").get(ref=ref)
    row.conversation.employee = employee
    return row


def open_minutes_to_write(viewer: Viewer, ref: str, *, purpose: str) -> Minutes:
    """As `open_minutes`, and 404 as well for those who may not make them, and for what was recalled."""
    row = open_minutes(viewer, ref, purpose=purpose)
    if not writes(viewer, row):
        refuse(viewer, row.conversation.employee.ref, purpose=purpose)
    return insist_on_standing(row)


def writes(viewer: Viewer, row: Minutes) -> bool:
    """Whether the viewer, to whom a door has opened them, makes and amends them."""
    hosted = row.conversation.host_id is not None and row.conversation.host_id == viewer.actor_id
    return may_make(row.conversation.employee.seen_as, hosted=hosted)


def insist_on_standing(row: Minutes) -> Minutes:
    """404 for a version that was recalled."""
    if row.recalled_at is not None:
        raise Http404
    return row


def open_copy(seat: Seat, ref: str) -> MinutesCopy:
    """The participant's own copy, with its minutes; 404 for every other, and for what was recalled."""
    copies = MinutesCopy.objects.select_related("minutes__conversation").defer("minutes__pdf")
    row: MinutesCopy | None = copies.filter(participant=seat.participant, ref=ref, minutes__recalled_at=None).first()
    if row is None:
        raise Http404
    return row


def open_own_copy(viewer: Viewer, ref: str) -> MinutesCopy:
    """The employee's own copy, on their own page; 404 for every other, and for what was recalled."""
    copies = MinutesCopy.objects.select_related("minutes__conversation__employee").defer("minutes__pdf")
    row: MinutesCopy | None = copies.filter(participant__role=Role.EMPLOYEE, ref=ref).first()
    if row is None:
        raise Http404
    open_own_employee(viewer, row.minutes.conversation.employee.ref, purpose="own_minutes")
    insist_on_standing(row.minutes)
    return row


def read_paper(minutes: Minutes, viewer: Viewer, *, copy: MinutesCopy | None = None) -> bytes:
    """The file as it was sent, of minutes that a door has opened; `copy` where it is read by whoever has that one."""
    note_read(minutes, viewer, copy=copy)
    return bytes(Minutes.objects.values_list("pdf", flat=True).get(pk=minutes.pk))


def note_read(minutes: Minutes, viewer: Viewer, *, copy: MinutesCopy | None = None) -> None:
    """That it was read, at the first time: by whoever has the copy, or by the viewer if they have one."""
    unread = MinutesCopy.objects.filter(minutes=minutes, read_at=None)
    if copy is not None:
        unread.filter(pk=copy.pk).update(read_at=viewer.now)
    elif viewer.user is not None:
        unread.filter(participant__user=viewer.user).update(read_at=viewer.now)
