"""The consultant: who has the matter, and the panel of one's own page."""

from dataclasses import dataclass
from datetime import date

from cases.panels import Panel
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer
from people.words import say_date
from retention.caseload.flows import MAY_DISTRIBUTE, MAY_REFER
from retention.matter.queries import matter_of


@dataclass(frozen=True, slots=True)
class WhoHasIt:
    """`names` are the consultants who have it; none and `referred`: the team has not yet found one."""

    employee: str
    referred: bool
    names: tuple[str, ...]
    since: str
    may_refer: bool
    may_open: bool


def own_consultant(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """Who helps, or the way to ask for somebody."""
    found = who_has_it(employee, today)
    return Panel("retention/caseload/own.html", found) if found.referred or found.may_refer else None


def who_has_it(employee: Employee, today: date) -> WhoHasIt:
    rows = matter_of(employee, today).having
    capacity = employee.seen_as
    return WhoHasIt(
        employee=employee.ref,
        referred=bool(rows),
        names=tuple(row.by for row in rows if row.by),
        since=say_date(min(row.first_day for row in rows), today, page_language()) if rows else "",
        may_refer=not rows and capacity in MAY_REFER and not employee.has_left(today),
        may_open=bool(rows) and capacity in MAY_DISTRIBUTE and capacity is not ActingAs.SELF,
    )
