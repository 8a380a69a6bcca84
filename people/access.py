"""The doors to people: fetch one or answer 404, and leave a trace of having looked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NoReturn, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from audit import flows as audit
from audit.rules import Event
from people.calendar import COPENHAGEN
from people.models import Assignment, Capacity, Employee, Leadership, User
from people.queries import organisation_on
from people.rules import ActingAs, CapacityKind, Organisation
from people.viewer import Viewer

# How many ends of grants and employments are looked at to tell whether somebody handled an employee before.
RECENT_ENDS: Final = 6


def viewer_for(user: User | None, now: datetime) -> Viewer:
    """The viewer of a request: whom the user leads and is granted at this moment. One query, and the organisation's
    two where it is asked for.
    """
    if user is None:
        return Viewer(user=None, now=now, organisation=Organisation({}, {}, {}))
    today = now.astimezone(COPENHAGEN).date()
    capacities = Capacity.objects.filter(user=OuterRef("pk")).held(today)
    leaderships = Leadership.objects.filter(user=OuterRef("pk")).running(today)
    granted = User.objects.filter(pk=user.pk).values_list(ArraySubquery(capacities.values("kind")), Exists(leaderships))
    kinds, holds_leadership = granted.get()
    return Viewer(
        user=user,
        now=now,
        organisation=_organisation_when_asked(today),
        capacities=frozenset(CapacityKind(kind) for kind in kinds),
        holds_leadership=holds_leadership,
    )


def _organisation_when_asked(day: date) -> Organisation:
    """Most of what HR opens is no matter of the tree, which takes the longest where there are many units."""
    return cast("Organisation", SimpleLazyObject(lambda: organisation_on(day)))


def system(now: datetime) -> Viewer:
    """The system itself: writes what is owed, sees nobody."""
    return Viewer(user=None, now=now, organisation=_organisation_when_asked(now.astimezone(COPENHAGEN).date()))


def guest(name: str, now: datetime) -> Viewer:
    """Somebody who takes part in one talk by its link: sees nobody, and is called by name in the audit."""
    return Viewer(user=None, now=now, organisation=Organisation({}, {}, {}), guest=name)


def acting_towards(viewer: Viewer, employee: Employee, *, assigned: bool | None = None) -> ActingAs:
    """The capacity in which the viewer meets an employee fetched `with_place`. Whether the employee is referred to the
    viewer is asked, where the caller does not know it.
    """
    if assigned is None:
        assigned = (
            CapacityKind.CONSULTANT in viewer.capacities
            and viewer.user is not None
            and Assignment.objects.filter(employee=employee).referred_to(viewer.user, viewer.today).exists()
        )
    return viewer.acting_towards(
        employee=employee.pk,
        person=employee.user_id,
        unit=employee.unit_id,
        assigned=assigned,
        outside=employee.is_outside,
    )


def fetch_employee(employee: int, by: Viewer) -> tuple[Employee, ActingAs]:
    """For a flow: the employee `with_place`, and as what the viewer meets them. No right is asked."""
    found: Employee = Employee.objects.with_place(by.today).get(pk=employee)
    return found, acting_towards(by, found)


def lock_employee(employee: int, by: Viewer) -> tuple[Employee, ActingAs]:
    """The same, once nobody else changes what is theirs, until the transaction ends."""
    Employee.objects.lock([employee])
    return fetch_employee(employee, by)


def open_employee(viewer: Viewer, ref: str, *, purpose: str, by: str = "ref") -> Employee:
    """An employee whose matter the viewer handles, `with_place`; 404 otherwise. Records the read or the refusal.

    `by` leads to what the reference names, where that is something of the employee's: `cases__ref`.
    """
    found = Employee.objects.visible_to(viewer).with_place(viewer.today).with_referral(viewer)
    employee = found.filter(**{by: ref}).first()
    if employee is None:
        refuse(viewer, ref, purpose=purpose, by=by)
    employee.seen_as = acting_towards(viewer, employee, assigned=employee.is_referred)
    audit.record(
        Event.OPENED,
        by=viewer,
        capacity=employee.seen_as,
        subjects=[employee.ref],
        purpose=purpose,
        at=viewer.now,
    )
    return employee


def open_own_employee(viewer: Viewer, ref: str, *, purpose: str) -> Employee:
    """One of the viewer's own employee numbers, `with_place`; 404 for every other. Records the look or the refusal."""
    employee: Employee | None = Employee.objects.own_of(viewer).with_place(viewer.today).filter(ref=ref).first()
    if employee is None:
        refuse(viewer, ref, purpose=purpose)
    employee.seen_as = ActingAs.SELF
    audit.record(
        Event.OPENED, by=viewer, capacity=ActingAs.SELF, subjects=[employee.ref], purpose=purpose, at=viewer.now
    )
    return employee


