"""Screening at the sick report's receipt, and what an employee's page says of it."""

from dataclasses import dataclass
from datetime import date

from absence.matter.queries import periods_of_employee, running
from cases.panels import Panel
from cases.rules import Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from retention.matter.queries import matter_of
from retention.rules.screening import Advice
from retention.screening.queries import say_decision
from retention.screening.words import ADVICE


@dataclass(frozen=True, slots=True)
class Screened:
    """The latest screening, if there is one, and the way to a new one."""

    employee: str
    ref: str
    advice: str
    decision: str
    may_screen: bool


def at_receipt(viewer: Viewer, _today: date, employee: Employee) -> Panel:
    return Panel("retention/screening/receipt.html", Screened(employee.ref, "", "", "", may_screen=True))


def screened_of(employee: Employee, today: date) -> Screened | None:
    """None for who is at work and was never screened, and for those who do not write in cases."""
    if right_to(Part.CASE, employee.seen_as) is not Right.WRITE:
        return None
    latest = next(iter(matter_of(employee, today).screened), None)
    is_away = running(periods_of_employee(employee), today) is not None
    if latest is None and not is_away:
        return None
    lang = page_language()
    return Screened(
        employee=employee.ref,
        ref=latest.ref if latest else "",
        advice=str(ADVICE[Advice(latest.advice)]) if latest else "",
        decision=say_decision(latest, today, lang) if latest else "",
        may_screen=is_away,
    )
