"""The door to one's own page."""

from django.db.models import OuterRef, Subquery

from audit import flows as audit
from audit.rules import Event
from cases.invitations.queries.coming import own_talks
from cases.minutes.queries.sent import own_copies
from cases.models import Case
from cases.rules import CaseState
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer


def open_own(viewer: Viewer) -> list[Employee]:
    """The viewer's own employee numbers, `with_place`, `case_since`, `own_minutes` and `own_talks`; none for who is not
    employed.

    Records the look.
    """
    open_case = Case.objects.filter(employee=OuterRef("pk"), state=CaseState.OPEN).values("opened_on")
    own = list(
        Employee.objects.own_of(viewer)
        .with_place(viewer.today)
        .annotate(case_since=Subquery(open_case[:1]), own_minutes=own_copies(), own_talks=own_talks(viewer.now))
        .order_by("pk")
    )
    for employee in own:
        employee.seen_as = ActingAs.SELF
    if own:
        audit.record(
            Event.OPENED,
            by=viewer,
            capacity=ActingAs.SELF,
            subjects=[employee.ref for employee in own],
            purpose="my_page",
            at=viewer.now,
        )
    return own
