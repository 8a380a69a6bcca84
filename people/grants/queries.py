"""What the pages of grants and accounts show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Capacity, Employee, Employment, Leadership, Unit, User
from people.querysets import DanishOrder
from people.rules import AccountState, CapacityKind, account_state
from people.viewer import Viewer
from people.words import initials, say_date, say_period

PER_PAGE: Final = 50
MOST_FOUND: Final = 20


class Which(StrEnum):
    """Which units a list shows."""

    ALL = "all"
    LEADERLESS = "leaderless"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a grant, and until when; `grant` is its key."""

    grant: int
    ref: str
    name: str
    initials: str
    under: str
    account: AccountState
    may_end: bool
    may_invite: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    pk: int
    name: str
    under: str
    leaders: tuple[Holder, ...]
    deputies: tuple[Holder, ...]
    may_name_leader: bool
    may_name_deputy: bool


@dataclass(frozen=True, slots=True)
class UnitList:
    """A page of units; `counts` say how many each choice shows within the search."""

    page: Page[Unit]
    rows: tuple[UnitRow, ...]
    counts: dict[Which, int]


@dataclass(frozen=True, slots=True)
class CapacityRow:
    kind: CapacityKind
    holder: Holder


@dataclass(frozen=True, slots=True)
class Found:
    """A person to choose: the user's reference, and where they work."""

    ref: str
    name: str
    under: str


def user_named(username: str) -> User | None:
    return User.objects.filter(username__iexact=username).first()


def employee_numbered(number: str) -> Employee | None:
    return Employee.objects.select_related("user").filter(number=number).first()


def unit_list(viewer: Viewer, *, search: str, which: Which, page: int | str) -> UnitList:
    """The units whose leaders the viewer may see: all for who manages grants, else those led. Four queries."""
    units = _units(viewer, search)
    led = [pk for pk, leaders in viewer.organisation.leaders.items() if leaders]
    closed = Leadership.objects.running(viewer.today).filter(is_deputy=False, user__is_active=False)
    chosen = {
        Which.ALL: units,
        Which.LEADERLESS: units.exclude(pk__in=led),
        Which.NO_ACCOUNT: units.filter(pk__in=led).filter(pk__in=closed.values("unit")),
    }
    counts = {name: queryset.count() for name, queryset in chosen.items()}
    shown = Paginator(chosen[which].select_related("parent").order_by("code"), PER_PAGE).get_page(page)
    holders = _holders(viewer, [unit.pk for unit in shown])
    return UnitList(page=shown, rows=tuple(_row(viewer, unit, holders) for unit in shown), counts=counts)


def _units(viewer: Viewer, search: str) -> QuerySet[Unit]:
    units: QuerySet[Unit] = Unit.objects.all()
    if not viewer.manages_grants:
        units = units.filter(pk__in=viewer.roots)
    if search:
        named = Leadership.objects.from_day_on(viewer.today).annotate(full_name=_full_name("user__"))
        units = units.filter(
            Q(name__icontains=search)
            | Q(code__istartswith=search)
            | Q(pk__in=named.filter(full_name__icontains=search).values("unit"))
        )
    return units


def _full_name(path: str = "") -> Concat:
    return Concat(f"{path}first_name", Value(" "), f"{path}last_name")


def _row(viewer: Viewer, unit: Unit, holders: dict[tuple[int, bool], list[Holder]]) -> UnitRow:
    return UnitRow(
        pk=unit.pk,
        name=unit.name,
        under=unit.parent.name if unit.parent else "",
        leaders=tuple(holders.get((unit.pk, False), ())),
        deputies=tuple(holders.get((unit.pk, True), ())),
        may_name_leader=viewer.manages_grants,
        may_name_deputy=viewer.manages_grants or viewer.is_leader_of(unit.pk),
    )


