"""The consultant on an employee's page, on a case's, and on one's own."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from cases.panels import Panel
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer
from people.words import say_date
from retention.caseload.flows import MAY_DISTRIBUTE, MAY_REFER
from retention.caseload.queries.referrals import running


@dataclass(frozen=True, slots=True)
class WhoHasIt:
    """`names` are the consultants who have it; none and `referred`: the team has not yet found one."""

    employee: str
    referred: bool
    names: tuple[str, ...]
    since: str
    may_refer: bool
    may_open: bool


def consultant_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """One query. None where there is nothing to tell and nothing to do."""
    found = _who_has_it(today, employee)
    return Panel("retention/caseload/panel.html", found) if found.referred or found.may_refer else None


def consultant_of_case(viewer: Viewer, today: date, case: Case) -> Panel | None:
    return consultant_of_employee(viewer, today, case.employee)


def own_consultant(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """Who helps, or the way to ask for somebody. One query."""
    found = _who_has_it(today, employee)
    return Panel("retention/caseload/own.html", found) if found.referred or found.may_refer else None


def _who_has_it(today: date, employee: Employee) -> WhoHasIt:
    rows = running(employee, today)
    capacity = employee.seen_as
    return WhoHasIt(
        employee=employee.ref,
        referred=bool(rows),
        names=tuple(str(row.consultant) for row in rows if row.consultant),
        since=say_date(min(row.first_day for row in rows), today, page_language()) if rows else "",
        may_refer=not rows and capacity in MAY_REFER and not employee.has_left(today),
        may_open=bool(rows) and capacity in MAY_DISTRIBUTE and capacity is not ActingAs.SELF,
    )
