"""The list of employees: whoever the viewer handles, searched and paged, and who of them is away."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from absence.day.queries import away_now, recent_periods, say_not_away
from absence.models import Period
from audit import flows as audit
from audit.rules import Event
from cases.day.cards import Person
from cases.day.queries import person_of
from people.models import Employee, Employment
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import Language, say_date

A_PAGE = 50


class Show(StrEnum):
    """Which of them the list shows."""

    ALL = "alle"
    AWAY = "fravaerende"
    AT_WORK = "paa-arbejde"


@dataclass(frozen=True, slots=True)
class Line:
    """An employee in the list. `away` is empty for who is not absent, and `otherwise` says where they are."""

    person: Person
    number: str
    unit: str
    title: str
    away: str
    since: str
    day: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Listing:
    page: Page[Employee]
    lines: tuple[Line, ...]
    counts: dict[Show, int]
    several_places: bool


def employees_of(viewer: Viewer, lang: Language, *, search: str, show: Show, number: str) -> Listing:
    """One page of those whom the viewer handles. Five queries for any number of people, and the record of the list.

    HR meets those who are employed today; who has left is found by searching.
    """
    handled = Employee.objects.visible_to(viewer)
    if CapacityKind.HR in viewer.capacities and not search:
        handled = handled.employed_on(viewer.today)
    if search:
        handled = handled.matching(search)
    now = Period.objects.covering(viewer.today).filter(employee=OuterRef("pk"))
    here = Employment.objects.running(viewer.today).filter(employee=OuterRef("pk"))
    marked = handled.annotate(is_away=Exists(now), is_at_work=Exists(here) & ~Exists(now))
    shown = {Show.ALL: marked, Show.AWAY: marked.filter(is_away=True), Show.AT_WORK: marked.filter(is_at_work=True)}
    page = Paginator(_in_order(shown[show].with_place(viewer.today)), A_PAGE).get_page(number)
    found = list(page.object_list)
    periods = recent_periods(found, viewer.today)
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=sorted(employee.ref for employee in found),
        purpose="employee_list",
        at=viewer.now,
    )
    lines = tuple(_line(employee, periods[employee.pk], viewer.today, lang) for employee in found)
    return Listing(page, lines, _counts(marked), several_places=len({line.unit for line in lines}) > 1)


def _in_order(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """Those who are away first; by name within."""
    by_name = employees.by_name()  # type: ignore[attr-defined]
    return by_name.order_by("-is_away", *by_name.query.order_by)


def _counts(marked: QuerySet[Employee]) -> dict[Show, int]:
    counts = marked.aggregate(
        people=Count("pk"), away=Count("pk", filter=Q(is_away=True)), at_work=Count("pk", filter=Q(is_at_work=True))
    )
    return {Show.ALL: counts["people"], Show.AWAY: counts["away"], Show.AT_WORK: counts["at_work"]}


def _line(employee: Employee, periods: list[Period], today: date, lang: Language) -> Line:
    away = away_now(employee, periods, today, lang)
    return Line(
        person=person_of(employee),
        number=employee.number,
        unit=employee.unit_name or "",
        title=employee.title or "",
        away=away.cause if away else "",
        since=say_date(today - timedelta(days=away.day - 1), today, lang) if away else "",
        day=_("day %(day)s") % {"day": away.day} if away else "",
        otherwise="" if away else say_not_away(employee, today, lang),
    )