def _holders(viewer: Viewer, units: Iterable[int]) -> dict[tuple[int, bool], list[Holder]]:
    """Leaders and deputies of the units, now and to come, by (unit, deputy)."""
    found: dict[tuple[int, bool], list[Holder]] = {}
    rows = Leadership.objects.from_day_on(viewer.today).filter(unit__in=units).select_related("user")
    house = viewer.organisation
    for row in rows.order_by("first_day", DanishOrder("user__first_name"), "pk"):
        seated = house.deputies if row.is_deputy else house.leaders
        holder = _holder(
            row,
            viewer,
            departed=row.first_day <= viewer.today and row.user_id not in seated.get(row.unit_id, frozenset()),
            may_end=viewer.manages_grants or (row.is_deputy and viewer.is_leader_of(row.unit_id)),
        )
        found.setdefault((row.unit_id, row.is_deputy), []).append(holder)
    return found


def _holder(row: Leadership | Capacity, viewer: Viewer, *, departed: bool, may_end: bool) -> Holder:
    user = row.user
    state = account_state(
        is_active=user.is_active, owed=user.invitation_owed_at is not None, invited=user.invited_at is not None
    )
    days = say_period(row.first_day, row.last_day, viewer.today, page_language())
    return Holder(
        grant=row.pk,
        ref=user.ref,
        name=str(user),
        initials=initials(user.first_name, user.last_name),
        under=". ".join(filter(None, (f"{days[:1].upper()}{days[1:]}", _standing(user, state, viewer, departed)))),
        account=state,
        may_end=may_end,
        may_invite=viewer.manages_grants
        and not departed
        and bool(user.email)
        and state in {AccountState.NONE, AccountState.INVITED},
        may_close=viewer.manages_grants and state is not AccountState.NONE and user != viewer.user,
    )


def _standing(user: User, state: AccountState, viewer: Viewer, departed: bool) -> str:
    """Why the grant cannot be used; empty where it can."""
    if departed:
        return _("Not employed, and so without this right")
    match state:
        case AccountState.OPEN:
            return ""
        case AccountState.OWED:
            return _("Invitation on its way")
        case AccountState.INVITED:
            invited_on = user.invited_at.astimezone(COPENHAGEN).date() if user.invited_at else None
            day = say_date(invited_on, viewer.today, page_language()) if invited_on else ""
            return _("Invited %(day)s, not opened yet") % {"day": day}
        case AccountState.NONE:
            return _("No account")


def capacity_list(viewer: Viewer) -> tuple[CapacityRow, ...]:
    """Who is HR, consultant or administrator, now and to come. One query."""
    employments = Employment.objects.running(viewer.today).filter(employee__user=OuterRef("user"))
    employees = Employee.objects.filter(user=OuterRef("user"))
    rows = (
        Capacity.objects.from_day_on(viewer.today)
        .select_related("user")
        .annotate(has_left=Exists(employees) & ~Exists(employments))
        .order_by("kind", DanishOrder("user__first_name"), "pk")
    )
    return tuple(
        CapacityRow(CapacityKind(row.kind), _holder(row, viewer, departed=row.has_left, may_end=True)) for row in rows
    )


def find_people(search: str, day: date, *, besides_employees: bool) -> tuple[Found, ...]:
    """People to grant something to, by name, employee number or user name: the employed, in Danish order.

    `besides_employees` finds users who are no employees, too. At most 20: the page says that there may be more.
    """
    if not search:
        return ()
    employed = Employment.objects.running(day).filter(employee=OuterRef("pk"))
    employees = (
        Employee.objects.filter(Exists(employed), user__isnull=False)
        .annotate(full_name=_full_name())
        .filter(Q(full_name__icontains=search) | Q(number=search) | Q(user__username__iexact=search))
        .with_place(day)
        .select_related("user")
        .by_name()[: MOST_FOUND + 1]
    )
    found = {
        employee.user.ref: Found(employee.user.ref, employee.name, f"{employee.title}, {employee.unit_name}")
        for employee in employees
    }
    if besides_employees:
        others = (
            User.objects.filter(employees=None)
            .annotate(full_name=_full_name())
            .filter(Q(full_name__icontains=search) | Q(username__iexact=search))
            .order_by("username")[:MOST_FOUND]
        )
        found |= {user.ref: Found(user.ref, str(user), user.username) for user in others}
    return tuple(found.values())[:MOST_FOUND]
