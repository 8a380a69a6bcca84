"""The reads of the caseload."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from cases.models import FollowUp
from cases.querysets import FollowUpQuerySet
from people.language import page_language
from people.models import Assignment, Capacity, Employee, Unit, User
from people.querysets import EmployeeQuerySet
from people.rules import CapacityKind, OwnerRole
from people.viewer import Viewer
from people.words import Language, danish_key, say_period, say_plain_number
from retention.caseload.words import END_REASONS
from retention.models import Engagement, Work
from retention.rules.caseload import EndReason


def running(employee: Employee, day: date) -> list[Assignment]:
    """The referrals of an employee that run: the team's, and whose of it has taken it on."""
    rows = Assignment.objects.filter(employee=employee).running(day)
    return list(rows.select_related("engagement", "consultant").order_by("pk"))


def consultants_tasks(employees: Collection[int]) -> FollowUpQuerySet:
    """What the consultants owe in these matters."""
    found: FollowUpQuerySet = FollowUp.objects.open().filter(employee__in=employees, owner_role=OwnerRole.CONSULTANT)
    return found


@dataclass(frozen=True, slots=True)
class Team:
    """The consultants of today by name, and of each employee who is referred to the viewer or the team, which of them
    has taken the matter on, and since when and by whom the employee is referred.
    """

    names: Mapping[int, str]
    taken: Mapping[int, frozenset[int]]
    referred: Mapping[int, tuple[date, str]]


def team_of(viewer: Viewer) -> Team:
    """Two queries."""
    names = {user.pk: str(user) for user in consultants(viewer.today)}
    if viewer.user is None:
        return Team(names, {}, {})
    referred = Assignment.objects.referred_to(viewer.user, viewer.today).values("employee")
    rows = Assignment.objects.running(viewer.today).filter(employee__in=referred)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    since: dict[int, tuple[date, str]] = {}
    for row in rows.select_related("engagement__given_by").order_by("first_day", "pk"):
        taken[row.employee_id] |= {row.consultant_id} & names.keys()
        engaged = _engaged(row)
        by = str(engaged.given_by) if engaged and engaged.given_by else ""
        since.setdefault(row.employee_id, (row.first_day, by))
    return Team(names, {employee: frozenset(people) for employee, people in taken.items()}, since)


def consultants(day: date) -> list[User]:
    """Everybody who is a consultant that day, by name."""
    held = Capacity.objects.filter(kind=CapacityKind.CONSULTANT).held(day)
    users = User.objects.filter(pk__in=held.values("user"))
    return sorted(users, key=lambda user: danish_key(str(user)))


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of a referral: with whom, from when to when, given by which other, and what was noted for them."""

    name: str
    days: str
    given: str
    note: str
    ended: str


@dataclass(frozen=True, slots=True)
class Referral:
    """A matter as the consultants have it. `mine` says that the viewer does; `planned` are hours, of who has it now."""

    now: tuple[Turn, ...]
    earlier: tuple[Turn, ...]
    mine: bool
    planned: Decimal | None
    used: str


def referral_of(employee: Employee, viewer: Viewer) -> Referral:
    """Two queries."""
    rows = list(
        Assignment.objects.filter(employee=employee)
        .select_related("consultant", "engagement", "engagement__given_by")
        .order_by("-first_day", "-pk")
    )
    lang, today = page_language(), viewer.today
    runs = [row for row in rows if row.last_day is None or row.last_day >= today]
    mine = [row for row in runs if row.consultant_id == viewer.actor_id]
    used = Work.objects.filter(employee=employee).aggregate(hours=Sum("hours"))["hours"] or 0
    return Referral(
        now=tuple(_turn(row, today, lang) for row in runs),
        earlier=tuple(_turn(row, today, lang) for row in rows if row not in runs),
        mine=bool(mine),
        planned=next((_plain(found.planned_hours) for found in map(_engaged, mine) if found), None),
        used=say_plain_number(used, lang),
    )


def _engaged(row: Assignment) -> Engagement | None:
    return getattr(row, "engagement", None)


def _plain(hours: Decimal | None) -> Decimal | None:
    """`7` rather than `7.0`."""
    return hours if hours is None or hours % 1 else hours.quantize(Decimal(1))


def _turn(row: Assignment, today: date, lang: Language) -> Turn:
    engaged = _engaged(row)
    given = engaged.given_by if engaged else None
    return Turn(
        name=str(row.consultant) if row.consultant else _("The team"),
        days=say_period(row.first_day, row.last_day, today, lang),
        given=str(given) if given and given != row.consultant else "",
        note=engaged.note if engaged else "",
        ended=str(END_REASONS[EndReason(engaged.end_reason)]) if engaged and engaged.end_reason else "",
    )


def own_cases(viewer: Viewer) -> EmployeeQuerySet:
    """Those of whom the viewer has the matter, `with_place`, by name."""
    mine = Assignment.objects.running(viewer.today).filter(consultant=viewer.user)
    found: EmployeeQuerySet = Employee.objects.visible_to(viewer).filter(pk__in=mine.values("employee"))
    return found.with_place(viewer.today).by_name()


def units() -> "QuerySet[Unit]":
    """Every place that can be visited, by name."""
    return Unit.objects.order_by("name", "code")
