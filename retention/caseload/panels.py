"""Which consultant has a matter, as the pages about it say."""

from dataclasses import dataclass
from datetime import date

from people.language import page_language
from people.models import Employee
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


def who_has_it(employee: Employee, today: date) -> WhoHasIt:
    rows = matter_of(employee, today).having
    capacity = employee.seen_as
    return WhoHasIt(
        employee=employee.ref,
        referred=bool(rows),
        names=tuple(row.by for row in rows if row.by),
        since=say_date(min(row.first_day for row in rows), today, page_language()) if rows else "",
        may_refer=not rows and capacity in MAY_REFER and not employee.has_left(today),
        may_open=bool(rows) and capacity in MAY_DISTRIBUTE,
    )