def refuse(viewer: Viewer, ref: str, *, purpose: str, by: str = "ref") -> NoReturn:
    """Records a refused look at somebody who exists, and answers as if they did not.

    The page says more only to those who may know it: see `explanation`.
    """
    employee = Employee.objects.with_place(viewer.today).filter(**{by: ref}).first()
    if employee is None:
        raise Http404
    audit.record(
        Event.REFUSED,
        by=viewer,
        capacity=viewer.standing,
        subjects=[employee.ref],
        purpose=purpose,
        at=viewer.now,
    )
    raise Refused(explanation(viewer, employee))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whose matter it is, by first name, and which leaders can give access; HR where there is none."""

    first_name: str
    givers: tuple[str, ...]


class Refused(Http404):
    """A 404 like any other; `explanation` is for those who may know why."""

    def __init__(self, explanation: Explanation | None) -> None:
        super().__init__()
        self.explanation = explanation


def explanation(viewer: Viewer, employee: Employee) -> Explanation | None:
    """Words for the leaders above, and for those whose own grant to this employee has ended; for nobody else.

    `employee` comes `with_place`.
    """
    if viewer.user is None or employee.user_id == viewer.user.pk:
        return None
    if not _leads_above(viewer, employee) and not _handled_once(viewer, viewer.user, employee):
        return None
    leaders = frozenset[int]()
    if employee.unit_id is not None:
        leaders = viewer.organisation.leaders_of(employee.unit_id, employee.user_id)
    names = tuple(str(user) for user in User.objects.filter(pk__in=leaders).order_by("pk"))
    return Explanation(first_name=employee.first_name, givers=names)


def _leads_above(viewer: Viewer, employee: Employee) -> bool:
    if employee.unit_id is None:
        return False
    house = viewer.organisation
    responsible = house.responsible_unit(employee.unit_id, employee.user_id)
    way = list(house.upwards(employee.unit_id))
    above = way[way.index(responsible) + 1 :] if responsible is not None else []
    return any(viewer.is_leader_of(unit) for unit in above)


def _handled_once(viewer: Viewer, user: User, employee: Employee) -> bool:
    """Whether the viewer handled this employee until a grant or an employment ended, or had the referral."""
    referrals = Assignment.objects.filter(employee=employee, last_day__lt=viewer.today)
    mine = Q(consultant=user)
    if CapacityKind.CONSULTANT in viewer.capacities:
        mine |= Q(consultant__isnull=True)
    if referrals.filter(mine).exists():
        return True
    leaderships = Leadership.objects.filter(user=user)
    if not leaderships.exists():
        return False
    ends = {
        *leaderships.filter(last_day__lt=viewer.today).values_list("last_day", flat=True),
        *employee.employments.filter(last_day__lt=viewer.today).values_list("last_day", flat=True),
    }
    return any(_handled_on(day, user, employee) for day in sorted(ends, reverse=True)[:RECENT_ENDS])


def _handled_on(day: date, user: User, employee: Employee) -> bool:
    place = employee.employments.running(day).first()
    if place is None:
        return False
    house = organisation_on(day)
    handling = house.leaders_of(place.unit_id, employee.user_id) | house.deputies_of(place.unit_id, employee.user_id)
    return user.pk in handling


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking, as the middleware put it on the request."""
    return cast("Viewer", request.viewer)  # type: ignore[attr-defined]
